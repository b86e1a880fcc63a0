/* plan_make: what a plan takes for the demand where the file's own run would not show it. */
#include <string.h>

#include "plan_support.h"

#define EXPIRING "server-certificate-expires = 10min\n"

/* They come in two hours of the evening, 800 a day, and stay for ten hours. */
#define EVENING                                                                                    \
    "[clients staff]\nendpoint = cvpn-1\narrival = daily 20:00 0/h; 21:00 800/h; 22:00 0/h\n"      \
    "session = constant 10h\n"

static gboolean
says (const CvpnPlan *plan, const char *text)
{
    return strstr (plan->demand.assumptions, text) != NULL;
}

/* The people of an endpoint whose certificate is renewed in time, however long the runs are. */
static void
test_expiries (void)
{
#define LATE_COMERS                                                                                \
    "[certificate-revocation-list cvpn-1]\nnext-update = 5min\n[clients staff]\n"                  \
    "endpoint = cvpn-1\ncount = 40\narrival = uniform 20min 30min\n"
#define STRANGERS "[clients visitors]\nendpoint = cvpn-1\narrival = poisson 60/h\n"
    CvpnPlanOptions options = plan_options ();
    g_autoptr (CvpnPlan) once =
        plan_of (PLAN_SCENARIO ("duration = 1h\n", EXPIRING, LATE_COMERS), &options);
    g_autoptr (CvpnPlan) steady =
        plan_of (PLAN_SCENARIO ("duration = 5min\n", EXPIRING, STRANGERS "session = constant 1h\n"),
                 &options);

    cvpn_assert_near (once->demand.concurrent_peak.mean, 40, 0);
    CU_ASSERT (says (once, "do not expire"));
    cvpn_assert_str (steady->demand.form, "Erlang B");
    cvpn_assert_near (steady->demand.concurrent_mean.mean, 60, 6);
}

/* A third of a day at 800: who came in the evening is there until the morning. */
static void
test_night (void)
{
    CvpnPlanOptions options = plan_options ();
    g_autoptr (CvpnPlan) plan = plan_of (PLAN_SCENARIO ("duration = 1d\n", "", EVENING), &options);

    cvpn_assert_near (plan->demand.concurrent_mean.mean, 800.0 * 10 / 24, 20);
    CU_ASSERT (says (plan, "the first, which is left out"));
}

/* Working days are not alike: there is no day more before a Friday, nor where a file says what is
 * to be left out. */
static void
test_own_days (void)
{
#define OFFICE "[clients office]\nendpoint = cvpn-1\ncount = 30\narrival = office-day\n"
    CvpnPlanOptions options = plan_options ();
    g_autoptr (CvpnPlan) mixed =
        plan_of (PLAN_SCENARIO ("duration = 1d\n", "", EVENING OFFICE), &options);
    g_autoptr (CvpnPlan) given =
        plan_of (PLAN_SCENARIO ("duration = 1d\nwarm-up = 1h\n", "", EVENING), &options);

    CU_ASSERT (!says (mixed, "the first, which is left out"));
    CU_ASSERT (!says (given, "the first, which is left out"));
}

/* Whoever cannot log in needs no place, and the plan says so. */
static void
test_failures (void)
{
#define PEOPLE "[clients staff]\nendpoint = cvpn-1\ncount = 40\narrival = uniform 0s 30min\n"
    CvpnPlanOptions options = plan_options ();
    g_autoptr (CvpnPlan) well = plan_of (PLAN_SCENARIO ("duration = 1h\n", "", PEOPLE), &options);
    g_autoptr (CvpnPlan) ill =
        plan_of (PLAN_SCENARIO (
                     "duration = 1h\n", "",
                     PEOPLE "remote-random-hostname = unsupported\n"
                            "[clients others]\nendpoint = cvpn-1\ncount = 40\narrival = at 1min\n"),
                 &options);

    CU_ASSERT (!says (well, "fail for other reasons"));
    CU_ASSERT (says (ill, "50 % of the attempts to connect fail for other reasons"));
}

/* A morning is no measure of a day; and the hours of a warm-up are not among those that are shown.
 */
static void
test_hours (void)
{
    CvpnPlanOptions options = plan_options ();
    g_autoptr (CvpnPlan) morning =
        plan_of (PLAN_SCENARIO ("start = 06:00\nduration = 3h\n", "", OFFICE), &options);
    g_autoptr (CvpnPlan) day = plan_of (PLAN_SCENARIO ("duration = 1d\n", "", OFFICE), &options);
    g_autoptr (CvpnPlan) evening =
        plan_of (PLAN_SCENARIO ("duration = 1d\n", "", EVENING), &options);

    CU_ASSERT (says (morning, "less than an hour after most were connected"));
    CU_ASSERT (!says (day, "less than an hour after most were connected"));
    cvpn_assert_int (day->demand.first_hour, 0);
    cvpn_assert_int (day->demand.hours->len, 24);
    cvpn_assert_int (evening->demand.first_hour, 24);
    cvpn_assert_int (evening->demand.hours->len, 24);
    CU_ASSERT (g_array_index (evening->demand.hours, CvpnPlanFigure, 0).mean > 700);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "nothing expires", test_expiries },         { "people of the night before", test_night },
        { "days that are not alike", test_own_days }, { "who cannot log in", test_failures },
        { "the hours of the run", test_hours },
    };

    return cvpn_test_main ("plan demand", tests, G_N_ELEMENTS (tests));
}
