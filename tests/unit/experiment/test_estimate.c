/* estimate: Student's and Clopper and Pearson's intervals against published values. */
#include "experiment/estimate.h"

#include <math.h>

#include "support.h"

/* Student's table: the half-width of values with standard error 1 is the quantile. */
static void
test_student (void)
{
    static const struct {
        guint n;
        double confidence, t;
    } rows[] = {
        { 2, 0.95, 12.706 }, { 3, 0.95, 4.303 },  { 5, 0.95, 2.776 },   { 10, 0.95, 2.262 },
        { 11, 0.95, 2.228 }, { 31, 0.95, 2.042 }, { 121, 0.95, 1.980 }, { 2, 0.90, 6.314 },
        { 10, 0.90, 1.833 }, { 2, 0.99, 63.657 }, { 10, 0.99, 3.250 },  { 31, 0.99, 2.750 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        const guint n = rows[i].n;
        g_autofree double *values = g_new0 (double, n);
        for (guint j = 0; j < n / 2 * 2; j++)
            values[j] = j % 2 ? -1 : 1;
        const CvpnEstimate got = cvpn_estimate (values, n, rows[i].confidence);
        cvpn_assert_near (got.deviation, sqrt (n / 2 * 2 / (n - 1.0)), 1e-12);
        cvpn_assert_near (got.half_width / got.deviation * sqrt (n), rows[i].t, 0.0006);
    }
}

/* Worked by hand: mean 5, squares 32 over 7. */
static void
test_values (void)
{
    static const double values[] = { 2, 4, 4, 4, NAN, 5, 5, 7, 9, NAN };
    const CvpnEstimate got = cvpn_estimate (values, G_N_ELEMENTS (values), 0.95);

    cvpn_assert_int (got.n, 8);
    cvpn_assert_near (got.mean, 5, 1e-12);
    cvpn_assert_near (got.deviation, 2.13808993529940, 1e-12);
    cvpn_assert_near (got.half_width, 2.364624252 * 2.13808993529940 / sqrt (8), 1e-8);
    cvpn_assert_near (got.minimum, 2, 0);
    cvpn_assert_near (got.maximum, 9, 0);
}

static void
test_few (void)
{
    static const double equal[] = { 0.1, 0.1, 0.1 }, one[] = { NAN, 7 }, none[] = { NAN };
    CvpnEstimate got = cvpn_estimate (equal, 3, 0.95);

    cvpn_assert_near (got.mean, 0.1, 0);
    cvpn_assert_near (got.deviation, 0, 0);
    cvpn_assert_near (got.half_width, 0, 0);

    got = cvpn_estimate (one, 2, 0.95);
    cvpn_assert_int (got.n, 1);
    cvpn_assert_near (got.mean, 7, 0);
    cvpn_assert_near (got.maximum, 7, 0);
    CU_ASSERT (isnan (got.deviation) && isnan (got.half_width));

    got = cvpn_estimate (none, 1, 0.95);
    cvpn_assert_int (got.n, 0);
    CU_ASSERT (isnan (got.mean) && isnan (got.half_width) && isnan (got.minimum));
    cvpn_assert_int (cvpn_estimate (NULL, 0, 0.95).n, 0);
}

static void
test_difference (void)
{
    static const double values[] = { 5, 7, NAN, 9 }, others[] = { 4, 5, 1, NAN };
    const CvpnEstimate got = cvpn_estimate_difference (values, others, 4, 0.9);

    cvpn_assert_int (got.n, 2);
    cvpn_assert_near (got.mean, 1.5, 1e-15);
    cvpn_assert_near (got.half_width, 6.313752 * 0.5, 1e-6); /* t, times sd / sqrt 2 */
}

/* Published: 0 of 10 and 5 of 10 in Clopper and Pearson's charts; 15 of 20 in many handbooks; the
 * rule of three, 3 / n, which is that of 90 % here, since the interval has two sides. */
static void
test_shares (void)
{
    static const struct {
        guint64 hits, of;
        double confidence, lower, upper, tolerance;
    } rows[] = {
        { 0, 10, 0.95, 0, 0.3085, 5e-5 },
        { 5, 10, 0.95, 0.1871, 0.8129, 5e-5 },
        { 10, 10, 0.95, 0.6915, 1, 5e-5 },
        { 15, 20, 0.95, 0.5090, 0.9134, 5e-5 },
        { 1, 20, 0.95, 0.0013, 0.2487, 5e-5 },
        { 4, 20, 0.95, 0.0573, 0.4366, 5e-5 },
        { 0, 1000, 0.90, 0, 0.003, 1e-5 },
        { 0, 10000000, 0.90, 0, 3e-7, 5e-10 },
        { 0, 0, 0.95, 0, 1, 0 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        cvpn_assert_near (cvpn_share_lower (rows[i].hits, rows[i].of, rows[i].confidence),
                          rows[i].lower, rows[i].tolerance);
        cvpn_assert_near (cvpn_share_upper (rows[i].hits, rows[i].of, rows[i].confidence),
                          rows[i].upper, rows[i].tolerance);
    }
}

/* Where there are many it is Poisson's interval (Garwood 1936: 5 seen, 1.6235 to 11.6683), and
 * with many more the normal one. */
static void
test_large_shares (void)
{
    for (guint64 of = 100000; of <= 10000000000; of *= 10) {
        cvpn_assert_near (cvpn_share_lower (5, of, 0.95) * (double) of, 1.6235, 5e-4);
        cvpn_assert_near (cvpn_share_upper (5, of, 0.95) * (double) of, 11.6683, 1e-3);
        for (guint64 hits = 10000; hits < of; hits *= 10) {
            const double share = (double) hits / (double) of;
            const double reach = 1.959964 * sqrt (share * (1 - share) / (double) of);
            cvpn_assert_near (cvpn_share_lower (hits, of, 0.95), share - reach, reach / 50);
            cvpn_assert_near (cvpn_share_upper (hits, of, 0.95), share + reach, reach / 50);
        }
    }
}

static void
test_precise (void)
{
    const CvpnEstimate rows[] = {
        { 10, 100, 1, 4.76, 0, 0 }, /* 5 / 105 is 0.0476… */
        { 10, 100, 1, 4.77, 0, 0 }, { 10, -100, 1, 4.76, 0, 0 }, { 10, 0, 0, 0, 0, 0 },
        { 10, 0, 1, 0.1, 0, 0 },    { 1, 100, NAN, NAN, 0, 0 },
    };
    static const gboolean want[] = { TRUE, FALSE, TRUE, TRUE, FALSE, FALSE };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        cvpn_assert_int (cvpn_estimate_is_precise (&rows[i], 0.05), want[i]);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "student", test_student }, { "values", test_values },
        { "few", test_few },         { "difference", test_difference },
        { "shares", test_shares },   { "large shares", test_large_shares },
        { "precise", test_precise },
    };

    return cvpn_test_main ("estimate", tests, G_N_ELEMENTS (tests));
}
