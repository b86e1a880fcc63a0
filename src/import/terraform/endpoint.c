/* terraform_endpoint: VPC endpoints and prefix lists. */
#include <string.h>

#include "import/terraform/terraform.h"

static CvpnPrefixListThing *
find_list (CvpnTerraform *terraform, const char *id)
{
    return cvpn_inventory_find (terraform->inventory, terraform->inventory->prefix_lists, id);
}

static void
add_entry (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
           CvpnPrefixListThing *list, const CvpnNode *node)
{
    const char *text = cvpn_node_string (node);
    CvpnPrefix cidr;

    if (text != NULL && strchr (text, ':') != NULL) {
        cvpn_terraform_left_out (terraform, resource, "prefix list entries", "IPv6");
        return;
    }
    if (!cvpn_node_cidr (node, &cidr))
        return;
    for (guint i = 0; i < list->entries->len; i++) {
        if (cvpn_prefix_equal (g_array_index (list->entries, CvpnPrefix, i), cidr))
            return;
    }
    g_array_append_val (list->entries, cidr);
}

static void
add_cidrs (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
           CvpnPrefixListThing *list)
{
    CvpnNode cidrs = cvpn_node_member (&resource->values, "cidr_blocks");
    gsize n = cvpn_node_length (&cidrs);

    for (gsize i = 0; i < n; i++) {
        CvpnNode one = cvpn_node_element (&cidrs, i);

        add_entry (terraform, resource, list, &one);
    }
    list->entries_known |= n > 0;
}

/* aws_ec2_managed_prefix_list has entries, aws_prefix_list has cidr_blocks. */
CVPN_TERRAFORM_READER (prefix_list)
{
    CvpnNode entries = cvpn_node_member (&resource->values, "entries");
    CvpnNode entry = cvpn_node_member (&resource->values, "entry");
    const CvpnNode *blocks = resource->managed ? &entry : &entries;
    CvpnPrefixListThing *list = find_list (terraform, resource->id);
    gsize n = cvpn_node_length (blocks);

    if (list != NULL)
        return;
    list = CVPN_TERRAFORM_NEW (terraform, resource, prefix_list);
    list->list_name =
        cvpn_inventory_keep (terraform->inventory, cvpn_terraform_text_of (resource, "name"));
    list->entries_known =
        resource->managed
            ? !cvpn_terraform_unknown (resource, "entry") ||
                  json_object_get (json_object_get (resource->configuration, "expressions"),
                                   "entry") == NULL
            : json_is_array (entries.json);
    for (gsize i = 0; i < n; i++) {
        CvpnNode one = cvpn_node_element (blocks, i);
        CvpnNode cidr = cvpn_node_member (&one, "cidr");

        if (cidr.json == NULL)
            list->entries_known = FALSE;
        add_entry (terraform, resource, list, &cidr);
    }
    add_cidrs (terraform, resource, list);
}

CVPN_TERRAFORM_READER (prefix_list_entry)
{
    CvpnPrefixListThing *list =
        find_list (terraform, cvpn_terraform_refer (terraform, resource, "prefix_list_id"));
    CvpnNode cidr = cvpn_node_member (&resource->values, "cidr");

    if (list == NULL)
        return;
    if (cidr.json == NULL)
        list->entries_known = FALSE;
    add_entry (terraform, resource, list, &cidr);
}

static void
add_table (CvpnTerraform *terraform, CvpnVpcEndpointThing *endpoint, const char *id)
{
    CvpnRouteTableThing *table =
        cvpn_inventory_find (terraform->inventory, terraform->inventory->route_tables, id);

    for (guint i = 0; i < endpoint->route_tables->len; i++) {
        if (strcmp (g_ptr_array_index (endpoint->route_tables, i), id) == 0)
            return;
    }
    g_ptr_array_add (endpoint->route_tables,
                     (gpointer) (gsize) cvpn_inventory_keep (terraform->inventory, id));
    if (table != NULL && endpoint->prefix_list != NULL)
        cvpn_terraform_add_endpoint_route (table, endpoint->prefix_list, endpoint->thing.id);
}

