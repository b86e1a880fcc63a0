/* Security groups, network ACLs and the firewalls of outside networks.
 *
 * A VPC without a declared default group has one that admits from itself and
 * lets everything out; a subnet without a network ACL has the VPC's default
 * one, which allows everything (Amazon VPC User Guide, "Default security
 * groups", "Default network ACL"). */
#include "model/builder.h"

static const CvpnMatch match_all = { .protocol = CVPN_PROTOCOL_ALL,
                                     .first = 0,
                                     .last = G_MAXUINT16,
                                     .icmp_type = CVPN_ICMP_ANY,
                                     .icmp_code = CVPN_ICMP_ANY };

/* A peer is a block, or the name of a prefix list or of a security group. */
static void
resolve_peer (CvpnBuilder *b, const CvpnMatchSpec *spec, CvpnFilterRule *rule)
{
    rule->group = rule->prefix_list = CVPN_NONE;
    if (spec->block.length != CVPN_PREFIX_UNSET)
        rule->peer = spec->block;
    else if (cvpn_builder_is (b, "prefix-list", spec->peer))
        rule->prefix_list = cvpn_builder_index (b, spec->peer);
    else
        rule->group = cvpn_builder_index (b, spec->peer);
}

static CvpnSpan
build_rules (CvpnBuilder *b, CvpnRuleKind kind, const CvpnGroup *group, const char *key,
             const GPtrArray *matches)
{
    const guint32 first = b->net->filter_rules->len;
    const CvpnEntry whole = { .file = group->file, .line = group->line }; /* of a default */
    const CvpnEntry *entry = cvpn_group_entry (group, key);
    const char *name = cvpn_builder_text (b, group->name);

    for (guint i = 0; i < matches->len; i++) {
        const CvpnMatchSpec *spec = matches->pdata[i];
        CvpnFilterRule rule = { .match = spec->match, .allow = spec->allow };
        resolve_peer (b, spec, &rule);
        rule.rule =
            cvpn_builder_joined_rule (b, kind, name, entry ? entry : &whole, key, " ", spec->text);
        g_array_append_val (b->net->filter_rules, rule);
    }
    return cvpn_span_from (b->net->filter_rules, first);
}

static void
add_group (CvpnBuilder *b, const CvpnSecurityGroupSpec *spec)
{
    CvpnNetwork *net = b->net;
    guint32 index = net->security_groups->len;
    CvpnSecurityGroup group = {
        .name = cvpn_builder_text (b, spec->group->name),
        .vpc = cvpn_builder_index (b, spec->vpc),
        .rule = cvpn_builder_object (b, spec->group, index),
    };
    CvpnVpc *vpc = &g_array_index (net->vpcs, CvpnVpc, group.vpc);

    if (spec->is_default && vpc->default_group != CVPN_NONE)
        cvpn_group_fail (
            spec->group, "default", b->report,
            "[vpc %s] has a default group already, [security-group %s]", vpc->name,
            cvpn_at (net->security_groups, CvpnSecurityGroup, vpc->default_group)->name);
    else if (spec->is_default)
        vpc->default_group = index;
    g_array_append_val (net->security_groups, group);
}

/* Groups refer to each other: rules are resolved once every group is there. */
static void
fill_group (CvpnBuilder *b, guint32 index)
{
    const CvpnSecurityGroupSpec *spec = b->spec->security_groups->pdata[index];
    CvpnSpan ingress =
        build_rules (b, CVPN_RULE_SECURITY_GROUP_INGRESS, spec->group, "ingress", spec->ingress);
    CvpnSpan egress =
        build_rules (b, CVPN_RULE_SECURITY_GROUP_EGRESS, spec->group, "egress", spec->egress);
    CvpnSecurityGroup *group = &g_array_index (b->net->security_groups, CvpnSecurityGroup, index);

    group->ingress = ingress;
    group->egress = egress;
}

