/* spec: a scenario as it was written: typed values and names, not yet resolved.
 *
 * The input layer fills it, one struct per group; cvpn_network_build resolves
 * names and freezes it.  Every struct begins with the group it came from, which
 * is where messages find file and line.  Whoever changes a configuration in
 * time (an event) changes a spec and builds again.
 *
 * Names stay text here.  Unset optional values: NULL, -1, CVPN_PREFIX_UNSET,
 * CVPN_DISTRIBUTION_UNSET, address 0.  Lists are never NULL after reading. */
#pragma once

#include "base/selector.h"
#include "model/spec_events.h"

typedef struct {
    const CvpnGroup *group;
    char *title, *description;
    gint64 duration_ns; /* -1: not given */
    gint64 seed;
    gint64 warm_up_ns, metrics_period_ns, return_within_ns;
    gint64 start_date_s; /* midnight of the day of 0s, from 1970-01-01 00:00 UTC */
    gint64 start_ns;     /* 0s, from that midnight */
    GPtrArray *include;
} CvpnScenarioSpec;

typedef struct {
    const CvpnGroup *group;
    CvpnDistribution dns, handshake, authentication, client, stage, same_zone, cross_zone, peering,
        transit_gateway, vpn_connection, internet, client_time_out;
} CvpnLatencySpec;

typedef struct {
    const CvpnGroup *group;
    GArray *cidr_block; /* CvpnPrefix */
    guint tenancy;      /* CvpnTenancy */
} CvpnVpcSpec;

typedef enum { CVPN_TENANCY_DEFAULT, CVPN_TENANCY_DEDICATED } CvpnTenancy;

typedef struct {
    const CvpnGroup *group;
    char *vpc, *availability_zone, *route_table, *network_acl;
    CvpnPrefix cidr_block;
    gint64 available_addresses;
} CvpnSubnetSpec;

typedef struct {
    const CvpnGroup *group;
    char *vpc;
    gboolean main;
    GPtrArray *routes;      /* CvpnRowSpec */
    GPtrArray *propagating; /* names */
} CvpnRouteTableSpec;

typedef struct {
    const CvpnGroup *group;
    char *vpc;
} CvpnGatewaySpec; /* internet-gateway, virtual-private-gateway */

#define CVPN_NAT_ADDRESSES_MAX 8 /* Amazon VPC User Guide, "NAT gateway basics" */

typedef enum { CVPN_NAT_PUBLIC, CVPN_NAT_PRIVATE } CvpnNatConnectivity;

typedef struct {
    const CvpnGroup *group;
    char *subnet;
    guint connectivity_type;        /* CvpnNatConnectivity */
    GArray *address;                /* guint32, the primary one first; may be empty */
    gint64 secondary_address_count; /* on top of those of 'address' */
    gint64 ports_per_destination;   /* of each address */
} CvpnNatGatewaySpec;

typedef struct {
    const CvpnGroup *group;
    gboolean security_group_referencing;
} CvpnTransitGatewaySpec;

typedef struct {
    const CvpnGroup *group;
    char *transit_gateway;
    char *vpc, *vpn_connection; /* one of them; the other NULL */
    GPtrArray *subnets;         /* names; of a VPC attachment, at most one in a zone */
    char *route_table;          /* the transit gateway's table; NULL: associated with none */
    gboolean appliance_mode;
    gboolean security_group_referencing;
} CvpnAttachmentSpec; /* transit-gateway-attachment */

typedef struct {
    const CvpnGroup *group;
    char *transit_gateway;
    GPtrArray *routes;      /* CvpnRowSpec: 'text' is an attachment or "blackhole" */
    GPtrArray *propagating; /* names of attachments */
} CvpnTransitRouteTableSpec;

typedef enum {
    CVPN_PEERING_ACTIVE,
    CVPN_PEERING_PENDING_ACCEPTANCE,
    CVPN_PEERING_DELETED,
} CvpnPeeringStatus;

typedef struct {
    const CvpnGroup *group;
    char *requester_vpc, *accepter_vpc;
    guint status; /* CvpnPeeringStatus */
} CvpnPeeringSpec;

