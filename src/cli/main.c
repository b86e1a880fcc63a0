/* cvpnsim: the table of commands. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cvpnsim/version.h>

#include "base/spelling.h"
#include "cli/cli.h"

typedef struct {
    const char *name;
    CvpnCommandRun run; /* NULL: to come */
    const char *help;
} Command;

static const Command commands[] = {
    { "import", cvpn_cmd_import, "make a scenario of what describes a real configuration" },
    { "run", cvpn_cmd_run, "simulate a scenario; write traces, metrics and a summary" },
    { "explain", cvpn_cmd_explain, "follow one flow step by step, for each landing" },
    { "diagnose", cvpn_cmd_diagnose, "find what works on some landings only, and its cure" },
    { "diff", cvpn_cmd_diff, "find what a change of the configuration breaks or mends" },
    { "check", cvpn_cmd_check, "find broken rules and quotas, and what experience warns of" },
    { "verify", cvpn_cmd_verify, "test what scenarios expect" },
    { "plan", cvpn_cmd_plan, "find client CIDR and associations, first quota and cost" },
    { "sweep", cvpn_cmd_sweep, "run variants of a scenario again and again; compare them" },
    { "plot", cvpn_cmd_plot, "draw the pictures of a finished run, sweep or plan" },
    { "sessions", cvpn_cmd_sessions, "list the connections at the end of a finished run" },
    { "format", cvpn_cmd_format, "print the reference of scenario files" },
    { "report", NULL, NULL },
};

static int
print_help (void)
{
    puts ("Usage:\n  cvpnsim COMMAND [OPTION…] …\n\n"
          "Simulates AWS Client VPN: its clients, endpoints and networks.\n\nCommands:");
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        if (commands[i].run)
            printf ("  %-10s %s\n", commands[i].name, commands[i].help);
    puts ("\n'cvpnsim COMMAND --help' explains one; 'cvpnsim --version' tells the version.");
    return CVPN_EXIT_FINE;
}

static int
run_command (char **argv)
{
    const char *names[G_N_ELEMENTS (commands)];

    for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
        names[i] = commands[i].name;
        if (strcmp (argv[0], names[i]) != 0)
            continue;
        if (commands[i].run)
            return commands[i].run (argv);
        return cvpn_cli_fail_input ("the command '%s' is not supported yet", argv[0]);
    }
    g_autofree char *hint = cvpn_spelling_hint (argv[0], names, G_N_ELEMENTS (names));
    return cvpn_cli_fail_input ("there is no command '%s'%s", argv[0], hint);
}

/* A file that is opened where a standard stream was closed would be written into by whoever means
 * the stream. What is written to this one fails, as before. */
static void
hold_streams (void)
{
    int fd;

    do
        fd = open ("/dev/null", O_RDONLY);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close (fd);
}

int
main (int argc, char **argv)
{
    int status = CVPN_EXIT_FINE;

    hold_streams ();
    g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
    if (argc < 2)
        status = cvpn_cli_fail_input ("expected a command; see cvpnsim --help");
    else if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
        status = print_help ();
    else if (strcmp (argv[1], "--version") == 0)
        puts ("cvpnsim " CVPN_VERSION);
    else
        status = run_command (argv + 1);
    if (fflush (stdout) == 0 && !ferror (stdout))
        return status;
    cvpn_cli_remark ("error: standard output: %s", g_strerror (errno));
    return CVPN_EXIT_OUTSIDE;
}
