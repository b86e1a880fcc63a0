/* filter: security groups (any match admits), ACLs and firewalls (first match). */
#include "path/filter.h"

#include "path/route.h"

gboolean
cvpn_filter_ports (CvpnPorts *ports, guint16 port, CvpnPorts range)
{
    const gboolean inside = range.first <= port && port <= range.last;

    if (ports && inside) {
        ports->first = MAX (ports->first, range.first);
        ports->last = MIN (ports->last, range.last);
    } else if (ports && port < range.first) {
        ports->last = MIN (ports->last, (guint16) (range.first - 1));
    } else if (ports) {
        ports->first = MAX (ports->first, (guint16) (range.last + 1));
    }
    return inside;
}

static void
narrow (CvpnSame alike, const CvpnPacket *packet, const CvpnMatch *match)
{
    const guint32 shift = (guint32) alike.shift;
    CvpnSelectors judged = { alike.range->first + shift, alike.range->last + shift };

    cvpn_selectors_narrow (&judged,
                           cvpn_selector (packet->protocol, packet->destination_port,
                                          packet->icmp_type, packet->icmp_code),
                           match);
    *alike.range = (CvpnSelectors){ judged.first - shift, judged.last - shift };
}

/* An answer goes to the client's port, whatever the request's was; an ICMP error is
 * one and the same for all; an echo's answer has a type of its own. */
CvpnSame
cvpn_filter_alike (const CvpnWalk *walk, const CvpnPacket *packet, gboolean answer)
{
    const guint8 protocol = packet->protocol;

    if (!walk->alike || protocol != walk->packet.protocol)
        return (CvpnSame){ NULL, 0, NULL };
    if (answer && (protocol == CVPN_PROTOCOL_TCP || protocol == CVPN_PROTOCOL_UDP))
        return (CvpnSame){ NULL, 0, walk->alike_ports };
    return (CvpnSame){ walk->alike, (packet->icmp_type - walk->packet.icmp_type) * 256, NULL };
}

gboolean
cvpn_filter_match (const CvpnMatch *match, const CvpnPacket *packet, CvpnSame alike)
{
    if (alike.range)
        narrow (alike, packet, match);
    if (alike.ports && match->protocol == packet->protocol)
        cvpn_filter_ports (alike.ports, packet->destination_port,
                           (CvpnPorts){ match->first, match->last });
    return cvpn_match_admits (match, packet->protocol, packet->destination_port, packet->icmp_type,
                              packet->icmp_code);
}

