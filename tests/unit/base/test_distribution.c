/* distribution: what is read and refused, and draws against theory: mean,
 * variance and the whole distribution function (Kolmogorov-Smirnov). */
#include "base/distribution.h"

#include <glib/gstdio.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cvpnsim/error.h>

#include "base/quantity.h"
#include "base/rng.h"
#include "support.h"

#define LOG_7   1.9459101490553132
#define LOG_1E9 20.72326583694641
#define DRAWS   100000
#define S       1e9 /* nanoseconds in a second, as a double */

static void
test_parse (void)
{
    static const struct {
        const char *text;
        CvpnQuantity quantity;
        CvpnDistributionKind kind;
        double a, b, mean;
    } rows[] = {
        { "5s", CVPN_QUANTITY_DURATION, CVPN_DISTRIBUTION_CONSTANT, 5 * S, 0, 5 * S },
        { "0s", CVPN_QUANTITY_DURATION, CVPN_DISTRIBUTION_CONSTANT, 0, 0, 0 },
        { "constant 5s", CVPN_QUANTITY_DURATION, CVPN_DISTRIBUTION_CONSTANT, 5 * S, 0, 5 * S },
        { "2kB", CVPN_QUANTITY_SIZE, CVPN_DISTRIBUTION_CONSTANT, 2000, 0, 2000 },
        { "uniform 0s 15min", CVPN_QUANTITY_DURATION, CVPN_DISTRIBUTION_UNIFORM, 0, 900 * S,
          450 * S },
        { "uniform 5s 5s", CVPN_QUANTITY_DURATION, CVPN_DISTRIBUTION_UNIFORM, 5 * S, 5 * S, 5 * S },
        { "exponential 30s", CVPN_QUANTITY_DURATION, CVPN_DISTRIBUTION_EXPONENTIAL, 30 * S, 0,
          30 * S },
        { " exponential \t 30s ", CVPN_QUANTITY_DURATION, CVPN_DISTRIBUTION_EXPONENTIAL, 30 * S, 0,
          30 * S },
        { "normal 30min 0s", CVPN_QUANTITY_DURATION, CVPN_DISTRIBUTION_NORMAL, 1800 * S, 0,
          1800 * S },
        { "normal 0s 1s", CVPN_QUANTITY_DURATION, CVPN_DISTRIBUTION_NORMAL, 0, 1 * S,
          0.797884560802865 * S }, /* sqrt (2 / pi) */
        { "normal 1kB 1kB", CVPN_QUANTITY_SIZE, CVPN_DISTRIBUTION_NORMAL, 1000, 1000,
          1287.59997 }, /* 1 + phi (1) / Phi (1) */
        { "lognormal 2s 0.4", CVPN_QUANTITY_DURATION, CVPN_DISTRIBUTION_LOGNORMAL, 2 * S, 0.4,
          2.1665741353499 * S },
        { "lognormal 50kB 0", CVPN_QUANTITY_SIZE, CVPN_DISTRIBUTION_LOGNORMAL, 50000, 0, 50000 },
        { "pareto 1kB 2", CVPN_QUANTITY_SIZE, CVPN_DISTRIBUTION_PARETO, 1000, 2, 2000 },
        { "weibull 10s 2", CVPN_QUANTITY_DURATION, CVPN_DISTRIBUTION_WEIBULL, 10 * S, 2,
          8.86226925452758 * S },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        CvpnDistribution got = { 0 };
        CU_ASSERT (cvpn_distribution_parse (rows[i].text, rows[i].quantity, NULL, &got, &error));
        cvpn_assert_str (error ? error->message : NULL, NULL);
        cvpn_assert_int (got.kind, rows[i].kind);
        cvpn_assert_near (got.a, rows[i].a, 0);
        cvpn_assert_near (got.b, rows[i].b, 0);
        cvpn_assert_near (cvpn_distribution_mean (&got), rows[i].mean, rows[i].mean * 1e-9);
        CU_ASSERT (got.sample == NULL);
        cvpn_distribution_clear (&got);
    }
}

