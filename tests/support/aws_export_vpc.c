/* VPCs, subnets and their route tables. */
#include <string.h>

#include "aws_export_parts.h"

static void
export_vpc (AwsExport *e, JsonArray *list, const CvpnVpcSpec *spec)
{
    JsonObject *vpc = aws_object (list);
    JsonArray *blocks = json_array_new ();

    aws_cidr (vpc, "CidrBlock", g_array_index (spec->cidr_block, CvpnPrefix, 0));
    aws_text (vpc, "DhcpOptionsId", "dopt-19edf471");
    aws_text (vpc, "State", "available");
    aws_text (vpc, "VpcId", aws_id (e, spec->group->name));
    aws_text (vpc, "OwnerId", AWS_ACCOUNT);
    aws_text (vpc, "InstanceTenancy",
              spec->tenancy == CVPN_TENANCY_DEDICATED ? "dedicated" : "default");
    for (guint i = 0; i < spec->cidr_block->len; i++) {
        JsonObject *block = aws_object (blocks);
        aws_format (block, "AssociationId", "vpc-cidr-assoc-0%08x", i);
        aws_cidr (block, "CidrBlock", g_array_index (spec->cidr_block, CvpnPrefix, i));
        aws_text (aws_member (block, "CidrBlockState"), "State", "associated");
    }
    if (aws_chance (e, 20)) { /* one that is no more */
        JsonObject *block = aws_object (blocks);
        aws_text (block, "AssociationId", "vpc-cidr-assoc-0ffff");
        aws_text (block, "CidrBlock", "10.250.0.0/16");
        aws_text (aws_member (block, "CidrBlockState"), "State", "disassociated");
    }
    if (aws_chance (e, 30)) {
        JsonObject *block = aws_object (aws_list (vpc, "Ipv6CidrBlockAssociationSet"));
        aws_text (block, "Ipv6CidrBlock", "2001:db8:1234:1a00::/56");
        aws_text (aws_member (block, "Ipv6CidrBlockState"), "State", "associated");
    }
    json_object_set_array_member (vpc, "CidrBlockAssociationSet", blocks);
    json_object_set_boolean_member (vpc, "IsDefault", FALSE);
    aws_tags (vpc, spec->group->name);
}

static void
export_subnet (AwsExport *e, JsonArray *list, const CvpnSubnetSpec *spec)
{
    JsonObject *subnet = aws_object (list);
    const gint64 size = ((gint64) 1 << (32 - spec->cidr_block.length)) - 5;

    aws_text (subnet, "AvailabilityZone", spec->availability_zone);
    aws_text (subnet, "AvailabilityZoneId", "use1-az1");
    json_object_set_int_member (subnet, "AvailableIpAddressCount",
                                spec->available_addresses >= 0 ? spec->available_addresses
                                                               : MAX (size, 0));
    aws_cidr (subnet, "CidrBlock", spec->cidr_block);
    json_object_set_boolean_member (subnet, "DefaultForAz", FALSE);
    json_object_set_boolean_member (subnet, "MapPublicIpOnLaunch", aws_chance (e, 50));
    aws_text (subnet, "State", "available");
    aws_text (subnet, "SubnetId", aws_id (e, spec->group->name));
    aws_text (subnet, "VpcId", aws_id (e, spec->vpc));
    aws_list (subnet, "Ipv6CidrBlockAssociationSet");
    aws_tags (subnet, spec->group->name);
}

void
aws_export_vpcs (AwsExport *e)
{
    JsonArray *list = aws_answers_add (e->answers, "describe-vpcs", NULL, "Vpcs");

    for (guint i = 0; i < e->spec->vpcs->len; i++)
        export_vpc (e, list, e->spec->vpcs->pdata[i]);
    list = aws_answers_add (e->answers, "describe-subnets", NULL, "Subnets");
    for (guint i = 0; i < e->spec->subnets->len; i++)
        export_subnet (e, list, e->spec->subnets->pdata[i]);
}

