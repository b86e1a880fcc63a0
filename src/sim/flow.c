/* flow: from the client through the stages of the walk, and back.
 *
 *     CLIENT_ROUTE          at the client, no time
 *     CONNECTION            the session is up; then to the endpoint (client)
 *     AUTHORIZATION … NACL_OUTBOUND          `stage` for each
 *                           then to the destination (travel)
 *     DESTINATION           `stage`
 *     RETURN                then back to the landing subnet (travel)
 *     NACL_INBOUND          `stage`, then back to the client (client)
 *
 * A stage that is not on this way takes no time.  A stage is evaluated when it
 * is reached, against what is true at that time: the walk from stage to stage holds
 * handles only, which are the same in all versions of the network.  A flow whose session ends
 * under way is abandoned: nobody is left to judge it. */
#include "sim/flow.h"

#include "sim/client.h"
#include "sim/counters.h"
#include "sim/flow_interfaces.h"
#include "sim/flow_verdict.h"
#include "sim/handlers.h"
#include "sim/nat_counters.h"

static CvpnFlow *
flow_of (const CvpnSimulation *sim, const CvpnEvent *event)
{
    return cvpn_slab_lookup (&sim->flows, (CvpnHandle){ event->a, event->b });
}

static void
schedule_flow (CvpnSimulation *sim, const CvpnFlow *flow, gint64 delay_ns, CvpnEvent event)
{
    event.a = flow->slot.handle.slot;
    event.b = flow->slot.handle.generation;
    cvpn_simulation_schedule (sim, delay_ns, event);
}

static void
schedule_stage (CvpnSimulation *sim, const CvpnFlow *flow, gint64 delay_ns, CvpnStage stage)
{
    schedule_flow (sim, flow, delay_ns, (CvpnEvent){ .kind = CVPN_EVENT_FLOW_STAGE, .c = stage });
}

static void
describe_flow (CvpnSimulation *sim, CvpnFlow *flow, const CvpnSession *session,
               const CvpnDestination *to)
{
    const CvpnAssociation *association = cvpn_association (sim->net, session->association);

    flow->record = (CvpnFlowRecord){
        .flow = ++sim->n_flows,
        .session = session->number,
        .stages = sim->wants_stages ? flow->stages : NULL,
    };
    flow->record.start_ns = sim->now_ns;
    flow->record.user = cvpn_client_user (sim, cvpn_simulation_client (sim, session->client));
    flow->record.endpoint = cvpn_session_endpoint (sim, session)->name;
    flow->record.subnet = cvpn_subnet (sim->net, association->subnet)->name;
    flow->record.destination_name = g_ptr_array_index (sim->workload->destination_names, to->label);
    flow->record.client_address = session->address;
    flow->record.destination = to->address;
    flow->record.port = to->port;
    flow->record.protocol = to->protocol;
}

/* A ping's answer is as large as the ping; UDP of more than a packet each way is a
 * stream. */
static void
draw_shape (const CvpnSimulation *sim, CvpnFlow *flow)
{
    const CvpnTraffic *traffic =
        cvpn_at (sim->workload->traffics, CvpnTraffic, sim->sources[flow->request.source].traffic);
    const gint64 size = cvpn_stream_sample (flow->stream, CVPN_DRAW_PACKET_SIZE,
                                            flow->request.index, &traffic->spec->packet_size);
    const gint64 most = CLAMP (size, 1, G_MAXUINT16);
    const gboolean ping = flow->walk.packet.protocol == CVPN_PROTOCOL_ICMP;

    flow->packet_bytes = MAX (size, 1);
    flow->walk.packet_bytes = (guint32) (ping ? most : MIN (most, flow->request.request_bytes));
    flow->walk.answer_bytes = (guint32) (ping ? most : MIN (most, flow->request.response_bytes));
    flow->walk.stream = flow->walk.packet.protocol == CVPN_PROTOCOL_UDP &&
                        (flow->request.request_bytes > flow->packet_bytes ||
                         flow->request.response_bytes > flow->packet_bytes);
    flow->walk.idle_ns = cvpn_stream_sample (flow->stream, CVPN_DRAW_IDLE, flow->request.index,
                                             &traffic->spec->idle);
}

