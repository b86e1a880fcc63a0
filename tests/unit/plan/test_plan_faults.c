/* plan_faults: what the options can have wrong, and scenarios that nobody can plan for. */
#include <math.h>

#include "plan_support.h"

#define STAFF   "[clients staff]\nendpoint = cvpn-1\ncount = 10\narrival = at 0s\n"
#define ANOTHER "[client-vpn-endpoint cvpn-2]\nclient-cidr-block = 10.101.0.0/22\n"
#define DAY     "duration = 10min\n"

static void
check (const char *text, const CvpnPlanOptions *options, const char *message)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnPlan) plan = plan_text (text, options, &error);

    CU_ASSERT (plan == NULL);
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_USAGE));
    cvpn_assert_str (error ? error->message : NULL, message);
}

#define check_option(member, value, message)                                                       \
    do {                                                                                           \
        CvpnPlanOptions options_ = plan_options ();                                                \
        options_.member = value;                                                                   \
        check (PLAN_SCENARIO (DAY, "", STAFF), &options_, message);                                \
    } while (0)

static void
test_options (void)
{
    check_option (wanted, 0, "the wanted success is 0; expected a share above 0 and below 1");
    check_option (wanted, 1, "the wanted success is 1; expected a share above 0 and below 1");
    check_option (wanted, (double) NAN,
                  "the wanted success is nan; expected a share above 0 and below 1");
    check_option (confidence, 1.5, "the confidence is 1.5; expected a share above 0 and below 1");
    check_option (billed_hours, -1, "-1 billed hours; expected 0 to 744, as a month has");
    check_option (billed_hours, 745, "745 billed hours; expected 0 to 744, as a month has");
    check_option (replications, 0, "0 replications; expected 1 to 1000000");
    check_option (most_replications, 1,
                  "1 replications at most; expected 2, the fewest, to 1000000");
    check_option (within_ns, 0,
                  "those who lost their session have no time to be back; expected more than 0s");
    check_option (conditions, 8,
                  "there is no such condition; expected some of the 3 that there "
                  "are");
    check_option (seed, -1, "the seed is -1; expected 0 or more");
}

static void
test_endpoints (void)
{
    CvpnPlanOptions options = plan_options ();

    check (PLAN_SCENARIO (DAY, "", STAFF ANOTHER), &options,
           "plan.ini has several endpoints, and --endpoint names none; expected one of: cvpn-1, "
           "cvpn-2");
    check ("[scenario]\ntitle = Test\n", &options,
           "plan.ini has no [client-vpn-endpoint]; expected one, to plan for");
    options.endpoint = "cvpn-3";
    check (PLAN_SCENARIO (DAY, "", STAFF ANOTHER), &options,
           "--endpoint: 'cvpn-3' is no endpoint; expected one of: cvpn-1, cvpn-2");
    options.endpoint = "cvpn-2";
    check (PLAN_SCENARIO (DAY, "", STAFF ANOTHER), &options,
           "no [clients] connect to 'cvpn-2'; expected some, to plan for");
    options.endpoint = "cvpn-1";
    g_autoptr (CvpnPlan) plan = plan_of (PLAN_SCENARIO (DAY, "", STAFF ANOTHER), &options);
    cvpn_assert_str (plan->demand.endpoint, "cvpn-1");
}

static void
test_nobody (void)
{
    CvpnPlanOptions options = plan_options ();

    check (PLAN_SCENARIO (DAY, "",
                          "[clients staff]\nendpoint = cvpn-1\ncount = 10\narrival = at 20min\n"),
           &options,
           "nobody is connected by 'cvpn-1' in the scenario's run; expected people who are");
}

/* Of the file's own faults the file is told. */
static void
test_file (void)
{
    const CvpnPlanOptions options = plan_options ();
    const CvpnPlanPrices prices = { .association_hour = 0.1 };
    const CvpnPlanSubject subject = { "plan.ini", PLAN_SCENARIO (DAY, "", STAFF "sesion = 5min\n"),
                                      NULL, &prices };
    const CvpnPlanWatch nobody = { NULL, NULL };
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;

    CU_ASSERT (cvpn_plan_make (&subject, &options, &nobody, report, &error) == NULL);
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_SCENARIO));
    g_autofree char *faults = cvpn_report_format (report);
    cvpn_assert_has (faults, "plan.ini:19: error: [clients staff] sesion: unknown key");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "options", test_options },
        { "endpoints", test_endpoints },
        { "nobody", test_nobody },
        { "the file", test_file },
    };

    return cvpn_test_main ("plan faults", tests, G_N_ELEMENTS (tests));
}
