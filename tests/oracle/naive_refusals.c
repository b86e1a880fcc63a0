/* naive_refusals: what AWS's API refuses, at the beginning of an operation and at its end. */
#include "naive_state.h"

#include <string.h>

static gint64
quota (gint64 given, gint64 otherwise)
{
    return given >= 0 ? given : otherwise;
}

static gboolean
is_2020 (const NaiveState *state)
{
    return state->spec->quotas.profile == CVPN_PROFILE_2020;
}

static gboolean
is_automatic (const NaiveState *state, const NaiveEndpoint *endpoint, const CvpnActionSpec *action)
{
    const NaivePlace *place = naive_state_place (endpoint, action->name);
    g_autoptr (GArray) blocks = naive_state_blocks (state, endpoint);

    for (guint i = 0; place && place->associated && i < blocks->len; i++)
        if (cvpn_prefix_equal (g_array_index (blocks, CvpnPrefix, i), action->row->prefix))
            return TRUE;
    return FALSE;
}

/* Now those of one target network, in 2020 all. */
static guint
count_routes (const NaiveState *state, const NaiveEndpoint *endpoint, const char *target)
{
    g_autofree char *suffix = g_strdup_printf (" %s", target);
    g_autoptr (GArray) blocks = naive_state_blocks (state, endpoint);
    const NaivePlace *place = naive_state_place (endpoint, target);
    GHashTableIter iter;
    gpointer text;
    guint n = 0;

    if (is_2020 (state))
        return g_hash_table_size (endpoint->routes) +
               naive_state_associated (endpoint) * blocks->len;
    g_hash_table_iter_init (&iter, endpoint->routes);
    while (g_hash_table_iter_next (&iter, &text, NULL))
        n += g_str_has_suffix (text, suffix);
    return n + (place && place->associated ? blocks->len : 0);
}

static const char *
check_create_route (const NaiveState *state, const NaiveEndpoint *endpoint,
                    const CvpnActionSpec *action)
{
    const NaivePlace *place = naive_state_place (endpoint, action->name);
    g_autofree char *pair = naive_state_pair (action->row->prefix, action->name);

    if (!g_str_equal (action->name, "local") && !(place && place->associated))
        return "InvalidClientVpnActiveAssociationNotFound";
    if (g_hash_table_contains (endpoint->routes, pair) || is_automatic (state, endpoint, action))
        return "InvalidClientVpnDuplicateRoute";
    return count_routes (state, endpoint, action->name) >=
                   quota (state->spec->quotas.routes, is_2020 (state) ? 10 : 100)
               ? "ClientVpnRouteLimitExceeded"
               : NULL;
}

static const char *
check_associate (const NaiveEndpoint *endpoint, const char *subnet)
{
    const NaivePlace *place = naive_state_place (endpoint, subnet);

    if (place->associated)
        return "ClientVpnEndpointAssociationExists";
    for (guint i = 0; i < endpoint->places->len; i++) {
        const NaivePlace *other = endpoint->places->pdata[i];
        if (other->associated && g_str_equal (other->zone, place->zone))
            return "InvalidClientVpnSubnetId.DuplicateAz";
    }
    return NULL;
}

static const char *
check_list (const NaiveState *state, const NaiveEndpoint *endpoint, const char *user)
{
    const gboolean grows = user && !g_hash_table_contains (endpoint->revoked, user);

    return g_hash_table_size (endpoint->revoked) + grows >
                   quota (state->spec->quotas.crl_entries, 20000)
               ? "ClientVpnCertificateRevocationListLimitExceeded"
               : NULL;
}

static const char *
check_rule (const NaiveState *state, const NaiveEndpoint *endpoint, const CvpnActionSpec *action)
{
    g_autofree char *pair = naive_state_pair (action->row->prefix, action->name);
    const gboolean there = g_hash_table_contains (endpoint->rules, pair);

    if (action->kind == CVPN_ACTION_REVOKE)
        return there ? NULL : "InvalidClientVpnEndpointAuthorizationRuleNotFound";
    if (there)
        return "InvalidClientVpnDuplicateAuthorizationRule";
    return g_hash_table_size (endpoint->rules) >=
                   quota (state->spec->quotas.authorization_rules, is_2020 (state) ? 50 : 200)
               ? "ClientVpnAuthorizationRuleLimitExceeded"
               : NULL;
}

static const char *
check_delete_route (const NaiveState *state, const NaiveEndpoint *endpoint,
                    const CvpnActionSpec *action)
{
    g_autofree char *pair = naive_state_pair (action->row->prefix, action->name);

    if (g_hash_table_contains (endpoint->routes, pair))
        return NULL;
    return is_automatic (state, endpoint, action) ? "OperationNotPermitted"
                                                  : "InvalidClientVpnRouteNotFound";
}

const char *
naive_refusal (const NaiveState *state, const NaiveEndpoint *endpoint, const CvpnActionSpec *action)
{
    const NaivePlace *place;

    if (endpoint->deleted)
        return "InvalidClientVpnEndpointId.NotFound";
    switch (action->kind) {
    case CVPN_ACTION_ASSOCIATE:
        return check_associate (endpoint, action->name);
    case CVPN_ACTION_DISASSOCIATE:
        place = naive_state_place (endpoint, action->name);
        return place && place->associated ? NULL : "InvalidClientVpnAssociationIdNotFound";
    case CVPN_ACTION_CREATE_ROUTE:
        return check_create_route (state, endpoint, action);
    case CVPN_ACTION_DELETE_ROUTE:
        return check_delete_route (state, endpoint, action);
    case CVPN_ACTION_AUTHORIZE:
    case CVPN_ACTION_REVOKE:
        return check_rule (state, endpoint, action);
    case CVPN_ACTION_IMPORT_CRL:
        return check_list (state, endpoint, NULL);
    case CVPN_ACTION_REVOKE_CERTIFICATE:
        return check_list (state, endpoint, action->name);
    case CVPN_ACTION_DELETE_ENDPOINT:
        return naive_state_associated (endpoint) > 0 ? "IncorrectState" : NULL;
    default:
        return NULL;
    }
}
