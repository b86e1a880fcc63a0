/* A zone fails: who is lost, how long they are away, where they are afterwards, and what
 * the server still counts. */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#include "statistics.h"
#include "storm.h"
#include "validation.h"

#define RUNS           150
#define RUNS_LEVELS    10
#define RUNS_ROTATION  20
#define MEMBERS_UNEVEN 67
#define TARGETS        "client-vpn-endpoint.cvpn-1.target-networks="

static const Storm storms[] = {
    { "1 of 2", "outage", TARGETS "subnet-a; subnet-b", 2, 1, 5 * MINUTE, MINUTE, FALSE, 1000 },
    { "1 of 3", "outage", TARGETS "subnet-a; subnet-b; subnet-c", 3, 1, 5 * MINUTE, MINUTE, FALSE,
      2000 },
    { "1 of 5", "outage", NULL, 5, 1, 5 * MINUTE, MINUTE, FALSE, 3000 },
    { "4 of 5", "outage-most", NULL, 5, 4, 15 * MINUTE, 5 * SECOND, TRUE, 4000 },
};

static gboolean
is_dead (const Storm *storm, const char *subnet)
{
    return subnet && (guint) (subnet[strlen ("subnet-")] - 'a') < storm->dead;
}

typedef struct {
    GArray *lost;             /* guint: of each run */
    GArray *attempts;         /* guint: of each who was lost, at a dead landing */
    GArray *loads;            /* guint: of each run, who is on the last subnet in the end */
    gint64 shortest, longest; /* until back, since the failure */
    double seconds;           /* all of these */
    guint wrong_times, wrong_ends, on_dead, failures;
} Tally;

/* Who was lost has failed 'attempts' times, and is back with that session. */
static void
note_return (Tally *tally, const Storm *storm, const ValidationSession *session, guint attempts)
{
    const gint64 away = session->established_ns - FAILED_AT;

    g_array_append_val (tally->attempts, attempts);
    tally->wrong_times +=
        away != storm_query (storm, attempts) + CONNECT || session->returned_after_ns != away;
    tally->shortest = MIN (tally->shortest, away);
    tally->longest = MAX (tally->longest, away);
    tally->seconds += (double) away / 1e9;
}

/* Everybody's sessions, each user's one behind the other. */
static guint
follow (Tally *tally, const Storm *storm, const GArray *sessions)
{
    guint lost = 0, attempts = 0, here = 0;

    for (guint i = 0; i < sessions->len; i++) {
        const ValidationSession *session = &g_array_index (sessions, ValidationSession, i);
        const gboolean after = session->start_ns > FAILED_AT;

        lost += storm_lost (session);
        if (!after) {
            attempts = 0;
            tally->wrong_ends +=
                storm_lost (session) != is_dead (storm, session->subnet) ||
                session->end_ns != (storm_lost (session) ? FAILED_AT + PING_RESTART : -1);
        } else if (session->established) {
            tally->on_dead += is_dead (storm, session->subnet);
            note_return (tally, storm, session, attempts);
        } else {
            tally->failures += !is_dead (storm, session->subnet) ||
                               session->code != CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT;
            attempts++;
        }
        here +=
            session->end_ns < 0 && session->subnet[strlen ("subnet-")] - 'a' + 1u == storm->zones;
    }
    g_array_append_val (tally->loads, here);
    return lost;
}

static void
replicate (Tally *tally, const Storm *storm)
{
    for (guint i = 0; i < RUNS; i++) {
        const ValidationRun run = storm_run (storm, i);
        g_autoptr (GArray) sessions = validation_sessions (&run);

        validation_sort_by_user (sessions);
        const guint lost = follow (tally, storm, sessions);
        g_array_append_val (tally->lost, lost);
    }
}

typedef struct {
    guint n;
    double p;
} Binomial;

static double
binomial_mass (guint k, gconstpointer data)
{
    const Binomial *binomial = data;

    return gsl_ran_binomial_pdf (k, binomial->p, binomial->n);
}

static char *
title (const Storm *storm, const char *what)
{
    return g_strdup_printf ("%s: %s", storm->name, what);
}

