/* amend: files that become one, with and without changes. */
#include <cvpnsim/amend.h>

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "input/file_names.h"
#include "model/scenario.h"
#include "scenario_text.h"
#include "support.h"

static CvpnScenario *
load (const char *path, char **set)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    const CvpnOverrides overrides = { .set = set };
    CvpnScenario *scenario = cvpn_scenario_load (path, &overrides, report, NULL);

    if (!scenario) {
        g_autofree char *faults = cvpn_report_format (report);
        g_printerr ("%s: %s", path, faults);
    }
    CU_ASSERT (scenario != NULL);
    return scenario;
}

/* Loads the text from a file in 'folder', which is removed. */
static CvpnScenario *
load_text (const char *text, const char *folder)
{
    g_autofree char *path = g_build_filename (folder, "amended.ini", NULL);

    CU_ASSERT (g_file_set_contents (path, text, -1, NULL));
    CvpnScenario *scenario = load (path, NULL);
    g_unlink (path);
    return scenario;
}

/* "[kind name] key = value" of every entry, in order; but for [scenario], where the
 * files' keys may have another order, and names of files, which are "FILE". */
static char *
describe (const CvpnScenario *scenario)
{
    const CvpnDocument *document = scenario->spec->document;
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < document->groups->len; i++) {
        const CvpnGroup *group = document->groups->pdata[i];
        for (guint j = 0; j < group->entries->len; j++) {
            const CvpnEntry *entry = group->entries->pdata[j];
            const gboolean file = strstr (entry->value, ".csv") != NULL;
            if (!g_str_equal (group->kind, "scenario"))
                g_string_append_printf (out, "[%s %s] %s = %s\n", group->kind, group->name,
                                        entry->key, file ? "FILE" : entry->value);
        }
    }
    return g_string_free (out, FALSE);
}

static gboolean
has_include (const char *path)
{
    g_autofree char *text = NULL;

    return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, "\ninclude =");
}

/* Unchanged, each file of the project is what it was, here and elsewhere. */
static void
try_file (const char *path)
{
    g_autofree char *folder = g_path_get_dirname (path);
    g_autofree char *content = NULL;
    g_autoptr (CvpnScenario) scenario = load (path, NULL);

    if (!scenario || !g_file_get_contents (path, &content, NULL, NULL))
        return;
    g_autofree char *here = cvpn_scenario_amend (scenario, NULL, 0, folder, NULL);
    if (!has_include (path))
        cvpn_assert_str (here, content);
    g_autofree char *there = cvpn_scenario_amend (scenario, NULL, 0, cvpn_test_folder (), NULL);
    g_autoptr (CvpnScenario) again = load_text (there, cvpn_test_folder ());
    if (!again)
        return;
    g_autofree char *before = describe (scenario);
    g_autofree char *after = describe (again);
    cvpn_assert_str (after, before);
    cvpn_assert_str (cvpn_scenario_title (again), cvpn_scenario_title (scenario));
    CU_ASSERT (again->spec->scenario.duration_ns == scenario->spec->scenario.duration_ns);
}

static guint
try_folder (const char *relative)
{
    g_autofree char *folder = cvpn_test_path (relative);
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;
    guint tried = 0;

    while (dir && (name = g_dir_read_name (dir)))
        if (g_str_has_suffix (name, ".ini")) {
            g_autofree char *path = g_build_filename (folder, name, NULL);
            try_file (path);
            tried++;
        }
    return tried;
}

static void
test_unchanged (void)
{
    CU_ASSERT (try_folder ("scenarios") > 20);
    CU_ASSERT (try_folder ("scenarios/steps") > 10);
    CU_ASSERT (try_folder ("scenarios/cases") > 20);
}

/* One folder with a scenario of several files. */
static char *
make_folder (void)
{
    static const char *const files[][2] = {
        { "main.ini", "# The main file.\n\n[scenario]\ntitle = Several\n# what it needs\n"
                      "include = parts/net.ini\nduration = 1h\n\n"
                      "# Who comes.\n[clients c]\nendpoint = e\n"
                      "arrival = csv  parts/logins.csv\n"
                      "session = mixture 50% empirical lengths.csv s, uniform 1s 2s\n"
                      "retry = 3 empirical ../lengths.csv s\n" },
        { "parts/net.ini", "# The network.\n[scenario]\n# deeper\ninclude = zones.ini\n"
                           "# by hand\nseed = 7\n\n[client-vpn-endpoint e]\n"
                           "client-cidr-block = 10.2.0.0/22\ntarget-networks = s\n" },
        { "parts/zones.ini", "[vpc v]\ncidr-block = 10.0.0.0/16\n\n# A subnet.\n[subnet s]\n"
                             "vpc = v\navailability-zone = a\ncidr-block = 10.0.1.0/24" },
        { "parts/logins.csv", "time,user,duration\n1,a,5\n" },
        { "lengths.csv", "s\n5\n" },
    };
    char *folder = g_build_filename (cvpn_test_folder (), "several", "x", NULL);
    g_autofree char *parts = g_build_filename (folder, "parts", NULL);
    g_autofree char *outer = g_build_filename (folder, "..", "lengths.csv", NULL);

    g_mkdir_with_parents (parts, 0700);
    for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
        g_autofree char *path = g_build_filename (folder, files[i][0], NULL);
        g_file_set_contents (path, files[i][1], -1, NULL);
    }
    g_file_set_contents (outer, "s\n5\n", -1, NULL);
    return folder;
}

