/* way: route table, ACL, move; and so on until the packet has arrived.
 *
 * The landing's own ACL is step 7 wherever it is asked; what other tables, ACLs and
 * groups say belongs to the destination or to the way back. */
#include "path/way.h"

#include "path/filter.h"
#include "path/route.h"
#include "path/step.h"

static gboolean
fail_at (const CvpnLeg *leg, CvpnStage stage, CvpnCode code, guint32 rule, CvpnSpot spot)
{
    cvpn_step_fail (leg->walk, leg->trace, stage, code, rule);
    leg->trace->spots[leg->trace->n - 1] = spot;
    return leg->walk->go_on;
}

static CvpnSpot
spot_of (const CvpnWay *way)
{
    return (CvpnSpot){ .subnet = way->subnet,
                       .attachment = CVPN_NONE,
                       .host = CVPN_NONE,
                       .referable = way->referable,
                       .source_vpc = way->source_vpc,
                       .packet = way->packet };
}

gboolean
cvpn_way_fail (const CvpnLeg *leg, CvpnCode code, guint32 rule)
{
    return fail_at (leg, leg->stage, code, rule, spot_of (leg->way));
}

/* The landing's own ACL is step 7, wherever on the way it is asked. */
static CvpnStage
acl_stage (const CvpnLeg *leg, guint32 subnet)
{
    if (subnet != cvpn_walk_landing (leg->walk)->subnet)
        return leg->stage;
    return leg->recipient ? CVPN_STAGE_NACL_INBOUND : CVPN_STAGE_NACL_OUTBOUND;
}

static gboolean
judge_acl (const CvpnLeg *leg, guint32 subnet, gboolean inbound)
{
    const CvpnNetwork *net = leg->walk->net;
    const CvpnPacket *packet = &leg->way->packet;
    const CvpnAcl *acl = cvpn_at (net->acls, CvpnAcl, cvpn_subnet (net, subnet)->acl);
    const CvpnStage stage = acl_stage (leg, subnet);
    const CvpnAclEntry *entry;
    CvpnSpot spot = spot_of (leg->way);

    if (acl->unknown)
        return fail_at (leg, stage, CVPN_CODE_UNKNOWN_RESOURCE, acl->rule, spot);
    if (cvpn_filter_acl (net, inbound ? acl->inbound : acl->outbound, packet,
                         inbound ? packet->source : packet->destination,
                         cvpn_filter_alike (leg->walk, packet, leg->recipient != NULL), &entry)) {
        cvpn_step_pass (leg->trace, stage, entry->rule);
        return TRUE;
    }
    spot.subnet = subnet;
    spot.inbound = inbound;
    return fail_at (leg, stage, CVPN_CODE_SUBNET_ACL_RESTRICTION, entry->rule, spot);
}

gboolean
cvpn_way_enter (const CvpnLeg *leg, guint32 subnet)
{
    return judge_acl (leg, subnet, TRUE);
}

/* What would lead there: a gateway endpoint goes before the ways that are not for
 * this service alone. */
static gboolean
suppose_target (const CvpnNetwork *net, CvpnWay *way)
{
    const guint32 endpoint = cvpn_network_vpc_contains (net, way->vpc, way->packet.destination)
                                 ? CVPN_NONE
                                 : cvpn_route_endpoint (net, way->vpc, &way->packet);

    way->target = (CvpnTarget){ CVPN_TARGET_VPC_ENDPOINT, endpoint };
    return endpoint != CVPN_NONE || cvpn_route_suppose (net, way, &way->target);
}

/* The route is the right one, only not here, or not now. */
static gboolean
is_right_target (CvpnCode code)
{
    return code == CVPN_CODE_TGW_ROUTE_AZ_RESTRICTION || code == CVPN_CODE_BAD_STATE;
}

static gboolean
fail_route (const CvpnLeg *leg, const CvpnRouteResult *route)
{
    if (route->code != CVPN_CODE_BAD_STATE)
        return cvpn_way_fail (leg, route->code, route->rule);
    return cvpn_way_meets_life (leg, cvpn_route_arrive (leg->walk->net, leg->way).subnet);
}

