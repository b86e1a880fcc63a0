/* varying: how long places are held, and how many are there at a time of day, against integrals
 * that are summed finely here. */
#include "plan/varying.h"

#include <math.h>
#include <string.h>

#include "support.h"

#define HOUR   (3600 * CVPN_SECOND)
#define MINUTE (60 * CVPN_SECOND)

static CvpnDistribution
parse (const char *text)
{
    CvpnDistribution distribution = { 0 };

    if (*text)
        CU_ASSERT_FATAL (
            cvpn_distribution_parse (text, CVPN_QUANTITY_DURATION, NULL, &distribution, NULL));
    return distribution;
}

/* P (held for longer), term by term. */
static double
survive (const CvpnHolding *holding, double ns)
{
    const gboolean forever = holding->stay->kind == CVPN_DISTRIBUTION_UNSET;
    const double limit = holding->limit_ns, before = ns - holding->keepalive_ns;
    const double stays = forever ? 1 : cvpn_distribution_survival (holding->stay, ns);
    const double over = forever ? 1 : cvpn_distribution_survival (holding->stay, limit);
    const double stayed = forever ? 1 : cvpn_distribution_survival (holding->stay, before);
    const double there = ns < limit ? stays : 0;
    const double gone = ns < limit ? stayed - stays : before < limit ? stayed - over : 0;

    return there + holding->vanishes * gone;
}

static const char *const stays[] = {
    "",    "constant 30min", "exponential 8h", "uniform 1h 3h", "lognormal 6h 1", "pareto 1h 0.8",
    "4min"
};

static void
check_holding (const CvpnHolding *holding)
{
    const double until = holding->limit_ns + 2 * holding->keepalive_ns, step = until / 200000;
    double sum = 0;

    for (guint i = 0; i < 200000; i++) {
        if (i % 20000 == 0)
            cvpn_assert_near (cvpn_holding_mean_up_to (holding, i * step), sum, 2 * step);
        sum += survive (holding, (i + 0.5) * step) * step;
    }
    cvpn_assert_near (cvpn_holding_mean_up_to (holding, INFINITY), sum, 2 * step);
}

static void
test_holding (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (stays); i++)
        for (guint j = 0; j < 4; j++) {
            CvpnDistribution stay = parse (stays[i]);
            const CvpnHolding holding = { .stay = &stay,
                                          .limit_ns = j % 2 ? 2 * HOUR : 24 * HOUR,
                                          .keepalive_ns = j / 2 ? HOUR : 40 * CVPN_SECOND,
                                          .vanishes = 0.3 };
            const CvpnHolding orderly = { &stay, 2 * HOUR, 40 * CVPN_SECOND, 0 };
            check_holding (&holding);
            check_holding (&orderly);
            cvpn_distribution_clear (&stay);
        }
}

static const CvpnRatePoint profile[] = {
    { 6 * HOUR, 0.001 },
    { 8 * HOUR, 0.02 },
    { 9 * HOUR + 7 * CVPN_SECOND, 0.005 },
    { 17 * HOUR, 0 },
};

static double
rate_at (double hours)
{
    const double h = fmod (hours + 240, 24), nine = 9 + 7 / 3600.0;

    if (h < 6)
        return 0.001 * (h + 7) / 13;
    if (h < 8)
        return 0.001 + 0.019 * (h - 6) / 2;
    if (h < nine)
        return 0.02 - 0.015 * (h - 8) / (nine - 8);
    return h < 17 ? 0.005 * (17 - h) / (17 - nine) : 0.001 * (h - 17) / 13;
}

/* Back over twelve days, a second at a time. */
static double
sum_day (const CvpnHolding *holding, double hour)
{
    double sum = 0;

    for (guint s = 0; s < 12 * 86400; s += 4)
        sum += 4 * rate_at (hour - (s + 2) / 3600.0) * survive (holding, (s + 2.0) * CVPN_SECOND);
    return sum;
}

static void
test_day (void)
{
    static const double hours[] = { 0, 7.5, 9, 13, 17.25 };
    g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (CvpnRatePoint));

    g_array_append_vals (points, profile, G_N_ELEMENTS (profile));
    for (guint i = 0; i < G_N_ELEMENTS (stays); i++) {
        CvpnDistribution stay = parse (stays[i]);
        const CvpnHolding holding = { &stay, (i % 2 ? 24 : 60) * HOUR, 40 * CVPN_SECOND, 0.5 };
        g_autofree double *mean = g_new0 (double, CVPN_VARYING_CELLS);
        cvpn_varying_add (mean, points, &holding);
        for (guint j = 0; j < G_N_ELEMENTS (hours); j++) {
            const double want = sum_day (&holding, hours[j]);
            cvpn_assert_near (mean[(guint) (hours[j] * 120)], want, 1e-4 * want + 1e-4);
        }
        cvpn_distribution_clear (&stay);
    }
}

/* At a constant rate it is Little's law, at any time. */
static void
test_constant (void)
{
    const CvpnRatePoint point = { 5 * HOUR, 0.25 };
    const CvpnDistribution stay = { CVPN_DISTRIBUTION_EXPONENTIAL, 600e9, 0, 0, NULL, NULL };
    const CvpnHolding holding = { &stay, 24 * HOUR, 40 * CVPN_SECOND, 0 };
    g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (CvpnRatePoint));
    g_autofree double *mean = g_new0 (double, CVPN_VARYING_CELLS);

    g_array_append_val (points, point);
    cvpn_varying_add (mean, points, &holding);
    for (guint i = 0; i < CVPN_VARYING_CELLS; i++)
        cvpn_assert_near (mean[i], 150, 1e-6);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "holding", test_holding },
        { "day", test_day },
        { "constant", test_constant },
    };

    return cvpn_test_main ("plan varying", tests, G_N_ELEMENTS (tests));
}