gboolean
cvpn_filter_acl (const CvpnNetwork *net, CvpnSpan entries, const CvpnPacket *packet, guint32 peer,
                 CvpnSame alike, const CvpnAclEntry **entry)
{
    for (guint32 i = entries.first; i < entries.first + entries.count; i++) {
        *entry = cvpn_at (net->acl_entries, CvpnAclEntry, i);
        if (cvpn_prefix_contains ((*entry)->peer, peer) &&
            cvpn_filter_match (&(*entry)->match, packet, alike))
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

/* The groups of who has the private address in the VPC: a host, or the interface of an
 * endpoint.  FALSE: nobody known. */
static gboolean
find_groups (const CvpnNetwork *net, guint32 vpc, guint32 address, CvpnSpan *groups)
{
    const guint32 host = cvpn_network_host_in_vpc (net, vpc, address);

    if (host != CVPN_NONE) {
        *groups = cvpn_host (net, host)->groups;
        return TRUE;
    }
    for (guint32 i = 0; i < net->associations->len; i++) {
        const CvpnAssociation *association = cvpn_association (net, i);
        if (association->interface_address != address || !cvpn_association_stands (association) ||
            cvpn_subnet (net, association->subnet)->vpc != vpc)
            continue;
        *groups = association->groups;
        return TRUE;
    }
    return FALSE;
}

/* A reference to a group stands for the private addresses of who is in it. */
static gboolean
group_has_address (const CvpnNetwork *net, guint32 group, guint32 vpc, guint32 address)
{
    CvpnSpan groups;

    return find_groups (net, vpc, address, &groups) && list_contains (net, groups, group);
}

/* The VPC of an unknown group is not known: whoever names it is in it. */
static gboolean
unknown_group_has_address (const CvpnNetwork *net, guint32 group, guint32 vpc, guint32 address)
{
    for (guint32 i = 0; i < net->vpcs->len; i++)
        if (cvpn_network_vpcs_joined (net, vpc, i) && group_has_address (net, group, i, address))
            return TRUE;
    return FALSE;
}

static gboolean
reference_admits (const CvpnNetwork *net, guint32 group, guint32 vpc, const CvpnFilterPeer *peer)
{
    const CvpnSecurityGroup *other = cvpn_at (net->security_groups, CvpnSecurityGroup, group);

    if (!peer->referable)
        return FALSE;
    if (peer->groups_known)
        return list_contains (net, peer->groups, group);
    if (other->unknown)
        return unknown_group_has_address (net, group, vpc, peer->address);
    return cvpn_network_vpcs_joined (net, vpc, other->vpc) &&
           group_has_address (net, group, other->vpc, peer->address);
}

static gboolean
rule_admits (const CvpnNetwork *net, const CvpnFilterRule *rule, const CvpnGroupsQuestion *q)
{
    if (rule->group == CVPN_NONE && rule->prefix_list == CVPN_NONE &&
        !cvpn_prefix_contains (rule->peer, q->peer.address))
        return FALSE; /* the cheapest to ask */
    if (!cvpn_filter_match (&rule->match, q->packet, q->alike))
        return FALSE;
    if (rule->prefix_list != CVPN_NONE)
        return cvpn_network_prefix_list_contains (net, rule->prefix_list, q->peer.address);
    return rule->group == CVPN_NONE || reference_admits (net, rule->group, q->vpc, &q->peer);
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

/* Of a group that did not admit, asked by address. */
static guint32
find_unknown_reference (const CvpnNetwork *net, guint32 index, const CvpnGroupsQuestion *q)
{
    const CvpnSecurityGroup *group = cvpn_at (net->security_groups, CvpnSecurityGroup, index);
    const guint32 address = q->peer.address;
    CvpnSpan groups;

    if (group->unknown) /* who is known in this VPC would have named it */
        return find_groups (net, q->vpc, address, &groups) ? CVPN_RULE_NONE : group->rule;
    if (cvpn_vpc (net, group->vpc)->unknown)
        return cvpn_vpc (net, group->vpc)->rule;
    const guint32 more = find_groups (net, group->vpc, address, &groups)
                             ? CVPN_RULE_NONE
                             : cvpn_network_more_hosts (net, group->vpc, address);
    if (more != CVPN_RULE_NONE && (cvpn_network_vpcs_joined (net, q->vpc, group->vpc) ||
                                   net->unknown_peering != CVPN_RULE_NONE))
        return more;
    return group_has_address (net, index, group->vpc, address) ? net->unknown_peering
                                                               : CVPN_RULE_NONE;
}

/* Most rules name nothing unknown: their protocols and ports do not matter. */
static guint32
find_unknown_peer (const CvpnNetwork *net, const CvpnFilterRule *rule, const CvpnGroupsQuestion *q)
{
    const CvpnPrefixList *list =
        rule->prefix_list == CVPN_NONE
            ? NULL
            : cvpn_at (net->prefix_lists, CvpnPrefixList, rule->prefix_list);

    if (list ? !list->unknown
             : rule->group == CVPN_NONE || q->peer.groups_known || !q->peer.referable)
        return CVPN_RULE_NONE;
    if (!cvpn_filter_match (&rule->match, q->packet, q->alike))
        return CVPN_RULE_NONE;
    return list ? list->rule : find_unknown_reference (net, rule->group, q);
}

guint32
cvpn_filter_unknown (const CvpnNetwork *net, const CvpnGroupsQuestion *question)
{
    const CvpnSpan groups = question->groups;
    guint32 found = CVPN_RULE_NONE;

    for (guint32 i = groups.first; i < groups.first + groups.count; i++) {
        const CvpnSecurityGroup *group = cvpn_at (net->security_groups, CvpnSecurityGroup,
                                                  g_array_index (net->group_lists, guint32, i));
        const CvpnSpan rules = question->egress ? group->egress : group->ingress;
        if (group->unknown)
            return group->rule;
        for (guint32 j = rules.first; j < rules.first + rules.count && found == CVPN_RULE_NONE; j++)
            found =
                find_unknown_peer (net, cvpn_at (net->filter_rules, CvpnFilterRule, j), question);
    }
    return found;
}

gboolean
cvpn_filter_firewall (const CvpnNetwork *net, CvpnSpan rules, const CvpnPacket *packet,
                      CvpnSame alike, guint32 *rule)
{
    *rule = CVPN_RULE_NONE;
    for (guint32 i = rules.first; i < rules.first + rules.count; i++) {
        const CvpnFilterRule *candidate = cvpn_at (net->filter_rules, CvpnFilterRule, i);
        if (cvpn_prefix_contains (candidate->peer, packet->source) &&
            cvpn_filter_match (&candidate->match, packet, alike)) {
            *rule = candidate->rule;
            return candidate->allow;
        }
    }
    return TRUE;
}
