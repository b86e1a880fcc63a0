/* round_trips: a gsl_histogram over logarithmic bins, in microseconds.
 *
 * A number's exponent and the first bits of its mantissa are a cell; cells grow like bins, so
 * that the bin is that of the cell's lower bound or one soon after it. */
#include "observe/round_trips.h"

#include <gsl/gsl_histogram.h>
#include <math.h>
#include <string.h>

#define LOWEST_US  1.0
#define HIGHEST_US 1e9
#define GROWTH     1.01

#define MANTISSA_BITS 52
#define CELL_BITS     6 /* of the mantissa: a cell is 1.6 percent wide at most */

struct CvpnRoundTrips {
    gsl_histogram *histogram;
    guint16 *first_bins; /* by cell, from that of LOWEST_US on: where its lower bound is */
    gint64 n;
    double sum_us, max_us;
};

/* Of a positive number. */
static guint64
find_cell (double us)
{
    guint64 bits;

    memcpy (&bits, &us, sizeof bits);
    return bits >> (MANTISSA_BITS - CELL_BITS);
}

static double
find_lower_bound (guint64 cell)
{
    const guint64 bits = cell << (MANTISSA_BITS - CELL_BITS);
    double us;

    memcpy (&us, &bits, sizeof us);
    return us;
}

/* The bin of 'us', which is not in one before 'bin'. */
static gsize
find_bin (const gsl_histogram *histogram, gsize bin, double us)
{
    while (us >= histogram->range[bin + 1])
        bin++;
    return bin;
}

static guint16 *
find_first_bins (const gsl_histogram *histogram)
{
    const guint64 first = find_cell (LOWEST_US);
    const guint64 n = find_cell (HIGHEST_US) - first + 1;
    guint16 *bins = g_new (guint16, n);
    gsize bin = 0;

    for (guint64 i = 0; i < n; i++) {
        bin = find_bin (histogram, bin, find_lower_bound (first + i));
        bins[i] = (guint16) bin;
    }
    return bins;
}

CvpnRoundTrips *
cvpn_round_trips_new (void)
{
    CvpnRoundTrips *trips = g_new0 (CvpnRoundTrips, 1);
    const guint bins = (guint) ceil (log (HIGHEST_US / LOWEST_US) / log (GROWTH));
    g_autofree double *bounds = g_new (double, bins + 1);

    for (guint i = 0; i <= bins; i++)
        bounds[i] = LOWEST_US * pow (HIGHEST_US / LOWEST_US, (double) i / bins);
    trips->histogram = gsl_histogram_alloc (bins);
    gsl_histogram_set_ranges (trips->histogram, bounds, bins + 1);
    trips->first_bins = find_first_bins (trips->histogram);
    return trips;
}

void
cvpn_round_trips_free (CvpnRoundTrips *trips)
{
    if (!trips)
        return;
    gsl_histogram_free (trips->histogram);
    g_free (trips->first_bins);
    g_free (trips);
}

void
cvpn_round_trips_add (CvpnRoundTrips *trips, gint64 ns)
{
    const double us = (double) ns / 1000;
    /* The last bound is outside its bin. */
    const double inside = CLAMP (us, LOWEST_US, nextafter (HIGHEST_US, 0));

    const guint16 first = trips->first_bins[find_cell (inside) - find_cell (LOWEST_US)];

    trips->histogram->bin[find_bin (trips->histogram, first, inside)]++;
    trips->n++;
    trips->sum_us += us;
    trips->max_us = MAX (trips->max_us, us);
}

double
cvpn_round_trips_mean (const CvpnRoundTrips *trips)
{
    return trips->n > 0 ? trips->sum_us / (double) trips->n : NAN;
}

double
cvpn_round_trips_max (const CvpnRoundTrips *trips)
{
    return trips->n > 0 ? trips->max_us : NAN;
}

double
cvpn_round_trips_quantile (const CvpnRoundTrips *trips, double share)
{
    const gint64 rank = MAX ((gint64) ceil (share * (double) trips->n), 1);
    const guint bins = cvpn_round_trips_bins (trips);
    gint64 seen = 0;

    if (trips->n == 0)
        return NAN;
    for (guint bin = 0; bin < bins; bin++) {
        seen += cvpn_round_trips_bin_count (trips, bin);
        if (seen >= rank && bin + 1 < bins)
            return MIN (cvpn_round_trips_bin_upper (trips, bin), trips->max_us);
    }
    return trips->max_us;
}

guint
cvpn_round_trips_bins (const CvpnRoundTrips *trips)
{
    return (guint) gsl_histogram_bins (trips->histogram);
}

double
cvpn_round_trips_bin_upper (const CvpnRoundTrips *trips, guint bin)
{
    double lower, upper;

    gsl_histogram_get_range (trips->histogram, bin, &lower, &upper);
    return upper;
}

gint64
cvpn_round_trips_bin_count (const CvpnRoundTrips *trips, guint bin)
{
    return (gint64) gsl_histogram_get (trips->histogram, bin);
}
