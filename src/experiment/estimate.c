/* estimate: Student, Clopper and Pearson, by GSL. */
#include "experiment/estimate.h"

#include <math.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>

/* Of n values that are all there. */
static CvpnEstimate
estimate_present (const double *values, guint n, double confidence)
{
    CvpnEstimate estimate = { n, NAN, NAN, NAN, NAN, NAN };

    if (n == 0)
        return estimate;
    estimate.mean = gsl_stats_mean (values, 1, n);
    gsl_stats_minmax (&estimate.minimum, &estimate.maximum, values, 1, n);
    if (n == 1)
        return estimate;
    estimate.deviation = gsl_stats_sd_m (values, 1, n, estimate.mean);
    estimate.half_width =
        gsl_cdf_tdist_Pinv ((1 + confidence) / 2, n - 1) * estimate.deviation / sqrt (n);
    return estimate;
}

CvpnEstimate
cvpn_estimate (const double *values, guint n, double confidence)
{
    g_autofree double *present = g_new (double, n);
    guint n_present = 0;

    for (guint i = 0; i < n; i++)
        if (!isnan (values[i]))
            present[n_present++] = values[i];
    return estimate_present (present, n_present, confidence);
}

CvpnEstimate
cvpn_estimate_difference (const double *values, const double *others, guint n, double confidence)
{
    g_autofree double *differences = g_new (double, n);

    for (guint i = 0; i < n; i++)
        differences[i] = values[i] - others[i];
    return cvpn_estimate (differences, n, confidence);
}

/* Near the mean of millions of successes and of failures GSL's continued fraction does not
 * end (NaN); the beta distribution is normal there to a thousandth. */
static double
beta_P (double x, double a, double b)
{
    const double p = gsl_cdf_beta_P (x, a, b), mean = a / (a + b);

    return isnan (p) ? gsl_cdf_gaussian_P (x - mean, sqrt (mean * (1 - mean) / (a + b + 1))) : p;
}

/* By bisection, until no number is left between the ends: gsl_cdf_beta_Pinv is NaN for many
 * shares of 100,000 and more. */
static double
beta_quantile (double probability, double a, double b)
{
    double low = 0, high = 1;

    for (;;) {
        const double middle = (low + high) / 2;
        if (!(low < middle && middle < high))
            return middle;
        if (beta_P (middle, a, b) < probability)
            low = middle;
        else
            high = middle;
    }
}

double
cvpn_share_upper (guint64 hits, guint64 of, double confidence)
{
    if (hits >= of)
        return 1;
    return beta_quantile ((1 + confidence) / 2, (double) hits + 1, (double) (of - hits));
}

double
cvpn_share_lower (guint64 hits, guint64 of, double confidence)
{
    if (hits == 0 || of == 0)
        return 0;
    return beta_quantile ((1 - confidence) / 2, (double) hits, (double) (of - hits) + 1);
}

gboolean
cvpn_estimate_is_precise (const CvpnEstimate *estimate, double precision)
{
    return estimate->half_width <= precision / (1 + precision) * fabs (estimate->mean);
}

gboolean
cvpn_estimate_is_significant (const CvpnEstimate *estimate)
{
    return isfinite (estimate->half_width) && fabs (estimate->mean) > estimate->half_width;
}
