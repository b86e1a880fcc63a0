/* cvpnsim sweep: variants of a scenario, replicated, in a folder that can go on.
 *
 * SIGINT and SIGTERM are held back and asked for between runs' ends, ten times a second; what is
 * finished is on the disk by then. */
#include <stdio.h>

#include <cvpnsim/error.h>
#include <cvpnsim/sweep.h>

#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/ranks_open.h"
#include "cli/signals.h"
#include "cli/sweep_options.h"
#include "experiment/crew.h"

/* What the first rank says to the others. */
#define SAY_COME  "come"
#define SAY_LEAVE "leave"

typedef struct {
    CvpnProgressLine line;
    sigset_t signals;
    int caught;  /* the signal; 0: none */
    guint found; /* runs that were there when it began */
    gboolean begun;
} Watch;

static void
show (Watch *watch, const CvpnSweepProgress *progress)
{
    if (!cvpn_progress_line_is_due (&watch->line))
        return;
    const double seconds = (double) (watch->line.shown_us - watch->line.began_us) / 1e6;
    const guint done = progress->there - (progress->pilots ? 0 : watch->found);
    g_autoptr (GString) text = g_string_new (NULL);

    g_string_printf (text, "%u of %u %s", progress->there, progress->expected,
                     progress->pilots ? "pilot runs" : "runs");
    if (done > 0)
        g_string_append_printf (text, ", %.0f s left",
                                seconds * (progress->expected - progress->there) / done);
    cvpn_progress_line_show (&watch->line, text->str);
}

static gboolean
look (gpointer data, const CvpnSweepProgress *progress)
{
    Watch *watch = data;

    if (!progress->pilots && !watch->begun) {
        watch->found = progress->there;
        watch->line.began_us = g_get_monotonic_time ();
        watch->begun = TRUE;
    }
    show (watch, progress);
    if (watch->caught == 0)
        watch->caught = cvpn_signals_caught (&watch->signals);
    return watch->caught > 0;
}

static void
print_answer (const CvpnSweepCall *call, const CvpnSweep *sweep)
{
    g_autofree char *answer =
        call->common.json ? cvpn_sweep_json (sweep) : cvpn_sweep_text (sweep, call->common.color);

    fputs (answer, stdout);
    if (!call->common.json)
        printf ("\nAll metrics: %s/results.csv, differences.csv; each run: runs.jsonl\n",
                call->folder);
}

static void
remark_end (const CvpnSweepCall *call, const CvpnSweep *sweep, double seconds)
{
    const CvpnSweepProgress progress = cvpn_sweep_progress (sweep);
    const guint found = cvpn_sweep_found (sweep);

    if (call->common.quiet)
        return;
    if (found >= progress.there)
        cvpn_cli_remark ("nothing to do: all %u runs are in %s", progress.there, call->folder);
    else
        cvpn_cli_remark ("%u runs in %.2f s, %u were there", progress.there - found, seconds,
                         found);
}

static int
interrupted (const CvpnSweepCall *call, const CvpnSweep *sweep, int caught)
{
    const CvpnSweepProgress progress = cvpn_sweep_progress (sweep);

    cvpn_cli_remark ("interrupted: %u of %u runs are kept in %s; the same command goes on there",
                     progress.there, progress.expected, call->folder);
    return 128 + caught;
}

static void
begin_watch (Watch *watch, gboolean quiet)
{
    cvpn_signals_hold (&watch->signals);
    cvpn_progress_line_begin (&watch->line, quiet);
}

static int
run (const CvpnSweepCall *call, CvpnSweep *sweep, const CvpnRanks *ranks)
{
    g_autoptr (GError) error = NULL;
    Watch watch = { 0 };

    begin_watch (&watch, call->common.quiet);
    const CvpnSweepEnd end = cvpn_sweep_run (sweep, call->n_threads, ranks, look, &watch, &error);
    const double seconds = cvpn_progress_line_end (&watch.line);
    if (end == CVPN_SWEEP_FAILED)
        return cvpn_cli_fail (error);
    if (end == CVPN_SWEEP_INTERRUPTED)
        return interrupted (call, sweep, watch.caught);
    print_answer (call, sweep);
    remark_end (call, sweep, seconds);
    return CVPN_EXIT_FINE;
}

/* NULL with the exit status; faults of the settings are printed. */
static CvpnSweep *
prepare (const CvpnSweepCall *call, int *status)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    CvpnSweep *sweep = cvpn_sweep_new (&call->sweep, report, &error);
    g_autofree char *faults = cvpn_report_format (report);

    fputs (faults, stderr);
    if (!sweep)
        *status = g_error_matches (error, CVPN_ERROR, CVPN_ERROR_SCENARIO) ? CVPN_EXIT_INPUT
                                                                           : cvpn_cli_fail (error);
    return sweep;
}

/* The sweep with its folder; NULL with the exit status. */
static CvpnSweep *
prepare_folder (char **argv, CvpnSweepCall *call, int *status)
{
    g_autoptr (GError) error = NULL;

    if (!cvpn_sweep_call_parse (argv, call, status))
        return NULL;
    g_autoptr (CvpnSweep) sweep = prepare (call, status);
    if (!sweep || cvpn_sweep_open (sweep, call->folder, call->force, &error))
        return g_steal_pointer (&sweep);
    *status = cvpn_cli_fail (error);
    return NULL;
}

static int
lead (char **argv, const CvpnRanks *ranks)
{
    g_auto (CvpnSweepCall) call = { 0 };
    int status = CVPN_EXIT_FINE;
    g_autoptr (CvpnSweep) sweep = prepare_folder (argv, &call, &status);

    /* mpirun gives the first rank a terminal even where its own output is a file. */
    if (ranks && !call.common.color_word)
        call.common.color = FALSE;
    /* The others begin when it is known that what they are called with is right, so that what is
     * wrong is said once. */
    cvpn_crew_say (ranks, sweep ? SAY_COME : SAY_LEAVE);
    return sweep ? run (&call, sweep, ranks) : status;
}

/* Another rank than the first: it writes nothing, and whatever becomes of it, its exit status is
 * 0: with any other one mpirun would kill the first before that has said what is wrong. */
static void
help (char **argv, const CvpnRanks *ranks)
{
    const CvpnCrew crew = { .ranks = ranks };
    g_autoptr (GError) error = NULL;
    g_auto (CvpnSweepCall) call = { 0 };
    Watch watch = { 0 };
    g_autofree char *word = cvpn_crew_hear (&crew);
    int status;

    if (g_strcmp0 (word, SAY_COME) != 0)
        return;
    g_autoptr (CvpnSweep) sweep =
        cvpn_sweep_call_parse (argv, &call, &status) ? prepare (&call, &status) : NULL;
    if (!sweep) {
        cvpn_crew_decline (ranks, "it cannot read the scenario as rank 0 can; expected the same "
                                  "files on every machine");
        return;
    }
    begin_watch (&watch, TRUE);
    cvpn_sweep_run (sweep, call.n_threads, ranks, look, &watch, &error);
    cvpn_progress_line_end (&watch.line);
}

int
cvpn_cmd_sweep (char **argv)
{
    g_autoptr (GError) error = NULL;
    const CvpnRanks *ranks = cvpn_ranks_open (&error);
    int status = CVPN_EXIT_FINE;

    if (error)
        return *error->message ? cvpn_cli_fail (error) : CVPN_EXIT_FINE;
    if (ranks && ranks->rank > 0)
        help (argv, ranks);
    else
        status = lead (argv, ranks);
    if (ranks)
        ranks->leave (ranks, status);
    return status;
}
