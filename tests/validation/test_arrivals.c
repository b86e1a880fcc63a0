/* When people come: at random, the counts of equal intervals are Poisson and the
 * gaps exponential; by the time of day, the counts are those of the profile's
 * integral, and so is the number of connections, for stays that are all alike.
 *
 * The profile is integrated here by its own corners; the simulation never
 * integrates it. */
#include <gsl/gsl_cdf.h>
#include <string.h>

#include "replicate.h"
#include "validation.h"

#define RUNS      20
#define HOUR_NS   3.6e12
#define HALVES    48 /* half hours of a day */
#define DAYS      10
#define CONNECT_S 2.17 /* the sum of the delays of daily.ini */

/* Appends guint: arrivals of a population in each interval of six minutes. */
static void
count_intervals (const GArray *sessions, const char *population, GArray *counts)
{
    const guint first = counts->len;

    g_array_set_size (counts, first + 1000);
    memset (&g_array_index (counts, guint, first), 0, 1000 * sizeof (guint));
    for (guint i = 0; i < sessions->len; i++) {
        const ValidationSession *session = &g_array_index (sessions, ValidationSession, i);
        const guint interval = (guint) ((double) session->start_ns / (HOUR_NS / 10));
        if (g_str_equal (session->population, population) && interval < 1000)
            g_array_index (counts, guint, first + interval)++;
    }
}

/* Appends double: hours from each arrival to the next. */
static void
list_gaps (const GArray *sessions, const char *population, GArray *gaps)
{
    gint64 last_ns = 0;

    for (guint i = 0; i < sessions->len; i++) {
        const ValidationSession *session = &g_array_index (sessions, ValidationSession, i);
        const double gap = (double) (session->start_ns - last_ns) / HOUR_NS;
        if (!g_str_equal (session->population, population))
            continue;
        g_array_append_val (gaps, gap);
        last_ns = session->start_ns;
    }
}

static double
exponential_cdf (double x, gconstpointer mean)
{
    return gsl_cdf_exponential_P (x, *(const double *) mean);
}

static void
test_random (void)
{
    static const double mean_h = 1.0 / 30;
    g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint));
    g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (double));

    for (guint i = 0; i < RUNS; i++) {
        const ValidationRun run = { .scenario = "arrivals", .seed = i + 1 };
        g_autoptr (GArray) sessions = validation_sessions (&run);
        count_intervals (sessions, "staff", counts);
        list_gaps (sessions, "staff", gaps);
    }
    validation_poisson ("at random, in 6 minutes", counts, 3);
    validation_uncorrelated ("at random, a gap and the next: correlation",
                             (const double *) gaps->data, (const double *) gaps->data + 1,
                             gaps->len - 1);
    validation_sample ("at random, gaps: distance", gaps, exponential_cdf, &mean_h);
}

typedef struct {
    double hour, rate; /* an hour */
} Corner;

/* profile.csv, around midnight at both ends. */
static const Corner corners[] = {
    { -5, 4 },  { 6, 2 },   { 8.5, 60 }, { 9.5, 40 }, { 12, 45 }, { 12 + 5 / 60.0, 15 },
    { 13, 40 }, { 17, 30 }, { 19, 4 },   { 30, 2 },
};

static double
rate_between (const Corner *corner, double hour)
{
    return corner[0].rate + (corner[1].rate - corner[0].rate) * (hour - corner[0].hour) /
                                (corner[1].hour - corner[0].hour);
}

/* Arrivals expected from one hour to another, from -5 to 30. */
static double
integrate (double from, double to)
{
    double sum = 0;

    for (guint i = 0; i + 1 < G_N_ELEMENTS (corners); i++) {
        const double a = MAX (from, corners[i].hour), b = MIN (to, corners[i + 1].hour);
        if (a < b)
            sum += (rate_between (&corners[i], a) + rate_between (&corners[i], b)) / 2 * (b - a);
    }
    return sum;
}

/* The part of a day's arrivals that come before that hour. */
static double
day_cdf (double hour, gconstpointer unused)
{
    (void) unused;
    return integrate (0, hour) / integrate (0, 24);
}

static double
hour_of_day (gint64 time_ns, double start_h)
{
    const double hours = (double) time_ns / HOUR_NS + start_h;

    return hours - 24 * (int) (hours / 24);
}

static void
check_profile (const char *start, double start_h)
{
    g_autofree char *change = g_strdup_printf ("scenario.start=%s", start);
    g_autofree char *of_counts = g_strdup_printf ("by day from %s, half hours: chi-square", start);
    g_autofree char *of_times = g_strdup_printf ("by day from %s, times: distance", start);
    g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
    double observed[HALVES] = { 0 }, expected[HALVES];

    for (guint i = 0; i < RUNS; i++) {
        const ValidationRun run = { .scenario = "daily",
                                    .seed = 100 + 100 * (guint) start_h + i,
                                    .changes = { change } };
        g_autoptr (GArray) sessions = validation_sessions (&run);
        for (guint j = 0; j < sessions->len; j++) {
            const double hour =
                hour_of_day (g_array_index (sessions, ValidationSession, j).start_ns, start_h);
            g_array_append_val (times, hour);
            observed[(guint) (2 * hour)]++;
        }
    }
    for (guint i = 0; i < HALVES; i++)
        expected[i] = RUNS * DAYS * integrate (i / 2.0, (i + 1) / 2.0);
    validation_chi_square (of_counts, observed, expected, HALVES);
    validation_sample (of_times, times, day_cdf, NULL);
}

static void
test_profile (void)
{
    check_profile ("00:00", 0);
    check_profile ("07:30", 7.5);
}

/* Stays of half an hour, counted each half hour: those who came in between, but
 * for the delay of connecting.  No two counts share a person. */
static void
test_level (void)
{
    double observed[HALVES] = { 0 }, expected[HALVES];

    for (guint i = 0; i < RUNS; i++) {
        const ValidationRun run = { .scenario = "daily", .seed = 2000 + i };
        g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (guint));
        validation_levels (&run, 0, levels);
        for (guint j = HALVES - 1; j + 1 < DAYS * HALVES; j++) /* from 24:00 on */
            observed[(j + 1) % HALVES] += g_array_index (levels, guint, j);
    }
    for (guint i = 0; i < HALVES; i++)
        expected[i] = RUNS * (DAYS - 1) *
                      integrate ((i - 1.0) / 2 - CONNECT_S / 3600, i / 2.0 - CONNECT_S / 3600);
    validation_chi_square ("by day, active each half hour: chi-square", observed, expected, HALVES);
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "random", test_random },
        { "profile", test_profile },
        { "level", test_level },
    };

    return validation_main ("arrivals", tests, G_N_ELEMENTS (tests), argc, argv);
}
