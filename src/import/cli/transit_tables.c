/* cli_transit_tables: get-transit-gateway-route-table-associations and -propagations,
 * get-transit-gateway-attachment-propagations: who is associated with a transit gateway's table,
 * and who propagates into it.  The answers do not say of which table, or attachment, they are. */
#include "import/cli/cli.h"

/* As elements of these answers have it: ids of an attachment, and what is attached. */
static CvpnAttachmentThing *
attachment_of (CvpnCliAnswer *answer, const CvpnNode *element)
{
    CvpnInventory *inventory = answer->inventory;
    const char *id = cvpn_node_need_id (element, "TransitGatewayAttachmentId");

    return !id ? NULL : cvpn_inventory_find (inventory, inventory->attachments, id);
}

void
cvpn_cli_read_transit_association (CvpnCliAnswer *answer, const CvpnNode *element)
{
    CvpnTransitTableThing *table = cvpn_cli_transit_table (answer);
    CvpnAttachmentThing *attachment = attachment_of (answer, element);
    const char *state = cvpn_node_get_string (element, "State");

    if (!table || !attachment || attachment->association_known)
        return;
    if (!state || g_str_equal (state, "associated")) {
        attachment->route_table = table->thing.id;
        attachment->association_known = TRUE;
    } else
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, answer->source,
                             attachment->thing.id, 1, "an association that is %s", state);
}

static void
finish_answer (CvpnCliAnswer *answer)
{
    CvpnTransitTableThing *table = cvpn_cli_transit_table (answer);

    if (!table) {
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_SKIPPED, answer->source,
                             answer->call->key, 0,
                             "%s does not say of which route table: give the file a name with the "
                             "table's id in it",
                             answer->call->call);
        return;
    }
    cvpn_cli_about (answer, table->thing.id);
    cvpn_cli_answered (answer, answer->inventory->transit_tables, CVPN_CLI_TRANSIT_TABLE);
}

void
cvpn_cli_done_transit_associations (CvpnCliAnswer *answer)
{
    finish_answer (answer);
}

static void
add_propagation (CvpnTransitTableThing *table, const char *attachment)
{
    for (guint i = 0; i < table->propagating->len; i++)
        if (g_str_equal (g_ptr_array_index (table->propagating, i), attachment))
            return;
    g_ptr_array_add (table->propagating, (gpointer) (gsize) attachment);
}

/* "enabled", or a state in which nothing is propagated. */
static gboolean
is_enabled (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *state = cvpn_node_get_string (element, "State");

    if (!state || g_str_equal (state, "enabled"))
        return TRUE;
    cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, NULL,
                         "propagations of transit gateways", 1, "%s", state);
    return FALSE;
}

void
cvpn_cli_read_transit_propagation (CvpnCliAnswer *answer, const CvpnNode *element)
{
    CvpnTransitTableThing *table = cvpn_cli_transit_table (answer);
    const char *id = cvpn_node_need_id (element, "TransitGatewayAttachmentId");

    if (table != NULL && id != NULL && is_enabled (answer, element))
        add_propagation (table, cvpn_inventory_keep (answer->inventory, id));
}

void
cvpn_cli_done_transit_propagations (CvpnCliAnswer *answer)
{
    finish_answer (answer);
}

/* The attachment stands in the name of the file or folder, or is the only one. */
void
cvpn_cli_read_attachment_propagation (CvpnCliAnswer *answer, const CvpnNode *element)
{
    CvpnInventory *inventory = answer->inventory;
    const char *id = cvpn_node_need_id (element, "TransitGatewayRouteTableId");
    const char *attachment = cvpn_cli_named (answer, inventory->attachments, CVPN_CLI_ATTACHMENT);
    CvpnTransitTableThing *table = cvpn_inventory_find (inventory, inventory->transit_tables, id);

    if (!attachment && inventory->attachments->len == 1)
        attachment = ((CvpnThing *) g_ptr_array_index (inventory->attachments, 0))->id;
    if (!attachment)
        cvpn_inventory_note (inventory, CVPN_IMPORT_SKIPPED, answer->source, answer->call->key, 0,
                             "%s does not say of which attachment: give the file a name with the "
                             "attachment's id in it",
                             answer->call->call);
    else if (table != NULL && is_enabled (answer, element))
        add_propagation (table, attachment);
}
