/* sweep_run: the pilots where there are any, then the runs that are missing.
 *
 * On several ranks the first one says to the others what it has decided: that they are to look
 * for the warm-up with it, that it is known, or that there is nothing to do. */
#include "plan/sweep_state.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "base/quantity.h"

#define SAY_LEAVE  "leave"
#define SAY_PILOTS "pilots"
#define SAY_RUN    "run" /* "run 3600000000000": with this warm-up, in ns; "run -1": as it is set */
#define POLL_US    1000

/* What the crew asks, on behalf of the caller. */
typedef struct {
    const CvpnSweep *sweep;
    CvpnSweepInterrupted interrupted;
    gpointer data;
} Asking;

static gboolean
is_first (const CvpnRanks *ranks)
{
    return !ranks || ranks->rank == 0;
}

static void
say (const CvpnRanks *ranks, const char *words)
{
    for (guint to = 1; ranks && to < ranks->size; to++)
        ranks->send (ranks, to, words, strlen (words));
}

/* What the first rank says; newly allocated. */
static char *
hear (const CvpnRanks *ranks)
{
    for (;;) {
        guint from;
        gsize length;
        char *words = ranks->receive (ranks, &from, &length);
        if (words && from == 0)
            return words;
        g_free (words);
        g_usleep (POLL_US);
    }
}

void
cvpn_sweep_dismiss (const CvpnRanks *ranks)
{
    if (ranks && ranks->rank == 0)
        say (ranks, SAY_LEAVE);
}

static gboolean
ask (gpointer data)
{
    const Asking *asking = data;
    const CvpnSweepProgress progress = cvpn_sweep_progress (asking->sweep);

    return asking->interrupted && asking->interrupted (asking->data, &progress);
}

CvpnSweepProgress
cvpn_sweep_progress (const CvpnSweep *sweep)
{
    CvpnSweepProgress progress = { .pilots = sweep->pilots != NULL };

    if (sweep->pilots)
        cvpn_pilots_progress (sweep->pilots, &progress.there, &progress.expected);
    else if (sweep->experiment)
        cvpn_experiment_progress (sweep->experiment, &progress.there, &progress.expected);
    return progress;
}

static CvpnSweepEnd
end_of (CvpnCrewEnd end)
{
    static const CvpnSweepEnd ends[] = { [CVPN_CREW_DONE] = CVPN_SWEEP_DONE,
                                         [CVPN_CREW_INTERRUPTED] = CVPN_SWEEP_INTERRUPTED,
                                         [CVPN_CREW_FAILED] = CVPN_SWEEP_FAILED };

    return ends[end];
}

static CvpnSweepEnd
run_pilots (CvpnSweep *sweep, const CvpnCrew *crew, GError **error)
{
    sweep->pilots = cvpn_pilots_new (sweep->grid, sweep->seed);
    CvpnSweepEnd end = end_of (cvpn_pilots_run (sweep->pilots, crew, error));
    if (end == CVPN_SWEEP_DONE && sweep->journal) {
        CvpnManifest *manifest = cvpn_journal_manifest (sweep->journal);
        if (!cvpn_pilots_judge (sweep->pilots, manifest->cuts, &manifest->warm_up_ns, error) ||
            !cvpn_journal_write (sweep->journal, error))
            end = CVPN_SWEEP_FAILED;
    }
    g_clear_pointer (&sweep->pilots, cvpn_pilots_free);
    return end;
}

/* With what was found of the warm-up; below 0: nothing is to be set. */
static void
begin_experiment (CvpnSweep *sweep, gint64 warm_up_ns, const CvpnStoppingRule *rule)
{
    g_autofree char *time = warm_up_ns >= 0 ? cvpn_duration_format (warm_up_ns) : NULL;
    g_autofree char *assignment = g_strconcat ("scenario.warm-up=", time, NULL);

    if (time)
        cvpn_grid_fix (sweep->grid, assignment);
    sweep->experiment = cvpn_experiment_new (sweep->grid->settings, rule, sweep->seed);
}

