/* The destination: every hop behind the landing subnet, and the host itself.
 *
 * The hops are way.c's.  At their end the host's security groups, which see the
 * interface's address and groups, never the client's; outside AWS the network's
 * firewall; then whether anything listens.  (AWS re:Post, "AWS Client VPN
 * connection and traffic flow handling simplified", step 5; docs/model.md,
 * destination) */
#include "path/filter.h"
#include "path/route.h"
#include "path/step.h"
#include "path/way.h"

static void
note_spot (const CvpnWalk *walk, CvpnTrace *trace)
{
    trace->spots[trace->n - 1] = (CvpnSpot){ .subnet = walk->way.place.subnet,
                                             .attachment = CVPN_NONE,
                                             .host = CVPN_NONE,
                                             .inbound = TRUE,
                                             .packet = walk->way.packet };
}

static gboolean
fail (CvpnWalk *walk, CvpnTrace *trace, CvpnCode code, guint32 rule)
{
    cvpn_step_fail (walk, trace, CVPN_STAGE_DESTINATION, code, rule);
    note_spot (walk, trace);
    return walk->go_on;
}

static void
pass (CvpnTrace *trace, guint32 rule)
{
    cvpn_step_pass (trace, CVPN_STAGE_DESTINATION, rule);
}

static gboolean
host_listens (const CvpnWalk *walk, const CvpnHost *host, const CvpnPacket *packet)
{
    const CvpnSame alike = cvpn_filter_alike (walk, packet, FALSE);

    if (host->listens_to_all)
        return TRUE;
    for (guint32 i = host->listen.first; i < host->listen.first + host->listen.count; i++)
        if (cvpn_filter_match (cvpn_at (walk->net->matches, CvpnMatch, i), packet, alike))
            return TRUE;
    return FALSE;
}

/* Dropped, or rejected: whether the refusal gets back is not known. */
static void
fail_undetermined (CvpnWalk *walk, CvpnTrace *trace, guint32 rule)
{
    const gboolean first = !walk->failed;

    fail (walk, trace, CVPN_CODE_NO_LISTENER, rule);
    if (first)
        walk->outcome = CVPN_OUTCOME_UNDETERMINED;
}

/* TCP answers a closed port with a reset, UDP with an ICMP error: a rejection if
 * it gets back to the client.  ICMP is answered by silence. */
static void
check_listener (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnHost *host = cvpn_host (walk->net, walk->way.place.host);
    const CvpnPacket *packet = &walk->way.packet;
    CvpnOutcome answer = CVPN_OUTCOME_DROPPED;

    if (!cvpn_step_size_at_host (walk, trace))
        return;
    if (host_listens (walk, host, packet)) {
        pass (trace, host->rule);
        return;
    }
    walk->answer_is_error = packet->protocol != CVPN_PROTOCOL_TCP;
    if (packet->protocol != CVPN_PROTOCOL_ICMP)
        answer = cvpn_walk_answer_outcome (walk);
    walk->answer_is_error = FALSE; /* what is further on the way judges an answer proper */
    if (answer == CVPN_OUTCOME_UNDETERMINED) {
        fail_undetermined (walk, trace, host->rule);
    } else if (answer != CVPN_OUTCOME_DELIVERED) {
        fail (walk, trace, CVPN_CODE_NO_LISTENER, host->rule);
    } else {
        cvpn_step_reject (walk, trace, CVPN_STAGE_DESTINATION, CVPN_CODE_NO_LISTENER,
                          CVPN_REASON_NONE, host->rule);
        note_spot (walk, trace);
    }
}

static void
reach_vpc (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnLeg leg = { walk, trace, &walk->way, CVPN_STAGE_DESTINATION, NULL };

    if (walk->way.place.host != CVPN_NONE &&
        cvpn_way_groups (&leg, walk->way.place.host, FALSE, FALSE))
        check_listener (walk, trace);
}

/* What the virtual private gateway knows of the far side; a transit gateway's route
 * has been told already. */