/* The member that a target of that kind stands in. */
static const char *
target_member (const char *kind)
{
    static const char *const members[][2] = {
        { "nat-gateway", "NatGatewayId" },
        { "vpc-peering-connection", "VpcPeeringConnectionId" },
        { "transit-gateway", "TransitGatewayId" },
        { "host", "NetworkInterfaceId" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        if (g_str_equal (kind, members[i][0]))
            return members[i][1];
    return "GatewayId";
}

/* A blackhole keeps the id of what is gone, mostly. */
static void
add_blackhole (AwsExport *e, JsonObject *route)
{
    static const char *const gone[][2] = {
        { "NatGatewayId", "nat-0deadbeef00000001" },
        { "VpcPeeringConnectionId", "pcx-0deadbeef00000002" },
        { "NetworkInterfaceId", "eni-0deadbeef00000003" },
        { "GatewayId", "vpce-0deadbeef00000004" },
        { "TransitGatewayId", "tgw-0deadbeef00000005" },
    };
    const guint which = (guint) g_rand_int_range (e->noise, 0, G_N_ELEMENTS (gone) + 1);

    if (which < G_N_ELEMENTS (gone))
        aws_text (route, gone[which][0], gone[which][1]);
    aws_text (route, "State", "blackhole");
}

static gboolean
peering_is_active (const AwsExport *e, const char *name)
{
    for (guint i = 0; i < e->spec->peerings->len; i++) {
        const CvpnPeeringSpec *spec = e->spec->peerings->pdata[i];
        if (g_str_equal (spec->group->name, name))
            return spec->status == CVPN_PEERING_ACTIVE;
    }
    return TRUE;
}

static void
export_static_route (AwsExport *e, JsonArray *routes, const CvpnRowSpec *row)
{
    JsonObject *route;
    const char *kind;

    if (g_str_equal (row->text, "local"))
        return; /* is there without */
    route = aws_object (routes);
    if (row->prefix_list)
        aws_text (route, "DestinationPrefixListId", aws_id (e, row->prefix_list));
    else
        aws_cidr (route, "DestinationCidrBlock", row->prefix);
    aws_text (route, "Origin", "CreateRoute");
    if (g_str_equal (row->text, "blackhole")) {
        add_blackhole (e, route);
        return;
    }
    kind = g_hash_table_lookup (e->kinds, row->text);
    aws_text (route, target_member (kind), aws_id (e, row->text));
    if (g_str_equal (kind, "host") && aws_is_one_of (row->text, "instance", 2)) {
        g_autofree char *instance = aws_new_id ("i-", "instance", row->text);
        aws_text (route, "InstanceId", instance);
        aws_text (route, "InstanceOwnerId", AWS_ACCOUNT);
    }
    aws_text (route, "State", peering_is_active (e, row->text) ? "active" : "blackhole");
}

static void
add_ipv6_route (AwsExport *e, JsonArray *routes)
{
    JsonObject *route = aws_object (routes);

    aws_text (route, "DestinationIpv6CidrBlock", "::/0");
    if (aws_chance (e, 50))
        aws_text (route, "EgressOnlyInternetGatewayId", "eigw-0abc0123456789abc");
    else
        aws_text (route, "GatewayId", "local");
    aws_text (route, "Origin", "CreateRoute");
    aws_text (route, "State", "active");
}

static void
export_local_routes (JsonArray *routes, const CvpnVpcSpec *vpc, const CvpnRouteTableSpec *table)
{
    for (guint i = 0; i < vpc->cidr_block->len; i++) {
        const CvpnPrefix block = g_array_index (vpc->cidr_block, CvpnPrefix, i);
        gboolean replaced = FALSE;
        for (guint j = 0; table && j < table->routes->len; j++) {
            const CvpnRowSpec *row = table->routes->pdata[j];
            replaced |= !row->prefix_list && cvpn_prefix_equal (row->prefix, block) &&
                        !g_str_equal (row->text, "local");
        }
        if (replaced)
            continue;
        JsonObject *route = aws_object (routes);
        aws_cidr (route, "DestinationCidrBlock", block);
        aws_text (route, "GatewayId", "local");
        aws_text (route, "Origin", "CreateRouteTable");
        aws_text (route, "State", "active");
    }
}

/* Those that a gateway endpoint added to the table. */
static void
export_endpoint_routes (AwsExport *e, JsonArray *routes, const char *table)
{
    for (guint i = 0; i < e->spec->vpc_endpoints->len; i++) {
        const CvpnVpcEndpointSpec *spec = e->spec->vpc_endpoints->pdata[i];
        for (guint j = 0; j < spec->route_tables->len; j++)
            if (g_str_equal (spec->route_tables->pdata[j], table)) {
                JsonObject *route = aws_object (routes);
                aws_text (route, "DestinationPrefixListId", aws_id (e, spec->prefix_list));
                aws_text (route, "GatewayId", aws_id (e, spec->group->name));
                aws_text (route, "Origin", "CreateRoute");
                aws_text (route, "State", "active");
            }
    }
}

static void
export_propagated_routes (AwsExport *e, JsonArray *routes, const char *table)
{
    for (guint i = 0; i < e->net->route_tables->len; i++) {
        const CvpnRouteTable *built = cvpn_at (e->net->route_tables, CvpnRouteTable, i);
        if (built->unknown || !g_str_equal (built->name, table))
            continue;
        for (guint j = 0; j < built->routes.count; j++) {
            const CvpnRoute *route = cvpn_at (e->net->routes, CvpnRoute, built->routes.first + j);
            if (!route->propagated)
                continue;
            JsonObject *object = aws_object (routes);
            aws_cidr (object, "DestinationCidrBlock", route->destination);
            aws_text (object, "GatewayId",
                      aws_id (e, cvpn_at (e->net->virtual_private_gateways, CvpnGateway,
                                          route->target.index)
                                     ->name));
            aws_text (object, "Origin", "EnableVgwRoutePropagation");
            aws_text (object, "State", "active");
        }
    }
}

static void
add_association (JsonArray *list, const char *table, const char *subnet)
{
    JsonObject *association = aws_object (list);
    g_autofree char *id = aws_new_id ("rtbassoc-", table, subnet ? subnet : "main");

    json_object_set_boolean_member (association, "Main", subnet == NULL);
    aws_text (association, "RouteTableAssociationId", id);
    aws_text (association, "RouteTableId", table);
    if (subnet)
        aws_text (association, "SubnetId", subnet);
    aws_text (aws_member (association, "AssociationState"), "State", "associated");
}

static void
export_associations (AwsExport *e, JsonArray *list, const char *table, const char *id,
                     gboolean main)
{
    if (main)
        add_association (list, id, NULL);
    for (guint i = 0; table && i < e->spec->subnets->len; i++) {
        const CvpnSubnetSpec *subnet = e->spec->subnets->pdata[i];
        if (g_strcmp0 (subnet->route_table, table) == 0)
            add_association (list, id, aws_id (e, subnet->group->name));
    }
}

/* table NULL: the implied main one. */
static void
export_table (AwsExport *e, JsonArray *list, const CvpnVpcSpec *vpc, const CvpnRouteTableSpec *spec)
{
    const char *name = spec ? spec->group->name : NULL;
    g_autofree char *implied = aws_new_id ("rtb-", "main", vpc->group->name);
    const char *id = name ? aws_id (e, name) : implied;
    JsonObject *table = aws_object (list);
    JsonArray *gateways, *routes;

    export_associations (e, aws_list (table, "Associations"), name, id, !spec || spec->main);
    gateways = aws_list (table, "PropagatingVgws");
    for (guint i = 0; spec && i < spec->propagating->len; i++)
        aws_text (aws_object (gateways), "GatewayId", aws_id (e, spec->propagating->pdata[i]));
    aws_text (table, "RouteTableId", id);
    routes = aws_list (table, "Routes");
    export_local_routes (routes, vpc, spec);
    for (guint i = 0; spec && i < spec->routes->len; i++)
        export_static_route (e, routes, spec->routes->pdata[i]);
    if (spec) {
        export_endpoint_routes (e, routes, name);
        export_propagated_routes (e, routes, name);
    }
    if (aws_chance (e, 25))
        add_ipv6_route (e, routes);
    aws_tags (table, name ? name : "");
    aws_text (table, "VpcId", aws_id (e, vpc->group->name));
    aws_text (table, "OwnerId", AWS_ACCOUNT);
}

void
aws_export_route_tables (AwsExport *e)
{
    JsonArray *list = aws_answers_add (e->answers, "describe-route-tables", NULL, "RouteTables");

    for (guint i = 0; i < e->spec->vpcs->len; i++) {
        const CvpnVpcSpec *vpc = e->spec->vpcs->pdata[i];
        gboolean has_main = FALSE;
        for (guint j = 0; j < e->spec->route_tables->len; j++) {
            const CvpnRouteTableSpec *spec = e->spec->route_tables->pdata[j];
            if (!g_str_equal (spec->vpc, vpc->group->name))
                continue;
            export_table (e, list, vpc, spec);
            has_main |= spec->main;
        }
        if (!has_main)
            export_table (e, list, vpc, NULL);
    }
}
