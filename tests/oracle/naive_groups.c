/* naive_groups: security groups, any rule of any group admits. */
#include "naive.h"

GPtrArray *
naive_groups (const Naive *n, const GPtrArray *named, const char *vpc)
{
    GPtrArray *groups = g_ptr_array_new ();

    for (guint i = 0; i < named->len; i++)
        g_ptr_array_add (groups, naive_find (n->spec->security_groups, named->pdata[i]));
    for (guint i = 0; named->len == 0 && i < n->spec->security_groups->len; i++) {
        CvpnSecurityGroupSpec *group = n->spec->security_groups->pdata[i];
        if (group->is_default && g_str_equal (group->vpc, vpc))
            g_ptr_array_add (groups, group);
    }
    return groups;
}

/* Who stands for a reference in a rule: outbound whoever has the destination's
 * address, inbound the endpoint's interface, if it came by its private address. */
static const GPtrArray *
members_at (const Naive *n, const char *vpc, gboolean egress, const NaivePacket *packet)
{
    const CvpnHostSpec *host = naive_host_in_vpc (n->spec, vpc, packet->destination);

    if (egress)
        return host ? host->security_groups : NULL;
    return n->public ? NULL : n->endpoint->security_groups;
}

static gboolean
reference_holds (const Naive *n, const char *name, const char *vpc, gboolean egress,
                 const NaivePacket *packet)
{
    const CvpnSecurityGroupSpec *group = naive_find (n->spec->security_groups, name);
    const GPtrArray *named = members_at (n, group->vpc, egress, packet);
    gboolean holds = FALSE;

    if (!named || !naive_vpcs_joined (n->spec, vpc, group->vpc) ||
        (!egress && !g_str_equal (group->vpc, n->landing->vpc)))
        return FALSE;
    g_autoptr (GPtrArray) groups = naive_groups (n, named, group->vpc);
    for (guint i = 0; i < groups->len; i++)
        holds |= groups->pdata[i] == group;
    return holds;
}

static gboolean
any_rule_admits (const Naive *n, const CvpnSecurityGroupSpec *group, gboolean egress,
                 const NaivePacket *packet)
{
    const GPtrArray *rules = egress ? group->egress : group->ingress;
    const guint32 peer = egress ? packet->destination : packet->source;

    for (guint i = 0; i < rules->len; i++) {
        const CvpnMatchSpec *rule = rules->pdata[i];
        const CvpnPrefixListSpec *list = naive_find (n->spec->prefix_lists, rule->peer);
        CvpnPrefix block;
        gboolean admits;
        if (!naive_match (&rule->match, packet))
            continue;
        if (cvpn_prefix_parse (rule->peer, &block, NULL))
            admits = naive_contains (block, peer);
        else if (list)
            admits = naive_contains_any (list->entries, peer);
        else
            admits = reference_holds (n, rule->peer, group->vpc, egress, packet);
        if (admits)
            return TRUE;
    }
    return FALSE;
}

CvpnCode
naive_judge_groups (const Naive *n, const GPtrArray *groups, gboolean egress,
                    const NaivePacket *packet)
{
    guint rules = 0;

    for (guint i = 0; i < groups->len; i++) {
        const CvpnSecurityGroupSpec *group = groups->pdata[i];
        if (any_rule_admits (n, group, egress, packet))
            return CVPN_CODE_NONE;
        rules += egress ? group->egress->len : group->ingress->len;
    }
    return rules == 0 ? CVPN_CODE_SG_HAS_NO_RULES : CVPN_CODE_ENI_SG_RULES_MISMATCH;
}
