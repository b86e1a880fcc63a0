/* cli_transit_routes: search-transit-gateway-routes, which does not say of which table: that is in
 * the name of the file or folder, or there is one table only.
 *
 * A blackhole has no attachment.  With AdditionalRoutesAvailable there are routes that are not
 * there: then the table is not known. */
#include "import/cli/cli.h"

/* A table that no other call describes belongs to the gateway of an attachment of it. */
static CvpnTransitTableThing *
add_table (CvpnCliAnswer *answer, const char *id)
{
    CvpnInventory *inventory = answer->inventory;
    CvpnTransitTableThing *table =
        cvpn_inventory_add_transit_table (inventory, id, NULL, answer->source);

    for (guint i = 0; i < inventory->attachments->len; i++) {
        const CvpnAttachmentThing *attachment = g_ptr_array_index (inventory->attachments, i);
        if (g_strcmp0 (attachment->route_table, id) == 0)
            table->transit_gateway = attachment->transit_gateway;
    }
    return table;
}

CvpnTransitTableThing *
cvpn_cli_transit_table (CvpnCliAnswer *answer)
{
    CvpnInventory *inventory = answer->inventory;
    const char *id = cvpn_cli_named (answer, inventory->transit_tables, CVPN_CLI_TRANSIT_TABLE);
    CvpnTransitTableThing *table;

    if (!id)
        return inventory->transit_tables->len == 1
                   ? g_ptr_array_index (inventory->transit_tables, 0)
                   : NULL;
    table = cvpn_inventory_find (inventory, inventory->transit_tables, id);
    return table != NULL ? table : add_table (answer, id);
}

typedef enum {
    ROUTE_READ,
    ROUTE_OF_NO_USE, /* not in force, or IPv6 */
    ROUTE_NOT_KNOWN, /* then the table is not known, either */
} RouteReading;

static RouteReading
read_route (CvpnCliAnswer *answer, const CvpnNode *element, CvpnTransitRouteThing *route)
{
    static const char *const active[] = { "active", "blackhole", NULL };
    static const char *const inactive[] = { "pending", "deleting", "deleted", NULL };
    const char *type = cvpn_node_get_string (element, "Type");
    const char *word = cvpn_node_get_string (element, "State");
    const CvpnStatus status = cvpn_cli_status (!word ? "active" : word, active, inactive);

    if (cvpn_cli_is_ipv6 (element, "DestinationCidrBlock")) {
        cvpn_cli_left_out_ipv6 (answer, "routes of transit gateways", 1);
        return ROUTE_OF_NO_USE;
    }
    if (status == CVPN_STATUS_NOT_ACTIVE) {
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, NULL,
                             "routes of transit gateways", 1, "%s", word);
        return ROUTE_OF_NO_USE;
    }
    if (status == CVPN_STATUS_UNKNOWN ||
        !cvpn_node_get_cidr (element, "DestinationCidrBlock", &route->cidr))
        return ROUTE_NOT_KNOWN;
    route->propagated = type != NULL && g_str_equal (type, "propagated");
    return ROUTE_READ;
}

static void
note_unknown_route (CvpnCliAnswer *answer, const CvpnTransitTableThing *table)
{
    g_autofree char *entry = g_strconcat (answer->call->call, " ", table->thing.id, NULL);

    g_hash_table_add (answer->reader->partial, g_steal_pointer (&entry));
    cvpn_inventory_note (answer->inventory, CVPN_IMPORT_REMARK, answer->source, table->thing.id, 0,
                         "a route of a state or target that is not modelled: the table as a whole "
                         "is taken as unknown");
}

/* A row for each attachment: several are ways of equal cost. */
static gboolean
add_rows (CvpnCliAnswer *answer, const CvpnNode *element, CvpnTransitRouteThing route,
          GPtrArray *routes)
{
    const CvpnNode list = cvpn_node_member (element, "TransitGatewayAttachments");
    const char *state = cvpn_node_get_string (element, "State");
    const gsize n = cvpn_node_length (&list);
    gboolean known = n > 0;

    if (g_strcmp0 (state, "blackhole") == 0) {
        g_ptr_array_add (routes, g_memdup2 (&route, sizeof route));
        return TRUE;
    }
    for (gsize i = 0; i < n; i++) {
        const CvpnNode attachment = cvpn_node_element (&list, i);
        route.attachment = cvpn_cli_id (answer, &attachment, "TransitGatewayAttachmentId");
        known = known && route.attachment;
        if (route.attachment)
            g_ptr_array_add (routes, g_memdup2 (&route, sizeof route));
    }
    return known;
}

void
cvpn_cli_read_transit_route (CvpnCliAnswer *answer, const CvpnNode *element)
{
    CvpnTransitTableThing *table = cvpn_cli_transit_table (answer);
    CvpnTransitRouteThing route = { 0 };
    char text[CVPN_PREFIX_TEXT];

    if (!table)
        return;
    const RouteReading reading = read_route (answer, element, &route);
    if (reading == ROUTE_NOT_KNOWN)
        note_unknown_route (answer, table);
    if (reading != ROUTE_READ)
        return;
    g_autofree char *key =
        g_strconcat (table->thing.id, " ", cvpn_prefix_format (route.cidr, text), NULL);
    if (cvpn_cli_is_new (answer, key, element) && !add_rows (answer, element, route, table->routes))
        note_unknown_route (answer, table);
}

/* A capture may have asked for the static routes only, and says so by the name of its list. */
static void
mark_static (CvpnCliAnswer *answer, const CvpnTransitTableThing *table)
{
    const CvpnNode *list = answer->object->parent;

    if (list && g_strcmp0 (list->member, CVPN_CLI_STATIC_ROUTES) == 0)
        g_hash_table_add (answer->reader->statics, (gpointer) (gsize) table->thing.id);
}

void
cvpn_cli_done_transit_routes (CvpnCliAnswer *answer)
{
    CvpnTransitTableThing *table = cvpn_cli_transit_table (answer);

    if (!table) {
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_SKIPPED, answer->source, "Routes", 0,
                             "%s does not say of which route table: give the file a name with the "
                             "table's id in it",
                             answer->call->call);
        return;
    }
    if (cvpn_node_get_boolean (answer->object, "AdditionalRoutesAvailable", FALSE)) {
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_REMARK, answer->source, table->thing.id,
                             0, "AdditionalRoutesAvailable: not all routes of the table are there");
        answer->more = TRUE;
    }
    mark_static (answer, table);
    cvpn_cli_about (answer, table->thing.id);
    cvpn_cli_answered (answer, answer->inventory->transit_tables, CVPN_CLI_TRANSIT_TABLE);
}
