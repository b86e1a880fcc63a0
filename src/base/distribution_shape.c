/* distribution_shape: the survival function and its integral, in closed form, for planning. */
#include "base/distribution.h"

#include <math.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_erf.h>

/* What a distribution of parts asks of each. */
typedef double (*OfValue) (const CvpnDistribution *distribution, double ns);

static double
sum_parts (const GArray *parts, OfValue of_value, double ns)
{
    double sum = 0, before = 0;

    for (guint i = 0; i < parts->len; i++) {
        const CvpnMixturePart *part = &g_array_index (parts, CvpnMixturePart, i);
        sum += (part->until - before) * of_value (&part->distribution, ns);
        before = part->until;
    }
    return sum;
}

static double
share_above (const GArray *sample, double ns)
{
    guint n = 0;

    for (guint i = 0; i < sample->len; i++)
        n += (double) g_array_index (sample, gint64, i) > ns;
    return (double) n / sample->len;
}

/* Without a spread all values are the first parameter. */
static gboolean
is_constant (const CvpnDistribution *distribution)
{
    switch (distribution->kind) {
    case CVPN_DISTRIBUTION_CONSTANT:
        return TRUE;
    case CVPN_DISTRIBUTION_UNIFORM:
        return distribution->a == distribution->b;
    case CVPN_DISTRIBUTION_LOGNORMAL:
    case CVPN_DISTRIBUTION_NORMAL:
        return distribution->b == 0;
    default:
        return FALSE;
    }
}

static double
survival_normal (double mean, double sd, double ns)
{
    return gsl_cdf_gaussian_Q (ns - mean, sd) / gsl_cdf_gaussian_Q (-mean, sd);
}

static double
survive (const CvpnDistribution *distribution, double ns)
{
    const double a = distribution->a, b = distribution->b;

    if (is_constant (distribution))
        return a > ns;
    switch (distribution->kind) {
    case CVPN_DISTRIBUTION_UNIFORM:
        return gsl_cdf_flat_Q (ns, a, b);
    case CVPN_DISTRIBUTION_EXPONENTIAL:
        return gsl_cdf_exponential_Q (ns, a);
    case CVPN_DISTRIBUTION_LOGNORMAL:
        return gsl_cdf_lognormal_Q (ns, log (a), b);
    case CVPN_DISTRIBUTION_PARETO:
        return gsl_cdf_pareto_Q (ns, b, a);
    case CVPN_DISTRIBUTION_WEIBULL:
        return gsl_cdf_weibull_Q (ns, a, b);
    case CVPN_DISTRIBUTION_NORMAL:
        return survival_normal (a, b, ns);
    case CVPN_DISTRIBUTION_EMPIRICAL:
        return share_above (distribution->sample, ns);
    case CVPN_DISTRIBUTION_MIXTURE:
        return sum_parts (distribution->parts, cvpn_distribution_survival, ns);
    case CVPN_DISTRIBUTION_CONSTANT:
    case CVPN_DISTRIBUTION_UNSET:
        break;
    }
    return NAN;
}

double
cvpn_distribution_survival (const CvpnDistribution *distribution, double ns)
{
    if (isnan (ns) || distribution->kind == CVPN_DISTRIBUTION_UNSET)
        return NAN;
    return ns < 0 ? 1 : survive (distribution, ns);
}

static double
cut_uniform (double from, double to, double limit)
{
    if (limit <= from)
        return limit;
    if (limit >= to)
        return (from + to) / 2;
    return limit - (limit - from) * (limit - from) / (2 * (to - from));
}

/* The logarithms keep what is below the limit finite where the mean is not. */
static double
cut_lognormal (double median, double sigma, double limit)
{
    const double z = log (limit / median) / sigma;
    const double below = gsl_sf_log_erfc ((sigma - z) / M_SQRT2) - M_LN2;

    return exp (log (median) + sigma * sigma / 2 + below) + limit * gsl_cdf_ugaussian_Q (z);
}

static double
cut_pareto (double minimum, double alpha, double limit)
{
    const double reach = log (limit / minimum);

    if (limit <= minimum)
        return limit;
    return minimum + minimum * (alpha == 1 ? reach : -expm1 ((1 - alpha) * reach) / (alpha - 1));
}

/* The lower incomplete gamma function of 1 / shape: by its series (DLMF 8.7.1) where that
 * converges fast, which also keeps it apart from a gamma function that overflows. */
static double
cut_weibull (double scale, double shape, double limit)
{
    const double s = 1 / shape, x = pow (limit / scale, shape);
    double sum = 1, term = 1;

    if (x >= s + 1)
        return scale * tgamma (1 + s) * gsl_cdf_gamma_P (x, s, 1);
    for (guint k = 1; term > sum * 1e-17; k++) {
        term *= x / (s + k);
        sum += term;
    }
    return limit * exp (-x) * sum;
}

static double
cut_normal (double mean, double sd, double limit)
{
    const double from = -mean / sd, to = (limit - mean) / sd;
    const double below = mean * (gsl_cdf_ugaussian_P (to) - gsl_cdf_ugaussian_P (from)) -
                         sd * (gsl_ran_ugaussian_pdf (to) - gsl_ran_ugaussian_pdf (from));

    return below / gsl_cdf_ugaussian_Q (from) + limit * survival_normal (mean, sd, limit);
}

static double
cut_sample (const GArray *sample, double limit)
{
    double sum = 0;

    for (guint i = 0; i < sample->len; i++)
        sum += fmin ((double) g_array_index (sample, gint64, i), limit);
    return sum / sample->len;
}

static double
cut (const CvpnDistribution *distribution, double limit)
{
    const double a = distribution->a, b = distribution->b;

    if (is_constant (distribution))
        return fmin (a, limit);
    switch (distribution->kind) {
    case CVPN_DISTRIBUTION_UNIFORM:
        return cut_uniform (a, b, limit);
    case CVPN_DISTRIBUTION_EXPONENTIAL:
        return -a * expm1 (-limit / a);
    case CVPN_DISTRIBUTION_LOGNORMAL:
        return cut_lognormal (a, b, limit);
    case CVPN_DISTRIBUTION_PARETO:
        return cut_pareto (a, b, limit);
    case CVPN_DISTRIBUTION_WEIBULL:
        return cut_weibull (a, b, limit);
    case CVPN_DISTRIBUTION_NORMAL:
        return cut_normal (a, b, limit);
    case CVPN_DISTRIBUTION_EMPIRICAL:
        return cut_sample (distribution->sample, limit);
    case CVPN_DISTRIBUTION_MIXTURE:
        return sum_parts (distribution->parts, cvpn_distribution_mean_up_to, limit);
    case CVPN_DISTRIBUTION_CONSTANT:
    case CVPN_DISTRIBUTION_UNSET:
        break;
    }
    return NAN;
}

double
cvpn_distribution_mean_up_to (const CvpnDistribution *distribution, double limit_ns)
{
    if (isnan (limit_ns) || distribution->kind == CVPN_DISTRIBUTION_UNSET)
        return NAN;
    if (isinf (limit_ns) && limit_ns > 0)
        return cvpn_distribution_mean (distribution);
    return limit_ns > 0 ? cut (distribution, limit_ns) : 0;
}