/* A rule of something that the file does not declare stands on its VPC's line. */
static guint32
imply_rule (CvpnBuilder *b, const CvpnVpc *vpc, const char *component, CvpnRuleKind kind,
            const char *text)
{
    CvpnRule rule = *cvpn_network_rule (b->net, vpc->rule);

    rule.component = component;
    rule.text = cvpn_builder_text (b, text);
    rule.kind = kind;
    return cvpn_builder_add_rule (b, &rule);
}

static void
imply_default_group (CvpnBuilder *b, CvpnVpc *vpc, guint32 vpc_index)
{
    CvpnNetwork *net = b->net;
    g_autofree char *name = g_strconcat (vpc->name, "/default", NULL);
    CvpnSecurityGroup group = { .name = cvpn_builder_text (b, name),
                                .vpc = vpc_index,
                                .ingress = { net->filter_rules->len, 1 },
                                .egress = { net->filter_rules->len + 1, 1 } };
    g_autofree char *from_itself = g_strconcat ("ingress all ", name, NULL);
    CvpnFilterRule ingress = { .match = match_all, .allow = TRUE, .prefix_list = CVPN_NONE };
    CvpnFilterRule egress = {
        .match = match_all, .allow = TRUE, .group = CVPN_NONE, .prefix_list = CVPN_NONE
    };

    vpc->default_group = ingress.group = net->security_groups->len;
    ingress.rule = imply_rule (b, vpc, group.name, CVPN_RULE_SECURITY_GROUP_INGRESS, from_itself);
    egress.rule =
        imply_rule (b, vpc, group.name, CVPN_RULE_SECURITY_GROUP_EGRESS, "egress all 0.0.0.0/0");
    group.rule = imply_rule (b, vpc, group.name, CVPN_RULE_OBJECT, "");
    g_array_append_val (net->filter_rules, ingress);
    g_array_append_val (net->filter_rules, egress);
    g_array_append_val (net->security_groups, group);
}

static gint
compare_rows (gconstpointer a, gconstpointer b)
{
    const CvpnRowSpec *one = *(CvpnRowSpec *const *) a, *other = *(CvpnRowSpec *const *) b;

    return (gint) one->number - (gint) other->number;
}

/* The entries of one direction, ascending, and the deny that ends every list. */
static CvpnSpan
build_entries (CvpnBuilder *b, const CvpnAclSpec *spec, gboolean inbound)
{
    const CvpnRuleKind kind = inbound ? CVPN_RULE_ACL_INBOUND : CVPN_RULE_ACL_OUTBOUND;
    GArray *entries = b->net->acl_entries;
    guint32 first = entries->len;
    g_autoptr (GPtrArray) rows = g_ptr_array_new ();
    const char *name = cvpn_builder_text (b, spec->group->name);

    for (guint i = 0; i < spec->entries->len; i++)
        if (((const CvpnRowSpec *) spec->entries->pdata[i])->inbound == inbound)
            g_ptr_array_add (rows, spec->entries->pdata[i]);
    g_ptr_array_sort (rows, compare_rows);
    for (guint i = 0; i < rows->len; i++) {
        const CvpnRowSpec *row = rows->pdata[i];
        CvpnAclEntry entry = { row->number, row->allow, row->match, row->prefix, 0 };
        if (i > 0 && row->number == ((const CvpnRowSpec *) rows->pdata[i - 1])->number)
            cvpn_group_fail (spec->group, row->entry->key, b->report,
                             "number %u stands there twice", row->number);
        entry.rule = cvpn_builder_row_rule (b, kind, name, row, row->entry->value);
        g_array_append_val (entries, entry);
    }
    CvpnAclEntry last = { .number = G_MAXUINT16, .match = match_all };
    last.rule = cvpn_builder_rule (b, kind, spec->group->name, spec->group, NULL,
                                   "%s * = deny all 0.0.0.0/0", inbound ? "inbound" : "outbound");
    g_array_append_val (entries, last);
    return cvpn_span_from (entries, first);
}

