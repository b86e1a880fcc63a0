/* The default route table of a transit gateway, which no resource of a template is: new
 * attachments are associated with it and propagate to it, unless the transit gateway's options say
 * otherwise (AWS Transit Gateway Guide, "Transit gateway route tables"). */
#include "import/cloudformation/resources.h"

static CvpnTransitTableThing *
default_table (CvpnCfn *cfn, const CvpnCfnResource *gateway, const char *property)
{
    CvpnInventory *inventory = cfn->inventory;
    const char *id = cvpn_cfn_property_id (cfn, gateway, property);
    g_autofree char *own = g_strconcat (gateway->name, "-default-route-table", NULL);
    CvpnTransitTableThing *table =
        cvpn_inventory_find (inventory, inventory->transit_tables, id ? id : own);

    if (table || id)
        return table;
    table = cvpn_inventory_add_transit_table (inventory, own, NULL, cfn->source);
    table->thing.declared = TRUE;
    table->transit_gateway = gateway->name;
    table->routes_known = TRUE;
    table->propagations_known = TRUE;
    return table;
}

static const CvpnCfnResource *
find_gateway (const CvpnCfn *cfn, const char *name)
{
    for (guint i = 0; i < cfn->resources->len; i++) {
        const CvpnCfnResource *resource = g_ptr_array_index (cfn->resources, i);
        if (g_strcmp0 (resource->name, name) == 0 &&
            g_strcmp0 (resource->type, "AWS::EC2::TransitGateway") == 0)
            return resource;
    }
    return NULL;
}

static void
associate (CvpnCfn *cfn, CvpnAttachmentThing *attachment, const CvpnCfnResource *gateway)
{
    const CvpnTransitTableThing *table;

    if (attachment->association_known)
        return;
    attachment->association_known = TRUE;
    if (!cvpn_cfn_enabled (cfn, cvpn_cfn_property (cfn, gateway, "DefaultRouteTableAssociation"),
                           TRUE))
        return;
    table = default_table (cfn, gateway, "AssociationDefaultRouteTableId");
    attachment->route_table =
        table ? table->thing.id
              : cvpn_cfn_property_id (cfn, gateway, "AssociationDefaultRouteTableId");
}

static void
propagate (CvpnCfn *cfn, CvpnAttachmentThing *attachment, const CvpnCfnResource *gateway)
{
    CvpnTransitTableThing *table;

    if (!cvpn_cfn_enabled (cfn, cvpn_cfn_property (cfn, gateway, "DefaultRouteTablePropagation"),
                           TRUE))
        return;
    table = default_table (cfn, gateway, "PropagationDefaultRouteTableId");
    if (table && !g_ptr_array_find (table->propagating, attachment->thing.id, NULL))
        g_ptr_array_add (table->propagating, (gpointer) (gsize) attachment->thing.id);
}

void
cvpn_cfn_finish_attachments (CvpnCfn *cfn)
{
    for (guint i = 0; i < cfn->inventory->attachments->len; i++) {
        CvpnAttachmentThing *attachment = g_ptr_array_index (cfn->inventory->attachments, i);
        const CvpnCfnResource *gateway = find_gateway (cfn, attachment->transit_gateway);
        if (!gateway)
            continue;
        associate (cfn, attachment, gateway);
        propagate (cfn, attachment, gateway);
    }
}
