/* implied: what route tables say of things that no answer describes.
 *
 * Every table has a local route to each block of its VPC (Amazon VPC User Guide, "Route table
 * concepts"), and a route to an internet gateway that is not attached to the VPC is a blackhole
 * (Amazon EC2 API Reference, Route). */
#include "import/cli/cli.h"

static gint
compare_blocks (gconstpointer a, gconstpointer b)
{
    const CvpnPrefix *one = a, *other = b;

    if (one->address != other->address)
        return one->address < other->address ? -1 : 1;
    return (gint) one->length - (gint) other->length;
}

static gboolean
has_block (const GArray *blocks, CvpnPrefix block)
{
    for (guint i = 0; i < blocks->len; i++)
        if (cvpn_prefix_equal (g_array_index (blocks, CvpnPrefix, i), block))
            return TRUE;
    return FALSE;
}

static gboolean
is_local (const CvpnRouteThing *route)
{
    return route->cidr.length != CVPN_PREFIX_UNSET && g_strcmp0 (route->target, "local") == 0;
}

static gboolean
has_local_route (const CvpnRouteTableThing *table)
{
    for (guint i = 0; i < table->routes->len; i++)
        if (is_local (g_ptr_array_index (table->routes, i)))
            return TRUE;
    return FALSE;
}

static CvpnVpcThing *
add_vpc (CvpnInventory *inventory, const CvpnRouteTableThing *table)
{
    CvpnVpcThing *vpc = cvpn_inventory_add_vpc (inventory, table->vpc, NULL, table->thing.source);

    cvpn_inventory_note (inventory, CVPN_IMPORT_REMARK, table->thing.source, table->vpc, 0,
                         "describe-vpcs does not tell of it: its blocks are those of the local "
                         "routes of its tables");
    return vpc;
}

static void
imply_internet_gateway (CvpnInventory *inventory, const CvpnRouteTableThing *table,
                        const CvpnRouteThing *route)
{
    if (route->state != CVPN_ROUTE_ACTIVE || !route->target ||
        !g_str_has_prefix (route->target, "igw-") ||
        cvpn_inventory_find (inventory, inventory->internet_gateways, route->target))
        return;
    cvpn_inventory_add_internet_gateway (inventory, route->target, NULL, table->thing.source)->vpc =
        table->vpc;
    cvpn_inventory_note (inventory, CVPN_IMPORT_REMARK, table->thing.source, route->target, 0,
                         "describe-internet-gateways is not there: attached to %s, whose route to "
                         "it is active",
                         table->vpc);
}

static void
imply_internet_gateways (CvpnCliReader *reader)
{
    const GPtrArray *tables = reader->inventory->route_tables;

    for (guint i = 0; !reader->seen[CVPN_ALL_INTERNET_GATEWAYS] && i < tables->len; i++) {
        const CvpnRouteTableThing *table = g_ptr_array_index (tables, i);
        for (guint j = 0; table->vpc && j < table->routes->len; j++)
            imply_internet_gateway (reader->inventory, table, g_ptr_array_index (table->routes, j));
    }
}

static void
imply_vpcs (CvpnCliReader *reader)
{
    CvpnInventory *inventory = reader->inventory;
    g_autoptr (GHashTable) inferred = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint i = 0; i < inventory->route_tables->len; i++) {
        const CvpnRouteTableThing *table = g_ptr_array_index (inventory->route_tables, i);
        if (!table->vpc || !has_local_route (table))
            continue;
        CvpnVpcThing *vpc = cvpn_inventory_find (inventory, inventory->vpcs, table->vpc);
        if (!vpc) {
            vpc = add_vpc (inventory, table);
            g_hash_table_add (inferred, vpc);
        } else if (!g_hash_table_contains (inferred, vpc))
            continue;
        for (guint j = 0; j < table->routes->len; j++) {
            const CvpnRouteThing *route = g_ptr_array_index (table->routes, j);
            if (is_local (route) && !has_block (vpc->cidrs, route->cidr))
                g_array_append_val (vpc->cidrs, route->cidr);
        }
        g_array_sort (vpc->cidrs, compare_blocks);
    }
}

void
cvpn_cli_imply (CvpnCliReader *reader)
{
    imply_vpcs (reader);
    imply_internet_gateways (reader);
}
