/* Step 7, the landing subnet's network ACL: outbound for the packet, inbound for
 * the answer, and neither inside the subnet.
 *
 * Numbered, lowest first, first match, stateless: the answer is judged by its
 * own ports.  (AWS re:Post, "AWS Client VPN connection and traffic flow handling
 * simplified", step 7; Amazon VPC User Guide, "Network ACLs") */
#include "path/filter.h"
#include "path/step.h"

static gboolean
is_exempt (const CvpnWalk *walk)
{
    return walk->place.kind == CVPN_PLACE_CLIENT || cvpn_walk_stays_in_subnet (walk);
}

static void
judge (CvpnWalk *walk, CvpnTrace *trace, CvpnStage stage, gboolean allowed, guint32 rule)
{
    if (allowed)
        cvpn_step_pass (trace, stage, rule);
    else
        cvpn_step_fail (walk, trace, stage, CVPN_CODE_SUBNET_ACL_RESTRICTION, rule);
}

void
cvpn_step_nacl_outbound (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnAcl *acl = cvpn_at (walk->net->acls, CvpnAcl, cvpn_walk_subnet (walk)->acl);
    const CvpnAclEntry *entry;

    if (is_exempt (walk)) {
        cvpn_step_skip (trace, CVPN_STAGE_NACL_OUTBOUND);
        return;
    }
    gboolean allowed =
        cvpn_filter_acl (walk->net, acl->outbound, &walk->packet, walk->packet.destination, &entry);
    judge (walk, trace, CVPN_STAGE_NACL_OUTBOUND, allowed, entry->rule);
}

void
cvpn_step_nacl_inbound (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnAcl *acl = cvpn_at (walk->net->acls, CvpnAcl, cvpn_walk_subnet (walk)->acl);
    const CvpnPacket answer = cvpn_walk_answer (walk);
    const CvpnAclEntry *entry;

    if (is_exempt (walk)) {
        cvpn_step_skip (trace, CVPN_STAGE_NACL_INBOUND);
        return;
    }
    gboolean allowed = cvpn_filter_acl (walk->net, acl->inbound, &answer, answer.source, &entry);
    judge (walk, trace, CVPN_STAGE_NACL_INBOUND, allowed, entry->rule);
}
