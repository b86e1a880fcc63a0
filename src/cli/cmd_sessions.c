/* cvpnsim sessions: the connections of a finished run, as DescribeClientVpnConnections
 * answers: the active ones, and those that ended within the last 60 minutes. */
#include <stdio.h>

#include "cli/cli.h"
#include "observe/connections_list.h"

int
cvpn_cmd_sessions (char **argv)
{
    g_autofree char *user = NULL;
    const GOptionEntry entries[] = {
        { "user", 'u', 0, G_OPTION_ARG_FILENAME, &user, "The connections of this user only",
          "NAME" },
        { 0 },
    };
    const CvpnUsage usage = {
        .command = "sessions",
        .parameters = "DIR",
        .summary =
            "Lists the connections that were active at the end of the run in DIR, and those\n"
            "that had ended within its last 60 minutes; with --format json as\n"
            "aws ec2 describe-client-vpn-connections prints them.",
        .takes = CVPN_TAKES_FORMAT,
        .n_min = 1,
        .n_max = 1,
        .entries = entries,
    };
    g_auto (CvpnCommon) common = { 0 };
    g_autoptr (GError) error = NULL;
    int status = CVPN_EXIT_FINE;

    if (!cvpn_cli_parse (&usage, argv, &common, &status))
        return status;
    const char *run = common.arguments[0];
    g_autofree char *answer = common.json ? cvpn_connections_list_json (run, user, &error)
                                          : cvpn_connections_list_text (run, user, &error);
    if (!answer)
        return cvpn_cli_fail (error);
    fputs (answer, stdout);
    return CVPN_EXIT_FINE;
}
