/* What leads out of a VPC: gateways, peerings, VPN connections, gateway endpoints. */
#include "aws_export_parts.h"

static void
export_internet_gateways (AwsExport *e)
{
    JsonArray *list =
        aws_answers_add (e->answers, "describe-internet-gateways", NULL, "InternetGateways");

    for (guint i = 0; i < e->spec->internet_gateways->len; i++) {
        const CvpnGatewaySpec *spec = e->spec->internet_gateways->pdata[i];
        JsonObject *gateway = aws_object (list);
        JsonObject *attachment = aws_object (aws_list (gateway, "Attachments"));
        aws_text (attachment, "State", aws_chance (e, 50) ? "available" : "attached");
        aws_text (attachment, "VpcId", aws_id (e, spec->vpc));
        aws_text (gateway, "InternetGatewayId", aws_id (e, spec->group->name));
        aws_text (gateway, "OwnerId", AWS_ACCOUNT);
        aws_tags (gateway, spec->group->name);
    }
    if (aws_chance (e, 20)) {
        JsonObject *gateway = aws_object (list);
        aws_list (gateway, "Attachments");
        aws_text (gateway, "InternetGatewayId", "igw-0fffe00000000001");
    }
}

static void
add_nat_addresses (AwsExport *e, JsonObject *object, const CvpnNatGateway *nat)
{
    JsonArray *addresses = aws_list (object, "NatGatewayAddresses");
    const CvpnNatGatewaySpec *spec = NULL;
    g_autofree char *interface = aws_new_id ("eni-", "nat", nat->name);

    for (guint i = 0; i < e->spec->nat_gateways->len; i++) {
        const CvpnNatGatewaySpec *other = e->spec->nat_gateways->pdata[i];
        if (g_str_equal (other->group->name, nat->name))
            spec = other;
    }
    for (guint i = 0; i < nat->addresses.count; i++) {
        const CvpnNatAddress *address =
            cvpn_at (e->net->nat_addresses, CvpnNatAddress, nat->addresses.first + i);
        JsonObject *one = aws_object (addresses);
        aws_text (one, "NetworkInterfaceId", interface);
        aws_address (one, "PrivateIp", address->address);
        if (spec->connectivity_type == CVPN_NAT_PUBLIC) {
            aws_format (one, "AllocationId", "eipalloc-%08x", i);
            aws_format (one, "PublicIp", "3.80.%u.%u", nat->addresses.first, i + 1);
        }
        json_object_set_boolean_member (one, "IsPrimary", i == 0);
        aws_text (one, "Status", "succeeded");
    }
    aws_text (object, "ConnectivityType",
              spec->connectivity_type == CVPN_NAT_PUBLIC ? "public" : "private");
}

static void
export_nat_gateways (AwsExport *e)
{
    JsonArray *list = aws_answers_add (e->answers, "describe-nat-gateways", NULL, "NatGateways");

    for (guint i = 0; i < e->net->nat_gateways->len; i++) {
        const CvpnNatGateway *nat = cvpn_at (e->net->nat_gateways, CvpnNatGateway, i);
        const char *subnet = cvpn_subnet (e->net, nat->subnet)->name;
        const char *vpc = aws_subnet_vpc (e, subnet);
        JsonObject *object;
        if (!g_str_equal (g_hash_table_lookup (e->kinds, nat->name), "nat-gateway") ||
            nat->addresses.count == 0)
            continue;
        object = aws_object (list);
        aws_text (object, "CreateTime", "2017-12-01T12:26:55.983Z");
        add_nat_addresses (e, object, nat);
        aws_text (object, "NatGatewayId", aws_id (e, nat->name));
        aws_text (object, "State", "available");
        aws_text (object, "SubnetId", aws_id (e, subnet));
        if (vpc)
            aws_text (object, "VpcId", aws_id (e, vpc));
        aws_tags (object, nat->name);
    }
    if (aws_chance (e, 20) && e->spec->subnets->len > 0) {
        const CvpnSubnetSpec *subnet = e->spec->subnets->pdata[0];
        JsonObject *object = aws_object (list);
        aws_list (object, "NatGatewayAddresses");
        aws_text (object, "NatGatewayId", "nat-0deadbeef00000001");
        aws_text (object, "State", "deleted");
        aws_text (object, "SubnetId", aws_id (e, subnet->group->name));
        aws_text (object, "VpcId", aws_id (e, subnet->vpc));
    }
}

