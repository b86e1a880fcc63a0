/* flow_walk: passages as long as they hold, the evaluator behind them.
 *
 * A flow leaves its passage when the configuration changes under way, where a NAT gateway
 * chooses a port for it, and where SNAT has none left.  Its own walk is made by walking the
 * stages behind it once more, in the network in which it met them, with the port that it
 * has. */
#include "sim/flow_walk.h"

static CvpnOwnWalk *
begin_own (CvpnSimulation *sim, CvpnFlow *flow)
{
    flow->own = cvpn_slab_take (&sim->walks);
    flow->own->walk = cvpn_traveller_walk (&flow->traveller, sim->net);
    return flow->own;
}

void
cvpn_flow_walk_start (CvpnSimulation *sim, CvpnFlow *flow)
{
    flow->n_stages = 0;
    flow->binding = (CvpnSnatBinding){ .tuple = CVPN_NONE };
    flow->own = NULL;
    flow->passage =
        sim->passages ? cvpn_passages_find (sim->passages, sim->net, &flow->traveller) : NULL;
    if (flow->passage == NULL)
        begin_own (sim, flow)->walk.snat = sim->snat;
}

/* The port is there already; the table is not asked again. */
static void
pass_again (CvpnOwnWalk *own, const CvpnFlow *flow, CvpnStage stage)
{
    if (stage == CVPN_STAGE_SNAT && flow->binding.tuple != CVPN_NONE)
        own->walk.packet.source_port = flow->binding.port;
    cvpn_passage_ask (&own->walk, stage, &own->spot);
}

static CvpnOwnWalk *
make_own (CvpnSimulation *sim, CvpnFlow *flow, guint n_stages)
{
    CvpnOwnWalk *own = begin_own (sim, flow);

    for (CvpnStage stage = 0; stage < n_stages; stage++)
        pass_again (own, flow, stage);
    own->walk.binding = flow->binding;
    own->walk.snat = sim->snat;
    return own;
}

const CvpnOwnWalk *
cvpn_flow_walk_own (CvpnSimulation *sim, CvpnFlow *flow)
{
    return flow->own ? flow->own : make_own (sim, flow, flow->n_stages);
}

/* With another port than its own it may meet something else behind SNAT. */
static void
change_port (CvpnSimulation *sim, CvpnFlow *flow)
{
    CvpnTraveller traveller = flow->traveller;

    traveller.packet.source_port = flow->binding.port;
    flow->passage = cvpn_passages_find (sim->passages, sim->net, &traveller);
    if (flow->passage == NULL)
        make_own (sim, flow, CVPN_STAGE_SNAT + 1);
}

/* FALSE: none is left. */
static gboolean
take_port (CvpnSimulation *sim, CvpnFlow *flow)
{
    CvpnPassage *passage = flow->passage;
    const CvpnSnatPorts *ports = &passage->snat;
    const guint16 wanted = flow->traveller.packet.source_port;

    if (passage->snat_tuple == CVPN_NONE)
        passage->snat_tuple = cvpn_snat_table_find (sim->snat, &ports->tuple);
    if (!cvpn_snat_table_take_at (sim->snat, passage->snat_tuple, wanted, ports->first,
                                  ports->count, &flow->binding))
        return FALSE;
    if (flow->binding.port != wanted)
        change_port (sim, flow);
    return TRUE;
}

static const CvpnVerdict *
ask (CvpnSimulation *sim, CvpnFlow *flow, CvpnStage stage, gboolean *passed)
{
    CvpnOwnWalk *own = flow->own ? flow->own : make_own (sim, flow, stage);

    own->walk.net = sim->net;
    own->verdict = cvpn_passage_ask (&own->walk, stage, &own->spot);
    flow->binding = own->walk.binding;
    *passed = own->walk.outcome == CVPN_OUTCOME_DELIVERED;
    return &own->verdict;
}

const CvpnVerdict *
cvpn_flow_walk_meet (CvpnSimulation *sim, CvpnFlow *flow, CvpnStage stage, gboolean *passed)
{
    const CvpnPassage *passage = flow->passage;

    flow->n_stages = stage + 1;
    if (flow->own || stage >= passage->n_stages)
        return ask (sim, flow, stage, passed);
    if (stage == CVPN_STAGE_SNAT && passage->takes_port && !take_port (sim, flow))
        return ask (sim, flow, stage, passed); /* which says why */
    *passed = flow->n_stages < passage->n_stages || passage->outcome == CVPN_OUTCOME_DELIVERED;
    return &passage->verdicts[stage];
}

void
cvpn_flow_walk_end (CvpnSimulation *sim, CvpnFlow *flow)
{
    if (flow->own)
        cvpn_slab_give_back (&sim->walks, flow->own);
}

guint
cvpn_flow_walk_distance (const CvpnFlow *flow)
{
    return flow->own ? cvpn_walk_distance (&flow->own->walk) : flow->passage->distance;
}

CvpnOutcome
cvpn_flow_walk_outcome (const CvpnFlow *flow)
{
    return flow->own ? flow->own->walk.outcome : flow->passage->outcome;
}

guint32
cvpn_flow_walk_source (const CvpnFlow *flow)
{
    return flow->own ? flow->own->walk.packet.source : flow->passage->snat_address;
}
