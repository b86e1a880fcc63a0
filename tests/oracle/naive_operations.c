/* naive_operations: what events do, case by case, at their time and at their operations' end. */
#include "naive_state.h"

#include <string.h>

#include "naive_spec.h"

#define DAY (G_GINT64_CONSTANT (86400) * G_GINT64_CONSTANT (1000000000))

static gboolean
is_2020 (const NaiveState *state)
{
    return state->spec->quotas.profile == CVPN_PROFILE_2020;
}

typedef struct {
    const char *begins, *ends, *fails;
    const CvpnDistribution *duration;
} Form;

static Form
form_of (const NaiveState *state, const CvpnActionSpec *action)
{
    const CvpnOperationsSpec *o = &state->spec->operations;

    switch (action->kind) {
    case CVPN_ACTION_ASSOCIATE:
        return (Form){ "associating", "associated", "association-failed", &o->associate };
    case CVPN_ACTION_DISASSOCIATE:
        return (Form){ "disassociating", "disassociated", "failed", &o->disassociate };
    case CVPN_ACTION_CREATE_ROUTE:
        return (Form){ "creating", "active", "failed", &o->create_route };
    case CVPN_ACTION_DELETE_ROUTE:
        return (Form){ "deleting", "deleted", "failed", &o->delete_route };
    case CVPN_ACTION_AUTHORIZE:
        return (Form){ "authorizing", "active", "failed", &o->authorize };
    case CVPN_ACTION_REVOKE:
        return (Form){ "revoking", "revoked", "failed", &o->revoke };
    case CVPN_ACTION_APPLY_SECURITY_GROUPS:
        return (Form){ "applying", "applied", "failed", &o->apply_security_groups };
    case CVPN_ACTION_TERMINATE_CONNECTIONS:
        return (Form){ "terminating", "terminated", "failed-to-terminate",
                       &o->terminate_connections };
    case CVPN_ACTION_MODIFY_ENDPOINT:
        return (Form){ "applying", "applied", "failed",
                       g_str_equal (action->name, "server-certificate-expires")
                           ? &o->certificate
                           : &o->modify_endpoint };
    case CVPN_ACTION_DELETE_ENDPOINT:
        return (Form){ "deleting", "deleted", "failed", &o->delete_endpoint };
    default:
        return (Form){ "pending", "active", "failed", &o->import_crl };
    }
}

static NaiveEndpoint *
endpoint_of (const NaiveState *state, const CvpnEventSpec *event)
{
    const char *end;
    g_autofree char *population = NULL;

    if (event->action.kind != CVPN_ACTION_TERMINATE_CONNECTIONS)
        return naive_state_endpoint (state, cvpn_event_endpoint (state->spec, event));
    end = strrchr (event->action.name, '-');
    population = end ? g_strndup (event->action.name, (gsize) (end - event->action.name))
                     : g_strdup (event->action.name);
    return naive_state_endpoint (
        state, ((const CvpnClientsSpec *) naive_find (state->spec->clients, population))->endpoint);
}

/* Of VPCs: at once, and of no endpoint. */
static void
change_row (NaiveState *state, const CvpnActionSpec *action)
{
    g_autofree char *key = naive_state_row_key (action->name, action->row);
    const gboolean sets =
        action->kind == CVPN_ACTION_SET_ROUTE || action->kind == CVPN_ACTION_SET_ACL_ENTRY;

    if (sets)
        g_hash_table_insert (state->rows, g_steal_pointer (&key),
                             naive_state_row_value (action->row));
    else if (!g_hash_table_remove (state->rows, key)) {
        naive_note (state, action->text, "failed",
                    action->kind == CVPN_ACTION_UNSET_ROUTE ? "InvalidRoute.NotFound"
                                                            : "InvalidNetworkAclEntry.NotFound",
                    NULL);
        return;
    }
    naive_note (state, action->text, "active", NULL, NULL);
}

static gint64
concurrent (const NaiveState *state)
{
    const gint64 given = state->spec->quotas.concurrent_operations;

    return given >= 0 ? given : 10;
}

/* An endpoint is deleted without any parameters. */
static const char *
about (const NaiveEndpoint *endpoint, const CvpnActionSpec *action)
{
    return action->kind == CVPN_ACTION_DELETE_ENDPOINT ? endpoint->name : action->text;
}

