/* Transit gateways, their attachments and route tables. */
#include "import/cloudformation/resources.h"

#include <string.h>

static CvpnTransitTableThing *
find_table (CvpnCfn *cfn, const char *id)
{
    return id ? cvpn_inventory_find (cfn->inventory, cfn->inventory->transit_tables, id) : NULL;
}

void
cvpn_cfn_read_transit_gateway (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    CvpnTransitGatewayThing *gateway = cvpn_inventory_add_transit_gateway (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);

    gateway->thing.declared = TRUE;
    gateway->security_group_referencing = cvpn_cfn_enabled (
        cfn, cvpn_cfn_property (cfn, resource, "SecurityGroupReferencingSupport"), FALSE);
}

/* AWS::EC2::TransitGatewayAttachment and AWS::EC2::TransitGatewayVpcAttachment are alike. */
void
cvpn_cfn_read_attachment (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnCfnValue *options = cvpn_cfn_property (cfn, resource, "Options");
    CvpnAttachmentThing *attachment = cvpn_inventory_add_attachment (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);

    attachment->thing.declared = TRUE;
    attachment->transit_gateway = cvpn_cfn_need_id (cfn, resource, "TransitGatewayId");
    attachment->resource_type = "vpc";
    attachment->resource = cvpn_cfn_need_id (cfn, resource, "VpcId");
    attachment->state = "available";
    attachment->subnets = attachment->subnets ? attachment->subnets : g_ptr_array_new ();
    if (!cvpn_cfn_ids (cfn, cvpn_cfn_property (cfn, resource, "SubnetIds"), attachment->subnets))
        cvpn_cfn_need (cfn, cvpn_cfn_property (cfn, resource, "SubnetIds"));
    attachment->appliance_mode =
        cvpn_cfn_enabled (cfn, cvpn_cfn_get (cfn, options, "ApplianceModeSupport"), FALSE);
    attachment->security_group_referencing = cvpn_cfn_enabled (
        cfn, cvpn_cfn_get (cfn, options, "SecurityGroupReferencingSupport"), TRUE);
}

void
cvpn_cfn_read_other_attachment (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    CvpnAttachmentThing *attachment = cvpn_inventory_add_attachment (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);
    const gboolean connect = strcmp (resource->type, "AWS::EC2::TransitGatewayConnect") == 0;

    attachment->thing.declared = TRUE;
    attachment->transit_gateway = cvpn_cfn_property_id (cfn, resource, "TransitGatewayId");
    attachment->resource_type = connect ? "connect" : "peering";
    attachment->state = "available";
}

void
cvpn_cfn_read_transit_table (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    CvpnTransitTableThing *table = cvpn_inventory_add_transit_table (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);

    table->thing.declared = TRUE;
    table->transit_gateway = cvpn_cfn_need_id (cfn, resource, "TransitGatewayId");
    table->routes_known = TRUE;
    table->propagations_known = TRUE;
}

void
cvpn_cfn_read_transit_route (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const char *id = cvpn_cfn_need_id (cfn, resource, "TransitGatewayRouteTableId");
    const CvpnCfnValue *block = cvpn_cfn_property (cfn, resource, "DestinationCidrBlock");
    const gboolean blackhole =
        cvpn_cfn_boolean (cfn, cvpn_cfn_property (cfn, resource, "Blackhole"), FALSE);
    CvpnTransitTableThing *table = find_table (cfn, id);
    CvpnTransitRouteThing route = { .propagated = FALSE };

    if (!table) {
        if (id)
            cvpn_cfn_left_out (cfn, resource->type,
                               "in route tables that the template does not make");
        return;
    }
    if (block->kind == CVPN_CFN_TEXT && strchr (block->text, ':')) {
        cvpn_cfn_left_out (cfn, "IPv6", "routes");
        return;
    }
    if (!blackhole)
        route.attachment = cvpn_cfn_need_id (cfn, resource, "TransitGatewayAttachmentId");
    if (cvpn_cfn_cidr (cfn, block, &route.cidr))
        g_ptr_array_add (table->routes, g_memdup2 (&route, sizeof route));
    else if (block->kind == CVPN_CFN_ABSENT || (block->kind == CVPN_CFN_UNKNOWN && !block->gives))
        cvpn_node_fault (block->node, "a CIDR block is needed, and it is not in the template");
}

void
cvpn_cfn_read_transit_association (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnInventory *inventory = cfn->inventory;
    const char *id = cvpn_cfn_need_id (cfn, resource, "TransitGatewayAttachmentId");
    const char *table = cvpn_cfn_need_id (cfn, resource, "TransitGatewayRouteTableId");
    CvpnAttachmentThing *attachment =
        id ? cvpn_inventory_find (inventory, inventory->attachments, id) : NULL;

    if (!attachment) {
        if (id)
            cvpn_cfn_left_out (cfn, resource->type,
                               "of attachments that the template does not make");
        return;
    }
    attachment->route_table = table;
    attachment->association_known = TRUE;
}

void
cvpn_cfn_read_transit_propagation (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const char *attachment = cvpn_cfn_need_id (cfn, resource, "TransitGatewayAttachmentId");
    const char *id = cvpn_cfn_need_id (cfn, resource, "TransitGatewayRouteTableId");
    CvpnTransitTableThing *table = find_table (cfn, id);

    if (table && attachment)
        g_ptr_array_add (table->propagating, (gpointer) (gsize) attachment);
    else if (id)
        cvpn_cfn_left_out (cfn, resource->type, "to route tables that the template does not make");
}
