/* trials: scenarios of all kinds, run on several threads at once, which share them, come to what
 * they come to alone, each with a scenario of its own.
 *
 * CVPN_TEST_SCENARIOS is how many of those in scenarios/ are taken (default: 16), each for an
 * hour.  Built with the thread sanitizer (docs/CONTRIBUTING.md), this is where state that loading
 * shares by mistake is found, and what a run changes of a scenario. */
#include <string.h>

#include "experiment/experiment.h"
#include "support.h"

#define REPLICATIONS 3
#define SEED         1

static gint
compare_names (gconstpointer one, gconstpointer other)
{
    return strcmp (*(const char *const *) one, *(const char *const *) other);
}

static GPtrArray *
list_scenarios (void)
{
    GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *folder = cvpn_test_path ("scenarios");
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir)))
        if (g_str_has_suffix (name, ".ini"))
            g_ptr_array_add (names, g_build_filename (folder, name, NULL));
    g_ptr_array_sort (names, compare_names);
    return names;
}

/* Spread over the alphabet, so that each kind is among them. */
static GPtrArray *
list_settings (void)
{
    GPtrArray *settings = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_setting_free);
    g_autoptr (GPtrArray) names = list_scenarios ();
    const guint n = MIN (cvpn_test_setting ("CVPN_TEST_SCENARIOS", 16), names->len);

    for (guint i = 0; i < n; i++)
        g_ptr_array_add (settings,
                         cvpn_setting_new (names->pdata[i * names->len / n], NULL, NULL, "1h"));
    return settings;
}

static gboolean
keep (gpointer data, const char *line, GError **error)
{
    (void) error;
    g_ptr_array_add (data, g_strdup (line));
    return TRUE;
}

static GPtrArray *
run_on (guint threads)
{
    const CvpnCrew crew = { .threads = threads };
    const CvpnStoppingRule rule = { REPLICATIONS, REPLICATIONS, 0, 0.95, NULL, 0 };
    GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) settings = list_settings ();
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, SEED);
    g_autoptr (GError) error = NULL;

    if (cvpn_experiment_run (experiment, &crew, keep, lines, &error) != CVPN_CREW_DONE)
        g_error ("%s", error->message);
    g_ptr_array_sort (lines, compare_names);
    return lines;
}

static char *
run_one (const CvpnSetting *setting, CvpnJob job)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    g_auto (CvpnTrial) trial = { 0 };
    g_autoptr (CvpnScenario) scenario =
        cvpn_setting_load (setting, cvpn_trial_seed (SEED, job.replication), report, &error);

    if (!scenario || !cvpn_trial_run (scenario, NULL, &trial, &error))
        g_error ("%s", error->message);
    return cvpn_trial_to_line (&trial, job);
}

static GPtrArray *
run_alone (void)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) settings = list_settings ();

    for (guint32 i = 0; i < settings->len; i++)
        for (guint32 r = 1; r <= REPLICATIONS; r++)
            g_ptr_array_add (lines, run_one (settings->pdata[i], (CvpnJob){ i, r }));
    g_ptr_array_sort (lines, compare_names);
    return lines;
}

static void
side_by_side (void)
{
    g_autoptr (GPtrArray) alone = run_alone (), together = run_on (4);

    CU_ASSERT (alone->len >= REPLICATIONS);
    cvpn_assert_int (together->len, alone->len);
    for (guint i = 0; i < MIN (alone->len, together->len); i++)
        cvpn_assert_str (together->pdata[i], alone->pdata[i]);
}

int
main (void)
{
    static const CvpnTest tests[] = { { "alone and four at a time", side_by_side } };

    return cvpn_test_main ("trials", tests, G_N_ELEMENTS (tests));
}
