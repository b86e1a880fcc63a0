/* network_elements: what a network is made of, an element of a flat array each (network.h).
 *
 * What the file names and does not contain, an [unknown], is an element too, marked
 * 'unknown': it stands behind the known ones, all handles in it are CVPN_NONE, all
 * lists are empty, and its rule is that of the [unknown] group.  What it may lack without
 * naming it is a rule too: 'more_hosts' of a VPC is that of the [unknown] which says so;
 * CVPN_RULE_NONE: there are no others. */
#pragma once

#include <cvpnsim/network.h>

#include "base/prefix_table.h"
#include "model/gateways.h"
#include "model/span.h"
#include "model/spec.h"

typedef struct {
    const char *name;
    CvpnSpan cidrs;                                       /* in cidrs */
    CvpnPrefixTable *subnets;                             /* owned; by block, in subnets */
    guint32 main_route_table, default_group, default_acl; /* implied ones where none is given */
    guint32 internet_gateway;                             /* or CVPN_NONE */
    guint32 more_hosts, more_subnets, more_internet_gateways;
    gboolean unknown;
    guint32 rule;
} CvpnVpc;

typedef struct {
    const char *name;
    guint32 vpc, zone, route_table;
    guint32 acl;
    CvpnPrefix cidr;
    guint32 available_addresses;
    guint32 more_hosts;
    gboolean unknown;
    guint32 rule;
} CvpnSubnet;

typedef enum {
    CVPN_TARGET_LOCAL,
    CVPN_TARGET_BLACKHOLE,
    CVPN_TARGET_INTERNET_GATEWAY, /* index: vpc's igw */
    CVPN_TARGET_PEERING,
    CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY,
    CVPN_TARGET_VPC_ENDPOINT, /* a gateway endpoint */
    CVPN_TARGET_NAT_GATEWAY,
    CVPN_TARGET_TRANSIT_GATEWAY,
    CVPN_TARGET_HOST,    /* one that forwards, or that the route is to */
    CVPN_TARGET_UNKNOWN, /* index: the rule of the [unknown] */
} CvpnTargetKind;

typedef struct {
    guint8 kind; /* CvpnTargetKind */
    guint32 index;
} CvpnTarget;

typedef struct {
    CvpnPrefix destination;
    CvpnTarget target;
    guint32 prefix_list; /* an entry of it; CVPN_NONE: by CIDR */
    gboolean propagated;
    guint32 rule;
} CvpnRoute;

/* Routes of which only the target is known: by a prefix list without entries, or
 * propagated by what is not in the file. */
typedef struct {
    CvpnTarget target;
    gboolean propagated;
    gboolean public_only; /* to public addresses */
    guint32 rule;         /* of the [unknown] */
} CvpnUnknownRoute;

typedef struct {
    const char *name;
    guint32 vpc;
    CvpnSpan unknown_routes;         /* in unknown_routes */
    CvpnSpan routes;                 /* in routes; losers of a tie are not among them */
    CvpnPrefixTable *by_destination; /* -> index into routes */
    gboolean unknown;
    guint32 rule;
} CvpnRouteTable;

typedef struct {
    const char *name;
    CvpnSpan entries; /* in cidrs */
    gboolean unknown;
    guint32 rule;
} CvpnPrefixList;

/* A gateway endpoint. */
typedef struct {
    const char *name;
    guint32 vpc, prefix_list;
    guint32 rule;
} CvpnVpcEndpoint;

/* A rule of a security group or a firewall. */
typedef struct {
    CvpnMatch match;
    gboolean allow;      /* firewalls */
    guint32 group;       /* the peer is this security group; or CVPN_NONE and: */
    guint32 prefix_list; /* this prefix list; or CVPN_NONE and: */
    CvpnPrefix peer;
    guint32 rule;
} CvpnFilterRule;

typedef struct {
    const char *name;
    CvpnSpan cidrs;                 /* in cidrs */
    CvpnPrefixTable *return_routes; /* -> rule number */
    CvpnSpan firewall;              /* in filter_rules */
    gboolean unknown;
    guint32 rule;
} CvpnOutside;

/* Public addresses that AWS chooses, of interfaces and NAT gateways, are not known:
 * those of the block for benchmarks (RFC 2544) stand for them. */
#define CVPN_PUBLIC_STAND_IN ((CvpnPrefix){ 0xc6120000u, 15 })

/* The first outside network is always there: the internet.  It has no blocks of
 * its own, it is every address that nothing else covers. */
#define CVPN_INTERNET 0u

typedef struct {
    const char *name;
    guint32 vpc;
    CvpnSpan ingress, egress; /* in filter_rules */
    gboolean unknown;
    guint32 rule;
} CvpnSecurityGroup;

typedef struct {
    guint16 number;
    gboolean allow;
    CvpnMatch match;
    CvpnPrefix peer;
    guint32 rule;
} CvpnAclEntry;

typedef struct {
    const char *name;
    guint32 vpc;
    CvpnSpan inbound, outbound; /* in acl_entries, ascending by number */
    gboolean unknown;
    guint32 rule;
} CvpnAcl;

typedef struct {
    const char *name;
    guint32 subnet; /* or CVPN_NONE and: */
    guint32 network;
    guint32 address, public_address; /* 0: none */
    CvpnSpan groups;                 /* in group_lists */
    CvpnSpan listen;                 /* in matches */
    gboolean listens_to_all;
    gboolean source_dest_check;
    CvpnTracking tracking;
    guint32 mtu;
    guint32 rule;
} CvpnHost;

