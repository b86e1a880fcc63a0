/* terraform_groups: security groups, their inline rules and rules of their own. */
#include <string.h>

#include "import/terraform/terraform.h"

static CvpnSecurityGroupThing *
find_group (CvpnTerraform *terraform, const char *id)
{
    return cvpn_inventory_find (terraform->inventory, terraform->inventory->security_groups, id);
}

/* A rule of its own is among the inline ones, too, once the state has been refreshed. */
static void
add_rule (GArray *rules, const CvpnRuleThing *rule)
{
    for (guint i = 0; i < rules->len; i++) {
        if (cvpn_terraform_same_rule (&g_array_index (rules, CvpnRuleThing, i), rule))
            return;
    }
    g_array_append_val (rules, *rule);
}

static CvpnRuleThing
begin_rule (const CvpnRuleThing *match)
{
    CvpnRuleThing rule = *match;

    rule.cidr = (CvpnPrefix){ 0, CVPN_PREFIX_UNSET };
    rule.group = rule.prefix_list = NULL;
    return rule;
}

typedef struct {
    const CvpnTerraformResource *resource;
    const char *blocks; /* NULL: the values themselves */
    const CvpnNode *object;
    const CvpnRuleThing *match;
    GArray *rules;
} Peers;

static void
add_cidrs (CvpnTerraform *terraform, const Peers *peers)
{
    CvpnNode list = cvpn_node_member (peers->object, "cidr_blocks");
    CvpnNode others = cvpn_node_member (peers->object, "ipv6_cidr_blocks");
    gsize n = cvpn_node_length (&list);
    CvpnRuleThing rule = begin_rule (peers->match);

    for (gsize i = 0; i < n; i++) {
        CvpnNode one = cvpn_node_element (&list, i);

        if (cvpn_node_cidr (&one, &rule.cidr))
            add_rule (peers->rules, &rule);
    }
    n = cvpn_node_length (&others);
    for (gsize i = 0; i < n; i++)
        cvpn_terraform_left_out (terraform, peers->resource, "rules", "IPv6");
}

/* What is not known yet is like a prefix list whose entries nobody knows. */
static void
add_open (CvpnTerraform *terraform, const Peers *peers, const char *attribute)
{
    CvpnRuleThing rule = begin_rule (peers->match);
    g_autofree char *where =
        peers->blocks != NULL
            ? g_strdup_printf ("%s.%s[%" G_GSIZE_FORMAT "].%s", peers->resource->address,
                               peers->blocks, peers->object->index, attribute)
            : g_strdup_printf ("%s.%s", peers->resource->address, attribute);

    rule.prefix_list = cvpn_terraform_legal_name (terraform, where);
    add_rule (peers->rules, &rule);
    cvpn_terraform_remark (terraform, peers->resource,
                           "whom one of its rules is about is not known before it is made");
}

static void
add_named (CvpnTerraform *terraform, const Peers *peers, const char *attribute, gboolean groups)
{
    gboolean known;
    g_autoptr (GPtrArray) ids =
        peers->blocks != NULL
            ? cvpn_terraform_refer_all_in (terraform, peers->resource, peers->blocks, peers->object,
                                           attribute, &known)
            : cvpn_terraform_refer_all (terraform, peers->resource, attribute, &known);
    CvpnRuleThing rule = begin_rule (peers->match);

    for (guint i = 0; i < ids->len; i++) {
        const char *id = g_ptr_array_index (ids, i);

        rule.group = groups ? id : NULL;
        rule.prefix_list = groups ? NULL : id;
        if (known)
            add_rule (peers->rules, &rule);
    }
    if (!known)
        add_open (terraform, peers, attribute);
}

static gboolean
is_open (const Peers *peers, const char *attribute)
{
    if (json_object_get (peers->object->json, attribute) != NULL)
        return FALSE;
    return cvpn_terraform_unknown (peers->resource,
                                   peers->blocks != NULL ? peers->blocks : attribute);
}

static void
add_peers (CvpnTerraform *terraform, const Peers *peers, const char *self)
{
    CvpnRuleThing rule = begin_rule (peers->match);

    add_cidrs (terraform, peers);
    if (is_open (peers, "cidr_blocks"))
        add_open (terraform, peers, "cidr_blocks");
    add_named (terraform, peers, "prefix_list_ids", FALSE);
    if (cvpn_node_get_boolean (peers->object, "self", FALSE)) {
        rule.group = self;
        add_rule (peers->rules, &rule);
    }
}

static void
read_inline (CvpnTerraform *terraform, const CvpnTerraformResource *resource, const char *blocks,
             const char *self, GArray *rules)
{
    CvpnNode list = cvpn_node_member (&resource->values, blocks);
    gsize n = cvpn_node_length (&list);

    for (gsize i = 0; i < n; i++) {
        CvpnNode one = cvpn_node_element (&list, i);
        CvpnRuleThing match = { 0 };
        Peers peers = { resource, blocks, &one, &match, rules };

        if (!cvpn_terraform_match (terraform, resource, &one, "protocol", &match))
            continue;
        add_peers (terraform, &peers, self);
        add_named (terraform, &peers, "security_groups", TRUE);
    }
}

/* In a plan rules that are written and not known at all may be any. */
static gboolean
is_known (const CvpnTerraformResource *resource, const char *blocks)
{
    const json_t *expressions = json_object_get (resource->configuration, "expressions");

    return json_object_get (resource->values.json, blocks) != NULL ||
           !cvpn_terraform_unknown (resource, blocks) ||
           json_object_get (expressions, blocks) == NULL;
}

