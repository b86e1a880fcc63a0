/* Growth: how often the evaluator is asked for a configuration of a given size, which is
 * what a survey's time consists of and, unlike time, is the same on every machine.  At
 * the documented maxima it is bounded, and twice as much of anything asks at most four
 * times as often: nothing is exponential. */
#include <stdlib.h>

#include "classes/survey.h"
#include "scenario_text.h"
#include "support.h"

#define WALKS_MAX 1500000

static const struct {
    const char *name;
    guint maximum;
} sizes[] = { { "associations", 5 }, { "routes", 100 },        { "rules", 200 },
              { "teams", 40 },       { "subnet_routes", 500 }, { "acl_entries", 40 },
              { "group_rules", 60 }, { "hosts", 200 } };

/* 'quarters' of each maximum, but of size 'one' as many as 'n' quarters. */
static char *
make_network (guint quarters, guint one, guint n)
{
    g_autofree char *script = cvpn_test_path ("scripts/bench/network.awk");
    g_autoptr (GPtrArray) command = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GError) error = NULL;
    char *text = NULL;

    g_ptr_array_add (command, g_strdup ("awk"));
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
        const guint share = i == one ? n : quarters;
        g_ptr_array_add (command, g_strdup ("-v"));
        g_ptr_array_add (
            command, g_strdup_printf ("%s=%u", sizes[i].name, (sizes[i].maximum * share + 3) / 4));
    }
    g_ptr_array_add (command, g_strdup ("-f"));
    g_ptr_array_add (command, g_strdup (script));
    g_ptr_array_add (command, NULL);
    g_spawn_sync (NULL, (char **) command->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text,
                  NULL, NULL, &error);
    cvpn_assert_str (error ? error->message : NULL, NULL);
    return text;
}

static guint64
count_walks (guint quarters, guint one, guint n)
{
    g_autofree char *text = make_network (quarters, one, n);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);
    g_autoptr (CvpnSurvey) survey = cvpn_survey_new ();

    cvpn_assert_str (faults, NULL);
    CU_ASSERT_FATAL (scenario != NULL);
    cvpn_survey_add_view (survey, scenario->net);
    cvpn_survey_add_everybody (survey, 0, scenario);
    cvpn_survey_run (survey, (CvpnPrefix){ 0, 0 }, CVPN_SELECTORS_ALL);
    return survey->n_walks;
}

static void
test_maxima (void)
{
    const guint64 walks = count_walks (4, G_MAXUINT, 0);

    g_print ("  %" G_GUINT64_FORMAT " walks\n", walks);
    CU_ASSERT (walks > WALKS_MAX / 10 && walks < WALKS_MAX);
}

static void
test_doubled (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
        const guint64 once = count_walks (1, i, 4), twice = count_walks (1, i, 8);
        g_print ("  %s: %.2f\n", sizes[i].name, (double) twice / (double) once);
        CU_ASSERT (once <= twice && twice <= 4 * once);
    }
}

int
main (void)
{
    const CvpnTest tests[] = { { "maxima", test_maxima }, { "doubled", test_doubled } };

    return cvpn_test_main ("property growth", tests, G_N_ELEMENTS (tests));
}
