/* Clients that say no goodbye, and landings that die: the server holds an address, and counts a
 * connection, until its keepalive-time-out; so a session is longer to it than to its client.
 *
 * Erlang's formula, M/G/infinity and Little's law must then hold for the server's length. */
#include <string.h>

#include "replicate.h"
#include "statistics.h"
#include "stays.h"
#include "validation.h"

#define RUNS_BLOCKING 40
#define RUNS_STORMS   120
#define RUNS_AREAS    10
#define SECOND        G_GINT64_CONSTANT (1000000000)
#define HOUR          (3600 * SECOND)

/* Stays are of ten minutes on average. */
#define STAY_S 600.0

typedef struct {
    const char *name, *scenario, *rate, *stays, *vanishes, *time_out, *quota;
    double offered, share, held_s;
    guint seed;
} Blocking;

#define RATE(PER_HOUR)  "clients.staff.arrival=poisson " PER_HOUR "/h"
#define VANISHES(SHARE) "clients.staff.vanishes=" SHARE
#define TIME_OUT(TIME)  "client-vpn-endpoint.cvpn-1.keepalive-time-out=" TIME
#define QUOTA           "quotas.concurrent-connections=10"

static const Blocking blockings[] = {
    { "quota 10, 7 erlangs, half held for 40 s", "blocking", RATE ("42"), STAYS_CONSTANT,
      VANISHES ("50%"), TIME_OUT ("40s"), QUOTA, 7, 0.5, 40, 1 },
    { "quota 10, 7 erlangs, half held for 5 min", "blocking", RATE ("42"), STAYS_EXPONENTIAL,
      VANISHES ("50%"), TIME_OUT ("5min"), QUOTA, 7, 0.5, 300, 101 },
    { "quota 10, 5 erlangs, all held for 10 min", "blocking", RATE ("30"), STAYS_CONSTANT,
      VANISHES ("100%"), TIME_OUT ("10min"), QUOTA, 5, 1, 600, 201 },
    { "10 addresses, 7 erlangs, half held for 5 min", "residents", RATE ("42"), STAYS_LOGNORMAL,
      VANISHES ("50%"), TIME_OUT ("5min"), NULL, 7, 0.5, 300, 301 },
    { "10 addresses, 5 erlangs, all held for 40 s", "residents", RATE ("30"), STAYS_CONSTANT,
      VANISHES ("100%"), TIME_OUT ("40s"), NULL, 5, 1, 40, 401 },
};

static void
test_blocking (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (blockings); i++) {
        const Blocking *b = &blockings[i];
        const ValidationRun run = {
            .scenario = b->scenario,
            .seed = b->seed,
            .changes = { b->rate, b->stays, b->vanishes, b->time_out, b->quota },
        };
        double blocked[RUNS_BLOCKING];

        validation_metrics (&run, "blocked-share", blocked, RUNS_BLOCKING);
        validation_mean (
            b->name, &validation_share, blocked, RUNS_BLOCKING,
            validation_erlang_b (10, b->offered * (STAY_S + b->share * b->held_s) / STAY_S));
    }
}

/* The hours of silence-storms.ini: no zone has failed yet; three quarters of an hour have
 * passed since one was back, or more. */
typedef struct {
    GArray *before, *between; /* guint */
} Levels;

static void
keep_level (gpointer self, const CvpnPeriodRecord *record)
{
    Levels *levels = self;
    const guint active = (guint) record->active_connections;

    if (record->time_ns % HOUR == 0)
        g_array_append_val (record->time_ns <= 4 * HOUR ? levels->before : levels->between, active);
}

static void
test_storms (void)
{
    static const CvpnObserver observer = { .period = keep_level };
    Levels levels = { g_array_new (FALSE, FALSE, sizeof (guint)),
                      g_array_new (FALSE, FALSE, sizeof (guint)) };
    const double mean = 2 * (STAY_S + 0.2 * 120) / 60;

    for (guint i = 0; i < RUNS_STORMS; i++)
        validation_run (&(ValidationRun){ .scenario = "silence-storms", .seed = 1000 + i },
                        &observer, &levels);
    validation_poisson ("before any outage", levels.before, mean);
    validation_poisson ("between outages", levels.between, mean);
    g_array_unref (levels.before);
    g_array_unref (levels.between);
}

static ValidationRun
mixed_run (guint seed)
{
    return (ValidationRun){
        .scenario = "silence",
        .seed = seed,
        .changes = { "clients.visitors.vanishes=30%", "clients.staff.vanishes=10%",
                     "clients.members.vanishes=20%", "clients.members.retry=openvpn",
                     "clients.members.reconnect=openvpn", "clients.crowd.retry=openvpn",
                     "clients.crowd.reconnect=after 5s", "operations.modify-endpoint=1h" }
    };
}

#define DURATION  (60 * HOUR)
#define KEEPALIVE (40 * SECOND)

/* The outages of silence.ini. */
static const struct {
    const char *subnet;
    gint64 from, to;
} outages[] = {
    { "subnet-b", 20 * HOUR, 20 * HOUR + 300 * SECOND },
    { "subnet-a", 30 * HOUR, 30 * HOUR + 15 * SECOND },
    { "subnet-b", 55 * HOUR, G_MAXINT64 },
};