static void
test_bad (void)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        { "", "'' is empty" },
        { "5", "'5' has no unit" },
        { "2kB", "unknown unit 'kB'" },
        { "-5s", "'-5s' is negative" },
        { "30s ; gap", "'30s ; gap' has a space in it" },
        { "constnat 5s", "'constnat 5s': no distribution 'constnat'; did you mean 'constant'?" },
        { "unifrom 0s 5s", "did you mean 'uniform'?" },
        { "Uniform 0s 5s", "did you mean 'uniform'?" },
        { "gaussian 5s", "; known: constant, uniform, exponential, normal, lognormal, pareto" },
        { "constant", "'constant' has 0 parameters; expected constant VALUE" },
        { "uniform 5s", "'uniform 5s' has 1 parameter; expected uniform MINIMUM MAXIMUM" },
        { "uniform 1s 2s 3s", "has 3 parameters; expected uniform" },
        { "exponential 30s ; gap", "'exponential 30s ; gap' has 3 parameters" },
        { "uniform 5s 1s", "'uniform 5s 1s' ends before it begins" },
        { "uniform 5 10s", "'5' has no unit" },
        { "uniform 5s 10", "'10' has no unit" },
        { "exponential 0s", "first parameter above 0; expected exponential MEAN" },
        { "lognormal 0s 1", "first parameter above 0; expected lognormal MEDIAN SIGMA" },
        { "lognormal 2s 0.4s", "'0.4s' is not a number" },
        { "lognormal 2s -1", "'-1' is negative" },
        { "pareto 0s 1", "above 0; expected pareto MINIMUM ALPHA" },
        { "pareto 1s 0", "second parameter above 0; expected pareto MINIMUM ALPHA" },
        { "weibull 0s 1", "above 0; expected weibull SCALE SHAPE" },
        { "weibull 1s 0", "second parameter above 0" },
        { "normal 9h", "'normal 9h' has 1 parameter; expected normal MEAN SD" },
        { "normal 9h 0.5", "'0.5' has no unit" },
        { "mixture", "'mixture' has no second part; expected mixture SHARE DISTRIBUTION, DISTR" },
        { "mixture 20% 5s", "'mixture 20% 5s' has no second part" },
        { "mixtrue 20% 5s, 6s", "no distribution 'mixtrue'; did you mean 'mixture'?" },
        { "mixture 5s, 6s", "part 1: '5s' is not a fraction" },
        { "mixture 20%, 6s", "part 1: '20%' has a share and no distribution" },
        { "mixture , 6s", "part 1: '' is empty" },
        { "mixture 120% 5s, 6s", "part 1: '120%' is more than 1" },
        { "mixture 20% 5, 6s", "part 1: '5' has no unit" },
        { "mixture 20% unifrom 0s 5s, 6s", "part 1: 'unifrom 0s 5s': no distribution 'unifrom'; "
                                           "did you mean 'uniform'?" },
        { "mixture 20% 5s, 6s,", "part 2: '6s' is not a fraction" },
        { "mixture 20% 5s, 30% 6s,", "part 3: '' is empty" },
        { "mixture 20% 5s, 80% 6s",
          "part 2: '80% 6s' has a share; expected none, the last part has "
          "the rest" },
        { "mixture 60% 5s, 40% 6s, 7s", "part 2: '40% 6s' leaves no share for the last part" },
        { "mixture 20% 5s, mixture 10% 5s, 6s", "part 2: 'mixture" },
        { "mixture 20% mixture 5s, 6s", "part 1: 'mixture 5s' is a mixture itself" },
        { "mixture 20% 5s, lognormal 6h", "part 2: 'lognormal 6h' has 1 parameter; expected logn" },
        { "empirical x.csv", "has 1 parameter; expected empirical FILE.csv COLUMN" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        CvpnDistribution got = { .kind = CVPN_DISTRIBUTION_UNSET, .a = 77 };
        CU_ASSERT (
            !cvpn_distribution_parse (rows[i].text, CVPN_QUANTITY_DURATION, NULL, &got, &error));
        CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_VALUE));
        cvpn_assert_has (error ? error->message : NULL, rows[i].message);
        CU_ASSERT (got.kind == CVPN_DISTRIBUTION_UNSET && got.a == 77 && !got.sample);
    }
}

static double
cdf_uniform (double x)
{
    return gsl_cdf_flat_P (x, 1 * S, 4 * S);
}

