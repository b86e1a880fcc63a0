/* cli_gateways: describe-internet-gateways, describe-nat-gateways, describe-vpc-endpoints. */
#include "import/cli/cli.h"

#include <string.h>

/* The service says "available" of an attachment that its enumeration calls "attached". */
void
cvpn_cli_read_internet_gateway (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "InternetGatewayId");
    const CvpnNode attachments = cvpn_node_member (element, "Attachments");
    CvpnGatewayThing *gateway;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    gateway = cvpn_inventory_add_internet_gateway (answer->inventory, id,
                                                   cvpn_cli_name (element, "Tags"), answer->source);
    for (gsize i = 0, n = cvpn_node_length (&attachments); i < n; i++) {
        const CvpnNode attachment = cvpn_node_element (&attachments, i);
        const char *state = cvpn_node_get_string (&attachment, "State");
        if (!state || !(g_str_equal (state, "detached") || g_str_equal (state, "detaching") ||
                        g_str_equal (state, "attaching")))
            gateway->vpc = cvpn_cli_id (answer, &attachment, "VpcId");
    }
}

static void
read_nat_addresses (const CvpnNode *element, CvpnNatThing *nat)
{
    const CvpnNode list = cvpn_node_member (element, "NatGatewayAddresses");
    guint32 address;

    for (gsize i = 0, n = cvpn_node_length (&list); i < n; i++) {
        const CvpnNode entry = cvpn_node_element (&list, i);
        if (!cvpn_node_get_address (&entry, "PrivateIp", &address))
            continue;
        if (cvpn_node_get_boolean (&entry, "IsPrimary", FALSE))
            g_array_prepend_val (nat->addresses, address);
        else
            g_array_append_val (nat->addresses, address);
    }
}

void
cvpn_cli_read_nat_gateway (CvpnCliAnswer *answer, const CvpnNode *element)
{
    static const char *const gone[] = { "deleting", "deleted", "failed", NULL };
    const char *id = cvpn_node_need_id (element, "NatGatewayId");
    const char *state = cvpn_node_get_string (element, "State");
    const char *type = cvpn_node_get_string (element, "ConnectivityType");
    CvpnNatThing *nat;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    nat = cvpn_inventory_add_nat_gateway (answer->inventory, id, cvpn_cli_name (element, "Tags"),
                                          answer->source);
    nat->vpc = cvpn_cli_id (answer, element, "VpcId");
    nat->subnet = cvpn_cli_id (answer, element, "SubnetId");
    nat->private = type != NULL && g_str_equal (type, "private");
    nat->gone = state != NULL && g_strv_contains (gone, state);
    read_nat_addresses (element, nat);
}

/* "Gateway" is what an answer without a type means: there was no other when it had none. */
void
cvpn_cli_read_vpc_endpoint (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "VpcEndpointId");
    const char *state = cvpn_node_get_string (element, "State");
    CvpnVpcEndpointThing *endpoint;
    g_autofree char *lower = !state ? NULL : g_ascii_strdown (state, -1);

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    endpoint = cvpn_inventory_add_vpc_endpoint (answer->inventory, id,
                                                cvpn_cli_name (element, "Tags"), answer->source);
    endpoint->vpc = cvpn_cli_id (answer, element, "VpcId");
    endpoint->type = cvpn_cli_word (answer, element, "VpcEndpointType");
    if (!endpoint->type)
        endpoint->type = "Gateway";
    endpoint->service = cvpn_cli_word (answer, element, "ServiceName");
    endpoint->state = cvpn_inventory_keep (answer->inventory, lower);
    cvpn_cli_ids (answer, element, "RouteTableIds", NULL, endpoint->route_tables);
}
