/* terraform_peering: peerings of VPCs, and Site-to-Site VPN connections. */
#include <string.h>

#include "import/terraform/terraform.h"

CVPN_TERRAFORM_READER (peering)
{
    CvpnInventory *inventory = terraform->inventory;
    const char *status =
        cvpn_terraform_text_of (resource, resource->managed ? "accept_status" : "status");
    CvpnPeeringThing *peering;

    if (cvpn_inventory_find (inventory, inventory->peerings, resource->id))
        return;
    peering = CVPN_TERRAFORM_NEW (terraform, resource, peering);
    peering->requester_vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
    peering->accepter_vpc = cvpn_terraform_refer (terraform, resource, "peer_vpc_id");
    if (status == NULL)
        status =
            cvpn_terraform_flag (resource, "auto_accept", FALSE) ? "active" : "pending-acceptance";
    peering->status = cvpn_inventory_keep (inventory, status);
}

/* vpc_id is the accepter's, peer_vpc_id the requester's (AWS provider,
 * "aws_vpc_peering_connection_accepter"). */
CVPN_TERRAFORM_READER (peering_accepter)
{
    CvpnInventory *inventory = terraform->inventory;
    const char *id = cvpn_terraform_refer (terraform, resource, "vpc_peering_connection_id");
    const char *status = cvpn_terraform_text_of (resource, "accept_status");
    CvpnPeeringThing *peering = cvpn_inventory_find (inventory, inventory->peerings, id);

    if (id == NULL || g_hash_table_contains (terraform->uncertain, id))
        return;
    if (status == NULL && cvpn_terraform_flag (resource, "auto_accept", FALSE))
        status = "active";
    if (peering != NULL) {
        if (status != NULL)
            peering->status = cvpn_inventory_keep (inventory, status);
        return;
    }
    peering = cvpn_terraform_declare (
        resource,
        cvpn_inventory_add_peering (inventory, id, cvpn_terraform_label (terraform, resource),
                                    resource->values.source));
    peering->requester_vpc = cvpn_terraform_refer (terraform, resource, "peer_vpc_id");
    peering->accepter_vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
    peering->status =
        cvpn_inventory_keep (inventory, status != NULL ? status : "pending-acceptance");
}

/* A connection to a transit gateway has an attachment of its own. */
static void
add_attachment (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                const CvpnVpnConnectionThing *connection, const char *gateway)
{
    const char *id = cvpn_terraform_computed (terraform, resource, "transit_gateway_attachment_id");
    CvpnAttachmentThing *attachment;

    if (id == NULL)
        return;
    attachment = cvpn_terraform_declare (
        resource, cvpn_inventory_add_attachment (terraform->inventory, id, connection->thing.name,
                                                 resource->values.source));
    attachment->transit_gateway = gateway;
    attachment->resource_type = "vpn";
    attachment->resource = connection->thing.id;
    attachment->state = "available";
    cvpn_terraform_use_default_tables (terraform, resource, attachment, TRUE, TRUE);
}

static void
add_route (CvpnVpnConnectionThing *connection, CvpnPrefix cidr)
{
    for (guint i = 0; i < connection->routes->len; i++) {
        if (cvpn_prefix_equal (g_array_index (connection->routes, CvpnPrefix, i), cidr))
            return;
    }
    g_array_append_val (connection->routes, cidr);
}

static void
read_routes (const CvpnTerraformResource *resource, CvpnVpnConnectionThing *connection)
{
    CvpnNode routes = cvpn_node_member (&resource->values, "routes");
    gsize n = cvpn_node_length (&routes);

    for (gsize i = 0; i < n; i++) {
        CvpnNode one = cvpn_node_element (&routes, i);
        CvpnPrefix cidr;

        if (cvpn_node_get_cidr (&one, "destination_cidr_block", &cidr))
            add_route (connection, cidr);
    }
}

/* Its keys and its router's configuration are never looked at. */
CVPN_TERRAFORM_READER (vpn_connection)
{
    const char *transit = cvpn_terraform_refer (terraform, resource, "transit_gateway_id");
    CvpnVpnConnectionThing *connection = CVPN_TERRAFORM_NEW (terraform, resource, vpn_connection);

    connection->gateway =
        transit != NULL ? transit : cvpn_terraform_refer (terraform, resource, "vpn_gateway_id");
    connection->customer_gateway =
        cvpn_terraform_refer (terraform, resource, "customer_gateway_id");
    connection->state = "available";
    connection->dynamic = !cvpn_terraform_flag (resource, "static_routes_only", FALSE);
    read_routes (resource, connection);
    if (transit != NULL)
        add_attachment (terraform, resource, connection, transit);
}

CVPN_TERRAFORM_READER (vpn_connection_route)
{
    CvpnInventory *inventory = terraform->inventory;
    const char *id = cvpn_terraform_refer (terraform, resource, "vpn_connection_id");
    CvpnVpnConnectionThing *connection =
        cvpn_inventory_find (inventory, inventory->vpn_connections, id);
    CvpnPrefix cidr;

    if (connection == NULL)
        return;
    if (cvpn_terraform_cidr (resource, "destination_cidr_block", &cidr))
        add_route (connection, cidr);
    else
        connection->dynamic = TRUE; /* there are routes that are not known */
}
