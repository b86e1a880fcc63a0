/* round_trips: quantiles against a sorted list. */
#include "observe/round_trips.h"

#include <gsl/gsl_histogram.h>
#include <math.h>

#include "support.h"

static void
test_nothing (void)
{
    g_autoptr (CvpnRoundTrips) trips = cvpn_round_trips_new ();

    CU_ASSERT (isnan (cvpn_round_trips_mean (trips)));
    CU_ASSERT (isnan (cvpn_round_trips_max (trips)));
    CU_ASSERT (isnan (cvpn_round_trips_quantile (trips, 0.5)));
}

static void
test_one (void)
{
    g_autoptr (CvpnRoundTrips) trips = cvpn_round_trips_new ();

    cvpn_round_trips_add (trips, 12345678);
    cvpn_assert_near (cvpn_round_trips_mean (trips), 12345.678, 1e-9);
    cvpn_assert_near (cvpn_round_trips_quantile (trips, 0.01), 12345.678, 1e-9);
    cvpn_assert_near (cvpn_round_trips_quantile (trips, 1), 12345.678, 1e-9);
}

static void
test_outside_the_bins (void)
{
    g_autoptr (CvpnRoundTrips) trips = cvpn_round_trips_new ();
    const gint64 hour_ns = G_GINT64_CONSTANT (3600000000000);

    cvpn_round_trips_add (trips, 1);
    cvpn_round_trips_add (trips, hour_ns);
    cvpn_round_trips_add (trips, G_GINT64_CONSTANT (1000000000000)); /* the last bound */
    cvpn_assert_int (cvpn_round_trips_bin_count (trips, 0), 1);
    cvpn_assert_int (cvpn_round_trips_bin_count (trips, cvpn_round_trips_bins (trips) - 1), 2);
    cvpn_assert_near (cvpn_round_trips_max (trips), 3.6e9, 1e-3);
    cvpn_assert_near (cvpn_round_trips_quantile (trips, 1), 3.6e9, 1e-3);
}

static void
test_bins_are_narrow (void)
{
    g_autoptr (CvpnRoundTrips) trips = cvpn_round_trips_new ();
    const guint bins = cvpn_round_trips_bins (trips);

    for (guint i = 1; i < bins; i++)
        CU_ASSERT (cvpn_round_trips_bin_upper (trips, i) <=
                   1.01 * cvpn_round_trips_bin_upper (trips, i - 1) * (1 + 1e-12));
    cvpn_assert_near (cvpn_round_trips_bin_upper (trips, bins - 1), 1e9, 1);
}

/* i * i microseconds for i in 1 … 1000: the exact quantile is known. */
static void
test_quantiles (void)
{
    g_autoptr (CvpnRoundTrips) trips = cvpn_round_trips_new ();
    const double shares[] = { 0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1 };

    for (gint64 i = 1000; i >= 1; i--)
        cvpn_round_trips_add (trips, i * i * 1000);
    for (guint i = 0; i < G_N_ELEMENTS (shares); i++) {
        const double rank = ceil (shares[i] * 1000);
        const double exact = rank * rank;
        const double got = cvpn_round_trips_quantile (trips, shares[i]);
        CU_ASSERT (got >= exact && got <= 1.0101 * exact);
    }
}

/* The bin of each is the one that GSL's own search finds: at random over all magnitudes, and
 * next to each bound. */
static void
test_against_gsl (void)
{
    g_autoptr (CvpnRoundTrips) trips = cvpn_round_trips_new ();
    g_autoptr (GRand) random = g_rand_new_with_seed (1);
    const guint bins = cvpn_round_trips_bins (trips);
    gsl_histogram *want = gsl_histogram_calloc (bins);
    guint wrong = 0;

    want->range[0] = 1;
    for (guint bin = 0; bin < bins; bin++)
        want->range[bin + 1] = cvpn_round_trips_bin_upper (trips, bin);
    for (guint i = 0; i < 400000; i++) {
        const gint64 bound_ns = (gint64) (want->range[i % bins] * 1000);
        const double any_ns = 1000 * pow (1e9, g_rand_double (random));
        const gint64 ns = i % 2 ? MAX (bound_ns + i % 5 - 2, 1000) : (gint64) any_ns;
        gsl_histogram_increment (want, (double) ns / 1000);
        cvpn_round_trips_add (trips, ns);
    }
    for (guint bin = 0; bin < bins; bin++)
        wrong += cvpn_round_trips_bin_count (trips, bin) != (gint64) gsl_histogram_get (want, bin);
    cvpn_assert_int (wrong, 0);
    gsl_histogram_free (want);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "no round trip", test_nothing },
        { "one", test_one },
        { "below and above all bins", test_outside_the_bins },
        { "bins grow by one percent", test_bins_are_narrow },
        { "the bins that GSL finds", test_against_gsl },
        { "quantiles are upper bounds", test_quantiles },
    };

    return cvpn_test_main ("round_trips", tests, G_N_ELEMENTS (tests));
}
