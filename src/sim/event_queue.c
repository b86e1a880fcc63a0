/* event_queue: a ladder queue (Tang, Goh and Thng, ACM TOMACS 15, 2005).
 *
 * What is near is sorted, what is far is only sorted out roughly:
 *
 *   near     the next events, sorted, at most NEAR of them
 *   rungs    buckets of time; the last rung is the nearest, with the narrowest
 *
 * 'near' has everything up to and including the time 'reach'; each rung covers
 * what lies behind the one after it, up to its own 'last'.  When 'near' has nearly
 * run out, the next bucket that is not empty is sorted into it; one with too many
 * events becomes a further rung first.  When too much is pushed into 'near', it
 * becomes a rung, too.  So every width follows from the events that are there.
 *
 * Equal times always lie in the same place, each of which keeps the order of
 * the pushes; so events need no number.  A bucket that is one instant is not
 * sorted but read from its front, while more may be appended to it. */
#include "sim/event_rung.h"

#include <string.h>

#define NEAR 64
/* So many are known in advance, where there are, for who wants to prepare for them. */
#define AHEAD 4
/* A bucket with more events is not sorted but spread. */
#define SORTED (NEAR / 2)

/* Each rung is a fraction of the one before, so they are few; see 'gather'. */
#define MOST_RUNGS 32

struct CvpnEventQueue {
    CvpnEvent *first, *end; /* of what is near, in 'near' */
    gint64 reach;           /* -1: nothing may be put into 'near' */
    gint64 now;             /* of the event popped last */
    guint n_rungs;
    gsize in_rungs; /* events */
    CvpnEventPool pool;
    CvpnEventRung rungs[MOST_RUNGS];
    CvpnEvent near[2 * NEAR]; /* the first half is room to insert into */
};

/* The next rung to use, with its memory. */
static CvpnEventRung *
add_rung (CvpnEventQueue *queue)
{
    CvpnEventRung *rung = &queue->rungs[queue->n_rungs++];

    if (rung->buckets == NULL)
        cvpn_event_rung_init (rung);
    return rung;
}

/* Nothing is sorted until something is asked for. */
static void
open_unsorted (CvpnEventQueue *queue, gint64 last)
{
    cvpn_event_rung_open (add_rung (queue), last);
    queue->first = queue->end = queue->near + NEAR;
    queue->reach = -1;
}

CvpnEventQueue *
cvpn_event_queue_new (void)
{
    CvpnEventQueue *queue = g_new0 (CvpnEventQueue, 1);

    cvpn_event_pool_init (&queue->pool);
    open_unsorted (queue, G_MAXINT64);
    return queue;
}

void
cvpn_event_queue_free (CvpnEventQueue *queue)
{
    if (queue == NULL)
        return;
    for (guint i = 0; i < MOST_RUNGS; i++)
        cvpn_event_rung_clear (&queue->rungs[i]);
    cvpn_event_pool_clear (&queue->pool);
    g_free (queue);
}

gsize
cvpn_event_queue_size (const CvpnEventQueue *queue)
{
    return queue->in_rungs + (gsize) (queue->end - queue->first);
}

static void
store (CvpnEventQueue *queue, const CvpnEvent *event)
{
    const CvpnEventRung *rung = &queue->rungs[queue->n_rungs - 1];

    while (event->time > rung->last)
        rung--;
    cvpn_event_bucket_append (cvpn_event_rung_bucket (rung, event->time), &queue->pool, event);
    queue->in_rungs++;
}

static void
move_all (CvpnEventQueue *queue, CvpnEventBucket *from, const CvpnEventRung *to)
{
    while (!cvpn_event_bucket_is_empty (from)) {
        const CvpnEventChunk *chunk = from->first;
        const gsize n = cvpn_event_bucket_count (from, chunk);

        __builtin_prefetch (chunk->next);
        for (gsize i = 0; i < n; i++)
            cvpn_event_bucket_append (cvpn_event_rung_bucket (to, chunk->events[i].time),
                                      &queue->pool, &chunk->events[i]);
        cvpn_event_bucket_drop_chunk (from, &queue->pool);
    }
}

/* Makes one unsorted rung of all: only pushes that are made for it lead to so
 * many rungs. */
static void
gather (CvpnEventQueue *queue)
{
    CvpnEventBucket all = { 0 };
    CvpnEventRung rung = { .buckets = &all };

    for (guint i = 0; i < queue->n_rungs; i++)
        for (guint k = queue->rungs[i].current; k <= queue->rungs[i].n; k++)
            move_all (queue, &queue->rungs[i].buckets[k], &rung);
    queue->n_rungs = 0;
    cvpn_event_rung_open (add_rung (queue), G_MAXINT64);
    queue->rungs[0].buckets[0] = all;
}

/* 'near' is full: what is in it becomes a rung. */
static void
put_away_near (CvpnEventQueue *queue)
{
    const CvpnEvent *first = queue->first, *end = queue->end;

    open_unsorted (queue, queue->reach);
    for (const CvpnEvent *event = first; event < end; event++)
        store (queue, event);
}

