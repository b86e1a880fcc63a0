/* sweep_run: the pilots where there are any, then the runs that are missing.
 *
 * On several ranks the first one says to the others what it has decided: that they are to look
 * for the warm-up with it, that it is known, or that there is nothing to do. */
#include "sweep/sweep_state.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "base/quantity.h"
#include "sweep/fingerprint.h"

#define SAY_LEAVE  "leave"
#define SAY_PILOTS "pilots"
#define SAY_RUN    "run " /* "run 3600000000000": with this warm-up, in ns; below 0: as it is set */

#define CHECK_EVERY_US G_USEC_PER_SEC

/* Of the crew's works. */
enum { SESSION_PILOTS, SESSION_RUNS };

/* What the crew asks, on behalf of the caller. */
typedef struct {
    const CvpnSweep *sweep;
    CvpnSweepInterrupted interrupted;
    gpointer data;
} Asking;

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

/* A scenario is read by the first of its runs, and some by each of them: an hour is long enough to
 * change it in. */
static gboolean
check_files (CvpnSweep *sweep, GError **error)
{
    g_autofree char *digest = cvpn_fingerprint (sweep->grid, NULL);

    sweep->checked_us = g_get_monotonic_time ();
    if (g_strcmp0 (digest, sweep->digest) != 0)
        return cvpn_journal_drop (sweep->journal, error);
    cvpn_journal_vouch (sweep->journal);
    return TRUE;
}

static gboolean
keep (gpointer data, const char *line, GError **error)
{
    CvpnSweep *sweep = data;

    return cvpn_journal_keep (sweep->journal, line, error) &&
           (g_get_monotonic_time () - sweep->checked_us < CHECK_EVERY_US ||
            check_files (sweep, error));
}

/* That the files have changed is also why a run has failed. */
static CvpnSweepEnd
end_checked (CvpnSweep *sweep, CvpnSweepEnd end, GError **error)
{
    GError *changed = NULL;

    if (check_files (sweep, &changed))
        return end;
    g_clear_error (error);
    g_propagate_error (error, changed);
    return CVPN_SWEEP_FAILED;
}

/* What they find is in the manifest, and in the folder, when they are done. */
static gboolean
keep_warm_up (CvpnSweep *sweep, GError **error)
{
    CvpnManifest *manifest = cvpn_journal_manifest (sweep->journal);

    return check_files (sweep, error) &&
           cvpn_pilots_judge (sweep->pilots, manifest->cuts, &manifest->warm_up_ns, error) &&
           cvpn_journal_write (sweep->journal, error);
}

static CvpnSweepEnd
run_pilots (CvpnSweep *sweep, const CvpnCrew *crew, GError **error)
{
    CvpnCrew with_session = *crew;

    with_session.session = SESSION_PILOTS;
    sweep->pilots = cvpn_pilots_new (sweep->grid, sweep->seed);
    CvpnSweepEnd end = end_of (cvpn_pilots_run (sweep->pilots, &with_session, error));
    if (end == CVPN_SWEEP_DONE && sweep->journal && !keep_warm_up (sweep, error))
        end = CVPN_SWEEP_FAILED;
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

/* On the first rank: to where the runs can begin. */
static CvpnSweepEnd
lead_to_runs (CvpnSweep *sweep, const CvpnCrew *crew, GError **error)
{
    const CvpnManifest *manifest = cvpn_journal_manifest (sweep->journal);
    CvpnSweepEnd end = CVPN_SWEEP_DONE;

    if (cvpn_sweep_finds_warm_up (sweep) && manifest->warm_up_ns < 0) {
        cvpn_crew_say (crew->ranks, SAY_PILOTS);
        end = run_pilots (sweep, crew, error);
    }
    if (end != CVPN_SWEEP_DONE)
        return end;
    begin_experiment (sweep, manifest->warm_up_ns, &manifest->rule);
    if (!cvpn_journal_replay (sweep->journal, sweep->experiment, &sweep->found, error))
        return CVPN_SWEEP_FAILED;
    g_autofree char *words = g_strdup_printf (SAY_RUN "%" G_GINT64_FORMAT, manifest->warm_up_ns);
    cvpn_crew_say (crew->ranks, words);
    return CVPN_SWEEP_DONE;
}

static CvpnSweepEnd
lead (CvpnSweep *sweep, const CvpnCrew *crew, GError **error)
{
    CvpnSweepEnd end = lead_to_runs (sweep, crew, error);

    if (end != CVPN_SWEEP_DONE) {
        cvpn_crew_say (crew->ranks, SAY_LEAVE);
        return end;
    }
    end = end_of (cvpn_experiment_run (sweep->experiment, crew, keep, sweep, error));
    end = end_checked (sweep, end, error);
    if (end == CVPN_SWEEP_INTERRUPTED && !cvpn_journal_sync (sweep->journal, error))
        return CVPN_SWEEP_FAILED;
    return end == CVPN_SWEEP_DONE ? finish (sweep, error) : end;
}

/* On another rank: helps the first with whatever it says. */
static CvpnSweepEnd
follow (CvpnSweep *sweep, const CvpnCrew *crew, GError **error)
{
    g_autofree char *words = cvpn_crew_hear (crew);

    if (g_strcmp0 (words, SAY_PILOTS) == 0) {
        run_pilots (sweep, crew, error);
        g_free (words);
        words = cvpn_crew_hear (crew);
    }
    if (!words || !g_str_has_prefix (words, SAY_RUN))
        return CVPN_SWEEP_INTERRUPTED;
    begin_experiment (sweep, g_ascii_strtoll (words + strlen (SAY_RUN), NULL, 10), &sweep->rule);
    return end_of (cvpn_experiment_run (sweep->experiment, crew, NULL, NULL, error));
}

/* All that results depend on: of other ranks' files, too. */
static char *
digest_of (const CvpnSweep *sweep)
{
    g_autoptr (CvpnManifest) manifest =
        cvpn_manifest_new (sweep->grid, sweep->seed, sweep->digest, sweep->warm_up, &sweep->rule);
    g_autofree char *text = cvpn_manifest_text (manifest);

    return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

CvpnSweepEnd
cvpn_sweep_run (CvpnSweep *sweep, guint threads, const CvpnRanks *ranks,
                CvpnSweepInterrupted interrupted, gpointer data, GError **error)
{
    g_autofree char *same = digest_of (sweep);
    Asking asking = { .sweep = sweep, .interrupted = interrupted, .data = data };
    const CvpnCrew crew = {
        .threads = threads, .ranks = ranks, .same = same, .interrupted = ask, .data = &asking
    };
    const gboolean leads = !ranks || ranks->rank == 0;

    g_return_val_if_fail (!leads || sweep->journal, CVPN_SWEEP_FAILED);
    return leads ? lead (sweep, &crew, error) : follow (sweep, &crew, error);
}
