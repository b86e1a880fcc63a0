/* route: subnet route tables and their targets.
 *
 * Longest prefix decides; ties were settled when the table was built.  A route
 * to a peering that is not active is a blackhole.  An internet gateway carries
 * public addresses only and asks for a public address of the source (Amazon VPC
 * User Guide, "Route tables", "Internet gateways"; Amazon VPC Peering Guide). */
#include "path/route.h"

guint32
cvpn_route_peer (const CvpnNetwork *net, guint32 peering, guint32 vpc)
{
    const CvpnPeering *p = cvpn_at (net->peerings, CvpnPeering, peering);

    return p->requester == vpc ? p->accepter : p->requester;
}

static CvpnCode
check_internet_gateway (const CvpnNetwork *net, const CvpnWay *way)
{
    if (cvpn_address_is_private (way->packet.destination))
        return CVPN_CODE_IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS;
    return cvpn_network_public_address (net, way->vpc, way->packet.source) != 0
               ? CVPN_CODE_NONE
               : CVPN_CODE_IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS;
}

static CvpnCode
doubt (CvpnRouteResult *result, guint32 rule)
{
    result->rule = rule;
    return CVPN_CODE_UNKNOWN_RESOURCE;
}

/* Without an attachment of the VPC the route's target is not there; an unknown one, or
 * an unknown subnet of one, may be what is missing. */
static CvpnCode
check_transit_gateway (const CvpnNetwork *net, const CvpnWay *way, CvpnRouteResult *result)
{
    const guint32 attachment = cvpn_network_attachment (net, result->target.index, way->vpc);
    const guint32 zone = cvpn_subnet (net, way->subnet)->zone;

    if (attachment == CVPN_NONE)
        return net->unknown_attachment == CVPN_RULE_NONE ? CVPN_CODE_BAD_STATE_ROUTE
                                                         : doubt (result, net->unknown_attachment);
    if (cvpn_network_attachment_subnet (net, attachment, zone) != CVPN_NONE)
        return CVPN_CODE_NONE;
    const guint32 unknown = cvpn_network_attachment_unknown_subnet (net, attachment);
    return unknown == CVPN_NONE ? CVPN_CODE_TGW_ROUTE_AZ_RESTRICTION
                                : doubt (result, cvpn_subnet (net, unknown)->rule);
}

static CvpnCode
check_target (const CvpnNetwork *net, const CvpnWay *way, CvpnRouteResult *result)
{
    const CvpnTarget target = result->target;

    switch ((CvpnTargetKind) target.kind) {
    case CVPN_TARGET_UNKNOWN:
        return doubt (result, target.index);
    case CVPN_TARGET_BLACKHOLE:
        return CVPN_CODE_BAD_STATE_ROUTE;
    case CVPN_TARGET_PEERING:
        return cvpn_at (net->peerings, CvpnPeering, target.index)->status == CVPN_PEERING_ACTIVE
                   ? CVPN_CODE_NONE
                   : CVPN_CODE_BAD_STATE_ROUTE;
    case CVPN_TARGET_INTERNET_GATEWAY:
        return check_internet_gateway (net, way);
    case CVPN_TARGET_TRANSIT_GATEWAY:
        return check_transit_gateway (net, way, result);
    case CVPN_TARGET_LOCAL:
    case CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY:
    case CVPN_TARGET_VPC_ENDPOINT:
    case CVPN_TARGET_NAT_GATEWAY:
    case CVPN_TARGET_HOST:
        break;
    }
    return CVPN_CODE_NONE;
}

CvpnRouteResult
cvpn_route_look_up (const CvpnNetwork *net, const CvpnWay *way)
{
    const CvpnRouteTable *table =
        cvpn_at (net->route_tables, CvpnRouteTable, cvpn_subnet (net, way->subnet)->route_table);
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, way->packet.destination);
    CvpnRouteResult result = { .code = CVPN_CODE_NO_ROUTE_TO_DESTINATION, .rule = table->rule };

    const CvpnRoute *route =
        hit == CVPN_PREFIX_TABLE_NONE ? NULL : cvpn_at (net->routes, CvpnRoute, hit);
    const guint32 unknown = table->unknown
                                ? table->rule
                                : cvpn_route_unknown (net, table, route, way->packet.destination);

    if (unknown != CVPN_RULE_NONE) {
        result.code = doubt (&result, unknown);
    } else if (route) {
        result.rule = route->rule;
        result.target = route->target;
        result.code = check_target (net, way, &result);
    }
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
        if (connection->gateway != CVPN_NONE &&
            cvpn_at (net->virtual_private_gateways, CvpnGateway, connection->gateway)->vpc == vpc &&
            cvpn_network_outside_contains (net, connection->network, destination))
            return connection->gateway;
    }
    return CVPN_NONE;
}

