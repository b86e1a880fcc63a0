/* cvpnsim diagnose: every destination that is intermittent, and the proof that there is no
 * other. */
#include <stdio.h>
#include <string.h>

#include <cvpnsim/amend.h>
#include <cvpnsim/diagnose.h>
#include <cvpnsim/error.h>

#include "cli/cli.h"
#include "cli/diagnose_apply.h"
#include "observe/sarif.h"

typedef struct {
    char **client;
    char *groups, *source_port, *at, *only, *output;
    gboolean classes, apply, force;
} Options;

static void
clear_options (Options *o)
{
    g_strfreev (o->client);
    g_free (o->groups);
    g_free (o->source_port);
    g_free (o->at);
    g_free (o->only);
    g_free (o->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
read_options (const Options *o, CvpnDiagnoseOptions *options, gint64 *at_ns, GError **error)
{
    if (!cvpn_cli_read_source_port (o->source_port, &options->source_port, error) ||
        !cvpn_cli_read_time (o->at, "--at", at_ns, error))
        return FALSE;
    options->clients = (const char *const *) o->client;
    options->groups = o->groups;
    options->at_ns = o->at ? at_ns : NULL;
    return !o->only || cvpn_finds_parse (o->only, &options->finds, error);
}

static gboolean
check_apply (const CvpnScenario *scenario, const Options *o, GError **error)
{
    if (o->apply && o->output && !o->at)
        return cvpn_scenario_check_output (scenario, o->output, o->force, error);
    if (!o->apply && !o->output && !o->force)
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                 !o->apply ? "-o and --force go with --apply, which writes the mended scenario"
                 : o->at   ? "--apply changes what the file begins with; expected no --at"
                           : "--apply writes the mended scenario; expected -o FILE");
    return FALSE;
}

static char *
write_diagnosis (const CvpnDiagnosis *diagnosis, const Options *o, const CvpnCommon *common)
{
    const CvpnSarif about = { "diagnose", common->arguments[0] };

    if (common->sarif)
        return cvpn_sarif_text (&about, cvpn_diagnosis_findings (diagnosis));
    if (common->json)
        return cvpn_diagnosis_json (diagnosis);
    return cvpn_diagnosis_text (diagnosis, o->classes, common->color);
}

static int
diagnose (const CvpnScenario *scenario, const Options *o, const CvpnCommon *common)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnDiagnosis) diagnosis = NULL;
    CvpnDiagnoseOptions options = { 0 };
    gint64 at_ns = 0;

    if (!read_options (o, &options, &at_ns, &error) || !check_apply (scenario, o, &error))
        return cvpn_cli_fail (error);
    diagnosis = cvpn_diagnose (scenario, &options, &error);
    if (!diagnosis)
        return cvpn_cli_fail (error);
    g_autofree char *text = write_diagnosis (diagnosis, o, common);
    fputs (text, stdout);
    if (o->apply)
        return cvpn_cli_apply (scenario, &options, o->output, o->force, common->fail_on,
                               common->quiet);
    return cvpn_findings_count (cvpn_diagnosis_findings (diagnosis), common->fail_on) > 0
               ? CVPN_EXIT_NO
               : CVPN_EXIT_FINE;
}

int
cvpn_cmd_diagnose (char **argv)
{
    g_auto (Options) o = { 0 };
    const GOptionEntry entries[] = {
        { "client", 'c', 0, G_OPTION_ARG_FILENAME_ARRAY, &o.client,
          "This population, or user, only; may be repeated", "NAME" },
        { "groups", 'g', 0, G_OPTION_ARG_FILENAME, &o.groups,
          "Instead: a user of these access groups who has authenticated (may be empty)", "G1;G2" },
        { "source-port", 0, 0, G_OPTION_ARG_FILENAME, &o.source_port,
          "The clients' own port; default 49152", "N" },
        { "at", 0, 0, G_OPTION_ARG_FILENAME, &o.at,
          "After the events up to this time, 2h; default: as the file has it", "TIME" },
        { "only", 0, 0, G_OPTION_ARG_FILENAME, &o.only,
          "Kinds of findings: intermittent,never,unauthorized,undetermined,ports,limits", "LIST" },
        { "classes", 0, 0, G_OPTION_ARG_NONE, &o.classes,
          "All classes of packets with their fate on each landing, not only what is found", NULL },
        { "apply", 0, 0, G_OPTION_ARG_NONE, &o.apply,
          "Apply all mends until nothing is left that has one, and write the scenario to -o",
          NULL },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output,
          "With --apply: the mended scenario, whole or not at all", "FILE" },
        { "force", 'f', 0, G_OPTION_ARG_NONE, &o.force, "With --apply: replace FILE", NULL },
        { 0 },
    };
    const CvpnUsage usage = {
        .command = "diagnose",
        .parameters = "SCENARIO",
        .summary =
            "Finds every destination that works on one landing and fails on another, over all\n"
            "addresses, protocols and ports, with cause and cure; then what never works though\n"
            "a rule or a route says that it should, and what works though nobody named it.\n"
            "Exit status 1 if a destination is intermittent; with --apply, if one is left.",
        .takes = CVPN_TAKES_OVERRIDES | CVPN_TAKES_FORMAT | CVPN_TAKES_COLOR | CVPN_TAKES_QUIET |
                 CVPN_TAKES_FINDINGS,
        .n_min = 1,
        .n_max = 1,
        .entries = entries,
    };
    g_auto (CvpnCommon) common = { 0 };
    int status = CVPN_EXIT_FINE;

    if (!cvpn_cli_parse (&usage, argv, &common, &status))
        return status;
    g_autoptr (CvpnScenario) scenario = cvpn_cli_load (common.arguments[0], &common, &status);
    return scenario ? diagnose (scenario, &o, &common) : status;
}
