/* vpn_routes: the endpoint's routes, against each other, the rules and the VPC.
 *
 * (AWS Client VPN Administrator Guide, "Client VPN routes", "Target networks",
 * "Client-to-client access" and the troubleshooting of intermittent access) */
#include "check/check.h"

static gboolean
routes_from (const CvpnCheck *check, const CvpnTables *tables, CvpnPrefix destination,
             guint landing)
{
    const CvpnAssociation *association =
        cvpn_association (check->net, cvpn_tables_landing (tables, landing));

    return cvpn_prefix_table_get (association->routes, destination) != CVPN_PREFIX_TABLE_NONE;
}

/* Somebody may send to an address of which this route is the best anywhere, and which has no
 * route at all from the landing. */
static gboolean
lacks_way (const CvpnTables *tables, CvpnPrefix destination, guint landing)
{
    g_autoptr (GArray) longer = cvpn_cover_within (destination, tables->routes);
    const CvpnConstraint constraints[] = {
        { tables->rules, TRUE },
        { tables->landing_routes->pdata[landing], FALSE },
        { longer, FALSE },
    };

    guint32 address;

    return cvpn_cover_find (destination, constraints, G_N_ELEMENTS (constraints), &address);
}

static void
check_landings (CvpnCheck *check, const CvpnTables *tables, const CvpnVpnRoute *route)
{
    g_autoptr (GPtrArray) with = cvpn_name_list_new ();
    g_autoptr (GPtrArray) without = cvpn_name_list_new ();
    char destination[CVPN_PREFIX_TEXT];

    for (guint i = 0; i < tables->landings->len; i++) {
        guint32 association = cvpn_tables_landing (tables, i);
        const CvpnSubnet *subnet = cvpn_check_landing_subnet (check, association);
        if (routes_from (check, tables, route->destination, i))
            cvpn_name_list_add (with, subnet->name);
        else if (lacks_way (tables, route->destination, i))
            cvpn_name_list_add (without, subnet->name);
    }
    if (without->len == 0)
        return;
    g_autofree char *here = cvpn_name_list_join (with, G_MAXUINT);
    g_autofree char *not_here = cvpn_name_list_join (without, G_MAXUINT);
    cvpn_found_at_rule (check, CVPN_FINDING_CVPN_ROUTES_DIFFER, route->rule,
                        "[client-vpn-endpoint %s] has a route to %s from %s, and none from %s: "
                        "who lands there does not reach it",
                        tables->endpoint->name,
                        cvpn_prefix_format (route->destination, destination), here, not_here);
}

static void
check_authorized (CvpnCheck *check, const CvpnTables *tables, const CvpnVpnRoute *route)
{
    g_autoptr (GArray) longer = cvpn_cover_within (route->destination, tables->routes);
    const CvpnConstraint constraints[] = { { tables->rules_ever, TRUE }, { longer, FALSE } };
    char text[CVPN_PREFIX_TEXT];
    guint32 address;

    cvpn_prefix_format (route->destination, text);
    if (cvpn_cover_all (route->destination, longer)) {
        cvpn_found_at_rule (check, CVPN_FINDING_ROUTE_NEVER_CHOSEN, route->rule,
                            "more specific routes of the endpoint cover all of %s", text);
        return;
    }
    if (!tables->rules_known ||
        cvpn_cover_find (route->destination, constraints, G_N_ELEMENTS (constraints), &address))
        return;
    CvpnFinding *finding =
        cvpn_found_at_rule (check, CVPN_FINDING_ROUTE_WITHOUT_RULE, route->rule,
                            "%s is routed%s, and no authorization rule allows anybody to reach it",
                            text, longer->len > 0 ? ", but for what has a route of its own" : "");
    if (route->automatic)
        finding->severity = CVPN_SEVERITY_NOTE;
}

/* Each destination once, at its first route. */
static gboolean
is_first (const CvpnCheck *check, const CvpnTables *tables, guint32 index)
{
    const CvpnVpnRoute *route = cvpn_at (check->net->vpn_routes, CvpnVpnRoute, index);

    for (guint32 i = tables->endpoint->vpn_routes.first; i < index; i++)
        if (cvpn_prefix_equal (cvpn_at (check->net->vpn_routes, CvpnVpnRoute, i)->destination,
                               route->destination))
            return FALSE;
    return TRUE;
}

