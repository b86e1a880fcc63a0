/* naive_state: made from the groups of the file, and written as lines. */
#include "naive_state.h"

#include <string.h>

#include "naive_spec.h"

static void
add_place (NaiveState *state, NaiveEndpoint *endpoint, const char *subnet, gboolean associated)
{
    const CvpnSubnetSpec *spec = naive_find (state->spec->subnets, subnet);
    NaivePlace *place;

    if (naive_state_place (endpoint, subnet))
        return;
    place = g_new0 (NaivePlace, 1);
    place->subnet = subnet;
    place->zone = spec->availability_zone;
    place->associated = associated;
    for (guint i = 0; i < endpoint->settings.interface_groups->len; i++) {
        const CvpnInterfaceGroupsSpec *given = endpoint->settings.interface_groups->pdata[i];
        if (g_str_equal (given->subnet, subnet))
            place->groups = given->groups;
    }
    g_ptr_array_add (endpoint->places, place);
}

static void
add_pairs (const GPtrArray *all, const NaiveEndpoint *endpoint, GHashTable *pairs)
{
    const CvpnEndpointRowsSpec *group = naive_find (all, endpoint->name);

    for (guint i = 0; group && i < group->rows->len; i++) {
        const CvpnRowSpec *row = group->rows->pdata[i];
        for (guint k = 0; k < row->names->len; k++)
            g_hash_table_add (pairs, naive_state_pair (row->prefix, row->names->pdata[k]));
    }
}

/* AWS has refused those that are there of themselves. */
static void
drop_automatic (const NaiveState *state, const NaiveEndpoint *endpoint)
{
    g_autoptr (GArray) blocks = naive_state_blocks (state, endpoint);

    for (guint i = 0; i < endpoint->places->len; i++) {
        const NaivePlace *place = endpoint->places->pdata[i];
        for (guint k = 0; place->associated && k < blocks->len; k++) {
            g_autofree char *pair =
                naive_state_pair (g_array_index (blocks, CvpnPrefix, k), place->subnet);
            g_hash_table_remove (endpoint->routes, pair);
        }
    }
}

static void
add_list (NaiveState *state, NaiveEndpoint *endpoint)
{
    const CvpnCrlSpec *list = naive_find (state->spec->revocation_lists, endpoint->name);

    endpoint->next_update = -1;
    if (!list)
        return;
    endpoint->has_list = TRUE;
    endpoint->next_update = list->next_update_ns;
    for (guint i = 0; i < list->revoked->len; i++)
        g_hash_table_add (endpoint->revoked, g_strdup (list->revoked->pdata[i]));
}

static void
add_endpoint (NaiveState *state, const CvpnEndpointSpec *spec)
{
    NaiveEndpoint *endpoint = g_new0 (NaiveEndpoint, 1);
    const GPtrArray *events = state->spec->events;

    endpoint->name = spec->group->name;
    endpoint->settings = *spec;
    endpoint->places = g_ptr_array_new_with_free_func (g_free);
    endpoint->routes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    endpoint->rules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    endpoint->revoked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    memset (endpoint->told, 0xff, sizeof endpoint->told);
    for (guint i = 0; i < spec->target_networks->len; i++)
        add_place (state, endpoint, spec->target_networks->pdata[i], TRUE);
    for (guint i = 0; i < events->len; i++) {
        const CvpnEventSpec *event = events->pdata[i];
        const char *of = cvpn_event_endpoint (state->spec, event);
        if (event->action.kind == CVPN_ACTION_ASSOCIATE && g_strcmp0 (of, endpoint->name) == 0)
            add_place (state, endpoint, event->action.name, FALSE);
    }
    if (endpoint->places->len > 0) {
        const NaivePlace *first = endpoint->places->pdata[0];
        const CvpnSubnetSpec *subnet = naive_find (state->spec->subnets, first->subnet);
        endpoint->vpc = subnet->vpc;
    } else {
        endpoint->vpc = spec->vpc;
    }
    add_pairs (state->spec->endpoint_routes, endpoint, endpoint->routes);
    add_pairs (state->spec->authorization_rules, endpoint, endpoint->rules);
    drop_automatic (state, endpoint);
    add_list (state, endpoint);
    g_ptr_array_add (state->endpoints, endpoint);
}

static void
free_endpoint (gpointer data)
{
    NaiveEndpoint *endpoint = data;

    g_ptr_array_unref (endpoint->places);
    g_hash_table_unref (endpoint->routes);
    g_hash_table_unref (endpoint->rules);
    g_hash_table_unref (endpoint->revoked);
    g_free (endpoint);
}

