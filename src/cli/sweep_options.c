/* sweep_options: words to numbers, and which options go together. */
#include "cli/sweep_options.h"

#include <string.h>

#include "base/quantity.h"
#include "base/refuse.h"
#include "cli/ranks_open.h"

#define MAXIMUM_REPLICATIONS 1000
#define CONFIDENCE           0.95
#define PRECISION            0.05
#define UNTIL                "relative-precision"

void
cvpn_sweep_call_clear (CvpnSweepCall *call)
{
    cvpn_common_clear (&call->common);
    g_free (call->folder);
    g_free (call->settings);
    g_free (call->replications);
    g_free (call->until);
    g_free (call->metric);
    g_free (call->minimum);
    g_free (call->maximum);
    g_free (call->confidence);
    g_free (call->warm_up);
    g_free (call->threads);
}

static gboolean
read_count (const char *text, const char *option, guint most, guint *count, GError **error)
{
    gint64 value = *count;

    if (!cvpn_cli_read_count (text, option, 1, most, &value, error))
        return FALSE;
    *count = (guint) value;
    return TRUE;
}

static gboolean
read_until (CvpnSweepCall *call, GError **error)
{
    CvpnSweepOptions *sweep = &call->sweep;
    const char *precision = strchr (call->until, '=');

    if (!g_str_has_prefix (call->until, UNTIL) ||
        !strchr ("=", call->until[strlen (UNTIL)])) /* its end, too */
        return cvpn_refuse_usage (error, "--until %s: expected " UNTIL " or " UNTIL "=5%%",
                                  call->until);
    if (call->replications)
        return cvpn_refuse_usage (
            error, "--until says how many replications, and --replications does, too; "
                   "expected one of them");
    sweep->relative_precision = PRECISION;
    sweep->minimum = CVPN_CLI_REPLICATIONS;
    sweep->maximum = MAXIMUM_REPLICATIONS;
    if (!cvpn_cli_read_share (precision ? precision + 1 : NULL, "--until " UNTIL,
                              &sweep->relative_precision, error) ||
        !read_count (call->minimum, "--min-replications", CVPN_CLI_REPLICATIONS_MAX,
                     &sweep->minimum, error) ||
        !read_count (call->maximum, "--max-replications", CVPN_CLI_REPLICATIONS_MAX,
                     &sweep->maximum, error))
        return FALSE;
    if (sweep->minimum < 2)
        return cvpn_refuse_usage (error,
                                  "--min-replications: expected 2 or more; one has no interval");
    return sweep->minimum <= sweep->maximum ||
           cvpn_refuse_usage (error, "--min-replications is above --max-replications");
}

static gboolean
read_rule (CvpnSweepCall *call, GError **error)
{
    CvpnSweepOptions *sweep = &call->sweep;

    sweep->confidence = CONFIDENCE;
    sweep->maximum = CVPN_CLI_REPLICATIONS;
    if (!cvpn_cli_read_share (call->confidence, "--confidence", &sweep->confidence, error))
        return FALSE;
    if (call->until)
        return read_until (call, error);
    if (call->minimum || call->maximum)
        return cvpn_refuse_usage (error,
                                  "--min-replications and --max-replications go with --until");
    if (!read_count (call->replications, "--replications", CVPN_CLI_REPLICATIONS_MAX,
                     &sweep->maximum, error))
        return FALSE;
    sweep->minimum = sweep->maximum;
    return TRUE;
}

static gboolean
read_words (CvpnSweepCall *call, GError **error)
{
    CvpnSweepOptions *sweep = &call->sweep;

    sweep->scenario = call->common.arguments[0];
    sweep->set = call->common.set;
    sweep->settings_file = call->settings;
    sweep->duration = call->common.duration;
    sweep->seed = call->common.seed;
    sweep->warm_up = call->warm_up;
    sweep->metrics = call->metric;
    if (!call->folder)
        return cvpn_refuse_usage (error, "sweep: expected -o DIR; see cvpnsim sweep --help");
    call->n_threads = cvpn_ranks_threads ();
    return read_rule (call, error) &&
           read_count (call->threads, "--threads", CVPN_CLI_THREADS_MAX, &call->n_threads, error);
}

gboolean
cvpn_sweep_call_parse (char **argv, CvpnSweepCall *call, int *status)
{
    const GOptionEntry entries[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &call->folder,
          "Folder to keep runs and results in; the same command again goes on there", "DIR" },
        { "force", 'f', 0, G_OPTION_ARG_NONE, &call->force, "Replace the sweep that DIR holds",
          NULL },
        { "settings", 0, 0, G_OPTION_ARG_FILENAME, &call->settings,
          "CSV: a column for each GROUP.KEY, a row for each setting", "FILE" },
        { "replications", 0, 0, G_OPTION_ARG_FILENAME, &call->replications,
          "Runs of each setting (default: 10)", "N" },
        { "until", 0, 0, G_OPTION_ARG_FILENAME, &call->until,
          "Run until half of the interval is so small a part of the mean (default: 5%)",
          "relative-precision[=SHARE]" },
        { "metric", 0, 0, G_OPTION_ARG_FILENAME, &call->metric,
          "Metrics to print and draw, and that --until looks at", "NAME,…" },
        { "min-replications", 0, 0, G_OPTION_ARG_FILENAME, &call->minimum,
          "With --until, at least (default: 10)", "N" },
        { "max-replications", 0, 0, G_OPTION_ARG_FILENAME, &call->maximum,
          "With --until, at most (default: 1000)", "N" },
        { "confidence", 0, 0, G_OPTION_ARG_FILENAME, &call->confidence,
          "Of the intervals (default: 95%)", "SHARE" },
        { "warm-up", 0, 0, G_OPTION_ARG_FILENAME, &call->warm_up,
          "Left out of the statistics; auto: found by pilot runs (default: the scenario's)",
          "TIME|auto" },
        { "threads", 0, 0, G_OPTION_ARG_FILENAME, &call->threads,
          "Runs at a time, of each process (default: one for each processor)", "N" },
        { 0 },
    };
    const CvpnUsage usage = {
        .command = "sweep",
        .parameters = "SCENARIO -o DIR",
        .summary =
            "Runs SCENARIO again and again, each time with other random numbers, in all variants\n"
            "that --set GROUP.KEY=V1,V2 and --settings give, and compares them. The random\n"
            "numbers of a replication are the same in all variants. What is finished is kept in\n"
            "DIR; the same command goes on there, and a higher --replications extends it.",
        .takes = CVPN_TAKES_OVERRIDES | CVPN_TAKES_FORMAT | CVPN_TAKES_COLOR | CVPN_TAKES_QUIET |
                 CVPN_TAKES_RANKS,
        .n_min = 1,
        .n_max = 1,
        .entries = entries,
    };
    g_autoptr (GError) error = NULL;

    if (!cvpn_cli_parse (&usage, argv, &call->common, status))
        return FALSE;
    if (read_words (call, &error))
        return TRUE;
    *status = cvpn_cli_fail (error);
    return FALSE;
}
