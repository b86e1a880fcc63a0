/* Rows that events add and take away: the endpoint's routes and authorization rules, the
 * VPC's routes and ACL entries.
 *
 * A route of the endpoint and an authorization rule is one destination and one target
 * (group); a row of the file may stand for several.  What the VPC's API would refuse is
 * refused too; to set what is there already replaces it, as ReplaceRoute and
 * ReplaceNetworkAclEntry do. */
#include "control/draft.h"

static gboolean
same_row (const CvpnRowSpec *one, const CvpnRowSpec *other)
{
    return one->number == other->number && one->inbound == other->inbound &&
           g_strcmp0 (one->prefix_list, other->prefix_list) == 0 &&
           (one->prefix_list || one->number > 0 || cvpn_prefix_equal (one->prefix, other->prefix));
}

static gboolean
names_it (const CvpnRowSpec *row, const char *name)
{
    for (guint i = 0; i < row->names->len; i++)
        if (g_str_equal (row->names->pdata[i], name))
            return TRUE;
    return FALSE;
}

static const GPtrArray *
find_rows (const GPtrArray *all, const char *endpoint)
{
    for (guint i = 0; i < all->len; i++) {
        const CvpnEndpointRowsSpec *rows = all->pdata[i];
        if (g_str_equal (rows->group->name, endpoint))
            return rows->rows;
    }
    return NULL;
}

/* The row of that destination that has the name; NULL: none. */
static const CvpnRowSpec *
find_named (const GPtrArray *all, const char *endpoint, const CvpnActionSpec *action)
{
    const GPtrArray *rows = find_rows (all, endpoint);

    for (guint i = 0; rows && i < rows->len; i++) {
        const CvpnRowSpec *row = rows->pdata[i];
        if (cvpn_prefix_equal (row->prefix, action->row->prefix) && names_it (row, action->name))
            return row;
    }
    return NULL;
}

/* Rules are counted by their groups. */
static gint64
count_rules (const CvpnDraft *draft, const char *endpoint)
{
    const GPtrArray *rows = find_rows (draft->spec.authorization_rules, endpoint);
    gint64 n = 0;

    for (guint i = 0; rows && i < rows->len; i++)
        n += ((const CvpnRowSpec *) rows->pdata[i])->names->len;
    return n;
}

/* Does the subnet, a target network, have a route to that block of the VPC? */
static gboolean
is_automatic (const CvpnEndpointSpec *endpoint, CvpnPrefix block)
{
    const GArray *blocks = endpoint->automatic_routes;

    for (guint i = 0; i < blocks->len; i++)
        if (cvpn_prefix_equal (g_array_index (blocks, CvpnPrefix, i), block))
            return TRUE;
    return blocks->len == 0 && !endpoint->automatic_routes_none;
}

/* To one destination, or to any. */
static gint64
count_automatic_of (const CvpnNetwork *net, const CvpnEndpointSpec *endpoint, const char *subnet,
                    CvpnPrefix destination)
{
    const guint32 vpc = cvpn_subnet (net, cvpn_network_find_subnet (net, subnet))->vpc;
    const CvpnSpan blocks = cvpn_vpc (net, vpc)->cidrs;
    gint64 n = 0;

    for (guint32 i = blocks.first; i < blocks.first + blocks.count; i++) {
        const CvpnPrefix block = *cvpn_at (net->cidrs, CvpnPrefix, i);
        n += is_automatic (endpoint, block) &&
             (destination.length == CVPN_PREFIX_UNSET || cvpn_prefix_equal (block, destination));
    }
    return n;
}

/* Of the subnet; NULL: of all.  Target networks are those of the draft, which is ahead of the
 * network while the changes of one time are made. */
static gint64
count_automatic (const CvpnDraft *draft, const CvpnNetwork *net, const char *endpoint,
                 const char *subnet, CvpnPrefix destination)
{
    const CvpnEndpointSpec *spec = cvpn_draft_endpoint (draft, endpoint);
    gint64 n = 0;

    for (guint i = 0; i < spec->target_networks->len; i++) {
        const char *network = spec->target_networks->pdata[i];
        if (!subnet || g_str_equal (network, subnet))
            n += count_automatic_of (net, spec, network, destination);
    }
    return n;
}

/* Those that the file or an event has made; NULL: to every subnet.  A row for what is there
 * of itself has made none. */
static gint64
count_routes (const CvpnDraft *draft, const CvpnNetwork *net, const char *endpoint,
              const char *subnet)
{
    const GPtrArray *rows = find_rows (draft->spec.endpoint_routes, endpoint);
    gint64 n = 0;

    for (guint i = 0; rows && i < rows->len; i++) {
        const CvpnRowSpec *row = rows->pdata[i];
        for (guint k = 0; k < row->names->len; k++) {
            const char *name = row->names->pdata[k];
            n += (!subnet || g_str_equal (name, subnet)) &&
                 count_automatic (draft, net, endpoint, name, row->prefix) == 0;
        }
    }
    return n;
}

