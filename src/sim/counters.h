/* counters: what endpoints and associations count, by period and at their peak. */
#pragma once

#include "sim/state.h"

void cvpn_counters_start (CvpnSimulation *sim);

/* Another version of the network is in force. */
void cvpn_counters_note_quotas (CvpnSimulation *sim);

void cvpn_counters_attempt (CvpnSimulation *sim, guint32 endpoint);
void cvpn_counters_attempt_failed (CvpnSimulation *sim, guint32 endpoint, CvpnCode code,
                                   CvpnReason reason);
/* A session has been established; the server has noticed its end: its address is free. */
void cvpn_counters_connected (CvpnSimulation *sim, guint32 association);
void cvpn_counters_disconnected (CvpnSimulation *sim, guint32 association);

/* A session has been lost; its user is back; so many clients more wait for an attempt; a
 * user has fetched a configuration file. */
void cvpn_counters_lost (CvpnSimulation *sim, guint32 endpoint);
void cvpn_counters_returned (CvpnSimulation *sim, guint32 endpoint);
void cvpn_counters_waiting (CvpnSimulation *sim, guint32 endpoint, gint by);
void cvpn_counters_download (CvpnSimulation *sim, guint32 endpoint);

typedef struct {
    gint64 request, response;
} CvpnPacketCount;

/* The data packets of a flow that has been judged; 'packet_bytes' is how much one carries.
 * What TCP sends besides is not counted. */
CvpnPacketCount cvpn_counters_packets (const CvpnFlowRecord *record, gint64 packet_bytes);

void cvpn_counters_flow (CvpnSimulation *sim, guint32 association, const CvpnFlowRecord *record,
                         CvpnPacketCount packets);

/* The last period, if anything of it is left, and the peaks. */
void cvpn_counters_finish (CvpnSimulation *sim);
