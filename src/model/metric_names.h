/* The flat figures of summary.json, by the names that [expect] metric uses.
 * The only list of them. */
#pragma once

/* METRIC (word, name, unit, what it says) ; unit: count, share, seconds */
/* clang-format off */
#define CVPN_METRICS(METRIC)                                                                            \
    METRIC (CONNECTION_ATTEMPTS,   "connection-attempts",   COUNT,   "connection attempts begun and decided")\
    METRIC (CONNECTIONS,           "connections",           COUNT,   "attempts that became a session")     \
    METRIC (CONNECTION_SUCCESS,    "connection-success",    SHARE,   "connections / connection-attempts")  \
    METRIC (AUTHENTICATION_FAILURES, "authentication-failures", COUNT, "attempts that failed to authenticate") \
    METRIC (BLOCKED,               "blocked",               COUNT,   "attempts refused for want of an address or by the connection quota") \
    METRIC (BLOCKED_SHARE,         "blocked-share",         SHARE,   "blocked / connection-attempts")      \
    METRIC (HANDSHAKE_TIME_OUTS,   "handshake-time-outs",   COUNT,   "attempts that got no answer to their handshake in time") \
    METRIC (HANDLER_FAILURES,      "handler-failures",      COUNT,   "attempts that the client connect handler ended") \
    METRIC (QUOTA_REFUSED,         "quota-refused",         COUNT,   "attempts refused by the connection quota") \
    METRIC (ADDRESS_REFUSED,       "address-refused",       COUNT,   "attempts refused for want of an address") \
    METRIC (ATTEMPTS_PEAK,         "attempts-peak",         COUNT,   "most attempts begun in one second") \
    METRIC (CONCURRENT_MEAN,       "concurrent-mean",       COUNT,   "active connections, mean over time") \
    METRIC (CONCURRENT_PEAK,       "concurrent-peak",       COUNT,   "active connections, highest")        \
    METRIC (CONCURRENT_PEAK_TIME,  "concurrent-peak-time",  SECONDS, "time of the run at which that was reached first") \
    METRIC (ADDRESSES_PEAK,        "addresses-peak",        COUNT,   "client addresses of all endpoints in use at once, highest") \
    METRIC (CONNECTION_HOURS,      "connection-hours",      COUNT,   "active connections times hours, as they are billed") \
    METRIC (SESSION_MEAN,          "session-mean",          SECONDS, "length of the ended sessions, mean") \
    METRIC (SESSIONS_LOST,         "sessions-lost",         COUNT,   "sessions that ended against the user's will") \
    METRIC (SESSIONS_RETURNED,     "sessions-returned",     COUNT,   "sessions of users who had lost theirs") \
    METRIC (RETURN_MEAN,           "return-mean",           SECONDS, "from the loss to the session that followed, mean: what a dead zone's silence takes is in it") \
    METRIC (RETURN_P99,            "return-p99",            SECONDS, "the same, of all but the slowest hundredth") \
    METRIC (RETURN_MAX,            "return-max",            SECONDS, "the same, longest") \
    METRIC (RETURNED_SHARE,        "returned-share",        SHARE,   "those of sessions-returned that were back within return-within / sessions-lost") \
    METRIC (OPERATIONS_REFUSED,    "operations-refused",    COUNT,   "operations of events that AWS would refuse") \
    METRIC (FLOWS,                 "flows",                 COUNT,   "flows begun and judged")             \
    METRIC (FLOWS_DELIVERED,       "flows-delivered",       COUNT,   "of those, delivered")                \
    METRIC (FLOWS_DROPPED,         "flows-dropped",         COUNT,   "of those, dropped")                  \
    METRIC (FLOWS_REJECTED,        "flows-rejected",        COUNT,   "of those, rejected")                 \
    METRIC (FLOWS_BYPASSED,        "flows-bypassed",        COUNT,   "of those, not sent into the tunnel") \
    METRIC (FLOW_SUCCESS,          "flow-success",          SHARE,   "flows-delivered / (flows - flows-bypassed)") \
    METRIC (FLOWS_WITHOUT_SESSION, "flows-without-session", COUNT,   "listed flows whose user was not connected; not among flows") \
    METRIC (SNAT_EXHAUSTED,        "snat-exhausted",        COUNT,   "flows dropped for want of a SNAT port") \
    METRIC (SNAT_PORTS_REPLACED,   "snat-ports-replaced",   COUNT,   "flows whose source port was taken and replaced") \
    METRIC (NAT_PORT_ERRORS,       "nat-port-errors",       COUNT,   "flows dropped for want of a NAT gateway's port") \
    METRIC (REQUEST_BYTES,         "request-bytes",         COUNT,   "bytes from clients")                 \
    METRIC (RESPONSE_BYTES,        "response-bytes",        COUNT,   "bytes to clients")                   \
    METRIC (ROUND_TRIP_MEAN,       "round-trip-mean",       SECONDS, "of delivered flows")
/* clang-format on */

typedef enum { CVPN_UNIT_COUNT, CVPN_UNIT_SHARE, CVPN_UNIT_SECONDS } CvpnUnit;

typedef enum {
#define CVPN_METRIC_ENUM(word, name, unit, text) CVPN_METRIC_##word,
    CVPN_METRICS (CVPN_METRIC_ENUM) CVPN_N_METRICS
#undef CVPN_METRIC_ENUM
} CvpnMetric;

const char *cvpn_metric_name (CvpnMetric metric);
CvpnUnit cvpn_metric_unit (CvpnMetric metric);
const char *cvpn_metric_text (CvpnMetric metric);
/* -1: no such name. */
int cvpn_metric_from_name (const char *name);
