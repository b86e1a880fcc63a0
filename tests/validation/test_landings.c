/* Where clients land: at random, each subnet has its share and the number in a
 * group of landings is binomial; by rotation, each subnet has exactly its part. */
#include <math.h>
#include <gsl/gsl_randist.h>
#include <string.h>

#include "replicate.h"
#include "validation.h"

#define RUNS  20
#define GROUP 40 /* landings in a row */
#define MOST  3  /* subnets */

static const char two_subnets[] = "client-vpn-endpoint.cvpn-1.target-networks=subnet-a; subnet-b";

/* The landings of a run in the order of their queries, as 0, 1, 2. */
static GArray *
collect_landings (const ValidationRun *run)
{
    g_autoptr (GArray) sessions = validation_sessions (run);
    GArray *landings = g_array_new (FALSE, FALSE, sizeof (guint));

    for (guint i = 0; i < sessions->len; i++) {
        const char *subnet = g_array_index (sessions, ValidationSession, i).subnet;
        const guint landing = subnet ? (guint) (subnet[strlen ("subnet-")] - 'a') : 0;
        if (subnet)
            g_array_append_val (landings, landing);
    }
    return landings;
}

typedef struct {
    guint subnets;
    double total, counts[MOST];
    double pairs[MOST * MOST]; /* a landing and the next one */
    GArray *groups;            /* guint: of each group, landings on the first subnet */
} Tally;

static void
count_landings (Tally *tally, const GArray *landings)
{
    guint first = 0;

    for (guint i = 0; i < landings->len; i++) {
        const guint landing = g_array_index (landings, guint, i);
        tally->counts[landing]++;
        tally->total++;
        if (i % 2 == 1) /* pairs that share nothing */
            tally->pairs[g_array_index (landings, guint, i - 1) * tally->subnets + landing]++;
        first += landing == 0;
        if ((i + 1) % GROUP == 0) {
            g_array_append_val (tally->groups, first);
            first = 0;
        }
    }
}

static double
binomial_mass (guint k, gconstpointer subnets)
{
    return gsl_ran_binomial_pdf (k, 1.0 / *(const guint *) subnets, GROUP);
}

static void
check_uniform (const char *what, const double *counts, guint cells)
{
    double expected[MOST * MOST], total = 0;

    for (guint i = 0; i < cells; i++)
        total += counts[i];
    for (guint i = 0; i < cells; i++)
        expected[i] = total / cells;
    validation_chi_square (what, counts, expected, cells);
}

static void
report (const Tally *tally)
{
    const guint n = tally->subnets;
    const double p = 1.0 / n;

    for (guint i = 0; i < n; i++) {
        g_autofree char *what = g_strdup_printf ("random over %u: share of subnet-%c", n, 'a' + i);
        validation_normal (what, &validation_share, (guint) tally->total, p,
                           tally->counts[i] / tally->total, sqrt (p * (1 - p) / tally->total));
    }
    g_autofree char *all = g_strdup_printf ("random over %u: all shares, chi-square", n);
    g_autofree char *pairs = g_strdup_printf ("random over %u: one and the next, chi-square", n);
    g_autofree char *groups =
        g_strdup_printf ("random over %u: binomial in %u, chi-square", n, GROUP);
    check_uniform (all, tally->counts, n);
    check_uniform (pairs, tally->pairs, n * n);
    validation_counts (groups, tally->groups, binomial_mass, &n);
}

static void
check_random (guint subnets, const char *change)
{
    Tally tally = { .subnets = subnets, .groups = g_array_new (FALSE, FALSE, sizeof (guint)) };

    for (guint i = 0; i < RUNS; i++) {
        const ValidationRun run = { .scenario = "landings",
                                    .seed = 100 * subnets + i,
                                    .changes = { change } };
        g_autoptr (GArray) landings = collect_landings (&run);
        count_landings (&tally, landings);
    }
    report (&tally);
    g_array_unref (tally.groups);
}

static void
test_random (void)
{
    check_random (2, two_subnets);
    check_random (3, NULL);
}

/* As many as each must have of that total, the first ones one more. */
static guint
count_unequal (const Tally *tally)
{
    const guint total = (guint) tally->total, n = tally->subnets;
    guint unequal = 0;

    for (guint i = 0; i < n; i++)
        unequal += (guint) tally->counts[i] != (total + n - 1 - i) / n;
    return unequal;
}

static void
check_rotation (guint subnets, const char *change)
{
    g_autofree char *what = g_strdup_printf ("round-robin over %u: shares that differ", subnets);
    guint unequal = 0, seen = 0;

    for (guint i = 0; i < RUNS; i++) {
        const ValidationRun run = {
            .scenario = "landings",
            .seed = i + 1,
            .changes = { "client-vpn-endpoint.cvpn-1.dns-answer=round-robin", change },
        };
        Tally tally = { .subnets = subnets, .groups = g_array_new (FALSE, FALSE, sizeof (guint)) };
        g_autoptr (GArray) landings = collect_landings (&run);
        count_landings (&tally, landings);
        g_array_unref (tally.groups);
        unequal += count_unequal (&tally);
        seen += landings->len;
    }
    validation_exact (what, seen, 0, unequal);
}

static void
test_rotation (void)
{
    check_rotation (2, two_subnets);
    check_rotation (3, NULL);
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "random", test_random },
        { "rotation", test_rotation },
    };

    return validation_main ("landings", tests, G_N_ELEMENTS (tests), argc, argv);
}
