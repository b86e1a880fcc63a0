/* distribution_shape: against draws, against numeric integration, and at the edges. */
#include "base/distribution.h"

#include <math.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>

#include "base/quantity.h"
#include "base/rng.h"
#include "support.h"

#define DRAWS 20000
#define S     1e9

static const char *const texts[] = {
    "5s",
    "uniform 1s 4s",
    "uniform 3s 3s",
    "exponential 30s",
    "normal 9s 3s",
    "normal 2s 2s",
    "normal 0s 2s",
    "normal 5s 0s",
    "lognormal 2s 0.4",
    "lognormal 2s 2.5",
    "lognormal 2s 0",
    "pareto 1s 3",
    "pareto 1s 1",
    "pareto 1s 0.5",
    "weibull 10s 2",
    "weibull 10s 1",
    "weibull 1s 0.3",
    "mixture 20% uniform 1s 4s, 30% exponential 30s, lognormal 2s 0.4",
};

static const double limits[] = { 0.2, 1, 1.7, 3, 5, 8.5, 20, 40, 100, 600 };

static CvpnDistribution
parse (const char *text)
{
    CvpnDistribution distribution = { 0 };

    CU_ASSERT_FATAL (
        cvpn_distribution_parse (text, CVPN_QUANTITY_DURATION, NULL, &distribution, NULL));
    return distribution;
}

/* Within 5 standard errors of what draws say. */
static void
check_draws (const CvpnDistribution *distribution, double limit)
{
    const CvpnRngKey key = cvpn_rng_key (7, "shape");
    double above = 0, sum = 0, squares = 0;

    for (guint i = 0; i < DRAWS; i++) {
        CvpnDraw draw;
        cvpn_draw_start (&draw, key, i, 1, 0);
        const double value = (double) cvpn_distribution_sample (distribution, &draw);
        const double cut = fmin (value, limit);
        above += value > limit;
        sum += cut / DRAWS;
        squares += cut * cut / DRAWS;
    }
    const double survival = cvpn_distribution_survival (distribution, limit);
    cvpn_assert_near (above / DRAWS, survival,
                      5 * sqrt (survival * (1 - survival) / DRAWS) + 5.0 / DRAWS);
    cvpn_assert_near (sum, cvpn_distribution_mean_up_to (distribution, limit),
                      5 * sqrt (fmax (squares - sum * sum, 0) / DRAWS) + 1e-6 * limit);
}

static void
test_draws (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        CvpnDistribution distribution = parse (texts[i]);
        for (guint j = 0; j < G_N_ELEMENTS (limits); j++)
            check_draws (&distribution, limits[j] * S);
        cvpn_distribution_clear (&distribution);
    }
}

static double
survival_at (double seconds, void *distribution)
{
    return cvpn_distribution_survival (distribution, seconds * S);
}

/* The mean cut at a limit is the integral of the survival function up to there. */
static void
test_integral (void)
{
    gsl_integration_workspace *space = gsl_integration_workspace_alloc (2000);

    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        CvpnDistribution distribution = parse (texts[i]);
        gsl_function function = { survival_at, &distribution };
        double sum = 0, from = 0;
        for (guint j = 0; j < G_N_ELEMENTS (limits); j++) {
            double part, error;
            gsl_integration_qag (&function, from, limits[j], 1e-9, 1e-9, 2000, GSL_INTEG_GAUSS31,
                                 space, &part, &error);
            sum += part;
            from = limits[j];
            cvpn_assert_near (cvpn_distribution_mean_up_to (&distribution, limits[j] * S) / S, sum,
                              1e-7 * (1 + sum));
        }
        cvpn_distribution_clear (&distribution);
    }
    gsl_integration_workspace_free (space);
}

/* Far out there is nothing left to cut off. */
static void
test_whole (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        CvpnDistribution distribution = parse (texts[i]);
        const double mean = cvpn_distribution_mean (&distribution);
        if (isnan (mean)) {
            CU_ASSERT (isnan (cvpn_distribution_mean_up_to (&distribution, INFINITY)));
            CU_ASSERT (isfinite (cvpn_distribution_mean_up_to (&distribution, 1e18)));
        } else {
            cvpn_assert_near (cvpn_distribution_mean_up_to (&distribution, INFINITY), mean, 0);
            cvpn_assert_near (cvpn_distribution_mean_up_to (&distribution, 1e18), mean,
                              mean * 1e-8);
        }
        cvpn_distribution_clear (&distribution);
    }
}

