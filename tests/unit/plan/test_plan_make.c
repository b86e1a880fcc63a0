/* plan_make: what is recommended, by whose need, and what it refuses to plan for. */
#include <math.h>
#include <string.h>

#include "plan_support.h"

#define DURATION "duration = 15min\n"
/* All come within ten minutes, and nobody goes. */
#define CROWD(n) "[clients staff]\nendpoint = cvpn-1\ncount = " #n "\narrival = uniform 0s 10min\n"
#define STEADY   "retry = openvpn\nreconnect = openvpn\n"

static char *
crowd (guint64 people)
{
    return g_strdup_printf (
        PLAN_SCENARIO (DURATION, "",
                       "[clients staff]\nendpoint = cvpn-1\ncount = %" G_GUINT64_FORMAT
                       "\narrival = uniform 0s 10min\n" STEADY),
        people);
}

/* AWS Client VPN Administrator Guide, "Scaling considerations": 8,000 connections need a /18 and
 * two associations. */
static void
test_documented (void)
{
    static const struct {
        guint people;
        const char *want, *with_zone_loss;
    } cases[] = {
        { 512, "/22 1", "/22 2" },
        { 513, "/21 1", "/21 2" },
        { 7000, "/18 1", "/18 2" },
        { 8000, "/18 2", "/18 3" },
    };
    CvpnPlanOptions options = plan_options ();

    options.replications = options.most_replications = 1;
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *text = crowd (cases[i].people);
        g_autoptr (CvpnPlan) plan = plan_of (text, &options);
        assert_candidate (plan, plan->recommended, cases[i].want);
        assert_candidate (plan, plan->smallest[CVPN_PLAN_NORMAL], cases[i].want);
        assert_candidate (plan, plan->smallest[CVPN_PLAN_STORM], cases[i].want);
        assert_candidate (plan, plan->smallest[CVPN_PLAN_ZONE_LOSS], cases[i].with_zone_loss);
        cvpn_assert_int (plan->demand.people, cases[i].people);
        cvpn_assert_near (plan->demand.concurrent_peak.mean, cases[i].people, 0);
    }
}

/* What has to hold is what is asked for. */
static void
test_conditions (void)
{
    g_autofree char *text = crowd (600);
    CvpnPlanOptions options = plan_options ();

    options.conditions = 1u << CVPN_PLAN_ZONE_LOSS;
    g_autoptr (CvpnPlan) plan = plan_of (text, &options);
    assert_candidate (plan, plan->recommended, "/21 2");
    const CvpnPlanCandidate *first = &g_array_index (plan->candidates, CvpnPlanCandidate, 0);
    const CvpnPlanOutcome *loss = &first->outcomes[CVPN_PLAN_ZONE_LOSS];
    cvpn_assert_int (first->associations, 1);
    CU_ASSERT (!loss->holds);
    const CvpnPlanCandidate *best =
        &g_array_index (plan->candidates, CvpnPlanCandidate, plan->recommended);
    CU_ASSERT (best->outcomes[CVPN_PLAN_ZONE_LOSS].holds);
    CU_ASSERT (best->outcomes[CVPN_PLAN_ZONE_LOSS].back_p99_s.mean > 60);
    CU_ASSERT (best->outcomes[CVPN_PLAN_STORM].back_p99_s.mean < 30);
    /* half of them wait for a handshake with the dead zone for a minute */
    options.within_ns = 50 * CVPN_SECOND;
    g_autoptr (CvpnPlan) hasty = plan_of (text, &options);
    assert_candidate (hasty, hasty->recommended, "none");
    CU_ASSERT (strstr (hasty->demand.assumptions, "no size mends that") != NULL);
    CU_ASSERT (strstr (plan->demand.assumptions, "no size mends that") == NULL);
    /* not the last that was tried, but the first that is as good */
    g_autofree char *page = cvpn_plan_text (hasty, FALSE);
    CU_ASSERT (strstr (page, "comes closest       /21, 5 associations") != NULL);
}

/* The leases of those who vanish count beside those of the living. */
static void
test_vanished (void)
{
#define RESTLESS                                                                                   \
    "[clients staff]\nendpoint = cvpn-1\ncount = 400\narrival = uniform 0s 10min\n"                \
    "session = exponential 20min\naway = exponential 1min\n"
    CvpnPlanOptions options = plan_options ();
    g_autoptr (CvpnPlan) orderly =
        plan_of (PLAN_SCENARIO ("duration = 2h\n", "", RESTLESS), &options);
    g_autoptr (CvpnPlan) vanishing =
        plan_of (PLAN_SCENARIO ("duration = 2h\n", "keepalive-time-out = 30min\n",
                                RESTLESS "vanishes = 1\n"),
                 &options);

    assert_candidate (orderly, orderly->recommended, "/22 1");
    assert_candidate (vanishing, vanishing->recommended, "/21 1");
    CU_ASSERT (vanishing->demand.concurrent_peak.mean > 512);
}

