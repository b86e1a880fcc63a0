/* naive_transit: what a transit gateway's table makes of a packet. */
#include "naive.h"

gboolean
naive_cross_transit (NaiveTrip *trip, const CvpnAttachmentSpec *from, const char *zone)
{
    const CvpnSpec *spec = trip->n->spec;
    const CvpnTransitGatewaySpec *gateway =
        naive_find (spec->transit_gateways, from->transit_gateway);
    const CvpnTransitRouteTableSpec *table =
        naive_find (spec->transit_route_tables, from->route_table);
    const char *target = table ? naive_transit_route (spec, table, trip->packet.destination) : NULL;
    const CvpnAttachmentSpec *to = naive_find (spec->attachments, target);

    if (!table)
        return naive_stop (trip, CVPN_CODE_TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION);
    const CvpnUnknownSpec *more = naive_transit_route_doubt (spec, table, trip->packet.destination);
    if (more)
        return naive_stop (trip, naive_doubt (more));
    if (!target)
        return naive_stop (trip, CVPN_CODE_TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT);
    if (!to)
        return naive_stop (trip, CVPN_CODE_TGW_RTB_BAD_STATE_ROUTE);
    if (to->vpn_connection)
        return naive_leave_by_vpn (trip, naive_find (spec->vpn_connections, to->vpn_connection),
                                   to);
    trip->subnet = to->appliance_mode ? NULL : naive_attachment_subnet (spec, to, zone);
    for (guint i = 0; !trip->subnet && i < to->subnets->len; i++) {
        const CvpnSubnetSpec *next = naive_find (spec->subnets, to->subnets->pdata[i]);
        trip->subnet = naive_is_dead (trip->n, next) ? NULL : next;
    }
    if (!trip->subnet)
        return naive_stop (trip, CVPN_CODE_BAD_STATE_ATTACHMENT);
    trip->referable = trip->referable && gateway->security_group_referencing &&
                      from->security_group_referencing && to->security_group_referencing;
    return TRUE;
}
