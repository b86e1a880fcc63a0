/* Route tables of VPCs: their rows as the service shows them. */
#include "import/draft/parts.h"

#include <string.h>

#include "import/draft/routes.h"

/* What routes lead to is a host even where hosts are limited. */
void
cvpn_drafting_plan_targets (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->route_tables->len; i++) {
        const CvpnRouteTableThing *table = d->inventory->route_tables->pdata[i];
        for (guint j = 0; j < table->routes->len; j++) {
            const CvpnRouteThing *route = table->routes->pdata[j];
            if (route->target)
                cvpn_drafting_put_new (d->route_targets, route->target);
        }
    }
}

static gboolean
is_local (const CvpnRouteThing *route)
{
    return g_strcmp0 (route->target, "local") == 0;
}

/* By address, then length, prefix lists last; of one destination the static route first, which
 * wins over a propagated one (Amazon VPC User Guide, "Route priority"). */
static gint
compare_routes (gconstpointer a, gconstpointer b)
{
    const CvpnRouteThing *one = *(CvpnRouteThing *const *) a, *other = *(CvpnRouteThing *const *) b;
    gint order = (one->prefix_list != NULL) - (other->prefix_list != NULL);

    if (order == 0)
        order = one->prefix_list ? strcmp (one->prefix_list, other->prefix_list)
                                 : cvpn_drafting_compare_prefixes (one->cidr, other->cidr);
    if (order == 0)
        order = (one->propagated != FALSE) - (other->propagated != FALSE);
    return order != 0 ? order : g_strcmp0 (one->target, other->target);
}

static gboolean
is_same_destination (const CvpnRouteThing *one, const CvpnRouteThing *other)
{
    if (one->prefix_list || other->prefix_list)
        return g_strcmp0 (one->prefix_list, other->prefix_list) == 0;
    return cvpn_prefix_equal (one->cidr, other->cidr);
}

static gboolean
has_destination (const GPtrArray *routes, CvpnPrefix cidr)
{
    const CvpnRouteThing wanted = { .cidr = cidr };

    for (guint i = 0; i < routes->len; i++)
        if (is_same_destination (routes->pdata[i], &wanted))
            return TRUE;
    return FALSE;
}

/* Whether what the gateway propagates, its connections' static routes, is what the table shows:
 * then 'propagating' says it all. */
static gboolean
shows_propagation (const CvpnDrafting *d, const CvpnRouteTableThing *table, const char *gateway)
{
    const GPtrArray *connections = d->inventory->vpn_connections;

    if (!cvpn_drafting_has (d, "virtual-private-gateway", gateway) ||
        !cvpn_drafting_connections_known (d, gateway))
        return FALSE;
    for (guint i = 0; i < connections->len; i++) {
        const CvpnVpnConnectionThing *connection = connections->pdata[i];
        if (g_strcmp0 (connection->gateway, gateway) != 0 ||
            !cvpn_drafting_has (d, "vpn-connection", connection->thing.id))
            continue;
        for (guint j = 0; j < connection->routes->len; j++)
            if (!has_destination (table->routes, g_array_index (connection->routes, CvpnPrefix, j)))
                return FALSE;
    }
    return TRUE;
}

/* The gateways that 'propagating' names; of the others the table shows the routes. */
static GPtrArray *
list_propagating (CvpnDrafting *d, const CvpnRouteTableThing *table)
{
    GPtrArray *names = g_ptr_array_new ();

    for (guint i = 0; i < table->propagating->len; i++) {
        const char *gateway = table->propagating->pdata[i];
        if (table->thing.declared || shows_propagation (d, table, gateway))
            cvpn_drafting_add (names, cvpn_drafting_refer (d, "virtual-private-gateway", gateway,
                                                           "propagates its routes to %s",
                                                           table->thing.id));
    }
    cvpn_drafting_sort_unique (names);
    return names;
}