static double
cdf_exponential (double x)
{
    return gsl_cdf_exponential_P (x, 30 * S);
}

static double
cdf_lognormal (double x)
{
    return gsl_cdf_lognormal_P (x, log (2 * S), 0.4);
}

static double
cdf_pareto (double x)
{
    return gsl_cdf_pareto_P (x, 9, 1 * S);
}

static double
cdf_weibull (double x)
{
    return gsl_cdf_weibull_P (x, 10 * S, 2);
}

/* Cut at 0, which 16 % of the draws would be below. */
static double
cdf_normal (double x)
{
    const double below = gsl_cdf_ugaussian_P (-1);

    return (gsl_cdf_gaussian_P (x - 2 * S, 2 * S) - below) / (1 - below);
}

static double
cdf_mixture (double x)
{
    return 0.2 * gsl_cdf_flat_P (x, 1 * S, 4 * S) + 0.3 * gsl_cdf_exponential_P (x, 30 * S) +
           0.5 * gsl_cdf_lognormal_P (x, log (2 * S), 0.4);
}

static int
compare_doubles (const void *left, const void *right)
{
    const double a = *(const double *) left, b = *(const double *) right;

    return (a > b) - (a < b);
}

/* The largest distance between the draws' distribution function and theory's. */
static double
measure_distance (double *draws, guint n, double (*cdf) (double x))
{
    double distance = 0;

    qsort (draws, n, sizeof *draws, compare_doubles);
    for (guint i = 0; i < n; i++) {
        const double theory = cdf (draws[i]);
        distance = fmax (
            distance, fmax (fabs (theory - (double) i / n), fabs (theory - (double) (i + 1) / n)));
    }
    return distance;
}

static void
draw_many (const CvpnDistribution *distribution, double *draws, guint n)
{
    const CvpnRngKey key = cvpn_rng_key (1, "test");

    for (guint i = 0; i < n; i++) {
        CvpnDraw draw;
        cvpn_draw_start (&draw, key, i, 1, 0);
        draws[i] = (double) cvpn_distribution_sample (distribution, &draw);
    }
}

/* Mean and variance within 5 sigma; a variance's own comes from the fourth moment. */
static void
check_moments (const double *draws, guint n, double mean, double variance)
{
    double sum = 0, squares = 0, fourths = 0;

    for (guint i = 0; i < n; i++) {
        const double square = (draws[i] - mean) * (draws[i] - mean);
        sum += draws[i];
        squares += square;
        fourths += square * square;
    }
    cvpn_assert_near (sum / n, mean, 5 * sqrt (variance / n));
    cvpn_assert_near (squares / n, variance, 5 * sqrt ((fourths / n - variance * variance) / n));
}

static void
test_draws (void)
{
    static const struct {
        const char *text;
        double (*cdf) (double x);
        double variance; /* in seconds squared */
    } rows[] = {
        { "uniform 1s 4s", cdf_uniform, 0.75 },
        { "exponential 30s", cdf_exponential, 900 },
        { "lognormal 2s 0.4", cdf_lognormal, 0.81446078 }, /* (e^.16 - 1) e^.16 4 */
        { "pareto 1s 9", cdf_pareto, 9.0 / 64 / 7 },       /* a / (a-1)^2 / (a-2) */
        { "weibull 10s 2", cdf_weibull, 21.4601837 },      /* 100 (1 - pi/4) */
        { "normal 2s 2s", cdf_normal, 2.51874514 },
        { "mixture 20% uniform 1s 4s, 30% exponential 30s, lognormal 2s 0.4", cdf_mixture,
          432.148290 },
    };
    g_autofree double *draws = g_new (double, DRAWS);

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        CvpnDistribution distribution = { 0 };
        CU_ASSERT (cvpn_distribution_parse (rows[i].text, CVPN_QUANTITY_DURATION, NULL,
                                            &distribution, NULL));
        draw_many (&distribution, draws, DRAWS);
        check_moments (draws, DRAWS, cvpn_distribution_mean (&distribution),
                       rows[i].variance * S * S);
        /* Kolmogorov: beyond 2.5 / sqrt n once in 130000 tests. */
        cvpn_assert_near (measure_distance (draws, DRAWS, rows[i].cdf), 0, 2.5 / sqrt (DRAWS));
    }
}

