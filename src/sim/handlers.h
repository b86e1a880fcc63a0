/* handlers: the kinds of events, and what handles each. */
#pragma once

#include "sim/state.h"

/* EVENT (word, handler): what a, b, c are */
/* clang-format off */
#define CVPN_EVENTS(EVENT)                                                                  \
    EVENT (CHANGE, cvpn_changes_handle)                 /* index of the timeline's */       \
    EVENT (ARRIVAL, cvpn_arrival_handle)                /* population */                    \
    EVENT (LOGIN, cvpn_arrival_handle_login)            /* population, index of the list */ \
    EVENT (OFFICE_DAY, cvpn_office_day_handle)          /* client */                        \
    EVENT (VISIT, cvpn_client_handle_visit)             /* client */                        \
    EVENT (CONNECT, cvpn_client_handle_connect)         /* client: again, on the same visit */ \
    EVENT (DNS_ANSWER, cvpn_connection_handle_dns_answer) /* session */                     \
    EVENT (HANDSHAKE, cvpn_connection_handle_handshake) /* session */                       \
    EVENT (AUTHENTICATION, cvpn_connection_handle_authentication) /* session */             \
    EVENT (ASSERTION, cvpn_connection_handle_assertion) /* session */                       \
    EVENT (HANDLER_ANSWER, cvpn_connect_handler_handle) /* session, CvpnReason */           \
    EVENT (LEASE, cvpn_lease_handle)                    /* session */                       \
    EVENT (FAILURE, cvpn_connection_handle_failure)     /* session */                       \
    EVENT (SESSION_END, cvpn_session_end_handle)        /* session */                       \
    EVENT (SILENCE, cvpn_session_end_handle_silence)    /* session */                       \
    EVENT (LEASE_END, cvpn_lease_handle_end)            /* lease */                         \
    EVENT (DOWNLOAD, cvpn_portal_handle)                /* endpoint */                      \
    EVENT (FLOW_DUE, cvpn_traffic_handle)               /* session, source */               \
    EVENT (LISTED_FLOW, cvpn_listed_flows_handle)       /* traffic, index of the list */    \
    EVENT (FLOW_STAGE, cvpn_flow_handle_stage)          /* flow, stage; after the last: its answer is there */ \
    EVENT (SNAT_RELEASE, cvpn_flow_handle_release)      /* tuple, port */                   \
    EVENT (NAT_RELEASE, cvpn_nat_counters_handle_release) /* tuple, port, 1: after silence */ \
    EVENT (PERIOD, cvpn_counters_handle_period)
/* clang-format on */

typedef enum {
#define CVPN_EVENT_ENUM(word, handler) CVPN_EVENT_##word,
    CVPN_EVENTS (CVPN_EVENT_ENUM) CVPN_N_EVENTS
#undef CVPN_EVENT_ENUM
} CvpnEventKind;

#define CVPN_EVENT_HANDLER(word, handler)                                                          \
    void handler (CvpnSimulation *sim, const CvpnEvent *event);
CVPN_EVENTS (CVPN_EVENT_HANDLER)
#undef CVPN_EVENT_HANDLER
