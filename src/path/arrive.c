/* Where a route's target leads: the end of the way, or the next interface on it. */
#include "path/route.h"

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
