/* cli_calls: which call of the AWS CLI prints which top-level key, and who reads its elements. */
#include "import/cli/cli.h"

static gboolean
has (const json_t *object, const char *member)
{
    const json_t *value = json_object_get (object, member);
    return value != NULL && !json_is_null (value);
}

/* "Routes" is printed by describe-client-vpn-routes, search-transit-gateway-routes and others. */
static gboolean
is_client_route (const json_t *answer, const json_t *element)
{
    return !element ? !has (answer, "AdditionalRoutesAvailable")
                    : has (element, "ClientVpnEndpointId") || has (element, "DestinationCidr");
}

static gboolean
is_transit_route (const json_t *answer, const json_t *element)
{
    if (!element)
        return has (answer, "AdditionalRoutesAvailable");
    return !has (element, "LocalGatewayRouteTableId") && has (element, "Type") &&
           (has (element, "DestinationCidrBlock") || has (element, "PrefixListId"));
}

static gboolean
is_association (const json_t *answer, const json_t *element)
{
    (void) answer;
    return !element || (has (element, "TransitGatewayAttachmentId") &&
                        !has (element, "TransitGatewayPolicyTableId"));
}

static gboolean
is_connection (const json_t *answer, const json_t *element)
{
    (void) answer;
    return !element || has (element, "ClientVpnEndpointId");
}

static gboolean
is_entry (const json_t *answer, const json_t *element)
{
    (void) answer;
    return !element || has (element, "Cidr");
}

static gboolean
is_prefix_list (const json_t *answer, const json_t *element)
{
    (void) answer;
    return element != NULL && has (element, "Cidrs");
}

static gboolean
is_any (const json_t *answer, const json_t *element)
{
    (void) answer;
    (void) element;
    return TRUE;
}

#define THINGS CVPN_CLI_THINGS
#define PARTS  CVPN_CLI_PARTS

