/* naive_describe: the state as lines that can be compared with a network's. */
#include "naive_state.h"

#include <string.h>

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
    return strcmp (*(char *const *) a, *(char *const *) b);
}

char *
naive_lines_join (GPtrArray *lines)
{
    GString *text = g_string_new (NULL);

    g_ptr_array_sort (lines, compare_lines);
    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf (text, "%s\n", (const char *) lines->pdata[i]);
    return g_string_free (text, FALSE);
}

static const char *
status_of (const NaivePlace *place)
{
    if (place->associated)
        return place->disassociating > 0 ? "disassociating" : "associated";
    if (place->associating > 0)
        return "associating";
    return place->failed ? "association-failed" : "disassociated";
}

static const char *
endpoint_status (const NaiveEndpoint *endpoint)
{
    if (endpoint->deleted)
        return "deleted";
    if (endpoint->deleting > 0)
        return "deleting";
    return naive_state_associated (endpoint) > 0 ? "available" : "pending-associate";
}

/* AWS Client VPN Administrator Guide, "AWS Client VPN scaling considerations". */
static gint64
quota_of (const NaiveState *state, const NaiveEndpoint *endpoint)
{
    static const gint64 table[] = { 7000, 7000, 36500, 66500, 96500, 126000 };
    const CvpnQuotasSpec *quotas = &state->spec->quotas;
    guint living = 0;

    if (quotas->concurrent_connections >= 0)
        return quotas->concurrent_connections;
    if (quotas->profile == CVPN_PROFILE_2020)
        return 2000;
    for (guint i = 0; i < endpoint->places->len; i++) {
        const NaivePlace *place = endpoint->places->pdata[i];
        living += place->associated && !naive_state_zone_failed (state, place);
    }
    return table[MIN (living, 5)];
}

static gboolean
is_past (const NaiveState *state, const NaiveEndpoint *endpoint, guint which)
{
    const gint64 time = naive_state_expiry (endpoint, which);

    return time >= 0 && time <= state->now;
}

static void
add_settings (const NaiveState *state, const NaiveEndpoint *endpoint, GPtrArray *lines)
{
    const CvpnEndpointSpec *s = &endpoint->settings;

    g_ptr_array_add (lines,
                     g_strdup_printf ("%s %s quota %" G_GINT64_FORMAT " expired %d%d%d",
                                      endpoint->name, endpoint_status (endpoint),
                                      quota_of (state, endpoint), is_past (state, endpoint, 0),
                                      is_past (state, endpoint, 1), is_past (state, endpoint, 2)));
    g_ptr_array_add (lines,
                     g_strdup_printf ("%s split %d mfa %d log %d port %u stay %d", endpoint->name,
                                      s->split_tunnel, s->mfa, s->connection_log, s->vpn_port,
                                      s->disconnect_on_session_timeout));
    g_ptr_array_add (lines,
                     g_strdup_printf ("%s limit %" G_GINT64_FORMAT " update %" G_GINT64_FORMAT
                                      " handler %u %.3f %" G_GINT64_FORMAT,
                                      endpoint->name, s->session_timeout_ns,
                                      naive_state_expiry (endpoint, 0), s->handler.duration.kind,
                                      s->handler.denied, s->handler.concurrency));
}

/* None: the default group of the VPC. */
static void
add_groups (const NaiveState *state, const NaiveEndpoint *endpoint, const char *what,
            const GPtrArray *names, GPtrArray *lines)
{
    const GPtrArray *all = state->spec->security_groups;
    const char *standard = "default";

    for (guint i = 0; i < names->len; i++)
        g_ptr_array_add (lines, g_strdup_printf ("%s %s %s", endpoint->name, what,
                                                 (const char *) names->pdata[i]));
    for (guint i = 0; i < all->len; i++) {
        const CvpnSecurityGroupSpec *group = all->pdata[i];
        if (group->is_default && g_strcmp0 (group->vpc, endpoint->vpc) == 0)
            standard = group->group->name;
    }
    if (names->len == 0)
        g_ptr_array_add (lines, g_strdup_printf ("%s %s %s", endpoint->name, what, standard));
}

static void
add_places (const NaiveState *state, const NaiveEndpoint *endpoint, GPtrArray *lines)
{
    g_autoptr (GArray) blocks = naive_state_blocks (state, endpoint);

    for (guint i = 0; i < endpoint->places->len; i++) {
        const NaivePlace *place = endpoint->places->pdata[i];
        const gboolean answers = place->associated && !place->out && !endpoint->deleted;
        g_ptr_array_add (lines,
                         g_strdup_printf ("%s landing %s %s%s", endpoint->name, place->subnet,
                                          status_of (place), answers ? " answers" : ""));
        g_autofree char *in = g_strdup_printf ("in %s", place->subnet);
        add_groups (state, endpoint, in,
                    place->groups ? place->groups : endpoint->settings.security_groups, lines);
        for (guint k = 0; place->associated && k < blocks->len; k++) {
            g_autofree char *pair =
                naive_state_pair (g_array_index (blocks, CvpnPrefix, k), place->subnet);
            g_ptr_array_add (lines, g_strdup_printf ("%s route %s", endpoint->name, pair));
        }
    }
}

static void
add_set (const NaiveEndpoint *endpoint, const char *what, GHashTable *set, GPtrArray *lines)
{
    GHashTableIter iter;
    gpointer text;

    g_hash_table_iter_init (&iter, set);
    while (g_hash_table_iter_next (&iter, &text, NULL))
        g_ptr_array_add (lines,
                         g_strdup_printf ("%s %s %s", endpoint->name, what, (const char *) text));
}

/* Those by prefix lists are many routes, or none. */
static void
add_rows (const NaiveState *state, GPtrArray *lines)
{
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_iter_init (&iter, state->rows);
    while (g_hash_table_iter_next (&iter, &key, &value))
        if (!strstr (key, " pl-"))
            g_ptr_array_add (lines,
                             g_strdup_printf ("%s = %s", (const char *) key, (const char *) value));
}

char *
naive_state_describe (const NaiveState *state)
{
    g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
    GHashTableIter iter;
    gpointer zone;

    for (guint i = 0; i < state->endpoints->len; i++) {
        const NaiveEndpoint *endpoint = state->endpoints->pdata[i];
        add_settings (state, endpoint, lines);
        add_groups (state, endpoint, "group", endpoint->settings.security_groups, lines);
        add_places (state, endpoint, lines);
        add_set (endpoint, "route", endpoint->routes, lines);
        add_set (endpoint, "rule", endpoint->rules, lines);
        add_set (endpoint, "revoked", endpoint->revoked, lines);
    }
    g_hash_table_iter_init (&iter, state->failed_zones);
    while (g_hash_table_iter_next (&iter, &zone, NULL))
        g_ptr_array_add (lines, g_strdup_printf ("failed %s", (const char *) zone));
    add_rows (state, lines);
    return naive_lines_join (lines);
}