void
cvpn_flow_start (CvpnSimulation *sim, CvpnSession *session, const CvpnFlowRequest *request)
{
    CvpnClient *client = cvpn_simulation_client (sim, session->client);
    const CvpnPopulation *population = cvpn_simulation_population (sim, client->population);
    const CvpnDestination *to =
        cvpn_at (sim->workload->destinations, CvpnDestination, request->destination);
    CvpnFlow *flow = cvpn_slab_take (&sim->flows);

    flow->session = session->slot.handle;
    flow->request = *request;
    flow->stream = (CvpnStream){ sim->sources[request->source].key, client->entity };
    flow->source_port = (guint16) (population->first_port + client->flows++ % population->n_ports);
    flow->client_latency_ns = session->client_latency_ns;
    flow->travel_ns = 0;
    cvpn_walk_init (&flow->walk, sim->net, &session->person, session->association,
                    &(CvpnPacket){ .source = session->address,
                                   .destination = to->address,
                                   .source_port = flow->source_port,
                                   .destination_port = to->port,
                                   .protocol = to->protocol,
                                   .icmp_type = to->icmp_type,
                                   .icmp_code = to->icmp_code });
    flow->walk.snat = sim->snat;
    flow->walk.connected = TRUE;
    draw_shape (sim, flow);
    describe_flow (sim, flow, session, to);
    schedule_stage (sim, flow, 0, CVPN_STAGE_CLIENT_ROUTE);
}

static void
release_later (CvpnSimulation *sim, CvpnSnatBinding binding, gint64 hold_ns)
{
    if (binding.tuple != CVPN_NONE)
        cvpn_simulation_schedule (
            sim, hold_ns,
            (CvpnEvent){ .kind = CVPN_EVENT_SNAT_RELEASE, .a = binding.tuple, .b = binding.port });
}

/* Its ports go back later, and the flow is no more. */
static void
end_flow (CvpnSimulation *sim, CvpnFlow *flow)
{
    const CvpnWalk *walk = &flow->walk;

    release_later (sim, walk->binding, cvpn_flow_port_hold (sim, flow));
    for (guint i = 0; i < walk->n_translations; i++)
        cvpn_nat_counters_release_later (sim, flow, walk->translations[i].binding,
                                         cvpn_flow_nat_hold (sim, flow));
    cvpn_slab_give_back (&sim->flows, flow);
}

void
cvpn_flow_handle_release (CvpnSimulation *sim, const CvpnEvent *event)
{
    cvpn_snat_table_release (sim->snat, (CvpnSnatBinding){ event->a, (guint16) event->b });
}

/* For its port: as if the packet had been dropped. */
static void
abandon (CvpnSimulation *sim, CvpnFlow *flow)
{
    const CvpnVerdict nobody = { .step = CVPN_STEP_CONNECTION, .rule = CVPN_RULE_NONE };

    flow->walk.outcome = CVPN_OUTCOME_DROPPED;
    cvpn_flow_judge (sim, flow, &nobody);
    end_flow (sim, flow);
}

static void
judge (CvpnSimulation *sim, CvpnFlow *flow, CvpnSession *session, const CvpnVerdict *verdict)
{
    cvpn_flow_judge (sim, flow, verdict);
    const CvpnPacketCount packets = cvpn_counters_packets (&flow->record, flow->packet_bytes);

    flow->record.kind = cvpn_flow_kind (sim, flow);
    flow->record.packet_bytes = flow->packet_bytes;
    if (sim->wants_interfaces)
        cvpn_flow_note_interfaces (flow);
    session->flows++;
    session->request_bytes += flow->record.request_bytes;
    session->response_bytes += flow->record.response_bytes;
    session->request_packets += packets.request;
    session->response_packets += packets.response;
    cvpn_counters_flow (sim, flow->walk.association, &flow->record, packets);
    if (sim->nat)
        cvpn_nat_counters_flow (sim, flow);
    cvpn_notify (sim, flow, &flow->record);
    end_flow (sim, flow);
}

/* The one that stopped the flow, else the first with a rule, else the first. */
static CvpnVerdict
choose_verdict (const CvpnTrace *trace)
{
    const CvpnVerdict *obstacle = cvpn_trace_obstacle (trace);

    g_assert (trace->n > 0);
    if (obstacle)
        return *obstacle;
    for (guint i = 0; i < trace->n; i++)
        if (trace->verdicts[i].rule != CVPN_RULE_NONE)
            return trace->verdicts[i];
    return trace->verdicts[0];
}