/* Events that go before it move one place to the front: mostly none. */
static void
insert_near (CvpnEventQueue *queue, const CvpnEvent *event)
{
    CvpnEvent *at = queue->first--;

    for (; at < queue->end && at->time <= event->time; at++)
        at[-1] = at[0];
    at[-1] = *event;
}

/* Out of the way of what is near, as most is. */
G_GNUC_NO_INLINE static void
put_away (CvpnEventQueue *queue, CvpnEvent event)
{
    if (event.time <= queue->reach)
        put_away_near (queue);
    store (queue, &event);
}

void
cvpn_event_queue_put (CvpnEventQueue *queue, gint64 time, guint32 kind, guint32 a, guint32 b,
                      guint32 c)
{
    const CvpnEvent event = { kind, a, b, c, time };

    g_assert (time >= queue->now);
    if (time <= queue->reach && queue->end - queue->first < NEAR)
        insert_near (queue, &event);
    else
        put_away (queue, event);
}

/* Sorts the first chunk of the bucket into 'near', from its end. */
static void
sort_chunk (CvpnEventQueue *queue, CvpnEventBucket *bucket)
{
    const CvpnEventChunk *chunk = bucket->first;
    const gsize n = cvpn_event_bucket_count (bucket, chunk);

    for (gsize i = 0; i < n; i++) {
        CvpnEvent *at = queue->end++;

        for (; at > queue->first && at[-1].time > chunk->events[i].time; at--)
            at[0] = at[-1];
        at[0] = chunk->events[i];
    }
    queue->in_rungs -= n;
    cvpn_event_bucket_drop_chunk (bucket, &queue->pool);
}

static gboolean
is_small (const CvpnEventBucket *bucket)
{
    gsize n = 0;

    for (const CvpnEventChunk *chunk = bucket->first; chunk != NULL && n <= SORTED;
         chunk = chunk->next)
        n += cvpn_event_bucket_count (bucket, chunk);
    return n <= SORTED;
}

/* Makes a rung of the current bucket of the last rung. */
static void
spread (CvpnEventQueue *queue)
{
    CvpnEventRung *rung = &queue->rungs[queue->n_rungs - 1];
    CvpnEventBucket bucket = rung->buckets[rung->current];
    const gint64 last = cvpn_event_rung_end (rung);

    rung->buckets[rung->current] = (CvpnEventBucket){ 0 };
    if (rung->current++ == rung->n)
        queue->n_rungs--;
    rung = add_rung (queue);
    cvpn_event_rung_open_for (rung, &bucket, last);
    move_all (queue, &bucket, rung);
}

/* Drops rungs that are done with; FALSE if all are. */
static gboolean
seek (CvpnEventQueue *queue)
{
    while (queue->n_rungs > 0 && !cvpn_event_rung_seek (&queue->rungs[queue->n_rungs - 1]))
        queue->n_rungs--;
    return queue->n_rungs > 0;
}

/* What is left of 'near' goes back to where it began. */
static void
rewind_near (CvpnEventQueue *queue)
{
    const gsize n = (gsize) (queue->end - queue->first);

    memmove (queue->near + NEAR, queue->first, n * sizeof *queue->first);
    queue->first = queue->near + NEAR;
    queue->end = queue->first + n;
}

/* Sorts the next events into 'near', behind what is left there; not those of an instant, which
 * must not be put away again when 'near' is full: they come once nothing is left. */
static void
refill (CvpnEventQueue *queue)
{
    const gboolean empty = queue->first == queue->end;
    CvpnEventRung *rung;

    rewind_near (queue);
    for (;; spread (queue)) {
        if (!seek (queue)) {
            queue->reach = G_MAXINT64;
            return;
        }
        rung = &queue->rungs[queue->n_rungs - 1];
        if (cvpn_event_rung_is_instant (rung)) {
            queue->reach = cvpn_event_rung_begin (rung) - 1;
            if (empty)
                sort_chunk (queue, &rung->buckets[rung->current]);
            return;
        }
        if (is_small (&rung->buckets[rung->current]))
            break;
        if (queue->n_rungs >= MOST_RUNGS - 1) /* one is for put_away_near */
            gather (queue);
    }
    while (!cvpn_event_bucket_is_empty (&rung->buckets[rung->current]))
        sort_chunk (queue, &rung->buckets[rung->current]);
    /* What is pushed before the next bucket that has events is near, too. */
    queue->reach =
        seek (queue) ? cvpn_event_rung_begin (&queue->rungs[queue->n_rungs - 1]) - 1 : G_MAXINT64;
}

gboolean
cvpn_event_queue_pop (CvpnEventQueue *queue, CvpnEvent *event)
{
    if (queue->end - queue->first <= AHEAD && queue->in_rungs > 0)
        refill (queue);
    if (queue->first == queue->end)
        return FALSE;
    *event = *queue->first++;
    queue->now = event->time;
    return TRUE;
}

/* Of equal times the one pushed before comes first. */
gboolean
cvpn_event_queue_would_be_next (const CvpnEventQueue *queue, gint64 time)
{
    return queue->first < queue->end ? time < queue->first->time : time <= queue->reach;
}

const CvpnEvent *
cvpn_event_queue_ahead (const CvpnEventQueue *queue, guint n)
{
    return queue->end - queue->first > n ? queue->first + n : NULL;
}
