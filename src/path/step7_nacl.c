/* Step 7, the landing subnet's network ACL: outbound for the packet, inbound for
 * the answer, and neither inside the subnet.
 *
 * Numbered, lowest first, first match, stateless: the answer is judged by its
 * own ports.  (AWS re:Post, "AWS Client VPN connection and traffic flow handling
 * simplified", step 7; Amazon VPC User Guide, "Network ACLs") */
#include "path/step.h"
#include "path/way.h"

void
cvpn_step_nacl_outbound (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnLeg leg = { walk, trace, &walk->way, CVPN_STAGE_NACL_OUTBOUND, NULL };

    if (cvpn_walk_is_exempt (walk) || cvpn_walk_landing_is_unknown (walk) ||
        !cvpn_way_leaves_subnet (&walk->way))
        cvpn_step_skip (trace, CVPN_STAGE_NACL_OUTBOUND);
    else
        cvpn_way_leave (&leg);
}

/* The answer as it comes to the interface, whatever translated it on its way. */
void
cvpn_step_nacl_inbound (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnAssociation *landing = cvpn_walk_landing (walk);
    const CvpnRecipient recipient = { .subnet = landing->subnet, .landing = TRUE };
    CvpnWay back = { .packet = cvpn_walk_answer (walk, &walk->packet), .subnet = landing->subnet };
    const CvpnLeg leg = { walk, trace, &back, CVPN_STAGE_NACL_INBOUND, &recipient };

    if (cvpn_walk_is_exempt (walk) || cvpn_walk_landing_is_unknown (walk) || !walk->answer_enters)
        cvpn_step_skip (trace, CVPN_STAGE_NACL_INBOUND);
    else
        cvpn_way_enter (&leg, landing->subnet);
}
