/* distribution_draw: GSL's samplers, those most in use in their own words, means, and
 * what is owned. */
#include "base/distribution.h"

#include <math.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

void
cvpn_distribution_clear (CvpnDistribution *distribution)
{
    g_clear_pointer (&distribution->sample, g_array_unref);
    g_clear_pointer (&distribution->parts, g_array_unref);
    distribution->kind = CVPN_DISTRIBUTION_UNSET;
}

CvpnDistribution
cvpn_distribution_copy (const CvpnDistribution *distribution)
{
    CvpnDistribution copy = *distribution;

    if (copy.sample)
        g_array_ref (copy.sample);
    if (copy.parts)
        g_array_ref (copy.parts);
    return copy;
}

static const CvpnMixturePart *
part_of (const CvpnDistribution *distribution, guint i)
{
    return &g_array_index (distribution->parts, CvpnMixturePart, i);
}

/* Cut at 0; GSL's sampler of the upper tail takes any bound. */
static double
draw_normal (double mean, double sd, gsl_rng *rng)
{
    return sd > 0 ? mean + gsl_ran_gaussian_tail (rng, -mean, sd) : mean;
}

/* This and the uniform and exponential ones below are gsl_ran_lognormal, gsl_ran_flat
 * and gsl_ran_exponential once more, to the bit: most draws of a run are theirs, and
 * without calls through GSL's table they take half the time. */
static double
draw_lognormal (double log_median, double sigma, CvpnDraw *draw)
{
    double u, v, square;

    do {
        u = -1 + 2 * cvpn_draw_uniform (draw);
        v = -1 + 2 * cvpn_draw_uniform (draw);
        square = u * u + v * v;
    } while (square > 1 || square == 0);
    return exp (sigma * (u * sqrt (-2 * log (square) / square)) + log_median);
}

static double
draw_uniform (double from, double to, CvpnDraw *draw)
{
    const double u = cvpn_draw_uniform (draw);

    return from * (1 - u) + to * u;
}

static double
draw_value (const CvpnDistribution *distribution, CvpnDraw *draw)
{
    const double a = distribution->a, b = distribution->b;

    switch (distribution->kind) {
    case CVPN_DISTRIBUTION_CONSTANT:
        return a;
    case CVPN_DISTRIBUTION_UNIFORM:
        return draw_uniform (a, b, draw);
    case CVPN_DISTRIBUTION_EXPONENTIAL:
        return -a * log1p (-cvpn_draw_uniform (draw));
    case CVPN_DISTRIBUTION_LOGNORMAL:
        return draw_lognormal (distribution->log_a, b, draw);
    case CVPN_DISTRIBUTION_PARETO:
        return gsl_ran_pareto (&draw->gsl, b, a);
    case CVPN_DISTRIBUTION_WEIBULL:
        return gsl_ran_weibull (&draw->gsl, a, b);
    case CVPN_DISTRIBUTION_NORMAL:
        return draw_normal (a, b, &draw->gsl);
    case CVPN_DISTRIBUTION_UNSET:
    case CVPN_DISTRIBUTION_EMPIRICAL:
    case CVPN_DISTRIBUTION_MIXTURE:
        break;
    }
    g_return_val_if_reached (0);
}

static const CvpnDistribution *
choose_part (const CvpnDistribution *distribution, CvpnDraw *draw)
{
    const double u = cvpn_draw_uniform (draw); /* below 1 */
    guint i = 0;

    while (u >= part_of (distribution, i)->until)
        i++;
    return &part_of (distribution, i)->distribution;
}

gint64
cvpn_distribution_sample (const CvpnDistribution *distribution, CvpnDraw *draw)
{
    if (distribution->parts)
        distribution = choose_part (distribution, draw);

    const GArray *sample = distribution->sample;

    if (sample)
        return g_array_index (sample, gint64, cvpn_draw_choose (draw, sample->len));
    return cvpn_distribution_round (draw_value (distribution, draw));
}

static double
mean_sample (const GArray *sample)
{
    double sum = 0;

    for (guint i = 0; i < sample->len; i++)
        sum += (double) g_array_index (sample, gint64, i);
    return sum / sample->len;
}

/* Of a normal one cut at 0. */
static double
mean_normal (double mean, double sd)
{
    if (!(sd > 0))
        return mean;
    return mean + sd * gsl_ran_ugaussian_pdf (mean / sd) / gsl_cdf_ugaussian_P (mean / sd);
}

static double
mean_parts (const CvpnDistribution *distribution)
{
    double sum = 0, before = 0;

    for (guint i = 0; i < distribution->parts->len; i++) {
        const CvpnMixturePart *part = part_of (distribution, i);
        sum += (part->until - before) * cvpn_distribution_mean (&part->distribution);
        before = part->until;
    }
    return sum;
}

static double
mean_value (const CvpnDistribution *distribution)
{
    const double a = distribution->a, b = distribution->b;

    switch (distribution->kind) {
    case CVPN_DISTRIBUTION_CONSTANT:
    case CVPN_DISTRIBUTION_EXPONENTIAL:
        return a;
    case CVPN_DISTRIBUTION_UNIFORM:
        return (a + b) / 2;
    case CVPN_DISTRIBUTION_LOGNORMAL:
        return a * exp (b * b / 2);
    case CVPN_DISTRIBUTION_PARETO:
        return b > 1 ? a * b / (b - 1) : NAN;
    case CVPN_DISTRIBUTION_WEIBULL:
        return a * tgamma (1 + 1 / b);
    case CVPN_DISTRIBUTION_EMPIRICAL:
        return mean_sample (distribution->sample);
    case CVPN_DISTRIBUTION_NORMAL:
        return mean_normal (a, b);
    case CVPN_DISTRIBUTION_MIXTURE:
        return mean_parts (distribution);
    case CVPN_DISTRIBUTION_UNSET:
        break;
    }
    return NAN;
}

double
cvpn_distribution_mean (const CvpnDistribution *distribution)
{
    const double mean = mean_value (distribution);

    return isfinite (mean) ? mean : NAN;
}