/* All have come when the warm-up ends, and are refused in it. */
static void
test_warm_up (void)
{
    CvpnPlanOptions options = plan_options ();
    g_autoptr (CvpnPlan) plan = plan_of (PLAN_SCENARIO ("duration = 20min\nwarm-up = 15min\n", "",
                                                        CROWD (600) "wrong-credentials = 0.01\n"),
                                         &options);
    const CvpnPlanCandidate *small = &g_array_index (plan->candidates, CvpnPlanCandidate, 0);

    assert_candidate (plan, plan->recommended, "/21 1");
    cvpn_assert_int (small->prefix_length, 22);
    CU_ASSERT (small->outcomes[CVPN_PLAN_NORMAL].success.upper < 0.9);
}

static void
test_old_quotas (void)
{
#define OLD "[quotas]\nprofile = 2020\n"
    CvpnPlanOptions options = plan_options ();
    g_autoptr (CvpnPlan) fits = plan_of (PLAN_SCENARIO (DURATION, "", OLD CROWD (2000)), &options);
    g_autoptr (CvpnPlan) much = plan_of (PLAN_SCENARIO (DURATION, "", OLD CROWD (2004)), &options);

    assert_candidate (fits, fits->recommended, "/20 1");
    assert_candidate (much, much->recommended, "none");
    CU_ASSERT (much->client_cidr_block == NULL);
    for (guint i = 0; i < much->candidates->len; i++)
        CU_ASSERT (g_array_index (much->candidates, CvpnPlanCandidate, i).prefix_length >= 16);
}

/* 29 of each /27, of which every landing has its share. */
static void
test_blocks (void)
{
    CvpnPlanOptions options = plan_options ();
    g_autoptr (CvpnPlan) plan =
        plan_of (PLAN_SCENARIO (DURATION, "address-model = blocks\n", CROWD (900)), &options);

    assert_candidate (plan, plan->recommended, "/22 1"); /* 32 * 29 = 928 */
    assert_candidate (plan, plan->smallest[CVPN_PLAN_ZONE_LOSS], "/21 2");
}

static void
test_quotas (void)
{
    CvpnPlanOptions options = plan_options ();
    g_autoptr (CvpnPlan) plan =
        plan_of (PLAN_SCENARIO (DURATION, "",
                                "[quotas]\nconcurrent-connections = 450\nroutes = 1\n" CROWD (400)),
                 &options);
    const CvpnPlanQuota *nearest = &g_array_index (plan->quotas, CvpnPlanQuota, 0);
    const CvpnPlanQuota *first = &g_array_index (plan->quotas, CvpnPlanQuota, plan->first_quota);

    cvpn_assert_str (nearest->quota, "routes"); /* which does not grow with the people */
    cvpn_assert_near (nearest->used, 1, 0);
    cvpn_assert_str (first->quota, "concurrent-connections");
    cvpn_assert_near (plan->growth, 1.125, 1e-9);
    cvpn_assert_str (plan->client_cidr_block, "10.100.0.0/22");
}

static void
test_cost (void)
{
    CvpnPlanOptions options = plan_options ();
    g_autofree char *text = crowd (100);
    g_autoptr (CvpnPlan) month = plan_of (text, &options);
    options.billed_hours = 73;
    g_autoptr (CvpnPlan) less = plan_of (text, &options);

    cvpn_assert_near (month->demand.connection_hours, month->demand.concurrent_mean.mean * 730,
                      1e-6);
    cvpn_assert_near (month->demand.connection_hours, 10 * less->demand.connection_hours, 1e-6);
    cvpn_assert_near (g_array_index (less->candidates, CvpnPlanCandidate, 0).cost.total,
                      73 + 0.05 * less->demand.connection_hours, 1e-6);
}

static char *
json_with (const char *text, guint threads)
{
    CvpnPlanOptions options = plan_options ();

    options.threads = threads;
    options.replications = 4;
    options.most_replications = 40;
    g_autoptr (CvpnPlan) plan = plan_of (text, &options);
    plan->options.threads = 1;
    return cvpn_plan_json (plan);
}

/* Threads come to the same, and more replications are asked for where few say too little. */
static void
test_threads (void)
{
    g_autofree char *text = crowd (60);
    g_autofree char *one = json_with (text, 1);
    g_autofree char *two = json_with (text, 2);

    cvpn_assert_str (one, two);
}

static gboolean
give_up (gpointer data, const char *what, double share)
{
    guint *calls = data;

    CU_ASSERT (what != NULL && share >= 0 && share <= 1);
    return ++*calls > 0;
}

static void
test_interrupted (void)
{
    const CvpnPlanPrices prices = { .association_hour = 0.1 };
    const CvpnPlanOptions options = plan_options ();
    g_autofree char *text = crowd (2000);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    guint calls = 0;
    const CvpnPlanSubject subject = { "plan.ini", text, NULL, &prices };
    const CvpnPlanWatch watch = { give_up, &calls };

    CU_ASSERT (cvpn_plan_make (&subject, &options, &watch, report, &error) == NULL);
    CU_ASSERT (error == NULL && calls == 1);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "the documented examples", test_documented }, { "what has to hold", test_conditions },
        { "clients that vanish", test_vanished },       { "a warm-up", test_warm_up },
        { "the quotas of 2020", test_old_quotas },      { "addresses in blocks", test_blocks },
        { "which quota breaks first", test_quotas },    { "cost", test_cost },
        { "one thread, two threads", test_threads },    { "interrupted", test_interrupted },
    };

    return cvpn_test_main ("plan make", tests, G_N_ELEMENTS (tests));
}
