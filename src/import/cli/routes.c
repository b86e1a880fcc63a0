/* cli_routes: describe-route-tables.
 *
 * A row is keyed by a CIDR block or a prefix list, and its target stands in the member that is
 * named after its kind; a row of IPv6 is counted, not read. */
#include "import/cli/cli.h"

#include <string.h>

static const struct {
    const char *member, *kind; /* NULL: told by the id ("local", igw-, vgw-, vpce-) */
} targets[] = {
    /* A route through an instance names its interface, too: that is the one. */
    { "NetworkInterfaceId", "host" },
    { "InstanceId", "host" },
    { "NatGatewayId", "nat-gateway" },
    { "TransitGatewayId", "transit-gateway" },
    { "VpcPeeringConnectionId", "vpc-peering-connection" },
    { "LocalGatewayId", NULL },
    { "CarrierGatewayId", NULL },
    { "EgressOnlyInternetGatewayId", NULL },
    { "GatewayId", NULL },
};

/* Of an ARN, which names an account, only what stands behind the last slash. */
static const char *
read_arn (CvpnCliAnswer *answer, const CvpnNode *row, const char *member)
{
    const char *arn = cvpn_node_get_string (row, member);
    const char *slash = !arn ? NULL : strrchr (arn, '/');

    if (!arn)
        return NULL;
    for (const char *at = !slash ? arn : slash + 1; *at != '\0'; at++)
        if (!g_ascii_isalnum (*at) && *at != '-')
            return member;
    return !slash || slash[1] == '\0' ? member : cvpn_inventory_keep (answer->inventory, slash + 1);
}

static void
read_target (CvpnCliAnswer *answer, const CvpnNode *row, CvpnRouteThing *route)
{
    static const char *const arns[] = { "CoreNetworkArn", "OdbNetworkArn" };

    for (guint i = 0; i < G_N_ELEMENTS (targets) && !route->target; i++) {
        route->target = cvpn_cli_id (answer, row, targets[i].member);
        route->kind = targets[i].kind;
    }
    for (guint i = 0; i < G_N_ELEMENTS (arns) && !route->target; i++)
        route->target = read_arn (answer, row, arns[i]);
}

/* FALSE: it leads nowhere that can be said, which is a fault. */
static gboolean
read_state (CvpnCliAnswer *answer, const CvpnNode *row, CvpnRouteThing *route)
{
    const char *word = cvpn_cli_word (answer, row, "State");

    if (!word || g_str_equal (word, "active"))
        route->state = CVPN_ROUTE_ACTIVE;
    else if (g_str_equal (word, "blackhole"))
        route->state = CVPN_ROUTE_BLACKHOLE;
    else {
        route->state = CVPN_ROUTE_STATE_UNKNOWN;
        route->word = word;
    }
    if (route->target != NULL || route->state == CVPN_ROUTE_BLACKHOLE)
        return TRUE;
    cvpn_node_lacks (row, "no target that is known, as GatewayId or NatGatewayId");
    return FALSE;
}

static void
read_row (CvpnCliAnswer *answer, const CvpnNode *row, CvpnRouteTableThing *table)
{
    g_autofree CvpnRouteThing *route = g_new0 (CvpnRouteThing, 1);
    const char *origin = cvpn_node_get_string (row, "Origin");

    route->cidr.length = CVPN_PREFIX_UNSET;
    if (cvpn_node_get_string (row, "DestinationIpv6CidrBlock") != NULL ||
        cvpn_cli_is_ipv6 (row, "DestinationCidrBlock")) {
        cvpn_cli_left_out_ipv6 (answer, "routes", 1);
        return;
    }
    route->prefix_list = cvpn_cli_id (answer, row, "DestinationPrefixListId");
    if (!route->prefix_list && !cvpn_node_get_cidr (row, "DestinationCidrBlock", &route->cidr)) {
        const CvpnNode cidr = cvpn_node_member (row, "DestinationCidrBlock");
        if (!cidr.json)
            cvpn_node_lacks (row, "neither DestinationCidrBlock nor DestinationPrefixListId");
        return;
    }
    route->propagated = origin != NULL && g_str_equal (origin, "EnableVgwRoutePropagation");
    read_target (answer, row, route);
    if (read_state (answer, row, route))
        g_ptr_array_add (table->routes, g_steal_pointer (&route));
}

static gboolean
is_associated (const CvpnNode *association)
{
    static const char *const not [] = { "disassociating", "disassociated", "failed", NULL };
    const CvpnNode state = cvpn_node_member (association, "AssociationState");
    const char *word = cvpn_node_get_string (&state, "State");

    return !word || !g_strv_contains (not, word);
}

static void
read_associations (CvpnCliAnswer *answer, const CvpnNode *element, CvpnRouteTableThing *table)
{
    const CvpnNode list = cvpn_node_member (element, "Associations");

    for (gsize i = 0, n = cvpn_node_length (&list); i < n; i++) {
        const CvpnNode association = cvpn_node_element (&list, i);
        const char *subnet = cvpn_cli_id (answer, &association, "SubnetId");
        if (!is_associated (&association))
            continue;
        if (cvpn_node_get_boolean (&association, "Main", FALSE))
            table->main = TRUE;
        else if (subnet)
            g_ptr_array_add (table->subnets, (gpointer) (gsize) subnet);
        else if (cvpn_node_get_string (&association, "GatewayId") != NULL)
            cvpn_inventory_note (answer->inventory, CVPN_IMPORT_REMARK, answer->source,
                                 table->thing.id, 0,
                                 "associated with a gateway: how it leads what comes in by that is "
                                 "not modelled");
    }
}

void
cvpn_cli_read_route_table (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "RouteTableId");
    const CvpnNode rows = cvpn_node_member (element, "Routes");
    CvpnRouteTableThing *table;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    table = cvpn_inventory_add_route_table (answer->inventory, id, cvpn_cli_name (element, "Tags"),
                                            answer->source);
    table->vpc = cvpn_inventory_keep (answer->inventory, cvpn_node_need_id (element, "VpcId"));
    table->unknown = !json_is_array (rows.json); /* asked with --query, perhaps */
    read_associations (answer, element, table);
    cvpn_cli_ids (answer, element, "PropagatingVgws", "GatewayId", table->propagating);
    for (gsize i = 0, n = cvpn_node_length (&rows); i < n; i++) {
        const CvpnNode row = cvpn_node_element (&rows, i);
        read_row (answer, &row, table);
    }
}
