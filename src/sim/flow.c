/* flow: from the client through the stages of the walk, and back.
 *
 * A stage that is not on this way takes no time.  A stage is met when the flow comes to it,
 * and judged by what is true at that time.  A flow whose session ends under way is abandoned:
 * nobody is left to judge it. */
#include "sim/flow.h"

#include "sim/client.h"
#include "sim/counters.h"
#include "sim/flow_interfaces.h"
#include "sim/flow_time.h"
#include "sim/flow_verdict.h"
#include "sim/flow_walk.h"
#include "sim/handlers.h"
#include "sim/nat_counters.h"

/* The stage behind the last one is the client again, with its answer. */
static void
schedule_stage (CvpnSimulation *sim, const CvpnFlow *flow, gint64 delay_ns, CvpnStage stage)
{
    cvpn_simulation_schedule (sim, delay_ns,
                              (CvpnEvent){ .kind = CVPN_EVENT_FLOW_STAGE,
                                           .a = flow->slot.handle.slot,
                                           .b = flow->slot.handle.generation,
                                           .c = stage });
}

static const CvpnTraffic *
traffic_of (const CvpnSimulation *sim, const CvpnFlow *flow)
{
    return cvpn_at (sim->workload->traffics, CvpnTraffic,
                    sim->sources[flow->request.source].traffic);
}

/* A ping's answer is as large as the ping; UDP of more than a packet each way is a
 * stream. */
static void
draw_shape (const CvpnSimulation *sim, CvpnFlow *flow)
{
    const CvpnTrafficSpec *spec = traffic_of (sim, flow)->spec;
    const CvpnFlowRequest *request = &flow->request;
    CvpnTraveller *traveller = &flow->traveller;
    const gint64 size = cvpn_stream_sample (flow->stream, CVPN_DRAW_PACKET_SIZE, request->index,
                                            &spec->packet_size);
    const gint64 most = CLAMP (size, 1, G_MAXUINT16);
    const gboolean ping = traveller->packet.protocol == CVPN_PROTOCOL_ICMP;

    flow->packet_bytes = MAX (size, 1);
    traveller->packet_bytes = (guint32) (ping ? most : MIN (most, request->request_bytes));
    traveller->answer_bytes = (guint32) (ping ? most : MIN (most, request->response_bytes));
    traveller->stream = traveller->packet.protocol == CVPN_PROTOCOL_UDP &&
                        (request->request_bytes > flow->packet_bytes ||
                         request->response_bytes > flow->packet_bytes);
    traveller->idle_ns =
        cvpn_stream_sample (flow->stream, CVPN_DRAW_IDLE, request->index, &spec->idle);
}

static guint16
next_port (CvpnSession *session, const CvpnPopulation *population)
{
    return (guint16) (population->first_port + session->flow_counts[0]++ % population->n_ports);
}

