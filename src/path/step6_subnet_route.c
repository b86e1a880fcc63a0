/* Step 6, the landing subnet's route table and what its target requires here.
 *
 * "It is important to make sure that the target subnet attached to the Client
 * VPN endpoint has access to all the networks you want the clients to access"
 * (AWS re:Post, "AWS Client VPN connection and traffic flow handling
 * simplified", step 6).  Interfaces of the endpoint have a public address where
 * the VPC has an internet gateway. */
#include "path/route.h"
#include "path/step.h"

/* What would lead there: a gateway endpoint goes before the ways that are not for
 * this service alone. */
static gboolean
suppose_target (CvpnWalk *walk, guint32 vpc)
{
    const CvpnNetwork *net = walk->net;
    const guint32 destination = walk->packet.destination;
    const guint32 endpoint = cvpn_network_vpc_contains (net, vpc, destination)
                                 ? CVPN_NONE
                                 : cvpn_route_endpoint (net, vpc, &walk->packet);

    walk->target = (CvpnTarget){ CVPN_TARGET_VPC_ENDPOINT, endpoint };
    return endpoint != CVPN_NONE || cvpn_route_suppose (net, vpc, destination, &walk->target);
}

void
cvpn_step_subnet_route (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnAssociation *landing = cvpn_walk_landing (walk);
    const guint32 vpc = cvpn_walk_subnet (walk)->vpc;
    const guint32 destination = walk->packet.destination;
    CvpnRouteResult route;

    if (walk->place.kind == CVPN_PLACE_CLIENT) {
        cvpn_step_skip (trace, CVPN_STAGE_SUBNET_ROUTE);
        return;
    }
    route =
        cvpn_route_lookup (walk->net, landing->subnet, destination, landing->public_address != 0);
    walk->target = route.target;
    walk->target_known = TRUE;
    if (route.code == CVPN_CODE_NONE) {
        cvpn_step_pass (trace, CVPN_STAGE_SUBNET_ROUTE, route.rule);
    } else {
        cvpn_step_fail (walk, trace, CVPN_STAGE_SUBNET_ROUTE, route.code, route.rule);
        walk->target_known = suppose_target (walk, vpc);
    }
    if (walk->target_known)
        walk->place = cvpn_route_arrive (walk->net, vpc, walk->target, destination);
}
