/* network: what a network IS; frozen after cvpn_network_build.
 *
 * Flat arrays; a handle is an index into one of them (CVPN_NONE: none).  Rules
 * of one owner stand together and are named by a span.  Every rule and every
 * resource has a number in 'rules', where its text, file and line are: that
 * number is all a verdict carries.  Nothing here changes once built, so threads
 * share it without locks. */
#pragma once

#include <cvpnsim/network.h>
#include <cvpnsim/report.h>

#include "base/number_index.h"
#include "model/network_elements.h"

/* The rules of a network and of all versions of it, numbered alike, and every text. */
typedef struct {
    GStringChunk *strings;
    GArray *rules;            /* CvpnRule */
    CvpnNumberIndex *numbers; /* of the rules */
} CvpnRuleBook;

struct CvpnNetwork {
    CvpnRuleBook *book;               /* shared by the versions of a network */
    GPtrArray *zones, *access_groups; /* const char *: index is the handle */
    GArray *zone_failed;              /* gboolean, by zone */
    GArray *cidrs;                    /* CvpnPrefix */
    GArray *vpcs, *subnets, *route_tables, *routes, *unknown_routes, *internet_gateways,
        *nat_gateways, *nat_addresses, *peerings, *transit_gateways, *attachments,
        *attachment_subnets, *transit_route_tables, *transit_routes, *virtual_private_gateways,
        *vpn_connections, *connection_routes, *networks, *prefix_lists, *vpc_endpoints,
        *security_groups, *filter_rules, *acls, *acl_entries, *hosts, *group_lists, *matches,
        *endpoints, *associations, *vpn_routes, *authorization_targets, *authorization_rules;
    /* The rule of the first [unknown] of the kind, or CVPN_RULE_NONE: it may be what
     * seems to be missing. */
    guint32 unknown_attachment, unknown_internet_gateway, unknown_peering;
    GHashTable *host_by_name;  /* const char * -> index + 1 */
    GHashTable *host_by_place; /* a place and an address -> index + 1 */
    GHashTable *nat_by_place;  /* the same, of nat_addresses */
    CvpnLatencySpec latency;   /* distributions, owned */
    CvpnQuotas quotas;
};

/* cvpn_at (net->subnets, CvpnSubnet, i): const element i of a flat array. */
#define cvpn_at(array, type, i) (&g_array_index (array, const type, i))

static inline const CvpnVpc *
cvpn_vpc (const CvpnNetwork *net, guint32 i)
{
    return cvpn_at (net->vpcs, CvpnVpc, i);
}

static inline const CvpnSubnet *
cvpn_subnet (const CvpnNetwork *net, guint32 i)
{
    return cvpn_at (net->subnets, CvpnSubnet, i);
}

static inline const CvpnEndpoint *
cvpn_endpoint (const CvpnNetwork *net, guint32 i)
{
    return cvpn_at (net->endpoints, CvpnEndpoint, i);
}

static inline const CvpnAssociation *
cvpn_association (const CvpnNetwork *net, guint32 i)
{
    return cvpn_at (net->associations, CvpnAssociation, i);
}

/* A pushed route as a session keeps it: which of them it is, from 0, and its length. */
static inline guint32
cvpn_pushed_route (guint32 order, guint8 length)
{
    return order << 6 | length;
}

static inline gboolean
cvpn_network_zone_failed (const CvpnNetwork *net, guint32 zone)
{
    return zone != CVPN_NONE && g_array_index (net->zone_failed, gboolean, zone);
}

static inline const CvpnHost *
cvpn_host (const CvpnNetwork *net, guint32 i)
{
    return cvpn_at (net->hosts, CvpnHost, i);
}

/* Builds and freezes the network of 'spec'.  Faults that names and types do not
 * show (overlaps, a subnet outside its VPC, what AWS's API would refuse) go to
 * 'report'; returns NULL if there was an error.  References in 'spec' must have
 * been checked.  'spec' keeps its document; the network copies what it needs. */
CvpnNetwork *cvpn_network_build (const CvpnSpec *spec, CvpnReport *report);
/* The same for what a configuration has become: handles and the numbers of rules are
 * those of 'before', a version of the same network, but for routes, ACL entries and
 * what else a table consists of. */
