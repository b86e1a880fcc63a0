/* flow_interfaces: which interface let a flow's request and its answer pass, and which did not.
 *
 * An interface's security groups and its subnet's ACL decide there; what is lost elsewhere
 * has been accepted by the interfaces before.  The first obstacle's spot tells whose ACL or
 * group it was.  Other interfaces (NAT gateways, attachments, hosts that forward) are left
 * out, and so is what does not cross the endpoint's interface: what other clients and the
 * Amazon DNS server get.  (Amazon VPC User Guide, "Flow log records", "Accepted and rejected
 * traffic") */
#include "sim/flow_interfaces.h"

#include "base/match.h"
#include "sim/flow_walk.h"

typedef struct {
    const CvpnWalk *walk;
    const CvpnSpot *spot;
    const CvpnFlowRecord *record;
    guint16 source_port;
} Judged;

/* Nothing listens: of ICMP nothing comes back. */
static gboolean
is_refused (const Judged *flow)
{
    return flow->record->outcome == CVPN_OUTCOME_REJECTED &&
           flow->record->verdict.code == CVPN_CODE_NO_LISTENER;
}

static gboolean
is_filter (CvpnCode code)
{
    return code == CVPN_CODE_SUBNET_ACL_RESTRICTION || code == CVPN_CODE_ENI_SG_RULES_MISMATCH ||
           code == CVPN_CODE_SG_HAS_NO_RULES || code == CVPN_CODE_CVPN_CONNECTION_TRACKING_EXPIRED;
}

/* Who is asked at the obstacle: the host that the flow is for, by its groups or its ACL. */
static gboolean
is_at_host (const Judged *flow)
{
    const CvpnPlace *place = &flow->walk->way.place;
    const CvpnSpot *spot = flow->spot;

    if (flow->record->verdict.code != CVPN_CODE_SUBNET_ACL_RESTRICTION)
        return spot->host == place->host;
    if (spot->subnet != place->subnet)
        return FALSE;
    return flow->record->verdict.direction == CVPN_FORWARD
               ? spot->inbound && spot->packet.destination == flow->walk->way.packet.destination
               : !spot->inbound && spot->packet.destination == flow->walk->way.packet.source;
}

/* The endpoint's own groups have no host. */
static gboolean
is_forgotten_by_endpoint (const Judged *flow)
{
    return flow->record->verdict.code == CVPN_CODE_CVPN_CONNECTION_TRACKING_EXPIRED &&
           flow->spot->host == CVPN_NONE;
}

/* The furthest stage: where the obstacle was met, or behind the last one. */
static CvpnStage
last_stage (const Judged *flow)
{
    return flow->record->outcome == CVPN_OUTCOME_DELIVERED
               ? CVPN_N_STAGES
               : (CvpnStage) (flow->record->n_stages - 1);
}

static CvpnFlowAtInterface
look_at_endpoint (const Judged *flow)
{
    const CvpnFlowRecord *record = flow->record;
    const CvpnStage last = last_stage (flow);
    const gboolean filtered = is_filter (record->verdict.code);
    CvpnFlowAtInterface near = { .source = record->snat_address,
                                 .source_port = record->snat_port,
                                 .destination = record->destination };

    if (last == CVPN_STAGE_SECURITY_GROUP) { /* before SNAT, which would take this address */
        near.request = filtered ? CVPN_SEEN_REJECTED : CVPN_SEEN_NOT;
        near.source =
            cvpn_association (flow->walk->net, flow->walk->association)->interface_address;
        near.source_port = flow->source_port;
        return near;
    }
    near.request = last == CVPN_STAGE_NACL_OUTBOUND && filtered && !flow->spot->inbound
                       ? CVPN_SEEN_REJECTED
                       : CVPN_SEEN_ACCEPTED;
    if (record->outcome == CVPN_OUTCOME_DELIVERED || is_refused (flow))
        near.answer = CVPN_SEEN_ACCEPTED;
    else if (filtered && (last == CVPN_STAGE_NACL_INBOUND ||
                          (last == CVPN_STAGE_RETURN && is_forgotten_by_endpoint (flow))))
        near.answer = CVPN_SEEN_REJECTED;
    return near;
}