/* The exact mean of the time until back, and its standard deviation. */
static double
expect_seconds (const Storm *storm, double *deviation)
{
    double mean = 0, square = 0;

    for (guint k = 0; k <= storm_most_attempts (storm); k++) {
        const double s = (double) (storm_query (storm, k) + CONNECT) / 1e9;
        mean += storm_attempts_mass (k, storm) * s;
        square += storm_attempts_mass (k, storm) * s * s;
    }
    *deviation = sqrt (square - mean * mean);
    return mean;
}

static void
report_lost (const Tally *tally, const Storm *storm)
{
    const Binomial lost = { MEMBERS, (double) storm->dead / storm->zones };
    g_autofree char *share = title (storm, "share of sessions lost");
    g_autofree char *shares = title (storm, "sessions lost of 60, chi-square");
    g_autofree char *ends = title (storm, "sessions that end, or stay, wrongly");
    const guint all = RUNS * MEMBERS;

    validation_normal (share, &validation_share, all, lost.p, (double) tally->attempts->len / all,
                       sqrt (lost.p * (1 - lost.p) / all));
    validation_counts (shares, tally->lost, binomial_mass, &lost);
    validation_exact (ends, all, 0, tally->wrong_ends);
}

static void
report_times (const Tally *tally, const Storm *storm)
{
    const guint n = tally->attempts->len;
    g_autofree char *attempts = title (storm, "attempts in vain, chi-square");
    g_autofree char *mean = title (storm, "seconds until back, mean");
    g_autofree char *shortest = title (storm, "ms until back, shortest");
    g_autofree char *longest = title (storm, "ms until back, longest");
    g_autofree char *exact = title (storm, "times until back that differ");
    g_autofree char *failures = title (storm, "attempts that fail elsewhere, or otherwise");
    double deviation;
    const double expected = expect_seconds (storm, &deviation);

    validation_counts (attempts, tally->attempts, storm_attempts_mass, storm);
    validation_normal (mean, &validation_number, n, expected, tally->seconds / n,
                       deviation / sqrt (n));
    validation_exact (shortest, n, (storm_query (storm, 0) + CONNECT) / MS, tally->shortest / MS);
    if (n * storm_attempts_mass (storm_most_attempts (storm), storm) > 20) /* it is among them */
        validation_exact (longest, n,
                          (storm_query (storm, storm_most_attempts (storm)) + CONNECT) / MS,
                          tally->longest / MS);
    validation_exact (exact, n, 0, tally->wrong_times);
    validation_exact (failures, n, 0, tally->failures);
}

static void
report_loads (const Tally *tally, const Storm *storm)
{
    const Binomial load = { MEMBERS, 1.0 / (storm->zones - storm->dead) };
    g_autofree char *dead = title (storm, "connected to a dead landing afterwards");
    g_autofree char *loads = title (storm, "of 60 on one survivor, chi-square");

    validation_exact (dead, tally->attempts->len, 0, tally->on_dead);
    if (storm->zones - storm->dead > 1)
        validation_counts (loads, tally->loads, binomial_mass, &load);
}

static Tally
tally_new (void)
{
    return (Tally){ .lost = g_array_new (FALSE, FALSE, sizeof (guint)),
                    .attempts = g_array_new (FALSE, FALSE, sizeof (guint)),
                    .loads = g_array_new (FALSE, FALSE, sizeof (guint)),
                    .shortest = G_MAXINT64 };
}

static void
tally_clear (Tally *tally)
{
    g_array_unref (tally->lost);
    g_array_unref (tally->attempts);
    g_array_unref (tally->loads);
}

static void
check_storm (const Storm *storm)
{
    Tally tally = tally_new ();

    replicate (&tally, storm);
    report_lost (&tally, storm);
    report_times (&tally, storm);
    report_loads (&tally, storm);
    tally_clear (&tally);
}

static void
test_random (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (storms); i++)
        check_storm (&storms[i]);
}

/* By rotation nothing is left to chance: of the queries, numbered from 0, those that are a
 * multiple of the number of landings go to the first one. */
