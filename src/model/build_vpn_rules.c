/* The endpoint's route table and its authorization rules.
 *
 * Associating a subnet adds a route to the VPC that targets that subnet, to the
 * blocks that the VPC has at that time; other networks, and blocks that come
 * later, are added by hand, once for each subnet that shall carry them (AWS
 * Client VPN Administrator Guide, "Routes" and "Target networks"). */
#include "model/builder.h"

static void
insert_route (CvpnBuilder *b, const CvpnVpnRoute *route, gboolean *repeated)
{
    CvpnNetwork *net = b->net;
    CvpnAssociation *association =
        &g_array_index (net->associations, CvpnAssociation, route->association);

    *repeated =
        !cvpn_prefix_table_insert (association->routes, route->destination, net->vpn_routes->len);
    if (!*repeated)
        g_array_append_val (net->vpn_routes, *route);
}

static gboolean
is_block_of (const CvpnNetwork *net, guint32 vpc, CvpnPrefix prefix)
{
    const CvpnSpan cidrs = vpc == CVPN_NONE ? (CvpnSpan){ 0, 0 } : cvpn_vpc (net, vpc)->cidrs;

    for (guint32 i = cidrs.first; i < cidrs.first + cidrs.count; i++)
        if (cvpn_prefix_equal (*cvpn_at (net->cidrs, CvpnPrefix, i), prefix))
            return TRUE;
    return FALSE;
}

/* The VPC is unknown, and with it its blocks. */
static gboolean
hides_blocks (const CvpnNetwork *net, const CvpnEndpoint *endpoint)
{
    return endpoint->vpc == CVPN_NONE
               ? endpoint->associations.count > 0 || endpoint->maybe_association != CVPN_NONE
               : cvpn_vpc (net, endpoint->vpc)->unknown;
}

static void
check_automatic_routes (CvpnBuilder *b, const CvpnEndpoint *endpoint, const CvpnEndpointSpec *spec)
{
    char text[CVPN_PREFIX_TEXT];

    for (guint i = 0; i < spec->automatic_routes->len && !hides_blocks (b->net, endpoint); i++) {
        const CvpnPrefix block = g_array_index (spec->automatic_routes, CvpnPrefix, i);
        if (!is_block_of (b->net, endpoint->vpc, block))
            cvpn_group_fail (spec->group, "automatic-routes", b->report,
                             "%s is no block of the endpoint's VPC; other routes stand in "
                             "[client-vpn-routes %s]",
                             cvpn_prefix_format (block, text), endpoint->name);
    }
}

/* Those of the VPC that an association found there. */
static gboolean
is_automatic (const CvpnEndpointSpec *spec, CvpnPrefix block)
{
    for (guint i = 0; i < spec->automatic_routes->len; i++)
        if (cvpn_prefix_equal (g_array_index (spec->automatic_routes, CvpnPrefix, i), block))
            return TRUE;
    return spec->automatic_routes->len == 0 && !spec->automatic_routes_none;
}

static void
add_automatic_route (CvpnBuilder *b, const CvpnEndpoint *endpoint, const CvpnEndpointSpec *spec,
                     CvpnVpnRoute route)
{
    const CvpnAssociation *association = cvpn_association (b->net, route.association);
    char text[CVPN_PREFIX_TEXT];
    gboolean repeated;

    route.rule =
        cvpn_builder_rule (b, CVPN_RULE_VPN_ROUTE, endpoint->name, spec->group, "target-networks",
                           "%s = %s (automatic)", cvpn_prefix_format (route.destination, text),
                           cvpn_subnet (b->net, association->subnet)->name);
    insert_route (b, &route, &repeated);
}

