/* cvpnsim plan: which client CIDR, how many associations, at what cost.
 *
 * SIGINT and SIGTERM are held back and asked for while runs are under way: an interrupted plan
 * says and writes nothing. */
#include <stdio.h>

#include <cvpnsim/error.h>

#include "base/new_file.h"
#include "base/text.h"
#include "cli/plan_options.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "model/scenario.h"
#include "observe/output_dir.h"
#include "observe/plan_csv.h"

#define DEFAULT_REGION "us-east-1"
#define SCENARIO_BYTES (64u << 20)

/* What is planned for. */
typedef struct {
    char *path, *text; /* 'text' NULL: the file is read where it is */
} Subject;

static void
clear_subject (Subject *subject)
{
    g_free (subject->path);
    g_free (subject->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Subject, clear_subject)

typedef struct {
    CvpnProgressLine line;
    sigset_t signals;
    int caught; /* the signal; 0: none */
} Watch;

/* The people's scenario, its zones in the region asked for. */
static gboolean
generate (const CvpnPlanCall *words, Subject *subject, GError **error)
{
    g_autofree char *text = cvpn_plan_profile_scenario (words->people, words->profile,
                                                        words->session, words->attendance, error);

    if (!text)
        return FALSE;
    g_autoptr (GString) page = g_string_new (text);
    if (words->region)
        g_string_replace (page, DEFAULT_REGION, words->region, 0);
    subject->path = g_strdup (words->write ? words->write : "--users");
    subject->text = g_string_free (g_steal_pointer (&page), FALSE);
    return TRUE;
}

/* A pipe can be read only once, and a scenario is loaded for each run. */
static gboolean
take_file (const char *path, Subject *subject, GError **error)
{
    subject->path = g_strdup (path);
    if (!g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_REGULAR) ||
        g_file_test (path, G_FILE_TEST_IS_DIR))
        return TRUE;
    gsize length;
    subject->text = cvpn_text_read (path, SCENARIO_BYTES, &length, error);
    return subject->text != NULL;
}

static gboolean
write_scenario (const CvpnPlanCall *words, const Subject *subject, GError **error)
{
    if (!words->write)
        return TRUE;
    if (!words->force && g_file_test (words->write, G_FILE_TEST_EXISTS)) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "%s: exists; --force replaces it",
                     words->write);
        return FALSE;
    }
    g_autoptr (CvpnNewFile) file = cvpn_new_file_new (words->write, error);

    return file && cvpn_new_file_write (file, subject->text, error) &&
           cvpn_new_file_commit (file, words->force, error);
}

/* NULL with the exit status, and what is wrong has been said. */
static CvpnScenario *
load (const CvpnPlanCall *words, const Subject *subject, int *status)
{
    const CvpnOverrides overrides = cvpn_cli_overrides (&words->common);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;

    if (!subject->text)
        return cvpn_cli_load (subject->path, &words->common, status);
    CvpnScenario *scenario =
        cvpn_scenario_load_text (subject->path, subject->text, &overrides, report, &error);
    g_autofree char *faults = cvpn_report_format (report);
    fputs (faults, stderr);
    if (!scenario)
        *status = g_error_matches (error, CVPN_ERROR, CVPN_ERROR_SCENARIO) ? CVPN_EXIT_INPUT
                                                                           : cvpn_cli_fail (error);
    return scenario;
}

/* "us-east-1" of "us-east-1a"; NULL: the zones are not called so. */
static char *
region_of_zones (const CvpnScenario *scenario)
{
    const GPtrArray *subnets = scenario->spec->subnets;
    g_autoptr (GRegex) regex = g_regex_new ("^([a-z]+-)+[0-9]+", 0, 0, NULL);

    for (guint i = 0; i < subnets->len; i++) {
        const CvpnSubnetSpec *subnet = subnets->pdata[i];
        g_autoptr (GMatchInfo) match = NULL;
        if (subnet->availability_zone &&
            g_regex_match (regex, subnet->availability_zone, 0, &match))
            return g_match_info_fetch (match, 0);
    }
    return NULL;
}

