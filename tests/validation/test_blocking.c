/* Connections refused because the quota is used up, against Erlang's loss formula
 * for people who come at random, and Engset's for few who come back.
 *
 * Both hold for every distribution of stays that has a mean.  The delay between
 * an attempt and its admission moves a Poisson process and leaves it one; to
 * Engset's people it is a part of the time away. */
#include <math.h>

#include "replicate.h"
#include "statistics.h"
#include "stays.h"
#include "validation.h"

#define RUNS 40

/* The mean of [latency] dns, handshake and authentication: 20 ms, lognormal 2 s
 * 0.4, 150 ms. */
#define CONNECT_S (0.02 + 2 * exp (0.08) + 0.15)

static const struct {
    const char *name, *change;
} stays[] = {
    { "exponential", STAYS_EXPONENTIAL },
    { "constant", STAYS_CONSTANT },
    { "lognormal", STAYS_LOGNORMAL },
};

static void
check_blocked (const char *what, const ValidationRun *run, double expected)
{
    double blocked[RUNS];

    validation_metrics (run, "blocked-share", blocked, RUNS);
    validation_mean (what, &validation_share, blocked, RUNS, expected);
}

static void
check_quota (guint quota, guint erlangs, guint stay, guint seed)
{
    g_autofree char *what =
        g_strdup_printf ("quota %u, %u erlangs, %s stays", quota, erlangs, stays[stay].name);
    g_autofree char *limit = g_strdup_printf ("quotas.concurrent-connections=%u", quota);
    g_autofree char *rate = g_strdup_printf ("clients.staff.arrival=poisson %u/h", 6 * erlangs);
    /* Some 4000 arrivals behind the warm-up. */
    g_autofree char *duration = g_strdup_printf ("scenario.duration=%uh", 20 + 700 / erlangs);
    const ValidationRun run = { .scenario = "blocking",
                                .seed = seed,
                                .changes = { limit, rate, duration, stays[stay].change } };

    check_blocked (what, &run, validation_erlang_b (quota, erlangs));
}

static void
test_erlang (void)
{
    static const struct {
        guint quota, erlangs;
    } rows[] = { { 1, 1 }, { 10, 5 }, { 10, 12 }, { 30, 25 } };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        for (guint stay = 0; stay < G_N_ELEMENTS (stays); stay++)
            check_quota (rows[i].quota, rows[i].erlangs, stay, 1 + 100 * (3 * i + stay));
}

static void
check_sources (guint quota, guint away_min, guint stay, guint seed)
{
    g_autofree char *what = g_strdup_printf ("20 people, quota %u, %u min away, %s stays", quota,
                                             away_min, stays[stay].name);
    g_autofree char *limit = g_strdup_printf ("quotas.concurrent-connections=%u", quota);
    g_autofree char *away = g_strdup_printf ("clients.staff.away=exponential %umin", away_min);
    const ValidationRun run = { .scenario = "sources",
                                .seed = seed,
                                .changes = { limit, away, stays[stay].change } };

    check_blocked (what, &run, validation_engset (20, quota, 600 / (60 * away_min + CONNECT_S)));
}

static void
test_engset (void)
{
    for (guint stay = 0; stay < G_N_ELEMENTS (stays); stay++)
        check_sources (10, 20, stay, 2001 + 100 * stay);
    check_sources (12, 10, 0, 2301);
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "Erlang", test_erlang },
        { "Engset", test_engset },
    };

    return validation_main ("blocking", tests, G_N_ELEMENTS (tests), argc, argv);
}
