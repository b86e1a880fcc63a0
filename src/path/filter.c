/* filter: security groups (any match admits), ACLs and firewalls (first match). */
#include "path/filter.h"

static gboolean
match_admits (const CvpnMatch *match, const CvpnPacket *packet)
{
    return cvpn_match_admits (match, packet->protocol, packet->destination_port, packet->icmp_type,
                              packet->icmp_code);
}

gboolean
cvpn_filter_acl (const CvpnNetwork *net, CvpnSpan entries, const CvpnPacket *packet, guint32 peer,
                 const CvpnAclEntry **entry)
{
    for (guint32 i = entries.first; i < entries.first + entries.count; i++) {
        *entry = cvpn_at (net->acl_entries, CvpnAclEntry, i);
        if (match_admits (&(*entry)->match, packet) && cvpn_prefix_contains ((*entry)->peer, peer))
            return (*entry)->allow;
    }
    g_return_val_if_reached (FALSE); /* the last entry matches everything */
}

static gboolean
list_contains (const CvpnNetwork *net, CvpnSpan list, guint32 group)
{
    for (guint32 i = list.first; i < list.first + list.count; i++)
        if (g_array_index (net->group_lists, guint32, i) == group)
            return TRUE;
    return FALSE;
}

static gboolean
interface_has_address (const CvpnNetwork *net, const CvpnSecurityGroup *group, guint32 handle,
                       guint32 address)
{
    for (guint32 i = 0; i < net->associations->len; i++) {
        const CvpnAssociation *association = cvpn_association (net, i);
        if (association->interface_address == address &&
            cvpn_subnet (net, association->subnet)->vpc == group->vpc &&
            list_contains (net, cvpn_endpoint (net, association->endpoint)->groups, handle))
            return TRUE;
    }
    return FALSE;
}

/* A reference to a group stands for the private addresses of who is in it: hosts,
 * and interfaces of endpoints. */
static gboolean
group_has_address (const CvpnNetwork *net, guint32 handle, guint32 address)
{
    const CvpnSecurityGroup *group = cvpn_at (net->security_groups, CvpnSecurityGroup, handle);
    const guint32 host = cvpn_network_host_in_vpc (net, group->vpc, address);

    if (host != CVPN_NONE)
        return list_contains (net, cvpn_host (net, host)->groups, handle);
    return interface_has_address (net, group, handle, address);
}

static gboolean
reference_admits (const CvpnNetwork *net, guint32 group, guint32 vpc, const CvpnFilterPeer *peer)
{
    const guint32 other = cvpn_at (net->security_groups, CvpnSecurityGroup, group)->vpc;

    if (!peer->referable)
        return FALSE;
    if (peer->groups_known)
        return list_contains (net, peer->groups, group);
    return cvpn_network_vpcs_joined (net, vpc, other) &&
           group_has_address (net, group, peer->address);
}

static gboolean
rule_admits (const CvpnNetwork *net, const CvpnFilterRule *rule, const CvpnGroupsQuestion *q)
{
    if (!match_admits (&rule->match, q->packet))
        return FALSE;
    if (rule->prefix_list != CVPN_NONE)
        return cvpn_network_prefix_list_contains (net, rule->prefix_list, q->peer.address);
    if (rule->group == CVPN_NONE)
        return cvpn_prefix_contains (rule->peer, q->peer.address);
    return reference_admits (net, rule->group, q->vpc, &q->peer);
}

guint32
cvpn_filter_groups (const CvpnNetwork *net, const CvpnGroupsQuestion *question, guint *n_rules)
{
    const CvpnSpan groups = question->groups;

    *n_rules = 0;
    for (guint32 i = groups.first; i < groups.first + groups.count; i++) {
        const CvpnSecurityGroup *group = cvpn_at (net->security_groups, CvpnSecurityGroup,
                                                  g_array_index (net->group_lists, guint32, i));
        const CvpnSpan rules = question->egress ? group->egress : group->ingress;
        *n_rules += rules.count;
        for (guint32 j = rules.first; j < rules.first + rules.count; j++) {
            const CvpnFilterRule *rule = cvpn_at (net->filter_rules, CvpnFilterRule, j);
            if (rule_admits (net, rule, question))
                return rule->rule;
        }
    }
    return CVPN_RULE_NONE;
}

gboolean
cvpn_filter_firewall (const CvpnNetwork *net, CvpnSpan rules, const CvpnPacket *packet,
                      guint32 *rule)
{
    *rule = CVPN_RULE_NONE;
    for (guint32 i = rules.first; i < rules.first + rules.count; i++) {
        const CvpnFilterRule *candidate = cvpn_at (net->filter_rules, CvpnFilterRule, i);
        if (match_admits (&candidate->match, packet) &&
            cvpn_prefix_contains (candidate->peer, packet->source)) {
            *rule = candidate->rule;
            return candidate->allow;
        }
    }
    return TRUE;
}
