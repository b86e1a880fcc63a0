/* validation: rows, and what each accepts. */
#include "validation.h"

#include <CUnit/Basic.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "statistics.h"

#define TAIL 1e-4

const ValidationFormat validation_share = { 100, 2, " %" };
const ValidationFormat validation_number = { 1, 3, "" };

int
validation_main (const char *title, const CvpnTest *tests, guint n, int argc, char **argv)
{
    const gboolean table = argc == 2 && g_str_equal (argv[1], "--table");

    if (CU_initialize_registry () != CUE_SUCCESS)
        return 1;
    CU_pSuite suite = CU_add_suite (title, NULL, NULL);
    for (guint i = 0; i < n; i++)
        CU_add_test (suite, tests[i].name, tests[i].run);
    CU_basic_set_mode (CU_BRM_VERBOSE);
    printf ("%-54s %6s %9s %9s  %-19s  %s\n", title, "n", "expected", "simulated", "accepted",
            "verdict");
    const CU_ErrorCode ran = table ? CU_run_all_tests () : CU_basic_run_tests ();
    const guint checks = CU_get_number_of_asserts (), differ = CU_get_number_of_failures ();
    printf ("%u checks, %u differ\n", checks, differ);
    CU_cleanup_registry ();
    return ran == CUE_SUCCESS && checks >= n && differ == 0 ? 0 : 1;
}

static char *
write_figure (const ValidationFormat *format, double figure)
{
    return g_strdup_printf ("%.*f%s", format->decimals, figure * format->scale, format->unit);
}

static void
print_row (const char *what, guint n, const char *expected, const char *simulated,
           const char *accepted, gboolean agrees)
{
    printf ("%-54s %6u %9s %9s  %-19s  %s\n", what, n, expected, simulated, accepted,
            agrees ? "agrees" : "DIFFERS");
    fflush (stdout);
    CU_ASSERT (agrees);
}

static void
check_range (const char *what, const ValidationFormat *format, guint n, double expected,
             double simulated, double low, double high)
{
    g_autofree char *want = write_figure (format, expected);
    g_autofree char *got = write_figure (format, simulated);
    g_autofree char *from = write_figure (format, low);
    g_autofree char *to = write_figure (format, high);
    g_autofree char *accepted = g_strdup_printf ("%s .. %s", from, to);

    print_row (what, n, want, got, accepted, simulated >= low && simulated <= high);
}

/* That the figure is no farther from what is expected than its interval of
 * confidence is wide says the same as that the interval has it. */
void
validation_mean (const char *what, const ValidationFormat *format, const double *runs, guint n,
                 double expected)
{
    const double reach = validation_t_quantile (n, TAIL) * validation_standard_error (runs, n);

    check_range (what, format, n, expected, validation_average (runs, n), expected - reach,
                 expected + reach);
}

void
validation_normal (const char *what, const ValidationFormat *format, guint n, double expected,
                   double simulated, double deviation)
{
    const double reach = validation_normal_quantile (TAIL) * deviation;

    check_range (what, format, n, expected, simulated, expected - reach, expected + reach);
}

/* As many as leave at most half of the tail beyond them. */
void
validation_hits (const char *what, guint n, double share, guint hits)
{
    guint low = 0, high = n;

    while (gsl_cdf_binomial_P (low, share, n) <= TAIL / 2)
        low++;
    while (gsl_cdf_binomial_Q (high - 1, share, n) <= TAIL / 2)
        high--;
    check_range (what, &validation_share, n, share, (double) hits / n, (double) low / n,
                 (double) high / n);
}

/* Pools neighbours, the last ones with the one before; returns how many are left. */
static guint
pool_cells (double *observed, double *expected, guint cells)
{
    guint kept = 0;
    double have = 0, want = 0;

    for (guint i = 0; i < cells; i++) {
        have += observed[i];
        want += expected[i];
        if (want < 5)
            continue;
        observed[kept] = have;
        expected[kept++] = want;
        have = want = 0;
    }
    if (kept > 0) {
        observed[kept - 1] += have;
        expected[kept - 1] += want;
    }
    return kept;
}