typedef struct {
    const CvpnGroup *group;
    char *gateway, *network; /* a virtual private gateway or a transit gateway */
    GArray *routes;          /* CvpnPrefix */
} CvpnVpnConnectionSpec;

typedef struct {
    const CvpnGroup *group;
    GArray *cidr_block;    /* CvpnPrefix */
    GArray *return_routes; /* CvpnPrefix; default: everything */
    GPtrArray *firewall;   /* CvpnMatchSpec */
} CvpnOutsideSpec;         /* [network NAME] */

typedef struct {
    const CvpnGroup *group;
    GArray *entries; /* CvpnPrefix */
} CvpnPrefixListSpec;

typedef struct {
    const CvpnGroup *group;
    char *vpc, *prefix_list;
    GPtrArray *route_tables; /* names */
} CvpnVpcEndpointSpec;

typedef struct {
    const CvpnGroup *group;
    char *vpc;
    gboolean is_default;
    GPtrArray *ingress, *egress; /* CvpnMatchSpec */
} CvpnSecurityGroupSpec;

typedef struct {
    const CvpnGroup *group;
    char *vpc;
    GPtrArray *entries; /* CvpnRowSpec */
} CvpnAclSpec;

typedef struct {
    const CvpnGroup *group;
    char *subnet, *network;
    guint32 address;
    GPtrArray *security_groups; /* names */
    GPtrArray *listen;          /* CvpnMatchSpec; empty and listens_to_all: everything */
    gboolean listen_given;      /* an empty `listen =` is a host that answers nothing */
    gint64 mtu;
    guint32 public_address;
    gboolean source_dest_check; /* TRUE: forwards nothing that a route sends to it */
    CvpnTracking tracking;
} CvpnHostSpec;

typedef struct {
    const CvpnGroup *group;
    char *kind;         /* of the group that it would be, "vpc" */
    char *of;           /* there may be more of the kind in that; NULL: it is one, named so */
    char *call;         /* of the AWS CLI, "describe-vpcs"; NULL: not said */
    char *not_modelled; /* what it is, and this program does not model; NULL: it is not known */
} CvpnUnknownSpec;

typedef enum { CVPN_PROFILE_CURRENT, CVPN_PROFILE_2020 } CvpnQuotaProfile;

typedef struct {
    const CvpnGroup *group;
    guint profile; /* CvpnQuotaProfile */
    /* -1: the profile's */
    gint64 endpoints, authorization_rules, routes, concurrent_connections, concurrent_operations,
        crl_entries, groups_per_user;
} CvpnQuotasSpec;

enum { /* bits */
       CVPN_AUTHENTICATION_CERTIFICATE = 1 << 0,
       CVPN_AUTHENTICATION_DIRECTORY = 1 << 1,
       CVPN_AUTHENTICATION_FEDERATED = 1 << 2,
};

typedef enum { CVPN_TRANSPORT_UDP, CVPN_TRANSPORT_TCP } CvpnTransport;
typedef enum { CVPN_DNS_ROUND_ROBIN, CVPN_DNS_RANDOM } CvpnDnsAnswer;
typedef enum { CVPN_ADDRESSES_HALF, CVPN_ADDRESSES_BLOCKS } CvpnAddressModel;

typedef struct {
    char *subnet;
    guint32 address;
} CvpnInterfaceAddressSpec;

/* The groups that the interfaces of one association have. */
typedef struct {
    char *subnet;
    GPtrArray *groups; /* names, at least one */
} CvpnInterfaceGroupsSpec;

/* The client connect handler: a Lambda function that is asked after authentication. */
typedef struct {
    CvpnDistribution duration;                                          /* unset: there is none */
    double denied, invalid_responses, execution_errors, service_errors; /* shares of the calls */
    gint64 concurrency; /* calls at a time; -1: no limit */
} CvpnConnectHandlerSpec;

