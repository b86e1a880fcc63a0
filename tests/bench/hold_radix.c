/* hold_radix: a radix heap (Ahuja, Mehlhorn, Orlin and Tarjan, JACM 37, 1990),
 * for times that do not go back.
 *
 * A time is a number of eleven digits of six bits.  An event lies in the bucket
 * of the highest digit in which its time differs from 'last', and of what that
 * digit is.  When its turn comes, a bucket with few events is sorted into
 * 'near', as in our queue; one with more is shared out over the digits below.
 * So no width is ever looked for.  Equal times lie in one place. */
#include "hold_others.h"
#include "sim/event_bucket.h"

#define BITS   6
#define DIGITS (1u << BITS) /* as many as a word of flags has bits */
#define LEVELS 11
#define NEAR   64
#define SORTED (NEAR / 2)

typedef struct {
    CvpnEvent *first, *end; /* of what is near */
    gint64 reach;           /* up to here everything is near */
    gint64 last;            /* no bucket has anything before it */
    guint levels;           /* those with events, a bit each */
    guint64 digits[LEVELS]; /* likewise */
    CvpnEventPool pool;
    CvpnEventBucket buckets[LEVELS][DIGITS];
    CvpnEvent near[2 * NEAR]; /* the first half is room to insert into */
} Radix;

static gpointer
create (void)
{
    Radix *self = g_new0 (Radix, 1);

    cvpn_event_pool_init (&self->pool);
    self->first = self->end = self->near + NEAR;
    self->reach = -1;
    return self;
}

static void
destroy (gpointer queue)
{
    Radix *self = queue;

    cvpn_event_pool_clear (&self->pool);
    g_free (self);
}

static void
store (Radix *self, const CvpnEvent *event)
{
    const guint64 difference = (guint64) (event->time ^ self->last) | 1;
    const guint level = (63 - (guint) __builtin_clzll (difference)) / BITS;
    const guint digit = (guint) (event->time >> (BITS * level)) % DIGITS;

    cvpn_event_bucket_append (&self->buckets[level][digit], &self->pool, event);
    self->digits[level] |= 1ull << digit;
    self->levels |= 1u << level;
}

static void
insert_near (Radix *self, const CvpnEvent *event)
{
    CvpnEvent *at = self->first--;

    for (; at < self->end && at->time <= event->time; at++)
        at[-1] = at[0];
    at[-1] = *event;
}

static void
push (gpointer queue, const CvpnEvent *event)
{
    Radix *self = queue;

    if (event->time <= self->reach) {
        if (self->end - self->first < NEAR) {
            insert_near (self, event);
            return;
        }
        for (const CvpnEvent *near = self->first; near < self->end; near++)
            store (self, near);
        self->first = self->end = self->near + NEAR;
        self->reach = -1;
    }
    store (self, event);
}

static void
sort_chunk (Radix *self, CvpnEventBucket *bucket)
{
    const CvpnEventChunk *chunk = bucket->first;
    const gsize n = cvpn_event_bucket_count (bucket, chunk);

    for (gsize i = 0; i < n; i++) {
        CvpnEvent *at = self->end++;

        for (; at > self->first && at[-1].time > chunk->events[i].time; at--)
            at[0] = at[-1];
        at[0] = chunk->events[i];
    }
    cvpn_event_bucket_drop_chunk (bucket, &self->pool);
}

static void
share_out (Radix *self, CvpnEventBucket bucket)
{
    while (!cvpn_event_bucket_is_empty (&bucket)) {
        const CvpnEventChunk *chunk = bucket.first;
        const gsize n = cvpn_event_bucket_count (&bucket, chunk);

        __builtin_prefetch (chunk->next);
        for (gsize i = 0; i < n; i++)
            store (self, &chunk->events[i]);
        cvpn_event_bucket_drop_chunk (&bucket, &self->pool);
    }
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

/* The level and digit of the next bucket; returns the earliest time that belongs there. */
static gint64
find_next (const Radix *self, guint *level, guint *digit)
{
    *level = (guint) __builtin_ctz (self->levels);
    *digit = (guint) __builtin_ctzll (self->digits[*level]);

    const guint shift = BITS * *level;
    const guint64 above = *level == LEVELS - 1 ? 0 : (guint64) self->last >> shift >> BITS << BITS;

    return (gint64) ((above | *digit) << shift);
}

static void
forget (Radix *self, guint level, guint digit)
{
    self->digits[level] &= ~(1ull << digit);
    if (self->digits[level] == 0)
        self->levels &= ~(1u << level);
}

static void
refill (Radix *self)
{
    guint level, digit;

    self->first = self->end = self->near + NEAR;
    for (;;) {
        self->last = find_next (self, &level, &digit);

        CvpnEventBucket *bucket = &self->buckets[level][digit];

        if (level == 0) { /* an instant: read from the front, while more may come */
            sort_chunk (self, bucket);
            if (cvpn_event_bucket_is_empty (bucket))
                forget (self, level, digit);
            self->reach = self->last - 1;
            return;
        }
        forget (self, level, digit);
        if (is_small (bucket)) {
            while (!cvpn_event_bucket_is_empty (bucket))
                sort_chunk (self, bucket);
            break;
        }

        const CvpnEventBucket all = *bucket;

        *bucket = (CvpnEventBucket){ 0 };
        share_out (self, all);
    }
    self->reach = self->levels == 0 ? G_MAXINT64 : find_next (self, &level, &digit) - 1;
}

static void
pop (gpointer queue, CvpnEvent *event)
{
    Radix *self = queue;

    if (self->first == self->end)
        refill (self);
    *event = *self->first++;
}

const HoldQueue hold_radix = { "radix heap", 1, 10000000, create, push, pop, destroy };
