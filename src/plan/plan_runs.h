/* plan_runs: a setting and its trials, of which there can be more later. */
#pragma once

#include <cvpnsim/plan.h>

#include "experiment/experiment.h"

typedef struct {
    CvpnSetting *setting; /* owned */
    GPtrArray *trials;    /* CvpnTrial *, owned, by replication; NULL: not run yet */
} CvpnPlanRuns;

/* How much is to be run of each setting. */
typedef struct {
    guint32 minimum, maximum;  /* replications */
    double relative_precision; /* 0: 'maximum' */
    const guint *watched;      /* CvpnMetric */
    guint n_watched;
} CvpnPlanEffort;

/* Takes 'setting' over. */
CvpnPlanRuns *cvpn_plan_runs_new (CvpnSetting *setting);
void cvpn_plan_runs_free (CvpnPlanRuns *runs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnPlanRuns, cvpn_plan_runs_free)

/* Trial i of 'from' is what trial i here would be, too: it need not be run. */
void cvpn_plan_runs_take (CvpnPlanRuns *runs, const CvpnPlanRuns *from, guint i);

/* Of trial i, which is replication i + 1. */
double cvpn_plan_runs_figure (const CvpnPlanRuns *runs, guint i, CvpnMetric metric);
/* Newly allocated. */
double *cvpn_plan_runs_figures (const CvpnPlanRuns *runs, CvpnMetric metric);
CvpnPlanFigure cvpn_plan_runs_estimate (const CvpnPlanRuns *runs, CvpnMetric metric,
                                        double confidence);
/* NaN: no run has it. */
double cvpn_plan_runs_highest (const CvpnPlanRuns *runs, CvpnMetric metric);
CvpnPlanFigure cvpn_plan_figure (const double *values, guint n, double confidence);
/* Of all trials, as their summaries say. */
guint64 cvpn_plan_runs_events (const CvpnPlanRuns *runs);

/* Runs what is missing of each.  INTERRUPTED and FAILED as cvpn_crew_work. */
CvpnCrewEnd cvpn_plan_runs_work (CvpnPlanRuns *const *runs, guint n, const CvpnPlanEffort *effort,
                                 const CvpnPlanOptions *options,
                                 gboolean (*interrupted) (gpointer data, double share),
                                 gpointer data, GError **error);
