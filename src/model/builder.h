/* builder: what the files that build a network share.
 *
 * Resource names are unique over all kinds, so one map finds the index that a
 * name has in the array of its kind.  The order of the build is the order of
 * dependence: VPCs before subnets, groups before hosts, gateways and hosts before
 * routes. */
#pragma once

#include <cvpnsim/finding_codes.h>
#include <cvpnsim/verdict.h>

#include "model/network.h"
#include "model/quotas.h"

typedef struct {
    const CvpnSpec *spec;
    CvpnReport *report;
    CvpnNetwork *net;
    GHashTable *index;   /* resource name -> its index + 1 */
    GHashTable *unknown; /* name of an [unknown] -> its rule + 1 */
    GHashTable *more;    /* "KIND of NAME" -> the first [unknown], CvpnUnknownSpec, that says so */
    GHashTable *taken;   /* a VPC's private address -> whose it is, "[host app]" */
    GHashTable *access_groups;    /* name -> its handle + 1 */
    GHashTable *targets;          /* name of a route's target -> CvpnTarget, owned */
    GString *text;                /* of the rule being made */
    const char *component, *file; /* of the rule before it, in the network's strings, or NULL */
    guint32 n_public;             /* public addresses chosen so far */
} CvpnBuilder;

/* What AWS's API would refuse, a finding of that word for `check`: see cvpn_report_refuse. */
#define cvpn_builder_refuse(b, group, key, word, ...)                                              \
    cvpn_group_refuse (group, key, (b)->report,                                                    \
                       cvpn_finding_kind (cvpn_finding_word (CVPN_FINDING_##word))->severity,      \
                       cvpn_finding_word (CVPN_FINDING_##word), __VA_ARGS__)

/* Copies a text into the network's strings; not to be written to. */
char *cvpn_builder_text (CvpnBuilder *b, const char *text);

/* Adds a rule; file and line are those of 'key' in 'group', else of the group;
 * 'group' is NULL for what stands in no file. */
guint32 cvpn_builder_rule (CvpnBuilder *b, CvpnRuleKind kind, const char *component,
                           const CvpnGroup *group, const char *key, const char *format, ...)
    G_GNUC_PRINTF (6, 7);

/* A rule that stands where the entry does, of two texts and what is between. */
guint32 cvpn_builder_joined_rule (CvpnBuilder *b, CvpnRuleKind kind, const char *component,
                                  const CvpnEntry *entry, const char *left, const char *between,
                                  const char *right);
/* A rule that stands where 'row' does, in a file or in an event. */
guint32 cvpn_builder_row_rule (CvpnBuilder *b, CvpnRuleKind kind, const char *component,
                               const CvpnRowSpec *row, const char *value);
/* A rule whose component and file are the network's already. */
guint32 cvpn_builder_add_rule (CvpnBuilder *b, const CvpnRule *rule);

/* Remembers that the group's name has this index, and adds its whole as a rule. */
guint32 cvpn_builder_object (CvpnBuilder *b, const CvpnGroup *group, guint32 index);

/* The index of a name that is known to exist; CVPN_NONE for NULL. */
guint32 cvpn_builder_index (const CvpnBuilder *b, const char *name);

/* The rule of the [unknown] of that name; CVPN_RULE_NONE: it is none, or NULL. */
guint32 cvpn_builder_unknown (const CvpnBuilder *b, const char *name);
/* Where there may be more of this kind in what has that name: the [unknown] that says so, and
 * its rule; NULL and CVPN_RULE_NONE: there are no others. */
const CvpnUnknownSpec *cvpn_builder_more_spec (const CvpnBuilder *b, const char *kind,
                                               const char *of);
guint32 cvpn_builder_more (const CvpnBuilder *b, const char *kind, const char *of);
/* TRUE if the name is a group's of this kind, or an [unknown]'s that would be. */
gboolean cvpn_builder_is (const CvpnBuilder *b, const char *kind, const char *name);

/* What the name of a route's target stands for; FALSE: it does not serve the VPC. */
gboolean cvpn_builder_target (const CvpnBuilder *b, const char *name, guint32 vpc,
                              CvpnTarget *target);

/* The highest free address of the subnet, which is the group's then; 0: it has none. */
guint32 cvpn_builder_choose_address (CvpnBuilder *b, guint32 subnet_index, const CvpnGroup *group);
/* A public address that nothing else has. */
guint32 cvpn_builder_public_address (CvpnBuilder *b);

/* The groups that an endpoint was given, or its VPC's default group. */
void cvpn_build_endpoint_groups (CvpnBuilder *b, const CvpnEndpointSpec *spec,
                                 CvpnEndpoint *endpoint);
/* Those of its interface in 'subnet' ("Modify a Client VPN endpoint": other groups take up to 4
 * hours to be the interfaces'). */
void cvpn_build_interface_groups (CvpnBuilder *b, const CvpnEndpointSpec *spec,
                                  const CvpnEndpoint *endpoint, const char *subnet,
                                  CvpnAssociation *association);
void cvpn_build_unknown_rules (CvpnBuilder *b);
/* Adds the [unknown] groups of this kind, behind those that are known. */
void cvpn_build_unknown (CvpnBuilder *b, const char *kind);
void cvpn_build_vpcs (CvpnBuilder *b);     /* zones, VPCs, subnets */
void cvpn_build_gateways (CvpnBuilder *b); /* gateways, peerings, networks, VPN connections */
void cvpn_build_services (CvpnBuilder *b); /* prefix lists, gateway endpoints */
void cvpn_build_transit (CvpnBuilder *b);  /* transit gateways, attachments, their tables */
void cvpn_build_nat_gateways (CvpnBuilder *b);
void cvpn_build_routes (CvpnBuilder *b);  /* route tables */
void cvpn_build_filters (CvpnBuilder *b); /* security groups, network ACLs, firewalls */
void cvpn_build_hosts (CvpnBuilder *b);
void cvpn_build_quotas (CvpnBuilder *b);
void cvpn_build_addresses (CvpnBuilder *b); /* those that the file gives */
void cvpn_build_endpoints (CvpnBuilder *b); /* endpoints, associations, interfaces */
void cvpn_build_nat_addresses (CvpnBuilder *b);
void cvpn_build_vpn_routes (CvpnBuilder *b, guint32 endpoint_index);
void cvpn_build_authorization (CvpnBuilder *b, guint32 endpoint_index);
void cvpn_build_future_groups (CvpnBuilder *b); /* access groups that events name */

/* Enters a host under its private (public) address; returns the host that has
 * the address already, or CVPN_NONE. */
guint32 cvpn_network_place_host (CvpnNetwork *net, guint32 host);
guint32 cvpn_network_place_public_host (CvpnNetwork *net, guint32 host);
/* Enters an address of a NAT gateway, and its public one if it has one. */
void cvpn_network_place_nat (CvpnNetwork *net, guint32 nat_address);

/* Numbers a rule: the number that an equal one has, or the next.  Its component and file are the
 * book's own, its text is copied. */
guint32 cvpn_rule_book_add (CvpnRuleBook *book, const CvpnRule *rule);
/* 'expected' rules, or more. */
CvpnRuleBook *cvpn_rule_book_new (guint expected);
void cvpn_rule_book_unref (CvpnRuleBook *book);

/* What has been appended since the array had 'first' elements. */
static inline CvpnSpan
cvpn_span_from (const GArray *array, guint32 first)
{
    return (CvpnSpan){ first, array->len - first };
}
