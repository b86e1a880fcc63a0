/* experiment_work: which trial is run next, and by whom.
 *
 * What is needed in any case comes first, replication by replication over all settings; of the last
 * of these the longest, so that nobody is left alone with one in the end.  Then
 * those settings go on that the rule has not stopped: of each the next replication is surely
 * needed, the ones behind it only perhaps; who has nothing better to do runs them. */
#include "experiment/experiment_state.h"

#include <string.h>

#include <cvpnsim/error.h>

/* Settings, for each worker: what lies ready for it is a small part of them. */
#define MANY 32

static void
hand_out (CvpnExperimentSetting *state, guint32 replication)
{
    const guint had = state->handed->len;

    if (had < replication) {
        g_byte_array_set_size (state->handed, replication);
        memset (state->handed->data + had, 0, replication - had);
    }
    state->handed->data[replication - 1] = 1;
}

/* Neither there nor under way. */
static gboolean
is_missing (const CvpnExperiment *experiment, CvpnJob job)
{
    const GByteArray *handed = experiment->states[job.setting].handed;

    return !(job.replication <= handed->len && handed->data[job.replication - 1]) &&
           !cvpn_experiment_has (experiment, job);
}

/* Of the first 'replications' of each setting. */
static gboolean
find_sure (CvpnExperiment *experiment, guint32 replications, CvpnJob *job)
{
    const guint32 settings = experiment->settings->len;
    const guint64 end = (guint64) settings * replications;

    for (; experiment->cursor < end; experiment->cursor++) {
        *job = (CvpnJob){ (guint32) (experiment->cursor % settings),
                          (guint32) (experiment->cursor / settings) + 1 };
        if (is_missing (experiment, *job))
            return TRUE;
    }
    return FALSE;
}

/* The last that is needed in any case, of the setting whose trials take longest. */
static gboolean
find_longest (const CvpnExperiment *experiment, CvpnJob *job)
{
    gint64 longest_us = -1;

    for (guint32 i = 0; i < experiment->settings->len; i++) {
        const CvpnJob last = { i, cvpn_experiment_sure (experiment) };
        if (experiment->states[i].took_us > longest_us && is_missing (experiment, last)) {
            longest_us = experiment->states[i].took_us;
            *job = last;
        }
    }
    return longest_us >= 0;
}

/* The setting's replication so far behind those that count or surely will. */
static gboolean
find_behind (const CvpnExperiment *experiment, guint32 setting, guint32 distance, CvpnJob *job)
{
    const guint32 known =
        MAX (experiment->states[setting].prefix, cvpn_experiment_sure (experiment));
    const guint64 replication = (guint64) known + distance;

    *job = (CvpnJob){ setting, (guint32) replication };
    return replication <= experiment->rule->maximum && is_missing (experiment, *job);
}

static void
drop_stopped (CvpnExperiment *experiment)
{
    guint n = 0;

    if (!experiment->has_stopped)
        return;
    experiment->has_stopped = FALSE;
    for (guint i = 0; i < experiment->n_open; i++)
        if (!experiment->states[experiment->open[i]].stopped)
            experiment->open[n++] = experiment->open[i];
    experiment->n_open = n;
}

/* Begins behind the setting that it found last: the next one needs something more often.  At most
 * 'ahead' replications that only may be needed come before its own. */
static gboolean
find_open (CvpnExperiment *experiment, guint32 ahead, CvpnJob *job)
{
    drop_stopped (experiment);
    for (guint32 distance = 1; distance <= ahead + 1; distance++)
        for (guint i = 0; i < experiment->n_open; i++) {
            experiment->turn = (experiment->turn + 1) % experiment->n_open;
            if (find_behind (experiment, experiment->open[experiment->turn], distance, job))
                return TRUE;
        }
    return FALSE;
}

/* There is nothing to choose from: one worker, one setting, nothing known of any, or others behind
 * the last ones. */
static gboolean
has_order (const CvpnExperiment *experiment)
{
    return experiment->ahead == 0 || experiment->settings->len == 1 ||
           cvpn_experiment_sure (experiment) == 1 || experiment->rule->relative_precision > 0;
}

/* The last ones lie ready only where there are many: it shows late what takes how long. */
static gboolean
choose (CvpnExperiment *experiment, gboolean idle, CvpnJob *job)
{
    const guint32 sure = cvpn_experiment_sure (experiment);

    if (find_sure (experiment, has_order (experiment) ? sure : sure - 1, job))
        return TRUE;
    if (find_longest (experiment, job))
        return idle || experiment->settings->len / (experiment->ahead + 1) >= MANY;
    return find_open (experiment, idle ? experiment->ahead : 0, job);
}

