/* terraform_acl: network ACLs, inline entries and rules of their own. */
#include <string.h>

#include "import/terraform/terraform.h"

#define NUMBER_LAST 32766 /* behind it is the implied deny */

static CvpnAclThing *
find_acl (CvpnTerraform *terraform, const char *id)
{
    return cvpn_inventory_find (terraform->inventory, terraform->inventory->network_acls, id);
}

static void
add_entry (CvpnAclThing *acl, const CvpnAclEntryThing *entry)
{
    for (guint i = 0; i < acl->entries->len; i++) {
        const CvpnAclEntryThing *other = &g_array_index (acl->entries, CvpnAclEntryThing, i);

        if (other->egress == entry->egress && other->number == entry->number &&
            other->allow == entry->allow && cvpn_terraform_same_rule (&other->match, &entry->match))
            return;
    }
    g_array_append_val (acl->entries, *entry);
}

/* 'names': of the number, the action and the IPv6 block, which differ between the two forms. */
typedef struct {
    const char *number, *action, *ipv6;
} Names;

static void
read_entry (CvpnTerraform *terraform, const CvpnTerraformResource *resource, const CvpnNode *rule,
            const Names *names, gboolean egress, CvpnAclThing *acl)
{
    CvpnAclEntryThing entry = { .egress = egress, .match.cidr.length = CVPN_PREFIX_UNSET };
    const char *action = cvpn_terraform_text (rule, names->action);

    entry.number = cvpn_terraform_number (rule, names->number, -1);
    if (entry.number > NUMBER_LAST)
        return;
    if (cvpn_terraform_text (rule, names->ipv6) != NULL) {
        cvpn_terraform_left_out (terraform, resource, "network ACL entries", "IPv6");
        return;
    }
    if (!cvpn_terraform_match (terraform, resource, rule, "protocol", &entry.match))
        return;
    if (action == NULL || entry.number < 1) {
        cvpn_node_fault (rule, "an entry without a number or an action");
        return;
    }
    entry.allow = g_ascii_strcasecmp (action, "allow") == 0;
    if (cvpn_terraform_text (rule, "cidr_block") == NULL) {
        cvpn_terraform_remark (terraform, resource,
                               "an entry's cidr_block is not known, so its network ACL is not");
        acl->unknown = TRUE;
        return;
    }
    if (cvpn_node_get_cidr (rule, "cidr_block", &entry.match.cidr))
        add_entry (acl, &entry);
}

static void
read_inline (CvpnTerraform *terraform, const CvpnTerraformResource *resource, const char *blocks,
             CvpnAclThing *acl)
{
    static const Names names = { "rule_no", "action", "ipv6_cidr_block" };
    CvpnNode list = cvpn_node_member (&resource->values, blocks);
    gsize n = cvpn_node_length (&list);

    for (gsize i = 0; i < n; i++) {
        CvpnNode one = cvpn_node_element (&list, i);

        read_entry (terraform, resource, &one, &names, strcmp (blocks, "egress") == 0, acl);
    }
}

static void
associate (CvpnTerraform *terraform, CvpnAclThing *acl, const char *subnet)
{
    for (guint i = 0; i < acl->subnets->len; i++) {
        if (strcmp (g_ptr_array_index (acl->subnets, i), subnet) == 0)
            return;
    }
    g_ptr_array_add (acl->subnets,
                     (gpointer) (gsize) cvpn_inventory_keep (terraform->inventory, subnet));
}

/* Entries that are written and not known at all. */
static gboolean
is_open (const CvpnTerraformResource *resource, const char *blocks)
{
    const json_t *expressions = json_object_get (resource->configuration, "expressions");

    return json_object_get (resource->values.json, blocks) == NULL &&
           json_object_get (expressions, blocks) != NULL &&
           cvpn_terraform_unknown (resource, blocks);
}

static CvpnAclThing *
read_acl (CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    gboolean known;
    CvpnAclThing *acl = CVPN_TERRAFORM_NEW (terraform, resource, network_acl);
    g_autoptr (GPtrArray) subnets =
        cvpn_terraform_refer_all (terraform, resource, "subnet_ids", &known);

    acl->vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
    for (guint i = 0; i < subnets->len; i++)
        associate (terraform, acl, g_ptr_array_index (subnets, i));
    if (!known && json_object_get (json_object_get (resource->configuration, "expressions"),
                                   "subnet_ids") != NULL)
        terraform->loose_acls = TRUE;
    acl->unknown = is_open (resource, "ingress") || is_open (resource, "egress");
    read_inline (terraform, resource, "ingress", acl);
    read_inline (terraform, resource, "egress", acl);
    return acl;
}

CVPN_TERRAFORM_READER (network_acl)
{
    read_acl (terraform, resource);
}

/* It is taken over with no entries but its own (AWS provider, "aws_default_network_acl"). */
CVPN_TERRAFORM_READER (default_network_acl)
{
    CvpnAclThing *acl = read_acl (terraform, resource);

    acl->is_default = TRUE;
    for (guint i = 0; acl->vpc == NULL && i < terraform->resources->len; i++) {
        const CvpnTerraformResource *vpc = g_ptr_array_index (terraform->resources, i);

        if (g_str_has_suffix (vpc->type, "_vpc") &&
            g_strcmp0 (cvpn_terraform_computed (terraform, vpc, "default_network_acl_id"),
                       resource->id) == 0)
            acl->vpc = vpc->id;
    }
}

