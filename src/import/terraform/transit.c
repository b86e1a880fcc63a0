/* terraform_transit: transit gateways, their attachments and their route tables. */
#include <string.h>

#include "import/terraform/terraform.h"

static CvpnAttachmentThing *
find_attachment (CvpnTerraform *terraform, const char *id)
{
    return cvpn_inventory_find (terraform->inventory, terraform->inventory->attachments, id);
}

static CvpnTransitTableThing *
find_table (CvpnTerraform *terraform, const char *id)
{
    return cvpn_inventory_find (terraform->inventory, terraform->inventory->transit_tables, id);
}

/* "enable" and "disable", or true and false of attachments. */
static gboolean
is_enabled (const CvpnTerraformResource *resource, const char *name, gboolean fallback)
{
    CvpnNode node = cvpn_node_member (&resource->values, name);

    if (json_is_boolean (node.json))
        return json_is_true (node.json);
    return node.json == NULL || json_is_null (node.json)
               ? fallback
               : g_strcmp0 (cvpn_node_string (&node), "enable") == 0;
}

static CvpnTransitTableThing *
make_table (CvpnTerraform *terraform, const CvpnTerraformResource *resource, const char *id,
            const char *gateway)
{
    CvpnTransitTableThing *table = find_table (terraform, id);

    if (table != NULL || id == NULL)
        return table;
    table = cvpn_terraform_declare (
        resource,
        cvpn_inventory_add_transit_table (terraform->inventory, id, NULL, resource->values.source));
    table->transit_gateway = gateway;
    table->routes_known = table->propagations_known = resource->managed;
    return table;
}

/* Its default tables are not resources of their own. */
CVPN_TERRAFORM_READER (transit_gateway)
{
    CvpnInventory *inventory = terraform->inventory;
    CvpnTransitGatewayThing *gateway;
    gboolean associate = is_enabled (resource, "default_route_table_association", TRUE);
    gboolean propagate = is_enabled (resource, "default_route_table_propagation", TRUE);

    if (cvpn_inventory_find (inventory, inventory->transit_gateways, resource->id))
        return;
    gateway = CVPN_TERRAFORM_NEW (terraform, resource, transit_gateway);
    gateway->security_group_referencing =
        is_enabled (resource, "security_group_referencing_support", FALSE);
    if (!resource->managed)
        return;
    if (associate)
        make_table (
            terraform, resource,
            cvpn_terraform_computed (terraform, resource, "association_default_route_table_id"),
            resource->id);
    else if (propagate)
        make_table (
            terraform, resource,
            cvpn_terraform_computed (terraform, resource, "propagation_default_route_table_id"),
            resource->id);
}

static void
propagate (CvpnTransitTableThing *table, const char *attachment)
{
    for (guint i = 0; i < table->propagating->len; i++) {
        if (strcmp (g_ptr_array_index (table->propagating, i), attachment) == 0)
            return;
    }
    g_ptr_array_add (table->propagating, (gpointer) (gsize) attachment);
}

/* What the transit gateway does with a new attachment, unless the attachment says otherwise.  Of
 * one whose options are not in the input that is not known. */
void
cvpn_terraform_use_default_tables (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                                   CvpnAttachmentThing *attachment, gboolean associate,
                                   gboolean propagates)
{
    const CvpnTerraformResource *gateway =
        attachment->transit_gateway != NULL
            ? g_hash_table_lookup (terraform->by_id, attachment->transit_gateway)
            : NULL;
    const char *of_association, *of_propagation;
    CvpnTransitTableThing *table;

    attachment->association_known = resource->managed && (!associate || gateway != NULL);
    if (gateway == NULL || !resource->managed)
        return;
    of_association =
        cvpn_terraform_computed (terraform, gateway, "association_default_route_table_id");
    of_propagation =
        cvpn_terraform_computed (terraform, gateway, "propagation_default_route_table_id");
    /* In a plan both have names of their own; they are one and the same. */
    if (terraform->plan &&
        cvpn_terraform_text_of (gateway, "propagation_default_route_table_id") == NULL &&
        is_enabled (gateway, "default_route_table_association", TRUE))
        of_propagation = of_association;
    if (associate && is_enabled (gateway, "default_route_table_association", TRUE))
        attachment->route_table = of_association;
    table = find_table (terraform, of_propagation);
    if (propagates && table != NULL &&
        is_enabled (gateway, "default_route_table_propagation", TRUE))
        propagate (table, attachment->thing.id);
}

