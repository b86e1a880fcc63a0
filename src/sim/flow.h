/* flow: one flow on its way through the stages, each an event. */
#pragma once

#include "sim/session.h"

typedef struct {
    guint32 source;      /* in traffic_lists */
    guint32 index;       /* of its draws: cvpn_traffic_next_flow */
    guint32 destination; /* in the workload's destinations */
    gint64 request_bytes, response_bytes;
} CvpnFlowRequest;

typedef struct {
    CvpnSlot slot;
    CvpnHandle session;
    CvpnFlowRequest request;
    CvpnStream stream;
    CvpnWalk walk;
    guint16 source_port; /* the client's own */
    gint64 client_latency_ns;
    gint64 travel_ns; /* from the landing subnet to the destination, and back */
    gint64 packet_bytes;
    CvpnSpot spot;         /* of the obstacle behind step 6 */
    CvpnFlowRecord record; /* filled on the way */
    CvpnFlowStage stages[CVPN_N_STAGES];
} CvpnFlow;

/* Begins a flow of an established session, now. */
void cvpn_flow_start (CvpnSimulation *sim, CvpnSession *session, const CvpnFlowRequest *request);
