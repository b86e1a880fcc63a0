/* inventory: the things of an account that the input describes, in one form whatever it was
 * written in; AWS's names for AWS's things.
 *
 * One struct per kind of thing, each with its CvpnThing first.  Strings belong to the inventory
 * (cvpn_inventory_keep), arrays to their struct.  References are ids; that the thing is in the
 * inventory too is not said.  Absent ids and words: NULL; absent numbers: -1; absent CIDRs:
 * CVPN_PREFIX_UNSET; absent addresses: 0. */
#pragma once

#include <cvpnsim/import.h>

#include "import/node.h"

/* Whether all things of a kind are in the input, so that what is not there does not exist. */
typedef enum {
    CVPN_ALL_VPCS,
    CVPN_ALL_SUBNETS,
    CVPN_ALL_ROUTE_TABLES,
    CVPN_ALL_SECURITY_GROUPS,
    CVPN_ALL_NETWORK_ACLS,
    CVPN_ALL_INTERFACES,
    CVPN_ALL_INSTANCES,
    CVPN_ALL_INTERNET_GATEWAYS,
    CVPN_ALL_NAT_GATEWAYS,
    CVPN_ALL_PEERINGS,
    CVPN_ALL_TRANSIT_GATEWAYS,
    CVPN_ALL_ATTACHMENTS,
    CVPN_ALL_VPN_GATEWAYS,
    CVPN_ALL_VPN_CONNECTIONS,
    CVPN_ALL_VPC_ENDPOINTS,
    CVPN_ALL_PREFIX_LISTS,
    CVPN_ALL_KINDS
} CvpnAll;

typedef struct {
    const char *id;   /* the group's name in the scenario */
    const char *name; /* the Name tag, or what a person calls it; NULL: none */
    /* A configuration that was read makes it: what is not said of it does not exist, beyond what
     * every new one has (a VPC's main route table with the local route, its default network ACL
     * and security group).  Never of what the AWS CLI describes. */
    gboolean declared;
    const CvpnSource *source; /* where it was found first */
} CvpnThing;

typedef struct {
    CvpnThing thing;
    GArray *cidrs; /* CvpnPrefix, associated ones, in order; the primary one first */
    gboolean dedicated;
} CvpnVpcThing;

typedef struct {
    CvpnThing thing;
    const char *vpc, *zone;
    CvpnPrefix cidr;
    gint64 available; /* free addresses */
} CvpnSubnetThing;

typedef enum {
    CVPN_ROUTE_ACTIVE,
    CVPN_ROUTE_BLACKHOLE,
    CVPN_ROUTE_STATE_UNKNOWN, /* of a word that is not known: 'state' has it */
} CvpnRouteState;

typedef struct {
    CvpnPrefix cidr;         /* or: */
    const char *prefix_list; /* an id */
    const char *target;      /* an id; "local"; NULL with a blackhole that has none */
    const char
        *kind; /* of the target: the kind of its group, "nat-gateway"; NULL: tell by the id */
    CvpnRouteState state;
    const char *word;    /* of an unknown state */
    gboolean propagated; /* from a virtual private gateway */
} CvpnRouteThing;

typedef struct {
    CvpnThing thing;
    const char *vpc;
    gboolean main;
    gboolean unknown;       /* only which subnets have it is known */
    GPtrArray *subnets;     /* ids of those explicitly associated; not owned strings */
    GPtrArray *propagating; /* ids of virtual private gateways */
    GPtrArray *routes;      /* CvpnRouteThing *, owned; IPv6 ones are not among them */
} CvpnRouteTableThing;

typedef struct {
    CvpnThing thing;
    const char *vpc; /* NULL: attached to none */
} CvpnGatewayThing;  /* internet gateways, virtual private gateways */

typedef struct {
    CvpnThing thing;
    const char *vpc, *subnet;
    gboolean private;  /* its connectivity type */
    gboolean gone;     /* deleting, deleted, failed: there to be mentioned only */
    GArray *addresses; /* guint32, private ones, the primary one first */
} CvpnNatThing;

