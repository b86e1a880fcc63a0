/* experiment_state: what an experiment knows of its settings, for those who do its work. */
#pragma once

#include "experiment/experiment.h"
#include "experiment/shelf.h"

typedef struct {
    GPtrArray *trials;  /* CvpnTrial *, by replication - 1; NULL where there is none yet */
    GByteArray *handed; /* by replication - 1: 1 where it is under way */
    guint32 prefix;     /* replications there without a gap, that count */
    gboolean stopped;   /* by the rule: 'prefix' replications it is */
    gboolean precise;
    gint64 took_us;        /* the longest of its trials; 0: none was run in this process */
    guint there, expected; /* its part of the progress */
} CvpnExperimentSetting;

struct CvpnExperiment {
    const GPtrArray *settings;
    const CvpnStoppingRule *rule;
    gint64 seed;
    CvpnShelf *shelf;              /* the settings' scenarios, for all threads */
    CvpnExperimentSetting *states; /* one for each setting */
    guint there, expected;

    /* While it runs: */
    guint64 cursor; /* of the jobs that are needed in any case, those before it are handed out */
    guint32 *open;  /* settings that the rule has not stopped */
    guint n_open, turn;
    gboolean has_stopped; /* one of the open ones */
    guint32 ahead; /* replications that are begun behind the last one that is surely needed */
    CvpnExperimentKeep keep;
    gpointer data;
};

/* Replications that are needed whatever the trials say. */
guint32 cvpn_experiment_sure (const CvpnExperiment *experiment);

gboolean cvpn_experiment_has (const CvpnExperiment *experiment, CvpnJob job);

/* Nothing is under way, and at most 'ahead' replications of a setting are begun in vain. */
void cvpn_experiment_begin (CvpnExperiment *experiment, guint32 ahead);

/* With the experiment as 'self'. */
const CvpnWork *cvpn_experiment_work (void);
