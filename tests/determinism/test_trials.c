/* trials: scenarios of all kinds, loaded and run on several threads at once, come to what they
 * come to alone.
 *
 * CVPN_TEST_SCENARIOS is how many of those in scenarios/ are taken (default: 16), each for an
 * hour.  Built with the thread sanitizer (docs/CONTRIBUTING.md), this is where state that
 * loading shares by mistake is found. */
#include <string.h>

#include "experiment/experiment.h"
#include "support.h"

#define REPLICATIONS 2

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
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, 1);
    g_autoptr (GError) error = NULL;

    if (cvpn_experiment_run (experiment, &crew, keep, lines, &error) != CVPN_CREW_DONE)
        g_error ("%s", error->message);
    g_ptr_array_sort (lines, compare_names);
    return lines;
}

static void
side_by_side (void)
{
    g_autoptr (GPtrArray) alone = run_on (1), together = run_on (4);

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
