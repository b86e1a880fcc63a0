/* trial: one run of a scenario, and what is kept of it.
 *
 * Replication r has the same seed in every setting (common random numbers: what differs between
 * settings is then what the settings do), and none that another base seed would give. */
#pragma once

#include <cvpnsim/scenario.h>

#include "experiment/crew.h"
#include "model/metric_names.h"

typedef struct {
    gint64 seed;
    gint64 took_us;                 /* to run it; 0: it was not run in this process */
    double figures[CVPN_N_METRICS]; /* in full precision; NaN: nothing to compute it from */
    GArray *hours; /* gint64: the most active connections in each hour of the run */
    char *summary; /* summary.json as `run` would write it, on one line */
} CvpnTrial;

/* Of replication 1 and on, below 2^53 so that JSON keeps it: what `run --seed` takes. */
gint64 cvpn_trial_seed (gint64 base, guint32 replication);

/* Runs 'scenario', which others may run at the same time, on the calling thread.  FALSE with
 * 'error': it has no duration, or, without 'error', 'stop' was set meanwhile. */
gboolean cvpn_trial_run (const CvpnScenario *scenario, const CvpnStop *stop, CvpnTrial *trial,
                         GError **error);
void cvpn_trial_clear (CvpnTrial *trial);
/* Of one on the heap, or NULL. */
void cvpn_trial_free (gpointer trial);
/* With hours and summary of its own. */
CvpnTrial cvpn_trial_copy (const CvpnTrial *trial);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CvpnTrial, cvpn_trial_clear)

/* One line of JSON without its line end, {"setting","replication","seed","figures","hours",
 * "summary"}, from which exactly the same trial is read; newly allocated. */
char *cvpn_trial_to_line (const CvpnTrial *trial, CvpnJob job);
/* Fails with CVPN_ERROR_SYNTAX: torn, or not such a line. */
gboolean cvpn_trial_from_line (const char *line, CvpnJob *job, CvpnTrial *trial, GError **error);
