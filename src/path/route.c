/* route: subnet route tables and their targets.
 *
 * Longest prefix decides; ties were settled when the table was built.  A route
 * to a peering that is not active is a blackhole.  An internet gateway carries
 * public addresses only and asks for a public address of the sender (Amazon VPC
 * User Guide, "Route tables", "Internet gateways"; Amazon VPC Peering Guide). */
#include "path/route.h"

guint32
cvpn_route_peer (const CvpnNetwork *net, guint32 peering, guint32 vpc)
{
    const CvpnPeering *p = cvpn_at (net->peerings, CvpnPeering, peering);

    return p->requester == vpc ? p->accepter : p->requester;
}

static CvpnCode
check_target (const CvpnNetwork *net, CvpnTarget target, guint32 destination,
              gboolean sender_is_public)
{
    switch ((CvpnTargetKind) target.kind) {
    case CVPN_TARGET_BLACKHOLE:
        return CVPN_CODE_BAD_STATE_ROUTE;
    case CVPN_TARGET_PEERING:
        return cvpn_at (net->peerings, CvpnPeering, target.index)->status == CVPN_PEERING_ACTIVE
                   ? CVPN_CODE_NONE
                   : CVPN_CODE_BAD_STATE_ROUTE;
    case CVPN_TARGET_INTERNET_GATEWAY:
        if (cvpn_address_is_private (destination))
            return CVPN_CODE_IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS;
        return sender_is_public ? CVPN_CODE_NONE : CVPN_CODE_IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS;
    case CVPN_TARGET_LOCAL:
    case CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY:
    case CVPN_TARGET_VPC_ENDPOINT:
    case CVPN_TARGET_NAT_GATEWAY:
    case CVPN_TARGET_TRANSIT_GATEWAY:
    case CVPN_TARGET_HOST:
        break;
    }
    return CVPN_CODE_NONE;
}

CvpnRouteResult
cvpn_route_lookup (const CvpnNetwork *net, guint32 subnet, guint32 destination,
                   gboolean sender_is_public)
{
    const CvpnRouteTable *table =
        cvpn_at (net->route_tables, CvpnRouteTable, cvpn_subnet (net, subnet)->route_table);
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, destination);
    CvpnRouteResult result = { .code = CVPN_CODE_NO_ROUTE_TO_DESTINATION, .rule = table->rule };

    if (hit == CVPN_PREFIX_TABLE_NONE)
        return result;
    const CvpnRoute *route = cvpn_at (net->routes, CvpnRoute, hit);
    result.rule = route->rule;
    result.target = route->target;
    result.code = check_target (net, route->target, destination, sender_is_public);
    return result;
}

/* The peering to the address's VPC: an active one, else one to be accepted or made. */
static guint32
find_peering (const CvpnNetwork *net, guint32 vpc, guint32 destination)
{
    guint32 best = CVPN_NONE;
    CvpnPeeringStatus best_status = CVPN_PEERING_DELETED;

    for (guint32 i = 0; i < net->peerings->len; i++) {
        const CvpnPeering *peering = cvpn_at (net->peerings, CvpnPeering, i);
        if ((peering->requester != vpc && peering->accepter != vpc) ||
            !cvpn_network_vpc_contains (net, cvpn_route_peer (net, i, vpc), destination))
            continue;
        if (best == CVPN_NONE || peering->status < best_status) {
            best = i;
            best_status = peering->status;
        }
    }
    return best;
}

static guint32
find_virtual_private_gateway (const CvpnNetwork *net, guint32 vpc, guint32 destination)
{
    for (guint32 i = 0; i < net->vpn_connections->len; i++) {
        const CvpnVpnConnection *connection = cvpn_at (net->vpn_connections, CvpnVpnConnection, i);
        const CvpnGateway *gateway =
            cvpn_at (net->virtual_private_gateways, CvpnGateway, connection->gateway);
        if (gateway->vpc == vpc &&
            cvpn_network_outside_contains (net, connection->network, destination))
            return connection->gateway;
    }
    return CVPN_NONE;
}

gboolean
cvpn_route_suppose (const CvpnNetwork *net, guint32 vpc, guint32 destination, CvpnTarget *target)
{
    target->kind = CVPN_TARGET_LOCAL;
    target->index = vpc;
    if (cvpn_network_vpc_contains (net, vpc, destination))
        return TRUE;
    target->kind = CVPN_TARGET_PEERING;
    target->index = find_peering (net, vpc, destination);
    if (target->index != CVPN_NONE)
        return TRUE;
    target->kind = CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY;
    target->index = find_virtual_private_gateway (net, vpc, destination);
    if (target->index != CVPN_NONE)
        return TRUE;
    target->kind = CVPN_TARGET_INTERNET_GATEWAY;
    target->index = cvpn_vpc (net, vpc)->internet_gateway;
    return target->index != CVPN_NONE && !cvpn_address_is_private (destination);
}

gboolean
cvpn_route_endpoint_carries (const CvpnPacket *packet)
{
    return packet->protocol == CVPN_PROTOCOL_TCP ||
           (packet->protocol == CVPN_PROTOCOL_ICMP && packet->icmp_type == 8);
}

