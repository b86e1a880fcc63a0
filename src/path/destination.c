/* The destination: every hop behind the landing subnet, and the host itself.
 *
 * Peering is not transitive.  At the far subnet the inbound ACL, then the
 * host's security groups, which see the interface's address and groups, never
 * the client's; outside AWS the network's firewall; then whether anything
 * listens.  (Amazon VPC Peering Guide; AWS re:Post, "AWS Client VPN connection
 * and traffic flow handling simplified", step 5; docs/model.md, destination) */
#include "path/filter.h"
#include "path/route.h"
#include "path/step.h"

static gboolean
fail (CvpnWalk *walk, CvpnTrace *trace, CvpnCode code, guint32 rule)
{
    cvpn_step_fail (walk, trace, CVPN_STAGE_DESTINATION, code, rule);
    return walk->go_on;
}

static void
pass (CvpnTrace *trace, guint32 rule)
{
    cvpn_step_pass (trace, CVPN_STAGE_DESTINATION, rule);
}

/* The packet as the far end sees it: behind an internet gateway the source is
 * public, and a host's public address has become its private one. */
static CvpnPacket
packet_at_far_end (const CvpnWalk *walk)
{
    CvpnPacket packet = walk->packet;

    if (walk->place.via != CVPN_TARGET_INTERNET_GATEWAY)
        return packet;
    packet.source = cvpn_walk_landing (walk)->public_address;
    if (walk->place.host != CVPN_NONE)
        packet.destination = cvpn_host (walk->net, walk->place.host)->address;
    return packet;
}

static gboolean
host_listens (const CvpnNetwork *net, const CvpnHost *host, const CvpnPacket *packet)
{
    if (host->listens_to_all)
        return TRUE;
    for (guint32 i = host->listen.first; i < host->listen.first + host->listen.count; i++)
        if (cvpn_match_admits (cvpn_at (net->matches, CvpnMatch, i), packet->protocol,
                               packet->destination_port, packet->icmp_type, packet->icmp_code))
            return TRUE;
    return FALSE;
}

/* TCP answers a closed port with a reset, UDP with an ICMP error: a rejection if
 * it gets back to the client.  ICMP is answered by silence. */
static void
check_listener (CvpnWalk *walk, CvpnTrace *trace, const CvpnPacket *packet)
{
    const CvpnHost *host = cvpn_host (walk->net, walk->place.host);
    gboolean arrives;

    if (host_listens (walk->net, host, packet)) {
        pass (trace, host->rule);
        return;
    }
    walk->answer_is_error = packet->protocol != CVPN_PROTOCOL_TCP;
    arrives = packet->protocol != CVPN_PROTOCOL_ICMP && cvpn_walk_answer_arrives (walk);
    walk->answer_is_error = FALSE; /* what is further on the way judges an answer proper */
    if (arrives)
        cvpn_step_reject (walk, trace, CVPN_STAGE_DESTINATION, CVPN_CODE_NO_LISTENER,
                          CVPN_REASON_NONE, host->rule);
    else
        fail (walk, trace, CVPN_CODE_NO_LISTENER, host->rule);
}

static gboolean
check_acl (CvpnWalk *walk, CvpnTrace *trace, const CvpnPacket *packet)
{
    const CvpnSubnet *subnet = cvpn_subnet (walk->net, walk->place.subnet);
    const CvpnAcl *acl = cvpn_at (walk->net->acls, CvpnAcl, subnet->acl);
    const CvpnAclEntry *entry;

    if (cvpn_walk_stays_in_subnet (walk))
        return TRUE;
    if (!cvpn_filter_acl (walk->net, acl->inbound, packet, packet->source, &entry))
        return fail (walk, trace, CVPN_CODE_SUBNET_ACL_RESTRICTION, entry->rule);
    pass (trace, entry->rule);
    return TRUE;
}

static gboolean
check_groups (CvpnWalk *walk, CvpnTrace *trace, const CvpnPacket *packet)
{
    const CvpnNetwork *net = walk->net;
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const CvpnSpan groups = cvpn_host (net, walk->place.host)->groups;
    const CvpnGroupsQuestion question = {
        .groups = groups,
        .vpc = walk->place.vpc,
        .packet = packet,
        .peer = { .address = packet->source,
                  .groups_known = TRUE,
                  .groups = endpoint->groups,
                  .referable = walk->place.via != CVPN_TARGET_INTERNET_GATEWAY },
    };
    guint n_rules;
    const guint32 rule = cvpn_filter_groups (net, &question, &n_rules);

    if (rule != CVPN_RULE_NONE) {
        pass (trace, rule);
        return TRUE;
    }
    const guint32 first = g_array_index (net->group_lists, guint32, groups.first);
    return fail (walk, trace,
                 n_rules == 0 ? CVPN_CODE_SG_HAS_NO_RULES : CVPN_CODE_ENI_SG_RULES_MISMATCH,
                 cvpn_at (net->security_groups, CvpnSecurityGroup, first)->rule);
}