/* On the first rank: to its end or to where the runs can begin. */
static CvpnSweepEnd
lead_to_runs (CvpnSweep *sweep, const CvpnCrew *crew, GError **error)
{
    const CvpnManifest *manifest = cvpn_journal_manifest (sweep->journal);
    CvpnSweepEnd end = CVPN_SWEEP_DONE;

    if (cvpn_sweep_finds_warm_up (sweep) && manifest->warm_up_ns < 0) {
        say (crew->ranks, SAY_PILOTS);
        end = run_pilots (sweep, crew, error);
    }
    if (end != CVPN_SWEEP_DONE)
        return end;
    begin_experiment (sweep, manifest->warm_up_ns, &manifest->rule);
    if (!cvpn_journal_replay (sweep->journal, sweep->experiment, &sweep->found, error))
        return CVPN_SWEEP_FAILED;
    g_autofree char *words = g_strdup_printf (SAY_RUN " %" G_GINT64_FORMAT, manifest->warm_up_ns);
    say (crew->ranks, words);
    return CVPN_SWEEP_DONE;
}

/* On another rank: the same, as it is told; INTERRUPTED: it is not needed. */
static CvpnSweepEnd
follow_to_runs (CvpnSweep *sweep, const CvpnCrew *crew, GError **error)
{
    g_autofree char *first = hear (crew->ranks);
    g_autofree char *words = NULL;

    if (strcmp (first, SAY_PILOTS) == 0) {
        run_pilots (sweep, crew, error);
        words = hear (crew->ranks);
    } else {
        words = g_steal_pointer (&first);
    }
    if (!g_str_has_prefix (words, SAY_RUN))
        return CVPN_SWEEP_INTERRUPTED;
    begin_experiment (sweep, g_ascii_strtoll (words + strlen (SAY_RUN), NULL, 10), &sweep->rule);
    return CVPN_SWEEP_DONE;
}

/* Of the metrics asked for all, of the usual ones those that some run has. */
static void
choose_shown (CvpnSweep *sweep)
{
    for (guint i = 0; i < sweep->metrics->len; i++) {
        const guint metric = g_array_index (sweep->metrics, guint, i);
        gboolean has = !sweep->usual;
        for (guint32 j = 0; !has && j < sweep->grid->settings->len; j++)
            has = cvpn_experiment_estimate (sweep->experiment, j, metric).n > 0;
        if (has)
            g_array_append_val (sweep->shown, metric);
    }
}

static CvpnSweepEnd
finish (CvpnSweep *sweep, GError **error)
{
    choose_shown (sweep);
    const CvpnShown shown = { .metrics = (const guint *) (const void *) sweep->shown->data,
                              .n = sweep->shown->len };
    return cvpn_journal_finish (sweep->journal, sweep->grid, sweep->experiment, &shown, error)
               ? CVPN_SWEEP_DONE
               : CVPN_SWEEP_FAILED;
}

static CvpnSweepEnd
run_missing (CvpnSweep *sweep, const CvpnCrew *crew, GError **error)
{
    const CvpnExperimentKeep keep = sweep->journal ? cvpn_journal_keep : NULL;
    const CvpnSweepEnd end =
        end_of (cvpn_experiment_run (sweep->experiment, crew, keep, sweep->journal, error));

    return end == CVPN_SWEEP_DONE && sweep->journal ? finish (sweep, error) : end;
}

CvpnSweepEnd
cvpn_sweep_run (CvpnSweep *sweep, guint threads, const CvpnRanks *ranks,
                CvpnSweepInterrupted interrupted, gpointer data, GError **error)
{
    Asking asking = { .sweep = sweep, .interrupted = interrupted, .data = data };
    const CvpnCrew crew = {
        .threads = threads, .ranks = ranks, .interrupted = ask, .data = &asking
    };

    g_return_val_if_fail (!is_first (ranks) || sweep->journal, CVPN_SWEEP_FAILED);
    const CvpnSweepEnd end = is_first (ranks) ? lead_to_runs (sweep, &crew, error)
                                              : follow_to_runs (sweep, &crew, error);
    if (end != CVPN_SWEEP_DONE) {
        cvpn_sweep_dismiss (ranks);
        return end;
    }
    return run_missing (sweep, &crew, error);
}