static gboolean
is_behind (const CvpnNetwork *net, const CvpnAttachment *attachment, guint32 address)
{
    if (attachment->vpc != CVPN_NONE)
        return cvpn_network_vpc_contains (net, attachment->vpc, address);
    if (attachment->vpn_connection == CVPN_NONE)
        return FALSE;
    const CvpnVpnConnection *connection =
        cvpn_at (net->vpn_connections, CvpnVpnConnection, attachment->vpn_connection);
    return !connection->unknown &&
           cvpn_network_outside_contains (net, connection->network, address);
}

guint32
cvpn_route_attachment (const CvpnNetwork *net, guint32 transit_gateway, guint32 address)
{
    for (guint32 i = 0; i < net->attachments->len; i++) {
        const CvpnAttachment *attachment = cvpn_at (net->attachments, CvpnAttachment, i);
        if (attachment->transit_gateway == transit_gateway && is_behind (net, attachment, address))
            return i;
    }
    return CVPN_NONE;
}

static guint32
find_transit_gateway (const CvpnNetwork *net, guint32 vpc, guint32 destination)
{
    for (guint32 i = 0; i < net->transit_gateways->len; i++)
        if (cvpn_network_attachment (net, i, vpc) != CVPN_NONE &&
            cvpn_route_attachment (net, i, destination) != CVPN_NONE)
            return i;
    return CVPN_NONE;
}

/* One that stands in the VPC and has a public address; not behind the table that
 * would lead to it, or it would lead there itself. */
static guint32
find_nat_gateway (const CvpnNetwork *net, const CvpnWay *way)
{
    const guint32 table = cvpn_subnet (net, way->subnet)->route_table;

    for (guint32 i = 0; i < net->nat_gateways->len; i++) {
        const CvpnNatGateway *gateway = cvpn_at (net->nat_gateways, CvpnNatGateway, i);
        const CvpnNatAddress *first =
            cvpn_at (net->nat_addresses, CvpnNatAddress, gateway->addresses.first);
        const CvpnSubnet *subnet = cvpn_subnet (net, gateway->subnet);
        if (subnet->vpc == way->vpc && subnet->route_table != table && first->public_address != 0)
            return i;
    }
    return CVPN_NONE;
}

static gboolean
leads_to_internet_gateway (const CvpnNetwork *net, guint32 table)
{
    const CvpnSpan routes = cvpn_at (net->route_tables, CvpnRouteTable, table)->routes;

    for (guint32 i = routes.first; i < routes.first + routes.count; i++)
        if (cvpn_at (net->routes, CvpnRoute, i)->target.kind == CVPN_TARGET_INTERNET_GATEWAY)
            return TRUE;
    return FALSE;
}

/* By the source's own public address, or a NAT gateway's: that one from a private
 * subnet, whose table is not to become a public one. */
static gboolean
suppose_internet (const CvpnNetwork *net, const CvpnWay *way, CvpnTarget *target)
{
    const guint32 table = cvpn_subnet (net, way->subnet)->route_table;
    const gboolean own_public =
        cvpn_network_public_address (net, way->vpc, way->packet.source) != 0;
    const guint32 gateway = cvpn_vpc (net, way->vpc)->internet_gateway;

    if (cvpn_address_is_private (way->packet.destination))
        return FALSE;
    *target = (CvpnTarget){ CVPN_TARGET_NAT_GATEWAY, find_nat_gateway (net, way) };
    if (target->index != CVPN_NONE && !(own_public && leads_to_internet_gateway (net, table)))
        return TRUE;
    *target = (CvpnTarget){ CVPN_TARGET_INTERNET_GATEWAY, gateway };
    return own_public && gateway != CVPN_NONE;
}