/* 2020: of the endpoint; now: of each association. */
static gboolean
is_route_too_many (const CvpnDraft *draft, const CvpnNetwork *net, const char *endpoint,
                   const char *subnet)
{
    const CvpnPrefix any = { .length = CVPN_PREFIX_UNSET };
    const char *of = net->quotas.profile == CVPN_PROFILE_2020 ? NULL : subnet;

    return count_routes (draft, net, endpoint, of) +
               count_automatic (draft, net, endpoint, of, any) >=
           net->quotas.routes;
}

static const char *
check_create_route (const CvpnDraft *draft, const CvpnNetwork *net, const CvpnActionSpec *action,
                    const char *endpoint)
{
    const gboolean local = g_str_equal (action->name, "local");

    if (!local && !cvpn_draft_is_associated (draft, endpoint, action->name))
        return "InvalidClientVpnActiveAssociationNotFound";
    if (find_named (draft->spec.endpoint_routes, endpoint, action) ||
        (!local && count_automatic (draft, net, endpoint, action->name, action->row->prefix) > 0))
        return "InvalidClientVpnDuplicateRoute";
    if (is_route_too_many (draft, net, endpoint, action->name))
        return "ClientVpnRouteLimitExceeded";
    return NULL;
}

static const GPtrArray *
table_rows (const CvpnDraft *draft, const CvpnActionSpec *action, gboolean acl)
{
    const GPtrArray *all = acl ? draft->spec.network_acls : draft->spec.route_tables;

    for (guint i = 0; i < all->len; i++) {
        const CvpnGroup *group = *(CvpnGroup *const *) all->pdata[i];
        if (g_str_equal (group->name, action->name))
            return acl ? ((const CvpnAclSpec *) all->pdata[i])->entries
                       : ((const CvpnRouteTableSpec *) all->pdata[i])->routes;
    }
    return NULL;
}

static gboolean
has_row (const GPtrArray *rows, const CvpnRowSpec *row)
{
    for (guint i = 0; rows && i < rows->len; i++)
        if (same_row (rows->pdata[i], row))
            return TRUE;
    return FALSE;
}

const char *
cvpn_draft_check_row (const CvpnDraft *draft, const CvpnNetwork *net, const CvpnActionSpec *action,
                      const char *endpoint)
{
    switch (action->kind) {
    case CVPN_ACTION_CREATE_ROUTE:
        return check_create_route (draft, net, action, endpoint);
    case CVPN_ACTION_DELETE_ROUTE:
        if (count_automatic (draft, net, endpoint, action->name, action->row->prefix) > 0)
            return "OperationNotPermitted";
        return find_named (draft->spec.endpoint_routes, endpoint, action)
                   ? NULL
                   : "InvalidClientVpnRouteNotFound";
    case CVPN_ACTION_AUTHORIZE:
        if (find_named (draft->spec.authorization_rules, endpoint, action))
            return "InvalidClientVpnDuplicateAuthorizationRule";
        return count_rules (draft, endpoint) >= net->quotas.authorization_rules
                   ? "ClientVpnAuthorizationRuleLimitExceeded"
                   : NULL;
    case CVPN_ACTION_REVOKE:
        return find_named (draft->spec.authorization_rules, endpoint, action)
                   ? NULL
                   : "InvalidClientVpnEndpointAuthorizationRuleNotFound";
    case CVPN_ACTION_UNSET_ROUTE:
        return has_row (table_rows (draft, action, FALSE), action->row) ? NULL
                                                                        : "InvalidRoute.NotFound";
    case CVPN_ACTION_UNSET_ACL_ENTRY:
        return has_row (table_rows (draft, action, TRUE), action->row)
                   ? NULL
                   : "InvalidNetworkAclEntry.NotFound";
    default:
        return NULL;
    }
}

/* A copy of the endpoint's rows in its place, made where there is none. */
static GPtrArray *
change_rows (CvpnDraft *draft, GPtrArray *all, const char *endpoint)
{
    const CvpnEndpointRowsSpec fresh = { .group = cvpn_draft_endpoint (draft, endpoint)->group };
    CvpnEndpointRowsSpec *copy;

    for (guint i = 0; i < all->len; i++) {
        const CvpnEndpointRowsSpec *rows = all->pdata[i];
        if (!g_str_equal (rows->group->name, endpoint))
            continue;
        copy = cvpn_draft_copy (draft, rows, sizeof *rows);
        copy->rows = cvpn_draft_copy_array (draft, rows->rows);
        all->pdata[i] = copy;
        return copy->rows;
    }
    g_autoptr (GPtrArray) none = g_ptr_array_new ();
    copy = cvpn_draft_copy (draft, &fresh, sizeof fresh);
    copy->rows = cvpn_draft_copy_array (draft, none);
    g_ptr_array_add (all, copy);
    return copy->rows;
}