/* Those of the VPC; where that is unknown those that the file lists. */
static const CvpnPrefix *
list_blocks (const CvpnNetwork *net, const CvpnEndpoint *endpoint, const CvpnEndpointSpec *spec,
             guint *n)
{
    *n = 0;
    if (hides_blocks (net, endpoint)) {
        *n = spec->automatic_routes->len;
        return (const CvpnPrefix *) (gpointer) spec->automatic_routes->data;
    }
    if (endpoint->vpc == CVPN_NONE)
        return NULL;
    *n = cvpn_vpc (net, endpoint->vpc)->cidrs.count;
    return cvpn_at (net->cidrs, CvpnPrefix, cvpn_vpc (net, endpoint->vpc)->cidrs.first);
}

static void
add_automatic_routes (CvpnBuilder *b, const CvpnEndpoint *endpoint, const CvpnEndpointSpec *spec)
{
    const CvpnNetwork *net = b->net;
    const CvpnSpan a = endpoint->associations;
    guint n_blocks;
    const CvpnPrefix *blocks = list_blocks (net, endpoint, spec, &n_blocks);

    check_automatic_routes (b, endpoint, spec);
    for (guint32 i = a.first; i < a.first + a.count; i++)
        for (guint j = 0; j < n_blocks; j++) {
            if (cvpn_association (net, i)->status == CVPN_ASSOCIATION_ASSOCIATED &&
                is_automatic (spec, blocks[j]))
                add_automatic_route (b, endpoint, spec,
                                     (CvpnVpnRoute){ .destination = blocks[j],
                                                     .association = i,
                                                     .automatic = TRUE });
        }
}

/* The automatic routes of an unknown VPC, if the file does not list them. */
static void
note_hidden_blocks (const CvpnNetwork *net, CvpnEndpoint *endpoint, const CvpnEndpointSpec *spec)
{
    if (endpoint->more_routes != CVPN_RULE_NONE || spec->automatic_routes->len > 0 ||
        spec->automatic_routes_none || !hides_blocks (net, endpoint))
        return;
    if (endpoint->vpc != CVPN_NONE)
        endpoint->more_routes = cvpn_vpc (net, endpoint->vpc)->rule;
    else if (endpoint->associations.count > 0)
        endpoint->more_routes =
            cvpn_subnet (net, cvpn_association (net, endpoint->associations.first)->subnet)->rule;
    else
        endpoint->more_routes = cvpn_association (net, endpoint->maybe_association)->rule;
}

static guint32
find_association (const CvpnNetwork *net, const CvpnEndpoint *endpoint, guint32 subnet)
{
    const CvpnSpan a = endpoint->associations;

    for (guint32 i = a.first; i < a.first + a.count; i++)
        if (cvpn_association (net, i)->subnet == subnet &&
            cvpn_association (net, i)->status == CVPN_ASSOCIATION_ASSOCIATED)
            return i;
    return CVPN_NONE;
}

/* Client to client: the one route that targets no subnet. */
static void
add_local_route (CvpnBuilder *b, const CvpnEndpoint *endpoint, const CvpnGroup *group,
                 const CvpnRowSpec *row)
{
    CvpnNetwork *net = b->net;
    const CvpnSpan a = endpoint->associations;
    CvpnVpnRoute route = { .destination = row->prefix, .association = CVPN_NONE };
    char text[CVPN_PREFIX_TEXT];

    if (!cvpn_prefix_equal (row->prefix, endpoint->client_cidr))
        cvpn_builder_refuse (b, group, row->entry->key, LOCAL_ROUTE_CONFLICT,
                             "a route to 'local' is for the client CIDR, %s",
                             cvpn_prefix_format (endpoint->client_cidr, text));
    route.rule = cvpn_builder_row_rule (b, CVPN_RULE_VPN_ROUTE, endpoint->name, row, "local");
    for (guint32 i = a.first; i < a.first + a.count; i++)
        cvpn_prefix_table_insert (g_array_index (net->associations, CvpnAssociation, i).routes,
                                  route.destination, net->vpn_routes->len);
    if (endpoint->maybe_association != CVPN_NONE)
        cvpn_prefix_table_insert (cvpn_association (net, endpoint->maybe_association)->routes,
                                  route.destination, net->vpn_routes->len);
    g_array_append_val (net->vpn_routes, route);
}

