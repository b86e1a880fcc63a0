/* events: the endpoint that they are about, the run's duration, the populations. */
#include "input/events.h"

#include <string.h>

static gboolean
needs_endpoint (gint kind)
{
    switch (kind) {
    case CVPN_ACTION_SET_ROUTE:
    case CVPN_ACTION_UNSET_ROUTE:
    case CVPN_ACTION_SET_ACL_ENTRY:
    case CVPN_ACTION_UNSET_ACL_ENTRY:
    case CVPN_ACTION_FAIL_AVAILABILITY_ZONE:
    case CVPN_ACTION_RESTORE_AVAILABILITY_ZONE:
    case CVPN_ACTION_TERMINATE_CONNECTIONS:
        return FALSE;
    default:
        return kind >= 0;
    }
}

static guint
count_endpoints (const CvpnReading *at)
{
    const GPtrArray *groups = at->names->document->groups;
    guint n = 0;

    for (guint i = 0; i < groups->len; i++)
        n += strcmp (((const CvpnGroup *) groups->pdata[i])->kind, "client-vpn-endpoint") == 0;
    return n;
}

void
cvpn_events_check_one (gpointer data, const CvpnReading *at)
{
    CvpnEventSpec *event = data;
    const gboolean given = cvpn_reading_has (at, "endpoint");
    const guint n = count_endpoints (at);

    if (!event->action.text) /* missing, or without a value */
        event->action.kind = -1;
    const gint kind = event->action.kind;
    if (kind < 0)
        return;
    if (!needs_endpoint (kind) && kind != CVPN_ACTION_TERMINATE_CONNECTIONS && given)
        cvpn_group_fail (at->group, "endpoint", at->report,
                         "'%s' is not about an endpoint; expected none", cvpn_action_word (kind));
    else if (needs_endpoint (kind) && !given && n == 0)
        cvpn_group_fail (at->group, "action", at->report,
                         "'%s' is about an endpoint, and there is none", cvpn_action_word (kind));
    else if (needs_endpoint (kind) && !given && n > 1)
        cvpn_group_fail (at->group, "endpoint", at->report,
                         "is missing; '%s' is about one of the %u endpoints",
                         cvpn_action_word (kind), n);
}

static gboolean
contains (const GPtrArray *names, const char *name)
{
    for (guint i = 0; i < names->len; i++)
        if (strcmp (names->pdata[i], name) == 0)
            return TRUE;
    return FALSE;
}

/* TRUE if a population or a rule of the file names the access group. */
static gboolean
is_access_group (const CvpnSpec *spec, const char *name)
{
    for (guint i = 0; i < spec->clients->len; i++)
        if (contains (((const CvpnClientsSpec *) spec->clients->pdata[i])->groups, name))
            return TRUE;
    for (guint i = 0; i < spec->authorization_rules->len; i++) {
        const CvpnEndpointRowsSpec *rules = spec->authorization_rules->pdata[i];
        for (guint j = 0; j < rules->rows->len; j++)
            if (contains (((const CvpnRowSpec *) rules->rows->pdata[j])->names, name))
                return TRUE;
    }
    return FALSE;
}

/* "Domain Users" is an access group, "ops engineering" are two. */
static void
check_access_group (const CvpnSpec *spec, const CvpnEventSpec *event, CvpnReport *report)
{
    const CvpnActionSpec *action = &event->action;

    if ((action->kind != CVPN_ACTION_AUTHORIZE && action->kind != CVPN_ACTION_REVOKE) ||
        !action->name || !strpbrk (action->name, " \t") || is_access_group (spec, action->name))
        return;
    cvpn_group_fail (event->group, "action", report,
                     "no population is in '%s', if that is one access group; expected '%s %s'",
                     action->name, cvpn_action_word (action->kind),
                     cvpn_action_parameters (action->kind));
}

static void
check_time (const CvpnSpec *spec, const CvpnEventSpec *event, CvpnReport *report)
{
    if (spec->scenario.duration_ns < 0 || event->at_ns <= spec->scenario.duration_ns)
        return;
    cvpn_group_warn (event->group, "at", report, "%s is after the end of a run, which is at %s",
                     cvpn_group_entry (event->group, "at")->value,
                     cvpn_group_entry (spec->scenario.group, "duration")->value);
}

void
cvpn_events_check (const CvpnSpec *spec, CvpnReport *report)
{
    for (guint i = 0; i < spec->events->len; i++) {
        check_access_group (spec, spec->events->pdata[i], report);
        check_time (spec, spec->events->pdata[i], report);
    }
}
