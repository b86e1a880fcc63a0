/* tables: an endpoint's routes and rules as sets of blocks, and questions to the evaluator. */
#include "check/check.h"

static GArray *
new_blocks (void)
{
    return g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
}

static void
add_once (GArray *blocks, CvpnPrefix block)
{
    for (guint i = 0; i < blocks->len; i++)
        if (cvpn_prefix_equal (g_array_index (blocks, CvpnPrefix, i), block))
            return;
    g_array_append_val (blocks, block);
}

static void
add_landings (CvpnTables *tables, const CvpnNetwork *net)
{
    const CvpnSpan a = tables->endpoint->associations;

    tables->landings_known = tables->endpoint->maybe_association == CVPN_NONE;
    for (guint32 i = a.first; i < a.first + a.count; i++) {
        const CvpnAssociation *association = cvpn_association (net, i);
        if (!association->answers)
            continue;
        if (cvpn_subnet (net, association->subnet)->unknown) {
            tables->landings_known = FALSE;
            continue;
        }
        g_array_append_val (tables->landings, i);
        g_ptr_array_add (tables->landing_routes, new_blocks ());
    }
}

/* A `local` route is of every landing. */
static void
add_routes (CvpnTables *tables, const CvpnNetwork *net)
{
    const CvpnSpan routes = tables->endpoint->vpn_routes;

    for (guint32 i = routes.first; i < routes.first + routes.count; i++) {
        const CvpnVpnRoute *route = cvpn_at (net->vpn_routes, CvpnVpnRoute, i);
        add_once (tables->routes, route->destination);
        for (guint j = 0; j < tables->landings->len; j++)
            if (route->association == CVPN_NONE ||
                route->association == cvpn_tables_landing (tables, j))
                add_once (tables->landing_routes->pdata[j], route->destination);
    }
}

/* An endpoint's targets are those that its table finds again. */
static void
add_rules (CvpnTables *tables, const CvpnNetwork *net)
{
    const CvpnPrefixTable *own = tables->endpoint->authorization;

    for (guint32 i = 0; i < net->authorization_targets->len; i++) {
        const CvpnPrefix destination =
            cvpn_at (net->authorization_targets, CvpnAuthorizationTarget, i)->destination;
        if (cvpn_prefix_table_get (own, destination) == i)
            g_array_append_val (tables->rules, destination);
    }
}

static void
add_to_come (CvpnTables *tables, const CvpnSpec *spec)
{
    for (guint i = 0; i < spec->events->len; i++) {
        const CvpnEventSpec *event = spec->events->pdata[i];
        if (!event->action.row ||
            g_strcmp0 (cvpn_event_endpoint (spec, event), tables->endpoint->name) != 0)
            continue;
        if (event->action.kind == CVPN_ACTION_CREATE_ROUTE)
            add_once (tables->routes_ever, event->action.row->prefix);
        else if (event->action.kind == CVPN_ACTION_AUTHORIZE)
            add_once (tables->rules_ever, event->action.row->prefix);
    }
}

static GArray *
copy_blocks (const GArray *blocks)
{
    GArray *copy = new_blocks ();

    if (blocks->len > 0)
        g_array_append_vals (copy, blocks->data, blocks->len);
    return copy;
}

CvpnTables *
cvpn_tables_new (const CvpnCheck *check, guint32 endpoint)
{
    CvpnTables *tables = g_new0 (CvpnTables, 1);

    tables->endpoint = cvpn_endpoint (check->net, endpoint);
    tables->spec = check->spec->endpoints->pdata[endpoint];
    tables->index = endpoint;
    tables->rules_known = tables->endpoint->more_rules == CVPN_RULE_NONE;
    tables->routes_known = tables->endpoint->more_routes == CVPN_RULE_NONE;
    tables->landings = g_array_new (FALSE, FALSE, sizeof (guint32));
    tables->rules = new_blocks ();
    tables->routes = new_blocks ();
    tables->landing_routes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
    add_landings (tables, check->net);
    add_routes (tables, check->net);
    add_rules (tables, check->net);
    tables->rules_ever = copy_blocks (tables->rules);
    tables->routes_ever = copy_blocks (tables->routes);
    add_to_come (tables, check->spec);
    return tables;
}

void
cvpn_tables_free (CvpnTables *tables)
{
    g_array_unref (tables->landings);
    g_array_unref (tables->rules);
    g_array_unref (tables->routes);
    g_array_unref (tables->rules_ever);
    g_array_unref (tables->routes_ever);
    g_ptr_array_unref (tables->landing_routes);
    g_free (tables);
}

const CvpnSubnet *
cvpn_check_landing_subnet (const CvpnCheck *check, guint32 association)
{
    return cvpn_subnet (check->net, cvpn_association (check->net, association)->subnet);
}

CvpnPerson
cvpn_check_anybody (const CvpnCheck *check, guint32 endpoint, guint32 **groups)
{
    const guint n = check->net->access_groups->len;
    CvpnPerson person = cvpn_person_of_endpoint (check->net, endpoint);

    *groups = g_new (guint32, n + 1);
    for (guint32 i = 0; i < n; i++)
        (*groups)[i] = i;
    person.groups = *groups;
    person.n_groups = n;
    return person;
}

void
cvpn_check_try (const CvpnCheck *check, const CvpnPerson *person, guint32 association,
                const CvpnPacket *packet, gboolean go_on, CvpnTried *tried)
{
    CvpnWalk walk;

    tried->trace.n = 0;
    cvpn_walk_init (&walk, check->net, person, association, packet);
    walk.connected = TRUE;
    walk.go_on = go_on;
    tried->outcome = cvpn_walk_run (&walk, &tried->trace);
}

gboolean
cvpn_check_is_declared (const CvpnCheck *check, CvpnPrefix block)
{
    for (guint32 i = 0; i < check->net->cidrs->len; i++)
        if (cvpn_prefix_overlaps (*cvpn_at (check->net->cidrs, CvpnPrefix, i), block))
            return TRUE;
    return FALSE;
}

gboolean
cvpn_check_target_names (const CvpnCheck *check, const CvpnAuthorizationTarget *target,
                         guint32 group)
{
    const CvpnSpan rules = target->rules;

    for (guint32 i = rules.first; i < rules.first + rules.count; i++)
        if (cvpn_at (check->net->authorization_rules, CvpnAuthorizationRule, i)->group == group)
            return TRUE;
    return FALSE;
}