guint32
cvpn_route_endpoint (const CvpnNetwork *net, guint32 vpc, const CvpnPacket *packet)
{
    if (!cvpn_route_endpoint_carries (packet))
        return CVPN_NONE;
    for (guint32 i = 0; i < net->vpc_endpoints->len; i++) {
        const CvpnVpcEndpoint *endpoint = cvpn_at (net->vpc_endpoints, CvpnVpcEndpoint, i);
        if (endpoint->vpc == vpc &&
            cvpn_network_prefix_list_contains (net, endpoint->prefix_list, packet->destination))
            return i;
    }
    return CVPN_NONE;
}

static void
arrive_in_vpc (const CvpnNetwork *net, CvpnPlace *place, guint32 vpc, guint32 destination)
{
    place->kind = CVPN_PLACE_VPC;
    place->vpc = vpc;
    place->subnet = cvpn_network_subnet_at (net, vpc, destination);
    place->host = cvpn_network_host_in_vpc (net, vpc, destination);
}

static guint32
find_vpc_of (const CvpnNetwork *net, guint32 address)
{
    for (guint32 i = 0; i < net->vpcs->len; i++)
        if (cvpn_network_vpc_contains (net, i, address))
            return i;
    return CVPN_NONE;
}

/* Beyond an internet gateway: a host's public address, a named network with
 * public blocks, or the internet at large.  A VPC's block is not on the internet,
 * even where its addresses could be: nobody has them there. */
static void
arrive_on_internet (const CvpnNetwork *net, CvpnPlace *place, guint32 destination)
{
    const guint32 host = cvpn_network_host_by_public_address (net, destination);

    if (host != CVPN_NONE && cvpn_host (net, host)->subnet != CVPN_NONE) {
        arrive_in_vpc (net, place, cvpn_subnet (net, cvpn_host (net, host)->subnet)->vpc,
                       cvpn_host (net, host)->address);
        return;
    }
    if (host != CVPN_NONE) {
        place->kind = CVPN_PLACE_NETWORK;
        place->network = cvpn_host (net, host)->network;
        place->host = host;
        return;
    }
    place->vpc = find_vpc_of (net, destination);
    if (place->vpc != CVPN_NONE) {
        place->kind = CVPN_PLACE_VPC;
        return;
    }
    place->network = cvpn_network_outside_at (net, destination);
    place->kind = place->network == CVPN_NONE ? CVPN_PLACE_INTERNET : CVPN_PLACE_NETWORK;
    if (place->network == CVPN_NONE)
        place->network = CVPN_INTERNET;
    place->host = cvpn_network_host_in_network (net, place->network, destination);
}

/* The gateway's longest route names the VPN connection. */
static void
arrive_over_vpn (const CvpnNetwork *net, CvpnPlace *place, guint32 gateway, guint32 destination)
{
    const guint32 hit = cvpn_prefix_table_lookup (
        cvpn_at (net->virtual_private_gateways, CvpnGateway, gateway)->routes, destination);

    place->kind = CVPN_PLACE_NETWORK;
    if (hit == CVPN_PREFIX_TABLE_NONE)
        return;
    place->gateway = cvpn_at (net->connection_routes, CvpnConnectionRoute, hit)->connection;
    place->network = cvpn_at (net->vpn_connections, CvpnVpnConnection, place->gateway)->network;
    place->host = cvpn_network_host_in_network (net, place->network, destination);
}

CvpnPlace
cvpn_route_arrive (const CvpnNetwork *net, guint32 vpc, CvpnTarget target, guint32 destination)
{
    CvpnPlace place = { .kind = CVPN_PLACE_NOWHERE,
                        .via = target.kind,
                        .gateway = CVPN_NONE,
                        .vpc = CVPN_NONE,
                        .subnet = CVPN_NONE,
                        .network = CVPN_NONE,
                        .host = CVPN_NONE };

    switch ((CvpnTargetKind) target.kind) {
    case CVPN_TARGET_LOCAL:
        arrive_in_vpc (net, &place, vpc, destination);
        break;
    case CVPN_TARGET_PEERING:
        place.gateway = target.index;
        arrive_in_vpc (net, &place, cvpn_route_peer (net, target.index, vpc), destination);
        break;
    case CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY:
        arrive_over_vpn (net, &place, target.index, destination);
        break;
    case CVPN_TARGET_INTERNET_GATEWAY:
        arrive_on_internet (net, &place, destination);
        break;
    case CVPN_TARGET_VPC_ENDPOINT:
        place.kind = CVPN_PLACE_SERVICE;
        place.gateway = target.index;
        place.host = cvpn_network_host_in_network (net, CVPN_INTERNET, destination);
        break;
    case CVPN_TARGET_NAT_GATEWAY:
    case CVPN_TARGET_TRANSIT_GATEWAY:
    case CVPN_TARGET_HOST:
    case CVPN_TARGET_BLACKHOLE:
        break;
    }
    return place;
}
