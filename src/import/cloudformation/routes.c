/* Route tables, routes, and what routes lead to: endpoints and peerings. */
#include "import/cloudformation/resources.h"

#include <string.h>

/* One that the template makes. */
static CvpnRouteTableThing *
find_table (CvpnCfn *cfn, const char *id)
{
    CvpnRouteTableThing *table =
        id ? cvpn_inventory_find (cfn->inventory, cfn->inventory->route_tables, id) : NULL;

    return table && !table->unknown ? table : NULL;
}

void
cvpn_cfn_read_route_table (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    CvpnRouteTableThing *table = cvpn_inventory_add_route_table (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);

    table->thing.declared = TRUE;
    table->vpc = cvpn_cfn_need_id (cfn, resource, "VpcId");
}

/* One of which only that subnets of the VPC have it is known. */
static CvpnRouteTableThing *
find_or_make_table (CvpnCfn *cfn, const char *id, const char *vpc)
{
    CvpnRouteTableThing *table =
        cvpn_inventory_find (cfn->inventory, cfn->inventory->route_tables, id);

    if (table)
        return table;
    table = cvpn_inventory_add_route_table (cfn->inventory, id, NULL, cfn->source);
    table->unknown = TRUE;
    table->vpc = vpc;
    return table;
}

void
cvpn_cfn_read_route_table_association (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnInventory *inventory = cfn->inventory;
    const char *id = cvpn_cfn_need_id (cfn, resource, "RouteTableId");
    const char *subnet_id = cvpn_cfn_need_id (cfn, resource, "SubnetId");
    CvpnRouteTableThing *table = find_table (cfn, id);
    const CvpnSubnetThing *subnet =
        subnet_id ? cvpn_inventory_find (inventory, inventory->subnets, subnet_id) : NULL;

    if (!table && id && subnet)
        table = find_or_make_table (cfn, id, subnet->vpc);
    if (table && subnet_id)
        g_ptr_array_add (table->subnets, (gpointer) (gsize) subnet_id);
    else if (id && subnet_id)
        cvpn_cfn_left_out (cfn, resource->type, "of subnets that the template does not make");
}

static const char *
kind_of_type (const char *type)
{
    static const struct {
        const char *type, *kind;
    } kinds[] = {
        { "AWS::EC2::InternetGateway", "internet-gateway" },
        { "AWS::EC2::VPNGateway", "virtual-private-gateway" },
        { "AWS::EC2::VPCEndpoint", "vpc-endpoint" },
    };

    for (guint i = 0; type && i < G_N_ELEMENTS (kinds); i++)
        if (strcmp (kinds[i].type, type) == 0)
            return kinds[i].kind;
    return NULL;
}