/* Takes the name out of the row at that place, or the row with its last name. */
static void
drop_name (CvpnDraft *draft, GPtrArray *rows, guint place, const char *name)
{
    CvpnRowSpec *copy = cvpn_draft_copy (draft, rows->pdata[place], sizeof *copy);

    copy->names = cvpn_draft_copy_array (draft, copy->names);
    for (guint i = copy->names->len; i-- > 0;)
        if (g_str_equal (copy->names->pdata[i], name))
            g_ptr_array_remove_index (copy->names, i);
    if (copy->names->len == 0)
        g_ptr_array_remove_index (rows, place);
    else
        rows->pdata[place] = copy;
}

/* Of one destination; NULL: of all. */
static void
remove_named (CvpnDraft *draft, GPtrArray *all, const char *endpoint, const char *name,
              const CvpnPrefix *destination)
{
    GPtrArray *rows = change_rows (draft, all, endpoint);

    for (guint i = rows->len; i-- > 0;) {
        const CvpnRowSpec *row = rows->pdata[i];
        if ((!destination || cvpn_prefix_equal (row->prefix, *destination)) && names_it (row, name))
            drop_name (draft, rows, i, name);
    }
}

void
cvpn_draft_remove_routes (CvpnDraft *draft, const char *endpoint, const char *subnet)
{
    remove_named (draft, draft->spec.endpoint_routes, endpoint, subnet, NULL);
}

/* A copy of the table's (ACL's) rows in its place. */
static GPtrArray *
change_table (CvpnDraft *draft, const char *name)
{
    GPtrArray *all = draft->spec.route_tables;

    for (guint i = 0; i < all->len; i++) {
        const CvpnRouteTableSpec *table = all->pdata[i];
        if (!g_str_equal (table->group->name, name))
            continue;
        CvpnRouteTableSpec *copy = cvpn_draft_copy (draft, table, sizeof *table);
        copy->routes = cvpn_draft_copy_array (draft, table->routes);
        all->pdata[i] = copy;
        return copy->routes;
    }
    g_assert_not_reached ();
}

static GPtrArray *
change_acl (CvpnDraft *draft, const char *name)
{
    GPtrArray *all = draft->spec.network_acls;

    for (guint i = 0; i < all->len; i++) {
        const CvpnAclSpec *acl = all->pdata[i];
        if (!g_str_equal (acl->group->name, name))
            continue;
        CvpnAclSpec *copy = cvpn_draft_copy (draft, acl, sizeof *acl);
        copy->entries = cvpn_draft_copy_array (draft, acl->entries);
        all->pdata[i] = copy;
        return copy->entries;
    }
    g_assert_not_reached ();
}

/* 'row' in the place of one like it; 'keep' FALSE: only that one goes. */
static void
replace_row (GPtrArray *rows, CvpnRowSpec *row, gboolean keep)
{
    for (guint i = rows->len; i-- > 0;)
        if (same_row (rows->pdata[i], row))
            g_ptr_array_remove_index (rows, i);
    if (keep)
        g_ptr_array_add (rows, row);
}

void
cvpn_draft_apply_row (CvpnDraft *draft, const CvpnActionSpec *action, const char *endpoint)
{
    CvpnSpec *spec = &draft->spec;

    switch (action->kind) {
    case CVPN_ACTION_CREATE_ROUTE:
        g_ptr_array_add (change_rows (draft, spec->endpoint_routes, endpoint), action->row);
        break;
    case CVPN_ACTION_DELETE_ROUTE:
        remove_named (draft, spec->endpoint_routes, endpoint, action->name, &action->row->prefix);
        break;
    case CVPN_ACTION_AUTHORIZE:
        g_ptr_array_add (change_rows (draft, spec->authorization_rules, endpoint), action->row);
        break;
    case CVPN_ACTION_REVOKE:
        remove_named (draft, spec->authorization_rules, endpoint, action->name,
                      &action->row->prefix);
        break;
    case CVPN_ACTION_SET_ROUTE:
    case CVPN_ACTION_UNSET_ROUTE:
        replace_row (change_table (draft, action->name), action->row,
                     action->kind == CVPN_ACTION_SET_ROUTE);
        break;
    default:
        replace_row (change_acl (draft, action->name), action->row,
                     action->kind == CVPN_ACTION_SET_ACL_ENTRY);
        break;
    }
}
