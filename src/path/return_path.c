/* The way back: from the destination to the endpoint's interface.
 *
 * The far subnet's own route table must lead back to who sent the packet, the
 * interface or the last NAT gateway, and its ACL, being stateless, must let the
 * answer out to the port that SNAT chose; outside AWS the network's routers must
 * send it back over the VPN.  Each NAT gateway undoes what it did, and its own
 * subnet's table decides on.  Security groups are stateful and let the answer
 * pass.  The landing subnet's inbound ACL is step 7's.  (Amazon VPC User Guide,
 * "Network ACLs", "NAT gateway basics"; Amazon VPC Peering Guide, "Update your
 * route tables") */
#include "path/route.h"
#include "path/step.h"
#include "path/way.h"

/* The interface itself, or the NAT gateway that translated last. */
static CvpnRecipient
find_recipient (const CvpnWalk *walk, guint n_translations)
{
    const CvpnNetwork *net = walk->net;
    const CvpnAssociation *landing = cvpn_walk_landing (walk);

    if (n_translations == 0)
        return (CvpnRecipient){ cvpn_walk_subnet (walk)->vpc, landing->subnet,
                                landing->interface_address, landing->public_address, TRUE };
    const CvpnNatAddress *nat = cvpn_at (net->nat_addresses, CvpnNatAddress,
                                         walk->translations[n_translations - 1].nat_address);
    const guint32 subnet = cvpn_at (net->nat_gateways, CvpnNatGateway, nat->gateway)->subnet;
    return (CvpnRecipient){ cvpn_subnet (net, subnet)->vpc, subnet, nat->address,
                            nat->public_address, FALSE };
}

/* From a gateway to the recipient, which the answer was sent to.  It comes into the VPC
 * that the request left, which need not be the sender's where blocks overlap. */
static CvpnMove
enter_from_gateway (const CvpnLeg *leg)
{
    const CvpnRecipient *recipient = leg->recipient;
    const guint32 vpc = leg->walk->way.vpc;

    if (vpc != CVPN_NONE && vpc != recipient->vpc) {
        cvpn_way_fail (leg, CVPN_CODE_NO_POSSIBLE_DESTINATION,
                       cvpn_vpc (leg->walk->net, vpc)->rule);
        return CVPN_MOVE_STOPPED;
    }
    leg->way->packet.destination = recipient->address;
    leg->way->vpc = recipient->vpc;
    if (!cvpn_way_meets_life (leg, recipient->subnet))
        return CVPN_MOVE_STOPPED;
    if (!recipient->landing)
        return cvpn_way_enter (leg, recipient->subnet) ? CVPN_MOVE_ARRIVED : CVPN_MOVE_STOPPED;
    leg->walk->answer_enters = TRUE;
    return CVPN_MOVE_ARRIVED;
}

static CvpnMove
leave_vpc (const CvpnLeg *leg)
{
    const CvpnHost *host = cvpn_host (leg->walk->net, leg->walk->way.place.host);
    CvpnWay *way = leg->way;

    way->subnet = host->subnet;
    way->vpc = way->source_vpc = cvpn_subnet (leg->walk->net, host->subnet)->vpc;
    way->referable = TRUE;
    if (!cvpn_way_meets_life (leg, host->subnet)) /* its zone has failed since */
        return CVPN_MOVE_STOPPED;
    if (cvpn_tracking_expired (&host->tracking, leg->walk) &&
        !cvpn_way_groups (leg, leg->walk->way.place.host, TRUE, TRUE))
        return CVPN_MOVE_STOPPED;
    return cvpn_way_run (leg);
}

/* Over the VPN by which the request came. */
static CvpnMove
leave_network (const CvpnLeg *leg)
{
    const CvpnNetwork *net = leg->walk->net;
    const CvpnPlace *place = &leg->walk->way.place;
    const CvpnOutside *network = cvpn_at (net->networks, CvpnOutside, place->network);
    const guint32 rule =
        cvpn_prefix_table_lookup (network->return_routes, leg->way->packet.destination);

    /* Over the internet the answer goes to a public address, by anybody's routes. */
    if (place->via == CVPN_TARGET_INTERNET_GATEWAY) {
        cvpn_step_pass (leg->trace, leg->stage, network->rule);
        return enter_from_gateway (leg);
    }
    if (rule != CVPN_PREFIX_TABLE_NONE)
        cvpn_step_pass (leg->trace, leg->stage, rule);
    else if (!cvpn_way_fail (leg, CVPN_CODE_NO_RETURN_ROUTE, network->rule))
        return CVPN_MOVE_STOPPED;
    if (place->via != CVPN_TARGET_TRANSIT_GATEWAY)
        return enter_from_gateway (leg);
    const CvpnVpnConnection *connection =
        cvpn_at (net->vpn_connections, CvpnVpnConnection, place->gateway);
    const CvpnMove move = cvpn_transit_forward (leg, connection->attachment, CVPN_NONE);
    return move == CVPN_MOVE_ON ? cvpn_way_run (leg) : move;
}

