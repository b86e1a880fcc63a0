/* cli_transit: describe-transit-gateways, describe-transit-gateway-attachments,
 * describe-transit-gateway-vpc-attachments, describe-transit-gateway-route-tables.
 *
 * An attachment of a VPC is in two of them: its table stands in one, its subnets in the other. */
#include "import/cli/cli.h"

static gboolean
is_enabled (const CvpnNode *object, const char *name)
{
    const char *word = cvpn_node_get_string (object, name);

    return word != NULL && g_str_equal (word, "enable");
}

void
cvpn_cli_read_transit_gateway (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "TransitGatewayId");
    const CvpnNode options = cvpn_node_member (element, "Options");
    CvpnTransitGatewayThing *gateway;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    if (cvpn_cli_is_gone (element)) {
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, answer->source, id, 1,
                             "a transit gateway that is deleted");
        return;
    }
    gateway = cvpn_inventory_add_transit_gateway (answer->inventory, id,
                                                  cvpn_cli_name (element, "Tags"), answer->source);
    gateway->security_group_referencing = is_enabled (&options, "SecurityGroupReferencingSupport");
}

/* Two calls describe it, at two times: its tags and state may have changed between them. The one
 * that sorts first stands, but not 'available' against the other: whether it is, is not known. */
static const char *
choose (const char *one, const char *other)
{
    if (!one || !other)
        return one ? one : other;
    if (g_str_equal (one, "available") || g_str_equal (other, "available"))
        return g_str_equal (one, "available") ? other : one;
    return g_strcmp0 (one, other) <= 0 ? one : other;
}

/* An id of it, which does not change. */
static const char *
agree (CvpnCliAnswer *answer, const CvpnNode *element, const char *member, const char *before)
{
    const CvpnNode node = cvpn_node_member (element, member);
    const char *id = cvpn_cli_id (answer, element, member);

    if (before && id && !g_str_equal (before, id))
        cvpn_node_fault (&node, "another call says '%s' of the same attachment", before);
    return before ? before : id;
}

/* One of the calls is of VPCs alone, and says no type. */
static void
set_type (const CvpnNode *element, CvpnAttachmentThing *attachment, const char *type)
{
    if (type && attachment->resource_type && !g_str_equal (type, attachment->resource_type))
        cvpn_node_fault (element, "another call has the same attachment as one of another type");
    if (type)
        attachment->resource_type = type;
}

static CvpnAttachmentThing *
attachment_of (CvpnCliAnswer *answer, const CvpnNode *element, const char *id)
{
    CvpnInventory *inventory = answer->inventory;
    const char *name = cvpn_inventory_keep (inventory, cvpn_cli_name (element, "Tags"));
    CvpnAttachmentThing *attachment = cvpn_inventory_find (inventory, inventory->attachments, id);

    if (!attachment)
        attachment = cvpn_inventory_add_attachment (inventory, id, name, answer->source);
    attachment->thing.name = choose (attachment->thing.name, name);
    attachment->transit_gateway =
        agree (answer, element, "TransitGatewayId", attachment->transit_gateway);
    attachment->state = choose (attachment->state, cvpn_cli_word (answer, element, "State"));
    return attachment;
}

/* No Association: associated with no table.  One that is not "associated" is not in force. */
static void
read_association (CvpnCliAnswer *answer, const CvpnNode *element, CvpnAttachmentThing *attachment)
{
    static const char *const active[] = { "associated", NULL };
    static const char *const inactive[] = { "associating", "disassociating", "disassociated",
                                            NULL };
    const CvpnNode association = cvpn_node_member (element, "Association");
    const char *word = cvpn_node_get_string (&association, "State");
    const CvpnStatus status = !word ? CVPN_STATUS_ACTIVE : cvpn_cli_status (word, active, inactive);

    attachment->association_known = status != CVPN_STATUS_UNKNOWN;
    if (status == CVPN_STATUS_ACTIVE)
        attachment->route_table = cvpn_cli_id (answer, &association, "TransitGatewayRouteTableId");
    else
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, answer->source,
                             attachment->thing.id, 1, "an association that is %s", word);
}

void
cvpn_cli_read_attachment (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "TransitGatewayAttachmentId");
    CvpnAttachmentThing *attachment;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    attachment = attachment_of (answer, element, id);
    set_type (element, attachment, cvpn_cli_word (answer, element, "ResourceType"));
    attachment->resource = agree (answer, element, "ResourceId", attachment->resource);
    read_association (answer, element, attachment);
}

void
cvpn_cli_read_vpc_attachment (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "TransitGatewayAttachmentId");
    const CvpnNode options = cvpn_node_member (element, "Options");
    const CvpnNode subnets = cvpn_node_member (element, "SubnetIds");
    CvpnAttachmentThing *attachment;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    attachment = attachment_of (answer, element, id);
    set_type (element, attachment, "vpc");
    attachment->resource = agree (answer, element, "VpcId", attachment->resource);
    attachment->appliance_mode = is_enabled (&options, "ApplianceModeSupport");
    attachment->security_group_referencing =
        is_enabled (&options, "SecurityGroupReferencingSupport");
    if (json_is_array (subnets.json) && !attachment->subnets)
        attachment->subnets = g_ptr_array_new ();
    if (attachment->subnets)
        cvpn_cli_ids (answer, element, "SubnetIds", NULL, attachment->subnets);
}

void
cvpn_cli_read_transit_table (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "TransitGatewayRouteTableId");
    CvpnTransitTableThing *table;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    if (cvpn_cli_is_gone (element)) {
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, answer->source, id, 1,
                             "a transit gateway's route table that is deleted");
        return;
    }
    table = cvpn_inventory_add_transit_table (answer->inventory, id,
                                              cvpn_cli_name (element, "Tags"), answer->source);
    table->transit_gateway = cvpn_cli_id (answer, element, "TransitGatewayId");
}
