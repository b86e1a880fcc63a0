/* Route tables: local routes, static routes, routes by prefix list, propagated
 * routes, main tables.
 *
 * Of several routes to one destination the static one by CIDR wins over one by
 * prefix list, and that over a propagated one (Amazon VPC User Guide, "Route
 * priority"); the local route wins over all, unless its target was replaced.  Of two prefix lists
 * with one entry the first of the file wins (an assumption, docs/model.md).  Longest prefix decides
 * between different destinations. */
#include "model/builder.h"

#include <string.h>

typedef struct {
    CvpnBuilder *b;
    const CvpnRouteTableSpec *spec; /* NULL: an implied main table */
    CvpnRouteTable table;
    guint32 first_route, first_unknown;
} TableBuild;

static void
add_route (TableBuild *t, const CvpnRoute *route)
{
    CvpnNetwork *net = t->b->net;

    if (cvpn_prefix_table_insert (t->table.by_destination, route->destination, net->routes->len))
        g_array_append_val (net->routes, *route);
}

/* "Replace or restore the target for a local route" (Amazon VPC User Guide): a NAT gateway, a
 * network interface or a Gateway Load Balancer endpoint may stand there, and be gone. */
static gboolean
may_replace_local (CvpnTargetKind kind)
{
    return kind == CVPN_TARGET_NAT_GATEWAY || kind == CVPN_TARGET_HOST ||
           kind == CVPN_TARGET_UNKNOWN || kind == CVPN_TARGET_BLACKHOLE;
}

static gboolean
is_replaced (const TableBuild *t, CvpnPrefix block)
{
    for (guint i = 0; t->spec && i < t->spec->routes->len; i++) {
        const CvpnRowSpec *row = t->spec->routes->pdata[i];
        CvpnTarget target;
        if (!row->prefix_list && cvpn_prefix_equal (row->prefix, block) &&
            !g_str_equal (row->text, "local") &&
            cvpn_builder_target (t->b, row->text, t->table.vpc, &target) &&
            may_replace_local ((CvpnTargetKind) target.kind))
            return TRUE;
    }
    return FALSE;
}

static void
add_local_routes (TableBuild *t)
{
    CvpnNetwork *net = t->b->net;
    const CvpnVpc *vpc = cvpn_vpc (net, t->table.vpc);
    const CvpnRule owner = *cvpn_network_rule (net, t->table.rule); /* the array grows */
    char text[CVPN_PREFIX_TEXT];

    for (guint32 i = vpc->cidrs.first; i < vpc->cidrs.first + vpc->cidrs.count; i++) {
        CvpnRoute route = { .destination = *cvpn_at (net->cidrs, CvpnPrefix, i),
                            .target = { CVPN_TARGET_LOCAL, t->table.vpc },
                            .prefix_list = CVPN_NONE };
        CvpnRule rule = owner;
        if (is_replaced (t, route.destination))
            continue;
        g_autofree char *line =
            g_strconcat (cvpn_prefix_format (route.destination, text), " = local", NULL);
        rule.text = cvpn_builder_text (t->b, line);
        rule.kind = CVPN_RULE_ROUTE;
        route.rule = cvpn_builder_add_rule (t->b, &rule);
        add_route (t, &route);
    }
}

static void
fail_target (TableBuild *t, const char *key, const char *name)
{
    cvpn_group_fail (t->spec->group, key, t->b->report,
                     "'%s' does not serve [vpc %s], the route table's VPC", name, t->spec->vpc);
}

/* A target of the table's VPC; a gateway endpoint's routes are to its own prefix
 * list (Amazon VPC User Guide, "Gateway endpoints"). */
static gboolean
read_target (TableBuild *t, const CvpnRowSpec *row, CvpnRoute *route)
{
    const CvpnNetwork *net = t->b->net;

    if (!cvpn_builder_target (t->b, row->text, t->table.vpc, &route->target)) {
        fail_target (t, row->entry->key, row->text);
        return FALSE;
    }
    if (route->target.kind != CVPN_TARGET_VPC_ENDPOINT)
        return TRUE;
    const guint32 list =
        cvpn_at (net->vpc_endpoints, CvpnVpcEndpoint, route->target.index)->prefix_list;
    if (list == route->prefix_list)
        return TRUE;
    cvpn_group_fail (t->spec->group, row->entry->key, t->b->report,
                     "'%s' is a gateway endpoint; expected a route to its prefix list, %s = %s",
                     row->text, cvpn_at (net->prefix_lists, CvpnPrefixList, list)->name, row->text);
    return FALSE;
}