static void
build_acl (CvpnBuilder *b, const CvpnAclSpec *spec)
{
    CvpnAcl acl = {
        .name = cvpn_builder_text (b, spec->group->name),
        .vpc = cvpn_builder_index (b, spec->vpc),
        .rule = cvpn_builder_object (b, spec->group, b->net->acls->len),
    };

    acl.inbound = build_entries (b, spec, TRUE);
    acl.outbound = build_entries (b, spec, FALSE);
    g_array_append_val (b->net->acls, acl);
}

static void
imply_default_acl (CvpnBuilder *b, CvpnVpc *vpc, guint32 vpc_index)
{
    CvpnNetwork *net = b->net;
    guint32 first = net->acl_entries->len;
    g_autofree char *name = g_strconcat (vpc->name, "/default-acl", NULL);
    CvpnAcl acl = { .name = cvpn_builder_text (b, name),
                    .vpc = vpc_index,
                    .inbound = { first, 1 },
                    .outbound = { first + 1, 1 } };
    CvpnAclEntry entry = { .number = 100, .allow = TRUE, .match = match_all };

    vpc->default_acl = net->acls->len;
    entry.rule =
        imply_rule (b, vpc, acl.name, CVPN_RULE_ACL_INBOUND, "inbound 100 = allow all 0.0.0.0/0");
    g_array_append_val (net->acl_entries, entry);
    entry.rule =
        imply_rule (b, vpc, acl.name, CVPN_RULE_ACL_OUTBOUND, "outbound 100 = allow all 0.0.0.0/0");
    g_array_append_val (net->acl_entries, entry);
    acl.rule = imply_rule (b, vpc, acl.name, CVPN_RULE_OBJECT, "");
    g_array_append_val (net->acls, acl);
}

static void
attach_acl (CvpnBuilder *b, guint32 index)
{
    CvpnSubnet *subnet = &g_array_index (b->net->subnets, CvpnSubnet, index);
    const CvpnSubnetSpec *spec = b->spec->subnets->pdata[index];

    subnet->acl = spec->network_acl ? cvpn_builder_index (b, spec->network_acl)
                                    : cvpn_vpc (b->net, subnet->vpc)->default_acl;
    const CvpnAcl *acl = cvpn_at (b->net->acls, CvpnAcl, subnet->acl);
    if (!acl->unknown && acl->vpc != subnet->vpc)
        cvpn_group_fail (spec->group, "network-acl", b->report,
                         "[network-acl %s] is of another VPC than [vpc %s]", spec->network_acl,
                         spec->vpc);
}

void
cvpn_build_filters (CvpnBuilder *b)
{
    const CvpnSpec *spec = b->spec;

    for (guint i = 0; i < spec->security_groups->len; i++)
        add_group (b, spec->security_groups->pdata[i]);
    cvpn_build_unknown (b, "security-group");
    for (guint i = 0; i < spec->network_acls->len; i++)
        build_acl (b, spec->network_acls->pdata[i]);
    cvpn_build_unknown (b, "network-acl");
    for (guint32 i = 0; i < b->net->vpcs->len; i++) {
        CvpnVpc *vpc = &g_array_index (b->net->vpcs, CvpnVpc, i);
        if (vpc->default_group == CVPN_NONE)
            imply_default_group (b, vpc, i);
        imply_default_acl (b, vpc, i);
    }
    for (guint32 i = 0; i < spec->security_groups->len; i++)
        fill_group (b, i);
    for (guint32 i = 0; i < spec->subnets->len; i++)
        attach_acl (b, i);
    for (guint i = 0; i < spec->networks->len; i++) {
        const CvpnOutsideSpec *network = spec->networks->pdata[i];
        CvpnOutside *outside = &g_array_index (b->net->networks, CvpnOutside, i + 1);
        outside->firewall =
            build_rules (b, CVPN_RULE_FIREWALL, network->group, "firewall", network->firewall);
    }
}
