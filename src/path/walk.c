/* walk: the loop over the stages, and what the steps say through. */
#include "path/walk.h"

#include "path/step.h"

#define STAGE_STEP(word, step, direction)      CVPN_STEP_##step,
#define STAGE_DIRECTION(word, step, direction) CVPN_##direction,

static const guint8 steps[] = { CVPN_STAGES (STAGE_STEP) };
static const guint8 directions[] = { CVPN_STAGES (STAGE_DIRECTION) };

static const CvpnStepFunc functions[] = {
    [CVPN_STAGE_CLIENT_ROUTE] = cvpn_step_client_route,
    [CVPN_STAGE_CONNECTION] = cvpn_step_connection,
    [CVPN_STAGE_AUTHORIZATION] = cvpn_step_authorization,
    [CVPN_STAGE_VPN_ROUTE] = cvpn_step_vpn_route,
    [CVPN_STAGE_SECURITY_GROUP] = cvpn_step_security_group,
    [CVPN_STAGE_SNAT] = cvpn_step_snat,
    [CVPN_STAGE_SUBNET_ROUTE] = cvpn_step_subnet_route,
    [CVPN_STAGE_NACL_OUTBOUND] = cvpn_step_nacl_outbound,
    [CVPN_STAGE_DESTINATION] = cvpn_step_destination,
    [CVPN_STAGE_RETURN] = cvpn_step_return,
    [CVPN_STAGE_NACL_INBOUND] = cvpn_step_nacl_inbound,
};

CvpnStep
cvpn_stage_step (CvpnStage stage)
{
    return steps[stage];
}

CvpnDirection
cvpn_stage_direction (CvpnStage stage)
{
    return directions[stage];
}

void
cvpn_walk_init (CvpnWalk *walk, const CvpnNetwork *net, const CvpnPerson *person,
                guint32 association, const CvpnPacket *packet)
{
    *walk = (CvpnWalk){
        .net = net,
        .person = person,
        .association = association,
        .packet = *packet,
        .binding = { .tuple = CVPN_NONE },
        .answer_enters = TRUE,
        .way = { .subnet = CVPN_NONE,
                 .source_vpc = CVPN_NONE,
                 .place = { .kind = CVPN_PLACE_NOWHERE,
                            .gateway = CVPN_NONE,
                            .vpc = CVPN_NONE,
                            .subnet = CVPN_NONE,
                            .network = CVPN_NONE,
                            .host = CVPN_NONE } },
        .outcome = CVPN_OUTCOME_DELIVERED,
    };
}

gboolean
cvpn_walk_stage (CvpnWalk *walk, CvpnStage stage, CvpnTrace *trace)
{
    functions[stage](walk, trace);
    if (stage == CVPN_STAGE_NACL_INBOUND)
        cvpn_step_size_back (walk, trace);
    if (walk->outcome == CVPN_OUTCOME_BYPASSED || (walk->failed && !walk->go_on))
        return FALSE;
    return stage + 1 < CVPN_N_STAGES;
}

CvpnOutcome
cvpn_walk_run (CvpnWalk *walk, CvpnTrace *trace)
{
    CvpnStage stage = 0;

    while (cvpn_walk_stage (walk, stage, trace))
        stage++;
    return walk->outcome;
}

const CvpnVerdict *
cvpn_trace_obstacle (const CvpnTrace *trace)
{
    for (guint i = 0; i < trace->n; i++)
        if (trace->verdicts[i].result == CVPN_RESULT_FAIL)
            return &trace->verdicts[i];
    return NULL;
}

/* A trace has room for every verdict that the stages can give; see the test. */
static CvpnVerdict *
append_verdict (CvpnTrace *trace, CvpnStage stage, CvpnResult result, guint32 rule)
{
    CvpnVerdict *verdict;

    g_assert (trace->n < CVPN_TRACE_MAX);
    verdict = &trace->verdicts[trace->n++];
    *verdict = (CvpnVerdict){
        .step = steps[stage],
        .result = (guint8) result,
        .direction = directions[stage],
        .rule = rule,
    };
    return verdict;
}

void
cvpn_step_pass (CvpnTrace *trace, CvpnStage stage, guint32 rule)
{
    append_verdict (trace, stage, CVPN_RESULT_OK, rule);
}

void
cvpn_step_skip (CvpnTrace *trace, CvpnStage stage)
{
    append_verdict (trace, stage, CVPN_RESULT_SKIPPED, CVPN_RULE_NONE);
}