static void
test_bounds (void)
{
    static const struct {
        CvpnDistribution distribution;
        gint64 lowest, highest;
    } rows[] = {
        { { CVPN_DISTRIBUTION_CONSTANT, 5, 0, 0, NULL, NULL }, 5, 5 },
        { { CVPN_DISTRIBUTION_CONSTANT, 1e30, 0, 0, NULL, NULL }, G_MAXINT64 / 4, G_MAXINT64 / 4 },
        { { CVPN_DISTRIBUTION_CONSTANT, NAN, 0, 0, NULL, NULL }, 0, 0 },
        { { CVPN_DISTRIBUTION_UNIFORM, 3, 3, 0, NULL, NULL }, 3, 3 },
        { { CVPN_DISTRIBUTION_UNIFORM, 10, 12, 0, NULL, NULL }, 10, 12 },
        { { CVPN_DISTRIBUTION_LOGNORMAL, 7, 0, LOG_7, NULL, NULL }, 7, 7 },
        { { CVPN_DISTRIBUTION_PARETO, 1e9, 0.001, 0, NULL, NULL }, 1000000000, G_MAXINT64 / 4 },
        { { CVPN_DISTRIBUTION_WEIBULL, 1e9, 0.001, 0, NULL, NULL }, 0, G_MAXINT64 / 4 },
        { { CVPN_DISTRIBUTION_LOGNORMAL, 1e9, 1e6, LOG_1E9, NULL, NULL }, 0, G_MAXINT64 / 4 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        gint64 lowest = G_MAXINT64, highest = G_MININT64;
        for (guint j = 0; j < 1000; j++) {
            CvpnDraw draw;
            cvpn_draw_start (&draw, cvpn_rng_key (1, "x"), j, 0, 0);
            const gint64 value = cvpn_distribution_sample (&rows[i].distribution, &draw);
            lowest = MIN (lowest, value);
            highest = MAX (highest, value);
        }
        CU_ASSERT (lowest >= rows[i].lowest);
        cvpn_assert_int (highest, rows[i].highest);
    }
}

static void
test_infinite_mean (void)
{
    const CvpnDistribution pareto = { CVPN_DISTRIBUTION_PARETO, 1, 1, 0, NULL, NULL };
    const CvpnDistribution weibull = { CVPN_DISTRIBUTION_WEIBULL, 1, 1e-9, 0, NULL, NULL };
    const CvpnDistribution unset = { 0 };

    CU_ASSERT (isnan (cvpn_distribution_mean (&pareto)));
    CU_ASSERT (isnan (cvpn_distribution_mean (&weibull)));
    CU_ASSERT (isnan (cvpn_distribution_mean (&unset)));
}

static void
test_mixture (void)
{
    CvpnDistribution got = { 0 };

    CU_ASSERT_FATAL (cvpn_distribution_parse (" mixture  20%  uniform 1min 30min ,lognormal 6h 0",
                                              CVPN_QUANTITY_DURATION, NULL, &got, NULL));
    cvpn_assert_int (got.kind, CVPN_DISTRIBUTION_MIXTURE);
    cvpn_assert_int (got.parts->len, 2);
    cvpn_assert_near (cvpn_distribution_mean (&got), (0.2 * 15.5 * 60 + 0.8 * 6 * 3600) * S, 1e3);

    CvpnDistribution copy = cvpn_distribution_copy (&got);
    CU_ASSERT (copy.parts == got.parts);
    cvpn_distribution_clear (&got);
    CU_ASSERT (got.kind == CVPN_DISTRIBUTION_UNSET && got.parts == NULL);
    cvpn_distribution_clear (&got); /* twice does no harm */

    guint n_short = 0;
    for (guint i = 0; i < DRAWS; i++) {
        CvpnDraw draw;
        cvpn_draw_start (&draw, cvpn_rng_key (1, "x"), i, 0, 0);
        const double value = (double) cvpn_distribution_sample (&copy, &draw);
        CU_ASSERT (value == 6 * 3600 * S || (value >= 60 * S && value <= 1800 * S));
        n_short += value <= 1800 * S;
    }
    cvpn_assert_near (n_short, 0.2 * DRAWS, 5 * sqrt (0.16 * DRAWS));
    cvpn_distribution_clear (&copy);
}

static void
test_infinite_mixture (void)
{
    CvpnDistribution got = { 0 };

    CU_ASSERT_FATAL (cvpn_distribution_parse ("mixture 20% pareto 1s 1, 5s", CVPN_QUANTITY_DURATION,
                                              NULL, &got, NULL));
    CU_ASSERT (isnan (cvpn_distribution_mean (&got)));
    cvpn_distribution_clear (&got);
}

static gboolean
parse_empirical (const char *content, const char *column, CvpnQuantity quantity,
                 CvpnDistribution *result, GError **error)
{
    g_autofree char *path = cvpn_test_file ("sample.csv", content);
    g_autofree char *folder = g_path_get_dirname (path);
    g_autofree char *text = g_strdup_printf ("empirical sample.csv %s", column);

    return cvpn_distribution_parse (text, quantity, folder, result, error);
}

static void
test_empirical (void)
{
    CvpnDistribution got = { 0 };
    g_autofree double *draws = g_new (double, DRAWS);

    CU_ASSERT_FATAL (parse_empirical ("user,gap\nana,1s\nbob,2.5\neve,4s\n", "gap",
                                      CVPN_QUANTITY_DURATION, &got, NULL));
    cvpn_assert_int (got.kind, CVPN_DISTRIBUTION_EMPIRICAL);
    cvpn_assert_int (got.sample->len, 3);
    cvpn_assert_near (cvpn_distribution_mean (&got), 2.5 * S, 1e-3);
    draw_many (&got, draws, DRAWS);
    check_moments (draws, DRAWS, 2.5 * S, 1.5 * S * S);
    for (guint i = 0; i < DRAWS; i++)
        CU_ASSERT (draws[i] == 1 * S || draws[i] == 2.5 * S || draws[i] == 4 * S);
    CvpnDistribution copy = cvpn_distribution_copy (&got);
    cvpn_distribution_clear (&got);
    CU_ASSERT (got.kind == CVPN_DISTRIBUTION_UNSET && got.sample == NULL);
    cvpn_assert_int (copy.sample->len, 3);
    cvpn_distribution_clear (&copy);
    cvpn_distribution_clear (&got); /* twice does no harm */

    CU_ASSERT_FATAL (parse_empirical ("size\n1400\n2kB\n", "size", CVPN_QUANTITY_SIZE, &got, NULL));
    cvpn_assert_near (cvpn_distribution_mean (&got), 1700, 1e-9);
    cvpn_distribution_clear (&got);
}

static void
test_bad_empirical (void)
{
    static const struct {
        const char *content, *column, *message;
    } rows[] = {
        { "gap\n1s\n", "gpa", "sample.csv:1: no column 'gpa'; did you mean 'gap'?" },
        { "gap\n1s\n\nx\n", "gap", "sample.csv:4: gap: 'x' is not a duration" },
        { "gap\n-1\n", "gap", "sample.csv:2: gap: '-1' is negative" },
        { "gap\n", "gap", "sample.csv: no rows below the header" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        CvpnDistribution got = { 0 };
        CU_ASSERT (!parse_empirical (rows[i].content, rows[i].column, CVPN_QUANTITY_DURATION, &got,
                                     &error));
        CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_VALUE));
        cvpn_assert_has (error ? error->message : NULL, rows[i].message);
        CU_ASSERT (got.kind == CVPN_DISTRIBUTION_UNSET && got.sample == NULL);
    }

    g_autoptr (GError) error = NULL;
    CvpnDistribution got = { 0 };
    CU_ASSERT (!cvpn_distribution_parse ("empirical no.csv gap", CVPN_QUANTITY_DURATION,
                                         "/nonexistent", &got, &error));
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_IO));
    cvpn_assert_has (error ? error->message : NULL, "/nonexistent/no.csv: No such file");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "parse", test_parse },
        { "bad", test_bad },
        { "draws", test_draws },
        { "bounds", test_bounds },
        { "infinite mean", test_infinite_mean },
        { "mixture", test_mixture },
        { "infinite mixture", test_infinite_mixture },
        { "empirical", test_empirical },
        { "bad empirical", test_bad_empirical },
    };

    return cvpn_test_main ("base distribution", tests, G_N_ELEMENTS (tests));
}
