/* counters: what endpoints and associations count, by period and at their peak. */
#pragma once

#include "sim/state.h"

void cvpn_counters_start (CvpnSimulation *sim);

void cvpn_counters_attempt (CvpnSimulation *sim, guint32 endpoint);
void cvpn_counters_attempt_failed (CvpnSimulation *sim, guint32 endpoint, CvpnCode code);
/* A session has been established or has ended, with its address. */
void cvpn_counters_connected (CvpnSimulation *sim, guint32 association);
void cvpn_counters_disconnected (CvpnSimulation *sim, guint32 association);

/* A flow has been judged; 'packet_bytes' is how much a packet carries. */
void cvpn_counters_flow (CvpnSimulation *sim, guint32 association, const CvpnFlowRecord *record,
                         gint64 packet_bytes);

/* The last period, if anything of it is left, and the peaks. */
void cvpn_counters_finish (CvpnSimulation *sim);
