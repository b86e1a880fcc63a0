/* cli_filters: describe-security-groups and describe-security-group-rules.
 *
 * Both list the same rules; those of the group's own description are taken where it has any. */
#include "import/cli/cli.h"

static CvpnRuleThing
new_rule (void)
{
    return (
        CvpnRuleThing){ .from_port = -1, .to_port = -1, .cidr = { .length = CVPN_PREFIX_UNSET } };
}

static void
add_blocks (const CvpnNode *permission, CvpnRuleThing rule, GArray *rules)
{
    const CvpnNode list = cvpn_node_member (permission, "IpRanges");

    for (gsize i = 0, n = cvpn_node_length (&list); i < n; i++) {
        const CvpnNode range = cvpn_node_element (&list, i);
        if (cvpn_node_get_cidr (&range, "CidrIp", &rule.cidr))
            g_array_append_val (rules, rule);
    }
}

static void
add_prefix_lists (CvpnCliAnswer *answer, const CvpnNode *permission, CvpnRuleThing rule,
                  GArray *rules)
{
    const CvpnNode list = cvpn_node_member (permission, "PrefixListIds");

    for (gsize i = 0, n = cvpn_node_length (&list); i < n; i++) {
        const CvpnNode entry = cvpn_node_element (&list, i);
        rule.prefix_list = cvpn_cli_id (answer, &entry, "PrefixListId");
        if (rule.prefix_list)
            g_array_append_val (rules, rule);
    }
}

/* A reference to a group of a VPC whose peering is gone admits nobody: it is stale. */
static gboolean
is_stale (const CvpnNode *pair)
{
    static const char *const gone[] = { "deleted", "rejected", "expired", "failed", NULL };
    const char *status = cvpn_node_get_string (pair, "PeeringStatus");

    return status != NULL && g_strv_contains (gone, status);
}

static void
add_group (CvpnCliAnswer *answer, const CvpnNode *pair, const char *owner, CvpnRuleThing rule,
           GArray *rules)
{
    rule.group = cvpn_cli_id (answer, pair, "GroupId");
    if (is_stale (pair))
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, answer->source, owner, 1,
                             "a rule for a group behind a peering connection that is gone");
    else if (rule.group)
        g_array_append_val (rules, rule);
    else
        cvpn_node_lacks (pair, "no GroupId");
}

static void
add_permission (CvpnCliAnswer *answer, const CvpnNode *permission, const char *owner, GArray *rules)
{
    const CvpnNode protocol = cvpn_node_member (permission, "IpProtocol");
    const CvpnNode pairs = cvpn_node_member (permission, "UserIdGroupPairs");
    const CvpnNode ipv6 = cvpn_node_member (permission, "Ipv6Ranges");
    CvpnRuleThing rule = new_rule ();

    if (!cvpn_cli_protocol (answer, &protocol, &rule) ||
        !cvpn_cli_ports (permission, cvpn_node_get_integer (permission, "FromPort", -1),
                         cvpn_node_get_integer (permission, "ToPort", -1), &rule))
        return;
    add_blocks (permission, rule, rules);
    add_prefix_lists (answer, permission, rule, rules);
    for (gsize i = 0, n = cvpn_node_length (&pairs); i < n; i++) {
        const CvpnNode pair = cvpn_node_element (&pairs, i);
        add_group (answer, &pair, owner, rule, rules);
    }
    cvpn_cli_left_out_ipv6 (answer, "rules", cvpn_node_length (&ipv6));
}

static gboolean
add_permissions (CvpnCliAnswer *answer, const CvpnNode *element, const char *member,
                 const char *owner, GArray *rules)
{
    const CvpnNode list = cvpn_node_member (element, member);

    for (gsize i = 0, n = cvpn_node_length (&list); i < n; i++) {
        const CvpnNode permission = cvpn_node_element (&list, i);
        add_permission (answer, &permission, owner, rules);
    }
    return json_is_array (list.json);
}

void
cvpn_cli_read_security_group (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "GroupId");
    const char *name = cvpn_cli_name (element, "Tags");
    const char *group_name = cvpn_node_get_string (element, "GroupName");
    CvpnSecurityGroupThing *group;
    gboolean in, out;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    group = cvpn_inventory_add_security_group (answer->inventory, id,
                                               name != NULL ? name : group_name, answer->source);
    group->vpc = cvpn_cli_id (answer, element, "VpcId");
    group->is_default = group_name != NULL && g_str_equal (group_name, "default");
    group->described_default = g_strcmp0 (cvpn_node_get_string (element, "Description"),
                                          "default VPC security group") == 0;
    in = add_permissions (answer, element, "IpPermissions", id, group->ingress);
    out = add_permissions (answer, element, "IpPermissionsEgress", id, group->egress);
    group->rules_known = in && out;
}

