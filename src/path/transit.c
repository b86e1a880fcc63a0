/* Transit gateways: in by an attachment, its route table, out by another.
 *
 * Traffic enters by the attachment's subnet in the sender's zone and leaves into
 * the other VPC in that zone too, else (where it has none, or appliance mode is
 * on: an assumption) by its first subnet in a zone that has not failed, whose own route
 * table decides on.  ACLs
 * judge what enters the attachment's subnet from others and what leaves it to
 * others.  (AWS Transit Gateway Guide, "How transit gateways work", "Network ACLs
 * for transit gateways") */
#include "path/way.h"

#include "path/route.h"
#include "path/step.h"

static gboolean
fail (const CvpnLeg *leg, guint32 attachment, CvpnCode code, guint32 rule)
{
    const gboolean on = cvpn_way_fail (leg, code, rule);

    leg->trace->spots[leg->trace->n - 1].attachment = attachment;
    return on;
}

/* What decides in place of 'route', for all that is known: the table is unknown, or an
 * attachment propagates to it what is not known.  Nothing is longer than a static
 * route to one address. */
static guint32
find_unknown_route (const CvpnNetwork *net, const CvpnTransitRouteTable *table,
                    const CvpnTransitRoute *route)
{
    if (table->unknown)
        return table->rule;
    if (table->unknown_routes.count == 0 ||
        (route && !route->propagated && route->destination.length == 32))
        return CVPN_RULE_NONE;
    return cvpn_at (net->unknown_routes, CvpnUnknownRoute, table->unknown_routes.first)->rule;
}

/* The attachment that the table sends it out by, or supposed; CVPN_NONE: it ends. */
static guint32
choose_attachment (const CvpnLeg *leg, guint32 in)
{
    const CvpnNetwork *net = leg->walk->net;
    const CvpnAttachment *attachment = cvpn_at (net->attachments, CvpnAttachment, in);
    const guint32 destination = leg->way->packet.destination;
    CvpnCode code = CVPN_CODE_TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION;
    guint32 rule = attachment->rule;

    if (attachment->table != CVPN_NONE) {
        const CvpnTransitRouteTable *table =
            cvpn_at (net->transit_route_tables, CvpnTransitRouteTable, attachment->table);
        const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, destination);
        const CvpnTransitRoute *route = hit == CVPN_PREFIX_TABLE_NONE
                                            ? NULL
                                            : cvpn_at (net->transit_routes, CvpnTransitRoute, hit);
        const guint32 unknown = find_unknown_route (net, table, route);
        rule = unknown != CVPN_RULE_NONE ? unknown : route ? route->rule : table->rule;
        code = unknown != CVPN_RULE_NONE ? CVPN_CODE_UNKNOWN_RESOURCE
               : route                   ? CVPN_CODE_TGW_RTB_BAD_STATE_ROUTE
                                         : CVPN_CODE_TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT;
        if (unknown == CVPN_RULE_NONE && route && route->attachment != CVPN_NONE) {
            cvpn_step_pass (leg->trace, leg->stage, rule);
            return route->attachment;
        }
    }
    if (!fail (leg, in, code, rule))
        return CVPN_NONE;
    return cvpn_route_attachment (net, attachment->transit_gateway, destination);
}

static CvpnMove
stop_unknown (const CvpnLeg *leg, guint32 rule)
{
    cvpn_way_fail (leg, CVPN_CODE_UNKNOWN_RESOURCE, rule);
    return CVPN_MOVE_STOPPED;
}

/* The attachment's subnet in the zone, if that lives; else the first one that does;
 * CVPN_NONE: all of its zones have failed.  An unknown one may be in the zone, and may live. */
static guint32
choose_subnet (const CvpnNetwork *net, const CvpnAttachment *out, guint32 index, guint32 zone)
{
    const CvpnSpan all = out->subnets;
    guint32 subnet =
        zone == CVPN_NONE ? CVPN_NONE : cvpn_network_attachment_subnet (net, index, zone);

    if (subnet != CVPN_NONE && !cvpn_subnet_is_dead (net, subnet))
        return subnet;
    if (subnet == CVPN_NONE && zone != CVPN_NONE)
        subnet = cvpn_network_attachment_unknown_subnet (net, index);
    if (subnet != CVPN_NONE && cvpn_subnet (net, subnet)->unknown)
        return subnet;
    for (guint32 i = all.first; i < all.first + all.count; i++) {
        subnet = g_array_index (net->attachment_subnets, guint32, i);
        if (!cvpn_subnet_is_dead (net, subnet))
            return subnet;
    }
    return CVPN_NONE;
}

