/* Through a target: into a subnet of the VPC, or over what leads out of it.
 *
 * A peering carries what goes from one VPC's block to the other's.  An internet
 * gateway translates between private and public addresses.  A virtual private
 * gateway and a gateway endpoint serve their own VPC's addresses only, so what
 * came in by another gateway does not get out by them ("edge to edge routing",
 * Amazon VPC Peering Guide; Reachability Analyzer, explanation codes). */
#include "path/way.h"

#include "path/route.h"
#include "path/step.h"

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
    if (!cvpn_way_meets_life (leg, recipient->subnet))
        return CVPN_MOVE_STOPPED;
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

/* Of a host that the file may lack its subnet's zone and ACL are known, where the subnet is,
 * and nothing else. */
static CvpnMove
look_for_host (const CvpnLeg *leg, guint32 unknown)
{
    const CvpnPlace *place = &leg->way->place;

    if (!cvpn_way_meets_life (leg, place->subnet))
        return CVPN_MOVE_STOPPED;
    if (place->subnet != CVPN_NONE && cvpn_way_leaves_subnet (leg->way) &&
        !cvpn_way_enter (leg, place->subnet))
        return CVPN_MOVE_STOPPED;
    cvpn_way_fail (leg, CVPN_CODE_UNKNOWN_RESOURCE, unknown);
    return CVPN_MOVE_STOPPED;
}

/* The rule of who may have the address that no known host has.  A block of the VPC that is
 * public is not on the internet, whatever stands there. */
static guint32
find_unknown_host (const CvpnLeg *leg)
{
    const CvpnPlace *place = &leg->way->place;

    return place->host != CVPN_NONE || place->via == CVPN_TARGET_INTERNET_GATEWAY
               ? CVPN_RULE_NONE
               : cvpn_network_more_hosts (leg->walk->net, place->vpc, leg->way->packet.destination);
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
    const guint32 unknown = find_unknown_host (leg);
    if (unknown != CVPN_RULE_NONE)
        return look_for_host (leg, unknown);
    if (!find_host (leg) || !cvpn_way_meets_life (leg, place->subnet))
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
    const guint32 unknown = vpc->more_internet_gateways == CVPN_RULE_NONE
                                ? leg->walk->net->unknown_internet_gateway
                                : vpc->more_internet_gateways;

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
    const guint32 source = cvpn_route_public_source (leg->walk->net, way);

    way->crossed |= CVPN_DISTANCE_INTERNET;
    way->referable = FALSE;
    way->source_vpc = CVPN_NONE;
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

/* The gateway's connections that the file lacks may have the longest route to any address but
 * one that a known route is for. */
static gboolean
is_in_doubt (const CvpnLeg *leg, const CvpnGateway *gateway)
{
    const guint32 hit = cvpn_prefix_table_lookup (gateway->routes, leg->way->packet.destination);

    return gateway->more_connections != CVPN_RULE_NONE &&
           (hit == CVPN_PREFIX_TABLE_NONE ||
            cvpn_at (leg->walk->net->connection_routes, CvpnConnectionRoute, hit)
                    ->destination.length < 32);
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
    if (is_in_doubt (leg, gateway)) {
        cvpn_way_fail (leg, CVPN_CODE_UNKNOWN_RESOURCE, gateway->more_connections);
        return CVPN_MOVE_STOPPED;
    }
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