CvpnNetwork *cvpn_network_build_next (const CvpnSpec *spec, const CvpnNetwork *before,
                                      CvpnReport *report);
void cvpn_network_free (CvpnNetwork *net);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnNetwork, cvpn_network_free)

/* The handle, or CVPN_NONE. */
guint32 cvpn_network_find_subnet (const CvpnNetwork *net, const char *name);
guint32 cvpn_network_find_host (const CvpnNetwork *net, const char *name);
guint32 cvpn_network_find_endpoint (const CvpnNetwork *net, const char *name);
guint32 cvpn_network_find_access_group (const CvpnNetwork *net, const char *name);

/* Which of the VPC's subnets holds the address; which host has it there (in a
 * VPC by private address, in an outside network); which host has it as its
 * public address.  CVPN_NONE: none. */
guint32 cvpn_network_subnet_at (const CvpnNetwork *net, guint32 vpc, guint32 address);
guint32 cvpn_network_host_in_vpc (const CvpnNetwork *net, guint32 vpc, guint32 address);
guint32 cvpn_network_host_in_network (const CvpnNetwork *net, guint32 network, guint32 address);
guint32 cvpn_network_host_by_public_address (const CvpnNetwork *net, guint32 address);
/* TRUE if the Amazon-provided DNS server answers there: the first block's address
 * plus two, if no host has it, and 169.254.169.253 (Amazon VPC User Guide, "Amazon
 * DNS server"). */
#define CVPN_RESOLVER_ADDRESS 0xa9fea9fdu
gboolean cvpn_network_is_resolver (const CvpnNetwork *net, guint32 vpc, guint32 address);
/* The NAT gateway's address, in nat_addresses, that is this private address of the
 * VPC; or this public one, of any VPC.  CVPN_NONE: none. */
guint32 cvpn_network_nat_in_vpc (const CvpnNetwork *net, guint32 vpc, guint32 address);
guint32 cvpn_network_nat_by_public_address (const CvpnNetwork *net, guint32 address);
/* The public address of the VPC's interface that has this private one: an endpoint's,
 * a NAT gateway's, a host's.  0: none. */
guint32 cvpn_network_public_address (const CvpnNetwork *net, guint32 vpc, guint32 address);
/* The VPC's attachment to the transit gateway, or CVPN_NONE. */
guint32 cvpn_network_attachment (const CvpnNetwork *net, guint32 transit_gateway, guint32 vpc);
/* The attachment's subnet in the zone; CVPN_NONE: it has none there. */
guint32 cvpn_network_attachment_subnet (const CvpnNetwork *net, guint32 attachment, guint32 zone);
/* The attachment's first subnet that is unknown, and so its zone; or CVPN_NONE. */
guint32 cvpn_network_attachment_unknown_subnet (const CvpnNetwork *net, guint32 attachment);

/* Of an address of the VPC that no host of the file has: the rule of the [unknown] by which one
 * may have it all the same; CVPN_RULE_NONE: nobody has. */
guint32 cvpn_network_more_hosts (const CvpnNetwork *net, guint32 vpc, guint32 address);

/* The name of the subnet's zone; "unknown" where the subnet is. */
const char *cvpn_network_zone_name (const CvpnNetwork *net, guint32 subnet);

/* The zone of that name, or CVPN_NONE. */
guint32 cvpn_network_find_zone (const CvpnNetwork *net, const char *name);

gboolean cvpn_network_vpc_contains (const CvpnNetwork *net, guint32 vpc, guint32 address);
/* The outside network whose blocks cover the address most closely, or CVPN_NONE. */
guint32 cvpn_network_outside_at (const CvpnNetwork *net, guint32 address);
gboolean cvpn_network_outside_contains (const CvpnNetwork *net, guint32 network, guint32 address);
gboolean cvpn_network_prefix_list_contains (const CvpnNetwork *net, guint32 list, guint32 address);
/* TRUE if an active peering joins the two VPCs, or they are one. */
gboolean cvpn_network_vpcs_joined (const CvpnNetwork *net, guint32 a, guint32 b);