gboolean
cvpn_route_suppose (const CvpnNetwork *net, const CvpnWay *way, CvpnTarget *target)
{
    const guint32 vpc = way->vpc, destination = way->packet.destination;
    const gboolean own = cvpn_network_vpc_contains (net, vpc, way->packet.source);

    *target = (CvpnTarget){ CVPN_TARGET_LOCAL, vpc };
    if (cvpn_network_vpc_contains (net, vpc, destination))
        return TRUE;
    *target = (CvpnTarget){ CVPN_TARGET_PEERING, find_peering (net, vpc, destination) };
    if (target->index != CVPN_NONE && own)
        return TRUE;
    *target =
        (CvpnTarget){ CVPN_TARGET_TRANSIT_GATEWAY, find_transit_gateway (net, vpc, destination) };
    if (target->index != CVPN_NONE)
        return TRUE;
    *target = (CvpnTarget){ CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY,
                            find_virtual_private_gateway (net, vpc, destination) };
    return (target->index != CVPN_NONE && own) || suppose_internet (net, way, target);
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
    place->final = TRUE;
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

    place->final = TRUE;
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
    place->final = TRUE;
    if (hit == CVPN_PREFIX_TABLE_NONE)
        return;
    place->gateway = cvpn_at (net->connection_routes, CvpnConnectionRoute, hit)->connection;
    place->network = cvpn_at (net->vpn_connections, CvpnVpnConnection, place->gateway)->network;
    place->host = cvpn_network_host_in_network (net, place->network, destination);
}

/* The interface of a NAT gateway, of a transit gateway's attachment, of a host that
 * forwards: the table of its subnet decides again. */
static void
arrive_at_hop (CvpnPlace *place, guint32 vpc, guint32 subnet)
{
    place->kind = CVPN_PLACE_VPC;
    place->vpc = vpc;
    place->subnet = subnet;
}

/* One in the sender's zone; else, where that is an obstacle, the first. */
static void
arrive_at_attachment (const CvpnNetwork *net, CvpnPlace *place, const CvpnWay *way)
{
    const guint32 index = cvpn_network_attachment (net, way->target.index, way->vpc);
    const guint32 zone = cvpn_subnet (net, way->subnet)->zone;
    const guint32 subnet = cvpn_network_attachment_subnet (net, index, zone);
    const CvpnSpan all = cvpn_at (net->attachments, CvpnAttachment, index)->subnets;

    arrive_at_hop (
        place, way->vpc,
        subnet != CVPN_NONE ? subnet : g_array_index (net->attachment_subnets, guint32, all.first));
}

static void
arrive_at_host (const CvpnNetwork *net, CvpnPlace *place, const CvpnWay *way)
{
    const CvpnHost *host = cvpn_host (net, way->target.index);

    arrive_at_hop (place, way->vpc, host->subnet);
    place->host = way->target.index;
    place->final = host->address == way->packet.destination;
}

CvpnPlace
cvpn_route_arrive (const CvpnNetwork *net, const CvpnWay *way)
{
    const CvpnTarget target = way->target;
    const guint32 destination = way->packet.destination;
    CvpnPlace place = { .kind = CVPN_PLACE_NOWHERE,
                        .via = target.kind,
                        .gateway = CVPN_NONE,
                        .vpc = CVPN_NONE,
                        .subnet = CVPN_NONE,
                        .network = CVPN_NONE,
                        .host = CVPN_NONE };

    switch ((CvpnTargetKind) target.kind) {
    case CVPN_TARGET_LOCAL:
        arrive_in_vpc (net, &place, way->vpc, destination);
        break;
    case CVPN_TARGET_PEERING:
        place.gateway = target.index;
        arrive_in_vpc (net, &place, cvpn_route_peer (net, target.index, way->vpc), destination);
        break;
    case CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY:
        arrive_over_vpn (net, &place, target.index, destination);
        break;
    case CVPN_TARGET_INTERNET_GATEWAY:
        arrive_on_internet (net, &place, destination);
        break;
    case CVPN_TARGET_VPC_ENDPOINT:
        place.kind = CVPN_PLACE_SERVICE;
        place.final = TRUE;
        place.gateway = target.index;
        place.host = cvpn_network_host_in_network (net, CVPN_INTERNET, destination);
        break;
    case CVPN_TARGET_NAT_GATEWAY:
        arrive_at_hop (&place, way->vpc,
                       cvpn_at (net->nat_gateways, CvpnNatGateway, target.index)->subnet);
        break;
    case CVPN_TARGET_TRANSIT_GATEWAY:
        arrive_at_attachment (net, &place, way);
        break;
    case CVPN_TARGET_HOST:
        arrive_at_host (net, &place, way);
        break;
    case CVPN_TARGET_BLACKHOLE:
    case CVPN_TARGET_UNKNOWN:
        break;
    }
    if (place.subnet != CVPN_NONE && cvpn_subnet (net, place.subnet)->unknown)
        place.kind = CVPN_PLACE_NOWHERE; /* its tables and ACLs, its zone: all unknown */
    return place;
}
