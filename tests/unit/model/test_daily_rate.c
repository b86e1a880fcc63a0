/* daily_rate: at points, between them, around midnight; means against a fine sum. */
#include "model/daily_rate.h"

#include <math.h>

#include "base/quantity.h"
#include "support.h"

#define HOUR (3600 * CVPN_SECOND)

static GArray *
points_of (const CvpnRatePoint *points, guint n)
{
    GArray *array = g_array_new (FALSE, FALSE, sizeof (CvpnRatePoint));

    return g_array_append_vals (array, points, n);
}

static const CvpnRatePoint office[] = { { 6 * HOUR, 2 }, { 9 * HOUR, 8 }, { 18 * HOUR, 4 } };

static void
test_at (void)
{
    static const struct {
        double hour, rate;
    } rows[] = { { 6, 2 },   { 7.5, 5 },          { 9, 8 }, { 13.5, 6 },
                 { 18, 4 },  { 21, 3.5 },         { 0, 3 }, { 5.999, 2.000167 },
                 { 3, 2.5 }, { 23.999, 3.000167 } };
    g_autoptr (GArray) points = points_of (office, 3);
    g_autoptr (GArray) one = points_of (office + 1, 1);

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        const gint64 time = llround (rows[i].hour * HOUR);
        cvpn_assert_near (cvpn_daily_rate_at (points, time), rows[i].rate, 1e-6);
        cvpn_assert_near (cvpn_daily_rate_at (one, time), 8, 0);
    }
    cvpn_assert_near (cvpn_daily_rate_peak (points), 8, 0);
}

static double
sum_finely (const GArray *points, gint64 from, gint64 to)
{
    const guint steps = 20000;
    double sum = 0;

    for (guint i = 0; i < steps; i++)
        sum +=
            cvpn_daily_rate_at (points, from + (gint64) ((double) (to - from) * (i + 0.5) / steps));
    return sum / steps;
}

static void
test_mean (void)
{
    static const gint64 spans[][2] = { { 0, 24 }, { 0, 6 },  { 5, 7 },   { 6, 9 },
                                       { 7, 19 }, { 9, 18 }, { 18, 24 }, { 20, 21 } };
    g_autoptr (GArray) points = points_of (office, 3);

    for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
        cvpn_assert_near (cvpn_daily_rate_mean (points, spans[i][0] * HOUR, spans[i][1] * HOUR),
                          sum_finely (points, spans[i][0] * HOUR, spans[i][1] * HOUR), 1e-6);
    cvpn_assert_near (cvpn_daily_rate_mean (points, 6 * HOUR, 9 * HOUR), 5, 1e-12);
}

int
main (void)
{
    static const CvpnTest tests[] = { { "at", test_at }, { "mean", test_mean } };

    return cvpn_test_main ("model daily_rate", tests, G_N_ELEMENTS (tests));
}
