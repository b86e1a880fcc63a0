/* Step 4, the security groups of the endpoint's interface: outbound rules only.
 *
 * Groups are stateful, so the answer is not checked, and inbound rules never
 * matter here.  All groups form one set; any match admits.  (AWS re:Post,
 * "AWS Client VPN connection and traffic flow handling simplified", step 4;
 * Amazon VPC User Guide, "Security group rules") */
#include "path/filter.h"
#include "path/step.h"

/* Is it on its way to Amazon's DNS server, which groups do not judge?  That an unknown VPC's
 * blocks would tell. */
static guint32
find_unknown_resolver (const CvpnWalk *walk)
{
    const guint32 vpc = cvpn_walk_endpoint (walk)->vpc;

    if (!cvpn_walk_landing_is_unknown (walk) ||
        (vpc != CVPN_NONE && !cvpn_vpc (walk->net, vpc)->unknown) || !cvpn_step_is_dns (walk))
        return CVPN_RULE_NONE;
    return vpc == CVPN_NONE ? cvpn_walk_subnet (walk)->rule : cvpn_vpc (walk->net, vpc)->rule;
}

void
cvpn_step_security_group (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const CvpnNetwork *net = walk->net;
    const CvpnSpan groups = cvpn_walk_landing (walk)->groups;
    guint n_rules;

    if (cvpn_walk_is_exempt (walk)) {
        cvpn_step_skip (trace, CVPN_STAGE_SECURITY_GROUP);
        return;
    }
    const CvpnGroupsQuestion question = { .groups = groups,
                                          .egress = TRUE,
                                          .vpc = endpoint->vpc,
                                          .packet = &walk->packet,
                                          .peer = { .address = walk->packet.destination,
                                                    .referable = TRUE },
                                          .alike = cvpn_filter_alike (walk, &walk->packet, FALSE) };
    const guint32 rule = cvpn_filter_groups (net, &question, &n_rules);
    if (rule != CVPN_RULE_NONE) {
        cvpn_step_pass (trace, CVPN_STAGE_SECURITY_GROUP, rule);
        return;
    }
    guint32 unknown = cvpn_filter_unknown (net, &question);
    if (unknown == CVPN_RULE_NONE)
        unknown = find_unknown_resolver (walk);
    if (unknown != CVPN_RULE_NONE) {
        cvpn_step_fail (walk, trace, CVPN_STAGE_SECURITY_GROUP, CVPN_CODE_UNKNOWN_RESOURCE,
                        unknown);
        return;
    }
    const guint32 first = g_array_index (net->group_lists, guint32, groups.first);
    cvpn_step_fail (walk, trace, CVPN_STAGE_SECURITY_GROUP,
                    n_rules == 0 ? CVPN_CODE_SG_HAS_NO_RULES : CVPN_CODE_ENI_SG_RULES_MISMATCH,
                    cvpn_at (net->security_groups, CvpnSecurityGroup, first)->rule);
}