static CvpnFlowAtInterface
look_at_host (const Judged *flow)
{
    const CvpnFlowRecord *record = flow->record;
    const CvpnStage last = last_stage (flow);
    const gboolean at_host =
        last < CVPN_N_STAGES && is_filter (record->verdict.code) && is_at_host (flow);
    CvpnFlowAtInterface far = { .source = flow->walk->way.packet.source,
                                .source_port = flow->walk->way.packet.source_port,
                                .destination = flow->walk->way.packet.destination };

    if (last > CVPN_STAGE_DESTINATION) {
        far.request = CVPN_SEEN_ACCEPTED;
        far.answer = at_host ? CVPN_SEEN_REJECTED : CVPN_SEEN_ACCEPTED;
    } else if (record->verdict.code == CVPN_CODE_NO_LISTENER) {
        far.request = CVPN_SEEN_ACCEPTED;
        far.answer = is_refused (flow) ? CVPN_SEEN_ACCEPTED : CVPN_SEEN_NOT;
    } else if (at_host) {
        far.request = CVPN_SEEN_REJECTED;
    }
    return far;
}

/* Since then, perhaps: an interface in a failed zone leaves no record. */
static gboolean
is_landing_dead (const Judged *flow)
{
    const CvpnNetwork *net = flow->walk->net;
    const guint32 subnet = cvpn_association (net, flow->walk->association)->subnet;

    return cvpn_network_zone_failed (net, cvpn_subnet (net, subnet)->zone);
}

/* What an unknown resource would have done is not known. */
static gboolean
is_seen (const Judged *flow)
{
    const CvpnFlowRecord *record = flow->record;
    const CvpnStage last = last_stage (flow);
    const guint8 kind = flow->walk->way.place.kind;

    if (record->outcome == CVPN_OUTCOME_BYPASSED || last < CVPN_STAGE_SECURITY_GROUP ||
        last == CVPN_STAGE_SNAT)
        return FALSE;
    if (kind == CVPN_PLACE_CLIENT || kind == CVPN_PLACE_RESOLVER || is_landing_dead (flow))
        return FALSE;
    return last >= CVPN_STAGE_DESTINATION || record->outcome != CVPN_OUTCOME_UNDETERMINED;
}

static CvpnInterfaces
look (const CvpnOwnWalk *own, const CvpnFlow *flow, const CvpnFlowRecord *record)
{
    const Judged judged = { &own->walk, &own->spot, record, flow->traveller.packet.source_port };
    const CvpnPlace *place = &own->walk.way.place;
    CvpnInterfaces seen = { .known = TRUE };

    if (!is_seen (&judged))
        return seen;
    seen.near = look_at_endpoint (&judged);
    if (last_stage (&judged) < CVPN_STAGE_DESTINATION || place->kind != CVPN_PLACE_VPC ||
        !place->final || place->host == CVPN_NONE)
        return seen;
    seen.far = look_at_host (&judged);
    if (seen.far.request != CVPN_SEEN_NOT)
        seen.far_host = cvpn_host (own->walk.net, place->host)->name;
    return seen;
}

/* Of flows of one passage all but the port is the same: that of SNAT, or the client's own where
 * SNAT has not been reached or has none. */
static void
set_ports (const CvpnFlow *flow, CvpnFlowRecord *record)
{
    const gboolean has_port = flow->binding.tuple != CVPN_NONE;
    const guint16 own_port = flow->traveller.packet.source_port;

    record->near.source_port = flow->n_stages > CVPN_STAGE_SNAT ? record->snat_port : own_port;
    record->far.source_port = has_port ? flow->binding.port : own_port;
}

void
cvpn_flow_note_interfaces (CvpnSimulation *sim, CvpnFlow *flow, CvpnFlowRecord *record)
{
    CvpnInterfaces *kept = flow->own ? NULL : &flow->passage->interfaces;
    const CvpnInterfaces seen =
        kept && kept->known ? *kept : look (cvpn_flow_walk_own (sim, flow), flow, record);

    record->near = seen.near;
    record->far = seen.far;
    record->far_host = seen.far_host;
    if (kept) {
        *kept = seen;
        set_ports (flow, record);
    }
}
