/* planning: a plan while it is being made. */
#pragma once

#include <cvpnsim/plan.h>

#include "model/scenario.h"
#include "plan/closed_form.h"
#include "plan/plan_runs.h"
#include "plan/planning_scenario.h"

#define CVPN_PLAN_ASSOCIATIONS_MAX 5
#define CVPN_PLAN_SMALLEST         22 /* prefix length of the smallest client CIDR */
/* Fewer places than this part of the peak are too few, whatever else is true: not worth a run, nor
 * a line. */
#define CVPN_PLAN_HOPELESS 4
/* Replications that differ little from each other: a few say enough. */
#define CVPN_PLAN_FEW 5u

typedef struct {
    const CvpnPlanOptions *options; /* with at least one thread */
    const CvpnScenario *scenario;
    const char *text;               /* where it is no file */
    const CvpnOverrides *overrides; /* may be NULL */
    guint32 endpoint;               /* in its network */
    CvpnPlan *plan;                 /* what is known so far */
    GString *assumptions;           /* a line each */
    CvpnPlanWatch watch;
    const char *what; /* the part at work, for the watch */

    gint64 duration_ns, warm_up_ns; /* of the runs that are to show the demand */
    CvpnOffered offered;
    CvpnPlanRuns *demand; /* without limits */
    GPtrArray *cases;     /* what else was simulated: conditions.c */
} CvpnPlanning;

static inline const CvpnEndpoint *
cvpn_planning_endpoint (const CvpnPlanning *planning)
{
    return cvpn_endpoint (planning->scenario->net, planning->endpoint);
}

/* Adds a line, once. */
void cvpn_planning_assume (CvpnPlanning *planning, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The endpoint's populations, in the order of the file: the next one from '*i' on, which is
 * moved behind it; NULL: there is none. */
const CvpnClientsSpec *cvpn_planning_next_clients (const CvpnPlanning *planning, guint *i);

/* TRUE if one of them is such a one. */
gboolean cvpn_planning_any (const CvpnPlanning *planning,
                            gboolean (*is) (const CvpnClientsSpec *clients));

/* Of a planning scenario; NULL with 'error'. */
CvpnPlanRuns *cvpn_planning_runs_new (const CvpnPlanning *planning, const CvpnPlanVariant *variant,
                                      GError **error);

/* FALSE with 'error', or without: it was interrupted. */
gboolean cvpn_planning_run (CvpnPlanning *planning, CvpnPlanRuns *const *runs, guint n,
                            const CvpnPlanEffort *effort, GError **error);
/* Each of them that many times. */
gboolean cvpn_planning_repeat (CvpnPlanning *planning, CvpnPlanRuns *const *runs, guint n,
                               guint32 replications, GError **error);
