/* tunnel: what enters the tunnel and what that leads to: split tunnel, full tunnel, pushed
 * routes.
 *
 * (AWS Client VPN Administrator Guide, "Split-tunnel", "Access to the internet") */
#include "check/check.h"

/* Clients have been seen to fail with a few dozen routes, and AWS allows 100: an assumption. */
#define MANY_ROUTES 100

static const CvpnVpnRoute *
find_default_route (const CvpnCheck *check, const CvpnEndpoint *endpoint)
{
    const CvpnSpan routes = endpoint->vpn_routes;

    for (guint32 i = routes.first; i < routes.first + routes.count; i++) {
        const CvpnVpnRoute *route = cvpn_at (check->net->vpn_routes, CvpnVpnRoute, i);
        if (route->destination.length == 0)
            return route;
    }
    return NULL;
}

/* TRUE if there is no public address that the blocks lack. */
static gboolean
covers_internet (const GArray *blocks)
{
    g_autoptr (GArray) not_public = cvpn_cover_private_blocks ();
    const CvpnPrefix everything = { 0, 0 };
    guint32 address;

    const CvpnConstraint constraints[] = { { not_public, FALSE }, { blocks, FALSE } };
    return !cvpn_cover_find (everything, constraints, G_N_ELEMENTS (constraints), &address);
}

static void
check_split (CvpnCheck *check, const CvpnTables *tables)
{
    const CvpnEndpoint *endpoint = tables->endpoint;
    const CvpnVpnRoute *route = find_default_route (check, endpoint);

    if (route)
        cvpn_found_at_rule (check, CVPN_FINDING_SPLIT_TUNNEL_DEFAULT_ROUTE, route->rule,
                            "[client-vpn-endpoint %s] has split tunnel and a route to 0.0.0.0/0, "
                            "which clients get as their default route",
                            endpoint->name);
    if (tables->routes->len > MANY_ROUTES) {
        CvpnFinding *finding = cvpn_found_at_key (
            check, CVPN_FINDING_MANY_PUSHED_ROUTES, tables->spec->group, "split-tunnel",
            "[client-vpn-endpoint %s] pushes %u routes to its clients", endpoint->name,
            tables->routes->len);
        finding->severity = CVPN_SEVERITY_NOTE;
    }
}

static void
check_full (CvpnCheck *check, const CvpnTables *tables)
{
    const gboolean authorized = covers_internet (tables->rules_ever);

    if (!tables->routes_known || tables->landings->len == 0 ||
        covers_internet (tables->routes_ever))
        return;
    CvpnFinding *finding = cvpn_found_at_key (
        check, CVPN_FINDING_FULL_TUNNEL_INTERNET, tables->spec->group, "split-tunnel",
        "[client-vpn-endpoint %s] takes all of its clients' traffic and has no route to the "
        "internet%s: while they are connected, they do not reach it",
        tables->endpoint->name, authorized ? ", though a rule allows it" : "");
    if (!authorized)
        finding->severity = CVPN_SEVERITY_NOTE;
}

static void
check_limit (CvpnCheck *check, const CvpnTables *tables, const CvpnPopulation *p)
{
    const guint routes = tables->routes->len;

    if (p->person.pushed_limit > 0 && routes > p->person.pushed_limit)
        cvpn_found_at_key (check, CVPN_FINDING_MANY_PUSHED_ROUTES, p->spec->group,
                           "pushed-routes-limit",
                           "[client-vpn-endpoint %s] pushes %u routes, and [clients %s] take %u "
                           "of them",
                           tables->endpoint->name, routes, p->name, p->person.pushed_limit);
}

void
cvpn_check_tunnel (CvpnCheck *check)
{
    const GArray *populations = check->scenario->workload->populations;

    for (guint32 i = 0; i < check->net->endpoints->len; i++) {
        g_autoptr (CvpnTables) tables = cvpn_tables_new (check, i);
        if (!tables->endpoint->split_tunnel) {
            check_full (check, tables);
            continue;
        }
        check_split (check, tables);
        for (guint j = 0; j < populations->len; j++) {
            const CvpnPopulation *p = &g_array_index (populations, CvpnPopulation, j);
            if (p->person.endpoint == i)
                check_limit (check, tables, p);
        }
    }
}
