/* route_tables: routes that lead nowhere, and routes that are never chosen.
 *
 * (Amazon VPC User Guide, "Route tables", "Route priority") */
#include "check/check.h"

/* A route to a gateway that is not active is a blackhole, too. */
static gboolean
is_blackhole (const CvpnNetwork *net, const CvpnRoute *route)
{
    if (route->target.kind == CVPN_TARGET_PEERING)
        return cvpn_at (net->peerings, CvpnPeering, route->target.index)->status !=
               CVPN_PEERING_ACTIVE;
    return route->target.kind == CVPN_TARGET_BLACKHOLE;
}

/* Some landing's subnet uses the table. */
static gboolean
is_landings (const CvpnCheck *check, guint32 table)
{
    for (guint32 i = 0; i < check->net->associations->len; i++) {
        const CvpnAssociation *association = cvpn_association (check->net, i);
        if (association->answers &&
            cvpn_subnet (check->net, association->subnet)->route_table == table)
            return TRUE;
    }
    return FALSE;
}

/* By address. */
static GArray *
list_destinations (const CvpnNetwork *net, CvpnSpan routes)
{
    GArray *blocks = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));

    for (guint32 i = routes.first; i < routes.first + routes.count; i++)
        g_array_append_val (blocks, cvpn_at (net->routes, CvpnRoute, i)->destination);
    cvpn_cover_sort (blocks);
    return blocks;
}

static void
check_route (CvpnCheck *check, const CvpnRoute *route, const GArray *all, gboolean landings)
{
    const CvpnRule *rule = cvpn_check_rule (check, route->rule);

    if (is_blackhole (check->net, route)) {
        CvpnFinding *finding =
            cvpn_found_at_rule (check, CVPN_FINDING_BLACKHOLE_ROUTE, route->rule,
                                "[route-table %s] '%s' is a blackhole%s", rule->component,
                                rule->text, landings ? ", on the clients' way" : "");
        if (!landings)
            finding->severity = CVPN_SEVERITY_NOTE;
        return;
    }
    if (route->propagated || route->prefix_list != CVPN_NONE ||
        route->target.kind == CVPN_TARGET_LOCAL)
        return;
    g_autoptr (GArray) longer = cvpn_cover_within_sorted (route->destination, all);
    if (cvpn_cover_all (route->destination, longer))
        cvpn_found_at_rule (check, CVPN_FINDING_ROUTE_NEVER_CHOSEN, route->rule,
                            "[route-table %s] '%s' is never chosen: more specific routes cover "
                            "all of it",
                            rule->component, rule->text);
}

void
cvpn_check_route_tables (CvpnCheck *check)
{
    const CvpnNetwork *net = check->net;

    for (guint32 i = 0; i < net->route_tables->len; i++) {
        const CvpnRouteTable *table = cvpn_at (net->route_tables, CvpnRouteTable, i);
        const gboolean landings = is_landings (check, i);
        g_autoptr (GArray) all = list_destinations (net, table->routes);
        for (guint32 j = table->routes.first; j < table->routes.first + table->routes.count; j++)
            check_route (check, cvpn_at (net->routes, CvpnRoute, j), all, landings);
    }
}