static void
add_side (const AwsExport *e, JsonObject *peering, const char *member, const char *vpc)
{
    JsonObject *side = aws_member (peering, member);

    aws_text (side, "OwnerId", AWS_ACCOUNT);
    aws_text (side, "VpcId", aws_id (e, vpc));
    aws_text (side, "Region", "us-east-1");
}

static void
export_peerings (AwsExport *e)
{
    static const char *const words[] = { "active", "pending-acceptance", "deleted" };
    JsonArray *list = aws_answers_add (e->answers, "describe-vpc-peering-connections", NULL,
                                       "VpcPeeringConnections");

    for (guint i = 0; i < e->spec->peerings->len; i++) {
        const CvpnPeeringSpec *spec = e->spec->peerings->pdata[i];
        JsonObject *peering = aws_object (list);
        add_side (e, peering, "AccepterVpcInfo", spec->accepter_vpc);
        add_side (e, peering, "RequesterVpcInfo", spec->requester_vpc);
        aws_code (peering, "Status", words[spec->status]);
        aws_tags (peering, spec->group->name);
        aws_text (peering, "VpcPeeringConnectionId", aws_id (e, spec->group->name));
    }
}

static void
export_vpn_gateways (AwsExport *e)
{
    JsonArray *list = aws_answers_add (e->answers, "describe-vpn-gateways", NULL, "VpnGateways");

    for (guint i = 0; i < e->spec->virtual_private_gateways->len; i++) {
        const CvpnGatewaySpec *spec = e->spec->virtual_private_gateways->pdata[i];
        JsonObject *gateway = aws_object (list);
        JsonObject *attachment = aws_object (aws_list (gateway, "VpcAttachments"));
        aws_text (gateway, "State", "available");
        aws_text (gateway, "Type", "ipsec.1");
        aws_text (attachment, "State", "attached");
        aws_text (attachment, "VpcId", aws_id (e, spec->vpc));
        aws_text (gateway, "VpnGatewayId", aws_id (e, spec->group->name));
        aws_tags (gateway, spec->group->name);
    }
}

static void
add_static_routes (JsonObject *connection, const GArray *routes)
{
    JsonArray *list = aws_list (connection, "Routes");

    for (guint i = 0; i < routes->len; i++) {
        JsonObject *route = aws_object (list);
        aws_cidr (route, "DestinationCidrBlock", g_array_index (routes, CvpnPrefix, i));
        aws_text (route, "State", "available");
    }
}

static void
export_vpn_connections (AwsExport *e)
{
    JsonArray *list =
        aws_answers_add (e->answers, "describe-vpn-connections", NULL, "VpnConnections");

    for (guint i = 0; i < e->spec->vpn_connections->len; i++) {
        const CvpnVpnConnectionSpec *spec = e->spec->vpn_connections->pdata[i];
        JsonObject *connection = aws_object (list);
        aws_text (connection, "CustomerGatewayConfiguration",
                  "<vpn_connection><ike><pre_shared_key>" AWS_EXPORT_SECRET
                  "</pre_shared_key></ike></vpn_connection>");
        aws_text (connection, "CustomerGatewayId", aws_id (e, spec->network));
        aws_text (connection, "Category", "VPN");
        aws_text (connection, "State", "available");
        aws_text (connection, "Type", "ipsec.1");
        aws_text (connection, "VpnConnectionId", aws_id (e, spec->group->name));
        aws_text (connection,
                  g_str_has_prefix (aws_id (e, spec->gateway), "tgw-") ? "TransitGatewayId"
                                                                       : "VpnGatewayId",
                  aws_id (e, spec->gateway));
        json_object_set_boolean_member (aws_member (connection, "Options"), "StaticRoutesOnly",
                                        TRUE);
        add_static_routes (connection, spec->routes);
        aws_tags (connection, spec->group->name);
    }
}