static guint
count_multiples (guint from, guint n, guint of)
{
    return (from + n + of - 1) / of - (from + of - 1) / of;
}

/* How many have tried in vain more than so often, by rotation. */
static guint
count_above (const GArray *attempts, guint k)
{
    guint n = 0;

    for (guint i = 0; i < attempts->len; i++)
        n += g_array_index (attempts, guint, i) > k;
    return n;
}

static guint
count_unequal (const Storm *storm, const GArray *attempts)
{
    guint queries = MEMBERS_UNEVEN, unequal = 0;
    guint trying = count_multiples (0, queries, storm->zones);

    unequal += attempts->len != trying;
    for (guint k = 0; k < storm_most_attempts (storm); k++) {
        const guint vain = count_multiples (queries, trying, storm->zones);
        unequal += count_above (attempts, k) != vain;
        queries += trying;
        trying = vain;
    }
    return unequal + (count_above (attempts, storm_most_attempts (storm)) != 0);
}

static void
check_rotation (const Storm *storm)
{
    g_autofree char *what = title (storm, "round-robin: numbers of attempts that differ");
    guint unequal = 0, seen = 0;

    for (guint i = 0; i < RUNS_ROTATION; i++) {
        const ValidationRun run = {
            .scenario = "outage",
            .seed = storm->seed + i,
            .changes = { "client-vpn-endpoint.cvpn-1.dns-answer=round-robin",
                         "clients.members.count=67", storm->targets },
        };
        Tally tally = tally_new ();
        g_autoptr (GArray) sessions = validation_sessions (&run);
        validation_sort_by_user (sessions);
        follow (&tally, storm, sessions);
        unequal += count_unequal (storm, tally.attempts) + tally.wrong_times + tally.on_dead;
        seen += tally.attempts->len;
        tally_clear (&tally);
    }
    validation_exact (what, seen, 0, unequal);
}

static void
test_rotation (void)
{
    for (guint i = 0; i < 3; i++)
        check_rotation (&storms[i]);
}

/* The server holds the address of who was lost, and counts the connection, until its own
 * time is up. */
static gint64
count_held (const GArray *sessions, gint64 time_ns)
{
    gint64 held = 0;

    for (guint i = 0; i < sessions->len; i++) {
        const ValidationSession *session = &g_array_index (sessions, ValidationSession, i);
        const gint64 end_ns = storm_lost (session) ? FAILED_AT + KEEPALIVE : G_MAXINT64;
        held += session->established && session->established_ns <= time_ns && time_ns < end_ns;
    }
    return held;
}

typedef struct {
    const GArray *sessions;
    guint periods;
    gint64 wrong_connections, wrong_addresses, last;
} Levels;

static void
see_period (gpointer self, const CvpnPeriodRecord *record)
{
    Levels *levels = self;
    const gint64 held = count_held (levels->sessions, record->time_ns);

    levels->periods++;
    levels->wrong_connections += record->active_connections != held;
    levels->wrong_addresses += record->addresses_in_use != held;
    levels->last = record->addresses_in_use;
}

static void
test_levels (void)
{
    static const CvpnObserver observer = { .period = see_period };
    Levels levels = { 0 };
    gint64 before = 0, after = 0;

    for (guint i = 0; i < RUNS_LEVELS; i++) {
        const ValidationRun run = storm_run (&storms[1], RUNS + i);
        g_autoptr (GArray) sessions = validation_sessions (&run);
        levels.sessions = sessions;
        validation_run (&run, &observer, &levels);
        before += count_held (sessions, FAILED_AT - 1);
        after += levels.last;
    }
    validation_exact ("1 of 3: seconds with other active connections", levels.periods, 0,
                      levels.wrong_connections);
    validation_exact ("1 of 3: seconds with other addresses in use", levels.periods, 0,
                      levels.wrong_addresses);
    validation_exact ("1 of 3: addresses in use before and after", RUNS_LEVELS, before, after);
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "random", test_random },
        { "rotation", test_rotation },
        { "levels", test_levels },
    };

    return validation_main ("outage", tests, G_N_ELEMENTS (tests), argc, argv);
}
