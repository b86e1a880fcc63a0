/* Routes whose destinations are not known: by a prefix list that the file does not
 * contain, or propagated by a gateway that it does not. */
#include "path/route.h"

/* Is 'best' used for its destination whatever the blocks of 'unknown' are?  The local
 * route has no more specific ones by prefix lists or propagation; nothing is longer
 * than one address; and to one and the same target both lead. */
static gboolean
is_decisive (const CvpnRoute *best, const CvpnUnknownRoute *unknown)
{
    if (best->target.kind == CVPN_TARGET_LOCAL)
        return TRUE;
    if (best->target.kind == unknown->target.kind && best->target.index == unknown->target.index)
        return TRUE;
    if (best->destination.length < 32 || best->propagated)
        return FALSE;
    return unknown->propagated || best->prefix_list == CVPN_NONE;
}

guint32
cvpn_route_unknown (const CvpnNetwork *net, const CvpnRouteTable *table, const CvpnRoute *best,
                    guint32 destination)
{
    const CvpnSpan routes = table->unknown_routes;

    for (guint32 i = routes.first; i < routes.first + routes.count; i++) {
        const CvpnUnknownRoute *route = cvpn_at (net->unknown_routes, CvpnUnknownRoute, i);
        if (route->public_only && cvpn_address_is_private (destination))
            continue;
        if (!best || !is_decisive (best, route))
            return route->rule;
    }
    return CVPN_RULE_NONE;
}
