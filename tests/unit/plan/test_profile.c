/* profile: scenarios of so many people; that they load, and have as many. */
#include <cvpnsim/error.h>
#include <cvpnsim/plan.h>

#include "model/scenario.h"
#include "plan/profile_rates.h"
#include "support.h"

static CvpnScenario *
load (const char *text)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autofree char *path = cvpn_test_file ("s.ini", text);
    g_autoptr (GError) error = NULL;
    CvpnScenario *scenario = cvpn_scenario_load (path, NULL, report, &error);
    g_autofree char *faults = cvpn_report_format (report);

    cvpn_assert_str (faults, "");
    return scenario;
}

static guint64
people_of (guint64 users, const char *profile)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *text = cvpn_plan_profile_scenario (users, profile, NULL, NULL, &error);
    guint64 people = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL (text);
    g_autoptr (CvpnScenario) scenario = load (text);
    CU_ASSERT_PTR_NOT_NULL_FATAL (scenario);
    for (guint i = 0; i < scenario->spec->clients->len; i++)
        people += (guint64) ((CvpnClientsSpec *) scenario->spec->clients->pdata[i])->count;
    return people;
}

static void
test_counts (void)
{
    static const char *const profiles[] = { "office", "shifts", "emergency" };
    static const guint64 users[] = { 1, 2, 8000, 126000, 10000000 };

    for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
        for (guint j = 0; j < G_N_ELEMENTS (users); j++)
            cvpn_assert_int (people_of (users[j], profiles[i]), users[j]);
}

static void
test_options (void)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *text =
        cvpn_plan_profile_scenario (90, "shifts", "exponential 2h", "60%", &error);
    g_autoptr (CvpnScenario) scenario = load (text);

    g_autofree char *no_mean =
        cvpn_plan_profile_scenario (90, "office", "pareto 1min 0.5", NULL, &error);

    CU_ASSERT_PTR_NOT_NULL (no_mean);
    cvpn_assert_int (scenario->spec->clients->len, 3);
    for (guint i = 0; i < 3; i++) {
        const CvpnClientsSpec *shift = scenario->spec->clients->pdata[i];
        cvpn_assert_int (shift->session.kind, CVPN_DISTRIBUTION_EXPONENTIAL);
        cvpn_assert_near (shift->office.attendance, 0.6, 1e-12);
    }
}

/* From 8 to 10 a triangle of 60 people an hour at its top: 60 people; 600 are wanted. */
static void
test_rates (void)
{
    g_autofree char *path =
        cvpn_test_file ("r.csv", "time_of_day,rate\n08:00,0/h\n09:00:30,60/h\n10:00,0/h\n");
    g_autoptr (GError) error = NULL;
    g_autofree char *rates = cvpn_profile_rates (path, 600, &error);
    g_autofree char *text = cvpn_plan_profile_scenario (600, path, NULL, "50%", &error);

    cvpn_assert_str (rates, "08:00 0/min; 09:00:30 10/min; 10:00 0/min");
    g_autoptr (CvpnScenario) scenario = load (text);
    const CvpnClientsSpec *clients = scenario->spec->clients->pdata[0];
    cvpn_assert_near (g_array_index (clients->arrival.points, CvpnRatePoint, 1).rate * 60, 5, 1e-9);
}

/* One point says the rate of the whole day. */
static void
test_constant_rate (void)
{
    g_autofree char *path = cvpn_test_file ("r.csv", "time_of_day,rate\n08:00,7/h\n");
    g_autofree char *rates = cvpn_profile_rates (path, 1440, NULL);

    cvpn_assert_str (rates, "08:00 1/min");
}

static void
check_refused (guint64 users, const char *profile, const char *session, const char *attendance,
               const char *expected)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *text =
        cvpn_plan_profile_scenario (users, profile, session, attendance, &error);

    CU_ASSERT_PTR_NULL (text);
    CU_ASSERT_PTR_NOT_NULL_FATAL (error);
    cvpn_assert_str (error->message, expected);
}

static void
test_refusals (void)
{
    check_refused (8, "ofice", NULL, NULL, "no profile 'ofice'; did you mean 'office'?");
    check_refused (8, "vacation", NULL, NULL,
                   "no profile 'vacation'; expected office, shifts, emergency or FILE.csv");
    check_refused (0, "office", NULL, NULL, "users: 0 is out of bounds; expected 1 to 10000000");
    check_refused (10000001, "office", NULL, NULL,
                   "users: 10000001 is out of bounds; expected 1 to 10000000");
    check_refused (8, "office", NULL, "0%",
                   "attendance: '0%': nobody would ever come; expected a share above 0");
    check_refused (8, "office", NULL, "120%",
                   "attendance: '120%' is more than 1; expected a fraction from 0 to 1, as 0.5 or "
                   "50%");
    check_refused (8, "office", "8", NULL,
                   "session: '8' has no unit; expected one of ns us ms s min h d");
    check_refused (10, "office", "uniform 0s 0s", NULL,
                   "session: 'uniform 0s 0s' is always 0; expected more");
    check_refused (8, "/no/such.csv", NULL, NULL, "/no/such.csv: No such file or directory");
}

static void
test_faulty_file (void)
{
    g_autofree char *path = cvpn_test_file ("r.csv", "time_of_day,rate\n8,7/h\n09:00,7\n");
    g_autofree char *expected = g_strdup_printf (
        "%s:2: error: time_of_day: '8' is not a time of day; expected HH:MM or HH:MM:SS, 00:00 to "
        "23:59:59\n%s:3: error: rate: '7' has no unit; expected one of /s /min /h /d",
        path, path);

    check_refused (8, path, NULL, NULL, expected);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "as many people as asked for", test_counts },
        { "sessions and attendance", test_options },
        { "rates of a file", test_rates },
        { "one rate", test_constant_rate },
        { "refusals", test_refusals },
        { "a faulty file", test_faulty_file },
    };

    return cvpn_test_main ("profile", tests, G_N_ELEMENTS (tests));
}