typedef struct {
    CvpnThing thing;
    const char *requester_vpc, *accepter_vpc;
    const char *status; /* AWS's word: "active", "pending-acceptance", "deleted" … */
} CvpnPeeringThing;

typedef struct {
    CvpnThing thing;
    gboolean security_group_referencing;
} CvpnTransitGatewayThing;

typedef struct {
    CvpnThing thing;
    const char *transit_gateway;
    const char *resource_type; /* "vpc", "vpn", "peering", "direct-connect-gateway", "connect" … */
    const char *resource;      /* the VPC's or VPN connection's id */
    const char *state;         /* "available" … */
    GPtrArray *subnets;        /* ids; of a VPC attachment; NULL: not known */
    gboolean association_known;
    const char *route_table; /* the transit gateway's table it is associated with; NULL: none */
    gboolean appliance_mode;
    gboolean security_group_referencing;
} CvpnAttachmentThing;

typedef struct {
    CvpnPrefix cidr;
    const char *attachment; /* NULL: a blackhole */
    gboolean propagated;    /* else static */
} CvpnTransitRouteThing;

typedef struct {
    CvpnThing thing;
    const char *transit_gateway;
    gboolean routes_known; /* all of them, and which are propagated */
    GPtrArray *routes;     /* CvpnTransitRouteThing *, active ones and blackholes, owned */
    gboolean propagations_known;
    GPtrArray *propagating; /* ids of attachments */
} CvpnTransitTableThing;

typedef struct {
    CvpnThing thing;
    const char *gateway; /* a virtual private gateway or a transit gateway */
    const char *customer_gateway;
    const char *state;
    gboolean dynamic; /* by BGP: its routes are not in its description */
    GArray *routes;   /* CvpnPrefix, static ones */
} CvpnVpnConnectionThing;

typedef struct {
    CvpnThing thing;
    const char *vpc;
    const char *type;        /* "Gateway", "Interface", "GatewayLoadBalancer" */
    const char *service;     /* "com.amazonaws.us-east-1.s3" */
    const char *prefix_list; /* an id; NULL: only by the name of the service, or by a route */
    const char *state;
    GPtrArray *route_tables; /* ids; of a gateway endpoint */
} CvpnVpcEndpointThing;

typedef struct {
    CvpnThing thing;
    const char *list_name; /* "com.amazonaws.us-east-1.s3" */
    gboolean entries_known;
    GArray *entries; /* CvpnPrefix; IPv6 ones are not among them */
} CvpnPrefixListThing;

typedef struct {
    guint8 protocol;         /* with 'any' of no meaning */
    gboolean any;            /* all protocols */
    gint from_port, to_port; /* -1 and -1: all; of icmp: type and code, -1: any */
    CvpnPrefix cidr;         /* one of the three: */
    const char *group;       /* a security group's id */
    const char *prefix_list; /* a prefix list's id */
} CvpnRuleThing;

typedef struct {
    CvpnThing thing;
    const char *vpc;
    gboolean is_default;
    gboolean described_default; /* in the words that AWS has for it */
    gboolean rules_known;       /* FALSE: only its name is known */
    GArray *ingress, *egress;   /* CvpnRuleThing; IPv6 ones are not among them */
} CvpnSecurityGroupThing;

typedef struct {
    gboolean egress, allow;
    gint64 number; /* 1 to 32766; the implied deny is not among them */
    CvpnRuleThing match;
} CvpnAclEntryThing;

typedef struct {
    CvpnThing thing;
    const char *vpc;
    gboolean is_default;
    gboolean unknown;   /* only which subnets have it is known */
    GPtrArray *subnets; /* ids of those associated */
    GArray *entries;    /* CvpnAclEntryThing; IPv6 ones are not among them */
} CvpnAclThing;

typedef struct {
    CvpnThing thing; /* eni-… */
    const char *subnet, *vpc;
    const char *type;     /* "interface", "nat_gateway", "transit_gateway", "lambda" … */
    const char *instance; /* i-…; NULL: none */
    gboolean primary;     /* device index 0 of its instance */
    gboolean client_vpn;  /* one of a Client VPN endpoint */
    gboolean stopped;     /* of an instance that does not run: nobody is there */
    gboolean source_dest_check;
    gboolean groups_known;
    GPtrArray *groups;        /* ids */
    GArray *addresses;        /* guint32, the primary one first; may be empty */
    GArray *public_addresses; /* guint32, one for each of 'addresses', 0: none */
} CvpnInterfaceThing;