/* The distance is known once the landing subnet's table has chosen. */
static gint64
draw_travel (const CvpnFlow *flow)
{
    static const gsize offsets[] = { /* by bit of cvpn_walk_distance */
                                     G_STRUCT_OFFSET (CvpnLatencySpec, same_zone),
                                     G_STRUCT_OFFSET (CvpnLatencySpec, cross_zone),
                                     G_STRUCT_OFFSET (CvpnLatencySpec, peering),
                                     G_STRUCT_OFFSET (CvpnLatencySpec, vpn_connection),
                                     G_STRUCT_OFFSET (CvpnLatencySpec, internet),
                                     G_STRUCT_OFFSET (CvpnLatencySpec, transit_gateway)
    };
    const guint distance = cvpn_walk_distance (&flow->walk);
    gint64 travel = 0;

    for (guint bit = 0; bit < G_N_ELEMENTS (offsets); bit++)
        if (distance >> bit & 1)
            travel += cvpn_stream_sample (
                flow->stream, (guint16) (CVPN_DRAW_DISTANCE + bit), flow->request.index,
                G_STRUCT_MEMBER_P ((gsize) &flow->walk.net->latency, (glong) offsets[bit]));
    return travel;
}

/* How long from this stage to the next, or from the last to the client. */
static gint64
leave_stage (CvpnFlow *flow, CvpnStage stage, gboolean skipped)
{
    const gboolean works = stage >= CVPN_STAGE_AUTHORIZATION && stage != CVPN_STAGE_RETURN;
    gint64 latency = 0;

    if (works && !skipped)
        latency = cvpn_stream_sample (flow->stream, (guint16) (CVPN_DRAW_STAGE + stage),
                                      flow->request.index, &flow->walk.net->latency.stage);
    if (stage == CVPN_STAGE_NACL_OUTBOUND)
        flow->travel_ns = draw_travel (flow);
    if (stage == CVPN_STAGE_NACL_OUTBOUND || stage == CVPN_STAGE_RETURN)
        latency += flow->travel_ns;
    if (stage == CVPN_STAGE_DESTINATION)
        latency += flow->walk.idle_ns;
    if (stage == CVPN_STAGE_CONNECTION || stage == CVPN_STAGE_NACL_INBOUND)
        latency += flow->client_latency_ns;
    return latency;
}

static void
note_translation (CvpnFlow *flow)
{
    const CvpnWalk *walk = &flow->walk;

    flow->record.snat_address = walk->packet.source;
    if (walk->binding.tuple == CVPN_NONE)
        return;
    flow->record.snat_port = walk->binding.port;
    flow->record.port_replaced = walk->binding.port != flow->source_port;
}

/* Evaluates a stage in the network of this moment; FALSE at an obstacle. */
static gboolean
evaluate (const CvpnSimulation *sim, CvpnFlow *flow, CvpnStage stage, CvpnVerdict *verdict)
{
    CvpnTrace trace;

    trace.n = 0; /* no more of it is touched */
    flow->walk.net = sim->net;
    cvpn_walk_stage (&flow->walk, stage, &trace);
    *verdict = choose_verdict (&trace);
    for (guint i = 0; i < trace.n && stage > CVPN_STAGE_SUBNET_ROUTE; i++)
        if (trace.verdicts[i].result == CVPN_RESULT_FAIL)
            flow->spot = trace.spots[i];
    return flow->walk.outcome == CVPN_OUTCOME_DELIVERED;
}

void
cvpn_flow_handle_stage (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnFlow *flow = flow_of (sim, event);
    CvpnSession *session = cvpn_slab_lookup (&sim->sessions, flow->session);
    const CvpnStage stage = event->c;
    CvpnFlowStage *row = &flow->stages[flow->record.n_stages];

    if (session == NULL) {
        abandon (sim, flow);
        return;
    }
    flow->record.n_stages++;
    *row = (CvpnFlowStage){ .time_ns = sim->now_ns };
    const gboolean passed = evaluate (sim, flow, stage, &row->verdict);
    if (sim->nat && stage == CVPN_STAGE_DESTINATION)
        cvpn_nat_counters_take (sim, &flow->walk);
    if (!passed) {
        judge (sim, flow, session, &row->verdict);
        return;
    }
    row->latency_ns = leave_stage (flow, stage, row->verdict.result == CVPN_RESULT_SKIPPED);
    if (stage == CVPN_STAGE_SNAT && row->verdict.result == CVPN_RESULT_OK)
        note_translation (flow);
    if (stage + 1 < CVPN_N_STAGES)
        schedule_stage (sim, flow, row->latency_ns, stage + 1);
    else
        schedule_flow (sim, flow, row->latency_ns, (CvpnEvent){ .kind = CVPN_EVENT_FLOW_ANSWERED });
}

void
cvpn_flow_handle_answered (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnFlow *flow = flow_of (sim, event);
    CvpnSession *session = cvpn_slab_lookup (&sim->sessions, flow->session);

    if (session)
        judge (sim, flow, session, NULL);
    else
        abandon (sim, flow);
}
