/* plan_erlang: with constant arrivals the plan asks for as many places as Erlang's formula. */
#include <math.h>

#include "plan_support.h"

#define LOSS 0.001

/* Erlang's formula as the textbooks have it. */
static double
naive_erlang_b (guint servers, double erlangs)
{
    double blocking = 1;

    for (guint k = 1; k <= servers; k++)
        blocking = erlangs * blocking / (k + erlangs * blocking);
    return blocking;
}

static guint
naive_servers (double erlangs)
{
    guint servers = 0;

    while (naive_erlang_b (servers, erlangs) > LOSS)
        servers++;
    return servers;
}

/* The load of which so many places just lose what may be lost. */
static double
naive_load (guint servers)
{
    double low = 0, high = servers;

    for (guint i = 0; i < 100; i++) {
        const double middle = (low + high) / 2;
        if (naive_erlang_b (servers, middle) > LOSS)
            high = middle;
        else
            low = middle;
    }
    return low;
}

/* Stays of a minute on average; a quota of connections, or -1. */
static CvpnPlan *
plan_load (double erlangs, gint quota)
{
    CvpnPlanOptions options = plan_options ();
    g_autofree char *connections =
        quota < 0 ? g_strdup ("") : g_strdup_printf ("concurrent-connections = %d\n", quota);
    g_autofree char *text = g_strdup_printf (
        PLAN_SCENARIO (
            "duration = 10min\n", "",
            "[quotas]\n%s[clients staff]\nendpoint = cvpn-1\narrival = poisson %.12g/min\n"
            "session = lognormal 0.8824969min 0.5\n"),
        connections, erlangs);

    options.replications = options.most_replications = 1;
    return plan_of (text, &options);
}

/* Whatever the load, one place less than the formula's is too few. */
static void
test_random (void)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (4);

    for (guint i = 0; i < 6; i++) {
        const double erlangs = exp (g_rand_double_range (random, log (0.5), log (60)));
        const gint need = (gint) naive_servers (erlangs);
        g_autoptr (CvpnPlan) enough = plan_load (erlangs, need);
        g_autoptr (CvpnPlan) too_few = plan_load (erlangs, need - 1);
        cvpn_assert_near (enough->demand.erlangs, erlangs, 1e-6 * erlangs);
        assert_candidate (enough, enough->recommended, "/22 1");
        assert_candidate (too_few, too_few->recommended, "none");
    }
}

static void
test_boundary (void)
{
    const double limit = naive_load (512);
    g_autoptr (CvpnPlan) fits = plan_load (limit * 0.99999, -1);
    g_autoptr (CvpnPlan) much = plan_load (limit * 1.00001, -1);
    const CvpnPlanOutcome *outcome =
        &g_array_index (much->candidates, CvpnPlanCandidate, 0).outcomes[CVPN_PLAN_NORMAL];

    assert_candidate (fits, fits->recommended, "/22 1");
    assert_candidate (much, much->recommended, "/21 1");
    cvpn_assert_str (outcome->form, "Erlang B");
    cvpn_assert_near (outcome->exact, 1 - naive_erlang_b (512, limit * 1.00001), 1e-9);
    /* what is known exactly is shown as it was seen, too */
    cvpn_assert_near (outcome->success.mean, outcome->exact, 0.002);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "random loads", test_random },
        { "close to a boundary", test_boundary },
    };

    return cvpn_test_main ("plan and Erlang's formula", tests, G_N_ELEMENTS (tests));
}
