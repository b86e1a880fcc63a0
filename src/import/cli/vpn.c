/* cli_vpn: describe-vpn-gateways, describe-vpn-connections, describe-customer-gateways.
 *
 * CustomerGatewayConfiguration and the tunnels' options hold pre-shared keys: they are never
 * looked at. */
#include "import/cli/cli.h"

void
cvpn_cli_read_vpn_gateway (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "VpnGatewayId");
    const CvpnNode attachments = cvpn_node_member (element, "VpcAttachments");
    const gboolean gone = cvpn_cli_is_gone (element);
    CvpnGatewayThing *gateway;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    gateway = cvpn_inventory_add_vpn_gateway (answer->inventory, id,
                                              cvpn_cli_name (element, "Tags"), answer->source);
    for (gsize i = 0, n = cvpn_node_length (&attachments); i < n; i++) {
        const CvpnNode attachment = cvpn_node_element (&attachments, i);
        const char *state = cvpn_node_get_string (&attachment, "State");
        if (!gone && (!state || g_str_equal (state, "attached")))
            gateway->vpc = cvpn_cli_id (answer, &attachment, "VpcId");
    }
    if (gone)
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, answer->source, id, 1,
                             "a virtual private gateway that is deleted");
}

static void
read_static_routes (const CvpnNode *element, CvpnVpnConnectionThing *connection,
                    CvpnCliAnswer *answer)
{
    const CvpnNode routes = cvpn_node_member (element, "Routes");
    CvpnPrefix cidr;

    for (gsize i = 0, n = cvpn_node_length (&routes); i < n; i++) {
        const CvpnNode route = cvpn_node_element (&routes, i);
        const char *state = cvpn_node_get_string (&route, "State");
        if (!cvpn_node_get_cidr (&route, "DestinationCidrBlock", &cidr))
            continue;
        if (!state || g_str_equal (state, "available"))
            g_array_append_val (connection->routes, cidr);
        else
            cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, answer->source,
                                 connection->thing.id, 1, "a static route that is not available");
    }
}

void
cvpn_cli_read_vpn_connection (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "VpnConnectionId");
    const CvpnNode options = cvpn_node_member (element, "Options");
    CvpnVpnConnectionThing *connection;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    if (cvpn_cli_is_gone (element)) {
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, answer->source, id, 1,
                             "a VPN connection that is deleted");
        return;
    }
    connection = cvpn_inventory_add_vpn_connection (
        answer->inventory, id, cvpn_cli_name (element, "Tags"), answer->source);
    connection->gateway = cvpn_cli_id (answer, element, "VpnGatewayId");
    if (!connection->gateway)
        connection->gateway = cvpn_cli_id (answer, element, "TransitGatewayId");
    connection->customer_gateway = cvpn_cli_id (answer, element, "CustomerGatewayId");
    connection->state = cvpn_cli_word (answer, element, "State");
    connection->dynamic = !cvpn_node_get_boolean (&options, "StaticRoutesOnly", FALSE);
    read_static_routes (element, connection, answer);
}

/* Its id is what the connection says, too; what is behind it is not AWS's to know. */
void
cvpn_cli_read_customer_gateway (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "CustomerGatewayId");

    if (id)
        cvpn_cli_is_new (answer, id, element);
}
