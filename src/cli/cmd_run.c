/* cvpnsim run: simulates a scenario and writes its folder.
 *
 * SIGINT and SIGTERM are held back and asked for between slices of events, so
 * that a run always ends between two events and its folder is complete; one
 * that comes after the last event changes nothing. */
#include <stdio.h>

#include <cvpnsim/error.h>
#include <cvpnsim/simulation.h>
#include <cvpnsim/summary.h>

#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "model/network.h"
#include "model/scenario.h"
#include "model/workload.h"
#include "observe/output_dir.h"
#include "observe/summary_text.h"
#include "observe/writers.h"

#define SLICE_EVENTS 4096

typedef struct {
    CvpnCommon common;
    char *folder, *trace, *only;
    gboolean force, no_cache;
    CvpnWritersOptions writers;
} RunOptions;

/* What a run consists of, once its options are read. */
typedef struct {
    CvpnSimulation *simulation;
    CvpnSummary *summary;
    CvpnWriters *writers;
} Run;

static void
clear_options (RunOptions *options)
{
    cvpn_common_clear (&options->common);
    g_free (options->folder);
    g_free (options->trace);
    g_free (options->only);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RunOptions, clear_options)

static void
clear_run (Run *run)
{
    g_clear_pointer (&run->simulation, cvpn_simulation_free);
    g_clear_pointer (&run->summary, cvpn_summary_free);
    g_clear_pointer (&run->writers, cvpn_writers_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

static gboolean
parse (char **argv, RunOptions *options, int *status)
{
    const GOptionEntry entries[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->folder,
          "Folder to make; all of it, or nothing", "DIR" },
        { "force", 'f', 0, G_OPTION_ARG_NONE, &options->force, "Replace the run that DIR holds",
          NULL },
        { "no-cache", 0, 0, G_OPTION_ARG_NONE, &options->no_cache,
          "Ask the evaluator for every flow anew: slower, the same result", NULL },
        { "trace", 0, 0, G_OPTION_ARG_FILENAME, &options->trace,
          "Flows in trace.csv (default: dropped, and the first of each kind)",
          "all|dropped|1/N|none" },
        { "only", 0, 0, G_OPTION_ARG_FILENAME, &options->only,
          "Files to write: flows, trace, sessions, metrics, subnets, nat-gateways, events, "
          "connection-log, flow-logs, connections, landings, round-trips, summary",
          "FILE,…" },
        { 0 },
    };
    const CvpnUsage usage = {
        .command = "run",
        .parameters = "SCENARIO -o DIR",
        .summary = "Simulates SCENARIO and writes its traces and metrics to DIR.",
        .takes = CVPN_TAKES_OVERRIDES | CVPN_TAKES_FORMAT | CVPN_TAKES_COLOR | CVPN_TAKES_QUIET,
        .n_min = 1,
        .n_max = 1,
        .entries = entries,
    };
    g_autoptr (GError) error = NULL;

    if (!cvpn_cli_parse (&usage, argv, &options->common, status))
        return FALSE;
    if (!options->folder)
        *status = cvpn_cli_fail_input ("run: expected -o DIR; see cvpnsim run --help");
    else if (g_strcmp0 (options->only, "trace") == 0 && g_strcmp0 (options->trace, "none") == 0)
        *status = cvpn_cli_fail_input ("run: --only trace --trace none leaves nothing to write");
    else if (!cvpn_trace_choice_parse (options->trace, &options->writers.trace, &error) ||
             !cvpn_writers_parse (options->only, &options->writers.chosen, &error))
        *status = cvpn_cli_fail (error);
    else
        return TRUE;
    return FALSE;
}

static void
add_observer (gpointer simulation, const CvpnObserver *observer, gpointer self)
{
    cvpn_simulation_add_observer (simulation, observer, self);
}

/* Runs to the end, or until a signal or a failed write; returns the signal or 0. */
static int
simulate (const Run *run, CvpnProgressLine *line, const sigset_t *signals)
{
    int caught;
    gboolean more;

    do {
        more = cvpn_simulation_advance (run->simulation, SLICE_EVENTS);
        const CvpnProgress progress = cvpn_simulation_progress (run->simulation);
        cvpn_progress_line_update (line, &progress);
        caught = cvpn_signals_caught (signals);
    } while (more && caught == 0 && !cvpn_writers_failed (run->writers));
    cvpn_simulation_finish (run->simulation);
    return more ? caught : 0;
}

static void
print_answer (const RunOptions *options, const Run *run)
{
    g_autofree char *answer = options->common.json
                                  ? cvpn_summary_json (run->summary)
                                  : cvpn_summary_text (run->summary, options->common.color);

    fputs (answer, stdout);
    if (!options->common.json)
        printf ("\n%u files in %s\n", cvpn_writers_count (run->writers), options->folder);
}

static void
print_speed (const Run *run, double seconds)
{
    const CvpnProgress progress = cvpn_simulation_progress (run->simulation);

    cvpn_cli_remark ("%" G_GUINT64_FORMAT " events in %.2f s, %.2f million a second",
                     progress.events, seconds,
                     (double) progress.events / MAX (seconds, 1e-6) / 1e6);
}

static int
run_into (const RunOptions *options, Run *run, const CvpnScenario *scenario, CvpnOutputDir *output)
{
    g_autoptr (GError) error = NULL;
    CvpnProgressLine line;
    sigset_t signals;

    run->writers = cvpn_writers_new (cvpn_output_dir_path (output), scenario, &options->writers);
    run->summary = cvpn_summary_new (scenario);
    add_observer (run->simulation, cvpn_summary_observer (), run->summary);
    cvpn_writers_observe (run->writers, add_observer, run->simulation);
    cvpn_signals_hold (&signals);
    cvpn_progress_line_begin (&line, options->common.quiet);
    const int caught = simulate (run, &line, &signals);
    const gboolean written = cvpn_writers_close (run->writers, run->summary, &error) &&
                             cvpn_output_dir_commit (output, &error);
    const double seconds = cvpn_progress_line_end (&line);
    if (!written)
        return cvpn_cli_fail (error);
    print_answer (options, run);
    if (!options->common.quiet)
        print_speed (run, seconds);
    return caught > 0 ? 128 + caught : CVPN_EXIT_FINE;
}

/* Where people land must be known: an endpoint that may have target networks, and has none in the
 * file, would fail each attempt as if that were certain. */
static gboolean
check_landings (const CvpnScenario *scenario, GError **error)
{
    const CvpnNetwork *net = scenario->net;

    for (guint32 i = 0; i < scenario->workload->populations->len; i++) {
        const guint32 index =
            g_array_index (scenario->workload->populations, CvpnPopulation, i).person.endpoint;
        const CvpnEndpoint *endpoint = cvpn_endpoint (net, index);
        if (endpoint->associations.count > 0 || endpoint->maybe_association == CVPN_NONE)
            continue;
        const CvpnRule *rule = cvpn_network_rule (net, endpoint->rule);
        const CvpnRule *unknown =
            cvpn_network_rule (net, cvpn_association (net, endpoint->maybe_association)->rule);
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_SCENARIO,
                     "%s:%u: error: [client-vpn-endpoint %s] target-networks: none is known "
                     "([unknown %s]); a run needs to know where people land",
                     rule->file, rule->line, endpoint->name, unknown->component);
        return FALSE;
    }
    return TRUE;
}

int
cvpn_cmd_run (char **argv)
{
    g_auto (RunOptions) options = { .writers.in_thread = g_get_num_processors () > 1 };
    g_autoptr (GError) error = NULL;
    int status = CVPN_EXIT_FINE;

    if (!parse (argv, &options, &status))
        return status;
    g_autoptr (CvpnScenario) scenario =
        cvpn_cli_load (options.common.arguments[0], &options.common, &status);
    if (!scenario)
        return status;
    if (!check_landings (scenario, &error))
        return cvpn_cli_fail (error);
    g_auto (Run) run = { .simulation = cvpn_simulation_new (scenario, &error) };
    if (!run.simulation)
        return cvpn_cli_fail (error);
    if (options.no_cache)
        cvpn_simulation_set_uncached (run.simulation);
    g_autoptr (CvpnOutputDir) output =
        cvpn_output_dir_new (options.folder, options.force, cvpn_writers_knows, &error);
    return output ? run_into (&options, &run, scenario, output) : cvpn_cli_fail (error);
}
