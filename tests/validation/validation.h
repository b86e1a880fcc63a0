/* Checks of the simulation against known answers: each prints a row of a table
 * and is one CUnit assertion.
 *
 * A check accepts what a correct simulator shows with a probability of 99.99 %,
 * so that some eighty of them together raise a false alarm once in a hundred
 * sets of seeds. */
#pragma once

#include "support.h"

/* How a figure is written: 'scale' times it, with so many decimals, and a unit. */
typedef struct {
    double scale;
    int decimals;
    const char *unit;
} ValidationFormat;

extern const ValidationFormat validation_share;  /* 3.43 % */
extern const ValidationFormat validation_number; /* 20.144 */

/* Runs the tests; with the one argument --table the table and no more goes to
 * standard output.  Returns the exit status. */
int validation_main (const char *title, const CvpnTest *tests, guint n, int argc, char **argv);

/* The mean of a figure over independent runs, by Student's t. */
void validation_mean (const char *what, const ValidationFormat *format, const double *runs, guint n,
                      double expected);

/* How many of n independent trials come out so, by the binomial distribution. */
void validation_hits (const char *what, guint n, double share, guint hits);

/* A figure of n observations that is normal, with that standard deviation. */
void validation_normal (const char *what, const ValidationFormat *format, guint n, double expected,
                        double simulated, double deviation);

/* Whether counts are those of a distribution: Pearson's chi-square.  Neighbours
 * are pooled until each expects 5.  Refuses what fits too well, too. */
void validation_chi_square (const char *what, const double *observed, const double *expected,
                            guint cells);

/* The same of whole numbers, given the probability of each. */
typedef double (*ValidationMass) (guint k, gconstpointer parameters);
void validation_counts (const char *what, const GArray *numbers, ValidationMass mass,
                        gconstpointer parameters);

/* Mean and variance of independent numbers that are Poisson, and all of their
 * distribution: three checks.  'numbers' are guint. */
void validation_poisson (const char *what, const GArray *numbers, double mean);

/* Whether a sample is of a continuous distribution: Kolmogorov and Smirnov.
 * Sorts the sample, of double. */
typedef double (*ValidationCdf) (double x, gconstpointer parameters);
void validation_sample (const char *what, GArray *sample, ValidationCdf cdf,
                        gconstpointer parameters);

/* Whether pairs are uncorrelated, by Fisher's z. */
void validation_uncorrelated (const char *what, const double *a, const double *b, guint n);

/* What must be so to the last digit; n says of how many. */
void validation_exact (const char *what, guint n, gint64 expected, gint64 simulated);