static gboolean
is_propagated_anyway (const CvpnDrafting *d, const CvpnRouteThing *route, const GPtrArray *names)
{
    const GPtrArray *connections = d->inventory->vpn_connections;
    gboolean listed = FALSE;

    for (guint i = 0; i < names->len; i++)
        listed = listed || g_strcmp0 (names->pdata[i], route->target) == 0;
    for (guint i = 0; listed && i < connections->len; i++) {
        const CvpnVpnConnectionThing *connection = connections->pdata[i];
        if (g_strcmp0 (connection->gateway, route->target) != 0 ||
            !cvpn_drafting_has (d, "vpn-connection", connection->thing.id))
            continue;
        for (guint j = 0; j < connection->routes->len; j++)
            if (cvpn_prefix_equal (g_array_index (connection->routes, CvpnPrefix, j), route->cidr))
                return TRUE;
    }
    return FALSE;
}

static char *
explain_route (const CvpnRouteThing *route, const char *value)
{
    if (route->state == CVPN_ROUTE_BLACKHOLE)
        return route->target
                   ? g_strdup_printf ("a blackhole: its target, %s, is gone", route->target)
                   : g_strdup ("a blackhole: its target is gone");
    if (route->propagated)
        return g_strdup_printf ("propagated by %s", route->target);
    if (g_strcmp0 (value, route->target) != 0 && route->target)
        return g_strdup_printf ("to %s", route->target);
    return NULL;
}

static gboolean
is_block (const CvpnVpcThing *vpc, CvpnPrefix cidr)
{
    for (guint i = 0; i < vpc->cidrs->len; i++)
        if (cvpn_prefix_equal (g_array_index (vpc->cidrs, CvpnPrefix, i), cidr))
            return TRUE;
    return FALSE;
}

static void
add_route (CvpnDrafting *d, CvpnDraftGroup *group, const CvpnRouteTableThing *table,
           const CvpnVpcThing *vpc, const CvpnRouteThing *route)
{
    const gboolean block = !route->prefix_list && is_block (vpc, route->cidr);
    char text[CVPN_PREFIX_TEXT];

    if (block && route->propagated) /* the local route wins */
        return;
    const char *value = route->state == CVPN_ROUTE_BLACKHOLE ? "blackhole"
                        : block ? cvpn_drafting_local_target (d, table, route)
                                : cvpn_drafting_target (d, table, route);
    g_autofree char *comment = explain_route (route, value);
    const char *key =
        route->prefix_list
            ? cvpn_drafting_refer (d, "prefix-list", route->prefix_list,
                                   "the destination of a route of %s", table->thing.id)
            : cvpn_prefix_format (route->cidr, text);

    cvpn_drafting_line (group, key, value,
                        block && !comment ? "in the place of the local route" : comment);
}

static void
add_routes (CvpnDrafting *d, CvpnDraftGroup *group, const CvpnRouteTableThing *table,
            const CvpnVpcThing *vpc, const GPtrArray *propagating)
{
    g_autoptr (GPtrArray) routes = g_ptr_array_new ();
    const CvpnRouteThing *last = NULL;

    cvpn_drafting_extend (routes, table->routes);
    g_ptr_array_sort (routes, compare_routes);
    for (guint i = 0; i < routes->len; i++) {
        const CvpnRouteThing *route = routes->pdata[i];
        if (is_local (route))
            continue;
        if (last && is_same_destination (last, route))
            continue;
        last = route;
        if (!(route->propagated && is_propagated_anyway (d, route, propagating)))
            add_route (d, group, table, vpc, route);
    }
}

void
cvpn_drafting_add_route_tables (CvpnDrafting *d, const CvpnVpcThing *vpc)
{
    for (guint i = 0; i < d->inventory->route_tables->len; i++) {
        const CvpnRouteTableThing *table = d->inventory->route_tables->pdata[i];
        if (g_strcmp0 (table->vpc, vpc->thing.id) != 0 ||
            !cvpn_drafting_has (d, "route-table", table->thing.id))
            continue;
        CvpnDraftGroup *group = cvpn_drafting_group (d, "route-table", &table->thing);
        cvpn_drafting_line (group, "vpc", table->vpc, NULL);
        if (table->main)
            cvpn_drafting_flag (group, "main", TRUE);
        g_autoptr (GPtrArray) propagating = list_propagating (d, table);
        if (propagating->len > 0)
            cvpn_drafting_list (group, "propagating", propagating, FALSE);
        add_routes (d, group, table, vpc, propagating);
    }
}