/* The side that accepts says the default tables of an attachment from another account. */
CVPN_TERRAFORM_READER (vpc_attachment)
{
    gboolean accepter = strstr (resource->type, "accepter") != NULL, known;
    const char *state = cvpn_terraform_text_of (resource, "state");
    CvpnAttachmentThing *attachment = find_attachment (terraform, resource->id);

    if (attachment != NULL && !accepter)
        return;
    if (attachment == NULL) {
        attachment = CVPN_TERRAFORM_NEW (terraform, resource, attachment);
        attachment->resource_type = "vpc";
        attachment->state =
            cvpn_inventory_keep (terraform->inventory, state != NULL ? state : "available");
        attachment->transit_gateway =
            cvpn_terraform_refer (terraform, resource, "transit_gateway_id");
        attachment->resource = cvpn_terraform_refer (terraform, resource, "vpc_id");
        attachment->subnets = cvpn_terraform_refer_all (terraform, resource, "subnet_ids", &known);
        if (!known || attachment->subnets->len == 0)
            g_clear_pointer (&attachment->subnets, g_ptr_array_unref);
        attachment->appliance_mode = is_enabled (resource, "appliance_mode_support", FALSE);
        attachment->security_group_referencing =
            is_enabled (resource, "security_group_referencing_support", TRUE);
    }
    cvpn_terraform_use_default_tables (
        terraform, resource, attachment,
        is_enabled (resource, "transit_gateway_default_route_table_association", TRUE),
        is_enabled (resource, "transit_gateway_default_route_table_propagation", TRUE));
}

CVPN_TERRAFORM_READER (other_attachment)
{
    gboolean connect = strstr (resource->type, "connect") != NULL;
    const char *state = cvpn_terraform_text_of (resource, "state");
    CvpnAttachmentThing *attachment = find_attachment (terraform, resource->id);

    if (attachment != NULL || g_str_has_suffix (resource->type, "_accepter"))
        return;
    attachment = CVPN_TERRAFORM_NEW (terraform, resource, attachment);
    attachment->resource_type = connect ? "connect" : "peering";
    attachment->state =
        cvpn_inventory_keep (terraform->inventory, state != NULL ? state : "available");
    attachment->transit_gateway = cvpn_terraform_refer (terraform, resource, "transit_gateway_id");
}

CVPN_TERRAFORM_READER (transit_table)
{
    CvpnTransitTableThing *table = find_table (terraform, resource->id);

    if (table != NULL)
        return;
    table = CVPN_TERRAFORM_NEW (terraform, resource, transit_table);
    table->transit_gateway = cvpn_terraform_refer (terraform, resource, "transit_gateway_id");
    table->routes_known = table->propagations_known = TRUE;
}

/* The table that a part belongs to.  If it may be one of several, these are not known. */
static CvpnTransitTableThing *
find_owner (CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    const char *id = cvpn_terraform_refer (terraform, resource, "transit_gateway_route_table_id");
    const GPtrArray *tables = terraform->inventory->transit_tables;
    CvpnTransitTableThing *table = find_table (terraform, id);

    for (guint i = 0; table == NULL && i < tables->len; i++) {
        CvpnTransitTableThing *one = g_ptr_array_index (tables, i);

        if (cvpn_terraform_may_be (terraform, id, one->thing.id))
            one->routes_known = one->propagations_known = FALSE;
    }
    return table;
}

CVPN_TERRAFORM_READER (transit_route)
{
    CvpnTransitTableThing *table = find_owner (terraform, resource);
    CvpnTransitRouteThing route = { 0 };
    const char *text = cvpn_terraform_text_of (resource, "destination_cidr_block");

    if (table == NULL)
        return;
    if (text != NULL && strchr (text, ':') != NULL) {
        cvpn_terraform_left_out (terraform, resource, "transit gateway routes", "IPv6");
        return;
    }
    if (text == NULL) {
        table->routes_known = FALSE;
        cvpn_terraform_remark (terraform, resource,
                               "its destination is not known before it is made");
        return;
    }
    if (!cvpn_terraform_cidr (resource, "destination_cidr_block", &route.cidr))
        return;
    if (!cvpn_terraform_flag (resource, "blackhole", FALSE))
        route.attachment =
            cvpn_terraform_refer (terraform, resource, "transit_gateway_attachment_id");
    g_ptr_array_add (table->routes, g_memdup2 (&route, sizeof route));
}

CVPN_TERRAFORM_READER (transit_association)
{
    const char *table =
        cvpn_terraform_refer (terraform, resource, "transit_gateway_route_table_id");
    const char *id = cvpn_terraform_refer (terraform, resource, "transit_gateway_attachment_id");
    const GPtrArray *attachments = terraform->inventory->attachments;
    CvpnAttachmentThing *attachment = find_attachment (terraform, id);

    for (guint i = 0; attachment == NULL && i < attachments->len; i++) {
        CvpnAttachmentThing *one = g_ptr_array_index (attachments, i);

        if (cvpn_terraform_may_be (terraform, id, one->thing.id))
            one->association_known = FALSE;
    }
    if (attachment == NULL)
        return;
    attachment->route_table = table;
    attachment->association_known = table != NULL;
}

CVPN_TERRAFORM_READER (transit_propagation)
{
    CvpnTransitTableThing *table = find_owner (terraform, resource);
    const char *id = cvpn_terraform_refer (terraform, resource, "transit_gateway_attachment_id");

    if (table != NULL && id != NULL)
        propagate (table, id);
}
