/* operations: what an event begins, how long it takes, why it is refused, what its end does
 * to those who are connected.
 *
 * An operation is checked when it begins and again when it ends: what it is about may have
 * gone in between.  A change takes effect at its end. */
#include "control/plane.h"

#include <string.h>

#include "base/rng.h"
#include "control/settings.h"

/* The words of AWS's API while it lasts, at its end, and if it fails. */
typedef struct {
    const char *begins, *ends, *fails;
    gsize duration; /* in CvpnOperationsSpec */
} Words;

#define OPERATION(member) offsetof (CvpnOperationsSpec, member)

static const Words words[CVPN_N_ACTIONS] = {
    [CVPN_ACTION_ASSOCIATE] = { "associating", "associated", "association-failed",
                                OPERATION (associate) },
    [CVPN_ACTION_DISASSOCIATE] = { "disassociating", "disassociated", "failed",
                                   OPERATION (disassociate) },
    [CVPN_ACTION_CREATE_ROUTE] = { "creating", "active", "failed", OPERATION (create_route) },
    [CVPN_ACTION_DELETE_ROUTE] = { "deleting", "deleted", "failed", OPERATION (delete_route) },
    [CVPN_ACTION_AUTHORIZE] = { "authorizing", "active", "failed", OPERATION (authorize) },
    [CVPN_ACTION_REVOKE] = { "revoking", "revoked", "failed", OPERATION (revoke) },
    [CVPN_ACTION_APPLY_SECURITY_GROUPS] = { "applying", "applied", "failed",
                                            OPERATION (apply_security_groups) },
    [CVPN_ACTION_TERMINATE_CONNECTIONS] = { "terminating", "terminated", "failed-to-terminate",
                                            OPERATION (terminate_connections) },
    [CVPN_ACTION_IMPORT_CRL] = { "pending", "active", "failed", OPERATION (import_crl) },
    [CVPN_ACTION_REVOKE_CERTIFICATE] = { "pending", "active", "failed", OPERATION (import_crl) },
    [CVPN_ACTION_MODIFY_ENDPOINT] = { "applying", "applied", "failed",
                                      OPERATION (modify_endpoint) },
    [CVPN_ACTION_DELETE_ENDPOINT] = { "deleting", "deleted", "failed",
                                      OPERATION (delete_endpoint) },
};

/* Those that count; the VPC's tables and lists are not the endpoint's. */
static gboolean
is_immediate (const CvpnEventSpec *event)
{
    return words[event->action.kind].begins == NULL;
}

/* How long the event's operation takes. */
static const CvpnDistribution *
duration_of (const CvpnSpec *spec, const CvpnEventSpec *event)
{
    const gboolean certificate = event->action.kind == CVPN_ACTION_MODIFY_ENDPOINT &&
                                 cvpn_setting_is_certificate (event->action.name);
    const gsize offset = certificate ? OPERATION (certificate) : words[event->action.kind].duration;

    return &G_STRUCT_MEMBER (CvpnDistribution, (gsize) &spec->operations, offset);
}

static gint64
draw_duration (const CvpnPlane *plane, const CvpnEventSpec *event)
{
    g_autofree char *name = g_strdup_printf ("event/%s", event->group->name);
    CvpnDraw draw;

    cvpn_draw_start (&draw, cvpn_rng_key ((guint64) plane->spec->scenario.seed, name), 0, 0, 0);
    return cvpn_distribution_sample (duration_of (plane->spec, event), &draw);
}

gboolean
cvpn_timeline_draws (const CvpnSpec *spec)
{
    for (guint i = 0; i < spec->events->len; i++) {
        const CvpnEventSpec *event = spec->events->pdata[i];
        if (!is_immediate (event) && duration_of (spec, event)->kind != CVPN_DISTRIBUTION_CONSTANT)
            return TRUE;
    }
    return FALSE;
}

static guint32
find_place (const CvpnPlane *plane, guint32 endpoint, const char *subnet)
{
    const CvpnSpan a = cvpn_endpoint (plane->net, endpoint)->associations;

    for (guint32 i = a.first; i < a.first + a.count; i++)
        if (g_str_equal (cvpn_subnet (plane->net, cvpn_association (plane->net, i)->subnet)->name,
                         subnet))
            return i;
    return CVPN_NONE;
}

/* One operation on an association more or less; 'failed': it was refused at its end. */
static void
count_operation (CvpnPlane *plane, guint32 endpoint, const CvpnEventSpec *event, gint by,
                 gboolean failed)
{
    const gboolean associates = event->action.kind == CVPN_ACTION_ASSOCIATE;
    guint32 place = CVPN_NONE;

    if (associates || event->action.kind == CVPN_ACTION_DISASSOCIATE)
        place = find_place (plane, endpoint, event->action.name);
    if (place == CVPN_NONE)
        return;
    if (associates) {
        plane->places[place].associating += by;
        plane->places[place].failed = failed;
    } else {
        plane->places[place].disassociating += by;
        plane->places[place].failed &= by > 0 || failed;
    }
    plane->dirty = TRUE;
}