/* Where the expected counts add up to the observed ones, a degree is lost. */
void
validation_chi_square (const char *what, const double *observed, const double *expected,
                       guint cells)
{
    g_autofree double *have = g_memdup2 (observed, cells * sizeof *observed);
    g_autofree double *want = g_memdup2 (expected, cells * sizeof *expected);
    const guint kept = pool_cells (have, want, cells);
    double square = 0, sum = 0, wanted = 0;

    for (guint i = 0; i < kept; i++) {
        square += (have[i] - want[i]) * (have[i] - want[i]) / want[i];
        sum += have[i];
        wanted += want[i];
    }
    const guint degrees = fabs (sum - wanted) < 1e-6 * sum ? kept - 1 : kept;

    check_range (what, &(ValidationFormat){ 1, 1, "" }, (guint) sum, degrees, square,
                 gsl_cdf_chisq_Pinv (TAIL / 2, degrees), gsl_cdf_chisq_Qinv (TAIL / 2, degrees));
}

void
validation_counts (const char *what, const GArray *numbers, ValidationMass mass,
                   gconstpointer parameters)
{
    guint highest = 0;

    for (guint i = 0; i < numbers->len; i++)
        highest = MAX (highest, g_array_index (numbers, guint, i));

    const guint cells = highest + 2; /* the last: all that is higher */
    g_autofree double *observed = g_new0 (double, cells);
    g_autofree double *expected = g_new0 (double, cells);
    double left = numbers->len;

    for (guint i = 0; i < numbers->len; i++)
        observed[g_array_index (numbers, guint, i)]++;
    for (guint k = 0; k + 1 < cells; k++) {
        expected[k] = numbers->len * mass (k, parameters);
        left -= expected[k];
    }
    expected[cells - 1] = MAX (left, 0);
    validation_chi_square (what, observed, expected, cells);
}

static double
poisson_mass (guint k, gconstpointer mean)
{
    return gsl_ran_poisson_pdf (k, *(const double *) mean);
}

void
validation_poisson (const char *what, const GArray *numbers, double mean)
{
    const guint n = numbers->len;
    double sum = 0, squares = 0;
    g_autofree char *of_mean = g_strconcat (what, ": mean", NULL);
    g_autofree char *of_variance = g_strconcat (what, ": variance", NULL);
    g_autofree char *of_all = g_strconcat (what, ": chi-square", NULL);

    for (guint i = 0; i < n; i++) {
        const double number = g_array_index (numbers, guint, i);
        sum += number;
        squares += (number - mean) * (number - mean);
    }
    validation_normal (of_mean, &validation_number, n, mean, sum / n, sqrt (mean / n));
    /* The fourth central moment of Poisson is mean + 3 mean^2. */
    validation_normal (of_variance, &validation_number, n, mean, squares / n,
                       sqrt ((mean + 2 * mean * mean) / n));
    validation_counts (of_all, numbers, poisson_mass, &mean);
}

static gint
compare_doubles (gconstpointer a, gconstpointer b)
{
    const double one = *(const double *) a, other = *(const double *) b;

    return one < other ? -1 : one > other;
}

void
validation_sample (const char *what, GArray *sample, ValidationCdf cdf, gconstpointer parameters)
{
    const double n = sample->len;
    double distance = 0;

    g_array_sort (sample, compare_doubles);
    for (guint i = 0; i < sample->len; i++) {
        const double p = cdf (g_array_index (sample, double, i), parameters);
        distance = MAX (distance, MAX (p - i / n, (i + 1) / n - p));
    }
    check_range (what, &(ValidationFormat){ 1, 4, "" }, sample->len, 0, distance, 0,
                 validation_kolmogorov_limit (sample->len, TAIL));
}

void
validation_uncorrelated (const char *what, const double *a, const double *b, guint n)
{
    const double reach = validation_normal_quantile (TAIL) / sqrt (n - 3.0);

    check_range (what, &validation_number, n, 0, validation_correlation (a, b, n), -tanh (reach),
                 tanh (reach));
}

void
validation_exact (const char *what, guint n, gint64 expected, gint64 simulated)
{
    g_autofree char *want = g_strdup_printf ("%" G_GINT64_FORMAT, expected);
    g_autofree char *got = g_strdup_printf ("%" G_GINT64_FORMAT, simulated);

    print_row (what, n, want, got, "exactly", expected == simulated);
}
