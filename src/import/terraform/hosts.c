/* terraform_hosts: instances and network interfaces, where their addresses are known. */
#include <string.h>

#include "import/terraform/terraform.h"

static CvpnInterfaceThing *
find_interface (CvpnTerraform *terraform, const char *id)
{
    return cvpn_inventory_find (terraform->inventory, terraform->inventory->interfaces, id);
}

static void
add_address (CvpnInterfaceThing *interface, const CvpnNode *object, const char *name)
{
    guint32 address;

    if (cvpn_terraform_text (object, name) == NULL ||
        !cvpn_node_get_address (object, name, &address))
        return;
    for (guint i = 0; i < interface->addresses->len; i++) {
        if (g_array_index (interface->addresses, guint32, i) == address)
            return;
    }
    g_array_append_val (interface->addresses, address);
}

/* One public address, or none yet, for each private one. */
static void
fill_public (CvpnInterfaceThing *interface)
{
    guint32 none = 0;

    while (interface->public_addresses->len < interface->addresses->len)
        g_array_append_val (interface->public_addresses, none);
}

static void
set_public (CvpnInterfaceThing *interface, const CvpnNode *object, const char *name,
            guint32 private)
{
    guint32 address;

    if (cvpn_terraform_text (object, name) == NULL ||
        !cvpn_node_get_address (object, name, &address))
        return;
    for (guint i = 0; i < interface->addresses->len; i++) {
        if (private == 0 || g_array_index (interface->addresses, guint32, i) == private) {
            g_array_index (interface->public_addresses, guint32, i) = address;
            return;
        }
    }
}

static void
set_place (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
           CvpnInterfaceThing *interface)
{
    const CvpnSubnetThing *subnet;

    interface->subnet = cvpn_terraform_refer (terraform, resource, "subnet_id");
    subnet = cvpn_inventory_find (terraform->inventory, terraform->inventory->subnets,
                                  interface->subnet);
    if (subnet != NULL)
        interface->vpc = subnet->vpc;
    interface->source_dest_check = cvpn_terraform_flag (resource, "source_dest_check", TRUE);
}

static void
set_groups (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
            CvpnInterfaceThing *interface, const char *attribute)
{
    g_ptr_array_unref (interface->groups);
    interface->groups =
        cvpn_terraform_refer_all (terraform, resource, attribute, &interface->groups_known);
    /* Without any it gets the VPC's default group, which is computed. */
    if (interface->groups->len == 0 && cvpn_terraform_unknown (resource, attribute))
        interface->groups_known = FALSE;
}

static void
note_no_address (CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    cvpn_terraform_left_out (terraform, resource, "hosts",
                             "whose addresses are not known before they are made");
}

CVPN_TERRAFORM_READER (network_interface)
{
    CvpnInterfaceThing *interface = find_interface (terraform, resource->id);
    CvpnNode all = cvpn_node_member (&resource->values, "private_ips");
    CvpnNode list = cvpn_node_member (&resource->values, "attachment");
    CvpnNode first = cvpn_node_element (&list, 0);
    const char *type = cvpn_terraform_text_of (resource, "interface_type");

    if (interface != NULL)
        return;
    if (cvpn_terraform_text_of (resource, "private_ip") == NULL && cvpn_node_length (&all) == 0) {
        note_no_address (terraform, resource);
        return;
    }
    interface = CVPN_TERRAFORM_NEW (terraform, resource, interface);
    interface->type = cvpn_inventory_keep (terraform->inventory, type != NULL ? type : "interface");
    set_place (terraform, resource, interface);
    set_groups (terraform, resource, interface, "security_groups");
    add_address (interface, &resource->values, "private_ip");
    cvpn_terraform_addresses (&all, interface->addresses);
    fill_public (interface);
    if (cvpn_node_length (&list) == 0)
        return;
    interface->instance =
        cvpn_terraform_refer_in (terraform, resource, "attachment", &first, "instance");
    interface->primary = cvpn_terraform_number (&first, "device_index", -1) == 0;
}