/* What AWS prints of every table: the local routes, which are there already. */
static void
check_local_row (TableBuild *t, const CvpnRowSpec *row)
{
    if (cvpn_prefix_table_get (t->table.by_destination, row->prefix) == CVPN_PREFIX_TABLE_NONE)
        cvpn_group_fail (t->spec->group, row->entry->key, t->b->report,
                         "a route to 'local' is to a block of [vpc %s]", t->spec->vpc);
}

static void
add_static_routes (TableBuild *t)
{
    for (guint i = 0; i < t->spec->routes->len; i++) {
        const CvpnRowSpec *row = t->spec->routes->pdata[i];
        CvpnRoute route = { .destination = row->prefix, .prefix_list = CVPN_NONE };
        if (g_str_equal (row->text, "local")) {
            check_local_row (t, row);
            continue;
        }
        if (row->prefix_list || !read_target (t, row, &route))
            continue;
        guint32 same = cvpn_prefix_table_get (t->table.by_destination, row->prefix);
        if (same != CVPN_PREFIX_TABLE_NONE) {
            cvpn_group_fail (t->spec->group, row->entry->key, t->b->report,
                             "the VPC's local route has this destination already; a NAT gateway "
                             "or a host may take its place, '%s' may not",
                             row->text);
            continue;
        }
        route.rule = cvpn_builder_row_rule (t->b, CVPN_RULE_ROUTE, t->table.name, row, row->text);
        add_route (t, &route);
    }
}

/* One route, and one rule, for all entries; those that are taken have an owner of
 * higher priority.  The list of a gateway endpoint is AWS's, of the service's public
 * addresses (Amazon VPC User Guide, "Gateway endpoints"). */
static void
add_entries (TableBuild *t, CvpnRoute route)
{
    const CvpnNetwork *net = t->b->net;
    const CvpnPrefixList *list = cvpn_at (net->prefix_lists, CvpnPrefixList, route.prefix_list);
    const CvpnSpan entries = list->entries;

    if (list->unknown) {
        const CvpnUnknownRoute unknown = { .target = route.target,
                                           .public_only =
                                               route.target.kind == CVPN_TARGET_VPC_ENDPOINT,
                                           .rule = list->rule };
        g_array_append_val (net->unknown_routes, unknown);
    }
    for (guint32 i = entries.first; i < entries.first + entries.count; i++) {
        route.destination = *cvpn_at (net->cidrs, CvpnPrefix, i);
        add_route (t, &route);
    }
}

static const CvpnRowSpec *
find_row (const TableBuild *t, const char *prefix_list)
{
    for (guint i = 0; i < t->spec->routes->len; i++) {
        const CvpnRowSpec *row = t->spec->routes->pdata[i];
        if (g_strcmp0 (row->prefix_list, prefix_list) == 0)
            return row;
    }
    return NULL;
}

static gboolean
names_table (const CvpnVpcEndpointSpec *endpoint, const char *table)
{
    for (guint i = 0; i < endpoint->route_tables->len; i++)
        if (g_str_equal (endpoint->route_tables->pdata[i], table))
            return TRUE;
    return FALSE;
}

/* Does what the table has for this list already (NULL: nothing) leave room for the
 * endpoint's route?  A row that says the same is no other route. */
static gboolean
check_endpoint (TableBuild *t, const CvpnVpcEndpointSpec *endpoint, const char *there)
{
    const char *table = t->spec->group->name;

    if (!g_str_equal (endpoint->vpc, t->spec->vpc))
        cvpn_group_fail (endpoint->group, "route-tables", t->b->report,
                         "[route-table %s] is of another VPC than [vpc %s]", table, endpoint->vpc);
    else if (there && !g_str_equal (there, endpoint->group->name))
        cvpn_group_fail (endpoint->group, "route-tables", t->b->report,
                         "[route-table %s] has a route to '%s' already, to '%s'; AWS takes one",
                         table, endpoint->prefix_list, there);
    else
        return !there;
    return FALSE;
}

