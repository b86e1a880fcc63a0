/* Step 2, authorization: may this user reach this destination at all?
 *
 * The longest rule CIDR that covers the destination is chosen first, over the
 * rules of all groups, and only then its groups are looked at: a shorter CIDR
 * that does list the user's group does not rescue the flow.  0.0.0.0/0 is
 * therefore "any destination that no other rule names".  There are no deny
 * rules; silence denies.  (AWS Client VPN Administrator Guide, "Authorization
 * rules"; docs/model.md, step 2)
 *
 * Between clients only rules for every client count ("Access to client-to-client
 * resources": group rules are not supported there). */
#include "path/step.h"

void
cvpn_step_authorization (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const guint32 hit =
        cvpn_prefix_table_lookup (endpoint->authorization, walk->packet.destination);

    if (hit == CVPN_PREFIX_TABLE_NONE) {
        cvpn_step_fail (walk, trace, CVPN_STAGE_AUTHORIZATION, CVPN_CODE_CVPN_NO_AUTHORIZATION_RULE,
                        endpoint->rule);
        return;
    }
    const gboolean to_client =
        cvpn_prefix_contains (endpoint->client_cidr, walk->packet.destination);
    const CvpnSpan span =
        cvpn_at (walk->net->authorization_targets, CvpnAuthorizationTarget, hit)->rules;
    for (guint32 i = span.first; i < span.first + span.count; i++) {
        const CvpnAuthorizationRule *rule =
            cvpn_at (walk->net->authorization_rules, CvpnAuthorizationRule, i);
        if (rule->group == CVPN_NONE ||
            (!to_client && cvpn_person_is_in (walk->person, rule->group))) {
            cvpn_step_pass (trace, CVPN_STAGE_AUTHORIZATION, rule->rule);
            return;
        }
    }
    /* Name the rule that shadowed the flow: it is the one to widen, even where a
     * shorter CIDR lists the user's group. */
    cvpn_step_fail (
        walk, trace, CVPN_STAGE_AUTHORIZATION, CVPN_CODE_CVPN_AUTHORIZATION_GROUP_MISMATCH,
        cvpn_at (walk->net->authorization_rules, CvpnAuthorizationRule, span.first)->rule);
}