static void
check_destination (CvpnBuilder *b, const CvpnEndpoint *endpoint, const CvpnGroup *group,
                   const CvpnRowSpec *row)
{
    char text[CVPN_PREFIX_TEXT];

    if (row->prefix.length > 0 && cvpn_prefix_overlaps (row->prefix, endpoint->client_cidr))
        cvpn_builder_refuse (
            b, group, row->entry->key, CLIENT_CIDR_OVERLAP,
            "the destination overlaps the client CIDR, %s; only 'local' can be its "
            "target",
            cvpn_prefix_format (endpoint->client_cidr, text));
}

static void
add_row (CvpnBuilder *b, const CvpnEndpoint *endpoint, const CvpnGroup *group,
         const CvpnRowSpec *row)
{
    gboolean repeated = FALSE;

    if (row->names->len > 0 && g_str_equal (row->names->pdata[0], "local")) {
        add_local_route (b, endpoint, group, row);
        return;
    }
    check_destination (b, endpoint, group, row);
    for (guint i = 0; i < row->names->len; i++) {
        const char *name = row->names->pdata[i];
        CvpnVpnRoute route = { .destination = row->prefix };
        route.association = find_association (b->net, endpoint, cvpn_builder_index (b, name));
        if (route.association == CVPN_NONE) {
            cvpn_builder_refuse (
                b, group, row->entry->key, ROUTE_TARGET_NOT_ASSOCIATED,
                "[subnet %s] is not associated with '%s'; a route's target must be", name,
                endpoint->name);
            continue;
        }
        route.rule = cvpn_builder_row_rule (b, CVPN_RULE_VPN_ROUTE, endpoint->name, row, name);
        insert_route (b, &route, &repeated);
        if (repeated)
            cvpn_builder_refuse (b, group, row->entry->key, DUPLICATE_ROUTE,
                                 "'%s' has this route already; AWS refuses to add it again", name);
    }
}

static const CvpnEndpointRowsSpec *
find_rows (const GPtrArray *all, const char *endpoint)
{
    for (guint i = 0; i < all->len; i++) {
        const CvpnEndpointRowsSpec *rows = all->pdata[i];
        if (g_str_equal (rows->group->name, endpoint))
            return rows;
    }
    return NULL;
}

/* Split tunnel pushes the destinations of all routes, whatever subnet they
 * target (AWS Client VPN Administrator Guide, "Split-tunnel"). */
static void
build_pushed (CvpnNetwork *net, CvpnEndpoint *endpoint)
{
    const CvpnSpan routes = endpoint->vpn_routes;

    guint32 order = 0;

    endpoint->pushed = cvpn_prefix_table_new ();
    endpoint->pushed_lengths = cvpn_prefix_table_new ();
    for (guint32 i = routes.first; i < routes.first + routes.count; i++) {
        const CvpnPrefix destination = cvpn_at (net->vpn_routes, CvpnVpnRoute, i)->destination;
        if (cvpn_prefix_table_insert (endpoint->pushed, destination, i))
            cvpn_prefix_table_insert (endpoint->pushed_lengths, destination,
                                      cvpn_pushed_route (order++, destination.length));
    }
}

void
cvpn_build_vpn_routes (CvpnBuilder *b, guint32 endpoint_index)
{
    CvpnNetwork *net = b->net;
    CvpnEndpoint *endpoint = &g_array_index (net->endpoints, CvpnEndpoint, endpoint_index);
    const CvpnEndpointRowsSpec *rows = find_rows (b->spec->endpoint_routes, endpoint->name);
    guint32 first = net->vpn_routes->len;

    add_automatic_routes (b, endpoint, b->spec->endpoints->pdata[endpoint_index]);
    note_hidden_blocks (net, endpoint, b->spec->endpoints->pdata[endpoint_index]);
    for (guint i = 0; rows && i < rows->rows->len; i++)
        add_row (b, endpoint, rows->group, rows->rows->pdata[i]);
    endpoint->vpn_routes = cvpn_span_from (net->vpn_routes, first);
    build_pushed (net, endpoint);
}