static void
tell_connection_route (const CvpnWalk *walk, CvpnTrace *trace)
{
    if (walk->way.place.via != CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY)
        return;
    const CvpnGateway *gateway =
        cvpn_at (walk->net->virtual_private_gateways, CvpnGateway, walk->way.target.index);
    const guint32 hit = cvpn_prefix_table_lookup (gateway->routes, walk->way.packet.destination);

    pass (trace, cvpn_at (walk->net->connection_routes, CvpnConnectionRoute, hit)->rule);
}

static void
reach_network (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnNetwork *net = walk->net;
    const CvpnOutside *network = cvpn_at (net->networks, CvpnOutside, walk->way.place.network);
    guint32 rule;

    tell_connection_route (walk, trace);
    if (network->unknown) { /* its firewall, its hosts, its way back */
        fail (walk, trace, CVPN_CODE_UNKNOWN_RESOURCE, network->rule);
        walk->way.place.kind = CVPN_PLACE_NOWHERE;
        return;
    }
    if (!cvpn_filter_firewall (net, network->firewall, &walk->way.packet,
                               cvpn_filter_alike (walk, &walk->way.packet, FALSE), &rule)) {
        if (!fail (walk, trace, CVPN_CODE_FIREWALL_RULES_RESTRICTION, rule))
            return;
    } else if (rule != CVPN_RULE_NONE) {
        pass (trace, rule);
    }
    if (walk->way.place.host == CVPN_NONE)
        fail (walk, trace, CVPN_CODE_NO_POSSIBLE_DESTINATION, network->rule);
    else
        check_listener (walk, trace);
}

/* The internet answers everything, but for a host that the file puts there. */
static void
reach_internet (CvpnWalk *walk, CvpnTrace *trace)
{
    if (walk->way.place.host != CVPN_NONE)
        check_listener (walk, trace);
    else
        pass (trace, cvpn_at (walk->net->networks, CvpnOutside, CVPN_INTERNET)->rule);
}

/* A service answers everything that gets there, but for a host that the file puts
 * on the internet at this address. */
static void
reach_service (CvpnWalk *walk, CvpnTrace *trace)
{
    const guint32 rule =
        cvpn_at (walk->net->vpc_endpoints, CvpnVpcEndpoint, walk->way.place.gateway)->rule;

    if (!cvpn_route_endpoint_carries (&walk->way.packet)) {
        fail (walk, trace, CVPN_CODE_VPCE_GATEWAY_PROTOCOL_RESTRICTION, rule);
        return;
    }
    pass (trace, rule);
    if (walk->way.place.host != CVPN_NONE)
        check_listener (walk, trace);
}

static void
arrive (CvpnWalk *walk, CvpnTrace *trace)
{
    switch ((CvpnPlaceKind) walk->way.place.kind) {
    case CVPN_PLACE_VPC:
        reach_vpc (walk, trace);
        break;
    case CVPN_PLACE_NETWORK:
        reach_network (walk, trace);
        break;
    case CVPN_PLACE_INTERNET:
        reach_internet (walk, trace);
        break;
    case CVPN_PLACE_SERVICE:
        reach_service (walk, trace);
        break;
    case CVPN_PLACE_NOWHERE:
    case CVPN_PLACE_CLIENT:
    case CVPN_PLACE_RESOLVER:
        break;
    }
}

/* Step 6 has asked the first table, step 7 the first ACL. */
void
cvpn_step_destination (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnLeg leg = { walk, trace, &walk->way, CVPN_STAGE_DESTINATION, NULL };
    CvpnMove move;

    if (walk->way.place.kind == CVPN_PLACE_CLIENT) {
        pass (trace, cvpn_walk_endpoint (walk)->rule);
        return;
    }
    if (walk->way.place.kind == CVPN_PLACE_RESOLVER) {
        pass (trace, cvpn_vpc (walk->net, walk->way.place.vpc)->rule);
        return;
    }
    if (walk->way.place.kind == CVPN_PLACE_NOWHERE) {
        cvpn_step_skip (trace, CVPN_STAGE_DESTINATION);
        return;
    }
    move = cvpn_way_move (&leg);
    if (move == CVPN_MOVE_ON)
        move = cvpn_way_run (&leg);
    if (move == CVPN_MOVE_ARRIVED)
        arrive (walk, trace);
    else if (!walk->way.place.final)
        walk->way.place.kind = CVPN_PLACE_NOWHERE; /* no answer to follow back */
}
