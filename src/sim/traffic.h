/* traffic: what a session sends, and when. */
#pragma once

#include "sim/session.h"

/* Schedules the first flow of every traffic of a new session. */
void cvpn_traffic_start (CvpnSimulation *sim, const CvpnSession *session);

/* The number of the user's next flow of that traffic, from 0, over all its
 * sessions: it indexes the flow's draws. */
guint32 cvpn_traffic_next_flow (CvpnSimulation *sim, const CvpnSession *session, guint32 source);

/* Has the processor fetch from memory what a flow that is due soon will need: its session;
 * then, once that is there, its counts. */
void cvpn_traffic_fetch_session (const CvpnSimulation *sim, const CvpnEvent *due);
void cvpn_traffic_fetch_counts (const CvpnSimulation *sim, const CvpnEvent *due);