/* The routes that gateway endpoints add for the list; 'there' is the target that
 * the table itself names, or NULL. */
static void
add_endpoint_routes (TableBuild *t, CvpnRoute route, const char *list, const char *there)
{
    const GPtrArray *endpoints = t->b->spec->vpc_endpoints;

    for (guint32 i = 0; i < endpoints->len; i++) {
        const CvpnVpcEndpointSpec *endpoint = endpoints->pdata[i];
        const char *name = endpoint->group->name;
        if (!g_str_equal (endpoint->prefix_list, list) ||
            !names_table (endpoint, t->spec->group->name) || !check_endpoint (t, endpoint, there))
            continue;
        route.target = (CvpnTarget){ CVPN_TARGET_VPC_ENDPOINT, i };
        route.rule = cvpn_builder_rule (t->b, CVPN_RULE_ROUTE, t->table.name, endpoint->group,
                                        "route-tables", "%s = %s", list, name);
        add_entries (t, route);
        there = name;
    }
}

/* In the order of the lists in the file, which settles ties. */
static void
add_prefix_list_routes (TableBuild *t)
{
    const GArray *lists = t->b->net->prefix_lists;

    for (guint32 i = 0; i < lists->len; i++) {
        const char *list = cvpn_at (lists, CvpnPrefixList, i)->name;
        const CvpnRowSpec *row = find_row (t, list);
        CvpnRoute route = { .prefix_list = i };
        if (row && read_target (t, row, &route)) {
            route.rule =
                cvpn_builder_row_rule (t->b, CVPN_RULE_ROUTE, t->table.name, row, row->text);
            add_entries (t, route);
        }
        add_endpoint_routes (t, route, list, row ? row->text : NULL);
    }
}

static void
propagate_connection (TableBuild *t, guint32 gateway, const CvpnVpnConnectionSpec *connection)
{
    char text[CVPN_PREFIX_TEXT];

    for (guint i = 0; i < connection->routes->len; i++) {
        CvpnRoute route = { .destination = g_array_index (connection->routes, CvpnPrefix, i),
                            .target = { CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY, gateway },
                            .prefix_list = CVPN_NONE,
                            .propagated = TRUE };
        if (cvpn_prefix_table_get (t->table.by_destination, route.destination) !=
            CVPN_PREFIX_TABLE_NONE)
            continue;
        route.rule =
            cvpn_builder_rule (t->b, CVPN_RULE_ROUTE, t->table.name, t->spec->group, "propagating",
                               "%s = %s (propagated)", cvpn_prefix_format (route.destination, text),
                               connection->gateway);
        add_route (t, &route);
    }
}

static void
propagate_unknown (TableBuild *t, CvpnTarget target, guint32 rule)
{
    const CvpnUnknownRoute route = { .target = target, .propagated = TRUE, .rule = rule };

    if (rule != CVPN_RULE_NONE)
        g_array_append_val (t->b->net->unknown_routes, route);
}

static void
add_propagated_routes (TableBuild *t)
{
    const GPtrArray *connections = t->b->spec->vpn_connections;

    for (guint i = 0; i < t->spec->propagating->len; i++) {
        const char *name = t->spec->propagating->pdata[i];
        const guint32 unknown = cvpn_builder_unknown (t->b, name);
        const CvpnNetwork *net = t->b->net;
        if (unknown != CVPN_RULE_NONE) {
            propagate_unknown (t, (CvpnTarget){ CVPN_TARGET_UNKNOWN, unknown }, unknown);
            continue;
        }
        const guint32 gateway = cvpn_builder_index (t->b, name);
        if (cvpn_at (net->virtual_private_gateways, CvpnGateway, gateway)->vpc != t->table.vpc) {
            fail_target (t, "propagating", name);
            continue;
        }
        for (guint j = 0; j < connections->len; j++) {
            const CvpnVpnConnectionSpec *connection = connections->pdata[j];
            if (g_str_equal (connection->gateway, name))
                propagate_connection (t, gateway, connection);
        }
        propagate_unknown (t, (CvpnTarget){ CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY, gateway },
                           cvpn_builder_more (t->b, "vpn-connection", name));
    }
}

