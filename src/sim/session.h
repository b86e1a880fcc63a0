/* session: a connection attempt, from the query for the endpoint's name to the
 * session's end.  Every step of it is an event. */
#pragma once

#include "sim/state.h"

/* Begins an attempt of the client, who has no session. */
void cvpn_session_attempt (CvpnSimulation *sim, guint32 client);

/* Reports the sessions and attempts still there, in the order of their start. */
void cvpn_session_report_all (const CvpnSimulation *sim);

const CvpnEndpoint *cvpn_session_endpoint (const CvpnSimulation *sim, const CvpnSession *session);