/* Rows of one key stand together.  Ends with a row without key. */
static const CvpnCliCall calls[] = {
    { "ClientVpnEndpoints", "describe-client-vpn-endpoints", THINGS, -1, NULL,
      cvpn_cli_read_client_vpn, NULL, FALSE },
    { "ClientVpnTargetNetworks", "describe-client-vpn-target-networks", PARTS, -1, NULL,
      cvpn_cli_read_target_network, cvpn_cli_done_client_vpn, FALSE },
    { "Routes", "describe-client-vpn-routes", PARTS, -1, is_client_route,
      cvpn_cli_read_client_route, cvpn_cli_done_client_vpn, FALSE },
    { "Routes", "search-transit-gateway-routes", PARTS, -1, is_transit_route,
      cvpn_cli_read_transit_route, cvpn_cli_done_transit_routes, FALSE },
    { "AuthorizationRules", "describe-client-vpn-authorization-rules", PARTS, -1, NULL,
      cvpn_cli_read_authorization_rule, cvpn_cli_done_client_vpn, FALSE },
    { "Connections", "describe-client-vpn-connections", PARTS, -1, is_connection,
      cvpn_cli_read_connection, cvpn_cli_done_client_vpn, FALSE },
    { "CertificateRevocationList", "export-client-vpn-client-certificate-revocation-list", PARTS,
      -1, NULL, cvpn_cli_read_revocation_list, NULL, TRUE },
    { "Vpcs", "describe-vpcs", THINGS, CVPN_ALL_VPCS, NULL, cvpn_cli_read_vpc, NULL, FALSE },
    { "Subnets", "describe-subnets", THINGS, CVPN_ALL_SUBNETS, NULL, cvpn_cli_read_subnet, NULL,
      FALSE },
    { "RouteTables", "describe-route-tables", THINGS, CVPN_ALL_ROUTE_TABLES, NULL,
      cvpn_cli_read_route_table, NULL, FALSE },
    { "SecurityGroups", "describe-security-groups", THINGS, CVPN_ALL_SECURITY_GROUPS, NULL,
      cvpn_cli_read_security_group, NULL, FALSE },
    { "SecurityGroupRules", "describe-security-group-rules", PARTS, -1, NULL,
      cvpn_cli_read_security_group_rule, cvpn_cli_done_security_group_rules, FALSE },
    { "NetworkAcls", "describe-network-acls", THINGS, CVPN_ALL_NETWORK_ACLS, NULL,
      cvpn_cli_read_network_acl, NULL, FALSE },
    { "NetworkInterfaces", "describe-network-interfaces", THINGS, CVPN_ALL_INTERFACES, NULL,
      cvpn_cli_read_interface, NULL, FALSE },
    { "Reservations", "describe-instances", PARTS, CVPN_ALL_INSTANCES, NULL,
      cvpn_cli_read_reservation, NULL, FALSE },
    { "VpcPeeringConnections", "describe-vpc-peering-connections", THINGS, CVPN_ALL_PEERINGS, NULL,
      cvpn_cli_read_peering, NULL, FALSE },
    { "InternetGateways", "describe-internet-gateways", THINGS, CVPN_ALL_INTERNET_GATEWAYS, NULL,
      cvpn_cli_read_internet_gateway, NULL, FALSE },
    { "NatGateways", "describe-nat-gateways", THINGS, CVPN_ALL_NAT_GATEWAYS, NULL,
      cvpn_cli_read_nat_gateway, NULL, FALSE },
    { "TransitGateways", "describe-transit-gateways", THINGS, CVPN_ALL_TRANSIT_GATEWAYS, NULL,
      cvpn_cli_read_transit_gateway, NULL, FALSE },
    { "TransitGatewayAttachments", "describe-transit-gateway-attachments", THINGS,
      CVPN_ALL_ATTACHMENTS, NULL, cvpn_cli_read_attachment, NULL, FALSE },
    { "TransitGatewayVpcAttachments", "describe-transit-gateway-vpc-attachments", THINGS, -1, NULL,
      cvpn_cli_read_vpc_attachment, NULL, FALSE },
    { "TransitGatewayRouteTables", "describe-transit-gateway-route-tables", THINGS, -1, NULL,
      cvpn_cli_read_transit_table, NULL, FALSE },
    { "Associations", "get-transit-gateway-route-table-associations", PARTS, -1, is_association,
      cvpn_cli_read_transit_association, cvpn_cli_done_transit_associations, FALSE },
    { "TransitGatewayRouteTablePropagations", "get-transit-gateway-route-table-propagations", PARTS,
      -1, NULL, cvpn_cli_read_transit_propagation, cvpn_cli_done_transit_propagations, FALSE },
    { "TransitGatewayAttachmentPropagations", "get-transit-gateway-attachment-propagations", PARTS,
      -1, NULL, cvpn_cli_read_attachment_propagation, NULL, FALSE },
    { "VpnGateways", "describe-vpn-gateways", THINGS, CVPN_ALL_VPN_GATEWAYS, NULL,
      cvpn_cli_read_vpn_gateway, NULL, FALSE },
    { "VpnConnections", "describe-vpn-connections", THINGS, CVPN_ALL_VPN_CONNECTIONS, NULL,
      cvpn_cli_read_vpn_connection, NULL, FALSE },
    { "CustomerGateways", "describe-customer-gateways", PARTS, -1, NULL,
      cvpn_cli_read_customer_gateway, NULL, FALSE },
    { "VpcEndpoints", "describe-vpc-endpoints", THINGS, CVPN_ALL_VPC_ENDPOINTS, NULL,
      cvpn_cli_read_vpc_endpoint, NULL, FALSE },
    { "PrefixLists", "describe-prefix-lists", THINGS, -1, is_prefix_list, cvpn_cli_read_prefix_list,
      NULL, FALSE },
    { "PrefixLists", "describe-managed-prefix-lists", THINGS, CVPN_ALL_PREFIX_LISTS, is_any,
      cvpn_cli_read_prefix_list, NULL, FALSE },
    { "ManagedPrefixLists", "describe-managed-prefix-lists", THINGS, CVPN_ALL_PREFIX_LISTS, NULL,
      cvpn_cli_read_prefix_list, NULL, FALSE },
    { "Entries", "get-managed-prefix-list-entries", PARTS, -1, is_entry,
      cvpn_cli_read_prefix_list_entry, cvpn_cli_done_prefix_list_entries, FALSE },
    { .key = NULL },
};

const CvpnCliCall *
cvpn_cli_call (const char *key)
{
    for (const CvpnCliCall *call = calls; call->key != NULL; call++)
        if (g_str_equal (call->key, key))
            return call;
    return NULL;
}