/* As AWS's API names them. */
/* clang-format off */
#define CVPN_ASSOCIATION_STATUSES(STATUS)                 \
    STATUS (ASSOCIATING, "associating")                 \
    STATUS (ASSOCIATED, "associated")                   \
    STATUS (FAILED, "association-failed")               \
    STATUS (DISASSOCIATING, "disassociating")           \
    STATUS (DISASSOCIATED, "disassociated")

#define CVPN_ENDPOINT_STATUSES(STATUS)                    \
    STATUS (PENDING_ASSOCIATE, "pending-associate")     \
    STATUS (AVAILABLE, "available")                     \
    STATUS (DELETING, "deleting")                       \
    STATUS (DELETED, "deleted")
/* clang-format on */

typedef enum {
#define CVPN_STATUS_ENUM(word, text) CVPN_ASSOCIATION_##word,
    CVPN_ASSOCIATION_STATUSES (CVPN_STATUS_ENUM)
#undef CVPN_STATUS_ENUM
} CvpnAssociationStatus;

typedef enum {
#define CVPN_STATUS_ENUM(word, text) CVPN_ENDPOINT_##word,
    CVPN_ENDPOINT_STATUSES (CVPN_STATUS_ENUM)
#undef CVPN_STATUS_ENUM
} CvpnEndpointStatus;

/* An association, or the place of one that an event makes: places are the same in all
 * versions of a network (control/timeline.h). */
typedef struct {
    guint32 endpoint, subnet;
    guint8 status;    /* CvpnAssociationStatus */
    gboolean answers; /* the resolver names it: clients may land here */
    gboolean maybe;   /* nobody knows whether there is such a one: what an endpoint may have
                         besides; its subnet is unknown, it never answers */
    guint32 interface_address; /* 0: the subnet is unknown */
    guint32 public_address;    /* of the interface; 0 without an internet gateway */
    CvpnSpan groups;     /* in group_lists: what the interface has; mostly the endpoint's span */
    guint32 groups_rule; /* that says so where it is not; else CVPN_RULE_NONE */
    CvpnPrefixTable *routes; /* -> index into vpn_routes: those that target this subnet */
    guint32 rule;
} CvpnAssociation;

typedef struct {
    CvpnPrefix destination;
    guint32 association; /* CVPN_NONE: `local`, of every landing */
    gboolean automatic;
    guint32 rule;
} CvpnVpnRoute;

/* The rules of one endpoint at one CIDR. */
typedef struct {
    CvpnPrefix destination;
    CvpnSpan rules; /* in authorization_rules */
} CvpnAuthorizationTarget;

typedef struct {
    guint32 group; /* access group; CVPN_NONE: every client */
    guint32 rule;
} CvpnAuthorizationRule;

typedef struct {
    gint64 endpoints, authorization_rules, routes, concurrent_operations, crl_entries,
        groups_per_user;
    gint64 concurrent_connections; /* -1: by number of associations */
    CvpnQuotaProfile profile;
} CvpnQuotas;

typedef struct {
    const char *name;
    CvpnPrefix client_cidr;
    guint32 vpc;                    /* CVPN_NONE: none associated and none named */
    CvpnSpan associations;          /* in associations */
    guint32 maybe_association;      /* what there may be besides; CVPN_NONE: nothing */
    CvpnSpan groups;                /* in group_lists: what it was given for its interfaces */
    CvpnSpan vpn_routes;            /* in vpn_routes, all landings */
    CvpnPrefixTable *pushed;        /* -> index into vpn_routes; what split tunnel pushes */
    CvpnPrefixTable *authorization; /* -> index into authorization_targets */
    gboolean split_tunnel, mfa, connection_log;
    guint authentication; /* bits */
    CvpnTransport transport;
    guint vpn_port;
    CvpnDnsAnswer dns_answer;
    CvpnAddressModel address_model;
    gint64 session_timeout_ns, dns_ttl_ns, health_check_ns, ping_restart_ns;
    gint64 mssfix; /* -1: unset */
    guint16 snat_first, snat_last;
    guint32 snat_ports; /* how many: 0 for none */
    double session_bandwidth;
    CvpnTracking tracking;
    guint8 status;             /* CvpnEndpointStatus */
    gint64 crl_next_update_ns; /* -1: there is no list, or one that does not expire */
    gboolean crl_expired, server_certificate_expired, identity_provider_certificate_expired;
    GHashTable *revoked;                             /* names of users; NULL: no list */
    guint32 crl_rule;                                /* of the list; without one the endpoint's */
    gint64 identity_provider_certificate_expires_ns; /* -1: not known */
    gint64 handshake_time_out_ns, keepalive_time_out_ns;
    gboolean disconnect_on_session_timeout;
    const CvpnConnectHandlerSpec *handler;
    CvpnPrefixTable *pushed_lengths; /* 'pushed' as a session keeps it: -> cvpn_pushed_route */
    gint64 connection_quota;         /* concurrent connections, from the quotas in force */
    gint64 usable_addresses;         /* of the client CIDR, by the address model */
    guint32 more_routes, more_rules;
    guint32 rule;
} CvpnEndpoint;
