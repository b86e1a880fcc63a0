/* What would lead to a destination if a route named it: how explain goes on behind
 * a route that is missing, and what it proposes. */
#include "path/route.h"

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

/* One that stands in the VPC, in a zone that lives, and has a public address; not behind the table
 * that would lead to it, or it would lead there itself. */
static guint32
find_nat_gateway (const CvpnNetwork *net, const CvpnWay *way)
{
    const guint32 table = cvpn_subnet (net, way->subnet)->route_table;

    for (guint32 i = 0; i < net->nat_gateways->len; i++) {
        const CvpnNatGateway *gateway = cvpn_at (net->nat_gateways, CvpnNatGateway, i);
        const CvpnNatAddress *first =
            cvpn_at (net->nat_addresses, CvpnNatAddress, gateway->addresses.first);
        const CvpnSubnet *subnet = cvpn_subnet (net, gateway->subnet);
        if (subnet->vpc == way->vpc && subnet->route_table != table && first->public_address != 0 &&
            !cvpn_subnet_is_dead (net, gateway->subnet))
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
    const gboolean own_public = cvpn_route_public_source (net, way) != 0;
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