typedef enum {
    CVPN_STATUS_ACTIVE,     /* in force */
    CVPN_STATUS_NOT_ACTIVE, /* a documented state in which it is not */
    CVPN_STATUS_UNKNOWN,    /* a word that is not known */
} CvpnStatus;

typedef struct {
    const char *subnet;
    CvpnStatus status;
    const char *word; /* AWS's */
    gboolean groups_known;
    GPtrArray *groups; /* ids, as describe-client-vpn-target-networks has them */
} CvpnTargetNetworkThing;

typedef struct {
    CvpnPrefix cidr;
    const char *subnet; /* or "local" */
    CvpnStatus status;
    const char *word;
    gboolean automatic; /* Origin "associate" */
} CvpnClientRouteThing;

typedef struct {
    CvpnPrefix cidr;
    const char *group; /* an access group; NULL: everyone */
    CvpnStatus status;
    const char *word;
} CvpnAuthorizationThing;

typedef struct {
    CvpnThing thing;
    CvpnStatus status;
    const char *word;
    gboolean transit_gateway; /* associated with one: not modelled */
    CvpnPrefix client_cidr;
    const char *vpc;
    gboolean groups_known;
    GPtrArray *groups; /* ids of security groups */
    gboolean split_tunnel, tcp;
    gint64 vpn_port, session_hours;             /* -1: not said */
    gint disconnect_on_session_timeout;         /* -1: not said */
    gboolean certificate, directory, federated; /* how clients authenticate */
    gboolean connection_log;
    gboolean connect_handler; /* a Lambda function is asked */
    GArray *dns_servers;      /* guint32 */
    gboolean targets_known, routes_known, rules_known;
    GPtrArray *targets;        /* CvpnTargetNetworkThing *, owned */
    GPtrArray *routes;         /* CvpnClientRouteThing *, owned */
    GPtrArray *rules;          /* CvpnAuthorizationThing *, owned */
    gboolean revocation_list;  /* one is in force */
    gint64 active_connections; /* -1: not asked for */
} CvpnClientVpnThing;

typedef struct CvpnInventory {
    CvpnReport *report; /* borrowed */
    gboolean all[CVPN_ALL_KINDS];
    /* Of the structs above, in the order in which they were read; owned. */
    GPtrArray *vpcs, *subnets, *route_tables, *internet_gateways, *vpn_gateways, *nat_gateways,
        *peerings, *transit_gateways, *attachments, *transit_tables, *vpn_connections,
        *vpc_endpoints, *prefix_lists, *security_groups, *network_acls, *interfaces, *client_vpns;
    GPtrArray *notes;     /* CvpnImportNote *: SKIPPED, LEFT_OUT and REMARK of the readers */
    GHashTable *by_id;    /* kind and id -> thing, borrowed */
    GHashTable *seen;     /* for cvpn_inventory_is_new */
    GHashTable *seen_ids; /* id -> the first key of 'seen' with it; for cvpn_inventory_line */
    GHashTable *noted;    /* for cvpn_inventory_note */
    GStringChunk *strings;
} CvpnInventory;

CvpnInventory *cvpn_inventory_new (CvpnReport *report);
void cvpn_inventory_free (CvpnInventory *inventory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnInventory, cvpn_inventory_free)

/* A copy that lives as long as the inventory; NULL of NULL. */
const char *cvpn_inventory_keep (CvpnInventory *inventory, const char *text);

/* Whether this is the first time that 'what' ("Subnets", "Routes of describe-client-vpn-routes")
 * has an element of that key.  An element of the same content again is FALSE; of another content
 * it is a fault, which names both places, and FALSE. */
gboolean cvpn_inventory_is_new (CvpnInventory *inventory, const char *what, const char *key,
                                const CvpnNode *element);

