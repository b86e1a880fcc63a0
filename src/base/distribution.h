/* distribution: a random quantity, as scenario files write it.
 *
 * "constant X" (or just "X"), "uniform A B", "exponential MEAN", "normal MEAN
 * SD", "lognormal MEDIAN SIGMA", "pareto MINIMUM ALPHA", "weibull SCALE SHAPE",
 * "empirical FILE.csv COLUMN", and of these "mixture SHARE D, SHARE D, D": the
 * last one has the rest.  The quantity is a duration (nanoseconds) or a size
 * (bytes); what a draw comes to is defined by GSL's samplers, bit by bit.
 *
 * A normal one is cut at 0: what is below is drawn again, so its mean is above
 * MEAN, by next to nothing where SD is a third of MEAN or less. */
#pragma once

#include <glib.h>

#include "base/quantity.h"
#include "base/rng.h"

typedef enum {
    CVPN_QUANTITY_DURATION,
    CVPN_QUANTITY_SIZE,
} CvpnQuantity;

typedef enum {
    CVPN_DISTRIBUTION_UNSET, /* the key was not given */
    CVPN_DISTRIBUTION_CONSTANT,
    CVPN_DISTRIBUTION_UNIFORM,
    CVPN_DISTRIBUTION_EXPONENTIAL,
    CVPN_DISTRIBUTION_LOGNORMAL,
    CVPN_DISTRIBUTION_PARETO,
    CVPN_DISTRIBUTION_WEIBULL,
    CVPN_DISTRIBUTION_EMPIRICAL,
    CVPN_DISTRIBUTION_NORMAL,
    CVPN_DISTRIBUTION_MIXTURE,
} CvpnDistributionKind;

typedef struct {
    CvpnDistributionKind kind;
    double a, b;    /* constant a; uniform a b; exponential a; others: scale a, shape b */
    double log_a;   /* lognormal: the logarithm of a, which each draw needs */
    GArray *sample; /* empirical: gint64, a reference; else NULL */
    GArray *parts;  /* mixture: CvpnMixturePart, a reference; else NULL */
} CvpnDistribution;

typedef struct {
    double until;                  /* its share, added to those before it; the last one's is 1 */
    CvpnDistribution distribution; /* no mixture */
} CvpnMixturePart;

/* Parses 'text'.  'folder' is what an empirical file's name is relative to.
 * On failure sets 'error' (CVPN_ERROR_VALUE, or CVPN_ERROR_IO for the file),
 * and leaves 'result' untouched. */
gboolean cvpn_distribution_parse (const char *text, CvpnQuantity quantity, const char *folder,
                                  CvpnDistribution *result, GError **error);

void cvpn_distribution_clear (CvpnDistribution *distribution);

/* One more owner of the same distribution, to be cleared as well. */
CvpnDistribution cvpn_distribution_copy (const CvpnDistribution *distribution);

/* A value that was drawn, as simulated: rounded, halves up, at least 0, for NaN too, and
 * at most CVPN_QUANTITY_MAX, so that sums of a few do not overflow. */
static inline gint64
cvpn_distribution_round (double value)
{
    if (!(value > 0))
        return 0;
    if (value >= (double) CVPN_QUANTITY_MAX)
        return CVPN_QUANTITY_MAX;

    const gint64 whole = (gint64) value;

    return whole + (value - (double) whole >= 0.5);
}

/* One value, in nanoseconds or bytes, rounded as above.  It is the draw's only use, or
 * its last: how many of its words are taken depends on the distribution. */
gint64 cvpn_distribution_sample (const CvpnDistribution *distribution, CvpnDraw *draw);

/* The mean, for progress bars and planning; NaN where it is infinite. */
double cvpn_distribution_mean (const CvpnDistribution *distribution);

/* How often it is longer than 'ns', and the mean of it cut at 'limit_ns', which is finite
 * where the mean is not; INFINITY: the mean.  NaN of a distribution that is not set. */
double cvpn_distribution_survival (const CvpnDistribution *distribution, double ns);
double cvpn_distribution_mean_up_to (const CvpnDistribution *distribution, double limit_ns);