static void
count_deletion (CvpnPlane *plane, guint32 endpoint, const CvpnEventSpec *event, gint by)
{
    if (event->action.kind != CVPN_ACTION_DELETE_ENDPOINT)
        return;
    plane->endpoints[endpoint].deleting += by;
    plane->dirty = TRUE;
}

static const char *
check (const CvpnPlane *plane, const CvpnEventSpec *event, guint32 endpoint)
{
    if (endpoint == CVPN_NONE)
        return cvpn_draft_check (plane->draft, plane->net, event, NULL);
    if (plane->endpoints[endpoint].deleted)
        return "InvalidClientVpnEndpointId.NotFound";
    return cvpn_draft_check (plane->draft, plane->net, event,
                             cvpn_endpoint (plane->net, endpoint)->name);
}

/* terminate-connections is not among the operations that the quota is of. */
static gboolean
counts (const CvpnEventSpec *event)
{
    return event->action.kind != CVPN_ACTION_TERMINATE_CONNECTIONS;
}

static const char *
check_concurrency (const CvpnPlane *plane, const CvpnEventSpec *event, guint32 endpoint)
{
    if (!counts (event) ||
        plane->endpoints[endpoint].running < plane->net->quotas.concurrent_operations)
        return NULL;
    return "ConcurrentMutationLimitExceeded";
}

/* What the action is about: its parameters, or the endpoint as a whole. */
static const char *
object_of (const CvpnPlane *plane, const CvpnEventSpec *event, guint32 endpoint)
{
    return *event->action.text || endpoint == CVPN_NONE
               ? event->action.text
               : cvpn_endpoint (plane->net, endpoint)->name;
}

static void
note (CvpnPlane *plane, const CvpnEventSpec *event, guint32 endpoint, const char *state,
      const char *error)
{
    cvpn_plane_note (plane, (CvpnChange){ CVPN_CHANGE_NONE, .event = event, .endpoint = endpoint,
                                          .object = object_of (plane, event, endpoint),
                                          .state = state, .error = error });
}

static void
apply (CvpnPlane *plane, const CvpnEventSpec *event, guint32 endpoint)
{
    cvpn_draft_apply (plane->draft, event,
                      endpoint == CVPN_NONE ? NULL : cvpn_endpoint (plane->net, endpoint)->name);
    plane->dirty = TRUE;
    plane->blamed = event;
}

static void
begin_immediate (CvpnPlane *plane, const CvpnEventSpec *event)
{
    const char *error = check (plane, event, CVPN_NONE);

    note (plane, event, CVPN_NONE, error ? "failed" : "active", error);
    if (!error)
        apply (plane, event, CVPN_NONE);
}

static gboolean
is_user_of (const CvpnClientsSpec *clients, const char *name)
{
    const gsize length = strlen (clients->group->name);
    const GPtrArray *logins = clients->arrival.logins;

    if (strncmp (name, clients->group->name, length) == 0 &&
        (name[length] == '\0' || (name[length] == '-' && !logins)))
        return TRUE;
    for (guint i = 0; logins && i < logins->len; i++)
        if (g_str_equal (((const CvpnLogin *) logins->pdata[i])->user, name))
            return TRUE;
    return FALSE;
}

/* Of a population, or of one of its users; the longest name is meant, as in --set. */
static const char *
find_endpoint_of (const CvpnSpec *spec, const char *name)
{
    const CvpnClientsSpec *found = NULL;

    for (guint i = 0; i < spec->clients->len; i++) {
        const CvpnClientsSpec *clients = spec->clients->pdata[i];
        if (is_user_of (clients, name) &&
            (!found || strlen (clients->group->name) > strlen (found->group->name)))
            found = clients;
    }
    return found ? found->endpoint : NULL;
}

static guint32
endpoint_of (const CvpnPlane *plane, const CvpnEventSpec *event)
{
    const char *name = event->action.kind == CVPN_ACTION_TERMINATE_CONNECTIONS
                           ? find_endpoint_of (plane->spec, event->action.name)
                           : cvpn_event_endpoint (plane->spec, event);

    return name ? cvpn_network_find_endpoint (plane->net, name) : CVPN_NONE;
}

void
cvpn_plane_begin (CvpnPlane *plane, const CvpnEventSpec *event)
{
    const guint32 endpoint = endpoint_of (plane, event);
    const char *error;

    if (is_immediate (event)) {
        begin_immediate (plane, event);
        return;
    }
    g_return_if_fail (endpoint != CVPN_NONE);
    error = check_concurrency (plane, event, endpoint);
    if (!error)
        error = check (plane, event, endpoint);
    if (error) {
        note (plane, event, endpoint, words[event->action.kind].fails, error);
        return;
    }
    note (plane, event, endpoint, words[event->action.kind].begins, NULL);
    plane->endpoints[endpoint].running += counts (event);
    count_operation (plane, endpoint, event, 1, FALSE);
    count_deletion (plane, endpoint, event, 1);
    cvpn_plane_expect (plane, plane->now_ns + draw_duration (plane, event),
                       (CvpnItem){ .kind = CVPN_ITEM_DONE, .event = event, .endpoint = endpoint });
}

