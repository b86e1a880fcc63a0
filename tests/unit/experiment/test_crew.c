/* crew: every job done once, on several threads; errors, interrupts, and jobs that only come
 * when others are done. */
#include "experiment/crew.h"

#include <cvpnsim/error.h>

#include "support.h"

#define JOBS      200
#define UNDER_WAY 8 /* for each thread */

/* Jobs (0, 1) to (0, n), in waves: those of a wave come when the one before it is done. */
typedef struct {
    guint n, wave;
    guint given, back;       /* on the thread that called */
    gint run[JOBS], running; /* atomic: how often, how many at this time */
    gint most_running;
    guint done[JOBS];
    guint run_fails, done_fails, endless; /* a job, from 1; 0: none */
    gint together;    /* each run waits until so many were under way at once; 0: it does not */
    guint take_us;    /* how long a result takes to be taken */
    guint most_ahead; /* jobs that were given and not taken at a time */
    guint idle;       /* how often a thread had nothing to do when a job was asked for */
    GThread *caller;
} Fake;

static gboolean
next (gpointer self, gboolean idle, CvpnJob *job)
{
    Fake *fake = self;

    CU_ASSERT (g_thread_self () == fake->caller);
    fake->idle += idle;
    if (fake->given == fake->n ||
        (fake->wave && fake->given >= (fake->back / fake->wave + 1) * fake->wave))
        return FALSE;
    *job = (CvpnJob){ .replication = ++fake->given };
    return TRUE;
}

static gboolean
run_endlessly (const CvpnStop *stop)
{
    while (!cvpn_stop_is_set (stop))
        g_usleep (1000);
    return FALSE;
}

/* However long the others take to get going on a busy machine. */
static void
wait_for_others (Fake *fake)
{
    const gint64 patience = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

    while (g_atomic_int_get (&fake->most_running) < fake->together &&
           g_get_monotonic_time () < patience)
        g_usleep (1000);
}

static void
make_result (CvpnJob job, CvpnJobResult *result)
{
    result->text = g_strdup_printf ("result %u", job.replication);
    result->made = g_strdup (result->text);
    result->free_made = g_free;
}

static gboolean
run (gpointer self, CvpnJob job, const CvpnStop *stop, CvpnJobResult *result, GError **error)
{
    Fake *fake = self;
    gboolean fine = FALSE;

    const gint running = g_atomic_int_add (&fake->running, 1) + 1;
    for (gint most = g_atomic_int_get (&fake->most_running); running > most;
         most = g_atomic_int_get (&fake->most_running))
        g_atomic_int_compare_and_exchange (&fake->most_running, most, running);
    g_atomic_int_inc (&fake->run[job.replication - 1]);
    if (fake->together)
        wait_for_others (fake);
    if (job.replication == fake->run_fails)
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_SCENARIO, "2 faults");
    else if (fake->endless && job.replication >= fake->endless)
        fine = run_endlessly (stop);
    else
        fine = TRUE;
    if (fine)
        make_result (job, result);
    g_atomic_int_add (&fake->running, -1);
    return fine;
}

static gboolean
done (gpointer self, CvpnJob job, CvpnJobResult *result, GError **error)
{
    Fake *fake = self;
    g_autofree char *wanted = g_strdup_printf ("result %u", job.replication);

    CU_ASSERT (g_thread_self () == fake->caller);
    cvpn_assert_str (result->text, wanted);
    if (job.replication % 2) { /* it may be taken, or left */
        g_autofree char *made = g_steal_pointer (&result->made);
        cvpn_assert_str (made, wanted);
    }
    if (fake->take_us)
        g_usleep (fake->take_us);
    fake->most_ahead = MAX (fake->most_ahead, fake->given - fake->back);
    fake->done[job.replication - 1]++;
    fake->back++;
    if (job.replication != fake->done_fails)
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "disk full");
    return FALSE;
}

static const CvpnWork work = { .next = next, .run = run, .done = done };

static CvpnCrewEnd
work_with (Fake *fake, CvpnCrew crew, GError **error)
{
    fake->caller = g_thread_self ();
    return cvpn_crew_work (&crew, &work, fake, error);
}

static void
check_all_once (const Fake *fake)
{
    for (guint i = 0; i < JOBS; i++) {
        cvpn_assert_int (fake->run[i], i < fake->n ? 1 : 0);
        cvpn_assert_int (fake->done[i], i < fake->n ? 1 : 0);
    }
}

static void
test_all_once (void)
{
    static const struct {
        guint jobs, threads, wave;
    } rows[] = { { JOBS, 1, 0 }, { JOBS, 2, 0 }, { JOBS, 7, 0 },  { 3, 7, 0 },
                 { 0, 2, 0 },    { 1, 1, 0 },    { JOBS, 3, 10 }, { JOBS, 4, 1 } };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        Fake fake = { .n = rows[i].jobs, .wave = rows[i].wave };
        g_autoptr (GError) error = NULL;
        cvpn_assert_int (work_with (&fake, (CvpnCrew){ .threads = rows[i].threads }, &error),
                         CVPN_CREW_DONE);
        CU_ASSERT_PTR_NULL (error);
        check_all_once (&fake);
    }
}