/* But for its shape. */
static void
describe_traveller (const CvpnSession *session, const CvpnDestination *to, guint16 port,
                    CvpnTraveller *traveller)
{
    traveller->packet = (CvpnPacket){ .source = session->address,
                                      .destination = to->address,
                                      .source_port = port,
                                      .destination_port = to->port,
                                      .protocol = to->protocol,
                                      .icmp_type = to->icmp_type,
                                      .icmp_code = to->icmp_code };
    traveller->person = &session->life->person;
    traveller->pushed = session->pushed;
    traveller->population = session->population;
    traveller->association = session->association;
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
end_flow (CvpnSimulation *sim, CvpnFlow *flow, const CvpnFlowRecord *record)
{
    release_later (sim, flow->binding, cvpn_flow_port_hold (sim, flow, record));
    if (flow->own)
        cvpn_nat_counters_release_later (sim, &flow->own->walk, record);
    cvpn_flow_walk_end (sim, flow);
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
    CvpnFlowRecord record;

    cvpn_flow_judge (sim, flow, NULL, &nobody, CVPN_OUTCOME_DROPPED, &record);
    end_flow (sim, flow, &record);
}

static void
count_in_session (CvpnSession *session, const CvpnFlowRecord *record, CvpnPacketCount packets)
{
    session->flows++;
    session->request_bytes += record->request_bytes;
    session->response_bytes += record->response_bytes;
    session->request_packets += packets.request;
    session->response_packets += packets.response;
}

/* At an obstacle, or ('verdict' NULL) where the answer has come back. */
static void
judge (CvpnSimulation *sim, CvpnFlow *flow, CvpnSession *session, const CvpnVerdict *verdict)
{
    CvpnFlowRecord record;

    cvpn_flow_judge (sim, flow, session, verdict,
                     verdict ? cvpn_flow_walk_outcome (flow) : CVPN_OUTCOME_DELIVERED, &record);
    const CvpnPacketCount packets = cvpn_counters_packets (&record, flow->packet_bytes);

    record.kind = cvpn_flow_kind (sim, flow, &record);
    if (sim->wants_interfaces)
        cvpn_flow_note_interfaces (sim, flow, &record);
    count_in_session (session, &record, packets);
    cvpn_counters_flow (sim, session->association, &record, packets);
    if (sim->nat)
        cvpn_nat_counters_flow (sim, flow->own ? &flow->own->walk : NULL, &record);
    cvpn_notify (sim, flow, &record);
    end_flow (sim, flow, &record);
}

static void
note_stage (CvpnFlow *flow, gint64 now_ns, gint64 latency_ns, const CvpnVerdict *verdict)
{
    flow->stages[flow->n_stages - 1] = (CvpnFlowStage){ now_ns, latency_ns, *verdict };
}

/* FALSE: it has been judged there, and is no more. */
static gboolean
pass_stage (CvpnSimulation *sim, CvpnFlow *flow, CvpnSession *session, CvpnStage stage,
            gint64 *latency_ns)
{
    gboolean passed;
    const CvpnVerdict *verdict = cvpn_flow_walk_meet (sim, flow, stage, &passed);

    *latency_ns = passed ? cvpn_flow_time (sim, flow, stage, verdict) : 0;
    if (sim->wants_stages)
        note_stage (flow, sim->now_ns, *latency_ns, verdict);
    if (stage == CVPN_STAGE_DESTINATION && flow->own)
        cvpn_nat_counters_take (sim, &flow->own->walk);
    if (stage == CVPN_STAGE_SNAT && verdict->result == CVPN_RESULT_OK)
        flow->snat_address = cvpn_flow_walk_source (flow);
    if (!passed)
        judge (sim, flow, session, verdict);
    return passed;
}

/* From a stage on, for as long as nothing else comes before the next one. */
static void
pass_stages (CvpnSimulation *sim, CvpnFlow *flow, CvpnSession *session, CvpnStage stage)
{
    gint64 latency_ns;

    do {
        if (stage == CVPN_N_STAGES) {
            judge (sim, flow, session, NULL);
            return;
        }
        if (!pass_stage (sim, flow, session, stage, &latency_ns))
            return;
        stage++;
    } while (cvpn_simulation_go_on (sim, latency_ns));
    schedule_stage (sim, flow, latency_ns, stage);
}

void
cvpn_flow_start (CvpnSimulation *sim, CvpnSession *session, const CvpnFlowRequest *request)
{
    const CvpnPopulation *population = cvpn_session_population (sim, session);
    const CvpnDestination *to =
        cvpn_at (sim->workload->destinations, CvpnDestination, request->destination);
    CvpnFlow *flow = cvpn_slab_take (&sim->flows);

    flow->session = session->slot.handle;
    flow->number = ++sim->n_flows;
    flow->start_ns = sim->now_ns;
    flow->request = *request;
    flow->stream = (CvpnStream){ sim->sources[request->source].key, session->entity };
    flow->client_latency_ns = session->client_latency_ns;
    flow->travel_ns = 0;
    flow->snat_address = 0;
    describe_traveller (session, to, next_port (session, population), &flow->traveller);
    draw_shape (sim, flow);
    cvpn_flow_walk_start (sim, flow);
    if (cvpn_simulation_go_on (sim, 0))
        pass_stages (sim, flow, session, CVPN_STAGE_CLIENT_ROUTE);
    else
        schedule_stage (sim, flow, 0, CVPN_STAGE_CLIENT_ROUTE);
}

void
cvpn_flow_handle_stage (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnFlow *flow = cvpn_slab_lookup (&sim->flows, (CvpnHandle){ event->a, event->b });
    CvpnSession *session = cvpn_slab_lookup (&sim->sessions, flow->session);

    if (session)
        pass_stages (sim, flow, session, event->c);
    else
        abandon (sim, flow);
}

void
cvpn_flow_leave_passages (CvpnSimulation *sim)
{
    g_autoptr (GPtrArray) flows = cvpn_slab_list (&sim->flows);

    for (guint i = 0; i < flows->len; i++) {
        CvpnFlow *flow = flows->pdata[i];
        if (cvpn_slab_lookup (&sim->sessions, flow->session)) /* else nobody is left to ask for */
            cvpn_flow_walk_own (sim, flow);
    }
    cvpn_passages_forget (sim->passages);
}
