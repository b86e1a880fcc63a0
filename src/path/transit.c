/* Transit gateways: in by an attachment, its route table, out by another.
 *
 * Traffic enters by the attachment's subnet in the sender's zone and leaves into
 * the other VPC in that zone too, else by its first subnet (where it has none,
 * the choice is an assumption), whose own route table decides on.  ACLs judge
 * what enters the attachment's subnet from others and what leaves it to others.
 * (AWS Transit Gateways guide, "How transit gateways work", "Network ACLs for
 * transit gateways") */
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
        rule = route ? route->rule : table->rule;
        code = route ? CVPN_CODE_TGW_RTB_BAD_STATE_ROUTE
                     : CVPN_CODE_TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT;
        if (route && route->attachment != CVPN_NONE) {
            cvpn_step_pass (leg->trace, leg->stage, rule);
            return route->attachment;
        }
    }
    if (!fail (leg, in, code, rule))
        return CVPN_NONE;
    return cvpn_route_attachment (net, attachment->transit_gateway, destination);
}

static void
enter_vpc (CvpnWay *way, const CvpnNetwork *net, const CvpnAttachment *out, guint32 index,
           guint32 zone)
{
    guint32 subnet = cvpn_network_attachment_subnet (net, index, zone);

    if (subnet == CVPN_NONE)
        subnet = g_array_index (net->attachment_subnets, guint32, out->subnets.first);
    way->vpc = out->vpc;
    way->subnet = subnet;
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
    if (out->vpc == CVPN_NONE)
        return enter_network (leg, out);
    enter_vpc (leg->way, net, out, chosen, zone);
    return CVPN_MOVE_ON;
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
