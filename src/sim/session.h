/* session: a connection attempt, from the query for the endpoint's name to the
 * session's end.  Every step of it is an event. */
#pragma once

#include "sim/state.h"

/* A connection attempt and, if it is established, the session. */
typedef struct {
    CvpnSlot slot;
    guint64 number;
    guint32 client, association; /* CVPN_NONE: not landed */
    guint32 address;
    CvpnCode end_code;               /* why it will end; NONE: its stay is over */
    gint64 start_ns, established_ns; /* -1: not yet */
    gint64 client_latency_ns;
    guint64 flows;
    gint64 request_bytes, response_bytes;
} CvpnSession;

/* Begins an attempt of the client, who has no session. */
void cvpn_session_attempt (CvpnSimulation *sim, guint32 client);

/* Reports the sessions and attempts still there, in the order of their start. */
void cvpn_session_report_all (const CvpnSimulation *sim);

const CvpnEndpoint *cvpn_session_endpoint (const CvpnSimulation *sim, const CvpnSession *session);
