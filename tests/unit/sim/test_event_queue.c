/* event_queue against a sorted list: what comes out is sorted by time, and by
 * the order of the pushes where times are equal.
 *
 * CVPN_TEST_SEED: another seed.  CVPN_TEST_EVENTS: how many pushes a
 * distribution of delays is tried with. */
#include "sim/event_queue.h"

#include "support.h"

#include <math.h>

/* A queue, and what it should have: (time, number of the push). */
typedef struct {
    CvpnEventQueue *queue;
    GSequence *list;
    GRand *random;
    guint32 pushes;
    gint64 now;
    gsize faults;
} Pair;

static int
compare (gconstpointer left, gconstpointer right, gpointer unused)
{
    const CvpnEvent *a = left, *b = right;

    (void) unused;
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    return a->a < b->a ? -1 : a->a > b->a;
}

static void
start (Pair *pair)
{
    *pair =
        (Pair){ .queue = cvpn_event_queue_new (),
                .list = g_sequence_new (g_free),
                .random = g_rand_new_with_seed (cvpn_test_setting ("CVPN_TEST_SEED", 20240607)) };
}

static void
push (Pair *pair, gint64 time)
{
    const CvpnEvent event = {
        .time = time, .kind = 7, .a = pair->pushes, .b = ~pair->pushes, .c = 3
    };

    pair->pushes++;
    cvpn_event_queue_push (pair->queue, event);
    g_sequence_insert_sorted (pair->list, g_memdup2 (&event, sizeof event), compare, NULL);
}

/* Ahead of now, but never beyond the last time there is. */
static void
push_ahead (Pair *pair, gint64 delay)
{
    push (pair, delay > G_MAXINT64 - pair->now ? G_MAXINT64 : pair->now + delay);
}

static gboolean
is_same (const CvpnEvent *a, const CvpnEvent *b)
{
    return a->time == b->time && a->kind == b->kind && a->a == b->a && a->b == b->b && a->c == b->c;
}

/* FALSE when both are empty. */
static gboolean
pop (Pair *pair)
{
    GSequenceIter *first = g_sequence_get_begin_iter (pair->list);
    CvpnEvent got = { 0 };

    if (cvpn_event_queue_size (pair->queue) != (gsize) g_sequence_get_length (pair->list))
        pair->faults++;
    if (g_sequence_iter_is_end (first)) {
        if (cvpn_event_queue_pop (pair->queue, &got))
            pair->faults++;
        return FALSE;
    }
    if (!cvpn_event_queue_pop (pair->queue, &got) || !is_same (&got, g_sequence_get (first)))
        pair->faults++;
    pair->now = ((const CvpnEvent *) g_sequence_get (first))->time;
    g_sequence_remove (first);
    return pair->faults == 0; /* what comes after a fault says nothing */
}

static void
finish (Pair *pair, const char *name)
{
    while (pop (pair))
        ;
    if (pair->faults > 0)
        g_print ("%s: wrong from push %u on, at %" G_GINT64_FORMAT " ns\n", name, pair->pushes,
                 pair->now);
    cvpn_assert_int (pair->faults, 0);
    cvpn_event_queue_free (pair->queue);
    g_sequence_free (pair->list);
    g_rand_free (pair->random);
}

static void
takes_earliest_first (void)
{
    g_autoptr (CvpnEventQueue) queue = cvpn_event_queue_new ();
    const gint64 times[] = { 30, 10, 20 };
    CvpnEvent event;

    CU_ASSERT_FALSE (cvpn_event_queue_pop (queue, &event));
    for (guint32 i = 0; i < G_N_ELEMENTS (times); i++)
        cvpn_event_queue_push (queue, (CvpnEvent){ .time = times[i], .kind = 7, .a = i });
    cvpn_assert_int (cvpn_event_queue_size (queue), 3);
    CU_ASSERT_TRUE (cvpn_event_queue_pop (queue, &event));
    cvpn_assert_int (event.a, 1);
    CU_ASSERT_TRUE (cvpn_event_queue_pop (queue, &event));
    cvpn_assert_int (event.a, 2);
    CU_ASSERT_TRUE (cvpn_event_queue_pop (queue, &event));
    cvpn_assert_int (event.a, 0);
    cvpn_assert_int (event.time, 30);
    cvpn_assert_int (event.kind, 7);
    cvpn_assert_int (cvpn_event_queue_size (queue), 0);
    CU_ASSERT_FALSE (cvpn_event_queue_pop (queue, &event));
}

typedef gint64 (*Delay) (GRand *random);

static double
draw_exponential (GRand *random, double mean)
{
    return -log (1.0 - g_rand_double (random)) * mean;
}

static gint64
delay_few_values (GRand *random)
{
    return g_rand_int_range (random, 0, 3);
}

static gint64
delay_none (GRand *random)
{
    (void) random;
    return 0;
}

static gint64
delay_constant (GRand *random)
{
    (void) random;
    return 50000;
}

static gint64
delay_uniform (GRand *random)
{
    return g_rand_int_range (random, 0, 1000000);
}

static gint64
delay_exponential (GRand *random)
{
    return (gint64) draw_exponential (random, 1e9);
}

static gint64
delay_mixed (GRand *random)
{
    const int choice = g_rand_int_range (random, 0, 1000);

    return choice < 900   ? 50000
           : choice < 995 ? (gint64) draw_exponential (random, 60e9)
                          : (gint64) 1800e9;
}

/* Every order of magnitude as often as any other. */
static gint64
delay_any_size (GRand *random)
{
    return (gint64) (((guint64) g_rand_int (random) << 32 | g_rand_int (random)) >> 1 >>
                     g_rand_int_range (random, 0, 63));
}

