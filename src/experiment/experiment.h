/* experiment: settings, each run again and again until enough is known.
 *
 * How many replications of a setting count depends only on the trials themselves, taken in the
 * order of their replication: those behind are left out, even where they have been run.  So the
 * answer is the same in whatever order trials come, from threads, ranks or an earlier sweep. */
#pragma once

#include "experiment/estimate.h"
#include "experiment/setting.h"
#include "experiment/trial.h"

typedef struct {
    guint32 minimum, maximum;  /* replications of a setting, 1 <= minimum <= maximum */
    double relative_precision; /* wanted of all 'watched'; 0: 'maximum' replications, always */
    double confidence;
    const guint *watched; /* CvpnMetric; borrowed */
    guint n_watched;
} CvpnStoppingRule;

typedef struct CvpnExperiment CvpnExperiment;

/* 'settings' (CvpnSetting *) and 'rule' must outlive it, and stay as they are: a setting's scenario
 * is read once, by its first run. */
CvpnExperiment *cvpn_experiment_new (const GPtrArray *settings, const CvpnStoppingRule *rule,
                                     gint64 seed);
void cvpn_experiment_free (CvpnExperiment *experiment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnExperiment, cvpn_experiment_free)

/* Called with each trial that was run, as its line, on the thread that called; FALSE with
 * 'error' ends the work. */
typedef gboolean (*CvpnExperimentKeep) (gpointer data, const char *line, GError **error);

/* A trial from elsewhere, which then needs no run; taken over.  A second one of a job, one of no
 * such setting, or with a seed that is not its replication's is refused: FALSE. */
gboolean cvpn_experiment_add (CvpnExperiment *experiment, CvpnJob job, CvpnTrial *trial);

/* Runs what is missing.  'keep' may be NULL. */
CvpnCrewEnd cvpn_experiment_run (CvpnExperiment *experiment, const CvpnCrew *crew,
                                 CvpnExperimentKeep keep, gpointer data, GError **error);

/* Trials that count and are there, and how many there would be if the rule stopped now at the
 * earliest: for progress. */
void cvpn_experiment_progress (const CvpnExperiment *experiment, guint *there, guint *expected);

/* After a run that is done: */
guint32 cvpn_experiment_replications (const CvpnExperiment *experiment, guint32 setting);
/* FALSE: the setting stopped at the maximum, less precise than wanted. */
gboolean cvpn_experiment_is_precise (const CvpnExperiment *experiment, guint32 setting);
/* 'replication' from 1 to that many. */
const CvpnTrial *cvpn_experiment_trial (const CvpnExperiment *experiment, guint32 setting,
                                        guint32 replication);
CvpnEstimate cvpn_experiment_estimate (const CvpnExperiment *experiment, guint32 setting,
                                       CvpnMetric metric);
/* Against another setting, over the replications that both have. */
CvpnEstimate cvpn_experiment_difference (const CvpnExperiment *experiment, guint32 setting,
                                         guint32 from, CvpnMetric metric);
