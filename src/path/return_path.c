/* The way back: from the destination to the endpoint's interface.
 *
 * The far subnet's own route table must lead back to the interface's address,
 * and its ACL, being stateless, must let the answer out to the port that SNAT
 * chose; outside AWS the network's routers must send it back over the VPN.
 * Security groups are stateful and let the answer pass.  The landing subnet's
 * inbound ACL is step 7's.  (Amazon VPC User Guide, "Network ACLs"; Amazon VPC
 * Peering Guide, "Update your route tables") */
#include "path/filter.h"
#include "path/route.h"
#include "path/step.h"

static gboolean
fail (CvpnWalk *walk, CvpnTrace *trace, CvpnCode code, guint32 rule)
{
    cvpn_step_fail (walk, trace, CVPN_STAGE_RETURN, code, rule);
    return walk->go_on;
}

/* Does the target of the way back lead to the VPC that the packet came from? */
static CvpnCode
check_way_back (const CvpnWalk *walk, CvpnTarget target, guint32 address)
{
    const CvpnPlace *place = &walk->place;
    const gboolean public = place->via == CVPN_TARGET_INTERNET_GATEWAY;
    CvpnPlace back = cvpn_route_arrive (walk->net, place->vpc, target, address);

    if (target.kind == CVPN_TARGET_INTERNET_GATEWAY)
        return public ? CVPN_CODE_NONE : CVPN_CODE_NO_POSSIBLE_DESTINATION;
    if (target.kind == CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY)
        return back.network == CVPN_NONE ? CVPN_CODE_VGW_NO_ROUTE
                                         : CVPN_CODE_NO_POSSIBLE_DESTINATION;
    /* The interface's public address is in no VPC's block. */
    if (back.vpc == cvpn_walk_subnet (walk)->vpc && !public)
        return CVPN_CODE_NONE;
    return target.kind == CVPN_TARGET_PEERING ? CVPN_CODE_PCX_REQUIRES_ADDRESS_IN_VPC_CIDR
                                              : CVPN_CODE_NO_POSSIBLE_DESTINATION;
}

static gboolean
check_route (CvpnWalk *walk, CvpnTrace *trace, const CvpnPacket *answer)
{
    const CvpnHost *host = cvpn_host (walk->net, walk->place.host);
    CvpnRouteResult route = cvpn_route_lookup (walk->net, walk->place.subnet, answer->destination,
                                               host->public_address != 0);

    if (route.code == CVPN_CODE_NONE)
        route.code = check_way_back (walk, route.target, answer->destination);
    if (route.code != CVPN_CODE_NONE)
        return fail (walk, trace, route.code, route.rule);
    cvpn_step_pass (trace, CVPN_STAGE_RETURN, route.rule);
    return TRUE;
}

static void
return_from_vpc (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnNetwork *net = walk->net;
    CvpnPacket answer = cvpn_walk_answer (walk);
    const CvpnAclEntry *entry;

    if (walk->place.via == CVPN_TARGET_INTERNET_GATEWAY)
        answer.destination = cvpn_walk_landing (walk)->public_address;
    if (!check_route (walk, trace, &answer) || cvpn_walk_stays_in_subnet (walk))
        return;
    const CvpnAcl *acl = cvpn_at (net->acls, CvpnAcl, cvpn_subnet (net, walk->place.subnet)->acl);
    if (cvpn_filter_acl (net, acl->outbound, &answer, answer.destination, &entry))
        cvpn_step_pass (trace, CVPN_STAGE_RETURN, entry->rule);
    else
        fail (walk, trace, CVPN_CODE_SUBNET_ACL_RESTRICTION, entry->rule);
}

static void
return_from_network (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnOutside *network = cvpn_at (walk->net->networks, CvpnOutside, walk->place.network);
    const guint32 rule = cvpn_prefix_table_lookup (network->return_routes, walk->packet.source);

    /* Over the internet the answer goes to a public address, by anybody's routes. */
    if (walk->place.via == CVPN_TARGET_INTERNET_GATEWAY)
        cvpn_step_pass (trace, CVPN_STAGE_RETURN, network->rule);
    else if (rule == CVPN_PREFIX_TABLE_NONE)
        fail (walk, trace, CVPN_CODE_NO_RETURN_ROUTE, network->rule);
    else
        cvpn_step_pass (trace, CVPN_STAGE_RETURN, rule);
}

void
cvpn_step_return (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnPlace *place = &walk->place;

    if (place->kind == CVPN_PLACE_VPC && place->host != CVPN_NONE)
        return_from_vpc (walk, trace);
    else if (place->kind == CVPN_PLACE_NETWORK && place->network != CVPN_NONE)
        return_from_network (walk, trace);
    else if (place->kind == CVPN_PLACE_SERVICE) /* by the endpoint, which needs no route */
        cvpn_step_pass (trace, CVPN_STAGE_RETURN,
                        cvpn_at (walk->net->vpc_endpoints, CvpnVpcEndpoint, place->gateway)->rule);
    else if (place->kind == CVPN_PLACE_INTERNET || place->kind == CVPN_PLACE_CLIENT)
        cvpn_step_pass (trace, CVPN_STAGE_RETURN, CVPN_RULE_NONE);
    else /* nobody is there to answer */
        cvpn_step_skip (trace, CVPN_STAGE_RETURN);
}