/* A million seconds ahead, among microseconds. */
static gint64
delay_outliers (GRand *random)
{
    return g_rand_int_range (random, 0, 500) == 0 ? (gint64) 1e15
                                                  : g_rand_int_range (random, 0, 1000);
}

/* Whole seconds: many at each. */
static gint64
delay_bursts (GRand *random)
{
    return g_rand_int_range (random, 0, 10) * (gint64) 1e9;
}

static const struct {
    const char *name;
    Delay draw;
} delays[] = {
    { "no delay", delay_none },           { "few values", delay_few_values },
    { "constant", delay_constant },       { "uniform", delay_uniform },
    { "exponential", delay_exponential }, { "mixed", delay_mixed },
    { "any size", delay_any_size },       { "outliers", delay_outliers },
    { "bursts", delay_bursts },
};

/* Grows and shrinks, to nothing at last, at several depths; now and then a
 * stretch of pushes, or of pops. */
static void
agrees_at_random (void)
{
    const guint events = cvpn_test_setting ("CVPN_TEST_EVENTS", 20000);

    for (guint i = 0; i < G_N_ELEMENTS (delays); i++) {
        Pair pair;

        start (&pair);
        while (pair.pushes < events && pair.faults == 0) {
            const gboolean grows = g_rand_boolean (pair.random);
            const int length = g_rand_int_range (pair.random, 1, 1500);
            for (int k = 0; k < length && pair.faults == 0; k++)
                if (g_rand_int_range (pair.random, 0, 10) < (grows ? 7 : 3))
                    push_ahead (&pair, delays[i].draw (pair.random));
                else
                    pop (&pair);
        }
        finish (&pair, delays[i].name);
    }
}

/* The hold model: as many go in as come out. */
static void
agrees_when_held (void)
{
    const guint events = cvpn_test_setting ("CVPN_TEST_EVENTS", 20000);

    for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
        for (guint pending = 1; pending <= 10000; pending *= 10) {
            Pair pair;

            start (&pair);
            for (guint k = 0; k < pending; k++)
                push (&pair, delays[i].draw (pair.random));
            while (pair.pushes < events && pop (&pair))
                push_ahead (&pair, delays[i].draw (pair.random));
            finish (&pair, delays[i].name);
        }
}

/* The size of delays changes by six orders of magnitude, to and fro. */
static void
agrees_when_scale_changes (void)
{
    Pair pair;

    start (&pair);
    for (guint phase = 0; phase < 6; phase++) {
        const double mean = phase % 2 == 0 ? 1e9 : 1e3;
        for (guint k = 0; k < 4000; k++) {
            push_ahead (&pair, (gint64) draw_exponential (pair.random, mean));
            if (k > 1000)
                pop (&pair);
        }
    }
    finish (&pair, "scale changes");
}

/* Each event of a burst at one instant schedules another one at it, until
 * there were enough. */
static void
keeps_order_within_instant (void)
{
    Pair pair;

    start (&pair);
    push (&pair, 4);
    for (guint32 i = 0; i < 3000; i++)
        push (&pair, 5);
    push (&pair, 6);
    while (pop (&pair))
        if (pair.now == 5 && pair.pushes < 15000) {
            push (&pair, 5);
            push (&pair, 5 + pair.pushes % 3);
        }
    finish (&pair, "instant");
}

/* Later pushes go before earlier ones, at once and between pops. */
static void
takes_decreasing_times (void)
{
    Pair pair;

    start (&pair);
    for (gint64 time = 20000; time > 10000; time--)
        push (&pair, time);
    pop (&pair);
    for (gint64 time = 30000; time > 10001; time--)
        push (&pair, time);
    finish (&pair, "decreasing");
}

/* What is pushed after each pop lies just before what was to be next, so that
 * buckets get narrower and narrower: with 'most' it is tried how deep that may
 * go. */
static void
takes_ever_nearer_times (void)
{
    Pair pair;
    gint64 ahead = G_MAXINT64 / 2;

    start (&pair);
    for (guint round = 0; round < 400 && ahead > 200; round++) {
        push_ahead (&pair, 1);
        for (gint64 k = 0; k < 70; k++)
            push_ahead (&pair, ahead - k);
        pop (&pair);
        ahead -= MAX (ahead / 12, 100);
    }
    finish (&pair, "ever nearer");
}

static void
takes_last_times_there_are (void)
{
    Pair pair;

    start (&pair);
    for (gint64 i = 0; i < 2000; i++) {
        push (&pair, G_MAXINT64 - i % 100);
        push (&pair, G_MAXINT64);
        push (&pair, i % 7);
    }
    for (guint i = 0; i < 4000; i++)
        pop (&pair);
    for (guint i = 0; i < 2000; i++)
        push_ahead (&pair, i % 3);
    finish (&pair, "last times");
}

static void
empties_and_fills_again (void)
{
    Pair pair;

    start (&pair);
    for (guint n = 1; n < 5000; n = n * 3 / 2 + 1) {
        for (guint i = 0; i < n; i++)
            push_ahead (&pair, delay_exponential (pair.random));
        while (pop (&pair))
            ;
    }
    finish (&pair, "empties");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "takes the earliest first", takes_earliest_first },
        { "agrees with a sorted list at random", agrees_at_random },
        { "agrees with it when as many go in as come out", agrees_when_held },
        { "agrees with it when delays change by orders of magnitude", agrees_when_scale_changes },
        { "keeps the order within an instant", keeps_order_within_instant },
        { "takes times that decrease", takes_decreasing_times },
        { "takes times that come ever nearer", takes_ever_nearer_times },
        { "takes the last times there are", takes_last_times_there_are },
        { "empties and fills again", empties_and_fills_again },
    };

    return cvpn_test_main ("event_queue", tests, G_N_ELEMENTS (tests));
}
