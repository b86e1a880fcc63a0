/* queue_pair: what comes out is compared with the list, and what is said of it before. */
#include "queue_pair.h"

#include "support.h"

static gint
compare (gconstpointer left, gconstpointer right, gpointer unused)
{
    const CvpnEvent *a = left, *b = right;

    (void) unused;
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    return a->a < b->a ? -1 : a->a > b->a;
}

void
queue_pair_start (QueuePair *pair)
{
    *pair = (QueuePair){
        .queue = cvpn_event_queue_new (),
        .list = g_sequence_new (g_free),
        .random = g_rand_new_with_seed (cvpn_test_setting ("CVPN_TEST_SEED", 20240607)),
    };
}

void
queue_pair_push (QueuePair *pair, gint64 time)
{
    const CvpnEvent event = {
        .time = time, .kind = 7, .a = pair->pushes, .b = ~pair->pushes, .c = 3
    };
    const gboolean sure = cvpn_event_queue_would_be_next (pair->queue, time);

    pair->pushes++;
    cvpn_event_queue_push (pair->queue, event);
    const GSequenceIter *at =
        g_sequence_insert_sorted (pair->list, g_memdup2 (&event, sizeof event), compare, NULL);
    if (sure && at != g_sequence_get_begin_iter (pair->list))
        pair->faults++;
    pair->sure += sure;
}

void
queue_pair_push_ahead (QueuePair *pair, gint64 delay)
{
    queue_pair_push (pair, delay > G_MAXINT64 - pair->now ? G_MAXINT64 : pair->now + delay);
}

static gboolean
is_same (const CvpnEvent *a, const CvpnEvent *b)
{
    return a->time == b->time && a->kind == b->kind && a->a == b->a && a->b == b->b && a->c == b->c;
}

/* What the queue knows already must be what is to come. */
static void
check_ahead (QueuePair *pair)
{
    GSequenceIter *at = g_sequence_get_begin_iter (pair->list);

    for (guint n = 0; n < QUEUE_PAIR_KNOWN_AHEAD; n++, at = g_sequence_iter_next (at)) {
        const CvpnEvent *event = cvpn_event_queue_ahead (pair->queue, n);

        if (event == NULL)
            continue;
        pair->known[n]++;
        if (g_sequence_iter_is_end (at) || !is_same (event, g_sequence_get (at)))
            pair->faults++;
    }
}

gboolean
queue_pair_pop (QueuePair *pair)
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
    pair->pops++;
    check_ahead (pair);
    return pair->faults == 0; /* what comes after a fault says nothing */
}

void
queue_pair_finish (QueuePair *pair, const char *name)
{
    while (queue_pair_pop (pair))
        ;
    if (pair->faults > 0)
        g_print ("%s: wrong from push %u on, at %" G_GINT64_FORMAT " ns\n", name, pair->pushes,
                 pair->now);
    cvpn_assert_int (pair->faults, 0);
    cvpn_event_queue_free (pair->queue);
    g_sequence_free (pair->list);
    g_rand_free (pair->random);
}
