/* Step 3, the endpoint's route table: does a route from the landing subnet
 * cover the destination?
 *
 * Only routes that target the subnet where the session landed count: traffic of
 * a client on Subnet-A cannot use a route to Subnet-B.  Longest prefix decides.
 * A route to `local` leads to other clients.  (AWS Client VPN Administrator
 * Guide, "Routes"; "Traffic Is Not Being Split between Subnets")
 *
 * What is on its way to the Amazon-provided DNS server meets neither security
 * groups nor network ACLs (Amazon VPC User Guide, "Amazon DNS server"). */
#include "path/filter.h"
#include "path/step.h"

#define DNS_PORT 53

/* No route here: name one that another landing has, else the whole endpoint. */
static guint32
find_elsewhere (const CvpnWalk *walk, const CvpnEndpoint *endpoint)
{
    const guint32 hit = cvpn_prefix_table_lookup (endpoint->pushed, walk->packet.destination);

    if (hit == CVPN_PREFIX_TABLE_NONE)
        return endpoint->rule;
    return cvpn_at (walk->net->vpn_routes, CvpnVpnRoute, hit)->rule;
}

gboolean
cvpn_step_is_dns (const CvpnWalk *walk)
{
    static const CvpnMatch dns[] = {
        { CVPN_PROTOCOL_UDP, DNS_PORT, DNS_PORT, CVPN_ICMP_ANY, CVPN_ICMP_ANY },
        { CVPN_PROTOCOL_TCP, DNS_PORT, DNS_PORT, CVPN_ICMP_ANY, CVPN_ICMP_ANY },
    };
    const CvpnPacket *packet = &walk->packet;
    const CvpnSame alike = cvpn_filter_alike (walk, packet, FALSE);

    return cvpn_filter_match (&dns[0], packet, alike) || cvpn_filter_match (&dns[1], packet, alike);
}

/* Amazon's DNS server is no host of the VPC, and it answers this VPC only. */
static gboolean
asks_resolver (const CvpnWalk *walk)
{
    return cvpn_network_is_resolver (walk->net, cvpn_walk_endpoint (walk)->vpc,
                                     walk->packet.destination) &&
           cvpn_step_is_dns (walk);
}

/* Where it goes without the VPC's leave, supposed even where the route is missing. */
static void
choose_place (CvpnWalk *walk, gboolean to_client)
{
    CvpnPlace *place = &walk->way.place;

    if (to_client) {
        place->kind = CVPN_PLACE_CLIENT;
    } else if (asks_resolver (walk)) {
        place->kind = CVPN_PLACE_RESOLVER;
        place->vpc = cvpn_walk_endpoint (walk)->vpc;
        place->final = TRUE;
    }
}

/* The rule of what may have a route where no known one leads there, CVPN_RULE_NONE: nothing.
 * Between clients it is the `local` route, to just their block, that leads there. */
static guint32
find_unknown (const CvpnWalk *walk, const CvpnVpnRoute *route, gboolean to_client)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const gboolean leads = route && (!to_client || route->association == CVPN_NONE ||
                                     route->destination.length > endpoint->client_cidr.length);

    if (leads)
        return CVPN_RULE_NONE;
    return cvpn_walk_landing (walk)->maybe && !to_client ? cvpn_walk_subnet (walk)->rule
                                                         : endpoint->more_routes;
}

void
cvpn_step_vpn_route (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const guint32 hit =
        cvpn_prefix_table_lookup (cvpn_walk_landing (walk)->routes, walk->packet.destination);
    const gboolean to_client =
        cvpn_prefix_contains (endpoint->client_cidr, walk->packet.destination);

    const CvpnVpnRoute *route =
        hit == CVPN_PREFIX_TABLE_NONE ? NULL : cvpn_at (walk->net->vpn_routes, CvpnVpnRoute, hit);
    const guint32 unknown = find_unknown (walk, route, to_client);

    choose_place (walk, to_client);
    if (unknown != CVPN_RULE_NONE)
        cvpn_step_fail (walk, trace, CVPN_STAGE_VPN_ROUTE, CVPN_CODE_UNKNOWN_RESOURCE, unknown);
    else if (!route)
        cvpn_step_fail (walk, trace, CVPN_STAGE_VPN_ROUTE, CVPN_CODE_CVPN_NO_ROUTE_TO_DESTINATION,
                        find_elsewhere (walk, endpoint));
    else if (to_client && route->association != CVPN_NONE)
        cvpn_step_fail (walk, trace, CVPN_STAGE_VPN_ROUTE,
                        CVPN_CODE_CVPN_CLIENT_TO_CLIENT_RESTRICTION, route->rule);
    else
        cvpn_step_pass (trace, CVPN_STAGE_VPN_ROUTE, route->rule);
}