/* The group of a rule; of one that describe-security-groups does not have, only rules are known. */
static CvpnSecurityGroupThing *
group_of (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "GroupId");
    CvpnSecurityGroupThing *group;

    if (!id)
        return NULL;
    group = cvpn_inventory_find (answer->inventory, answer->inventory->security_groups, id);
    return group != NULL
               ? group
               : cvpn_inventory_add_security_group (answer->inventory, id, NULL, answer->source);
}

static void
add_security_group_rule (CvpnCliAnswer *answer, const CvpnNode *element,
                         CvpnSecurityGroupThing *group)
{
    const CvpnNode protocol = cvpn_node_member (element, "IpProtocol");
    const CvpnNode referenced = cvpn_node_member (element, "ReferencedGroupInfo");
    const CvpnNode egress = cvpn_node_member (element, "IsEgress");
    GArray *rules = cvpn_node_boolean (&egress, FALSE) ? group->egress : group->ingress;
    CvpnRuleThing rule = new_rule ();

    if (!egress.json)
        cvpn_node_fault (element, "no IsEgress");
    if (cvpn_node_get_string (element, "CidrIpv6") != NULL) {
        cvpn_cli_left_out_ipv6 (answer, "rules", 1);
        return;
    }
    if (!cvpn_cli_protocol (answer, &protocol, &rule) ||
        !cvpn_cli_ports (element, cvpn_node_get_integer (element, "FromPort", -1),
                         cvpn_node_get_integer (element, "ToPort", -1), &rule))
        return;
    rule.prefix_list = cvpn_cli_id (answer, element, "PrefixListId");
    if (json_is_object (referenced.json))
        add_group (answer, &referenced, group->thing.id, rule, rules);
    else if (rule.prefix_list != NULL || cvpn_node_get_cidr (element, "CidrIpv4", &rule.cidr))
        g_array_append_val (rules, rule);
    else
        cvpn_node_lacks (element, "neither CidrIpv4, PrefixListId nor ReferencedGroupInfo");
}

/* A group whose own description has rules has these; the mark that it has none of its own is that
 * its rules are not known until the last of these is read (cvpn_cli_finish_security_groups). */
void
cvpn_cli_read_security_group_rule (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "SecurityGroupRuleId");
    CvpnSecurityGroupThing *group = group_of (answer, element);

    if (!id || !group || !cvpn_cli_is_new (answer, id, element) || group->rules_known)
        return;
    cvpn_cli_about (answer, group->thing.id);
    add_security_group_rule (answer, element, group);
}

void
cvpn_cli_done_security_group_rules (CvpnCliAnswer *answer)
{
    if (g_hash_table_size (answer->about) > 0)
        cvpn_cli_answered (answer, answer->inventory->security_groups, "sg-");
}

/* Of groups that are known by their rules only, the VPC is that of whom they are of. */
static void
place_groups (CvpnInventory *inventory, const GPtrArray *groups, const char *vpc)
{
    for (guint i = 0; vpc != NULL && i < groups->len; i++) {
        CvpnSecurityGroupThing *group = cvpn_inventory_find (inventory, inventory->security_groups,
                                                             g_ptr_array_index (groups, i));
        if (group != NULL && !group->vpc)
            group->vpc = vpc;
    }
}

void
cvpn_cli_finish_security_groups (CvpnCliReader *reader)
{
    CvpnInventory *inventory = reader->inventory;

    for (guint i = 0; i < inventory->security_groups->len; i++) {
        CvpnSecurityGroupThing *group = g_ptr_array_index (inventory->security_groups, i);
        group->rules_known |=
            cvpn_cli_knows (reader, "describe-security-group-rules", group->thing.id);
    }
    for (guint i = 0; i < inventory->interfaces->len; i++) {
        const CvpnInterfaceThing *interface = g_ptr_array_index (inventory->interfaces, i);
        place_groups (inventory, interface->groups, interface->vpc);
    }
    for (guint i = 0; i < inventory->client_vpns->len; i++) {
        const CvpnClientVpnThing *endpoint = g_ptr_array_index (inventory->client_vpns, i);
        place_groups (inventory, endpoint->groups, endpoint->vpc);
    }
    cvpn_cli_settle_default_groups (inventory);
}
