/* distribution_draw against GSL's own samplers: the same values, to the bit. */
#include "base/distribution.h"

#include <math.h>
#include <gsl/gsl_randist.h>

#include "support.h"

/* What GSL says, by its own functions through its own table. */
static double
draw_by_gsl (const CvpnDistribution *distribution, gsl_rng *rng)
{
    const double a = distribution->a, b = distribution->b;

    switch (distribution->kind) {
    case CVPN_DISTRIBUTION_UNIFORM:
        return gsl_ran_flat (rng, a, b);
    case CVPN_DISTRIBUTION_EXPONENTIAL:
        return gsl_ran_exponential (rng, a);
    case CVPN_DISTRIBUTION_LOGNORMAL:
        return gsl_ran_lognormal (rng, log (a), b);
    case CVPN_DISTRIBUTION_PARETO:
        return gsl_ran_pareto (rng, b, a);
    case CVPN_DISTRIBUTION_WEIBULL:
        return gsl_ran_weibull (rng, a, b);
    case CVPN_DISTRIBUTION_NORMAL:
        return b > 0 ? a + gsl_ran_gaussian_tail (rng, -a, b) : a;
    default:
        return a;
    }
}

static gint64
sample_by_gsl (const CvpnDistribution *distribution, gsl_rng *rng)
{
    if (distribution->kind == CVPN_DISTRIBUTION_MIXTURE) {
        const CvpnMixturePart *part = &g_array_index (distribution->parts, CvpnMixturePart, 0);
        const double u = gsl_rng_uniform (rng);
        while (u >= part->until)
            part++;
        distribution = &part->distribution;
    }
    if (distribution->kind == CVPN_DISTRIBUTION_EMPIRICAL)
        return g_array_index (distribution->sample, gint64,
                              gsl_rng_uniform_int (rng, distribution->sample->len));

    const double value = draw_by_gsl (distribution, rng);

    if (!(value > 0))
        return 0;
    return value < (double) CVPN_QUANTITY_MAX ? llround (value) : CVPN_QUANTITY_MAX;
}

/* Over keys, entities, purposes and indices; and as many words are taken. */
static void
check_same_as_gsl (const CvpnDistribution *distribution)
{
    for (guint i = 0; i < 20000; i++) {
        const CvpnRngKey key = { { i * 2654435761u, i / 100 } };
        const guint16 purpose = (guint16) (i % 100);
        CvpnDraw ours, gsl;
        cvpn_draw_start (&ours, key, i / 7, purpose, i * 40503u);
        cvpn_draw_start (&gsl, key, i / 7, purpose, i * 40503u);
        cvpn_assert_int (cvpn_distribution_sample (distribution, &ours),
                         sample_by_gsl (distribution, &gsl.gsl));
        CU_ASSERT (ours.left == gsl.left && ours.counter[1] == gsl.counter[1]);
    }
}

static void
test_same_as_gsl (void)
{
    static const char *const rows[] = {
        "5s",
        "0s",
        "uniform 0s 1ns",
        "uniform 1s 4s",
        "uniform 20ms 90d",
        "exponential 1ns",
        "exponential 60s",
        "exponential 300d",
        "lognormal 20ms 0.5",
        "lognormal 6h 0",
        "lognormal 1ns 3",
        "lognormal 1d 50", /* often beyond the largest */
        "pareto 1s 1.5",
        "weibull 10s 0.7",
        "normal 2s 2s",
        "normal 2s 0s",
        "mixture 20% uniform 1s 4s, 30% exponential 30s, 10% 5s, lognormal 2s 0.4",
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        CvpnDistribution got = { 0 };
        CU_ASSERT_FATAL (
            cvpn_distribution_parse (rows[i], CVPN_QUANTITY_DURATION, NULL, &got, NULL));
        check_same_as_gsl (&got);
        cvpn_distribution_clear (&got);
    }
}

static void
test_sample (void)
{
    static const gint64 values[] = { 1, 250, 4000, 7, 9 };
    CvpnDistribution sample = { .kind = CVPN_DISTRIBUTION_EMPIRICAL };

    sample.sample = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_array_append_vals (sample.sample, values, G_N_ELEMENTS (values));
    check_same_as_gsl (&sample);
    cvpn_distribution_clear (&sample);
}

/* Halves, and the values next to them: as the library rounds. */
static void
test_round (void)
{
    static const double values[] = { -INFINITY,   -1,     -0.5,   0,      0.5,    1.5,   2.5,
                                     0x1p52 - .5, 0x1p52, 0x1p53, 0x1p60, 0x1p61, 123e7, 1e30 };

    for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
        const double near[] = { nextafter (values[i], -INFINITY), values[i],
                                nextafter (values[i], INFINITY) };
        for (guint j = 0; j < G_N_ELEMENTS (near); j++) {
            const double cut = fmin (fmax (near[j], 0), (double) CVPN_QUANTITY_MAX);
            const gint64 want = MIN (llround (cut), CVPN_QUANTITY_MAX);
            cvpn_assert_int (cvpn_distribution_round (near[j]), want);
        }
    }
    cvpn_assert_int (cvpn_distribution_round (NAN), 0);
    cvpn_assert_int (cvpn_distribution_round (INFINITY), CVPN_QUANTITY_MAX);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "same as GSL", test_same_as_gsl },
        { "a sample", test_sample },
        { "round", test_round },
    };

    return cvpn_test_main ("base distribution draw", tests, G_N_ELEMENTS (tests));
}
