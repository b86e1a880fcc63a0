/* planning: what all parts of a plan need. */
#include "plan/planning.h"

#include <string.h>

void
cvpn_planning_assume (CvpnPlanning *planning, const char *format, ...)
{
    g_autofree char *line = NULL;
    va_list arguments;

    va_start (arguments, format);
    line = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    if (strstr (planning->assumptions->str, line))
        return;
    g_string_append_printf (planning->assumptions, "%s%s",
                            planning->assumptions->len > 0 ? "\n" : "", line);
}

const CvpnClientsSpec *
cvpn_planning_next_clients (const CvpnPlanning *planning, guint *i)
{
    const GPtrArray *all = planning->scenario->spec->clients;

    while (*i < all->len) {
        const CvpnClientsSpec *clients = all->pdata[(*i)++];
        if (g_str_equal (clients->endpoint, cvpn_planning_endpoint (planning)->name))
            return clients;
    }
    return NULL;
}

gboolean
cvpn_planning_any (const CvpnPlanning *planning, gboolean (*is) (const CvpnClientsSpec *clients))
{
    const CvpnClientsSpec *clients;

    for (guint i = 0; (clients = cvpn_planning_next_clients (planning, &i));)
        if (is (clients))
            return TRUE;
    return FALSE;
}

CvpnPlanRuns *
cvpn_planning_runs_new (const CvpnPlanning *planning, const CvpnPlanVariant *variant,
                        GError **error)
{
    g_autofree char *text =
        cvpn_planning_scenario (planning->scenario, planning->endpoint, variant, error);

    return text ? cvpn_plan_runs_new (cvpn_setting_new (planning->scenario->path, text, NULL, NULL))
                : NULL;
}

static gboolean
show (gpointer data, double share)
{
    const CvpnPlanning *planning = data;

    const CvpnPlanWatch *watch = &planning->watch;

    return watch->interrupted && watch->interrupted (watch->data, planning->what, share);
}

gboolean
cvpn_planning_run (CvpnPlanning *planning, CvpnPlanRuns *const *runs, guint n,
                   const CvpnPlanEffort *effort, GError **error)
{
    const CvpnPlanRunsWatch watch = { show, planning };

    return cvpn_plan_runs_work (runs, n, effort, planning->options, &watch, error) ==
           CVPN_CREW_DONE;
}

gboolean
cvpn_planning_repeat (CvpnPlanning *planning, CvpnPlanRuns *const *runs, guint n,
                      guint32 replications, GError **error)
{
    const CvpnPlanEffort effort = { .minimum = replications, .maximum = replications };

    return cvpn_planning_run (planning, runs, n, &effort, error);
}