void
naive_operation_begin (NaiveState *state, const CvpnEventSpec *event)
{
    const CvpnActionSpec *action = &event->action;
    const gboolean counts = action->kind != CVPN_ACTION_TERMINATE_CONNECTIONS;
    const char *error = NULL;

    if (action->kind >= CVPN_ACTION_SET_ROUTE && action->kind <= CVPN_ACTION_UNSET_ACL_ENTRY) {
        change_row (state, action);
        return;
    }
    NaiveEndpoint *endpoint = endpoint_of (state, event);
    const Form form = form_of (state, action);
    NaivePlace *place = action->name ? naive_state_place (endpoint, action->name) : NULL;
    if (counts && endpoint->running >= concurrent (state))
        error = "ConcurrentMutationLimitExceeded";
    if (!error)
        error = naive_refusal (state, endpoint, action);
    naive_note (state, about (endpoint, action), error ? form.fails : form.begins, error, NULL);
    if (error)
        return;
    endpoint->running += counts;
    if (action->kind == CVPN_ACTION_ASSOCIATE)
        place->associating++;
    if (action->kind == CVPN_ACTION_DISASSOCIATE)
        place->disassociating++;
    endpoint->deleting += action->kind == CVPN_ACTION_DELETE_ENDPOINT;
    naive_expect_end (state, (gint64) form.duration->a, event);
}

/* Documented for a route only with split tunnel; in 2020 for DNS servers only. */
static const char *
end_of (const NaiveState *state, const NaiveEndpoint *endpoint, const CvpnActionSpec *action)
{
    static const char *const settings[][2] = {
        { "split-tunnel", "split-tunnel-change" },
        { "vpn-port", "port-change" },
        { "server-certificate-expires", "certificate-change" },
    };

    if (action->kind == CVPN_ACTION_DISASSOCIATE)
        return "disassociated";
    if (action->kind == CVPN_ACTION_TERMINATE_CONNECTIONS)
        return "terminated";
    if (action->kind == CVPN_ACTION_DELETE_ENDPOINT)
        return "endpoint-deleted";
    if (action->kind == CVPN_ACTION_MODIFY_ENDPOINT && g_str_equal (action->name, "dns-servers"))
        return "dns-change";
    if (action->kind == CVPN_ACTION_MODIFY_ENDPOINT &&
        g_str_equal (action->name, "session-timeout"))
        return "session-timeout";
    if (is_2020 (state))
        return NULL;
    if (action->kind == CVPN_ACTION_AUTHORIZE || action->kind == CVPN_ACTION_REVOKE)
        return "rule-change";
    if (action->kind == CVPN_ACTION_CREATE_ROUTE || action->kind == CVPN_ACTION_DELETE_ROUTE)
        return endpoint->settings.split_tunnel ? "route-change" : NULL;
    if (action->kind == CVPN_ACTION_IMPORT_CRL || action->kind == CVPN_ACTION_REVOKE_CERTIFICATE)
        return "crl-import";
    for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
        if (action->kind == CVPN_ACTION_MODIFY_ENDPOINT &&
            g_str_equal (action->name, settings[i][0]))
            return settings[i][1];
    return NULL;
}

static void
modify (CvpnEndpointSpec *to, const char *key, const CvpnEndpointSpec *from)
{
    if (g_str_equal (key, "split-tunnel"))
        to->split_tunnel = from->split_tunnel;
    else if (g_str_equal (key, "vpn-port"))
        to->vpn_port = from->vpn_port;
    else if (g_str_equal (key, "mfa"))
        to->mfa = from->mfa;
    else if (g_str_equal (key, "session-timeout"))
        to->session_timeout_ns = from->session_timeout_ns;
    else if (g_str_equal (key, "connection-log"))
        to->connection_log = from->connection_log;
    else if (g_str_equal (key, "disconnect-on-session-timeout"))
        to->disconnect_on_session_timeout = from->disconnect_on_session_timeout;
    else if (g_str_equal (key, "server-certificate-expires"))
        to->server_certificate_expires_ns = from->server_certificate_expires_ns;
    else if (g_str_equal (key, "identity-provider-certificate-expires"))
        to->identity_provider_certificate_expires_ns =
            from->identity_provider_certificate_expires_ns;
    else if (g_str_equal (key, "security-groups"))
        to->security_groups = from->security_groups;
    else if (g_str_equal (key, "client-connect-handler"))
        to->handler.duration = from->handler.duration;
    else if (g_str_equal (key, "client-connect-denied"))
        to->handler.denied = from->handler.denied;
    else if (g_str_equal (key, "client-connect-concurrency"))
        to->handler.concurrency = from->handler.concurrency;
}

