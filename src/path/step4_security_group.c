/* Step 4, the security groups of the endpoint's interface: outbound rules only.
 *
 * Groups are stateful, so the answer is not checked, and inbound rules never
 * matter here.  All groups form one set; any match admits.  (AWS re:Post,
 * "AWS Client VPN connection and traffic flow handling simplified", step 4;
 * Amazon VPC User Guide, "Security group rules") */
#include "path/filter.h"
#include "path/step.h"

/* Who has the destination's address, seen from the landing VPC: itself first,
 * then the VPCs joined to it. */
static CvpnFilterPeer
find_peer (const CvpnWalk *walk, guint32 vpc)
{
    const CvpnNetwork *net = walk->net;
    const guint32 address = walk->packet.destination;
    CvpnFilterPeer peer = { .vpc = CVPN_NONE, .address = address };
    guint32 host = cvpn_network_host_in_vpc (net, vpc, address);

    for (guint32 i = 0; host == CVPN_NONE && i < net->vpcs->len; i++)
        if (cvpn_network_vpcs_joined (net, vpc, i))
            host = cvpn_network_host_in_vpc (net, i, address);
    if (host == CVPN_NONE)
        return peer;
    peer.groups = cvpn_host (net, host)->groups;
    peer.vpc = cvpn_subnet (net, cvpn_host (net, host)->subnet)->vpc;
    return peer;
}

void
cvpn_step_security_group (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const CvpnNetwork *net = walk->net;
    CvpnFilterPeer peer;
    guint32 rule;
    guint n_rules;

    if (walk->place.kind == CVPN_PLACE_CLIENT) {
        cvpn_step_skip (trace, CVPN_STAGE_SECURITY_GROUP);
        return;
    }
    peer = find_peer (walk, endpoint->vpc);
    if (cvpn_filter_groups (net, endpoint->groups, TRUE, endpoint->vpc, &walk->packet, &peer, &rule,
                            &n_rules)) {
        cvpn_step_pass (trace, CVPN_STAGE_SECURITY_GROUP, rule);
        return;
    }
    const guint32 first = g_array_index (net->group_lists, guint32, endpoint->groups.first);
    cvpn_step_fail (walk, trace, CVPN_STAGE_SECURITY_GROUP,
                    n_rules == 0 ? CVPN_CODE_SG_HAS_NO_RULES : CVPN_CODE_ENI_SG_RULES_MISMATCH,
                    cvpn_at (net->security_groups, CvpnSecurityGroup, first)->rule);
}