/* The interface that the instance was made with, if that is a resource of its own. */
static CvpnInterfaceThing *
find_given (CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    static const char *const blocks[] = { "network_interface", "primary_network_interface" };
    CvpnInterfaceThing *given = find_interface (
        terraform, cvpn_terraform_text_of (resource, "primary_network_interface_id"));

    for (guint i = 0; i < G_N_ELEMENTS (blocks); i++) {
        CvpnNode list = cvpn_node_member (&resource->values, blocks[i]);
        gsize n = cvpn_node_length (&list);

        for (gsize j = 0; j < n; j++) {
            CvpnNode one = cvpn_node_element (&list, j);
            CvpnInterfaceThing *interface =
                find_interface (terraform, cvpn_terraform_refer_in (terraform, resource, blocks[i],
                                                                    &one, "network_interface_id"));

            if (interface == NULL)
                continue;
            interface->instance = resource->id;
            if (cvpn_terraform_number (&one, "device_index", 0) == 0)
                given = interface;
        }
    }
    return given;
}

static CvpnInterfaceThing *
make_primary (CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    const char *id = cvpn_terraform_computed (terraform, resource, "primary_network_interface_id");
    CvpnNode more = cvpn_node_member (&resource->values, "secondary_private_ips");
    g_autofree char *made = g_strconcat (resource->id, ".primary", NULL);
    CvpnInterfaceThing *interface;

    if (cvpn_terraform_text_of (resource, "private_ip") == NULL) {
        note_no_address (terraform, resource);
        return NULL;
    }
    interface = cvpn_terraform_declare (
        resource, cvpn_inventory_add_interface (terraform->inventory, id != NULL ? id : made,
                                                cvpn_terraform_label (terraform, resource),
                                                resource->values.source));
    interface->type = "interface";
    set_place (terraform, resource, interface);
    set_groups (terraform, resource, interface, "vpc_security_group_ids");
    add_address (interface, &resource->values, "private_ip");
    cvpn_terraform_addresses (&more, interface->addresses);
    fill_public (interface);
    return interface;
}

CVPN_TERRAFORM_READER (instance)
{
    const char *state = cvpn_terraform_text_of (resource, "instance_state");
    CvpnInterfaceThing *interface = find_given (terraform, resource);

    if (interface == NULL)
        interface = make_primary (terraform, resource);
    if (interface == NULL || (interface->primary && !resource->managed))
        return;
    interface->instance = resource->id;
    interface->primary = TRUE;
    if (interface->thing.name == NULL)
        interface->thing.name =
            cvpn_inventory_keep (terraform->inventory, cvpn_terraform_label (terraform, resource));
    interface->stopped =
        state != NULL && strcmp (state, "running") != 0 && strcmp (state, "pending") != 0;
    set_public (interface, &resource->values, "public_ip", 0);
}

CVPN_TERRAFORM_READER (interface_attachment)
{
    CvpnInterfaceThing *interface = find_interface (
        terraform, cvpn_terraform_refer (terraform, resource, "network_interface_id"));

    if (interface != NULL)
        interface->instance = cvpn_terraform_refer (terraform, resource, "instance_id");
}

CVPN_TERRAFORM_READER (interface_group)
{
    CvpnInterfaceThing *interface = find_interface (
        terraform, cvpn_terraform_refer (terraform, resource, "network_interface_id"));
    const char *group = cvpn_terraform_refer (terraform, resource, "security_group_id");

    if (interface == NULL || group == NULL)
        return;
    for (guint i = 0; i < interface->groups->len; i++) {
        if (strcmp (g_ptr_array_index (interface->groups, i), group) == 0)
            return;
    }
    g_ptr_array_add (interface->groups, (gpointer) (gsize) group);
}

/* An Elastic IP address, by its interface or its instance. */
CVPN_TERRAFORM_READER (public_address)
{
    gboolean own = strcmp (resource->type, "aws_eip") == 0;
    const char *instance =
        cvpn_terraform_refer (terraform, resource, own ? "instance" : "instance_id");
    const char *id = cvpn_terraform_refer (terraform, resource,
                                           own ? "network_interface" : "network_interface_id");
    const char *name = own ? "private_ip" : "private_ip_address";
    const GPtrArray *interfaces = terraform->inventory->interfaces;
    CvpnInterfaceThing *interface = find_interface (terraform, id);
    guint32 private = 0;

    for (guint i = 0; interface == NULL && instance != NULL && i < interfaces->len; i++) {
        CvpnInterfaceThing *one = g_ptr_array_index (interfaces, i);

        if (one->primary && g_strcmp0 (one->instance, instance) == 0)
            interface = one;
    }
    if (interface == NULL)
        return;
    if (cvpn_terraform_text_of (resource, name) != NULL)
        cvpn_node_get_address (&resource->values, name, &private);
    set_public (interface, &resource->values, "public_ip", private);
}
