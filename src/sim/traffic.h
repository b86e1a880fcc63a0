/* traffic: what a session sends, and when. */
#pragma once

#include "sim/session.h"

/* Schedules the first flow of every traffic of a new session. */
void cvpn_traffic_start (CvpnSimulation *sim, const CvpnSession *session);

/* The number of the user's next flow of that traffic, from 0, over all its
 * sessions: it indexes the flow's draws. */
guint32 cvpn_traffic_next_flow (const CvpnSimulation *sim, CvpnSession *session, guint32 source);
