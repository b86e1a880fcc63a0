/* The files of a plan's folder. */
#include "observe/plan_csv.h"

#include "planned.h"
#include "support.h"

static char *
read_file (const char *name)
{
    g_autofree char *path = g_build_filename (cvpn_test_folder (), name, NULL);
    char *text = NULL;

    CU_ASSERT_TRUE_FATAL (g_file_get_contents (path, &text, NULL, NULL));
    return text;
}

static void
test_files (void)
{
    g_autoptr (CvpnPlan) plan = plan_by_hand ();
    g_autoptr (GError) error = NULL;

    CU_ASSERT_TRUE_FATAL (cvpn_plan_files_write (plan, cvpn_test_folder (), &error));
    g_autofree char *candidates = read_file ("candidates.csv");
    g_auto (GStrv) lines = g_strsplit (candidates, "\n", -1);
    cvpn_assert_int (g_strv_length (lines), 1 + 6 + 1);
    cvpn_assert_str (lines[1], "18,1,8192,7000,7000,fails,0.874,0.873,0.875,10,,unknown,,,,0,,"
                               "unknown,,,,0,,73,78000,3.65,78076.65,USD,,0.999");
    cvpn_assert_str (lines[3],
                     "18,2,8192,36500,8192,holds,1,0.9995,1,10,1,"
                     "fails,0.87,0.86,0.88,10,,holds,0.99987,0.9995,1,10,,"
                     "146,78000,7.3,78153.3,USD,recommended normal reconnect-storm,0.999");
    g_autofree char *hours = read_file ("hours.csv");
    cvpn_assert_str (hours, "hour,time_of_day,active_most_mean,active_most_lower,"
                            "active_most_upper,replications\n"
                            "0,00:00,0,0,0,10\n"
                            "1,01:00,7990,7986,7994,10\n");
    g_autofree char *json = read_file ("plan.json"), *expected = cvpn_plan_json (plan);
    cvpn_assert_str (json, expected);
}

/* A row has as many fields as the header. */
static void
test_columns (void)
{
    g_autoptr (CvpnPlan) plan = plan_by_hand ();

    CU_ASSERT_TRUE_FATAL (cvpn_plan_files_write (plan, cvpn_test_folder (), NULL));
    g_autofree char *candidates = read_file ("candidates.csv");
    g_auto (GStrv) lines = g_strsplit (candidates, "\n", -1);
    g_auto (GStrv) names = g_strsplit (lines[0], ",", -1);
    for (guint i = 1; *lines[i]; i++) {
        g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);
        cvpn_assert_int (g_strv_length (fields), g_strv_length (names));
    }
}

static void
test_folder_that_is_not_there (void)
{
    g_autoptr (CvpnPlan) plan = plan_by_hand ();
    g_autoptr (GError) error = NULL;

    CU_ASSERT (!cvpn_plan_files_write (plan, "/no/such/folder", &error));
    cvpn_assert_has (error->message, "/no/such/folder/candidates.csv");
}

static void
test_names (void)
{
    CU_ASSERT (cvpn_plan_files_knows ("candidates.csv"));
    CU_ASSERT (cvpn_plan_files_knows ("plan-cost.svg"));
    CU_ASSERT (!cvpn_plan_files_knows ("flows.csv"));
    CU_ASSERT (!cvpn_plan_files_knows ("plan-b.txt"));
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "files", test_files },
        { "columns", test_columns },
        { "a folder that is not there", test_folder_that_is_not_there },
        { "names", test_names },
    };

    return cvpn_test_main ("plan_csv", tests, G_N_ELEMENTS (tests));
}
