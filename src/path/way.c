/* way: route table, ACL, move; and so on until the packet has arrived.
 *
 * A peering carries what goes from one VPC's block to the other's.  An internet
 * gateway translates between private and public addresses.  A virtual private
 * gateway and a gateway endpoint serve their own VPC's addresses only, so what
 * came in by another gateway does not get out by them ("edge to edge routing",
 * Amazon VPC Peering Guide; Reachability Analyzer, explanation codes). */
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
                         inbound ? packet->source : packet->destination, &entry)) {
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
        fine = cvpn_way_fail (leg, route.code, route.rule);
        if (route.code != CVPN_CODE_TGW_ROUTE_AZ_RESTRICTION)
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
                  .groups = cvpn_walk_endpoint (leg->walk)->groups,
                  .referable = way->referable || gate->egress },
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

/* A NAT gateway's and an endpoint's interface answer nobody who asks them. */
static gboolean
find_host (const CvpnLeg *leg)
{
    const CvpnNetwork *net = leg->walk->net;
    const CvpnPlace *place = &leg->way->place;

    if (place->host != CVPN_NONE)
        return TRUE;
    return cvpn_way_fail (leg, CVPN_CODE_NO_POSSIBLE_DESTINATION,
                          place->subnet == CVPN_NONE ? cvpn_vpc (net, place->vpc)->rule
                                                     : cvpn_subnet (net, place->subnet)->rule);
}

static CvpnMove
meet_recipient (const CvpnLeg *leg, gboolean from_outside)
{
    const CvpnRecipient *recipient = leg->recipient;

    leg->way->place.vpc = recipient->vpc;
    leg->way->place.subnet = recipient->subnet;
    if (recipient->landing) { /* step 7's own stage asks its ACL */
        leg->walk->answer_enters = from_outside;
        return CVPN_MOVE_ARRIVED;
    }
    if (from_outside && !cvpn_way_enter (leg, recipient->subnet))
        return CVPN_MOVE_STOPPED;
    return CVPN_MOVE_ARRIVED;
}

/* An answer that gets to another address than the one that asked is lost. */
static CvpnMove
lose_answer (const CvpnLeg *leg)
{
    const CvpnNetwork *net = leg->walk->net;
    const CvpnWay *way = leg->way;

    cvpn_way_fail (leg, CVPN_CODE_NO_POSSIBLE_DESTINATION, cvpn_route_look_up (net, way).rule);
    return CVPN_MOVE_STOPPED;
}

/* In the VPC that holds the address: its subnet's ACL, unless it comes from there. */
static CvpnMove
deliver (const CvpnLeg *leg)
{
    CvpnWay *way = leg->way;
    const CvpnPlace *place = &way->place;
    const gboolean from_outside = cvpn_way_leaves_subnet (way);

    if (leg->recipient)
        return place->vpc == leg->recipient->vpc &&
                       way->packet.destination == leg->recipient->address
                   ? meet_recipient (leg, from_outside)
                   : lose_answer (leg);
    if (!find_host (leg))
        return CVPN_MOVE_STOPPED;
    if (from_outside && place->subnet != CVPN_NONE && !cvpn_way_enter (leg, place->subnet))
        return CVPN_MOVE_STOPPED;
    return CVPN_MOVE_ARRIVED;
}

static gboolean
source_is_of_vpc (const CvpnLeg *leg)
{
    return cvpn_network_vpc_contains (leg->walk->net, leg->way->vpc, leg->way->packet.source);
}

static CvpnMove
cross_peering (const CvpnLeg *leg)
{
    const CvpnNetwork *net = leg->walk->net;
    CvpnWay *way = leg->way;
    const guint32 rule = leg->recipient
                             ? cvpn_route_look_up (net, way).rule
                             : cvpn_at (net->peerings, CvpnPeering, way->place.gateway)->rule;

    way->crossed |= CVPN_DISTANCE_PEERING;
    if (source_is_of_vpc (leg) && cvpn_vpc (net, way->place.vpc)->unknown) {
        cvpn_way_fail (leg, CVPN_CODE_UNKNOWN_RESOURCE, cvpn_vpc (net, way->place.vpc)->rule);
        return CVPN_MOVE_STOPPED;
    }
    if (source_is_of_vpc (leg) &&
        cvpn_network_vpc_contains (net, way->place.vpc, way->packet.destination))
        return deliver (leg);
    if (!cvpn_way_fail (leg, CVPN_CODE_PCX_REQUIRES_ADDRESS_IN_VPC_CIDR, rule) || leg->recipient ||
        cvpn_vpc (net, way->place.vpc)->unknown)
        return CVPN_MOVE_STOPPED;
    return deliver (leg);
}