/* Prices of the region asked for, else of the zones', else of that which every file has. */
static CvpnPlanPrices *
read_prices (const CvpnPlanCall *words, const CvpnScenario *scenario, int *status)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autofree char *zones = region_of_zones (scenario);
    const char *region = words->region ? words->region : zones;
    g_autoptr (GError) error = NULL;
    CvpnPlanPrices *prices = cvpn_plan_prices_read (words->prices, region, report, &error);

    if (!prices && !words->region && g_error_matches (error, CVPN_ERROR, CVPN_ERROR_REFERENCE)) {
        if (!words->common.quiet)
            cvpn_cli_remark ("no prices of %s, where the zones are: those of " DEFAULT_REGION
                             " are taken; see --region and --prices",
                             region);
        g_clear_error (&error);
        prices = cvpn_plan_prices_read (words->prices, DEFAULT_REGION, report, &error);
    }
    g_autofree char *faults = cvpn_report_format (report);
    fputs (faults, stderr);
    if (!prices)
        *status = cvpn_report_errors (report) > 0 ? CVPN_EXIT_INPUT : cvpn_cli_fail (error);
    return prices;
}

static gboolean
is_interrupted (gpointer data, const char *what, double share)
{
    Watch *watch = data;

    cvpn_progress_line_share (&watch->line, what, share);
    if (watch->caught == 0)
        watch->caught = cvpn_signals_caught (&watch->signals);
    return watch->caught > 0;
}

/* Before any thread is made, so that all of them hold the signals back. */
static void
begin_watch (Watch *watch, gboolean quiet)
{
    *watch = (Watch){ 0 };
    cvpn_signals_hold (&watch->signals);
    cvpn_progress_line_begin (&watch->line, quiet);
}

static int
print_plan (const CvpnPlanCall *words, const CvpnPlan *plan, CvpnOutputDir *output)
{
    g_autofree char *answer =
        words->common.json ? cvpn_plan_json (plan) : cvpn_plan_text (plan, words->common.color);
    g_autoptr (GError) error = NULL;

    if (output && (!cvpn_plan_files_write (plan, cvpn_output_dir_path (output), &error) ||
                   !cvpn_output_dir_commit (output, &error)))
        return cvpn_cli_fail (error);
    fputs (answer, stdout);
    if (output && !words->common.json)
        printf ("\n3 files in %s\n", words->folder);
    return plan->recommended < 0 ? CVPN_EXIT_NO : CVPN_EXIT_FINE;
}

/* What made no plan: a signal, or what is wrong. */
static int
fail_plan (const Watch *watch, CvpnReport *report, const GError *error)
{
    g_autofree char *faults = cvpn_report_format (report);

    if (!error)
        return 128 + watch->caught;
    fputs (faults, stderr);
    return cvpn_report_errors (report) > 0 ? CVPN_EXIT_INPUT : cvpn_cli_fail (error);
}

static int
make_plan (const CvpnPlanCall *words, const Subject *subject, const CvpnPlanPrices *prices,
           CvpnOutputDir *output)
{
    const CvpnOverrides overrides = cvpn_cli_overrides (&words->common);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    Watch watch;

    begin_watch (&watch, words->common.quiet);
    g_autoptr (CvpnPlan) plan =
        cvpn_plan_make (subject->path, subject->text, &overrides, &words->plan, prices,
                        is_interrupted, &watch, report, &error);
    const double seconds = cvpn_progress_line_end (&watch.line);
    if (!plan)
        return fail_plan (&watch, report, error);
    const int status = print_plan (words, plan, output);
    if (!words->common.quiet)
        cvpn_cli_remark ("%" G_GUINT64_FORMAT " events in %.2f s", plan->events, seconds);
    return status;
}

static int
run (CvpnPlanCall *words, const Subject *subject)
{
    g_autoptr (CvpnOutputDir) output = NULL;
    g_autoptr (GError) error = NULL;
    int status = CVPN_EXIT_FINE;

    g_autoptr (CvpnScenario) scenario = load (words, subject, &status);
    if (!scenario)
        return status;
    if (!words->common.seed)
        words->plan.seed = scenario->spec->scenario.seed;
    g_autoptr (CvpnPlanPrices) prices = read_prices (words, scenario, &status);
    if (!prices)
        return status;
    if (words->folder)
        output = cvpn_output_dir_new (words->folder, words->force, cvpn_plan_files_knows, &error);
    if (error || !write_scenario (words, subject, &error))
        return cvpn_cli_fail (error);
    return make_plan (words, subject, prices, output);
}

int
cvpn_cmd_plan (char **argv)
{
    g_auto (CvpnPlanCall) words = { 0 };
    g_auto (Subject) subject = { 0 };
    g_autoptr (GError) error = NULL;
    int status = CVPN_EXIT_FINE;

    if (!cvpn_plan_call_parse (argv, &words, &status))
        return status;
    if (!(words.people > 0 ? generate (&words, &subject, &error)
                           : take_file (words.common.arguments[0], &subject, &error))) {
        cvpn_cli_fail (error);
        return CVPN_EXIT_INPUT; /* a file that is not there, too, as with scenarios */
    }
    return run (&words, &subject);
}
