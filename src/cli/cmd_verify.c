/* cvpnsim verify: do the [expect] groups hold?  TAP on standard output. */
#include <stdio.h>
#include <string.h>

#include <cvpnsim/error.h>
#include <cvpnsim/simulation.h>
#include <cvpnsim/summary.h>
#include <cvpnsim/verify.h>

#include "cli/cli.h"

typedef struct {
    const CvpnCommon *common;
    guint number, failed; /* of the tests so far */
    int status;           /* of files that could not be read or run */
} Verification;

static gboolean
ask_summary (gpointer data, const char *name, double *value)
{
    return data && cvpn_summary_metric (data, name, value);
}

/* The run that metrics are asked of; NULL with 'error' set. */
static CvpnSummary *
simulate (const CvpnScenario *scenario, GError **error)
{
    g_autoptr (CvpnSimulation) simulation = cvpn_simulation_new (scenario, error);
    g_autoptr (CvpnSummary) summary = NULL;

    if (!simulation)
        return NULL;
    summary = cvpn_summary_new (scenario);
    cvpn_simulation_add_observer (simulation, cvpn_summary_observer (), summary);
    while (cvpn_simulation_advance (simulation, G_MAXUINT32))
        continue;
    cvpn_simulation_finish (simulation);
    return g_steal_pointer (&summary);
}

/* A description as TAP has it: what is no directive has its '#' escaped. */
static char *
escape_description (const char *text)
{
    GString *escaped = g_string_new (text);

    g_string_replace (escaped, "\\", "\\\\", 0);
    g_string_replace (escaped, "#", "\\#", 0);
    return g_string_free (escaped, FALSE);
}

/* Behind the '#' a directive would be SKIP or TODO: a number is a remark. */
static void
report_expectation (Verification *v, const char *path, const CvpnExpectation *e)
{
    g_autofree char *shown = escape_description (path);
    g_autofree char *name = escape_description (e->name);

    v->number++;
    printf ("%s %u - %s: %s%s%s\n", e->ok ? "ok" : "not ok", v->number, shown, name,
            *e->covers ? " # " : "", e->covers);
    if (e->ok)
        return;
    v->failed++;
    g_autofree char *quoted = g_strescape (e->message, NULL);
    printf ("  ---\n  message: \"%s\"\n  at: %s:%u\n  ...\n", quoted, e->file, e->line);
}

static void
verify_scenario (Verification *v, const CvpnScenario *scenario)
{
    const char *path = cvpn_scenario_path (scenario);
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnSummary) summary = NULL;

    if (cvpn_verify_needs_run (scenario)) {
        summary = simulate (scenario, &error);
        if (!summary)
            v->status = cvpn_cli_fail (error);
    }
    for (guint i = 0; i < cvpn_verify_count (scenario); i++) {
        CvpnExpectation e = cvpn_verify_expect (scenario, i, ask_summary, summary);
        report_expectation (v, path, &e);
        cvpn_expectation_clear (&e);
    }
}

/* A file that expects nothing passes nothing: that is a failed test. */
static void
report_empty (Verification *v, const char *path)
{
    printf ("not ok %u - %s: has no [expect] group\n", ++v->number, path);
    v->failed++;
}

static void
verify_file (Verification *v, const char *path)
{
    int status = CVPN_EXIT_FINE;
    g_autoptr (CvpnScenario) scenario = cvpn_cli_load (path, v->common, &status);

    if (!scenario) {
        printf ("not ok %u - %s: cannot be read\n", ++v->number, path);
        v->failed++;
        v->status = MAX (v->status, status);
    } else if (cvpn_verify_count (scenario) == 0) {
        report_empty (v, path);
    } else {
        verify_scenario (v, scenario);
    }
}

int
cvpn_cmd_verify (char **argv)
{
    const CvpnUsage usage = {
        .command = "verify",
        .parameters = "SCENARIO…",
        .summary =
            "Tests whether the [expect] groups of scenarios hold; simulates a scenario once\n"
            "if one of them asks for a metric. TAP on standard output; exit status 1 if a\n"
            "test failed, 2 if a file has faults.",
        .takes = CVPN_TAKES_OVERRIDES | CVPN_TAKES_QUIET,
        .n_min = 1,
        .n_max = G_MAXUINT,
    };
    g_auto (CvpnCommon) common = { 0 };
    int status = CVPN_EXIT_FINE;

    if (!cvpn_cli_parse (&usage, argv, &common, &status))
        return status;
    Verification v = { .common = &common };
    puts ("TAP version 13");
    for (guint i = 0; common.arguments[i]; i++)
        verify_file (&v, common.arguments[i]);
    printf ("1..%u\n# %u passed, %u failed\n", v.number, v.number - v.failed, v.failed);
    if (v.status != CVPN_EXIT_FINE)
        return v.status;
    return v.failed > 0 ? CVPN_EXIT_NO : CVPN_EXIT_FINE;
}