/* A VPC's default ACL that nothing takes over has what AWS gave it, and rules of their own. */
static CvpnAclThing *
find_or_make (CvpnTerraform *terraform, const char *id)
{
    CvpnAclEntryThing all = { .allow = TRUE,
                              .number = 100,
                              .match = { .any = TRUE, .from_port = -1, .to_port = -1 } };
    CvpnAclThing *acl = find_acl (terraform, id);

    for (guint i = 0; id != NULL && acl == NULL && i < terraform->resources->len; i++) {
        const CvpnTerraformResource *vpc = g_ptr_array_index (terraform->resources, i);

        if (!vpc->managed || !g_str_has_suffix (vpc->type, "_vpc") ||
            g_strcmp0 (cvpn_terraform_computed (terraform, vpc, "default_network_acl_id"), id) != 0)
            continue;
        acl = cvpn_terraform_declare (vpc, cvpn_inventory_add_network_acl (
                                               terraform->inventory, id, NULL, vpc->values.source));
        acl->vpc = vpc->id;
        acl->is_default = TRUE;
        add_entry (acl, &all);
        all.egress = TRUE;
        add_entry (acl, &all);
    }
    return acl;
}

/* ACLs that a rule may be of, or may not. */
static void
forget_possible (CvpnTerraform *terraform, const char *id)
{
    const GPtrArray *acls = terraform->inventory->network_acls;

    for (guint i = 0; i < acls->len; i++) {
        CvpnAclThing *acl = g_ptr_array_index (acls, i);

        if (cvpn_terraform_may_be (terraform, id, acl->thing.id))
            acl->unknown = TRUE;
    }
}

CVPN_TERRAFORM_READER (acl_rule)
{
    static const Names names = { "rule_number", "rule_action", "ipv6_cidr_block" };
    const char *id = cvpn_terraform_refer (terraform, resource, "network_acl_id");
    CvpnAclThing *acl = find_or_make (terraform, id);

    forget_possible (terraform, id);
    if (acl != NULL)
        read_entry (terraform, resource, &resource->values, &names,
                    cvpn_terraform_flag (resource, "egress", FALSE), acl);
    else
        cvpn_terraform_left_out (terraform, resource, "network ACL entries",
                                 "of network ACLs that are not in the input");
}

/* The ACL of a subnet, of which nothing else is known. */
static void
make_unknown (CvpnTerraform *terraform, const CvpnSubnetThing *subnet)
{
    g_autofree char *id = g_strconcat (subnet->thing.id, ".network_acl", NULL);
    CvpnAclThing *acl = cvpn_inventory_add_network_acl (terraform->inventory,
                                                        cvpn_terraform_legal_name (terraform, id),
                                                        NULL, subnet->thing.source);

    acl->vpc = subnet->vpc;
    acl->unknown = TRUE;
    associate (terraform, acl, subnet->thing.id);
}

CVPN_TERRAFORM_READER (acl_association)
{
    const char *id = cvpn_terraform_refer (terraform, resource, "network_acl_id");
    const char *name = cvpn_terraform_refer (terraform, resource, "subnet_id");
    const CvpnSubnetThing *subnet =
        cvpn_inventory_find (terraform->inventory, terraform->inventory->subnets, name);
    CvpnAclThing *acl = find_or_make (terraform, id);

    if (name != NULL && g_hash_table_contains (terraform->uncertain, name))
        terraform->loose_acls = TRUE;
    else if (acl != NULL && name != NULL)
        associate (terraform, acl, name);
    else if (subnet != NULL)
        make_unknown (terraform, subnet);
}

static gboolean
is_associated (const CvpnInventory *inventory, const char *subnet)
{
    for (guint i = 0; i < inventory->network_acls->len; i++) {
        const CvpnAclThing *acl = g_ptr_array_index (inventory->network_acls, i);

        for (guint j = 0; j < acl->subnets->len; j++) {
            if (strcmp (g_ptr_array_index (acl->subnets, j), subnet) == 0)
                return TRUE;
        }
    }
    return FALSE;
}

/* Where it is not certain whose an ACL is, any subnet without one may have it. */
static void
finish_loose (CvpnTerraform *terraform)
{
    CvpnInventory *inventory = terraform->inventory;

    for (guint i = 0; i < inventory->subnets->len; i++) {
        const CvpnSubnetThing *subnet = g_ptr_array_index (inventory->subnets, i);

        if (subnet->thing.declared && !is_associated (inventory, subnet->thing.id))
            make_unknown (terraform, subnet);
    }
}

/* A default ACL is that of all subnets which have no other. */
void
cvpn_terraform_finish_acls (CvpnTerraform *terraform)
{
    CvpnInventory *inventory = terraform->inventory;

    if (terraform->loose_acls)
        finish_loose (terraform);

    for (guint i = 0; i < inventory->network_acls->len; i++) {
        CvpnAclThing *acl = g_ptr_array_index (inventory->network_acls, i);

        for (guint j = 0; acl->is_default && j < inventory->subnets->len; j++) {
            const CvpnSubnetThing *subnet = g_ptr_array_index (inventory->subnets, j);

            if (subnet->vpc != NULL && g_strcmp0 (subnet->vpc, acl->vpc) == 0 &&
                subnet->thing.declared && !is_associated (inventory, subnet->thing.id))
                associate (terraform, acl, subnet->thing.id);
        }
    }
}