/* By the endpoint, which needs no route. */
static CvpnMove
leave_service (const CvpnLeg *leg)
{
    const CvpnPlace *place = &leg->walk->way.place;

    cvpn_step_pass (leg->trace, leg->stage,
                    cvpn_at (leg->walk->net->vpc_endpoints, CvpnVpcEndpoint, place->gateway)->rule);
    return enter_from_gateway (leg);
}

static CvpnMove
leave_place (const CvpnLeg *leg)
{
    switch ((CvpnPlaceKind) leg->walk->way.place.kind) {
    case CVPN_PLACE_VPC:
        return leave_vpc (leg);
    case CVPN_PLACE_NETWORK:
        return leave_network (leg);
    case CVPN_PLACE_SERVICE:
        return leave_service (leg);
    case CVPN_PLACE_INTERNET:
    case CVPN_PLACE_CLIENT:
    case CVPN_PLACE_RESOLVER:
    case CVPN_PLACE_NOWHERE:
        break;
    }
    cvpn_step_pass (leg->trace, leg->stage, CVPN_RULE_NONE);
    return enter_from_gateway (leg);
}

/* An answer that comes too late finds no connection at the NAT gateway. */
static gboolean
is_remembered (const CvpnLeg *leg, guint n)
{
    const CvpnNetwork *net = leg->walk->net;
    const guint32 gateway =
        cvpn_at (net->nat_addresses, CvpnNatAddress, leg->walk->translations[n - 1].nat_address)
            ->gateway;

    CvpnShapes *alike = leg->walk->alike_shapes;

    return cvpn_extent_at_most (alike ? &alike->idle : NULL, leg->walk->idle_ns,
                                CVPN_NAT_IDLE - 1) ||
           cvpn_way_fail (leg, CVPN_CODE_NGW_IDLE_TIMEOUT,
                          cvpn_at (net->nat_gateways, CvpnNatGateway, gateway)->rule);
}

/* The NAT gateway undoes what it did, and sends on. */
static void
restore (const CvpnWalk *walk, guint n, const CvpnRecipient *gateway, CvpnWay *way)
{
    const CvpnTranslation *translation = &walk->translations[n - 1];

    way->packet.destination = translation->source;
    way->packet.destination_port = translation->source_port;
    way->vpc = gateway->vpc;
    way->subnet = gateway->subnet;
}

/* At the endpoint's interface; step 7 asks the subnet's ACL. */
static void
meet_interface (const CvpnLeg *leg)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (leg->walk);
    const CvpnGate gate = { .groups = cvpn_walk_landing (leg->walk)->groups,
                            .vpc = endpoint->vpc,
                            .host = CVPN_NONE,
                            .late = TRUE };

    if (cvpn_tracking_expired (&endpoint->tracking, leg->walk))
        cvpn_way_pass_gate (leg, &gate);
}

static void
follow_back (CvpnWalk *walk, CvpnTrace *trace)
{
    guint n = walk->n_translations;
    CvpnRecipient recipient = find_recipient (walk, n);
    CvpnWay way = { .packet = cvpn_walk_answer (walk, &walk->way.packet),
                    .subnet = CVPN_NONE,
                    .vpc = CVPN_NONE,
                    .source_vpc = CVPN_NONE };
    const CvpnLeg leg = { walk, trace, &way, CVPN_STAGE_RETURN, &recipient };
    CvpnMove move = leave_place (&leg);

    while (move == CVPN_MOVE_ARRIVED && n > 0 && is_remembered (&leg, n)) {
        restore (walk, n, &recipient, &way);
        recipient = find_recipient (walk, --n);
        move = cvpn_way_run (&leg);
    }
    if (move == CVPN_MOVE_ARRIVED && n == 0)
        meet_interface (&leg);
}

void
cvpn_step_return (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnPlace *place = &walk->way.place;
    const gboolean nobody = place->kind == CVPN_PLACE_NOWHERE ||
                            (place->kind == CVPN_PLACE_VPC && place->host == CVPN_NONE) ||
                            (place->kind == CVPN_PLACE_NETWORK && place->network == CVPN_NONE);

    if (cvpn_walk_is_exempt (walk))
        cvpn_step_pass (trace, CVPN_STAGE_RETURN, CVPN_RULE_NONE);
    else if (nobody)
        cvpn_step_skip (trace, CVPN_STAGE_RETURN);
    else
        follow_back (walk, trace);
}
