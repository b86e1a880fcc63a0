/* Instances and network interfaces. A host needs an address, and a template has one only where its
 * author chose it. */
#include "import/cloudformation/resources.h"

#include <string.h>

static void
add_address (CvpnInterfaceThing *interface, guint32 address)
{
    const guint32 none = 0;

    g_array_append_val (interface->addresses, address);
    g_array_append_val (interface->public_addresses, none);
}

/* PrivateIpAddresses: [{"PrivateIpAddress": …, "Primary": …}], SecondaryPrivateIpAddresses: […] */
static void
read_addresses (CvpnCfn *cfn, const CvpnCfnValue *source, CvpnInterfaceThing *interface)
{
    const GPtrArray *items = cvpn_cfn_items (cfn, cvpn_cfn_get (cfn, source, "PrivateIpAddresses"));
    guint32 address;

    if (cvpn_cfn_address (cfn, cvpn_cfn_get (cfn, source, "PrivateIpAddress"), &address))
        add_address (interface, address);
    for (guint i = 0; items && i < items->len; i++) {
        const CvpnCfnValue *item = g_ptr_array_index (items, i);
        const gboolean primary = cvpn_cfn_boolean (cfn, cvpn_cfn_get (cfn, item, "Primary"), FALSE);
        if (!cvpn_cfn_address (cfn, cvpn_cfn_get (cfn, item, "PrivateIpAddress"), &address))
            continue;
        add_address (interface, address);
        const guint last = interface->addresses->len - 1;
        if (primary && last > 0) {
            guint32 *addresses = &g_array_index (interface->addresses, guint32, 0);
            addresses[last] = addresses[0];
            addresses[0] = address;
        }
    }
}

static const char *
vpc_of (const CvpnCfn *cfn, const char *subnet)
{
    const CvpnInventory *inventory = cfn->inventory;
    const CvpnSubnetThing *thing =
        subnet ? cvpn_inventory_find (inventory, inventory->subnets, subnet) : NULL;

    return thing ? thing->vpc : NULL;
}

/* Without any it has its VPC's default group. */
static void
read_groups (CvpnCfn *cfn, const CvpnCfnValue *groups, CvpnInterfaceThing *interface)
{
    interface->groups_known = cvpn_cfn_ids (cfn, groups, interface->groups);
    if (!interface->groups_known || interface->groups->len > 0)
        return;
    const CvpnCfnResource *vpc = NULL;
    for (guint i = 0; interface->vpc && i < cfn->resources->len && !vpc; i++) {
        const CvpnCfnResource *resource = g_ptr_array_index (cfn->resources, i);
        if (strcmp (resource->name, interface->vpc) == 0)
            vpc = resource;
    }
    if (vpc && strcmp (vpc->type, "AWS::EC2::VPC") == 0)
        g_ptr_array_add (interface->groups, (gpointer) (gsize) cvpn_cfn_attribute (
                                                cfn, groups->node, vpc->id, "DefaultSecurityGroup")
                                                ->text);
    else
        interface->groups_known = FALSE;
}

/* 'source' has SubnetId, PrivateIpAddress(es) and, under 'groups', its groups. */
static CvpnInterfaceThing *
add_interface (CvpnCfn *cfn, const CvpnCfnResource *resource, const char *id,
               const CvpnCfnValue *source, const char *groups)
{
    CvpnInterfaceThing *interface = cvpn_inventory_add_interface (
        cfn->inventory, id, cvpn_cfn_name_tag (cfn, resource), cfn->source);

    interface->thing.declared = TRUE;
    interface->type = "interface";
    interface->subnet = cvpn_cfn_id (cfn, cvpn_cfn_get (cfn, source, "SubnetId"));
    interface->vpc = vpc_of (cfn, interface->subnet);
    interface->source_dest_check =
        cvpn_cfn_boolean (cfn, cvpn_cfn_property (cfn, resource, "SourceDestCheck"), TRUE);
    read_addresses (cfn, source, interface);
    read_groups (cfn, cvpn_cfn_get (cfn, source, groups), interface);
    return interface;
}

static gboolean
has_address (CvpnCfn *cfn, const CvpnCfnValue *source)
{
    const CvpnCfnValue *one = cvpn_cfn_get (cfn, source, "PrivateIpAddress");
    const CvpnCfnValue *several = cvpn_cfn_get (cfn, source, "PrivateIpAddresses");

    return one->kind == CVPN_CFN_TEXT || (one->kind == CVPN_CFN_UNKNOWN && one->gives) ||
           several->kind == CVPN_CFN_LIST;
}

static void
leave_out (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    cvpn_cfn_left_out (cfn, resource->type, "without a private address in the template");
}

void
cvpn_cfn_read_interface (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    if (has_address (cfn, resource->properties))
        add_interface (cfn, resource, resource->name, resource->properties, "GroupSet");
    else
        leave_out (cfn, resource);
}

/* One of an instance's NetworkInterfaces: an interface of the template's, or one made with it. */
static gboolean
read_device (CvpnCfn *cfn, const CvpnCfnResource *resource, const CvpnCfnValue *device)
{
    const CvpnInventory *inventory = cfn->inventory;
    const gint64 index = cvpn_cfn_integer (cfn, cvpn_cfn_get (cfn, device, "DeviceIndex"), 0);
    const char *id = cvpn_cfn_id (cfn, cvpn_cfn_get (cfn, device, "NetworkInterfaceId"));
    g_autofree char *own =
        g_strdup_printf ("%s-interface-%" G_GINT64_FORMAT, resource->name, index);
    CvpnInterfaceThing *interface =
        id ? cvpn_inventory_find (inventory, inventory->interfaces, id) : NULL;

    if (!id && has_address (cfn, device))
        interface = add_interface (cfn, resource, own, device, "GroupSet");
    if (!interface)
        return FALSE;
    interface->instance = resource->name;
    interface->primary = index == 0;
    return TRUE;
}

void
cvpn_cfn_read_instance (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const GPtrArray *devices =
        cvpn_cfn_items (cfn, cvpn_cfn_property (cfn, resource, "NetworkInterfaces"));
    gboolean read = FALSE;

    for (guint i = 0; devices && i < devices->len; i++)
        read = read_device (cfn, resource, g_ptr_array_index (devices, i)) || read;
    if (!devices && has_address (cfn, resource->properties)) {
        g_autofree char *id = g_strconcat (resource->name, "-interface-0", NULL);
        CvpnInterfaceThing *interface =
            add_interface (cfn, resource, id, resource->properties, "SecurityGroupIds");
        interface->instance = resource->name;
        interface->primary = TRUE;
        read = TRUE;
    }
    if (!read)
        leave_out (cfn, resource);
}
