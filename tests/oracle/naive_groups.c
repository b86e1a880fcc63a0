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

/* Does a reference to 'name', in a rule of a group of 'vpc', mean who has this
 * address by its private one? */
static gboolean
reference_holds (const Naive *n, const char *name, const char *vpc, guint32 address)
{
    const CvpnSecurityGroupSpec *group = naive_find (n->spec->security_groups, name);
    const CvpnHostSpec *host = naive_host_in_vpc (n->spec, group->vpc, address);
    const gboolean endpoint = g_str_equal (group->vpc, n->landing->vpc) &&
                              address == naive_interface (n->spec, n->endpoint, n->landing);

    if (!naive_vpcs_joined (n->spec, vpc, group->vpc) || (!host && !endpoint))
        return FALSE;
    g_autoptr (GPtrArray) groups = naive_groups (
        n, endpoint ? n->endpoint->security_groups : host->security_groups, group->vpc);
    for (guint i = 0; i < groups->len; i++)
        if (groups->pdata[i] == group)
            return TRUE;
    return FALSE;
}

static gboolean
any_rule_admits (const Naive *n, const CvpnSecurityGroupSpec *group, gboolean egress,
                 const NaivePacket *packet)
{
    const GPtrArray *rules = egress ? group->egress : group->ingress;
    const guint32 peer = egress ? packet->destination : packet->source;

    for (guint i = 0; i < rules->len; i++) {
        const CvpnMatchSpec *rule = rules->pdata[i];
        CvpnPrefix block;
        if (!naive_match (&rule->match, packet))
            continue;
        if (cvpn_prefix_parse (rule->peer, &block, NULL)
                ? naive_contains (block, peer)
                : reference_holds (n, rule->peer, group->vpc, peer))
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
