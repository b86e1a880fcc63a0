/* cvpnsim check: broken rules and quotas, and what experience warns of. */
#include <stdio.h>

#include <cvpnsim/check.h>

#include "cli/cli.h"
#include "observe/sarif.h"

static int
print_reference (void)
{
    g_autofree char *page = cvpn_findings_reference ();

    fputs (page, stdout);
    return CVPN_EXIT_FINE;
}

static void
print_findings (const CvpnCommon *common, const char *path, const GPtrArray *findings)
{
    const CvpnSarif about = { .command = "check", .path = path };
    g_autofree char *text = common->sarif  ? cvpn_sarif_text (&about, findings)
                            : common->json ? cvpn_findings_json (findings)
                                           : cvpn_findings_text (findings, common->color);

    fputs (text, stdout);
}

static int
check_file (const CvpnCommon *common, const char *path)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    int status = CVPN_EXIT_FINE;

    cvpn_report_tolerate (report);
    g_autoptr (CvpnScenario) scenario = cvpn_cli_load_report (path, common, report, &status);
    if (!scenario)
        return status;
    g_autoptr (GPtrArray) findings = cvpn_check (scenario, report);
    print_findings (common, path, findings);
    return cvpn_findings_count (findings, common->fail_on) > 0 ? CVPN_EXIT_NO : CVPN_EXIT_FINE;
}

int
cvpn_cmd_check (char **argv)
{
    gboolean list = FALSE;
    const GOptionEntry entries[] = {
        { "list", 0, 0, G_OPTION_ARG_NONE, &list, "Print the page of all codes, and end", NULL },
        { 0 },
    };
    const CvpnUsage usage = {
        .command = "check",
        .parameters = "SCENARIO",
        .summary =
            "Finds what breaks a rule or a quota of Client VPN, and what experience warns of,\n"
            "each with its line and the document that it rests on; before any event. Exit\n"
            "status 1 if there is an error among the findings, 2 if the file cannot be read.",
        .takes = CVPN_TAKES_OVERRIDES | CVPN_TAKES_FORMAT | CVPN_TAKES_FINDINGS | CVPN_TAKES_COLOR |
                 CVPN_TAKES_QUIET,
        .n_max = 1,
        .entries = entries,
    };
    g_auto (CvpnCommon) common = { 0 };
    int status = CVPN_EXIT_FINE;

    if (!cvpn_cli_parse (&usage, argv, &common, &status))
        return status;
    if (list)
        return print_reference ();
    if (!common.arguments[0])
        return cvpn_cli_fail_input ("check: expected SCENARIO; see cvpnsim check --help");
    return check_file (&common, common.arguments[0]);
}
