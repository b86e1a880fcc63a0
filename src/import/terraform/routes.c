/* terraform_routes: route tables, inline routes and routes of their own, and who uses them. */
#include <string.h>

#include "import/terraform/terraform.h"

/* Where a route may go (AWS provider, "aws_route"); 'kind' where an id does not tell. */
static const struct {
    const char *attribute, *kind;
} targets[] = {
    { "gateway_id", "internet-gateway" },
    { "nat_gateway_id", "nat-gateway" },
    { "transit_gateway_id", "transit-gateway" },
    { "vpc_peering_connection_id", "vpc-peering-connection" },
    { "vpc_endpoint_id", "vpc-endpoint" },
    { "network_interface_id", "host" },
    { "instance_id", "host" },
    { "carrier_gateway_id", NULL },
    { "local_gateway_id", NULL },
    { "core_network_arn", NULL },
    { "odb_network_arn", NULL },
};

CvpnRouteTableThing *
cvpn_terraform_find_table (const CvpnTerraform *terraform, const char *id)
{
    return cvpn_inventory_find (terraform->inventory, terraform->inventory->route_tables, id);
}

static gboolean
is_same (const CvpnRouteThing *a, const CvpnRouteThing *b)
{
    return cvpn_prefix_equal (a->cidr, b->cidr) && g_strcmp0 (a->prefix_list, b->prefix_list) == 0;
}

/* A route of its own is among the inline ones, too, once the state has been refreshed. */
static void
add_route (CvpnRouteTableThing *table, const CvpnRouteThing *route)
{
    for (guint i = 0; i < table->routes->len; i++) {
        CvpnRouteThing *other = g_ptr_array_index (table->routes, i);

        if (!is_same (other, route))
            continue;
        if (route->state != CVPN_ROUTE_ACTIVE)
            *other = *route;
        return;
    }
    g_ptr_array_add (table->routes, g_memdup2 (route, sizeof *route));
}

void
cvpn_terraform_add_endpoint_route (CvpnRouteTableThing *table, const char *prefix_list,
                                   const char *endpoint)
{
    CvpnRouteThing route = { .cidr.length = CVPN_PREFIX_UNSET,
                             .prefix_list = prefix_list,
                             .target = endpoint,
                             .kind = "vpc-endpoint" };

    add_route (table, &route);
}

typedef struct {
    const CvpnTerraformResource *resource;
    const char *blocks; /* NULL: the values themselves */
    const CvpnNode *object;
} Row;

static const char *
refer (CvpnTerraform *terraform, const Row *row, const char *attribute)
{
    return row->blocks != NULL ? cvpn_terraform_refer_in (terraform, row->resource, row->blocks,
                                                          row->object, attribute)
                               : cvpn_terraform_refer (terraform, row->resource, attribute);
}

static void
find_target (CvpnTerraform *terraform, const Row *row, CvpnRouteThing *route)
{
    for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
        route->target = refer (terraform, row, targets[i].attribute);
        if (route->target == NULL)
            continue;
        if (terraform->plan && strcmp (route->target, "local") != 0)
            route->kind = cvpn_terraform_kind (terraform, route->target, targets[i].kind);
        return;
    }
}

/* Whether the destination is one that is known after apply only. */
static gboolean
is_open (const Row *row, const char *attribute)
{
    const json_t *value = json_object_get (row->object->json, attribute);

    if (value != NULL)
        return FALSE;
    return row->blocks != NULL ? cvpn_terraform_unknown (row->resource, row->blocks)
                               : cvpn_terraform_unknown (row->resource, attribute);
}

/* FALSE: not of IPv4.  What is not known yet is like a prefix list whose entries nobody knows. */
static gboolean
find_destination (CvpnTerraform *terraform, const Row *row, CvpnRouteThing *route)
{
    const char *cidr = row->blocks != NULL ? "cidr_block" : "destination_cidr_block";
    g_autofree char *where = NULL;

    if (cvpn_terraform_text (row->object, cidr) != NULL)
        return cvpn_node_get_cidr (row->object, cidr, &route->cidr);
    if (cvpn_terraform_text (row->object, "ipv6_cidr_block") != NULL ||
        cvpn_terraform_text (row->object, "destination_ipv6_cidr_block") != NULL) {
        cvpn_terraform_left_out (terraform, row->resource, "routes", "IPv6");
        return FALSE;
    }
    route->prefix_list = refer (terraform, row, "destination_prefix_list_id");
    if (route->prefix_list != NULL)
        return TRUE;
    if (!is_open (row, cidr))
        return FALSE;
    where = g_strdup_printf ("%s.%s", row->resource->address, cidr);
    route->prefix_list = cvpn_terraform_legal_name (terraform, where);
    cvpn_terraform_remark (terraform, row->resource,
                           "the destination of a route is not known before it is made");
    return TRUE;
}

static void
read_row (CvpnTerraform *terraform, CvpnRouteTableThing *table, const Row *row)
{
    CvpnRouteThing route = { .cidr.length = CVPN_PREFIX_UNSET };
    const char *state = cvpn_terraform_text (row->object, "state");

    if (!find_destination (terraform, row, &route))
        return;
    find_target (terraform, row, &route);
    if (g_strcmp0 (state, "blackhole") == 0) {
        route.state = CVPN_ROUTE_BLACKHOLE;
    } else if (route.target == NULL &&
               cvpn_terraform_text (row->object, "egress_only_gateway_id") == NULL) {
        route.state = CVPN_ROUTE_STATE_UNKNOWN;
        route.word = "without a target";
    } else if (state != NULL && strcmp (state, "active") != 0) {
        route.state = CVPN_ROUTE_STATE_UNKNOWN;
        route.word = cvpn_inventory_keep (terraform->inventory, state);
    }
    add_route (table, &route);
}

