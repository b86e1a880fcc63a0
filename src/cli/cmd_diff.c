/* cvpnsim diff: which packets have another verdict after a change. */
#include <stdio.h>

#include <cvpnsim/diff.h>

#include "cli/cli.h"

typedef struct {
    char *at;
    gboolean codes;
} Options;

static int
compare (const CvpnScenario *before, const CvpnScenario *after, const Options *o,
         const CvpnCommon *common)
{
    g_autoptr (GError) error = NULL;
    gint64 at_ns = 0;

    if (!cvpn_cli_read_time (o->at, "--at", &at_ns, &error))
        return cvpn_cli_fail (error);
    const CvpnDiffOptions options = { .at_ns = o->at ? &at_ns : NULL, .codes = o->codes };
    g_autoptr (CvpnDiff) diff = cvpn_diff (before, after, &options);
    g_autofree char *text =
        common->json ? cvpn_diff_json (diff) : cvpn_diff_text (diff, common->color);
    fputs (text, stdout);
    return cvpn_diff_count (diff, CVPN_DIFFERENCE_LOST) > 0 ? CVPN_EXIT_NO : CVPN_EXIT_FINE;
}

int
cvpn_cmd_diff (char **argv)
{
    Options o = { 0 };
    g_autofree char *at = NULL;
    const GOptionEntry entries[] = {
        { "at", 0, 0, G_OPTION_ARG_FILENAME, &at,
          "After the events of both files up to this time, 2h; default: as the files have it",
          "TIME" },
        { "codes", 0, 0, G_OPTION_ARG_NONE, &o.codes,
          "Also where only the step or the code differs", NULL },
        { 0 },
    };
    const CvpnUsage usage = {
        .command = "diff",
        .parameters = "BEFORE AFTER",
        .summary = "Lists the packets whose verdict differs between two scenarios, over all\n"
                   "addresses, protocols and ports, for each population and landing, and the\n"
                   "rules that decide. Exit status 1 if anything is lost that worked before.",
        .takes = CVPN_TAKES_FORMAT | CVPN_TAKES_COLOR | CVPN_TAKES_QUIET,
        .n_min = 2,
        .n_max = 2,
        .entries = entries,
    };
    g_auto (CvpnCommon) common = { 0 };
    int status = CVPN_EXIT_FINE;

    if (!cvpn_cli_parse (&usage, argv, &common, &status))
        return status;
    o.at = at;
    g_autoptr (CvpnScenario) before = cvpn_cli_load (common.arguments[0], &common, &status);
    g_autoptr (CvpnScenario) after = cvpn_cli_load (common.arguments[1], &common, &status);
    return before && after ? compare (before, after, &o, &common) : status;
}