/* A VPC without an internet gateway of its own is not on the internet; an unknown one
 * may be its own. */
static gboolean
miss_internet_gateway (const CvpnLeg *leg, const CvpnVpc *vpc)
{
    const guint32 unknown = leg->walk->net->unknown_internet_gateway;

    return unknown == CVPN_RULE_NONE
               ? cvpn_way_fail (leg, CVPN_CODE_NO_POSSIBLE_DESTINATION, vpc->rule)
               : cvpn_way_fail (leg, CVPN_CODE_UNKNOWN_RESOURCE, unknown);
}

static CvpnMove
deliver_from_internet (const CvpnLeg *leg)
{
    const CvpnNetwork *net = leg->walk->net;
    const CvpnVpc *vpc = cvpn_vpc (net, leg->way->place.vpc);

    if (leg->way->place.host != CVPN_NONE)
        leg->way->packet.destination = cvpn_host (net, leg->way->place.host)->address;
    if (vpc->internet_gateway == CVPN_NONE && !miss_internet_gateway (leg, vpc))
        return CVPN_MOVE_STOPPED;
    return deliver (leg);
}

static CvpnMove
cross_internet (const CvpnLeg *leg)
{
    CvpnWay *way = leg->way;
    const guint32 source =
        cvpn_network_public_address (leg->walk->net, way->vpc, way->packet.source);

    way->crossed |= CVPN_DISTANCE_INTERNET;
    way->referable = FALSE;
    if (leg->recipient) {
        if (way->packet.destination != leg->recipient->public_address)
            return lose_answer (leg);
        way->packet.source = source; /* NAT gateways pass it on */
        way->packet.destination = leg->recipient->address;
        return meet_recipient (leg, TRUE);
    }
    way->packet.source = source;
    return way->place.kind == CVPN_PLACE_VPC ? deliver_from_internet (leg) : CVPN_MOVE_ARRIVED;
}

static CvpnMove
cross_vpn (const CvpnLeg *leg)
{
    const CvpnGateway *gateway =
        cvpn_at (leg->walk->net->virtual_private_gateways, CvpnGateway, leg->way->target.index);

    leg->way->crossed |= CVPN_DISTANCE_VPN_CONNECTION;
    if (!source_is_of_vpc (leg) &&
        !cvpn_way_fail (leg, CVPN_CODE_VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS, gateway->rule))
        return CVPN_MOVE_STOPPED;
    if (leg->way->place.network == CVPN_NONE) {
        cvpn_way_fail (leg, CVPN_CODE_VGW_NO_ROUTE, gateway->rule);
        return CVPN_MOVE_STOPPED;
    }
    return leg->recipient ? lose_answer (leg) : CVPN_MOVE_ARRIVED;
}

static CvpnMove
reach_service (const CvpnLeg *leg)
{
    const guint32 rule =
        cvpn_at (leg->walk->net->vpc_endpoints, CvpnVpcEndpoint, leg->way->target.index)->rule;

    if (!source_is_of_vpc (leg) &&
        !cvpn_way_fail (leg, CVPN_CODE_GATEWAY_REJECTS_SPOOFED_TRAFFIC, rule))
        return CVPN_MOVE_STOPPED;
    if (leg->recipient && !cvpn_route_endpoint_carries (&leg->way->packet)) {
        cvpn_way_fail (leg, CVPN_CODE_VPCE_GATEWAY_PROTOCOL_RESTRICTION, rule);
        return CVPN_MOVE_STOPPED;
    }
    return leg->recipient ? lose_answer (leg) : CVPN_MOVE_ARRIVED;
}

CvpnMove
cvpn_way_move (const CvpnLeg *leg)
{
    switch ((CvpnTargetKind) leg->way->target.kind) {
    case CVPN_TARGET_LOCAL:
        return deliver (leg);
    case CVPN_TARGET_PEERING:
        return cross_peering (leg);
    case CVPN_TARGET_INTERNET_GATEWAY:
        return cross_internet (leg);
    case CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY:
        return cross_vpn (leg);
    case CVPN_TARGET_VPC_ENDPOINT:
        return reach_service (leg);
    case CVPN_TARGET_NAT_GATEWAY:
        return cvpn_nat_gateway_move (leg);
    case CVPN_TARGET_TRANSIT_GATEWAY:
        return cvpn_transit_move (leg);
    case CVPN_TARGET_HOST:
        return leg->way->place.final ? deliver (leg) : cvpn_forwarder_move (leg);
    case CVPN_TARGET_BLACKHOLE:
    case CVPN_TARGET_UNKNOWN:
        break; /* never a target to move to: another is supposed */
    }
    return CVPN_MOVE_STOPPED;
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
