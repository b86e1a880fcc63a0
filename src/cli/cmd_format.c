/* cvpnsim format: the reference of scenario files, from the tables that read
 * them. */
#include <stdio.h>

#include "cli/cli.h"

int
cvpn_cmd_format (char **argv)
{
    const CvpnUsage usage = {
        .command = "format",
        .summary = "Prints the groups and keys of scenario files, as Markdown.",
    };
    g_auto (CvpnCommon) common = { 0 };
    int status = CVPN_EXIT_FINE;

    if (!cvpn_cli_parse (&usage, argv, &common, &status))
        return status;
    g_autofree char *reference = cvpn_scenario_reference ();
    fputs (reference, stdout);
    return CVPN_EXIT_FINE;
}