static void
test_include (void)
{
    static const char want[] =
        "# The main file.\n\n[scenario]\ntitle = Several\n# what it needs\nduration = 1h\n"
        "# deeper\n# by hand\nseed = 7\n\n"
        "# The network.\n\n[vpc v]\ncidr-block = 10.0.0.0/16\n\n# A subnet.\n[subnet s]\n"
        "vpc = v\navailability-zone = a\ncidr-block = 10.0.1.0/24\n\n"
        "[client-vpn-endpoint e]\nclient-cidr-block = 10.2.0.0/22\ntarget-networks = s\n\n"
        "# Who comes.\n[clients c]\nendpoint = e\n"
        "arrival = csv  ../x/parts/logins.csv\n"
        "session = mixture 50% empirical ../x/lengths.csv s, uniform 1s 2s\n"
        "retry = 3 empirical ../lengths.csv s\n";
    g_autofree char *folder = make_folder ();
    g_autofree char *path = g_build_filename (folder, "main.ini", NULL);
    g_autofree char *other = g_build_filename (folder, "..", "y", NULL);
    g_autoptr (CvpnScenario) scenario = load (path, NULL);

    g_mkdir (other, 0700);
    g_autofree char *text = cvpn_scenario_amend (scenario, NULL, 0, other, NULL);
    cvpn_assert_str (text, want);
    g_autoptr (CvpnScenario) again = load_text (text, other);
    CU_ASSERT (again != NULL);
}

static void
test_changes (void)
{
    static const CvpnAmendment changes[] = {
        { "client-vpn-endpoint e", "target-networks", "s; t" },
        { "subnet t", "vpc", "v" },
        { "subnet t", "availability-zone", "b" },
        { "subnet t", "cidr-block", "10.0.2.0/24" },
        { "clients c", "retry", NULL },
    };
    g_auto (GStrv) set =
        g_strsplit ("clients.c.count=3|clients.c.arrival=at 0s|scenario.seed=9", "|", -1);
    g_autofree char *folder = make_folder ();
    g_autofree char *path = g_build_filename (folder, "main.ini", NULL);
    g_autoptr (CvpnScenario) scenario = load (path, set);
    g_autofree char *text =
        cvpn_scenario_amend (scenario, changes, G_N_ELEMENTS (changes), folder, NULL);

    cvpn_assert_has (text, "# by hand\nseed = 9\n");
    cvpn_assert_has (text, "arrival = at 0s\nsession = mixture 50% empirical lengths.csv s");
    cvpn_assert_has (text, "uniform 1s 2s\ncount = 3\n");
    cvpn_assert_has (text, "target-networks = s; t\n");
    cvpn_assert_has (text, "10.0.1.0/24\n\n[subnet t]\nvpc = v\navailability-zone = b\n"
                           "cidr-block = 10.0.2.0/24\n\n[client-vpn-endpoint e]\n");
    CU_ASSERT_PTR_NULL (strstr (text, "retry"));
    g_autoptr (CvpnScenario) again = load_text (text, folder);
    cvpn_assert_int (again->net->associations->len, 2);
}

static void
check_refused (const CvpnScenario *scenario, const char *path, const char *message)
{
    g_autoptr (GError) error = NULL;

    CU_ASSERT_FALSE (cvpn_scenario_check_output (scenario, path, FALSE, &error));
    cvpn_assert_has (error ? error->message : "", message);
    CU_ASSERT (g_str_has_suffix (message, "--force replaces it") ==
               cvpn_scenario_check_output (scenario, path, TRUE, NULL));
}

static void
test_output (void)
{
    g_autofree char *folder = make_folder ();
    g_autofree char *path = g_build_filename (folder, "main.ini", NULL);
    g_autofree char *roundabout = g_build_filename (folder, "parts", "..", "main.ini", NULL);
    g_autofree char *link = g_build_filename (folder, "link.ini", NULL);
    g_autofree char *included = g_build_filename (folder, "parts", "zones.ini", NULL);
    g_autofree char *there = g_build_filename (folder, "lengths.csv", NULL);
    g_autofree char *new = g_build_filename (folder, "new.ini", NULL);
    g_autoptr (CvpnScenario) scenario = load (path, NULL);

    CU_ASSERT (symlink ("main.ini", link) == 0);
    check_refused (scenario, path, "is read by the scenario");
    check_refused (scenario, roundabout, "is read by the scenario");
    check_refused (scenario, link, "is read by the scenario");
    check_refused (scenario, included, "is read by the scenario");
    check_refused (scenario, folder, "not a plain file");
    check_refused (scenario, there, "is there already; --force replaces it");
    check_refused (scenario, "", "is empty");
    CU_ASSERT (cvpn_scenario_check_output (scenario, new, FALSE, NULL));
}

static void
check_between (const char *folder, const char *path, const char *want)
{
    g_autofree char *got = cvpn_file_name_between (folder, path);

    cvpn_assert_str (got, want);
}

static void
test_between (void)
{
    check_between ("/a/b", "/a/b/c.csv", "c.csv");
    check_between ("/a/b", "/a/c.csv", "../c.csv");
    check_between ("/a/b", "/a/bc/d.csv", "../bc/d.csv");
    check_between ("/a/b", "/x/d.csv", "../../x/d.csv");
    check_between ("/", "/x/d.csv", "x/d.csv");
    check_between ("/x/d.csv", "/x/d.csv", "../d.csv");
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "without a change a scenario is what it was", test_unchanged },
        { "included files become one that stands alone", test_include },
        { "changes, and what the command line set", test_changes },
        { "what may not be written", test_output },
        { "names from folder to folder", test_between },
    };

    return cvpn_test_main ("input amend", tests, G_N_ELEMENTS (tests));
}
