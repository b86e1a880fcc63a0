/* setting: what it is made of is what is loaded; a text instead of a file. */
#include "experiment/setting.h"

#include <cvpnsim/error.h>

#include "model/scenario.h"
#include "support.h"

#define HEAD "[scenario]\ntitle = Test\nseed = 1\nduration = 1h\n"

static CvpnScenario *
load (const CvpnSetting *setting, gint64 seed, char **faults)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    CvpnScenario *scenario = cvpn_setting_load (setting, seed, report, &error);

    CU_ASSERT ((scenario != NULL) == (error == NULL));
    *faults = cvpn_report_format (report);
    return scenario;
}

static void
test_overrides (void)
{
    static const char *const set[] = { "scenario.title=Another", "quotas.routes=7", NULL };
    g_autofree char *path = cvpn_test_file ("a.ini", HEAD);
    g_autoptr (CvpnSetting) setting = cvpn_setting_new (path, NULL, set, "2h");
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = load (setting, 77, &faults);

    CU_ASSERT_FATAL (scenario != NULL);
    cvpn_assert_str (faults, "");
    cvpn_assert_str (cvpn_scenario_title (scenario), "Another");
    cvpn_assert_int (scenario->spec->scenario.seed, 77);
    cvpn_assert_int (scenario->spec->scenario.duration_ns, G_GINT64_CONSTANT (7200000000000));
    cvpn_assert_int (scenario->spec->quotas.routes, 7);
}

/* A text has the name of a file, which need not be there: files beside it are found. */
static void
test_text (void)
{
    g_autofree char *beside = cvpn_test_file ("more.ini", "[quotas]\nroutes = 9\n");
    g_autofree char *folder = g_path_get_dirname (beside);
    g_autofree char *path = g_build_filename (folder, "made.ini", NULL);
    g_autoptr (CvpnSetting) setting =
        cvpn_setting_new (path, HEAD "include = more.ini\n", NULL, NULL);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = load (setting, 2, &faults);

    CU_ASSERT_FATAL (scenario != NULL);
    cvpn_assert_int (scenario->spec->quotas.routes, 9);
    cvpn_assert_str (cvpn_scenario_path (scenario), path);
}

static void
test_faults (void)
{
    static const char *const set[] = { "quotas.routes=none", NULL };
    g_autoptr (CvpnSetting) setting =
        cvpn_setting_new ("made.ini", HEAD "color = red\n", set, NULL);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = load (setting, 2, &faults);

    CU_ASSERT (scenario == NULL);
    cvpn_assert_has (faults, "made.ini:5: error: [scenario] color: ");
    cvpn_assert_has (faults, "--set: error: [quotas] routes: ");
}

static void
test_empty_text (void)
{
    g_autoptr (CvpnSetting) setting = cvpn_setting_new ("made.ini", "", NULL, NULL);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = load (setting, 2, &faults);

    CU_ASSERT (scenario == NULL);
    cvpn_assert_has (faults, "made.ini: error: the file is empty");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "overrides, seed and duration", test_overrides },
        { "a text, and a file beside it", test_text },
        { "faults of the text and of overrides", test_faults },
        { "an empty text", test_empty_text },
    };

    return cvpn_test_main ("setting", tests, G_N_ELEMENTS (tests));
}
