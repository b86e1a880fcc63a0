/* flow: one flow on its way through the stages, each an event. */
#pragma once

#include "sim/passage.h"
#include "sim/session.h"

typedef struct {
    guint32 source;      /* in traffic_lists */
    guint32 index;       /* of its draws: cvpn_traffic_next_flow */
    guint32 destination; /* in the workload's destinations */
    gint64 request_bytes, response_bytes;
} CvpnFlowRequest;

/* The walk of a flow that has no passage (any more): flow_walk.h. */
typedef struct {
    CvpnSlot slot;
    CvpnWalk walk;
    CvpnVerdict verdict; /* of the last stage */
    CvpnSpot spot;       /* of the obstacle behind step 6 */
} CvpnOwnWalk;

typedef struct {
    CvpnSlot slot;
    CvpnHandle session;
    CvpnPassage *passage; /* of flows like it; NULL: it has a walk of its own, from the start */
    CvpnOwnWalk *own;     /* NULL: all so far is as the passage says */
    CvpnTraveller traveller;
    CvpnSnatBinding binding;
    guint32 snat_address; /* 0: not translated (yet) */
    CvpnFlowRequest request;
    CvpnStream stream;
    guint64 number;
    gint64 start_ns;
    gint64 client_latency_ns;
    gint64 travel_ns; /* from the landing subnet to the destination, and back */
    gint64 packet_bytes;
    guint n_stages;                      /* that it has come to */
    CvpnFlowStage stages[CVPN_N_STAGES]; /* kept if an observer wants them */
} CvpnFlow;

/* Begins a flow of an established session, now; the last thing that a handler does. */
void cvpn_flow_start (CvpnSimulation *sim, CvpnSession *session, const CvpnFlowRequest *request);

/* The configuration is about to change: what flows under way have met so far they have met in
 * the present one. */
void cvpn_flow_leave_passages (CvpnSimulation *sim);