static gboolean
next (gpointer self, gboolean idle, CvpnJob *job)
{
    CvpnExperiment *experiment = self;

    if (!choose (experiment, idle, job))
        return FALSE;
    hand_out (&experiment->states[job->setting], job->replication);
    return TRUE;
}

static char *
describe_fault (const CvpnFault *fault)
{
    if (fault->file && fault->line > 0)
        return g_strdup_printf ("%s:%u: %s", fault->file, fault->line, fault->text);
    return g_strdup_printf ("%s: %s", fault->file ? fault->file : "scenario", fault->text);
}

/* There is nobody to read a report here: the first fault stands for all. */
static void
set_fault (CvpnReport *report, GError *cause, GError **error)
{
    const GPtrArray *faults = cvpn_report_faults (report);
    guint first = 0;

    while (first < faults->len &&
           ((const CvpnFault *) faults->pdata[first])->severity != CVPN_SEVERITY_ERROR)
        first++;
    if (first < faults->len) {
        g_free (cause->message);
        cause->message = describe_fault (faults->pdata[first]);
    }
    g_propagate_error (error, cause);
}

static gboolean
run (gpointer self, CvpnJob job, const CvpnStop *stop, CvpnJobResult *result, GError **error)
{
    const CvpnExperiment *experiment = self;
    const gint64 seed = cvpn_trial_seed (experiment->seed, job.replication);
    g_auto (CvpnTrial) trial = { 0 };
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    const gint64 begun_us = g_get_monotonic_time ();
    GError *cause = NULL;

    if (cvpn_stop_is_set (stop))
        return FALSE;
    g_autoptr (CvpnReplica) replica =
        cvpn_shelf_take (experiment->shelf, job.setting, seed, report, &cause);
    if (!replica) {
        set_fault (report, cause, error);
        return FALSE;
    }
    if (!cvpn_trial_run (cvpn_replica_scenario (replica), stop, &trial, error))
        return FALSE;
    trial.took_us = g_get_monotonic_time () - begun_us;
    result->text = cvpn_trial_to_line (&trial, job);
    result->made = g_memdup2 (&trial, sizeof trial);
    result->free_made = cvpn_trial_free;
    trial = (CvpnTrial){ 0 };
    return TRUE;
}

static gboolean
is_same_job (CvpnJob one, CvpnJob other)
{
    return one.setting == other.setting && one.replication == other.replication;
}

/* The trial that 'result' is; what was made here need not be read. */
static gboolean
take_trial (CvpnJobResult *result, CvpnJob *job, CvpnTrial *trial, GError **error)
{
    if (!result->made)
        return cvpn_trial_from_line (result->text, job, trial, error);
    CvpnTrial *made = result->made;
    *trial = *made;
    *made = (CvpnTrial){ 0 };
    return TRUE;
}

static gboolean
done (gpointer self, CvpnJob job, CvpnJobResult *result, GError **error)
{
    CvpnExperiment *experiment = self;
    g_auto (CvpnTrial) trial = { 0 };
    CvpnJob named = job;

    if (cvpn_experiment_has (experiment, job))
        return TRUE; /* the first result counts */
    if (!take_trial (result, &named, &trial, error))
        return FALSE;
    if (!is_same_job (named, job) || !cvpn_experiment_add (experiment, job, &trial)) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_SYNTAX,
                     "setting %u, replication %u: the result of another run came back", job.setting,
                     job.replication);
        return FALSE;
    }
    return !experiment->keep || experiment->keep (experiment->data, result->text, error);
}

const CvpnWork *
cvpn_experiment_work (void)
{
    static const CvpnWork work = { .next = next, .run = run, .done = done };

    return &work;
}

void
cvpn_experiment_begin (CvpnExperiment *experiment, guint32 ahead)
{
    experiment->cursor = 0;
    experiment->ahead = ahead;
    experiment->turn = 0;
    experiment->has_stopped = TRUE; /* some may have, by what was there before */
    experiment->n_open = experiment->settings->len;
    for (guint i = 0; i < experiment->settings->len; i++) {
        experiment->open[i] = i;
        g_byte_array_set_size (experiment->states[i].handed, 0);
    }
}
