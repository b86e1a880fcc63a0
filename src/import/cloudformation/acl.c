/* Network ACLs of a template, their entries, and the subnets that have them. */
#include "import/cloudformation/resources.h"

#include <string.h>

/* One that the template makes. */
static CvpnAclThing *
find_acl (CvpnCfn *cfn, const char *id)
{
    CvpnAclThing *acl =
        id ? cvpn_inventory_find (cfn->inventory, cfn->inventory->network_acls, id) : NULL;

    return acl && !acl->unknown ? acl : NULL;
}

void
cvpn_cfn_read_acl (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    CvpnAclThing *acl = cvpn_inventory_add_network_acl (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);

    acl->thing.declared = TRUE;
    acl->vpc = cvpn_cfn_need_id (cfn, resource, "VpcId");
}

static void
read_range (CvpnCfn *cfn, const CvpnCfnResource *resource, CvpnRuleThing *match)
{
    const gboolean icmp = match->protocol == 1;
    const CvpnCfnValue *range = cvpn_cfn_property (cfn, resource, icmp ? "Icmp" : "PortRange");

    cvpn_cfn_read_ports (cfn, range, icmp ? "Type" : "From", icmp ? "Code" : "To", match);
}

static gboolean
read_action (CvpnCfn *cfn, const CvpnCfnResource *resource, CvpnAclEntryThing *entry)
{
    const CvpnCfnValue *value = cvpn_cfn_property (cfn, resource, "RuleAction");
    const char *action = cvpn_cfn_string (cfn, value);

    entry->allow = action && g_ascii_strcasecmp (action, "allow") == 0;
    if (entry->allow || (action && g_ascii_strcasecmp (action, "deny") == 0))
        return TRUE;
    if (action || value->kind == CVPN_CFN_ABSENT)
        cvpn_node_fault (value->node, "'allow' or 'deny' is expected");
    return FALSE;
}

static gboolean
read_number (CvpnCfn *cfn, const CvpnCfnResource *resource, CvpnAclEntryThing *entry)
{
    const CvpnCfnValue *value = cvpn_cfn_property (cfn, resource, "RuleNumber");

    entry->number = cvpn_cfn_integer (cfn, value, 0);
    if (entry->number >= 1 && entry->number <= 32766)
        return TRUE;
    if (value->kind == CVPN_CFN_TEXT || value->kind == CVPN_CFN_ABSENT)
        cvpn_node_fault (value->node, "a number from 1 to 32766 is expected");
    return FALSE;
}

/* An entry that is not known could stand before every other: it is asked for. */
void
cvpn_cfn_read_acl_entry (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const char *id = cvpn_cfn_need_id (cfn, resource, "NetworkAclId");
    const CvpnCfnValue *block = cvpn_cfn_property (cfn, resource, "CidrBlock");
    CvpnAclThing *acl = find_acl (cfn, id);
    CvpnAclEntryThing entry = { .match = { .cidr = { .length = CVPN_PREFIX_UNSET } } };

    if (!acl) {
        if (id)
            cvpn_cfn_left_out (cfn, resource->type, "of ACLs that the template does not make");
        return;
    }
    if (block->kind == CVPN_CFN_ABSENT) {
        if (cvpn_cfn_has (resource->properties, "Ipv6CidrBlock"))
            cvpn_cfn_left_out (cfn, "IPv6", "rules of security groups and network ACLs");
        else
            cvpn_node_fault (resource->node, "an entry has a CidrBlock");
        return;
    }
    if (!cvpn_cfn_cidr (cfn, block, &entry.match.cidr)) {
        if (block->kind == CVPN_CFN_UNKNOWN && !block->gives)
            cvpn_cfn_need (cfn, block);
        return;
    }
    entry.egress = cvpn_cfn_boolean (cfn, cvpn_cfn_property (cfn, resource, "Egress"), FALSE);
    if (!read_action (cfn, resource, &entry) || !read_number (cfn, resource, &entry) ||
        !cvpn_cfn_protocol (cfn, cvpn_cfn_property (cfn, resource, "Protocol"), &entry.match))
        return;
    read_range (cfn, resource, &entry.match);
    g_array_append_val (acl->entries, entry);
}

/* One of which only that subnets of the VPC have it is known. */
static CvpnAclThing *
find_or_make_acl (CvpnCfn *cfn, const char *id, const char *vpc)
{
    CvpnAclThing *acl = cvpn_inventory_find (cfn->inventory, cfn->inventory->network_acls, id);

    if (acl)
        return acl;
    acl = cvpn_inventory_add_network_acl (cfn->inventory, id, NULL, cfn->source);
    acl->unknown = TRUE;
    acl->vpc = vpc;
    return acl;
}

void
cvpn_cfn_read_acl_association (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnInventory *inventory = cfn->inventory;
    const char *id = cvpn_cfn_need_id (cfn, resource, "NetworkAclId");
    const char *subnet_id = cvpn_cfn_need_id (cfn, resource, "SubnetId");
    CvpnAclThing *acl = find_acl (cfn, id);
    const CvpnSubnetThing *subnet =
        subnet_id ? cvpn_inventory_find (inventory, inventory->subnets, subnet_id) : NULL;

    if (!acl && id && subnet)
        acl = find_or_make_acl (cfn, id, subnet->vpc);
    if (acl && subnet_id)
        g_ptr_array_add (acl->subnets, (gpointer) (gsize) subnet_id);
    else if (id && subnet_id)
        cvpn_cfn_left_out (cfn, resource->type, "of subnets that the template does not make");
}

static gboolean
has_acl (const CvpnInventory *inventory, const CvpnSubnetThing *subnet)
{
    for (guint i = 0; i < inventory->network_acls->len; i++) {
        const CvpnAclThing *acl = g_ptr_array_index (inventory->network_acls, i);
        for (guint j = 0; j < acl->subnets->len; j++)
            if (strcmp (g_ptr_array_index (acl->subnets, j), subnet->thing.id) == 0)
                return TRUE;
    }
    return FALSE;
}

void
cvpn_cfn_finish_acls (CvpnCfn *cfn)
{
    const CvpnInventory *inventory = cfn->inventory;

    for (guint i = 0; i < inventory->network_acls->len; i++) {
        const CvpnAclThing *acl = g_ptr_array_index (inventory->network_acls, i);
        for (guint j = 0; acl->is_default && j < inventory->subnets->len; j++) {
            const CvpnSubnetThing *subnet = g_ptr_array_index (inventory->subnets, j);
            if (subnet->vpc && strcmp (subnet->vpc, acl->vpc) == 0 && !has_acl (inventory, subnet))
                g_ptr_array_add (acl->subnets, (gpointer) (gsize) subnet->thing.id);
        }
    }
}
