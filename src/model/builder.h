/* builder: what the files that build a network share.
 *
 * Resource names are unique over all kinds, so one map finds the index that a
 * name has in the array of its kind.  The order of the build is the order of
 * dependence: VPCs before subnets, gateways before routes, groups before hosts. */
#pragma once

#include "model/network.h"

typedef struct {
    const CvpnSpec *spec;
    CvpnReport *report;
    CvpnNetwork *net;
    GHashTable *index; /* resource name -> its index + 1 */
} CvpnBuilder;

/* Copies a text into the network's strings; not to be written to. */
char *cvpn_builder_text (CvpnBuilder *b, const char *text);

/* Adds a rule; file and line are those of 'key' in 'group', else of the group;
 * 'group' is NULL for what stands in no file. */
guint32 cvpn_builder_rule (CvpnBuilder *b, CvpnRuleKind kind, const char *component,
                           const CvpnGroup *group, const char *key, const char *format, ...)
    G_GNUC_PRINTF (6, 7);

/* Remembers that the group's name has this index, and adds its whole as a rule. */
guint32 cvpn_builder_object (CvpnBuilder *b, const CvpnGroup *group, guint32 index);

/* The index of a name that is known to exist; CVPN_NONE for NULL. */
guint32 cvpn_builder_index (const CvpnBuilder *b, const char *name);

void cvpn_build_vpcs (CvpnBuilder *b);     /* zones, VPCs, subnets */
void cvpn_build_gateways (CvpnBuilder *b); /* gateways, peerings, networks, VPN connections */
void cvpn_build_services (CvpnBuilder *b); /* prefix lists, gateway endpoints */
void cvpn_build_routes (CvpnBuilder *b);   /* route tables */
void cvpn_build_filters (CvpnBuilder *b);  /* security groups, network ACLs, firewalls */
void cvpn_build_hosts (CvpnBuilder *b);
void cvpn_build_quotas (CvpnBuilder *b);
void cvpn_build_endpoints (CvpnBuilder *b); /* endpoints, associations, interfaces */
void cvpn_build_vpn_routes (CvpnBuilder *b, guint32 endpoint_index);
void cvpn_build_authorization (CvpnBuilder *b, guint32 endpoint_index);

/* The quota of concurrent connections of an endpoint with so many associations. */
gint64 cvpn_quotas_connections (const CvpnQuotas *quotas, guint associations);

/* Enters a host under its private (public) address; returns the host that has
 * the address already, or CVPN_NONE. */
guint32 cvpn_network_place_host (CvpnNetwork *net, guint32 host);
guint32 cvpn_network_place_public_host (CvpnNetwork *net, guint32 host);

/* What has been appended since the array had 'first' elements. */
static inline CvpnSpan
cvpn_span_from (const GArray *array, guint32 first)
{
    return (CvpnSpan){ first, array->len - first };
}