static guint32
intern_access_group (CvpnBuilder *b, const char *name)
{
    GPtrArray *groups = b->net->access_groups;
    const guint32 known = GPOINTER_TO_UINT (g_hash_table_lookup (b->access_groups, name));

    if (known > 0)
        return known - 1;
    g_ptr_array_add (groups, cvpn_builder_text (b, name));
    g_hash_table_insert (b->access_groups, groups->pdata[groups->len - 1],
                         GUINT_TO_POINTER (groups->len));
    return groups->len - 1;
}

static void
add_authorization_row (CvpnBuilder *b, const CvpnEndpoint *endpoint, const CvpnRowSpec *row)
{
    for (guint i = 0; i < row->names->len; i++) {
        const char *name = row->names->pdata[i];
        CvpnAuthorizationRule rule = { .group = CVPN_NONE };
        if (!g_str_equal (name, "*"))
            rule.group = intern_access_group (b, name);
        rule.rule = cvpn_builder_row_rule (b, CVPN_RULE_AUTHORIZATION, endpoint->name, row, name);
        g_array_append_val (b->net->authorization_rules, rule);
    }
}

/* For each row the next one of the same CIDR, of which an event may have added some; CVPN_NONE:
 * there is none.  With tens of thousands of rows nobody can look for them. */
static guint32 *
link_rows (const GPtrArray *rows)
{
    guint32 *next = g_new (guint32, rows->len);
    guint32 *last = g_new (guint32, rows->len); /* of a CIDR, at its first row */
    g_autoptr (CvpnPrefixTable) first = cvpn_prefix_table_new ();

    for (guint32 i = 0; i < rows->len; i++) {
        const CvpnPrefix prefix = ((const CvpnRowSpec *) rows->pdata[i])->prefix;
        const guint32 head =
            cvpn_prefix_table_insert (first, prefix, i) ? i : cvpn_prefix_table_get (first, prefix);
        next[i] = CVPN_NONE;
        if (head != i)
            next[last[head]] = i;
        last[head] = i;
    }
    g_free (last);
    return next;
}

/* All rows of one CIDR, from number 'first'. */
static void
add_authorization_target (CvpnBuilder *b, const CvpnEndpoint *endpoint, const GPtrArray *rows,
                          const guint32 *next, guint32 first)
{
    CvpnNetwork *net = b->net;
    const CvpnPrefix destination = ((const CvpnRowSpec *) rows->pdata[first])->prefix;
    CvpnAuthorizationTarget target = { .destination = destination };
    const guint32 first_rule = net->authorization_rules->len;

    if (!cvpn_prefix_table_insert (endpoint->authorization, destination,
                                   net->authorization_targets->len))
        return;
    for (guint32 i = first; i != CVPN_NONE; i = next[i])
        add_authorization_row (b, endpoint, rows->pdata[i]);
    target.rules = cvpn_span_from (net->authorization_rules, first_rule);
    g_array_append_val (net->authorization_targets, target);
}

void
cvpn_build_authorization (CvpnBuilder *b, guint32 endpoint_index)
{
    CvpnEndpoint *endpoint = &g_array_index (b->net->endpoints, CvpnEndpoint, endpoint_index);
    const CvpnEndpointRowsSpec *rows = find_rows (b->spec->authorization_rules, endpoint->name);

    endpoint->authorization = cvpn_prefix_table_new ();
    if (!rows)
        return;
    g_autofree guint32 *next = link_rows (rows->rows);
    for (guint32 i = 0; i < rows->rows->len; i++)
        add_authorization_target (b, endpoint, rows->rows, next, i);
}

void
cvpn_build_future_groups (CvpnBuilder *b)
{
    for (guint i = 0; i < b->spec->events->len; i++) {
        const CvpnActionSpec *action = &((const CvpnEventSpec *) b->spec->events->pdata[i])->action;
        if (action->kind == CVPN_ACTION_AUTHORIZE && action->name &&
            !g_str_equal (action->name, "*"))
            intern_access_group (b, action->name);
    }
}