static void
test_empirical (void)
{
    g_autoptr (GArray) sample = g_array_new (FALSE, FALSE, sizeof (gint64));
    const gint64 values[] = { 4, 1, 2, 2 };

    g_array_append_vals (sample, values, 4);
    const CvpnDistribution got = { CVPN_DISTRIBUTION_EMPIRICAL, 0, 0, 0, sample, NULL };
    cvpn_assert_near (cvpn_distribution_survival (&got, 1.9), 0.75, 0);
    cvpn_assert_near (cvpn_distribution_survival (&got, 2), 0.25, 0);
    cvpn_assert_near (cvpn_distribution_mean_up_to (&got, 3), 2, 1e-15);
    cvpn_assert_near (cvpn_distribution_mean_up_to (&got, INFINITY), 2.25, 1e-15);
}

/* Shapes that no double holds the mean of; values by hand. */
static void
test_extremes (void)
{
    static const struct {
        CvpnDistribution distribution;
        double limit, survival, mean;
    } rows[] = {
        { { CVPN_DISTRIBUTION_WEIBULL, 1e9, 0.001, 0, NULL, NULL }, 1e9, 0.36788, 0 },
        { { CVPN_DISTRIBUTION_LOGNORMAL, 1e9, 1000, 0, NULL, NULL }, 1e9, 0.5, 0.5004e9 },
        { { CVPN_DISTRIBUTION_PARETO, 1e9, 0.001, 0, NULL, NULL }, 1e18, 0.97949, 0 },
        { { CVPN_DISTRIBUTION_PARETO, 1e9, 1, 0, NULL, NULL }, 1e18, 1e-9, 1e9 * (1 + 9 * M_LN10) },
        { { CVPN_DISTRIBUTION_CONSTANT, 5, 0, 0, NULL, NULL }, 0, 1, 0 },
        { { CVPN_DISTRIBUTION_CONSTANT, 0, 0, 0, NULL, NULL }, 0, 0, 0 },
        { { CVPN_DISTRIBUTION_EXPONENTIAL, 5, 0, 0, NULL, NULL }, -1, 1, 0 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        const double mean = cvpn_distribution_mean_up_to (&rows[i].distribution, rows[i].limit);
        cvpn_assert_near (cvpn_distribution_survival (&rows[i].distribution, rows[i].limit),
                          rows[i].survival, 1e-5);
        CU_ASSERT (isfinite (mean));
        if (rows[i].mean > 0 || rows[i].limit <= 0)
            cvpn_assert_near (mean, rows[i].mean, 1e-4 * rows[i].mean);
    }
    /* exp (-x^k) is all but constant, 1 / e, from far below the scale on. */
    cvpn_assert_near (cvpn_distribution_mean_up_to (&rows[0].distribution, 1e9), 1e9 * exp (-1),
                      1e9 * 5e-4);
}

static void
test_nothing (void)
{
    const CvpnDistribution unset = { 0 },
                           constant = { CVPN_DISTRIBUTION_CONSTANT, 5, 0, 0, NULL, NULL };

    CU_ASSERT (isnan (cvpn_distribution_survival (&unset, 1)));
    CU_ASSERT (isnan (cvpn_distribution_survival (&unset, -1)));
    CU_ASSERT (isnan (cvpn_distribution_mean_up_to (&unset, 1)));
    CU_ASSERT (isnan (cvpn_distribution_survival (&constant, NAN)));
    CU_ASSERT (isnan (cvpn_distribution_mean_up_to (&constant, NAN)));
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "draws", test_draws },         { "integral", test_integral }, { "whole", test_whole },
        { "empirical", test_empirical }, { "extremes", test_extremes }, { "nothing", test_nothing },
    };

    return cvpn_test_main ("base distribution_shape", tests, G_N_ELEMENTS (tests));
}
