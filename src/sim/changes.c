/* changes: another version of the network is in force, and sessions feel it.
 *
 * Attempts under way do not: they meet the new version at their next step. */
#include "sim/changes.h"

#include "sim/client.h"
#include "sim/counters.h"
#include "sim/flow.h"
#include "sim/handlers.h"
#include "sim/session_end.h"

void
cvpn_changes_start (CvpnSimulation *sim)
{
    const GArray *changes = sim->scenario->timeline->changes;

    for (guint32 i = 0; i < changes->len; i++)
        cvpn_simulation_schedule (sim, g_array_index (changes, CvpnChange, i).time_ns,
                                  (CvpnEvent){ .kind = CVPN_EVENT_CHANGE, .a = i });
}

/* A population's name, or that of one of its users; NULL: everybody. */
static gboolean
is_named (const CvpnSimulation *sim, const CvpnSession *session, const char *name)
{
    if (name == NULL || g_str_equal (cvpn_session_population (sim, session)->name, name))
        return TRUE;
    g_autofree char *user = cvpn_client_name (sim, cvpn_simulation_client (sim, session->client));

    return g_str_equal (user, name);
}

static gboolean
concerns (const CvpnSimulation *sim, const CvpnSession *session, const CvpnChange *change)
{
    if (session->life->established_ns < 0)
        return FALSE;
    switch (change->effect) {
    case CVPN_EFFECT_UNLAND:
    case CVPN_EFFECT_LOSE:
    case CVPN_EFFECT_FIND:
        return session->association == change->association;
    case CVPN_EFFECT_TERMINATE:
        return session->life->person.endpoint == change->endpoint &&
               is_named (sim, session, change->clients);
    default:
        return session->life->person.endpoint == change->endpoint;
    }
}

/* TRUE if the session has ended, or is lost by it. */
static gboolean
affect (CvpnSimulation *sim, CvpnSession *session, const CvpnChange *change)
{
    switch (change->effect) {
    case CVPN_EFFECT_LOSE:
        return cvpn_session_end_lose (sim, session);
    case CVPN_EFFECT_FIND:
        return cvpn_session_end_find (sim, session);
    case CVPN_EFFECT_AGE:
        return cvpn_session_end_limit (sim, session);
    default:
        return cvpn_session_end_by_server (sim, session, change->end);
    }
}

/* Of how many sessions; in the order of their numbers. */
static gint64
apply (CvpnSimulation *sim, const CvpnChange *change)
{
    gint64 affected = 0;

    if (change->effect == CVPN_EFFECT_NONE)
        return 0;
    g_autoptr (GPtrArray) sessions = cvpn_session_list (sim);
    for (guint i = 0; i < sessions->len; i++) {
        CvpnSession *session = sessions->pdata[i];
        if (concerns (sim, session, change))
            affected += affect (sim, session, change);
    }
    return affected;
}

void
cvpn_changes_handle (CvpnSimulation *sim, const CvpnEvent *event)
{
    const CvpnChange *change =
        &g_array_index (sim->scenario->timeline->changes, CvpnChange, event->a);

    if (sim->passages && sim->net != change->net)
        cvpn_flow_leave_passages (sim);
    sim->net = change->net;
    cvpn_counters_note_quotas (sim);

    const CvpnChangeRecord record = {
        .time_ns = sim->now_ns,
        .event = change->event ? change->event->group->name : NULL,
        .action = change->event ? cvpn_action_word (change->event->action.kind) : NULL,
        .endpoint =
            change->endpoint == CVPN_NONE ? NULL : cvpn_endpoint (sim->net, change->endpoint)->name,
        .object = change->object,
        .state = change->state,
        .error = change->error,
        .sessions = apply (sim, change),
    };

    cvpn_notify (sim, change, &record);
}
