/* flow_time: what [latency] says, drawn; and what is not drawn, for all flows of a passage.
 *
 *     CONNECTION            to the endpoint (client)
 *     AUTHORIZATION … NACL_OUTBOUND          `stage` for each
 *                           then to the destination (travel)
 *     DESTINATION           `stage`, and the silence before the answer
 *     RETURN                back to the landing subnet (travel)
 *     NACL_INBOUND          `stage`, then back to the client (client) */
#include "sim/flow_time.h"

#include "sim/flow_walk.h"

static const gsize distances[] = { /* by bit of cvpn_walk_distance */
                                   G_STRUCT_OFFSET (CvpnLatencySpec, same_zone),
                                   G_STRUCT_OFFSET (CvpnLatencySpec, cross_zone),
                                   G_STRUCT_OFFSET (CvpnLatencySpec, peering),
                                   G_STRUCT_OFFSET (CvpnLatencySpec, vpn_connection),
                                   G_STRUCT_OFFSET (CvpnLatencySpec, internet),
                                   G_STRUCT_OFFSET (CvpnLatencySpec, transit_gateway)
};

static const CvpnDistribution *
distance_at (const CvpnSimulation *sim, guint bit)
{
    return G_STRUCT_MEMBER_P (&sim->net->latency, (glong) distances[bit]);
}

/* The distance is known once the landing subnet's table has chosen. */
static gint64
draw_travel (const CvpnSimulation *sim, const CvpnFlow *flow)
{
    const guint distance = cvpn_flow_walk_distance (flow);
    gint64 travel = 0;

    for (guint bit = 0; bit < G_N_ELEMENTS (distances); bit++)
        if (distance >> bit & 1)
            travel += cvpn_stream_sample (flow->stream, (guint16) (CVPN_DRAW_DISTANCE + bit),
                                          flow->request.index, distance_at (sim, bit));
    return travel;
}

static gint64
draw_time (const CvpnSimulation *sim, CvpnFlow *flow, CvpnStage stage, const CvpnVerdict *verdict)
{
    const gboolean works = stage >= CVPN_STAGE_AUTHORIZATION && stage != CVPN_STAGE_RETURN;
    gint64 time = 0;

    if (works && verdict->result != CVPN_RESULT_SKIPPED)
        time = cvpn_stream_sample (flow->stream, (guint16) (CVPN_DRAW_STAGE + stage),
                                   flow->request.index, &sim->net->latency.stage);
    if (stage == CVPN_STAGE_NACL_OUTBOUND)
        flow->travel_ns = draw_travel (sim, flow);
    if (stage == CVPN_STAGE_NACL_OUTBOUND || stage == CVPN_STAGE_RETURN)
        time += flow->travel_ns;
    return time;
}

/* Nothing of it is drawn: it is the same for every flow of the passage. */
static gboolean
is_constant (const CvpnSimulation *sim, guint distance)
{
    gboolean constant = sim->net->latency.stage.kind == CVPN_DISTRIBUTION_CONSTANT;

    for (guint bit = 0; bit < G_N_ELEMENTS (distances); bit++)
        if (distance >> bit & 1)
            constant = constant && distance_at (sim, bit)->kind == CVPN_DISTRIBUTION_CONSTANT;
    return constant;
}

static void
remember_time (const CvpnSimulation *sim, const CvpnFlow *flow, CvpnStage stage, gint64 time)
{
    if (!is_constant (sim, flow->passage->distance))
        return;
    flow->passage->times_ns[stage] = time;
    if (stage == CVPN_STAGE_NACL_OUTBOUND)
        flow->passage->travel_ns = flow->travel_ns;
}

static gint64
recall_time (const CvpnSimulation *sim, CvpnFlow *flow, CvpnStage stage, const CvpnVerdict *verdict)
{
    const CvpnPassage *passage = flow->passage;

    if (flow->own)
        return draw_time (sim, flow, stage, verdict);
    if (passage->times_ns[stage] >= 0) {
        if (stage == CVPN_STAGE_NACL_OUTBOUND)
            flow->travel_ns = passage->travel_ns;
        return passage->times_ns[stage];
    }
    const gint64 time = draw_time (sim, flow, stage, verdict);
    remember_time (sim, flow, stage, time);
    return time;
}

gint64
cvpn_flow_time (const CvpnSimulation *sim, CvpnFlow *flow, CvpnStage stage,
                const CvpnVerdict *verdict)
{
    const gint64 time = recall_time (sim, flow, stage, verdict);

    switch (stage) {
    case CVPN_STAGE_CONNECTION:
    case CVPN_STAGE_NACL_INBOUND:
        return time + flow->client_latency_ns;
    case CVPN_STAGE_DESTINATION:
        return time + flow->traveller.idle_ns;
    default:
        return time;
    }
}
