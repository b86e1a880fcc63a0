/* Active connections where nobody is refused.
 *
 * Arrivals at random and stays of any distribution, M/G/infinity: the number is
 * Poisson with the mean lambda E[S].  People who come back: each is connected or
 * not, so the number is binomial.  The levels of many instants are independent
 * if they lie farther apart than stays reach. */
#include <math.h>
#include <gsl/gsl_randist.h>

#include "replicate.h"
#include "statistics.h"
#include "stays.h"
#include "validation.h"

#define RUNS    30
#define PEOPLE  60
#define MEAN    20.0                                    /* 2/min, 10 min */
#define WARM_UP (3 * G_GINT64_CONSTANT (3600000000000)) /* 3h, that of the scenarios */

/* The mean of [latency] dns, handshake and authentication. */
#define CONNECT_S (0.02 + 2 * exp (0.08) + 0.15)

static GArray *
collect_levels (ValidationRun run)
{
    GArray *levels = g_array_new (FALSE, FALSE, sizeof (guint));

    for (guint i = 0; i < RUNS; i++) {
        validation_levels (&run, WARM_UP, levels);
        run.seed++;
    }
    return levels;
}

/* A crowd that leaves before the warm-up ends shows if that is counted in. */
static void
check_average (const char *name, const char *stays, guint seed)
{
    g_autofree char *what = g_strdup_printf ("mean over time, %s stays", name);
    const ValidationRun run = { .scenario = "sessions", .seed = seed, .changes = { stays } };
    double means[RUNS];

    validation_metrics (&run, "concurrent-mean", means, RUNS);
    validation_mean (what, &validation_number, means, RUNS, MEAN);
}

static void
test_average (void)
{
    check_average ("exponential", STAYS_EXPONENTIAL, 1);
    check_average ("constant", STAYS_CONSTANT, 101);
    check_average ("lognormal", STAYS_LOGNORMAL, 201);
    check_average ("weibull", STAYS_WEIBULL, 301);
    check_average ("pareto", STAYS_PARETO, 401);
}

static void
check_levels (const char *name, const char *stays, const char *period, guint seed)
{
    g_autofree char *what = g_strdup_printf ("at an instant, %s stays", name);
    const ValidationRun run = { .scenario = "sessions",
                                .seed = seed,
                                .changes = { stays, period } };
    g_autoptr (GArray) levels = collect_levels (run);

    validation_poisson (what, levels, MEAN);
}

static void
test_levels (void)
{
    check_levels ("exponential", STAYS_EXPONENTIAL, "scenario.metrics-period=80min", 501);
    check_levels ("constant", STAYS_CONSTANT, "scenario.metrics-period=21min", 601);
    check_levels ("uniform", STAYS_UNIFORM, "scenario.metrics-period=31min", 701);
    check_levels ("weibull", STAYS_WEIBULL, "scenario.metrics-period=40min", 801);
}

static double
binomial_mass (guint k, gconstpointer p)
{
    return gsl_ran_binomial_pdf (k, *(const double *) p, PEOPLE);
}

static void
check_members (const char *name, const char *stays, const char *away, guint seed)
{
    const double p = 600 / (600 + 1200 + CONNECT_S);
    const ValidationRun run = { .scenario = "members", .seed = seed, .changes = { stays, away } };
    g_autoptr (GArray) levels = collect_levels (run);
    g_autofree char *of_mean = g_strdup_printf ("60 people, %s stays: mean", name);
    g_autofree char *of_all = g_strdup_printf ("60 people, %s stays: chi-square", name);
    double sum = 0;

    for (guint i = 0; i < levels->len; i++)
        sum += g_array_index (levels, guint, i);
    validation_normal (of_mean, &validation_number, levels->len, PEOPLE * p, sum / levels->len,
                       sqrt (PEOPLE * p * (1 - p) / levels->len));
    validation_counts (of_all, levels, binomial_mass, &p);
}

static void
test_members (void)
{
    check_members ("exponential", STAYS_EXPONENTIAL, "clients.staff.away=exponential 20min", 901);
    check_members ("constant", STAYS_CONSTANT, "clients.staff.away=exponential 20min", 1001);
    check_members ("lognormal", STAYS_LOGNORMAL, "clients.staff.away=uniform 0s 40min", 1101);
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "average", test_average },
        { "levels", test_levels },
        { "members", test_members },
    };

    return validation_main ("sessions", tests, G_N_ELEMENTS (tests), argc, argv);
}
