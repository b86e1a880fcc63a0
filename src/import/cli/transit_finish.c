/* cli_transit_finish: what can be said of a transit gateway's tables only when all calls are read.
 *
 * A search for static routes alone leaves out what is propagated.  Where it is known who
 * propagates, and what that is (a VPC its blocks, a VPN connection its static routes: Amazon VPC
 * Transit Gateways, "Route propagation"), the table is as good as whole. */
#include "import/cli/cli.h"

#define ROUTES       "search-transit-gateway-routes"
#define ASSOCIATIONS "get-transit-gateway-route-table-associations"
#define PROPAGATIONS "get-transit-gateway-route-table-propagations"

/* Whether all tables of the gateway were asked for their associations: then an attachment that
 * none of them lists has none. */
static gboolean
knows_associations (const CvpnCliReader *reader, const char *gateway)
{
    const GPtrArray *tables = reader->inventory->transit_tables;
    guint n = 0;

    for (guint i = 0; i < tables->len; i++) {
        const CvpnTransitTableThing *table = g_ptr_array_index (tables, i);
        if (g_strcmp0 (table->transit_gateway, gateway) != 0)
            continue;
        if (!cvpn_cli_knows (reader, ASSOCIATIONS, table->thing.id))
            return FALSE;
        n++;
    }
    return n > 0;
}

static gboolean
has_propagated (const CvpnTransitTableThing *table)
{
    for (guint i = 0; i < table->routes->len; i++)
        if (((CvpnTransitRouteThing *) g_ptr_array_index (table->routes, i))->propagated)
            return TRUE;
    return FALSE;
}

static gpointer
key_of (CvpnPrefix cidr)
{
    return GSIZE_TO_POINTER ((gsize) cidr.address << 6 | cidr.length);
}

static GHashTable *
list_blocks (const CvpnTransitTableThing *table)
{
    GHashTable *blocks = g_hash_table_new (NULL, NULL);

    for (guint i = 0; i < table->routes->len; i++) {
        const CvpnTransitRouteThing *route = g_ptr_array_index (table->routes, i);
        g_hash_table_add (blocks, key_of (route->cidr));
    }
    return blocks;
}

/* What an attachment propagates; NULL: not known. */
static const GArray *
blocks_of (const CvpnInventory *inventory, const char *id)
{
    const CvpnAttachmentThing *attachment =
        cvpn_inventory_find (inventory, inventory->attachments, id);
    const char *type = attachment ? attachment->resource_type : NULL;

    if (g_strcmp0 (type, "vpc") == 0) {
        const CvpnVpcThing *vpc =
            cvpn_inventory_find (inventory, inventory->vpcs, attachment->resource);
        return vpc ? vpc->cidrs : NULL;
    }
    if (g_strcmp0 (type, "vpn") == 0) {
        const CvpnVpnConnectionThing *connection =
            cvpn_inventory_find (inventory, inventory->vpn_connections, attachment->resource);
        return connection && !connection->dynamic ? connection->routes : NULL;
    }
    return NULL;
}

static gboolean
add_propagated (const CvpnInventory *inventory, CvpnTransitTableThing *table)
{
    for (guint i = 0; i < table->propagating->len; i++)
        if (!blocks_of (inventory, g_ptr_array_index (table->propagating, i)))
            return FALSE;
    g_autoptr (GHashTable) there = list_blocks (table);
    for (guint i = 0; i < table->propagating->len; i++) {
        CvpnTransitRouteThing route = { .attachment = g_ptr_array_index (table->propagating, i),
                                        .propagated = TRUE };
        const GArray *blocks = blocks_of (inventory, route.attachment);
        for (guint k = 0; k < blocks->len; k++) {
            route.cidr = g_array_index (blocks, CvpnPrefix, k);
            if (g_hash_table_add (there, key_of (route.cidr)))
                g_ptr_array_add (table->routes, g_memdup2 (&route, sizeof route));
        }
    }
    return TRUE;
}

static void
finish_table (CvpnCliReader *reader, CvpnTransitTableThing *table)
{
    const char *id = table->thing.id;
    const gboolean only_static = g_hash_table_contains (reader->statics, id) ||
                                 (table->propagating->len > 0 && !has_propagated (table));

    table->routes_known = cvpn_cli_knows (reader, ROUTES, id);
    table->propagations_known = cvpn_cli_knows (reader, PROPAGATIONS, id);
    if (!table->routes_known || !only_static)
        return;
    table->routes_known = table->propagations_known && add_propagated (reader->inventory, table);
    if (!table->routes_known)
        cvpn_inventory_note (reader->inventory, CVPN_IMPORT_REMARK, table->thing.source, id, 0,
                             "only its static routes are there, and what is propagated into it is "
                             "not known");
}

void
cvpn_cli_finish_transit (CvpnCliReader *reader)
{
    CvpnInventory *inventory = reader->inventory;

    for (guint i = 0; i < inventory->transit_tables->len; i++)
        finish_table (reader, g_ptr_array_index (inventory->transit_tables, i));
    for (guint i = 0; i < inventory->attachments->len; i++) {
        CvpnAttachmentThing *attachment = g_ptr_array_index (inventory->attachments, i);
        if (!attachment->association_known)
            attachment->association_known =
                knows_associations (reader, attachment->transit_gateway);
    }
}
