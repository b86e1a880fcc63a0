/* closed_form: published values, the plain recursions, and millions of servers. */
#include "plan/closed_form.h"

#include <math.h>
#include <gsl/gsl_cdf.h>

#include "base/rng.h"
#include "support.h"

/* Erlang's and Engset's formulas by their recursions (Messerli 1972; ITU-D Teletraffic
 * Engineering Handbook, 4.29 and 5.42), a step a server. */
static double
recur_erlang (guint64 servers, double erlangs)
{
    double blocked = 1;

    for (guint64 i = 1; i <= servers; i++)
        blocked = erlangs * blocked / ((double) i + erlangs * blocked);
    return blocked;
}

static double
recur_engset (guint64 sources, guint64 servers, double ratio)
{
    double blocked = 1;

    for (guint64 i = 1; i <= servers; i++) {
        const double offered = ((double) sources - (double) i) * ratio * blocked;
        blocked = offered / ((double) i + offered);
    }
    return blocked;
}

/* Tables of the Erlang loss formula: traffic in erlangs for a grade of service of 1 %, 0.1 % and
 * the like, as in ITU's handbook; and B (10, 5) = 0.018385. */
static void
test_published (void)
{
    static const struct {
        guint64 servers;
        double erlangs, blocking, tolerance;
    } rows[] = {
        { 0, 3, 1, 0 },
        { 1, 1, 0.5, 1e-15 },
        { 2, 1, 0.2, 1e-15 },
        { 10, 5, 0.018385, 5e-7 },
        { 1, 0.0101, 0.01, 2e-5 },
        { 5, 1.361, 0.01, 2e-5 },
        { 10, 4.461, 0.01, 2e-5 },
        { 20, 12.03, 0.01, 2e-5 },
        { 50, 37.90, 0.01, 2e-5 },
        { 100, 84.06, 0.01, 2e-5 },
        { 10, 3.092, 0.001, 1e-6 },
        { 100, 75.24, 0.001, 1e-6 },
        { 30, 20.34, 0.01, 2e-5 },
        { 7, 0, 0, 0 },
        { 7, INFINITY, 1, 0 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        cvpn_assert_near (cvpn_erlang_b (rows[i].servers, rows[i].erlangs), rows[i].blocking,
                          rows[i].tolerance);
}

static double
draw (guint i, guint16 purpose)
{
    CvpnDraw state;

    return gsl_rng_uniform (cvpn_draw_start (&state, cvpn_rng_key (3, "forms"), i, purpose, 0));
}

/* The two agree to a relative 1e-11, over loads from a hundredth to a hundred times. */
static void
test_random (void)
{
    for (guint i = 0; i < 3000; i++) {
        const guint64 servers = (guint64) exp (draw (i, 1) * log (20000));
        const double erlangs = (double) servers * exp ((draw (i, 2) - 0.5) * 2 * log (100));
        const guint64 sources = servers + (guint64) exp (draw (i, 3) * log (40000));
        const double ratio = exp ((draw (i, 4) - 0.5) * 2 * log (1000));
        double want = recur_erlang (servers, erlangs);
        if (want > 1e-290)
            cvpn_assert_near (cvpn_erlang_b (servers, erlangs) / want, 1, 1e-11);
        want = recur_engset (sources, servers, ratio);
        if (want > 1e-290)
            cvpn_assert_near (cvpn_engset (sources, servers, ratio) / want, 1, 1e-11);
    }
}

static void
test_large (void)
{
    static const struct {
        guint64 servers;
        double erlangs;
    } rows[] = {
        { 1000, 1000 },      { 1000, 900 },     { 126000, 126000 }, { 524286, 520000 },
        { 1000000, 990000 }, { 10000000, 1e7 }, { 9000000, 1e7 },   { 10000000, 2e7 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        cvpn_assert_near (cvpn_erlang_b (rows[i].servers, rows[i].erlangs) /
                              recur_erlang (rows[i].servers, rows[i].erlangs),
                          1, 1e-9);
    cvpn_assert_near (cvpn_erlang_b (10000000, 1), 0, 0);
    cvpn_assert_near (cvpn_erlang_b (1, 1e7), 1e7 / (1e7 + 1), 1e-15);
    /* Of as many servers as erlangs: sqrt (2 / (pi n)), but for a term of 1 / n (Jagerman 1974). */
    cvpn_assert_near (cvpn_erlang_b (G_GUINT64_CONSTANT (1000000000000), 1e12) /
                          sqrt (2 / (G_PI * 1e12)),
                      1, 1e-5);
}

static void
test_inverse (void)
{
    static const double shares[] = { 0.5, 0.1, 0.01, 0.001, 1e-6, 1e-12 };

    for (guint i = 0; i < 300; i++) {
        const double erlangs = exp (draw (i, 5) * log (1e7)) - 1, share = shares[i % 6];
        const guint64 servers = cvpn_erlang_b_servers (erlangs, share);
        CU_ASSERT (cvpn_erlang_b (servers, erlangs) <= share);
        CU_ASSERT (cvpn_erlang_b (servers - 1, erlangs) > share);
    }
    cvpn_assert_int (cvpn_erlang_b_servers (0, 0.5), 1);
    cvpn_assert_int (cvpn_erlang_b_servers (84.05, 0.01), 100);
}

/* Engset: by hand, and at the edges. */
static void
test_engset (void)
{
    /* 3 sources, 1 server, ratio 1/2: 2 * 1/2 / (1 + 2 * 1/2). */
    cvpn_assert_near (cvpn_engset (3, 1, 0.5), 0.5, 1e-15);
    /* 4 sources, 2 servers, ratio 1: C (3, 2) / (1 + 3 + 3). */
    cvpn_assert_near (cvpn_engset (4, 2, 1), 3.0 / 7, 1e-15);
    cvpn_assert_near (cvpn_engset (5, 5, 9), 0, 0);
    cvpn_assert_near (cvpn_engset (5, 9, 9), 0, 0);
    cvpn_assert_near (cvpn_engset (5, 2, 0), 0, 0);
    cvpn_assert_near (cvpn_engset (5, 2, INFINITY), 1, 0);
    /* Ever more people who come ever more rarely are Erlang's. */
    cvpn_assert_near (cvpn_engset (G_GUINT64_CONSTANT (100000000000), 10, 5e-11), 0.018385, 5e-7);
    cvpn_assert_near (cvpn_engset (10000000, 5000000, 1) / recur_engset (10000000, 5000000, 1), 1,
                      1e-9);
}

/* Poisson's table, GSL, and the normal distribution, with the correction of Cornish and Fisher. */
static void
test_poisson (void)
{
    for (guint i = 0; i < 2000; i++) {
        const double mean = exp (draw (i, 6) * log (1e5)) - 1, p = draw (i, 7);
        const guint n = (guint) cvpn_poisson_quantile (mean, p);
        CU_ASSERT (gsl_cdf_poisson_P (n, mean) >= p - 1e-12);
        CU_ASSERT (n == 0 || gsl_cdf_poisson_P (n - 1, mean) < p + 1e-12);
    }
    cvpn_assert_int (cvpn_poisson_quantile (5, 0.99), 11);
    cvpn_assert_int (cvpn_poisson_quantile (10, 0.95), 15);
    cvpn_assert_int (cvpn_poisson_quantile (0, 0.999), 0);
    for (double mean = 1e6; mean <= 1e10; mean *= 100)
        for (double z = -4; z <= 4; z += 0.5) {
            const double p = gsl_cdf_ugaussian_P (z);
            cvpn_assert_near ((double) cvpn_poisson_quantile (mean, p),
                              mean + z * sqrt (mean) + (z * z - 1) / 6, 1);
        }
}

static void
test_blocking (void)
{
    const CvpnOffered erlang = { CVPN_FORM_ERLANG, 5, 0, 0, NAN, NULL };
    const CvpnOffered varying = { CVPN_FORM_VARYING, 5, 0, 0, NAN, NULL };
    const CvpnOffered engset = { CVPN_FORM_ENGSET, NAN, 0, 4, 1, NULL };
    const CvpnOffered bound = { CVPN_FORM_BOUND, NAN, 0, 4, NAN, "" };
    const CvpnOffered none = { CVPN_FORM_NONE, NAN, 0, 0, NAN, "" };

    cvpn_assert_near (cvpn_offered_blocking (&erlang, 10), 0.018385, 5e-7);
    cvpn_assert_near (cvpn_offered_blocking (&engset, 2), 3.0 / 7, 1e-15);
    cvpn_assert_near (cvpn_offered_blocking (&engset, 4), 0, 0);
    cvpn_assert_near (cvpn_offered_blocking (&bound, 4), 0, 0);
    CU_ASSERT (isnan (cvpn_offered_blocking (&bound, 3)));
    CU_ASSERT (isnan (cvpn_offered_blocking (&varying, 1000)));
    CU_ASSERT (isnan (cvpn_offered_blocking (&none, 1000)));
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "published", test_published }, { "random", test_random }, { "large", test_large },
        { "inverse", test_inverse },     { "Engset", test_engset }, { "Poisson", test_poisson },
        { "blocking", test_blocking },
    };

    return cvpn_test_main ("plan closed_form", tests, G_N_ELEMENTS (tests));
}
