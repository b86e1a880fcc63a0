/* estimate: what several independent runs say of a figure.
 *
 * Student's interval of the mean, by GSL; for shares of which nothing was seen to fail, Clopper
 * and Pearson's bound (Biometrika 26, 1934), since equal values have no spread to go by. */
#pragma once

#include <glib.h>

typedef struct {
    guint n; /* values that are there: NaN is not */
    double mean, deviation;
    double half_width; /* NaN with fewer than two */
    double minimum, maximum;
} CvpnEstimate;

/* 'confidence' is between 0 and 1: 0.95. */
CvpnEstimate cvpn_estimate (const double *values, guint n, double confidence);
/* Of values[i] - others[i], replication by replication. */
CvpnEstimate cvpn_estimate_difference (const double *values, const double *others, guint n,
                                       double confidence);

/* The upper end of the two-sided interval of a share, of which 'hits' of 'of' were seen; 1 where
 * 'of' is 0. */
double cvpn_share_upper (guint64 hits, guint64 of, double confidence);
double cvpn_share_lower (guint64 hits, guint64 of, double confidence);

/* TRUE if half the interval is no more than 'precision' of the mean's absolute value, which is
 * adjusted so that it holds of the true mean too: precision / (1 + precision) (Law, Simulation
 * Modeling and Analysis, "Obtaining a specified precision"). */
gboolean cvpn_estimate_is_precise (const CvpnEstimate *estimate, double precision);

/* TRUE if the interval leaves 0 out: not by chance, at the confidence asked for. */
gboolean cvpn_estimate_is_significant (const CvpnEstimate *estimate);