static void
add_rows (NaiveState *state, const char *owner, const GPtrArray *rows)
{
    for (guint i = 0; i < rows->len; i++)
        g_hash_table_insert (state->rows, naive_state_row_key (owner, rows->pdata[i]),
                             naive_state_row_value (rows->pdata[i]));
}

NaiveState *
naive_state_new (const CvpnSpec *spec)
{
    NaiveState *state = g_new0 (NaiveState, 1);

    state->spec = spec;
    state->endpoints = g_ptr_array_new_with_free_func (free_endpoint);
    state->items = g_ptr_array_new_with_free_func (g_free);
    state->changes = g_ptr_array_new_with_free_func (g_free);
    state->failed_zones = g_hash_table_new (g_str_hash, g_str_equal);
    state->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < spec->endpoints->len; i++)
        add_endpoint (state, spec->endpoints->pdata[i]);
    for (guint i = 0; i < spec->route_tables->len; i++) {
        const CvpnRouteTableSpec *table = spec->route_tables->pdata[i];
        add_rows (state, table->group->name, table->routes);
    }
    for (guint i = 0; i < spec->network_acls->len; i++) {
        const CvpnAclSpec *acl = spec->network_acls->pdata[i];
        add_rows (state, acl->group->name, acl->entries);
    }
    return state;
}

void
naive_state_free (NaiveState *state)
{
    g_ptr_array_unref (state->endpoints);
    g_ptr_array_unref (state->items);
    g_ptr_array_unref (state->changes);
    g_hash_table_unref (state->failed_zones);
    g_hash_table_unref (state->rows);
    g_free (state);
}

NaiveEndpoint *
naive_state_endpoint (const NaiveState *state, const char *name)
{
    for (guint i = 0; i < state->endpoints->len; i++) {
        NaiveEndpoint *endpoint = state->endpoints->pdata[i];
        if (g_strcmp0 (endpoint->name, name) == 0)
            return endpoint;
    }
    return NULL;
}

NaivePlace *
naive_state_place (const NaiveEndpoint *endpoint, const char *subnet)
{
    for (guint i = 0; i < endpoint->places->len; i++) {
        NaivePlace *place = endpoint->places->pdata[i];
        if (g_str_equal (place->subnet, subnet))
            return place;
    }
    return NULL;
}

guint
naive_state_associated (const NaiveEndpoint *endpoint)
{
    guint n = 0;

    for (guint i = 0; i < endpoint->places->len; i++)
        n += ((const NaivePlace *) endpoint->places->pdata[i])->associated != 0;
    return n;
}

gboolean
naive_state_zone_failed (const NaiveState *state, const NaivePlace *place)
{
    return g_hash_table_contains (state->failed_zones, place->zone);
}

gint64
naive_state_expiry (const NaiveEndpoint *endpoint, guint which)
{
    if (which == 0)
        return endpoint->has_list ? endpoint->next_update : -1;
    return which == 1 ? endpoint->settings.server_certificate_expires_ns
                      : endpoint->settings.identity_provider_certificate_expires_ns;
}

char *
naive_state_pair (CvpnPrefix prefix, const char *name)
{
    char text[CVPN_PREFIX_TEXT];

    return g_strdup_printf ("%s %s", cvpn_prefix_format (prefix, text), name);
}

GArray *
naive_state_blocks (const NaiveState *state, const NaiveEndpoint *endpoint)
{
    const CvpnVpcSpec *vpc = endpoint->vpc ? naive_find (state->spec->vpcs, endpoint->vpc) : NULL;
    GArray *blocks = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));

    if (endpoint->settings.automatic_routes->len > 0)
        g_array_append_vals (blocks, endpoint->settings.automatic_routes->data,
                             endpoint->settings.automatic_routes->len);
    else if (vpc && !endpoint->settings.automatic_routes_none)
        g_array_append_vals (blocks, vpc->cidr_block->data, vpc->cidr_block->len);
    return blocks;
}

char *
naive_state_row_key (const char *owner, const CvpnRowSpec *row)
{
    char text[CVPN_PREFIX_TEXT];

    if (row->number > 0)
        return g_strdup_printf ("%s %s %u", owner, row->inbound ? "inbound" : "outbound",
                                row->number);
    return g_strdup_printf ("%s %s", owner,
                            row->prefix_list ? row->prefix_list
                                             : cvpn_prefix_format (row->prefix, text));
}

char *
naive_state_row_value (const CvpnRowSpec *row)
{
    char text[CVPN_PREFIX_TEXT];

    if (row->number == 0)
        return g_strdup (row->text);
    return g_strdup_printf ("%s %s", row->allow ? "allow" : "deny",
                            cvpn_prefix_format (row->prefix, text));
}