/* Since when the server has heard nothing of a session that is over; -1: it has said so. */
static gint64
silent_since (const ValidationSession *session)
{
    for (guint i = 0; i < G_N_ELEMENTS (outages); i++)
        if (g_str_equal (session->subnet, outages[i].subnet) &&
            session->established_ns < outages[i].from && session->end_ns > outages[i].from &&
            session->end_ns < outages[i].to)
            return outages[i].from;
    return g_str_equal (session->end_reason, "client-vanished") ? session->end_ns : -1;
}

/* When the server knows that it is over. */
static gint64
released_at (const ValidationSession *session)
{
    const gint64 silent = session->end_ns < 0 ? -1 : silent_since (session);
    const gint64 end = session->end_ns < 0 ? DURATION : session->end_ns;

    return MIN (DURATION, silent < 0 ? end : MAX (end, silent + KEEPALIVE));
}

typedef struct {
    gint64 active, since_ns, area; /* connections * ns */
} Area;

static void
see_active (gpointer self, gint64 time_ns, gint64 active)
{
    Area *area = self;

    area->area += area->active * (time_ns - area->since_ns);
    area->active = active;
    area->since_ns = time_ns;
}

static void
see_finish (gpointer self, gint64 time_ns, guint64 events, gboolean complete)
{
    (void) events;
    (void) complete;
    see_active (self, time_ns, 0);
}

static void
test_areas (void)
{
    static const CvpnObserver observer = { .active = see_active, .finish = see_finish };
    gint64 difference = 0;
    guint seen = 0, held = 0;

    for (guint i = 0; i < RUNS_AREAS; i++) {
        const ValidationRun run = mixed_run (2000 + i);
        g_autoptr (GArray) sessions = validation_sessions (&run);
        Area area = { 0 };
        validation_run (&run, &observer, &area);
        for (guint j = 0; j < sessions->len; j++) {
            const ValidationSession *session = &g_array_index (sessions, ValidationSession, j);
            if (!session->established)
                continue;
            seen++;
            held += session->end_ns >= 0 && released_at (session) > session->end_ns;
            area.area -= released_at (session) - session->established_ns;
        }
        difference += ABS (area.area);
    }
    validation_exact ("everybody: area and times held differ by, ns", seen, 0, difference);
    validation_exact ("everybody: were some held for longer? yes: 1", held, 1, held > 100);
}

#define RULE_AT  (30 * HOUR + 10 * SECOND) /* when its operation ends */
#define HEARD_AT (30 * HOUR + 15 * SECOND) /* subnet-a is dead at that time */

/* Who gets no answer hears of a reset when the zone is back, and not before. */
static void
test_reset (void)
{
    guint seen = 0, late = 0, wrong = 0;

    for (guint i = 0; i < RUNS_AREAS; i++) {
        const ValidationRun run = mixed_run (2000 + i);
        g_autoptr (GArray) sessions = validation_sessions (&run);
        for (guint j = 0; j < sessions->len; j++) {
            const ValidationSession *session = &g_array_index (sessions, ValidationSession, j);
            const gboolean rule = g_strcmp0 (session->end_reason, "rule-change") == 0;
            if (!session->established || !g_str_equal (session->population, "staff"))
                continue;
            const gint64 at =
                g_str_equal (session->subnet, "subnet-a") && session->established_ns < 30 * HOUR
                    ? HEARD_AT
                    : RULE_AT;
            seen += rule;
            late += rule && at == HEARD_AT;
            wrong += rule != (session->end_ns == at) ||
                     (session->established_ns < RULE_AT && session->end_ns > at);
        }
    }
    validation_exact ("staff: hear of a rule at another time", seen, 0, wrong);
    validation_exact ("staff: did some hear of it later? yes: 1", late, 1, late > 10);
}

typedef struct {
    const char *population;
    const GArray *sessions;
    guint periods, wrong;
} Book;

static gint64
count_held (const Book *book, gint64 time_ns)
{
    gint64 held = 0;

    for (guint i = 0; i < book->sessions->len; i++) {
        const ValidationSession *session = &g_array_index (book->sessions, ValidationSession, i);
        held += session->established && g_str_equal (session->population, book->population) &&
                session->established_ns <= time_ns && time_ns < released_at (session);
    }
    return held;
}

static void
see_period (gpointer self, const CvpnPeriodRecord *record)
{
    Book *book = self;

    if (!g_str_has_suffix (record->endpoint, book->population) || record->time_ns >= DURATION)
        return;
    const gint64 held = count_held (book, record->time_ns);
    book->periods++;
    book->wrong += record->active_connections != held || record->addresses_in_use != held;
}

static void
test_levels (void)
{
    static const char *const populations[] = { "visitors", "staff", "members", "crowd" };
    static const CvpnObserver observer = { .period = see_period };
    const ValidationRun run = mixed_run (3000);
    g_autoptr (GArray) sessions = validation_sessions (&run);

    for (guint i = 0; i < G_N_ELEMENTS (populations); i++) {
        g_autofree char *what =
            g_strdup_printf ("%s: periods with another number held", populations[i]);
        Book book = { populations[i], sessions, 0, 0 };
        validation_run (&run, &observer, &book);
        validation_exact (what, book.periods, 0, book.wrong);
    }
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "blocking", test_blocking }, { "storms", test_storms }, { "areas", test_areas },
        { "reset", test_reset },       { "levels", test_levels },
    };

    return validation_main ("silence", tests, G_N_ELEMENTS (tests), argc, argv);
}