/* Where something of that id was seen first (cvpn_inventory_is_new), or where a thing of it was
 * found and has its id for the first time, for messages: its source and line; NULL and 0: nothing
 * has that id. */
guint cvpn_inventory_line (const CvpnInventory *inventory, const char *id,
                           const CvpnSource **source);

/* A new thing of that kind, with its arrays made; 'id' and 'name' are copied.  The thing is there
 * for cvpn_inventory_find from then on. */
CvpnVpcThing *cvpn_inventory_add_vpc (CvpnInventory *inventory, const char *id, const char *name,
                                      const CvpnSource *source);
CvpnSubnetThing *cvpn_inventory_add_subnet (CvpnInventory *inventory, const char *id,
                                            const char *name, const CvpnSource *source);
CvpnRouteTableThing *cvpn_inventory_add_route_table (CvpnInventory *inventory, const char *id,
                                                     const char *name, const CvpnSource *source);
CvpnGatewayThing *cvpn_inventory_add_internet_gateway (CvpnInventory *inventory, const char *id,
                                                       const char *name, const CvpnSource *source);
CvpnGatewayThing *cvpn_inventory_add_vpn_gateway (CvpnInventory *inventory, const char *id,
                                                  const char *name, const CvpnSource *source);
CvpnNatThing *cvpn_inventory_add_nat_gateway (CvpnInventory *inventory, const char *id,
                                              const char *name, const CvpnSource *source);
CvpnPeeringThing *cvpn_inventory_add_peering (CvpnInventory *inventory, const char *id,
                                              const char *name, const CvpnSource *source);
CvpnTransitGatewayThing *cvpn_inventory_add_transit_gateway (CvpnInventory *inventory,
                                                             const char *id, const char *name,
                                                             const CvpnSource *source);
CvpnAttachmentThing *cvpn_inventory_add_attachment (CvpnInventory *inventory, const char *id,
                                                    const char *name, const CvpnSource *source);
CvpnTransitTableThing *cvpn_inventory_add_transit_table (CvpnInventory *inventory, const char *id,
                                                         const char *name,
                                                         const CvpnSource *source);
CvpnVpnConnectionThing *cvpn_inventory_add_vpn_connection (CvpnInventory *inventory, const char *id,
                                                           const char *name,
                                                           const CvpnSource *source);
CvpnVpcEndpointThing *cvpn_inventory_add_vpc_endpoint (CvpnInventory *inventory, const char *id,
                                                       const char *name, const CvpnSource *source);
CvpnPrefixListThing *cvpn_inventory_add_prefix_list (CvpnInventory *inventory, const char *id,
                                                     const char *name, const CvpnSource *source);
CvpnSecurityGroupThing *cvpn_inventory_add_security_group (CvpnInventory *inventory, const char *id,
                                                           const char *name,
                                                           const CvpnSource *source);
CvpnAclThing *cvpn_inventory_add_network_acl (CvpnInventory *inventory, const char *id,
                                              const char *name, const CvpnSource *source);
CvpnInterfaceThing *cvpn_inventory_add_interface (CvpnInventory *inventory, const char *id,
                                                  const char *name, const CvpnSource *source);
CvpnClientVpnThing *cvpn_inventory_add_client_vpn (CvpnInventory *inventory, const char *id,
                                                   const char *name, const CvpnSource *source);

/* The thing of that kind and id, or NULL. The array says the kind. */
gpointer cvpn_inventory_find (const CvpnInventory *inventory, const GPtrArray *kind,
                              const char *id);

/* "what" may be an id or a kind; LEFT_OUT notes of one 'what' and text are added up. */
void cvpn_inventory_note (CvpnInventory *inventory, CvpnImportNoteKind kind,
                          const CvpnSource *source, const char *what, guint64 count,
                          const char *format, ...) G_GNUC_PRINTF (6, 7);

/* A note that 'id', which parts of the input belong to, is not in it, and which call would supply
 * it; once for each id.  There is no [unknown] of it: the parts are left out. */
void cvpn_inventory_missing (CvpnInventory *inventory, const char *id, const char *call,
                             const char *text);