static void
catch_up (const NaiveEndpoint *endpoint)
{
    for (guint i = 0; i < endpoint->places->len; i++)
        ((NaivePlace *) endpoint->places->pdata[i])->groups = NULL;
}

/* A new list has a time of its own; one that a user is added to keeps it. */
static void
change_list (NaiveEndpoint *endpoint, const CvpnEventSpec *event)
{
    if (event->action.kind == CVPN_ACTION_IMPORT_CRL)
        endpoint->next_update = event->at_ns + event->action.next_update_ns;
    else if (!endpoint->has_list)
        endpoint->next_update = event->at_ns + 180 * DAY;
    if (event->action.kind == CVPN_ACTION_REVOKE_CERTIFICATE)
        g_hash_table_add (endpoint->revoked, g_strdup (event->action.name));
    endpoint->has_list = TRUE;
}

static gboolean
targets (gpointer route, gpointer value, gpointer subnet)
{
    (void) value;
    return g_str_has_suffix (route, subnet);
}

static void
apply (NaiveState *state, NaiveEndpoint *endpoint, const CvpnEventSpec *event)
{
    const CvpnActionSpec *action = &event->action;
    NaivePlace *place = action->name ? naive_state_place (endpoint, action->name) : NULL;
    char *pair = action->row ? naive_state_pair (action->row->prefix, action->name) : NULL;
    g_autofree char *suffix = g_strdup_printf (" %s", action->name);

    switch (action->kind) {
    case CVPN_ACTION_ASSOCIATE:
        place->associated = TRUE;
        place->out = naive_state_zone_failed (state, place);
        break;
    case CVPN_ACTION_DISASSOCIATE:
        place->associated = place->failed = FALSE;
        place->groups = NULL;
        g_hash_table_foreach_remove (endpoint->routes, targets, suffix);
        break;
    case CVPN_ACTION_CREATE_ROUTE:
        g_hash_table_add (endpoint->routes, g_steal_pointer (&pair));
        break;
    case CVPN_ACTION_DELETE_ROUTE:
        g_hash_table_remove (endpoint->routes, pair);
        break;
    case CVPN_ACTION_AUTHORIZE:
        g_hash_table_add (endpoint->rules, g_steal_pointer (&pair));
        break;
    case CVPN_ACTION_REVOKE:
        g_hash_table_remove (endpoint->rules, pair);
        break;
    case CVPN_ACTION_APPLY_SECURITY_GROUPS:
        endpoint->settings.security_groups = action->names;
        catch_up (endpoint);
        break;
    case CVPN_ACTION_MODIFY_ENDPOINT:
        modify (&endpoint->settings, action->name, action->endpoint);
        if (g_str_equal (action->name, "security-groups"))
            catch_up (endpoint);
        break;
    case CVPN_ACTION_IMPORT_CRL:
    case CVPN_ACTION_REVOKE_CERTIFICATE:
        change_list (endpoint, event);
        break;
    case CVPN_ACTION_DELETE_ENDPOINT:
        endpoint->deleted = TRUE;
        break;
    default:
        break;
    }
    g_free (pair);
}

void
naive_operation_end (NaiveState *state, const CvpnEventSpec *event)
{
    const CvpnActionSpec *action = &event->action;
    NaiveEndpoint *endpoint = endpoint_of (state, event);
    NaivePlace *place = action->name ? naive_state_place (endpoint, action->name) : NULL;
    const char *error = naive_refusal (state, endpoint, action);
    const guint before = naive_state_associated (endpoint);

    endpoint->running -= action->kind != CVPN_ACTION_TERMINATE_CONNECTIONS;
    endpoint->deleting -= action->kind == CVPN_ACTION_DELETE_ENDPOINT;
    if (action->kind == CVPN_ACTION_ASSOCIATE) {
        place->associating--;
        place->failed = error != NULL;
    }
    if (action->kind == CVPN_ACTION_DISASSOCIATE)
        place->disassociating--;
    if (error) {
        naive_note (state, about (endpoint, action), form_of (state, action).fails, error, NULL);
        return;
    }
    naive_note (state, about (endpoint, action), form_of (state, action).ends, NULL,
                end_of (state, endpoint, action));
    apply (state, endpoint, event);
    if ((before == 0) != (naive_state_associated (endpoint) == 0))
        naive_note (state, endpoint->name, before == 0 ? "available" : "pending-associate", NULL,
                    NULL);
    naive_expect_expiries (state, endpoint);
}
