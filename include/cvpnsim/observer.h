/* Observers: what a simulation tells those who write.
 *
 * Records are plain structs, valid during the call only; names point into the
 * scenario.  Times are nanoseconds of simulated time, addresses in host byte
 * order, 0 where there is none. */
#pragma once

#include <cvpnsim/verdict.h>

typedef struct {
    const char *population;
    const char *name; /* of a listed user; NULL: population-number */
    guint32 number;   /* from 1 */
} CvpnUser;

/* A flow at one of its stages: a row of the trace. */
typedef struct {
    gint64 time_ns;
    gint64 latency_ns; /* until the next stage, or the end */
    CvpnVerdict verdict;
} CvpnFlowStage;

/* What a network interface did with a packet, as VPC Flow Logs have it. */
typedef enum { CVPN_SEEN_NOT, CVPN_SEEN_ACCEPTED, CVPN_SEEN_REJECTED } CvpnSeen;

/* A flow at an interface: the endpoint's, or that of a host in a VPC. */
typedef struct {
    guint8 request, answer;      /* CvpnSeen */
    guint32 source, destination; /* of the request, as they are there */
    guint16 source_port;
} CvpnFlowAtInterface;

typedef struct {
    guint64 flow, session;   /* from 1, in order of their start */
    gint64 start_ns, end_ns; /* judged at */
    CvpnUser user;
    const char *endpoint, *subnet, *destination_name; /* a host's name, or the address as text */
    guint32 client_address, destination, snat_address;
    guint16 port, snat_port;
    guint8 protocol;
    guint8 outcome;      /* CvpnOutcome */
    CvpnVerdict verdict; /* the obstacle; step DESTINATION and code NONE where delivered */
    gint64 duration_ns, round_trip_ns; /* round trip 0 unless an answer came */
    gint64 request_bytes, response_bytes;
    gboolean port_replaced; /* SNAT could not keep the client's port */
    gint64 packet_bytes;    /* the most that one packet carries */
    guint32 kind;           /* flows of one kind: same traffic, destination, landing, verdict */
    guint n_stages;
    /* Only where an observer asks for them, by 'wants_interfaces' and 'wants_stages': */
    CvpnFlowAtInterface near, far; /* the endpoint's interface, and the host's */
    const char *far_host;          /* NULL: none in a VPC was reached */
    const CvpnFlowStage *stages;   /* n_stages of them; else NULL */
} CvpnFlowRecord;

typedef struct {
    guint64 session;
    gint64 start_ns;
    CvpnUser user;
    const char *endpoint, *subnet, *availability_zone; /* NULL: no landing */
    guint32 client_address;
    gboolean established;
    CvpnCode code; /* why not, or why it ended */
    CvpnReason reason;
    gint64 established_ns, end_ns; /* -1: never; end of an attempt that failed: when it failed */
    const char *end_reason;        /* see outputs.md, "sessions.csv"; "": still there */
    guint64 flows;
    gint64 request_bytes, response_bytes;
    gint64 request_packets, response_packets;
    gint64 returned_after_ns; /* since the user's last session was lost; -1: it was not */
} CvpnSessionRecord;

typedef enum {
    CVPN_ATTEMPT_NA,
    CVPN_ATTEMPT_SUCCESSFUL,
    CVPN_ATTEMPT_FAILED,
    CVPN_ATTEMPT_WAITING_FOR_ASSERTION,
} CvpnAttemptStatus;

/* An entry of the connection log: an attempt that reached the endpoint's authentication, or
 * the end of a connection (AWS Client VPN Administrator Guide, "Connection logging"). */
typedef struct {
    gint64 time_ns;
    gboolean logged;             /* the endpoint keeps a connection log at this time */
    gboolean is_reset;           /* else an attempt */
    CvpnAttemptStatus status;    /* of attempts */
    gboolean assertion_received; /* of resets: the first connection of a SAML log-in */
    CvpnReason reason;           /* of failed attempts */
    guint64 connection;          /* from 1, in the order of their begin; a SAML log-in has two */
    gint64 start_ns, end_ns;     /* -1: none */
    const char *endpoint;
    gboolean tcp;
    CvpnUser user;
    gboolean by_certificate, by_user_name; /* what is known of the user */
    guint system;                          /* CvpnSystem */
    guint32 client_address, device_address;
    guint16 device_port;
    gint64 ingress_bytes, egress_bytes, ingress_packets, egress_packets;
} CvpnConnectionRecord;

/* A change of the configuration, or of what is the case. */
typedef struct {
    gint64 time_ns;
    const char *event, *action;    /* the [event]'s name, its action's word; NULL: of itself */
    const char *endpoint, *object; /* endpoint NULL: none in particular */
    const char *state, *error;     /* error NULL: none */
    gint64 sessions;               /* that it ended or lost */
} CvpnChangeRecord;