/* What stops a packet at the VPC's edge, before any subnet. */
static CvpnCode
check_entry (const CvpnWalk *walk, guint32 *rule)
{
    const CvpnNetwork *net = walk->net;
    const CvpnPlace *place = &walk->place;

    *rule = cvpn_vpc (net, place->vpc)->rule;
    if (place->via == CVPN_TARGET_PEERING &&
        !cvpn_network_vpc_contains (net, place->vpc, walk->packet.destination)) {
        *rule = cvpn_at (net->peerings, CvpnPeering, place->gateway)->rule;
        return CVPN_CODE_PCX_REQUIRES_ADDRESS_IN_VPC_CIDR;
    }
    if (place->via == CVPN_TARGET_INTERNET_GATEWAY &&
        cvpn_vpc (net, place->vpc)->internet_gateway == CVPN_NONE)
        return CVPN_CODE_NO_POSSIBLE_DESTINATION;
    if (place->subnet != CVPN_NONE)
        *rule = cvpn_subnet (net, place->subnet)->rule;
    return place->host == CVPN_NONE ? CVPN_CODE_NO_POSSIBLE_DESTINATION : CVPN_CODE_NONE;
}

static void
reach_vpc (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnPacket packet = packet_at_far_end (walk);
    guint32 rule;
    const CvpnCode code = check_entry (walk, &rule);

    if (code != CVPN_CODE_NONE && !fail (walk, trace, code, rule))
        return;
    if (walk->place.subnet == CVPN_NONE || !check_acl (walk, trace, &packet))
        return;
    if (walk->place.host == CVPN_NONE || !check_groups (walk, trace, &packet))
        return;
    check_listener (walk, trace, &packet);
}

static guint32
find_connection_route (const CvpnWalk *walk)
{
    const CvpnGateway *gateway =
        cvpn_at (walk->net->virtual_private_gateways, CvpnGateway, walk->target.index);
    const guint32 hit = cvpn_prefix_table_lookup (gateway->routes, walk->packet.destination);

    return cvpn_at (walk->net->connection_routes, CvpnConnectionRoute, hit)->rule;
}

static void
reach_network (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnNetwork *net = walk->net;
    const CvpnPacket packet = packet_at_far_end (walk);
    guint32 rule;

    if (walk->place.network == CVPN_NONE) {
        fail (walk, trace, CVPN_CODE_VGW_NO_ROUTE,
              cvpn_at (net->virtual_private_gateways, CvpnGateway, walk->target.index)->rule);
        return;
    }
    const CvpnOutside *network = cvpn_at (net->networks, CvpnOutside, walk->place.network);
    if (walk->place.gateway != CVPN_NONE)
        pass (trace, find_connection_route (walk));
    if (!cvpn_filter_firewall (net, network->firewall, &packet, &rule)) {
        if (!fail (walk, trace, CVPN_CODE_FIREWALL_RULES_RESTRICTION, rule))
            return;
    } else if (rule != CVPN_RULE_NONE) {
        pass (trace, rule);
    }
    if (walk->place.host == CVPN_NONE)
        fail (walk, trace, CVPN_CODE_NO_POSSIBLE_DESTINATION, network->rule);
    else
        check_listener (walk, trace, &packet);
}

/* The internet answers everything, but for a host that the file puts there. */
static void
reach_internet (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnPacket packet = packet_at_far_end (walk);

    if (walk->place.host != CVPN_NONE)
        check_listener (walk, trace, &packet);
    else
        pass (trace, cvpn_at (walk->net->networks, CvpnOutside, CVPN_INTERNET)->rule);
}

/* A service answers everything that gets there, but for a host that the file puts
 * on the internet at this address. */
static void
reach_service (CvpnWalk *walk, CvpnTrace *trace)
{
    const guint32 rule =
        cvpn_at (walk->net->vpc_endpoints, CvpnVpcEndpoint, walk->place.gateway)->rule;

    if (!cvpn_route_endpoint_carries (&walk->packet)) {
        fail (walk, trace, CVPN_CODE_VPCE_GATEWAY_PROTOCOL_RESTRICTION, rule);
        return;
    }
    pass (trace, rule);
    if (walk->place.host != CVPN_NONE)
        check_listener (walk, trace, &walk->packet);
}

void
cvpn_step_destination (CvpnWalk *walk, CvpnTrace *trace)
{
    switch ((CvpnPlaceKind) walk->place.kind) {
    case CVPN_PLACE_NOWHERE:
        cvpn_step_skip (trace, CVPN_STAGE_DESTINATION);
        break;
    case CVPN_PLACE_CLIENT:
        pass (trace, cvpn_walk_endpoint (walk)->rule);
        break;
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
    }
}