typedef struct CvpnEndpointSpec {
    const CvpnGroup *group;
    CvpnPrefix client_cidr_block;
    char *vpc;
    GPtrArray *target_networks, *security_groups; /* names */
    /* Of an endpoint that events have changed: as the file has it; else NULL. */
    const struct CvpnEndpointSpec *declared;
    GArray *automatic_routes;       /* CvpnPrefix; empty: all blocks of the VPC, unless: */
    gboolean automatic_routes_none; /* `automatic-routes =` */
    gboolean split_tunnel;
    guint transport_protocol; /* CvpnTransport */
    guint vpn_port;           /* 443 or 1194 */
    guint authentication;     /* bits */
    gboolean mfa;
    gint64 session_timeout_ns;
    GArray *dns_servers; /* guint32 */
    gint64 mssfix;
    gboolean connection_log;
    guint dns_answer; /* CvpnDnsAnswer */
    gint64 dns_ttl_ns, health_check_ns, ping_restart_ns;
    gint64 handshake_time_out_ns, keepalive_time_out_ns;
    gboolean disconnect_on_session_timeout;
    gint64 server_certificate_expires_ns, identity_provider_certificate_expires_ns; /* -1: not */
    CvpnConnectHandlerSpec handler;
    guint address_model;            /* CvpnAddressModel */
    GPtrArray *interface_addresses; /* CvpnInterfaceAddressSpec */
    GPtrArray *interface_groups;    /* CvpnInterfaceGroupsSpec; else the endpoint's */
    gboolean snat_ports_none;       /* `snat-ports =` */
    guint16 snat_first, snat_last;
    double session_bandwidth; /* bits per second */
    CvpnTracking tracking;
} CvpnEndpointSpec;

typedef struct {
    const CvpnGroup *group; /* its name is the endpoint's */
    GPtrArray *rows;        /* CvpnRowSpec */
} CvpnEndpointRowsSpec;     /* client-vpn-routes, authorization-rules */

typedef enum {
    CVPN_ARRIVAL_AT,         /* closed: each user once, drawn from `first` */
    CVPN_ARRIVAL_POISSON,    /* open: rate */
    CVPN_ARRIVAL_DAILY,      /* open: rate by time of day from CSV */
    CVPN_ARRIVAL_CSV,        /* listed log-ins */
    CVPN_ARRIVAL_OFFICE_DAY, /* closed: each user on each working day */
} CvpnArrivalKind;

typedef struct {
    gint64 time_of_day_ns;
    double rate; /* per second */
} CvpnRatePoint;

typedef struct {
    gint64 time_ns;
    char *user;
    gint64 duration_ns; /* -1: as `session` says */
} CvpnLogin;

typedef struct {
    CvpnArrivalKind kind;
    CvpnDistribution first; /* AT: when each first connects ("uniform 0s 15min", "at 0s");
                               OFFICE_DAY: when each comes, from midnight */
    double rate;            /* POISSON, per second */
    GArray *points;         /* DAILY: CvpnRatePoint, ascending, owned */
    GPtrArray *logins;      /* CSV: CvpnLogin *, ascending by time, owned */
} CvpnArrival;

/* Its users are there from the start, as many as `count` says. */
static inline gboolean
cvpn_arrival_is_closed (const CvpnArrival *arrival)
{
    return arrival->kind == CVPN_ARRIVAL_AT || arrival->kind == CVPN_ARRIVAL_OFFICE_DAY;
}

/* What OFFICE_DAY asks for beside `arrival`, `count` and `session`. */
typedef struct {
    double attendance, second_session, lunch; /* shares */
    CvpnDistribution second_session_after;
    CvpnDistribution lunch_start; /* from midnight */
    CvpnDistribution lunch_length;
} CvpnOfficeDay;

typedef enum {
    CVPN_HOSTNAME_RANDOM,      /* remote-random-hostname = true */
    CVPN_HOSTNAME_FIXED,       /* false: the resolver's cache answers */
    CVPN_HOSTNAME_UNSUPPORTED, /* the name does not resolve */
} CvpnHostname;

typedef enum {
    CVPN_SYSTEM_WINDOWS,
    CVPN_SYSTEM_MACOS,
    CVPN_SYSTEM_LINUX,
    CVPN_SYSTEM_WINDOWS_2003, /* and those before it */
} CvpnSystem;

/* As often as it takes, with the pauses of OpenVPN's client. */
#define CVPN_RETRY_OPENVPN G_MAXINT64

