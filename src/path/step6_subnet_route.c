/* Step 6, the landing subnet's route table and what its target requires here.
 *
 * "It is important to make sure that the target subnet attached to the Client
 * VPN endpoint has access to all the networks you want the clients to access"
 * (AWS re:Post, "AWS Client VPN connection and traffic flow handling
 * simplified", step 6).  Interfaces of the endpoint have a public address where
 * the VPC has an internet gateway. */
#include "path/step.h"
#include "path/way.h"

void
cvpn_step_subnet_route (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnAssociation *landing = cvpn_walk_landing (walk);
    const CvpnLeg leg = { walk, trace, &walk->way, CVPN_STAGE_SUBNET_ROUTE, NULL };
    CvpnWay *way = &walk->way;

    if (cvpn_walk_is_exempt (walk) || cvpn_walk_landing_is_unknown (walk)) {
        cvpn_step_skip (trace, CVPN_STAGE_SUBNET_ROUTE);
        return;
    }
    way->packet = walk->packet;
    way->vpc = way->source_vpc = cvpn_walk_subnet (walk)->vpc;
    way->subnet = landing->subnet;
    way->referable = TRUE;
    cvpn_way_look_up (&leg);
}
