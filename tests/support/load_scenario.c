/* load_scenario FILE [--set KIND.NAME.KEY=VALUE]...: reads a scenario and does
 * nothing with it.  Prints the report to standard error; exit status 2 if there
 * was an error in it, else "ok" and 0.
 *
 * load_scenario --reference prints the page of all groups and keys, which is
 * docs/scenario-format.md. */
#include <cvpnsim/error.h>
#include <cvpnsim/scenario.h>

#include <stdio.h>
#include <string.h>

/* The assignments behind --set; NULL-terminated, borrowed. */
static char **
collect_assignments (int argc, char **argv)
{
    GPtrArray *set = g_ptr_array_new ();

    for (int i = 2; i + 1 < argc; i += 2)
        if (strcmp (argv[i], "--set") == 0)
            g_ptr_array_add (set, argv[i + 1]);
    g_ptr_array_add (set, NULL);
    return (char **) g_ptr_array_free (set, FALSE);
}

static int
load (const char *path, char **set)
{
    const CvpnOverrides overrides = { .set = set };
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (path, &overrides, report, &error);
    g_autofree char *faults = cvpn_report_format (report);

    fputs (faults, stderr);
    if (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_USAGE))
        fprintf (stderr, "error: %s\n", error->message);
    if (scenario)
        puts ("ok");
    return scenario ? 0 : 2;
}

int
main (int argc, char **argv)
{
    if (argc == 2 && strcmp (argv[1], "--reference") == 0) {
        g_autofree char *page = cvpn_scenario_reference ();
        fputs (page, stdout);
        return 0;
    }
    if (argc < 2 || argc % 2 != 0) {
        fprintf (stderr, "usage: %s FILE [--set KIND.NAME.KEY=VALUE]...\n", argv[0]);
        return 2;
    }
    g_autofree char **set = collect_assignments (argc, argv);
    return load (argv[1], set);
}