typedef struct {
    const CvpnGroup *group;
    char *endpoint;
    GPtrArray *groups;    /* names of access groups */
    guint authentication; /* bits; 0: the endpoint's */
    gint64 count;         /* -1: not given */
    CvpnArrival arrival;
    CvpnOfficeDay office;
    CvpnDistribution session, away; /* may be unset */
    gint64 retries;                 /* retry = N DISTRIBUTION; CVPN_RETRY_OPENVPN */
    CvpnDistribution retry_after;
    gint64 reconnect_after_ns;     /* -1: never */
    CvpnDistribution log_in_again; /* by hand, where the client does not; may be unset */
    CvpnDistribution saml_login;   /* how long the user takes in the browser */
    gboolean saml_second_lookup;
    double wrong_credentials, vanishes;   /* shares of the attempts, of the sessions */
    CvpnDistribution self_service_portal; /* until a new file is fetched; may be unset */
    GPtrArray *outbound;                  /* CvpnMatchSpec; empty: everything gets out */
    CvpnPrefix public_network;            /* of the devices' public addresses */
    guint remote_random_hostname;         /* CvpnHostname */
    gboolean mfa_prompt;
    guint system; /* CvpnSystem */
    CvpnPrefix local_network;
    GArray *pushed_routes;      /* CvpnPrefix; empty: the endpoint's routes */
    gint64 pushed_routes_limit; /* -1: none */
    gboolean tunnel_route_loop;
    double bandwidth; /* bits per second */
} CvpnClientsSpec;

/* One item of `to`: HOST or address, protocol, port. */
typedef struct {
    char *target;    /* a host's name, or NULL */
    guint32 address; /* where 'target' is NULL */
    guint8 protocol;
    guint16 port;
    guint8 icmp_type, icmp_code; /* icmp: 8/0 unless given */
    char *text;
} CvpnToSpec;

/* What an expectation is about: one flow, or a class of them. */
typedef struct {
    CvpnToSpec *flow;       /* NULL: a class, namely: */
    char *target;           /* a host's name, or NULL */
    CvpnPrefix destination; /* where 'target' is NULL */
    CvpnSelectors selectors;
    char *text;
} CvpnToClassSpec;

typedef struct {
    gint64 time_ns;
    char *user;
    CvpnToSpec to;
    gint64 request, response; /* bytes */
    const char *file;         /* of the CSV, for messages */
    guint line;
} CvpnListedFlow;

typedef struct {
    const CvpnGroup *group;
    GPtrArray *clients; /* names */
    GPtrArray *to;      /* CvpnToSpec */
    CvpnDistribution every, first, request, response, packet_size, idle;
    GPtrArray *from_csv; /* CvpnListedFlow, ascending by time; NULL: not given */
} CvpnTrafficSpec;

typedef struct {
    const CvpnGroup *group;
    char *clients; /* a population or one of its users */
    CvpnToClassSpec *to;
    char *landing; /* a subnet, or "*" */
    gint verdict;  /* CvpnOutcome, -1: not given */
    char *step;    /* "1" to "7", "destination", "return"; NULL: any */
    char *code;
    gint64 at_ns;
    gint64 source_port;  /* -1: not given */
    gint64 packet_bytes; /* 0: not given */
    gint64 idle_ns;
    char *metric;
    char *minimum, *maximum;             /* as written: a fraction, a duration or a number */
    double minimum_value, maximum_value; /* NaN: not given */
} CvpnExpectSpec;

typedef struct CvpnSpec {
    CvpnDocument *document; /* owned: groups and entries live in it */
    CvpnScenarioSpec scenario;
    CvpnLatencySpec latency;
    CvpnQuotasSpec quotas;
    CvpnOperationsSpec operations;
    GPtrArray *vpcs, *subnets, *route_tables, *internet_gateways, *nat_gateways, *peerings,
        *transit_gateways, *attachments, *transit_route_tables, *virtual_private_gateways,
        *vpn_connections, *networks, *prefix_lists, *vpc_endpoints, *security_groups, *network_acls,
        *hosts, *unknowns, *endpoints, *endpoint_routes, *authorization_rules, *revocation_lists,
        *clients, *traffic, *events, *expects;
} CvpnSpec;