/* Why connection attempts fail, by the part that fails. */
/* clang-format off */
#define CVPN_FAILURES(FAILURE)                 \
    FAILURE (DNS, "dns")                       \
    FAILURE (HANDSHAKE, "handshake")           \
    FAILURE (AUTHENTICATION, "authentication") \
    FAILURE (HANDLER, "handler")               \
    FAILURE (QUOTA, "quota")                   \
    FAILURE (ADDRESS, "address")
/* clang-format on */

typedef enum {
#define CVPN_FAILURE_ENUM(word, text) CVPN_FAILURE_##word,
    CVPN_FAILURES (CVPN_FAILURE_ENUM) CVPN_N_FAILURES
#undef CVPN_FAILURE_ENUM
} CvpnFailure;

/* What an endpoint counted since the last period; levels are those at its end. */
typedef struct {
    gint64 time_ns;
    const char *endpoint;
    gint64 active_connections; /* level */
    gint64 authentication_failures;
    gint64 ingress_bytes, ingress_packets; /* received by the endpoint from clients */
    gint64 egress_bytes, egress_packets;   /* sent by the endpoint to clients */
    gint64 connection_attempts, connections_established, connections_blocked;
    gint64 addresses_in_use;                   /* level */
    gint64 usable_addresses, connection_quota; /* limits */
    gint64 connecting, waiting; /* levels: attempts under way; clients that wait for their next one
                                   after a failure or a loss */
    gint64 attempts_failed[CVPN_N_FAILURES];
    gint64 sessions_lost, sessions_returned; /* ended against the user's will; back after that */
    gint64 handler_timeouts, handler_invalid_responses, handler_execution_errors,
        handler_throttling_errors, handler_denied_connections, handler_service_errors;
    gint64 portal_downloads;
    double crl_days_to_expiry, idp_certificate_days_to_expiry; /* levels; NaN: none */
    gint64 flows, outcomes[CVPN_N_OUTCOMES];
    gint64 failures[CVPN_N_STEPS]; /* flows stopped, by step; bypassed ones not among them */
} CvpnPeriodRecord;

typedef struct {
    gint64 time_ns;
    const char *endpoint, *subnet;
    gint64 active_connections, addresses_in_use; /* levels */
    gint64 addresses;                            /* the limit */
    gint64 flows, delivered, dropped, rejected;  /* since the last period */
    gint64 snat_ports_in_use;                    /* level */
} CvpnSubnetRecord;

/* What a NAT gateway counted since the last period. */
typedef struct {
    gint64 time_ns;
    const char *nat_gateway;
    gint64 active_connections;                           /* level: ports that TCP holds */
    gint64 connection_attempts, connections_established; /* TCP */
    gint64 port_errors, idle_timeouts;
    gint64 bytes_in_from_destination, bytes_out_to_destination;
    gint64 ports_in_use;              /* level */
    gint64 busiest_destination_ports; /* the most that one destination had in use at a time */
    gint64 ports_per_destination;     /* the limit, of all its addresses */
} CvpnNatGatewayRecord;

/* The highest use of something limited, over the run. */
typedef struct {
    /* "concurrent-connections", "client-addresses", "snat-ports", "nat-gateway-ports" */
    const char *quota;
    const char *component; /* the endpoint or, for ports, the subnet or NAT gateway */
    gint64 peak, limit;
} CvpnPeakRecord;

/* Any of them may be NULL. */
typedef struct {
    gboolean wants_stages, wants_interfaces; /* of flows: see CvpnFlowRecord; they take time */
    void (*flow) (gpointer self, const CvpnFlowRecord *record);
    void (*session) (gpointer self, const CvpnSessionRecord *record);
    void (*connection) (gpointer self, const CvpnConnectionRecord *record);
    void (*change) (gpointer self, const CvpnChangeRecord *record);
    void (*period) (gpointer self, const CvpnPeriodRecord *record);
    void (*subnet) (gpointer self, const CvpnSubnetRecord *record);
    void (*nat_gateway) (gpointer self, const CvpnNatGatewayRecord *record);
    /* The number of active connections of all endpoints has become 'active'. */
    void (*active) (gpointer self, gint64 time_ns, gint64 active);
    /* A listed flow (from-csv) whose user had no session. */
    void (*without_session) (gpointer self, gint64 time_ns);
    /* At the end of the run, before 'finish'. */
    void (*peak) (gpointer self, const CvpnPeakRecord *record);
    void (*finish) (gpointer self, gint64 time_ns, guint64 events, gboolean complete);
} CvpnObserver;
