/* The known answers, and the statistics that hold a simulation against them. */
#pragma once

#include <glib.h>

/* Erlang's loss formula: the share of arrivals that find all of 'servers' busy,
 * arrivals being Poisson and 'erlangs' their rate times the mean stay. */
double validation_erlang_b (guint servers, double erlangs);

/* Engset's: the same for 'sources' customers, each of whom is away for a while
 * after a stay or a refusal; 'ratio' is the mean stay to the mean time away. */
double validation_engset (guint sources, guint servers, double ratio);

/* Of these the probability on either side is 'tail' / 2. */
double validation_t_quantile (guint n, double tail);
double validation_normal_quantile (double tail);

double validation_average (const double *values, guint n);
/* Of the average, estimated from the spread of the values. */
double validation_standard_error (const double *values, guint n);
double validation_correlation (const double *a, const double *b, guint n);

/* The largest distance that a sample of n keeps from its distribution function,
 * but with probability 'tail': Kolmogorov's limit, with Stephens' correction
 * for finite n (Journal of the Royal Statistical Society B 32, 1970). */
double validation_kolmogorov_limit (guint n, double tail);
