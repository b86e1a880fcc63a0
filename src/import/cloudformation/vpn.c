/* Site-to-Site VPN connections and their static routes. */
#include "import/cloudformation/resources.h"

#include <string.h>

/* To a transit gateway a connection has an attachment of its own, which no resource is. */
static void
add_attachment (CvpnCfn *cfn, const CvpnVpnConnectionThing *connection)
{
    g_autofree char *id = g_strconcat (connection->thing.id, "-attachment", NULL);
    CvpnAttachmentThing *attachment =
        cvpn_inventory_add_attachment (cfn->inventory, id, NULL, cfn->source);

    attachment->thing.declared = TRUE;
    attachment->transit_gateway = connection->gateway;
    attachment->resource_type = "vpn";
    attachment->resource = connection->thing.id;
    attachment->state = "available";
}

void
cvpn_cfn_read_vpn_connection (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    CvpnVpnConnectionThing *connection = cvpn_inventory_add_vpn_connection (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);
    const char *transit = cvpn_cfn_property_id (cfn, resource, "TransitGatewayId");

    connection->thing.declared = TRUE;
    connection->gateway = transit ? transit : cvpn_cfn_property_id (cfn, resource, "VpnGatewayId");
    connection->customer_gateway = cvpn_cfn_need_id (cfn, resource, "CustomerGatewayId");
    connection->state = "available";
    connection->dynamic =
        !cvpn_cfn_boolean (cfn, cvpn_cfn_property (cfn, resource, "StaticRoutesOnly"), FALSE);
    if (!connection->gateway)
        cvpn_node_fault (resource->node, "%s has a VpnGatewayId or a TransitGatewayId",
                         resource->type);
    if (transit)
        add_attachment (cfn, connection);
}

void
cvpn_cfn_read_vpn_route (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnInventory *inventory = cfn->inventory;
    const char *id = cvpn_cfn_need_id (cfn, resource, "VpnConnectionId");
    const CvpnCfnValue *block = cvpn_cfn_property (cfn, resource, "DestinationCidrBlock");
    CvpnVpnConnectionThing *connection =
        id ? cvpn_inventory_find (inventory, inventory->vpn_connections, id) : NULL;
    CvpnPrefix cidr;

    if (!connection && id)
        cvpn_cfn_left_out (cfn, resource->type, "of connections that the template does not make");
    else if (connection && cvpn_cfn_cidr (cfn, block, &cidr))
        g_array_append_val (connection->routes, cidr);
    else if (connection && (block->kind != CVPN_CFN_UNKNOWN || !block->gives))
        cvpn_node_fault (block->node, "a CIDR block is needed, and it is not in the template");
}