/* The provider knows the list of a gateway endpoint's service, and what is in it. */
static void
read_list (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
           CvpnVpcEndpointThing *endpoint)
{
    CvpnPrefixListThing *list;

    endpoint->prefix_list = cvpn_terraform_computed (terraform, resource, "prefix_list_id");
    if (endpoint->prefix_list == NULL ||
        cvpn_terraform_text_of (resource, "prefix_list_id") == NULL)
        return;
    list = find_list (terraform, endpoint->prefix_list);
    if (list == NULL) {
        list = cvpn_inventory_add_prefix_list (terraform->inventory, endpoint->prefix_list, NULL,
                                               resource->values.source);
        list->list_name = endpoint->service;
    }
    add_cidrs (terraform, resource, list);
}

/* An interface endpoint's interfaces, where the provider says their addresses. */
static void
read_interfaces (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                 const CvpnVpcEndpointThing *endpoint)
{
    CvpnNode subnets = cvpn_node_member (&resource->values, "subnet_configuration");
    gsize n = cvpn_node_length (&subnets);

    for (gsize i = 0; i < n; i++) {
        CvpnNode one = cvpn_node_element (&subnets, i);
        const char *subnet = cvpn_terraform_id_of (&one, "subnet_id");
        CvpnInterfaceThing *interface;
        g_autofree char *id = NULL;
        guint32 address;

        if (subnet == NULL || cvpn_terraform_text (&one, "ipv4") == NULL ||
            !cvpn_node_get_address (&one, "ipv4", &address))
            continue;
        id = g_strdup_printf ("%s.%s", resource->id, subnet);
        interface = cvpn_inventory_add_interface (terraform->inventory, id, endpoint->service,
                                                  resource->values.source);
        interface->subnet = cvpn_inventory_keep (terraform->inventory, subnet);
        interface->vpc = endpoint->vpc;
        interface->type = "vpc_endpoint";
        g_ptr_array_unref (interface->groups);
        interface->groups = cvpn_terraform_refer_all (terraform, resource, "security_group_ids",
                                                      &interface->groups_known);
        g_array_append_val (interface->addresses, address);
        address = 0;
        g_array_append_val (interface->public_addresses, address);
    }
}

CVPN_TERRAFORM_READER (vpc_endpoint)
{
    CvpnInventory *inventory = terraform->inventory;
    const char *type = cvpn_terraform_text_of (resource, "vpc_endpoint_type");
    CvpnVpcEndpointThing *endpoint;
    gboolean known;

    if (cvpn_inventory_find (inventory, inventory->vpc_endpoints, resource->id))
        return;
    endpoint = CVPN_TERRAFORM_NEW (terraform, resource, vpc_endpoint);
    endpoint->vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
    endpoint->type = cvpn_inventory_keep (inventory, type != NULL ? type : "Gateway");
    endpoint->service =
        cvpn_inventory_keep (inventory, cvpn_terraform_text_of (resource, "service_name"));
    endpoint->state = cvpn_inventory_keep (inventory, cvpn_terraform_text_of (resource, "state"));
    if (endpoint->state == NULL)
        endpoint->state = "available";
    if (strcmp (endpoint->type, "Gateway") != 0) {
        read_interfaces (terraform, resource, endpoint);
        return;
    }
    read_list (terraform, resource, endpoint);
    g_autoptr (GPtrArray) tables =
        cvpn_terraform_refer_all (terraform, resource, "route_table_ids", &known);
    for (guint i = 0; i < tables->len; i++)
        add_table (terraform, endpoint, g_ptr_array_index (tables, i));
}

CVPN_TERRAFORM_READER (vpc_endpoint_table)
{
    CvpnInventory *inventory = terraform->inventory;
    CvpnVpcEndpointThing *endpoint =
        cvpn_inventory_find (inventory, inventory->vpc_endpoints,
                             cvpn_terraform_refer (terraform, resource, "vpc_endpoint_id"));
    const char *table = cvpn_terraform_refer (terraform, resource, "route_table_id");

    if (endpoint != NULL && table != NULL)
        add_table (terraform, endpoint, table);
}