static void
check_routes (CvpnCheck *check, const CvpnTables *tables)
{
    const CvpnSpan routes = tables->endpoint->vpn_routes;

    for (guint32 i = routes.first; i < routes.first + routes.count; i++) {
        const CvpnVpnRoute *route = cvpn_at (check->net->vpn_routes, CvpnVpnRoute, i);
        if (route->association == CVPN_NONE || !is_first (check, tables, i))
            continue;
        if (tables->routes_known)
            check_landings (check, tables, route);
        if (tables->rules_ever->len > 0)
            check_authorized (check, tables, route);
    }
    if (tables->rules_known && tables->rules_ever->len == 0 && tables->landings->len > 0)
        cvpn_found_at_rule (check, CVPN_FINDING_ROUTE_WITHOUT_RULE, tables->endpoint->rule,
                            "[client-vpn-endpoint %s] has no authorization rule at all: clients "
                            "connect and reach nothing",
                            tables->endpoint->name);
}

/* Blocks that have come since the subnets were associated. */
static void
check_vpc_blocks (CvpnCheck *check, const CvpnTables *tables)
{
    const CvpnConstraint unrouted[] = { { tables->routes, FALSE }, { tables->rules, TRUE } };
    char text[CVPN_PREFIX_TEXT];
    guint32 address;

    if (tables->endpoint->vpc == CVPN_NONE || tables->landings->len == 0)
        return;
    const CvpnVpc *vpc = cvpn_vpc (check->net, tables->endpoint->vpc);
    for (guint32 i = vpc->cidrs.first; i < vpc->cidrs.first + vpc->cidrs.count; i++) {
        const CvpnPrefix block = *cvpn_at (check->net->cidrs, CvpnPrefix, i);
        if (cvpn_cover_all (block, tables->routes))
            continue;
        CvpnFinding *finding = cvpn_found_at_key (
            check, CVPN_FINDING_VPC_BLOCK_NOT_ROUTED, tables->spec->group, "automatic-routes",
            "%s of [vpc %s] has no route at [client-vpn-endpoint %s], from no associated subnet",
            cvpn_prefix_format (block, text), vpc->name, tables->endpoint->name);
        cvpn_found_beside (check, finding, vpc->rule, "the VPC");
        if (!cvpn_cover_find (block, unrouted, G_N_ELEMENTS (unrouted), &address))
            finding->severity = CVPN_SEVERITY_NOTE;
    }
}

static const CvpnVpnRoute *
find_local_route (const CvpnCheck *check, const CvpnEndpoint *endpoint)
{
    const CvpnSpan routes = endpoint->vpn_routes;

    for (guint32 i = routes.first; i < routes.first + routes.count; i++) {
        const CvpnVpnRoute *route = cvpn_at (check->net->vpn_routes, CvpnVpnRoute, i);
        if (route->association == CVPN_NONE)
            return route;
    }
    return NULL;
}

static void
check_client_to_client (CvpnCheck *check, const CvpnTables *tables)
{
    const CvpnEndpoint *endpoint = tables->endpoint;
    const CvpnVpnRoute *local = find_local_route (check, endpoint);
    const guint32 found =
        cvpn_prefix_table_lookup (endpoint->authorization, endpoint->client_cidr.address);
    const CvpnAuthorizationTarget *target =
        found == CVPN_PREFIX_TABLE_NONE
            ? NULL
            : cvpn_at (check->net->authorization_targets, CvpnAuthorizationTarget, found);
    char text[CVPN_PREFIX_TEXT];

    cvpn_prefix_format (endpoint->client_cidr, text);
    if (local && !target)
        cvpn_found_at_rule (check, CVPN_FINDING_CLIENT_TO_CLIENT_INCOMPLETE, local->rule,
                            "%s is routed to clients, and no authorization rule allows them to "
                            "reach each other",
                            text);
    else if (local && !cvpn_check_target_names (check, target, CVPN_NONE))
        cvpn_found_at_rule (
            check, CVPN_FINDING_CLIENT_TO_CLIENT_INCOMPLETE,
            cvpn_at (check->net->authorization_rules, CvpnAuthorizationRule, target->rules.first)
                ->rule,
            "the rule that decides about %s, the client CIDR, is for groups: between clients "
            "only rules for everyone count",
            text);
    else if (!local && target && cvpn_prefix_covers (endpoint->client_cidr, target->destination))
        cvpn_found_at_rule (
            check, CVPN_FINDING_CLIENT_TO_CLIENT_INCOMPLETE,
            cvpn_at (check->net->authorization_rules, CvpnAuthorizationRule, target->rules.first)
                ->rule,
            "clients are allowed to reach each other in %s, and it is not routed to 'local'", text);
}

void
cvpn_check_vpn_routes (CvpnCheck *check)
{
    for (guint32 i = 0; i < check->net->endpoints->len; i++) {
        g_autoptr (CvpnTables) tables = cvpn_tables_new (check, i);
        check_routes (check, tables);
        if (tables->routes_known)
            check_vpc_blocks (check, tables);
        if (tables->routes_known && tables->rules_known)
            check_client_to_client (check, tables);
    }
}