/* Of a gateway that is not in the template nothing says of which kind it is, but its id. */
static gboolean
read_target (CvpnCfn *cfn, const CvpnCfnResource *resource, CvpnRouteThing *route)
{
    static const struct {
        const char *property, *kind;
    } targets[] = {
        { "GatewayId", NULL },
        { "NatGatewayId", "nat-gateway" },
        { "TransitGatewayId", "transit-gateway" },
        { "VpcPeeringConnectionId", "vpc-peering-connection" },
        { "InstanceId", "host" },
        { "NetworkInterfaceId", "host" },
        { "VpcEndpointId", "vpc-endpoint" },
        { "CarrierGatewayId", "=a carrier gateway" },
        { "LocalGatewayId", "=a local gateway" },
        { "CoreNetworkArn", "=a core network" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
        const CvpnCfnValue *value = cvpn_cfn_property (cfn, resource, targets[i].property);
        if (value->kind == CVPN_CFN_ABSENT)
            continue;
        if (strcmp (targets[i].property, "CoreNetworkArn") == 0) {
            route->target = "core-network";
            route->kind = targets[i].kind;
            return TRUE;
        }
        /* "local" is a word, not an id. */
        if (value->kind == CVPN_CFN_TEXT && strcmp (value->text, "local") == 0)
            route->target = value->text;
        else
            route->target = cvpn_cfn_id (cfn, value);
        route->kind = targets[i].kind ? targets[i].kind : kind_of_type (value->type);
        return route->target != NULL;
    }
    cvpn_node_fault (resource->node, "a route has a target: GatewayId, NatGatewayId, …");
    return FALSE;
}

static gboolean
read_destination (CvpnCfn *cfn, const CvpnCfnResource *resource, CvpnRouteThing *route)
{
    const CvpnCfnValue *block = cvpn_cfn_property (cfn, resource, "DestinationCidrBlock");

    route->prefix_list = cvpn_cfn_property_id (cfn, resource, "DestinationPrefixListId");
    if (route->prefix_list)
        return TRUE;
    if (block->kind != CVPN_CFN_ABSENT) {
        if (cvpn_cfn_cidr (cfn, block, &route->cidr))
            return TRUE;
        if (block->kind == CVPN_CFN_UNKNOWN && !block->gives)
            cvpn_cfn_need (cfn, block);
        return FALSE;
    }
    if (cvpn_cfn_has (resource->properties, "DestinationIpv6CidrBlock"))
        cvpn_cfn_left_out (cfn, "IPv6", "routes");
    else
        cvpn_node_fault (resource->node, "a route has a destination: DestinationCidrBlock, …");
    return FALSE;
}

void
cvpn_cfn_read_route (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const char *id = cvpn_cfn_need_id (cfn, resource, "RouteTableId");
    CvpnRouteTableThing *table = find_table (cfn, id);
    CvpnRouteThing route = { .cidr = { .length = CVPN_PREFIX_UNSET }, .state = CVPN_ROUTE_ACTIVE };

    if (!table) {
        if (id)
            cvpn_cfn_left_out (cfn, resource->type,
                               "in route tables that the template does not make");
        return;
    }
    if (!read_destination (cfn, resource, &route))
        return;
    if (cvpn_cfn_property (cfn, resource, "EgressOnlyInternetGatewayId")->kind != CVPN_CFN_ABSENT)
        cvpn_cfn_left_out (cfn, "IPv6", "routes");
    else if (read_target (cfn, resource, &route))
        g_ptr_array_add (table->routes, g_memdup2 (&route, sizeof route));
}

/* "com.amazonaws.${AWS::Region}.s3": which service it is, is known without the region. */
static const char *
read_service (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnCfnValue *value = cvpn_cfn_property (cfn, resource, "ServiceName");

    if (value->kind != CVPN_CFN_UNKNOWN)
        return cvpn_cfn_string (cfn, value);
    if (g_strcmp0 (value->gives, "AWS::Region") != 0)
        return NULL;
    GString *service = g_string_new (value->text);
    g_string_replace (service, "${AWS::Region}", "REGION", 0);
    g_autofree char *text = g_string_free (service, FALSE);
    return cvpn_cfn_keep (cfn, text);
}

void
cvpn_cfn_read_vpc_endpoint (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const char *type = cvpn_cfn_string (cfn, cvpn_cfn_property (cfn, resource, "VpcEndpointType"));
    const CvpnCfnValue *tables = cvpn_cfn_property (cfn, resource, "RouteTableIds");
    CvpnVpcEndpointThing *endpoint = cvpn_inventory_add_vpc_endpoint (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);

    endpoint->thing.declared = TRUE;
    endpoint->vpc = cvpn_cfn_need_id (cfn, resource, "VpcId");
    endpoint->type = type ? type : "Gateway";
    endpoint->service = read_service (cfn, resource);
    endpoint->state = "available";
    /* Which tables lead to it decides what passes. */
    if (strcmp (endpoint->type, "Gateway") == 0 &&
        !cvpn_cfn_ids (cfn, tables, endpoint->route_tables))
        cvpn_cfn_need (cfn, tables);
}

/* CloudFormation waits until it is accepted. */
void
cvpn_cfn_read_peering (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    CvpnPeeringThing *peering = cvpn_inventory_add_peering (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);

    peering->thing.declared = TRUE;
    peering->requester_vpc = cvpn_cfn_need_id (cfn, resource, "VpcId");
    peering->accepter_vpc = cvpn_cfn_need_id (cfn, resource, "PeerVpcId");
    peering->status = "active";
}

void
cvpn_cfn_read_route_propagation (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const char *gateway = cvpn_cfn_need_id (cfn, resource, "VpnGatewayId");
    g_autoptr (GPtrArray) tables = g_ptr_array_new ();

    if (!gateway)
        return;
    if (!cvpn_cfn_ids (cfn, cvpn_cfn_property (cfn, resource, "RouteTableIds"), tables))
        cvpn_cfn_need (cfn, cvpn_cfn_property (cfn, resource, "RouteTableIds"));
    for (guint i = 0; i < tables->len; i++) {
        CvpnRouteTableThing *table = find_table (cfn, g_ptr_array_index (tables, i));
        if (table)
            g_ptr_array_add (table->propagating, (gpointer) (gsize) gateway);
        else
            cvpn_cfn_left_out (cfn, resource->type,
                               "to route tables that the template does not make");
    }
}