gboolean
cvpn_way_look_up (const CvpnLeg *leg)
{
    const CvpnNetwork *net = leg->walk->net;
    CvpnWay *way = leg->way;
    CvpnRouteResult route = cvpn_route_look_up (net, way);
    gboolean fine = TRUE;

    way->target = route.target;
    way->target_known = TRUE;
    if (way->hops++ == CVPN_HOPS_MAX) {
        way->place.kind = CVPN_PLACE_NOWHERE;
        cvpn_way_fail (leg, CVPN_CODE_CVPN_ROUTING_LOOP, route.rule);
        return FALSE;
    }
    if (route.code == CVPN_CODE_NONE) {
        cvpn_step_pass (leg->trace, leg->stage, route.rule);
    } else {
        fine = fail_route (leg, &route);
        if (!is_right_target (route.code))
            way->target_known = suppose_target (net, way);
    }
    way->place.kind = CVPN_PLACE_NOWHERE;
    if (way->target_known) {
        way->place = cvpn_route_arrive (net, way);
        way->target_known = way->place.kind != CVPN_PLACE_NOWHERE;
    }
    return fine;
}

gboolean
cvpn_way_leaves_subnet (const CvpnWay *way)
{
    const CvpnPlace *place = &way->place;

    return place->kind != CVPN_PLACE_VPC || place->subnet != way->subnet ||
           (place->via != CVPN_TARGET_LOCAL && place->via != CVPN_TARGET_NAT_GATEWAY &&
            place->via != CVPN_TARGET_HOST);
}

/* "Network ACLs for transit gateways": where the attachment stands in the sender's
 * own subnet, the same ACL judges by both of its directions. */
gboolean
cvpn_way_leave (const CvpnLeg *leg)
{
    const CvpnWay *way = leg->way;

    if (!cvpn_way_leaves_subnet (way))
        return TRUE;
    if (!judge_acl (leg, way->subnet, FALSE))
        return FALSE;
    if (way->place.via != CVPN_TARGET_TRANSIT_GATEWAY || way->place.subnet != way->subnet)
        return TRUE;
    return judge_acl (leg, way->subnet, TRUE);
}

static CvpnCode
gate_code (const CvpnGate *gate, guint n_rules)
{
    if (gate->late)
        return CVPN_CODE_CVPN_CONNECTION_TRACKING_EXPIRED;
    return n_rules == 0 ? CVPN_CODE_SG_HAS_NO_RULES : CVPN_CODE_ENI_SG_RULES_MISMATCH;
}

/* Of an answer only the address tells who sends it. */
gboolean
cvpn_way_pass_gate (const CvpnLeg *leg, const CvpnGate *gate)
{
    const CvpnNetwork *net = leg->walk->net;
    const CvpnWay *way = leg->way;
    const CvpnGroupsQuestion question = {
        .groups = gate->groups,
        .egress = gate->egress,
        .vpc = gate->vpc,
        .packet = &way->packet,
        .peer = { .address = gate->egress ? way->packet.destination : way->packet.source,
                  .groups_known = !gate->egress && !leg->recipient,
                  .groups = cvpn_walk_landing (leg->walk)->groups,
                  .referable = way->referable || gate->egress },
        .alike = cvpn_filter_alike (leg->walk, &way->packet, leg->recipient != NULL),
    };
    guint n_rules;
    const guint32 rule = cvpn_filter_groups (net, &question, &n_rules);

    if (rule != CVPN_RULE_NONE) {
        cvpn_step_pass (leg->trace, leg->stage, rule);
        return TRUE;
    }
    const guint32 unknown = cvpn_filter_unknown (net, &question);
    const guint32 first = g_array_index (net->group_lists, guint32, gate->groups.first);
    CvpnSpot spot = spot_of (way);
    spot.inbound = !gate->egress;
    spot.host = gate->host;
    if (unknown != CVPN_RULE_NONE)
        return fail_at (leg, leg->stage, CVPN_CODE_UNKNOWN_RESOURCE, unknown, spot);
    return fail_at (leg, leg->stage, gate_code (gate, n_rules),
                    cvpn_at (net->security_groups, CvpnSecurityGroup, first)->rule, spot);
}

gboolean
cvpn_way_groups (const CvpnLeg *leg, guint32 host, gboolean egress, gboolean late)
{
    const CvpnNetwork *net = leg->walk->net;
    const CvpnHost *h = cvpn_host (net, host);
    const CvpnGate gate = { .groups = h->groups,
                            .host = host,
                            .vpc = cvpn_subnet (net, h->subnet)->vpc,
                            .egress = egress,
                            .late = late };

    return cvpn_way_pass_gate (leg, &gate);
}

CvpnMove
cvpn_way_run (const CvpnLeg *leg)
{
    CvpnMove move = CVPN_MOVE_ON;

    while (move == CVPN_MOVE_ON) {
        if (!cvpn_way_look_up (leg) || !leg->way->target_known || !cvpn_way_leave (leg))
            return CVPN_MOVE_STOPPED;
        move = cvpn_way_move (leg);
    }
    return move;
}
