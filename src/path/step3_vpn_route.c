/* Step 3, the endpoint's route table: does a route from the landing subnet
 * cover the destination?
 *
 * Only routes that target the subnet where the session landed count: traffic of
 * a client on Subnet-A cannot use a route to Subnet-B.  Longest prefix decides.
 * A route to `local` leads to other clients.  (AWS Client VPN Administrator
 * Guide, "Routes"; "Traffic Is Not Being Split between Subnets") */
#include "path/step.h"

/* No route here: name one that another landing has, else the whole endpoint. */
static guint32
find_elsewhere (const CvpnWalk *walk, const CvpnEndpoint *endpoint)
{
    const guint32 hit = cvpn_prefix_table_lookup (endpoint->pushed, walk->packet.destination);

    if (hit == CVPN_PREFIX_TABLE_NONE)
        return endpoint->rule;
    return cvpn_at (walk->net->vpn_routes, CvpnVpnRoute, hit)->rule;
}

void
cvpn_step_vpn_route (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const guint32 hit =
        cvpn_prefix_table_lookup (cvpn_walk_landing (walk)->routes, walk->packet.destination);
    const gboolean to_client =
        cvpn_prefix_contains (endpoint->client_cidr, walk->packet.destination);

    if (to_client) /* supposed even where the route is missing */
        walk->way.place.kind = CVPN_PLACE_CLIENT;
    if (hit == CVPN_PREFIX_TABLE_NONE) {
        cvpn_step_fail (walk, trace, CVPN_STAGE_VPN_ROUTE, CVPN_CODE_CVPN_NO_ROUTE_TO_DESTINATION,
                        find_elsewhere (walk, endpoint));
        return;
    }
    const CvpnVpnRoute *route = cvpn_at (walk->net->vpn_routes, CvpnVpnRoute, hit);
    walk->vpn_route = hit;
    if (to_client && route->association != CVPN_NONE)
        cvpn_step_fail (walk, trace, CVPN_STAGE_VPN_ROUTE,
                        CVPN_CODE_CVPN_CLIENT_TO_CLIENT_RESTRICTION, route->rule);
    else
        cvpn_step_pass (trace, CVPN_STAGE_VPN_ROUTE, route->rule);
}
