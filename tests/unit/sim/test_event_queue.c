/* event_queue against a sorted list: what comes out is sorted by time, and by
 * the order of the pushes where times are equal.
 *
 * With it goes what the queue says of events before they come out (queue_pair.h).
 * CVPN_TEST_SEED: another seed.  CVPN_TEST_EVENTS: how many pushes a
 * distribution of delays is tried with. */
#include <math.h>

#include "queue_pair.h"
#include "support.h"

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
        QueuePair pair;

        queue_pair_start (&pair);
        while (pair.pushes < events && pair.faults == 0) {
            const gboolean grows = g_rand_boolean (pair.random);
            const int length = g_rand_int_range (pair.random, 1, 1500);
            for (int k = 0; k < length && pair.faults == 0; k++)
                if (g_rand_int_range (pair.random, 0, 10) < (grows ? 7 : 3))
                    queue_pair_push_ahead (&pair, delays[i].draw (pair.random));
                else
                    queue_pair_pop (&pair);
        }
        queue_pair_finish (&pair, delays[i].name);
    }
}

/* The hold model: as many go in as come out. */
static void
agrees_when_held (void)
{
    const guint events = cvpn_test_setting ("CVPN_TEST_EVENTS", 20000);

    for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
        for (guint pending = 1; pending <= 10000; pending *= 10) {
            QueuePair pair;

            queue_pair_start (&pair);
            for (guint k = 0; k < pending; k++)
                queue_pair_push (&pair, delays[i].draw (pair.random));
            while (pair.pushes < events && queue_pair_pop (&pair))
                queue_pair_push_ahead (&pair, delays[i].draw (pair.random));
            queue_pair_finish (&pair, delays[i].name);
        }
}

/* The size of delays changes by six orders of magnitude, to and fro. */
static void
agrees_when_scale_changes (void)
{
    QueuePair pair;

    queue_pair_start (&pair);
    for (guint phase = 0; phase < 6; phase++) {
        const double mean = phase % 2 == 0 ? 1e9 : 1e3;
        for (guint k = 0; k < 4000; k++) {
            queue_pair_push_ahead (&pair, (gint64) draw_exponential (pair.random, mean));
            if (k > 1000)
                queue_pair_pop (&pair);
        }
    }
    queue_pair_finish (&pair, "scale changes");
}

/* Each event of a burst at one instant schedules another one at it, until
 * there were enough. */
static void
keeps_order_within_instant (void)
{
    QueuePair pair;

    queue_pair_start (&pair);
    queue_pair_push (&pair, 4);
    for (guint32 i = 0; i < 3000; i++)
        queue_pair_push (&pair, 5);
    queue_pair_push (&pair, 6);
    while (queue_pair_pop (&pair))
        if (pair.now == 5 && pair.pushes < 15000) {
            queue_pair_push (&pair, 5);
            queue_pair_push (&pair, 5 + pair.pushes % 3);
        }
    queue_pair_finish (&pair, "instant");
}

/* Later pushes go before earlier ones, at once and between pops. */
static void
takes_decreasing_times (void)
{
    QueuePair pair;

    queue_pair_start (&pair);
    for (gint64 time = 20000; time > 10000; time--)
        queue_pair_push (&pair, time);
    queue_pair_pop (&pair);
    for (gint64 time = 30000; time > 10001; time--)
        queue_pair_push (&pair, time);
    queue_pair_finish (&pair, "decreasing");
}

/* What is pushed after each pop lies just before what was to be next, so that
 * buckets get narrower and narrower: with 'most' it is tried how deep that may
 * go. */
static void
takes_ever_nearer_times (void)
{
    QueuePair pair;
    gint64 ahead = G_MAXINT64 / 2;

    queue_pair_start (&pair);
    for (guint round = 0; round < 400 && ahead > 200; round++) {
        queue_pair_push_ahead (&pair, 1);
        for (gint64 k = 0; k < 70; k++)
            queue_pair_push_ahead (&pair, ahead - k);
        queue_pair_pop (&pair);
        ahead -= MAX (ahead / 12, 100);
    }
    queue_pair_finish (&pair, "ever nearer");
}

static void
takes_last_times_there_are (void)
{
    QueuePair pair;

    queue_pair_start (&pair);
    for (gint64 i = 0; i < 2000; i++) {
        queue_pair_push (&pair, G_MAXINT64 - i % 100);
        queue_pair_push (&pair, G_MAXINT64);
        queue_pair_push (&pair, i % 7);
    }
    for (guint i = 0; i < 4000; i++)
        queue_pair_pop (&pair);
    for (guint i = 0; i < 2000; i++)
        queue_pair_push_ahead (&pair, i % 3);
    queue_pair_finish (&pair, "last times");
}

static void
empties_and_fills_again (void)
{
    QueuePair pair;

    queue_pair_start (&pair);
    for (guint n = 1; n < 5000; n = n * 3 / 2 + 1) {
        for (guint i = 0; i < n; i++)
            queue_pair_push_ahead (&pair, delay_exponential (pair.random));
        while (queue_pair_pop (&pair))
            ;
    }
    queue_pair_finish (&pair, "empties");
}

/* Among events that are spread, what comes next is nearly always known, to who asks behind each
 * pop; and so is that an event at this moment goes before them. */
static void
knows_what_comes_soon (void)
{
    QueuePair pair;

    queue_pair_start (&pair);
    for (guint k = 0; k < 10000; k++)
        queue_pair_push (&pair, delay_exponential (pair.random));
    for (guint k = 0; k < 20000; k++) {
        queue_pair_pop (&pair);
        queue_pair_push_ahead (&pair, delay_exponential (pair.random));
    }
    CU_ASSERT (pair.known[3] > pair.pops / 100 * 99);
    CU_ASSERT (pair.known[1] >= pair.known[3]);

    const guint sure = pair.sure;
    for (guint k = 0; k < 1000; k++) {
        queue_pair_push_ahead (&pair, 0);
        queue_pair_pop (&pair);
    }
    CU_ASSERT (pair.sure - sure > 990);
    queue_pair_finish (&pair, "soon");
}

/* Of an event at the time of another, the one that was pushed first goes first. */
static void
is_not_sure_of_equal_times (void)
{
    g_autoptr (CvpnEventQueue) queue = cvpn_event_queue_new ();
    CvpnEvent event;

    for (guint32 i = 0; i < 3; i++)
        cvpn_event_queue_push (queue, (CvpnEvent){ .time = 5 + 5 * i, .a = i });
    CU_ASSERT_TRUE (cvpn_event_queue_pop (queue, &event));
    CU_ASSERT_TRUE (cvpn_event_queue_would_be_next (queue, 5));
    CU_ASSERT_TRUE (cvpn_event_queue_would_be_next (queue, 9));
    CU_ASSERT_FALSE (cvpn_event_queue_would_be_next (queue, 10));
    CU_ASSERT_FALSE (cvpn_event_queue_would_be_next (queue, 15));
    cvpn_assert_int (cvpn_event_queue_ahead (queue, 0)->a, 1);
    cvpn_assert_int (cvpn_event_queue_ahead (queue, 1)->a, 2);
    CU_ASSERT_PTR_NULL (cvpn_event_queue_ahead (queue, 2));
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
        { "knows what comes soon", knows_what_comes_soon },
        { "is not sure of equal times", is_not_sure_of_equal_times },
    };

    return cvpn_test_main ("event_queue", tests, G_N_ELEMENTS (tests));
}