/* As many at a time as there are threads, no more, and no fewer where there are jobs. */
static void
test_side_by_side (void)
{
    for (guint threads = 1; threads <= 4; threads++) {
        Fake fake = { .n = 12, .together = (gint) threads };
        cvpn_assert_int (work_with (&fake, (CvpnCrew){ .threads = threads }, NULL), CVPN_CREW_DONE);
        cvpn_assert_int (fake.most_running, threads);
    }
}

typedef struct {
    guint asked, at; /* TRUE is said at that time */
} Interrupt;

static gboolean
interrupted (gpointer data)
{
    Interrupt *interrupt = data;

    return ++interrupt->asked == interrupt->at;
}

/* Jobs lie ready, so that no thread need wait for its result to be taken; that nobody waits for
 * them is said. */
static void
test_ready (void)
{
    Fake fake = { .n = JOBS, .endless = 1 };
    Interrupt interrupt = { .at = 2 };

    work_with (&fake, (CvpnCrew){ .threads = 3, .interrupted = interrupted, .data = &interrupt },
               NULL);
    cvpn_assert_int (fake.given, 3 * UNDER_WAY);
    cvpn_assert_int (fake.idle, 3);
}

/* Where jobs are done sooner than results are taken, these do not pile up. */
static void
test_slow_taker (void)
{
    Fake fake = { .n = 40, .take_us = 5000 };

    cvpn_assert_int (work_with (&fake, (CvpnCrew){ .threads = 2 }, NULL), CVPN_CREW_DONE);
    CU_ASSERT (fake.most_ahead <= 2 * UNDER_WAY);
    check_all_once (&fake);
}

static void
test_error_in_run (void)
{
    /* Those behind it run until they are stopped. */
    Fake fake = { .n = JOBS, .run_fails = 5, .endless = 6 };
    g_autoptr (GError) error = NULL;

    cvpn_assert_int (work_with (&fake, (CvpnCrew){ .threads = 3 }, &error), CVPN_CREW_FAILED);
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_SCENARIO));
    cvpn_assert_int (fake.done[4], 0);
    cvpn_assert_int (fake.running, 0);
    CU_ASSERT (fake.given <= 5 + 3 * UNDER_WAY);
}

static void
test_error_in_done (void)
{
    Fake fake = { .n = JOBS, .done_fails = 4, .endless = 5 };
    g_autoptr (GError) error = NULL;

    cvpn_assert_int (work_with (&fake, (CvpnCrew){ .threads = 2 }, &error), CVPN_CREW_FAILED);
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_IO));
    cvpn_assert_int (fake.done[3], 1);
    cvpn_assert_int (fake.running, 0);
}

/* While nothing comes back it is asked ten times a second; those at work are stopped. */
static void
test_interrupt (void)
{
    Fake fake = { .n = JOBS, .endless = 1 };
    Interrupt interrupt = { .at = 5 };
    const gint64 begun = g_get_monotonic_time ();

    cvpn_assert_int (
        work_with (&fake,
                   (CvpnCrew){ .threads = 2, .interrupted = interrupted, .data = &interrupt },
                   NULL),
        CVPN_CREW_INTERRUPTED);
    cvpn_assert_int (interrupt.asked, 5);
    cvpn_assert_int (fake.running, 0);
    cvpn_assert_int (fake.given, 2 * UNDER_WAY);
    CU_ASSERT (g_get_monotonic_time () - begun >= 350 * 1000);
    CU_ASSERT (g_get_monotonic_time () - begun < 10 * G_USEC_PER_SEC);
}

/* After each result, too; what is done stays done. */
static void
test_interrupt_between (void)
{
    Fake fake = { .n = JOBS };
    Interrupt interrupt = { .at = 21 };

    cvpn_assert_int (
        work_with (&fake,
                   (CvpnCrew){ .threads = 1, .interrupted = interrupted, .data = &interrupt },
                   NULL),
        CVPN_CREW_INTERRUPTED);
    CU_ASSERT (fake.back <= 20);
    CU_ASSERT (fake.given <= fake.back + UNDER_WAY);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "each job is done once", test_all_once },
        { "as many at a time as threads", test_side_by_side },
        { "jobs lie ready", test_ready },
        { "results do not pile up", test_slow_taker },
        { "an error of a run ends the work", test_error_in_run },
        { "an error of a result ends the work", test_error_in_done },
        { "an interrupt stops what is under way", test_interrupt },
        { "an interrupt between two results", test_interrupt_between },
    };

    return cvpn_test_main ("crew", tests, G_N_ELEMENTS (tests));
}