/* Which sessions the end of an operation ends, and why. */
static void
fill_effect (const CvpnPlane *plane, const CvpnEventSpec *event, CvpnChange *change)
{
    const gboolean now = plane->net->quotas.profile != CVPN_PROFILE_2020;
    const char *name = cvpn_endpoint (plane->net, change->endpoint)->name;
    const gboolean split = cvpn_draft_endpoint (plane->draft, name)->split_tunnel;

    switch (event->action.kind) {
    case CVPN_ACTION_CREATE_ROUTE:
    case CVPN_ACTION_DELETE_ROUTE:
        change->end = now && split ? CVPN_END_ROUTE_CHANGE : CVPN_END_NONE;
        break;
    case CVPN_ACTION_AUTHORIZE:
    case CVPN_ACTION_REVOKE:
        change->end = now ? CVPN_END_RULE_CHANGE : CVPN_END_NONE;
        break;
    case CVPN_ACTION_IMPORT_CRL:
    case CVPN_ACTION_REVOKE_CERTIFICATE:
        change->end = now ? CVPN_END_CRL_IMPORT : CVPN_END_NONE;
        break;
    case CVPN_ACTION_MODIFY_ENDPOINT:
        change->end = (guint8) cvpn_setting_end (event->action.name);
        if (!now && change->end != CVPN_END_DNS_CHANGE && change->end != CVPN_END_SESSION_TIMEOUT)
            change->end = CVPN_END_NONE;
        break;
    case CVPN_ACTION_DISASSOCIATE:
        change->end = CVPN_END_DISASSOCIATED;
        break;
    case CVPN_ACTION_TERMINATE_CONNECTIONS:
        change->end = CVPN_END_TERMINATED;
        break;
    case CVPN_ACTION_DELETE_ENDPOINT:
        change->end = CVPN_END_ENDPOINT_DELETED;
        break;
    default:
        break;
    }
}

static CvpnEffect
effect_of (const CvpnChange *change)
{
    switch (change->end) {
    case CVPN_END_NONE:
        return CVPN_EFFECT_NONE;
    case CVPN_END_DISASSOCIATED:
        return CVPN_EFFECT_UNLAND;
    case CVPN_END_TERMINATED:
        return CVPN_EFFECT_TERMINATE;
    case CVPN_END_SESSION_TIMEOUT:
        return CVPN_EFFECT_AGE;
    default:
        return CVPN_EFFECT_RESET;
    }
}

/* The first association makes an endpoint available, the last one to go takes that back. */
static void
note_endpoint (CvpnPlane *plane, guint32 endpoint, guint before)
{
    const char *name = cvpn_endpoint (plane->net, endpoint)->name;
    const guint after = cvpn_draft_endpoint (plane->draft, name)->target_networks->len;

    if ((before == 0) != (after == 0))
        cvpn_plane_note (plane,
                         (CvpnChange){ CVPN_CHANGE_NONE, .endpoint = endpoint, .object = name,
                                       .state = after ? "available" : "pending-associate" });
}

static void
finish (CvpnPlane *plane, const CvpnEventSpec *event, guint32 endpoint)
{
    const char *name = cvpn_endpoint (plane->net, endpoint)->name;
    const guint before = cvpn_draft_endpoint (plane->draft, name)->target_networks->len;
    CvpnChange change = { CVPN_CHANGE_NONE, .event = event, .endpoint = endpoint,
                          .object = object_of (plane, event, endpoint),
                          .state = words[event->action.kind].ends };

    fill_effect (plane, event, &change);
    change.effect = (guint8) effect_of (&change);
    if (change.effect == CVPN_EFFECT_UNLAND)
        change.association = find_place (plane, endpoint, event->action.name);
    if (change.effect == CVPN_EFFECT_TERMINATE)
        change.clients = event->action.name;
    if (event->action.kind == CVPN_ACTION_DELETE_ENDPOINT)
        plane->endpoints[endpoint].deleted = TRUE;
    apply (plane, event, endpoint);
    if (event->action.kind == CVPN_ACTION_ASSOCIATE)
        cvpn_plane_look (plane, find_place (plane, endpoint, event->action.name));
    cvpn_plane_note (plane, change);
    note_endpoint (plane, endpoint, before);
    cvpn_plane_expect_expiries (plane, endpoint);
}

void
cvpn_plane_done (CvpnPlane *plane, const CvpnItem *item)
{
    const CvpnEventSpec *event = item->event;
    const char *error = check (plane, event, item->endpoint);

    plane->endpoints[item->endpoint].running -= counts (event);
    count_operation (plane, item->endpoint, event, -1, error != NULL);
    count_deletion (plane, item->endpoint, event, -1);
    if (error)
        note (plane, event, item->endpoint, words[event->action.kind].fails, error);
    else
        finish (plane, event, item->endpoint);
}
