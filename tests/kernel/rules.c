/* Filters in nft's words.
 *
 * A reference to a security group stands for the private addresses of what is in it, as far as
 * the packet's way lets them count (KERNEL_REFERABLE). */
#include "kernel.h"

char *
kernel_prefix (CvpnPrefix prefix)
{
    char text[CVPN_PREFIX_TEXT];

    return g_strdup (cvpn_prefix_format (prefix, text));
}

char *
kernel_address (guint32 address)
{
    char text[CVPN_ADDRESS_TEXT];

    return g_strdup (cvpn_address_format (address, text));
}

char *
kernel_match (const CvpnMatch *match)
{
    GString *text = g_string_new (NULL);

    if (match->protocol == CVPN_PROTOCOL_ALL)
        return g_string_free (text, FALSE);
    g_string_append_printf (text, "meta l4proto %d ", match->protocol);
    if ((match->protocol == CVPN_PROTOCOL_TCP || match->protocol == CVPN_PROTOCOL_UDP) &&
        (match->first > 0 || match->last < G_MAXUINT16))
        g_string_append_printf (text, "%s dport %u-%u ",
                                match->protocol == CVPN_PROTOCOL_TCP ? "tcp" : "udp", match->first,
                                match->last);
    if (match->protocol == CVPN_PROTOCOL_ICMP && match->icmp_type != CVPN_ICMP_ANY)
        g_string_append_printf (text, "icmp type %d ", match->icmp_type);
    if (match->protocol == CVPN_PROTOCOL_ICMP && match->icmp_code != CVPN_ICMP_ANY)
        g_string_append_printf (text, "icmp code %d ", match->icmp_code);
    return g_string_free (text, FALSE);
}

char *
kernel_peer (const char *field, CvpnPrefix prefix)
{
    g_autofree char *text = kernel_prefix (prefix);

    return prefix.length == 0 ? g_strdup ("") : g_strdup_printf ("ip %s %s ", field, text);
}

char *
kernel_blocks (const Kernel *k, CvpnSpan cidrs)
{
    GString *text = g_string_new ("{ ");

    for (guint32 i = cidrs.first; i < cidrs.first + cidrs.count; i++) {
        g_autofree char *block = kernel_prefix (*cvpn_at (k->net->cidrs, CvpnPrefix, i));
        g_string_append_printf (text, "%s, ", block);
    }
    return g_string_free (g_string_append (text, "}"), FALSE);
}

static gboolean
holds (const Kernel *k, CvpnSpan groups, guint32 group)
{
    for (guint32 i = groups.first; i < groups.first + groups.count; i++)
        if (g_array_index (k->net->group_lists, guint32, i) == group)
            return TRUE;
    return FALSE;
}

static void
add_member (GString *text, guint32 address)
{
    g_autofree char *member = kernel_address (address);

    g_string_append_printf (text, "%s, ", member);
}

static void
add_hosts (const Kernel *k, GString *members, guint32 group)
{
    for (guint32 i = 0; i < k->net->hosts->len; i++) {
        const CvpnHost *host = cvpn_host (k->net, i);
        if (host->subnet != CVPN_NONE && holds (k, host->groups, group))
            add_member (members, host->address);
    }
}

static void
add_interfaces (const Kernel *k, GString *members, guint32 group)
{
    for (guint32 i = 0; i < k->net->associations->len; i++) {
        const CvpnAssociation *association = cvpn_association (k->net, i);
        if (holds (k, association->groups, group))
            add_member (members, association->interface_address);
    }
}

/* "ip saddr { 10.0.0.1, } ip dscp …"; NULL where nothing is in the group.  An outbound
 * reference needs the two VPCs to be one or peered: an inbound one holds for what arrives. */
static char *
group_peer (const Kernel *k, guint32 group, guint32 vpc, gboolean egress)
{
    const guint32 other = cvpn_at (k->net->security_groups, CvpnSecurityGroup, group)->vpc;
    g_autoptr (GString) members = g_string_new (NULL);

    if (egress && !cvpn_network_vpcs_joined (k->net, vpc, other))
        return NULL;
    add_hosts (k, members, group);
    if (!egress)
        add_interfaces (k, members, group);
    if (members->len == 0)
        return NULL;
    return g_strdup_printf ("ip %s { %s } ip dscp " KERNEL_REFERABLE " ",
                            egress ? "daddr" : "saddr", members->str);
}

static void
add_list (Kernel *k, KernelSpace *space, const CvpnFilterRule *rule, const char *field)
{
    const CvpnSpan entries =
        cvpn_at (k->net->prefix_lists, CvpnPrefixList, rule->prefix_list)->entries;
    g_autofree char *match = kernel_match (&rule->match);

    for (guint32 i = entries.first; i < entries.first + entries.count; i++) {
        g_autofree char *peer = kernel_peer (field, *cvpn_at (k->net->cidrs, CvpnPrefix, i));
        kernel_nft (space, "%s%sreturn", match, peer);
    }
}

static void
add_rule (Kernel *k, KernelSpace *space, const CvpnFilterRule *rule, guint32 vpc, gboolean egress)
{
    const char *field = egress ? "daddr" : "saddr";
    g_autofree char *match = kernel_match (&rule->match);
    g_autofree char *peer = NULL;

    if (rule->prefix_list != CVPN_NONE) {
        add_list (k, space, rule, field);
        return;
    }
    peer = rule->group == CVPN_NONE ? kernel_peer (field, rule->peer)
                                    : group_peer (k, rule->group, vpc, egress);
    if (peer)
        kernel_nft (space, "%s%sreturn", match, peer);
}

void
kernel_groups_chain (Kernel *k, KernelSpace *space, const char *name, CvpnSpan groups,
                     gboolean egress)
{
    kernel_nft (space, "chain %s {", name);
    for (guint32 i = groups.first; i < groups.first + groups.count; i++) {
        const CvpnSecurityGroup *group = cvpn_at (k->net->security_groups, CvpnSecurityGroup,
                                                  g_array_index (k->net->group_lists, guint32, i));
        const CvpnSpan rules = egress ? group->egress : group->ingress;
        for (guint32 j = rules.first; j < rules.first + rules.count; j++)
            add_rule (k, space, cvpn_at (k->net->filter_rules, CvpnFilterRule, j), group->vpc,
                      egress);
    }
    kernel_nft (space, "drop");
    kernel_nft (space, "}");
}

void
kernel_acl_chain (Kernel *k, KernelSpace *space, const char *name, CvpnSpan entries,
                  const char *field)
{
    kernel_nft (space, "chain %s {", name);
    for (guint32 i = entries.first; i < entries.first + entries.count; i++) {
        const CvpnAclEntry *entry = cvpn_at (k->net->acl_entries, CvpnAclEntry, i);
        g_autofree char *match = kernel_match (&entry->match);
        g_autofree char *peer = kernel_peer (field, entry->peer);
        kernel_nft (space, "%s%s%s", match, peer, entry->allow ? "return" : "drop");
    }
    kernel_nft (space, "}");
}
