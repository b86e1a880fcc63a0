/* statistics: formulas and quantiles; nothing here knows the simulator. */
#include "statistics.h"

#include <math.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>

double
validation_erlang_b (guint servers, double erlangs)
{
    double blocked = 1;

    for (guint i = 1; i <= servers; i++)
        blocked = erlangs * blocked / (i + erlangs * blocked);
    return blocked;
}

/* An arriving customer sees what the others alone would make. */
double
validation_engset (guint sources, guint servers, double ratio)
{
    double blocked = 1;

    for (guint i = 1; i <= servers; i++) {
        const double offered = (sources - i) * ratio * blocked;
        blocked = offered / (i + offered);
    }
    return blocked;
}

double
validation_t_quantile (guint n, double tail)
{
    return gsl_cdf_tdist_Qinv (tail / 2, n - 1);
}

double
validation_normal_quantile (double tail)
{
    return gsl_cdf_ugaussian_Qinv (tail / 2);
}

double
validation_average (const double *values, guint n)
{
    return gsl_stats_mean (values, 1, n);
}

double
validation_standard_error (const double *values, guint n)
{
    return gsl_stats_sd (values, 1, n) / sqrt (n);
}

double
validation_correlation (const double *a, const double *b, guint n)
{
    return gsl_stats_correlation (a, 1, b, 1, n);
}

/* The tail of Kolmogorov's distribution is 2 exp (-2 x^2), and less than a
 * millionth part of that besides, where it is as small as here. */
double
validation_kolmogorov_limit (guint n, double tail)
{
    const double root = sqrt (n);

    return sqrt (log (2 / tail) / 2) / (root + 0.12 + 0.11 / root);
}