static CvpnMove
enter_vpc (const CvpnLeg *leg, const CvpnAttachment *out, guint32 index, guint32 zone)
{
    const CvpnNetwork *net = leg->walk->net;
    CvpnWay *way = leg->way;
    guint32 subnet = choose_subnet (net, out, index, zone);

    if (subnet == CVPN_NONE) {
        if (!fail (leg, index, CVPN_CODE_BAD_STATE_ATTACHMENT, out->rule))
            return CVPN_MOVE_STOPPED;
        subnet = g_array_index (net->attachment_subnets, guint32, out->subnets.first);
    }
    if (cvpn_subnet (net, subnet)->unknown)
        return stop_unknown (leg, cvpn_subnet (net, subnet)->rule);
    way->vpc = out->vpc;
    way->subnet = subnet;
    return CVPN_MOVE_ON;
}

static CvpnMove
enter_network (const CvpnLeg *leg, const CvpnAttachment *out)
{
    const CvpnNetwork *net = leg->walk->net;
    CvpnPlace *place = &leg->way->place;

    leg->way->crossed |= CVPN_DISTANCE_VPN_CONNECTION;
    place->kind = CVPN_PLACE_NETWORK;
    place->final = TRUE;
    place->vpc = CVPN_NONE;
    place->subnet = CVPN_NONE;
    place->gateway = out->vpn_connection;
    place->network = cvpn_at (net->vpn_connections, CvpnVpnConnection, place->gateway)->network;
    place->host = cvpn_network_host_in_network (net, place->network, leg->way->packet.destination);
    if (!leg->recipient)
        return CVPN_MOVE_ARRIVED;
    cvpn_way_fail (leg, CVPN_CODE_NO_POSSIBLE_DESTINATION, out->rule);
    return CVPN_MOVE_STOPPED;
}

/* What is not known of the attachment that the packet leaves by: itself, its VPC or
 * its VPN connection. */
static guint32
find_unknown (const CvpnNetwork *net, const CvpnAttachment *out)
{
    const CvpnVpc *vpc = out->vpc == CVPN_NONE ? NULL : cvpn_vpc (net, out->vpc);
    const CvpnVpnConnection *connection =
        out->vpn_connection == CVPN_NONE
            ? NULL
            : cvpn_at (net->vpn_connections, CvpnVpnConnection, out->vpn_connection);

    if (out->unknown)
        return out->rule;
    if (vpc && vpc->unknown)
        return vpc->rule;
    return connection && connection->unknown ? connection->rule : CVPN_RULE_NONE;
}

CvpnMove
cvpn_transit_forward (const CvpnLeg *leg, guint32 attachment, guint32 zone)
{
    const CvpnNetwork *net = leg->walk->net;
    const CvpnAttachment *in = cvpn_at (net->attachments, CvpnAttachment, attachment);
    const guint32 chosen = choose_attachment (leg, attachment);

    if (chosen == CVPN_NONE)
        return CVPN_MOVE_STOPPED;
    const CvpnAttachment *out = cvpn_at (net->attachments, CvpnAttachment, chosen);
    leg->way->crossed |= CVPN_DISTANCE_TRANSIT_GATEWAY;
    leg->way->referable &= in->security_group_referencing && out->security_group_referencing &&
                           cvpn_at (net->transit_gateways, CvpnTransitGateway, in->transit_gateway)
                               ->security_group_referencing;
    const guint32 unknown = find_unknown (net, out);
    if (unknown != CVPN_RULE_NONE)
        return stop_unknown (leg, unknown);
    if (out->vpc == CVPN_NONE)
        return enter_network (leg, out);
    return enter_vpc (leg, out, chosen, out->appliance_mode ? CVPN_NONE : zone);
}

CvpnMove
cvpn_transit_move (const CvpnLeg *leg)
{
    const CvpnNetwork *net = leg->walk->net;
    CvpnWay *way = leg->way;
    const guint32 subnet = way->place.subnet;

    if (subnet != way->subnet && !cvpn_way_enter (leg, subnet))
        return CVPN_MOVE_STOPPED;
    return cvpn_transit_forward (leg, cvpn_network_attachment (net, way->target.index, way->vpc),
                                 cvpn_subnet (net, subnet)->zone);
}
