/* events: against the run's duration, and against the populations. */
#include "input/events.h"

#include <string.h>

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