static void
export_customer_gateways (AwsExport *e)
{
    JsonArray *list =
        aws_answers_add (e->answers, "describe-customer-gateways", NULL, "CustomerGateways");

    for (guint i = 0; i < e->spec->vpn_connections->len; i++) {
        const CvpnVpnConnectionSpec *spec = e->spec->vpn_connections->pdata[i];
        const char *id = aws_id (e, spec->network);
        gboolean there = FALSE;
        for (guint j = 0; j < json_array_get_length (list); j++)
            there |=
                g_str_equal (id, json_object_get_string_member (
                                     json_array_get_object_element (list, j), "CustomerGatewayId"));
        if (there)
            continue;
        JsonObject *gateway = aws_object (list);
        aws_text (gateway, "BgpAsn", "65534");
        aws_text (gateway, "CustomerGatewayId", id);
        aws_text (gateway, "IpAddress", "12.1.2.3");
        aws_text (gateway, "State", "available");
        aws_text (gateway, "Type", "ipsec.1");
    }
}

/* Lists that gateway endpoints serve are AWS's. */
static char *
list_name (const AwsExport *e, const char *list)
{
    for (guint i = 0; i < e->spec->vpc_endpoints->len; i++) {
        const CvpnVpcEndpointSpec *spec = e->spec->vpc_endpoints->pdata[i];
        if (g_str_equal (spec->prefix_list, list))
            return g_strdup_printf ("com.amazonaws.us-east-1.service-%s", list);
    }
    return NULL;
}

static void
export_vpc_endpoints (AwsExport *e)
{
    JsonArray *list = aws_answers_add (e->answers, "describe-vpc-endpoints", NULL, "VpcEndpoints");

    for (guint i = 0; i < e->spec->vpc_endpoints->len; i++) {
        const CvpnVpcEndpointSpec *spec = e->spec->vpc_endpoints->pdata[i];
        g_autofree char *name = list_name (e, spec->prefix_list);
        JsonObject *endpoint = aws_object (list);
        JsonArray *tables;
        aws_text (endpoint, "VpcEndpointId", aws_id (e, spec->group->name));
        aws_text (endpoint, "VpcEndpointType", "Gateway");
        aws_text (endpoint, "VpcId", aws_id (e, spec->vpc));
        aws_text (endpoint, "ServiceName", name);
        aws_text (endpoint, "State", "available");
        aws_text (endpoint, "PolicyDocument", "{\"Statement\":[]}");
        tables = aws_list (endpoint, "RouteTableIds");
        for (guint j = 0; j < spec->route_tables->len; j++)
            json_array_add_string_element (tables, aws_id (e, spec->route_tables->pdata[j]));
        aws_list (endpoint, "SubnetIds");
        aws_tags (endpoint, spec->group->name);
    }
}

/* describe-prefix-lists knows the blocks of AWS's lists only; of the others there is a call for
 * each, whose answer does not name it. */
static void
export_prefix_lists (AwsExport *e)
{
    JsonArray *plain = aws_answers_add (e->answers, "describe-prefix-lists", NULL, "PrefixLists");
    JsonArray *managed =
        aws_answers_add (e->answers, "describe-managed-prefix-lists", NULL, "PrefixLists");

    for (guint i = 0; i < e->spec->prefix_lists->len; i++) {
        const CvpnPrefixListSpec *spec = e->spec->prefix_lists->pdata[i];
        const char *id = aws_id (e, spec->group->name);
        g_autofree char *name = list_name (e, spec->group->name);
        JsonObject *object = aws_object (managed);
        JsonArray *entries;
        aws_text (object, "PrefixListId", id);
        aws_text (object, "AddressFamily", "IPv4");
        aws_text (object, "PrefixListName", name ? name : spec->group->name);
        aws_text (object, "OwnerId", name ? "AWS" : AWS_ACCOUNT);
        if (name) {
            object = aws_object (plain);
            aws_text (object, "PrefixListId", id);
            aws_text (object, "PrefixListName", name);
            entries = aws_list (object, "Cidrs");
        } else {
            entries =
                aws_answers_add (e->answers, "get-managed-prefix-list-entries", id, "Entries");
        }
        for (guint j = 0; j < spec->entries->len; j++) {
            char text[CVPN_PREFIX_TEXT];
            cvpn_prefix_format (g_array_index (spec->entries, CvpnPrefix, j), text);
            if (name)
                json_array_add_string_element (entries, text);
            else
                aws_text (aws_object (entries), "Cidr", text);
        }
    }
}

void
aws_export_gateways (AwsExport *e)
{
    export_internet_gateways (e);
    export_nat_gateways (e);
    export_peerings (e);
    export_vpn_gateways (e);
    export_vpn_connections (e);
    export_customer_gateways (e);
    export_vpc_endpoints (e);
    export_prefix_lists (e);
}