static void
read_rules (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
            CvpnSecurityGroupThing *group)
{
    group->rules_known = is_known (resource, "ingress") && is_known (resource, "egress");
    if (!group->rules_known)
        cvpn_terraform_remark (terraform, resource, "its rules are not known before they are made");
    read_inline (terraform, resource, "ingress", group->thing.id, group->ingress);
    read_inline (terraform, resource, "egress", group->thing.id, group->egress);
}

static CvpnSecurityGroupThing *
make_group (CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    CvpnSecurityGroupThing *group = CVPN_TERRAFORM_NEW (terraform, resource, security_group);
    const char *name = cvpn_terraform_text_of (resource, "name");

    if (group->thing.name == NULL)
        group->thing.name = cvpn_inventory_keep (terraform->inventory, name);
    group->is_default = g_strcmp0 (name, "default") == 0;
    return group;
}

/* Without inline rules the provider takes away what AWS lets out by default, so that there are
 * no rules but those of their own (AWS provider, "aws_security_group"). */
CVPN_TERRAFORM_READER (security_group)
{
    CvpnSecurityGroupThing *group = find_group (terraform, resource->id);

    if (group == NULL)
        group = make_group (terraform, resource);
    group->vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
    read_rules (terraform, resource, group);
}

/* It is taken over with no rules but its own (AWS provider, "aws_default_security_group"). */
CVPN_TERRAFORM_READER (default_security_group)
{
    CvpnSecurityGroupThing *group = find_group (terraform, resource->id);
    const char *label = cvpn_terraform_label (terraform, resource);

    if (group == NULL)
        group = make_group (terraform, resource);
    if (label != NULL)
        group->thing.name = cvpn_inventory_keep (terraform->inventory, label);
    if (group->vpc == NULL)
        group->vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
    group->is_default = TRUE;
    g_array_set_size (group->ingress, 0);
    g_array_set_size (group->egress, 0);
    read_rules (terraform, resource, group);
}

CVPN_TERRAFORM_READER (security_group_data)
{
    CvpnSecurityGroupThing *group;

    if (find_group (terraform, resource->id) != NULL)
        return;
    group = make_group (terraform, resource);
    group->vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
}

/* The group of a rule; rules of a group that is not in the input are not said, since it is an
 * unknown as a whole.  If it may be one of several, what rules these have is not known. */
static CvpnSecurityGroupThing *
find_owner (CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    const GPtrArray *groups = terraform->inventory->security_groups;
    const char *id = cvpn_terraform_refer (terraform, resource, "security_group_id");
    CvpnSecurityGroupThing *group = find_group (terraform, id);

    for (guint i = 0; group == NULL && i < groups->len; i++) {
        CvpnSecurityGroupThing *one = g_ptr_array_index (groups, i);

        if (cvpn_terraform_may_be (terraform, id, one->thing.id))
            one->rules_known = FALSE;
    }
    return group;
}

CVPN_TERRAFORM_READER (group_rule)
{
    CvpnSecurityGroupThing *group = find_owner (terraform, resource);
    const char *type = cvpn_terraform_text_of (resource, "type");
    const char *other = cvpn_terraform_refer (terraform, resource, "source_security_group_id");
    CvpnRuleThing match = { 0 }, rule;
    GArray *rules;

    if (group == NULL || type == NULL)
        return;
    rules = strcmp (type, "egress") == 0 ? group->egress : group->ingress;
    if (!cvpn_terraform_match (terraform, resource, &resource->values, "protocol", &match))
        return;
    Peers peers = { resource, NULL, &resource->values, &match, rules };
    add_peers (terraform, &peers, group->thing.id);
    if (other == NULL)
        return;
    rule = begin_rule (&match);
    rule.group = other;
    add_rule (rules, &rule);
}

static void
read_single (CvpnTerraform *terraform, const CvpnTerraformResource *resource, gboolean egress)
{
    CvpnSecurityGroupThing *group = find_owner (terraform, resource);
    CvpnRuleThing match = { 0 }, rule;

    if (group == NULL ||
        !cvpn_terraform_match (terraform, resource, &resource->values, "ip_protocol", &match))
        return;
    Peers peers = { resource, NULL, &resource->values, &match,
                    egress ? group->egress : group->ingress };
    rule = begin_rule (&match);
    if (cvpn_terraform_text_of (resource, "cidr_ipv6") != NULL) {
        cvpn_terraform_left_out (terraform, resource, "rules", "IPv6");
        return;
    }
    if (cvpn_terraform_text_of (resource, "cidr_ipv4") != NULL) {
        if (cvpn_terraform_cidr (resource, "cidr_ipv4", &rule.cidr))
            add_rule (peers.rules, &rule);
        return;
    }
    rule.group = cvpn_terraform_refer (terraform, resource, "referenced_security_group_id");
    if (rule.group == NULL)
        rule.prefix_list = cvpn_terraform_refer (terraform, resource, "prefix_list_id");
    if (rule.group != NULL || rule.prefix_list != NULL)
        add_rule (peers.rules, &rule);
    else
        add_open (terraform, &peers, "cidr_ipv4");
}

CVPN_TERRAFORM_READER (group_ingress)
{
    read_single (terraform, resource, FALSE);
}

CVPN_TERRAFORM_READER (group_egress)
{
    read_single (terraform, resource, TRUE);
}
