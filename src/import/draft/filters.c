/* Security groups and network ACLs. */
#include "import/draft/parts.h"

#include "base/match.h"

static CvpnMatch
match_of (const CvpnRuleThing *rule)
{
    CvpnMatch match = { rule->any ? CVPN_PROTOCOL_ALL : rule->protocol, 0, G_MAXUINT16,
                        CVPN_ICMP_ANY, CVPN_ICMP_ANY };

    if (match.protocol == CVPN_PROTOCOL_ICMP && rule->from_port >= 0) {
        match.icmp_type = (gint16) rule->from_port;
        match.icmp_code = rule->to_port >= 0 ? (gint16) rule->to_port : CVPN_ICMP_ANY;
    } else if (rule->from_port >= 0 && rule->to_port >= 0) {
        match.first = (guint16) rule->from_port;
        match.last = (guint16) rule->to_port;
    }
    return match;
}

/* "tcp 443 sg-web", newly allocated; 'of': whose rule it is. */
static char *
format_rule (CvpnDrafting *d, const CvpnRuleThing *rule, const char *of)
{
    const CvpnMatch match = match_of (rule);
    g_autofree char *text = cvpn_match_format (&match);
    char cidr[CVPN_PREFIX_TEXT];
    const char *peer;

    if (rule->group)
        peer = cvpn_drafting_refer (d, "security-group", rule->group, "a peer in rules of %s", of);
    else if (rule->prefix_list)
        peer =
            cvpn_drafting_refer (d, "prefix-list", rule->prefix_list, "a peer in rules of %s", of);
    else
        peer = cvpn_prefix_format (rule->cidr, cidr);
    return g_strdup_printf ("%s %s", text, peer);
}

static void
add_rules (CvpnDrafting *d, CvpnDraftGroup *group, const char *key, const GArray *rules)
{
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < rules->len; i++)
        g_ptr_array_add (texts,
                         format_rule (d, &g_array_index (rules, CvpnRuleThing, i), group->name));
    cvpn_drafting_list (group, key, texts, TRUE);
}

void
cvpn_drafting_add_security_groups (CvpnDrafting *d, const char *vpc)
{
    for (guint i = 0; i < d->inventory->security_groups->len; i++) {
        const CvpnSecurityGroupThing *thing = d->inventory->security_groups->pdata[i];
        if (g_strcmp0 (thing->vpc, vpc) != 0 ||
            !cvpn_drafting_has (d, "security-group", thing->thing.id))
            continue;
        CvpnDraftGroup *group = cvpn_drafting_group (d, "security-group", &thing->thing);
        cvpn_drafting_line (
            group, "vpc",
            cvpn_drafting_refer (d, "vpc", vpc, "the VPC of security group %s", thing->thing.id),
            NULL);
        if (thing->is_default)
            cvpn_drafting_flag (group, "default", TRUE);
        if (thing->ingress->len > 0)
            add_rules (d, group, "ingress", thing->ingress);
        add_rules (d, group, "egress", thing->egress);
    }
}

static gint
compare_entries (gconstpointer a, gconstpointer b)
{
    const CvpnAclEntryThing *one = a, *other = b;

    if (one->egress != other->egress)
        return one->egress ? 1 : -1;
    return one->number < other->number ? -1 : one->number > other->number;
}

static void
add_entries (CvpnDrafting *d, CvpnDraftGroup *group, const CvpnAclThing *acl)
{
    g_autoptr (GArray) entries = cvpn_drafting_copy_array (acl->entries);

    g_array_sort (entries, compare_entries);
    for (guint i = 0; i < entries->len; i++) {
        const CvpnAclEntryThing *entry = &g_array_index (entries, CvpnAclEntryThing, i);
        g_autofree char *key = g_strdup_printf (
            "%s %" G_GINT64_FORMAT, entry->egress ? "outbound" : "inbound", entry->number);
        g_autofree char *rule = format_rule (d, &entry->match, acl->thing.id);
        g_autofree char *value = g_strdup_printf ("%s %s", entry->allow ? "allow" : "deny", rule);
        if (i > 0 && compare_entries (entry, entry - 1) == 0)
            cvpn_drafting_fault (d, &acl->thing, "has two entries '%s'", key);
        else
            cvpn_drafting_line (group, key, value, NULL);
    }
}

void
cvpn_drafting_add_network_acls (CvpnDrafting *d, const CvpnVpcThing *vpc)
{
    for (guint i = 0; i < d->inventory->network_acls->len; i++) {
        const CvpnAclThing *acl = d->inventory->network_acls->pdata[i];
        if (g_strcmp0 (acl->vpc, vpc->thing.id) != 0 ||
            !cvpn_drafting_has (d, "network-acl", acl->thing.id))
            continue;
        CvpnDraftGroup *group = cvpn_drafting_group (d, "network-acl", &acl->thing);
        if (acl->is_default)
            cvpn_drafting_comment (group, "the default one of %s", vpc->thing.id);
        cvpn_drafting_line (group, "vpc", vpc->thing.id, NULL);
        add_entries (d, group, acl);
    }
}
