/* Little's law: how many are there is how many come times how long they stay.
 *
 * Over a whole run it is an identity of areas, to the nanosecond: the number of
 * active connections over time, and the times that sessions say they lasted.
 * Within a window it holds but for those whom its edges cut. */
#include <string.h>

#include <cvpnsim/summary.h>

#include "replicate.h"
#include "statistics.h"
#include "validation.h"

#define RUNS        20
#define HOUR        G_GINT64_CONSTANT (3600000000000)
#define DURATION_NS (60 * HOUR)
#define WARM_UP_NS  (10 * HOUR)
#define PERIOD_NS   (7 * HOUR / 60)

static const char *const populations[] = { "visitors", "staff", "members", "crowd" };

typedef struct {
    gint64 active, since_ns, area; /* connections * ns */
    gint64 present;                /* the same, of the session's own times */
    guint sessions;
} Areas;

static void
see_active (gpointer self, gint64 time_ns, gint64 active)
{
    Areas *areas = self;

    areas->area += areas->active * (time_ns - areas->since_ns);
    areas->active = active;
    areas->since_ns = time_ns;
}

static void
see_session (gpointer self, const CvpnSessionRecord *record)
{
    Areas *areas = self;

    if (!record->established)
        return;
    areas->sessions++;
    areas->present += (record->end_ns >= 0 ? record->end_ns : DURATION_NS) - record->established_ns;
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
    static const CvpnObserver observer = { .active = see_active,
                                           .session = see_session,
                                           .finish = see_finish };
    gint64 difference = 0;
    guint sessions = 0;

    for (guint i = 0; i < RUNS; i++) {
        Areas areas = { 0 };
        validation_run (&(ValidationRun){ .scenario = "little", .seed = i + 1 }, &observer, &areas);
        difference += ABS (areas.area - areas.present);
        sessions += areas.sessions;
    }
    validation_exact ("everybody: area and times present differ by, ns", sessions, 0, difference);
}

/* What of the session lies between two times. */
static double
overlap (const ValidationSession *session, gint64 from_ns, gint64 to_ns)
{
    const gint64 end_ns = session->end_ns >= 0 ? session->end_ns : DURATION_NS;
    const gint64 a = MAX (session->established_ns, from_ns), b = MIN (end_ns, to_ns);

    return session->established && a < b ? (double) (b - a) : 0;
}

static void
test_summary (void)
{
    const ValidationRun run = { .scenario = "little", .seed = 1 };
    g_autoptr (GArray) sessions = validation_sessions (&run);
    double area = 0, mean;

    for (guint i = 0; i < sessions->len; i++)
        area += overlap (&g_array_index (sessions, ValidationSession, i), WARM_UP_NS, DURATION_NS);
    validation_metrics (&run, "concurrent-mean", &mean, 1);
    validation_exact ("everybody: concurrent-mean, in millionths", sessions->len,
                      (gint64) (area / (DURATION_NS - WARM_UP_NS) * 1e6 + 0.5),
                      (gint64) (mean * 1e6 + 0.5));
}

typedef struct {
    const char *population;
    GArray *sessions; /* ValidationSession */
    GArray *levels;   /* gint64 by period, of the population's endpoint */
} Book;

static void
book_level (gpointer self, const CvpnPeriodRecord *record)
{
    Book *book = self;

    if (g_str_has_suffix (record->endpoint, book->population))
        g_array_append_val (book->levels, record->active_connections);
}

static gint64
count_present (const Book *book, gint64 time_ns)
{
    gint64 present = 0;

    for (guint i = 0; i < book->sessions->len; i++) {
        const ValidationSession *session = &g_array_index (book->sessions, ValidationSession, i);
        present += g_str_equal (session->population, book->population) &&
                   overlap (session, time_ns, time_ns + 1) > 0;
    }
    return present;
}

static void
check_levels (const char *population)
{
    static const CvpnObserver observer = { .period = book_level };
    const ValidationRun run = { .scenario = "little", .seed = 2 };
    Book book = { population, validation_sessions (&run),
                  g_array_new (FALSE, FALSE, sizeof (gint64)) };
    g_autofree char *what = g_strdup_printf ("%s: periods with another number present", population);
    guint wrong = 0;

    validation_run (&run, &observer, &book);
    for (guint i = 0; i + 1 < book.levels->len; i++)
        wrong += g_array_index (book.levels, gint64, i) !=
                 count_present (&book, (gint64) (i + 1) * PERIOD_NS);
    validation_exact (what, book.levels->len, 0, wrong);
    g_array_unref (book.sessions);
    g_array_unref (book.levels);
}

static void
test_levels (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (populations); i++)
        check_levels (populations[i]);
}

/* In a window of a day, with time behind it for all to go: how many are there,
 * and arrivals a second times the mean stay. */
static void
measure_window (const GArray *sessions, const char *population, double *present, double *product)
{
    const gint64 to_ns = WARM_UP_NS + 24 * HOUR;
    double area = 0, stays = 0;

    for (guint i = 0; i < sessions->len; i++) {
        const ValidationSession *session = &g_array_index (sessions, ValidationSession, i);
        if (!g_str_equal (session->population, population))
            continue;
        area += overlap (session, WARM_UP_NS, to_ns);
        if (session->established_ns >= WARM_UP_NS && session->established_ns < to_ns)
            stays += overlap (session, 0, DURATION_NS);
    }
    *present = area / (double) (to_ns - WARM_UP_NS);
    *product = stays / (double) (to_ns - WARM_UP_NS);
}

/* The spread is that of the difference: both follow the same people. */
static void
check_window (const char *population, guint seed)
{
    g_autofree char *what = g_strdup_printf ("%s: present, and arrivals times stay", population);
    double present[RUNS], product[RUNS];

    for (guint i = 0; i < RUNS; i++) {
        const ValidationRun run = { .scenario = "little", .seed = seed + i };
        g_autoptr (GArray) sessions = validation_sessions (&run);
        measure_window (sessions, population, &present[i], &product[i]);
    }
    const double expected = validation_average (product, RUNS);
    for (guint i = 0; i < RUNS; i++)
        present[i] += expected - product[i];
    validation_mean (what, &validation_number, present, RUNS, expected);
}

static void
test_windows (void)
{
    for (guint i = 0; i + 1 < G_N_ELEMENTS (populations); i++) /* the crowd never goes */
        check_window (populations[i], 100 + 100 * i);
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "areas", test_areas },
        { "summary", test_summary },
        { "levels", test_levels },
        { "windows", test_windows },
    };

    return validation_main ("little", tests, G_N_ELEMENTS (tests), argc, argv);
}
