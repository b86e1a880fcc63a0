/* flow_verdict: durations, bytes, kinds and port leases of judged flows.
 *
 * Delivered: the round trip and both transfers at the slower of the client's
 * and the session's bandwidth.  Dropped: the client waits for its time-out.
 * Rejected: the refusal takes as long back as the packet took there. */
#include "sim/flow_verdict.h"

#include <math.h>
#include <string.h>

#include "base/match.h"
#include "base/quantity.h"

typedef struct {
    guint32 traffic, destination, service, association, verdict, code;
} Kind;

static guint
hash_kind (gconstpointer key)
{
    const guint32 *words = key;
    guint hash = 2166136261u;

    for (guint i = 0; i < sizeof (Kind) / sizeof *words; i++)
        hash = (hash ^ words[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static gboolean
kinds_equal (gconstpointer a, gconstpointer b)
{
    return memcmp (a, b, sizeof (Kind)) == 0;
}

GHashTable *
cvpn_flow_kinds_new (void)
{
    return g_hash_table_new_full (hash_kind, kinds_equal, g_free, NULL);
}

static guint32
find_kind (const CvpnSimulation *sim, const CvpnFlow *flow, guint32 traffic,
           const CvpnFlowRecord *record)
{
    const CvpnDestination *to =
        cvpn_at (sim->workload->destinations, CvpnDestination, flow->request.destination);
    const CvpnVerdict *verdict = &record->verdict;
    const Kind kind = {
        .traffic = traffic,
        .destination = to->address,
        .service =
            (guint32) to->protocol << 16 |
            (to->protocol == CVPN_PROTOCOL_ICMP ? (guint32) to->icmp_type << 8 | to->icmp_code
                                                : to->port),
        .association = flow->traveller.association,
        .verdict =
            (guint32) record->outcome << 16 | (guint32) verdict->step << 8 | verdict->direction,
        .code = verdict->code,
    };
    gpointer number = g_hash_table_lookup (sim->kinds, &kind);

    if (number == NULL) {
        number = GUINT_TO_POINTER (g_hash_table_size (sim->kinds) + 1);
        g_hash_table_insert (sim->kinds, g_memdup2 (&kind, sizeof kind), number);
    }
    return GPOINTER_TO_UINT (number) - 1;
}

/* All flows of a passage that it tells the whole of, and of one traffic, are of one kind. */
guint32
cvpn_flow_kind (const CvpnSimulation *sim, const CvpnFlow *flow, const CvpnFlowRecord *record)
{
    const guint32 traffic = sim->sources[flow->request.source].traffic;
    CvpnPassage *passage = flow->passage;

    if (flow->own || !passage)
        return find_kind (sim, flow, traffic, record);
    if (passage->traffic != traffic) {
        passage->kind = find_kind (sim, flow, traffic, record);
        passage->traffic = traffic;
    }
    return passage->kind;
}

static const CvpnVerdict delivered = { .step = CVPN_STEP_DESTINATION, .rule = CVPN_RULE_NONE };

static gint64
transfer_time (const CvpnSimulation *sim, const CvpnFlow *flow)
{
    const CvpnPopulation *population =
        cvpn_simulation_population (sim, sim->sources[flow->request.source].population);
    const CvpnEndpoint *endpoint = cvpn_endpoint (sim->net, population->person.endpoint);
    const double bandwidth = MIN (population->spec->bandwidth, endpoint->session_bandwidth);
    const double bits =
        8 * ((double) flow->request.request_bytes + (double) flow->request.response_bytes);
    const double time = bits / bandwidth * (double) CVPN_SECOND;

    return time < (double) (G_MAXINT64 / 4) ? (gint64) llround (time) : G_MAXINT64 / 4;
}

static void
judge_delivered (const CvpnSimulation *sim, const CvpnFlow *flow, CvpnFlowRecord *record)
{
    const gint64 idle_ns = flow->traveller.idle_ns;

    record->round_trip_ns = record->end_ns - record->start_ns - idle_ns;
    record->duration_ns = record->round_trip_ns + idle_ns + transfer_time (sim, flow);
    record->request_bytes = flow->request.request_bytes;
    record->response_bytes = flow->request.response_bytes;
}

static void
judge_stopped (const CvpnSimulation *sim, const CvpnFlow *flow, CvpnFlowRecord *record)
{
    if (record->outcome == CVPN_OUTCOME_BYPASSED)
        return;
    if (record->outcome == CVPN_OUTCOME_REJECTED) {
        record->round_trip_ns = 2 * (record->end_ns - record->start_ns);
        record->duration_ns = record->round_trip_ns;
    } else {
        record->duration_ns =
            cvpn_stream_sample (flow->stream, CVPN_DRAW_TIME_OUT, flow->request.index,
                                &sim->net->latency.client_time_out);
    }
    if (record->protocol != CVPN_PROTOCOL_TCP) /* its handshake carries nothing */
        record->request_bytes = flow->request.request_bytes;
}

static void
describe_sender (const CvpnSimulation *sim, const CvpnSession *session, CvpnFlowRecord *record)
{
    const CvpnAssociation *association = cvpn_association (sim->net, session->association);

    record->session = session->number;
    record->user = cvpn_session_user (sim, session);
    record->endpoint = cvpn_session_endpoint (sim, session)->name;
    record->subnet = cvpn_subnet (sim->net, association->subnet)->name;
}

/* Every member is set by itself: to clear the whole first takes longer than all of that. */
void
cvpn_flow_judge (const CvpnSimulation *sim, const CvpnFlow *flow, const CvpnSession *session,
                 const CvpnVerdict *verdict, CvpnOutcome outcome, CvpnFlowRecord *record)
{
    const CvpnPacket *packet = &flow->traveller.packet;
    const CvpnDestination *to =
        cvpn_at (sim->workload->destinations, CvpnDestination, flow->request.destination);
    const gboolean has_port = flow->binding.tuple != CVPN_NONE;

    *record = (CvpnFlowRecord){
        .flow = flow->number,
        .session = 0,
        .start_ns = flow->start_ns,
        .end_ns = sim->now_ns,
        .user = { NULL, NULL, 0 },
        .endpoint = NULL,
        .subnet = NULL,
        .destination_name = g_ptr_array_index (sim->workload->destination_names, to->label),
        .client_address = packet->source,
        .destination = packet->destination,
        .snat_address = flow->snat_address,
        .port = packet->destination_port,
        .snat_port = has_port ? flow->binding.port : 0,
        .protocol = packet->protocol,
        .outcome = (guint8) outcome,
        .verdict = verdict ? *verdict : delivered,
        .duration_ns = 0,
        .round_trip_ns = 0,
        .request_bytes = 0,
        .response_bytes = 0,
        .port_replaced = has_port && flow->binding.port != packet->source_port,
        .packet_bytes = flow->packet_bytes,
        .kind = 0,
        .n_stages = flow->n_stages,
        .near = { 0, 0, 0, 0, 0 },
        .far = { 0, 0, 0, 0, 0 },
        .far_host = NULL,
        .stages = sim->wants_stages ? flow->stages : NULL,
    };
    if (session)
        describe_sender (sim, session, record);
    if (verdict)
        judge_stopped (sim, flow, record);
    else
        judge_delivered (sim, flow, record);
}

/* As long as security groups remember (an assumption); TCP until it is closed. */
gint64
cvpn_flow_port_hold (const CvpnSimulation *sim, const CvpnFlow *flow, const CvpnFlowRecord *record)
{
    const gint64 until_end = record->start_ns + record->duration_ns - sim->now_ns;
    const CvpnAssociation *landing = cvpn_association (sim->net, flow->traveller.association);
    const CvpnTracking *tracking = &cvpn_endpoint (sim->net, landing->endpoint)->tracking;

    if (record->protocol == CVPN_PROTOCOL_TCP)
        return MAX (until_end, 0);
    if (record->outcome != CVPN_OUTCOME_DELIVERED)
        return tracking->udp_ns;
    return until_end + (flow->traveller.stream ? tracking->udp_stream_ns : tracking->udp_ns);
}

gboolean
cvpn_flow_was_closed (const CvpnFlowRecord *record)
{
    return record->protocol == CVPN_PROTOCOL_TCP && record->outcome == CVPN_OUTCOME_DELIVERED;
}

gint64
cvpn_flow_nat_hold (const CvpnSimulation *sim, const CvpnFlowRecord *record)
{
    const gint64 until_end = MAX (record->start_ns + record->duration_ns - sim->now_ns, 0);

    return cvpn_flow_was_closed (record) ? until_end : until_end + CVPN_NAT_IDLE;
}
