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

/* The rule that admits the person, CVPN_RULE_NONE: none does. */
static guint32
find_admitting (const CvpnWalk *walk, CvpnSpan rules)
{
    const gboolean to_client =
        cvpn_prefix_contains (cvpn_walk_endpoint (walk)->client_cidr, walk->packet.destination);

    for (guint32 i = rules.first; i < rules.first + rules.count; i++) {
        const CvpnAuthorizationRule *rule =
            cvpn_at (walk->net->authorization_rules, CvpnAuthorizationRule, i);
        if (rule->group == CVPN_NONE ||
            (!to_client && cvpn_person_is_in (walk->person, rule->group)))
            return rule->rule;
    }
    return CVPN_RULE_NONE;
}

/* Rules that the file lacks may have a longer CIDR, or the same for others: only one that
 * admits to this very address decides whatever they are. */
static gboolean
is_in_doubt (const CvpnWalk *walk, const CvpnAuthorizationTarget *target, guint32 admitting)
{
    return cvpn_walk_endpoint (walk)->more_rules != CVPN_RULE_NONE &&
           (!target || target->destination.length < 32 || admitting == CVPN_RULE_NONE);
}

void
cvpn_step_authorization (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnStage stage = CVPN_STAGE_AUTHORIZATION;
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const guint32 hit =
        cvpn_prefix_table_lookup (endpoint->authorization, walk->packet.destination);
    const CvpnAuthorizationTarget *target =
        hit == CVPN_PREFIX_TABLE_NONE
            ? NULL
            : cvpn_at (walk->net->authorization_targets, CvpnAuthorizationTarget, hit);
    const guint32 admitting = target ? find_admitting (walk, target->rules) : CVPN_RULE_NONE;

    if (is_in_doubt (walk, target, admitting))
        cvpn_step_fail (walk, trace, stage, CVPN_CODE_UNKNOWN_RESOURCE, endpoint->more_rules);
    else if (!target)
        cvpn_step_fail (walk, trace, stage, CVPN_CODE_CVPN_NO_AUTHORIZATION_RULE, endpoint->rule);
    else if (admitting != CVPN_RULE_NONE)
        cvpn_step_pass (trace, stage, admitting);
    else /* the rule that shadowed the flow: it is the one to widen, even where a shorter
            CIDR lists the user's group */
        cvpn_step_fail (
            walk, trace, stage, CVPN_CODE_CVPN_AUTHORIZATION_GROUP_MISMATCH,
            cvpn_at (walk->net->authorization_rules, CvpnAuthorizationRule, target->rules.first)
                ->rule);
}
