/* terraform_associate: which subnets have which route table, and what gateways propagate to it. */
#include <string.h>

#include "import/terraform/terraform.h"

void
cvpn_terraform_associate (CvpnTerraform *terraform, CvpnRouteTableThing *table, const char *subnet)
{
    for (guint i = 0; i < table->subnets->len; i++) {
        if (strcmp (g_ptr_array_index (table->subnets, i), subnet) == 0)
            return;
    }
    g_ptr_array_add (table->subnets,
                     (gpointer) (gsize) cvpn_inventory_keep (terraform->inventory, subnet));
}

/* A table of which nothing else is known. */
static CvpnRouteTableThing *
find_or_make (CvpnTerraform *terraform, const CvpnTerraformResource *resource, const char *id,
              const char *vpc)
{
    CvpnRouteTableThing *table = cvpn_terraform_find_table (terraform, id);

    if (table != NULL)
        return table;
    table =
        cvpn_inventory_add_route_table (terraform->inventory, id, NULL, resource->values.source);
    table->unknown = TRUE;
    table->vpc = vpc;
    return table;
}

CVPN_TERRAFORM_READER (table_association)
{
    const char *id = cvpn_terraform_refer (terraform, resource, "route_table_id");
    const char *name = cvpn_terraform_refer (terraform, resource, "subnet_id");
    const GPtrArray *subnets = terraform->inventory->subnets;
    const CvpnSubnetThing *subnet = cvpn_inventory_find (terraform->inventory, subnets, name);

    if (name == NULL || id == NULL)
        return; /* of a gateway: edge routing */
    if (subnet != NULL)
        cvpn_terraform_associate (terraform, find_or_make (terraform, resource, id, subnet->vpc),
                                  name);
    for (guint i = 0; i < subnets->len; i++) {
        const CvpnSubnetThing *one = g_ptr_array_index (subnets, i);

        if (cvpn_terraform_may_be (terraform, name, one->thing.id))
            g_hash_table_insert (terraform->loose, (gpointer) (gsize) one->thing.id,
                                 (gpointer) (gsize) name);
    }
}

/* Subnets that have one of several tables, and it is not said which. */
void
cvpn_terraform_finish_tables (CvpnTerraform *terraform)
{
    CvpnInventory *inventory = terraform->inventory;

    for (guint i = 0; i < inventory->route_tables->len; i++) {
        const CvpnRouteTableThing *table = g_ptr_array_index (inventory->route_tables, i);

        for (guint j = 0; j < table->subnets->len; j++)
            g_hash_table_remove (terraform->loose, g_ptr_array_index (table->subnets, j));
    }
    for (guint i = 0; i < inventory->subnets->len; i++) {
        const CvpnSubnetThing *subnet = g_ptr_array_index (inventory->subnets, i);
        const char *name = g_hash_table_lookup (terraform->loose, subnet->thing.id);
        const CvpnTerraformResource *resource =
            g_hash_table_lookup (terraform->by_id, subnet->thing.id);
        g_autofree char *id = g_strconcat (name != NULL ? name : "", ".route_table", NULL);
        CvpnRouteTableThing *table;

        if (name == NULL || resource == NULL)
            continue;
        table = find_or_make (terraform, resource, cvpn_terraform_legal_name (terraform, id),
                              subnet->vpc);
        cvpn_terraform_associate (terraform, table, subnet->thing.id);
    }
}

CVPN_TERRAFORM_READER (main_association)
{
    CvpnInventory *inventory = terraform->inventory;
    const char *vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
    const char *id = cvpn_terraform_refer (terraform, resource, "route_table_id");
    g_autofree char *unnamed = g_strconcat (vpc != NULL ? vpc : "", ".main_route_table", NULL);
    CvpnRouteTableThing *table;

    if (vpc == NULL)
        return;
    table = find_or_make (terraform, resource,
                          id != NULL ? id : cvpn_terraform_legal_name (terraform, unnamed), vpc);
    for (guint i = 0; i < inventory->route_tables->len; i++) {
        CvpnRouteTableThing *other = g_ptr_array_index (inventory->route_tables, i);

        if (g_strcmp0 (other->vpc, vpc) == 0)
            other->main = FALSE;
    }
    table->main = TRUE;
}

CVPN_TERRAFORM_READER (propagation)
{
    const char *gateway = cvpn_terraform_refer (terraform, resource, "vpn_gateway_id");
    CvpnRouteTableThing *table = cvpn_terraform_find_table (
        terraform, cvpn_terraform_refer (terraform, resource, "route_table_id"));

    if (table == NULL || gateway == NULL)
        return;
    for (guint i = 0; i < table->propagating->len; i++) {
        if (strcmp (g_ptr_array_index (table->propagating, i), gateway) == 0)
            return;
    }
    g_ptr_array_add (table->propagating, (gpointer) (gsize) gateway);
}