static void
finish_table (TableBuild *t)
{
    CvpnNetwork *net = t->b->net;

    t->table.routes = cvpn_span_from (net->routes, t->first_route);
    t->table.unknown_routes = cvpn_span_from (net->unknown_routes, t->first_unknown);
    g_array_append_val (net->route_tables, t->table);
}

static void
build_table (CvpnBuilder *b, const CvpnRouteTableSpec *spec)
{
    CvpnNetwork *net = b->net;
    const guint32 index = net->route_tables->len;
    TableBuild t = { .b = b,
                     .spec = spec,
                     .table = { .name = cvpn_builder_text (b, spec->group->name),
                                .vpc = cvpn_builder_index (b, spec->vpc),
                                .by_destination = cvpn_prefix_table_new () },
                     .first_route = net->routes->len,
                     .first_unknown = net->unknown_routes->len };
    CvpnVpc *vpc = &g_array_index (net->vpcs, CvpnVpc, t.table.vpc);

    t.table.rule = cvpn_builder_object (b, spec->group, index);
    if (spec->main && vpc->main_route_table != CVPN_NONE)
        cvpn_group_fail (spec->group, "main", b->report,
                         "[vpc %s] has a main route table already, [route-table %s]", vpc->name,
                         cvpn_at (net->route_tables, CvpnRouteTable, vpc->main_route_table)->name);
    else if (spec->main)
        vpc->main_route_table = index;
    add_local_routes (&t);
    add_static_routes (&t);
    add_prefix_list_routes (&t);
    add_propagated_routes (&t);
    finish_table (&t);
}

/* A VPC without a main table has one with the local routes only. */
static void
imply_main_table (CvpnBuilder *b, guint32 vpc_index)
{
    CvpnNetwork *net = b->net;
    CvpnVpc *vpc = &g_array_index (net->vpcs, CvpnVpc, vpc_index);
    const CvpnRule *owner = cvpn_network_rule (net, vpc->rule);
    CvpnRule rule = *owner;
    g_autofree char *name = g_strconcat (vpc->name, "/main", NULL);
    TableBuild t = { .b = b,
                     .table = { .name = cvpn_builder_text (b, name),
                                .vpc = vpc_index,
                                .by_destination = cvpn_prefix_table_new () },
                     .first_route = net->routes->len,
                     .first_unknown = net->unknown_routes->len };

    rule.component = t.table.name;
    t.table.rule = cvpn_builder_add_rule (b, &rule);
    vpc->main_route_table = net->route_tables->len;
    add_local_routes (&t);
    finish_table (&t);
}

static void
attach_subnet (CvpnBuilder *b, guint32 index)
{
    CvpnNetwork *net = b->net;
    CvpnSubnet *subnet = &g_array_index (net->subnets, CvpnSubnet, index);
    const CvpnSubnetSpec *spec = b->spec->subnets->pdata[index];

    subnet->route_table = spec->route_table ? cvpn_builder_index (b, spec->route_table)
                                            : cvpn_vpc (net, subnet->vpc)->main_route_table;
    const CvpnRouteTable *table = cvpn_at (net->route_tables, CvpnRouteTable, subnet->route_table);
    if (!table->unknown && table->vpc != subnet->vpc)
        cvpn_group_fail (spec->group, "route-table", b->report,
                         "[route-table %s] is of another VPC than [vpc %s]", spec->route_table,
                         spec->vpc);
}

void
cvpn_build_routes (CvpnBuilder *b)
{
    for (guint i = 0; i < b->spec->route_tables->len; i++)
        build_table (b, b->spec->route_tables->pdata[i]);
    cvpn_build_unknown (b, "route-table");
    for (guint32 i = 0; i < b->net->vpcs->len; i++)
        if (cvpn_vpc (b->net, i)->main_route_table == CVPN_NONE)
            imply_main_table (b, i);
    for (guint32 i = 0; i < b->spec->subnets->len; i++)
        attach_subnet (b, i);
}