static void
read_rows (CvpnTerraform *terraform, const CvpnTerraformResource *resource, const char *blocks,
           CvpnRouteTableThing *table)
{
    CvpnNode list = cvpn_node_member (&resource->values, blocks);
    gsize n = cvpn_node_length (&list);

    for (gsize i = 0; i < n; i++) {
        CvpnNode one = cvpn_node_element (&list, i);
        Row row = { resource, blocks, &one };

        read_row (terraform, table, &row);
    }
}

/* Rows that the configuration has and that are not known at all: there may be one of any. */
static void
note_open_rows (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                CvpnRouteTableThing *table)
{
    CvpnRouteThing route = { .cidr.length = CVPN_PREFIX_UNSET };
    const json_t *expressions = json_object_get (resource->configuration, "expressions");
    g_autofree char *where = g_strdup_printf ("%s.route", resource->address);

    if (json_object_get (resource->values.json, "route") != NULL ||
        json_object_get (expressions, "route") == NULL ||
        !cvpn_terraform_unknown (resource, "route"))
        return;
    route.target = cvpn_terraform_legal_name (terraform, where);
    g_autofree char *destinations = g_strconcat (where, ".destinations", NULL);
    route.prefix_list = cvpn_terraform_legal_name (terraform, destinations);
    route.kind = "internet-gateway";
    add_route (table, &route);
    cvpn_terraform_remark (terraform, resource, "its routes are not known before they are made");
}

static void
read_propagating (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                  CvpnRouteTableThing *table)
{
    gboolean known;
    g_autoptr (GPtrArray) gateways =
        cvpn_terraform_refer_all (terraform, resource, "propagating_vgws", &known);

    for (guint i = 0; i < gateways->len; i++) {
        if (!g_ptr_array_find (table->propagating, g_ptr_array_index (gateways, i), NULL))
            g_ptr_array_add (table->propagating, g_ptr_array_index (gateways, i));
    }
}

/* Another table may have become the main one, as the VPC says. */
static gboolean
is_main (const CvpnTerraform *terraform, const CvpnRouteTableThing *table)
{
    const CvpnTerraformResource *vpc =
        table->vpc != NULL ? g_hash_table_lookup (terraform->by_id, table->vpc) : NULL;

    return vpc != NULL &&
           g_strcmp0 (cvpn_terraform_text_of (vpc, "main_route_table_id"), table->thing.id) == 0;
}

CVPN_TERRAFORM_READER (route_table)
{
    CvpnRouteTableThing *table = cvpn_terraform_find_table (terraform, resource->id);

    if (table == NULL)
        table = CVPN_TERRAFORM_NEW (terraform, resource, route_table);
    table->vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
    table->main |= is_main (terraform, table);
    read_propagating (terraform, resource, table);
    read_rows (terraform, resource, "route", table);
    note_open_rows (terraform, resource, table);
}

/* The main table of its VPC, which is there from the VPC on. */
CVPN_TERRAFORM_READER (default_route_table)
{
    const char *id = cvpn_terraform_refer (terraform, resource, "default_route_table_id");
    CvpnRouteTableThing *table =
        cvpn_terraform_find_table (terraform, id != NULL ? id : resource->id);
    const char *label = cvpn_terraform_label (terraform, resource);
    const char *vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");

    if (table == NULL)
        table = CVPN_TERRAFORM_NEW (terraform, resource, route_table);
    table->main = TRUE;
    table->thing.name = cvpn_inventory_keep (terraform->inventory, label);
    if (vpc != NULL)
        table->vpc = vpc;
    read_propagating (terraform, resource, table);
    read_rows (terraform, resource, "route", table);
    note_open_rows (terraform, resource, table);
}

CVPN_TERRAFORM_READER (route_table_data)
{
    CvpnNode list = cvpn_node_member (&resource->values, "associations");
    gsize n = cvpn_node_length (&list);
    CvpnRouteTableThing *table;

    if (cvpn_terraform_find_table (terraform, resource->id) != NULL)
        return;
    table = CVPN_TERRAFORM_NEW (terraform, resource, route_table);
    table->vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
    for (gsize i = 0; i < n; i++) {
        CvpnNode one = cvpn_node_element (&list, i);
        const char *subnet = cvpn_terraform_id_of (&one, "subnet_id");

        table->main |= cvpn_node_get_boolean (&one, "main", FALSE);
        if (subnet != NULL)
            cvpn_terraform_associate (terraform, table, subnet);
    }
    read_rows (terraform, resource, "routes", table);
}

/* A route that may be in any of several tables: what has its destination is not known there. */
static void
read_uncertain (CvpnTerraform *terraform, const char *id, const Row *row)
{
    const GPtrArray *tables = terraform->inventory->route_tables;
    CvpnRouteThing route = { .cidr.length = CVPN_PREFIX_UNSET,
                             .target = id,
                             .kind = "internet-gateway" };

    if (!find_destination (terraform, row, &route))
        return;
    for (guint i = 0; i < tables->len; i++) {
        CvpnRouteTableThing *table = g_ptr_array_index (tables, i);

        if (cvpn_terraform_may_be (terraform, id, table->thing.id))
            add_route (table, &route);
    }
}

CVPN_TERRAFORM_READER (route)
{
    const char *id = cvpn_terraform_refer (terraform, resource, "route_table_id");
    CvpnRouteTableThing *table = cvpn_terraform_find_table (terraform, id);
    Row row = { resource, NULL, &resource->values };

    if (table != NULL)
        read_row (terraform, table, &row);
    else if (id != NULL && g_hash_table_contains (terraform->uncertain, id))
        read_uncertain (terraform, id, &row);
    else
        cvpn_terraform_left_out (terraform, resource, "routes",
                                 "of route tables that are not in the input");
}