/* What is known well enough, and not modelled, is another matter. */
static CvpnCode
word_doubt (const CvpnNetwork *net, guint32 rule)
{
    return cvpn_network_rule (net, rule)->kind == CVPN_RULE_NOT_MODELLED
               ? CVPN_CODE_UNSUPPORTED_COMPONENT
               : CVPN_CODE_UNKNOWN_RESOURCE;
}

gboolean
cvpn_step_fail (CvpnWalk *walk, CvpnTrace *trace, CvpnStage stage, CvpnCode code, guint32 rule)
{
    const gboolean first = !walk->failed;
    const CvpnCode word = code == CVPN_CODE_UNKNOWN_RESOURCE ? word_doubt (walk->net, rule) : code;

    append_verdict (trace, stage, first ? CVPN_RESULT_FAIL : CVPN_RESULT_ALSO, rule)->code =
        (guint16) word;
    walk->failed = TRUE;
    if (first)
        walk->outcome =
            code == CVPN_CODE_UNKNOWN_RESOURCE ? CVPN_OUTCOME_UNDETERMINED : CVPN_OUTCOME_DROPPED;
    return first;
}

gboolean
cvpn_step_reject (CvpnWalk *walk, CvpnTrace *trace, CvpnStage stage, CvpnCode code,
                  CvpnReason reason, guint32 rule)
{
    const gboolean first = cvpn_step_fail (walk, trace, stage, code, rule);

    trace->verdicts[trace->n - 1].reason = (guint8) reason;
    if (first)
        walk->outcome = CVPN_OUTCOME_REJECTED;
    return first;
}

/* Echo requests are answered by echo replies; other ICMP by itself. */
static guint8
answer_type (guint8 type)
{
    return type == 8 ? 0 : type;
}

CvpnPacket
cvpn_walk_answer (const CvpnWalk *walk, const CvpnPacket *packet)
{
    CvpnPacket answer = {
        .source = packet->destination,
        .destination = packet->source,
        .source_port = packet->destination_port,
        .destination_port = packet->source_port,
        .protocol = packet->protocol,
        .icmp_type = answer_type (packet->icmp_type),
        .icmp_code = packet->icmp_code,
    };

    if (walk->answer_is_error) {
        answer.protocol = CVPN_PROTOCOL_ICMP;
        answer.icmp_type = 3; /* destination unreachable: port unreachable */
        answer.icmp_code = 3;
    }
    return answer;
}

CvpnOutcome
cvpn_walk_answer_outcome (const CvpnWalk *walk)
{
    CvpnWalk probe = *walk;
    CvpnTrace trace;

    trace.n = 0;
    probe.failed = FALSE;
    probe.go_on = FALSE;
    probe.outcome = CVPN_OUTCOME_DELIVERED;
    cvpn_step_return (&probe, &trace);
    if (!probe.failed)
        cvpn_step_nacl_inbound (&probe, &trace);
    return probe.outcome;
}

/* Gateways that a way of a single hop crosses; of zones only the last one counts. */
static guint
gateway_distance (CvpnTargetKind via)
{
    switch (via) {
    case CVPN_TARGET_PEERING:
        return CVPN_DISTANCE_PEERING;
    case CVPN_TARGET_INTERNET_GATEWAY:
        return CVPN_DISTANCE_INTERNET;
    case CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY:
        return CVPN_DISTANCE_VPN_CONNECTION;
    default:
        return 0;
    }
}

static guint
zone_distance (const CvpnWalk *walk, const CvpnPlace *place)
{
    return place->subnet != CVPN_NONE &&
                   cvpn_subnet (walk->net, place->subnet)->zone != cvpn_walk_subnet (walk)->zone
               ? CVPN_DISTANCE_CROSS_ZONE
               : CVPN_DISTANCE_SAME_ZONE;
}

guint
cvpn_walk_distance (const CvpnWalk *walk)
{
    CvpnWalk probe;
    CvpnTrace trace;
    guint crossed;

    if (walk->way.place.kind == CVPN_PLACE_NOWHERE)
        return 0;
    if (walk->way.place.final) {
        crossed = walk->way.crossed | gateway_distance (walk->way.place.via);
        return crossed & (CVPN_DISTANCE_INTERNET | CVPN_DISTANCE_VPN_CONNECTION)
                   ? crossed
                   : crossed | zone_distance (walk, &walk->way.place);
    }
    probe = *walk; /* a look ahead, that takes no port */
    probe.snat = NULL;
    probe.go_on = TRUE;
    trace.n = 0;
    cvpn_step_destination (&probe, &trace);
    if (probe.way.place.final)
        return cvpn_walk_distance (&probe);
    return probe.way.crossed | CVPN_DISTANCE_SAME_ZONE;
}
