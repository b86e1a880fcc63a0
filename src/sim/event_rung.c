/* event_rung: how wide the buckets are. */
#include "sim/event_rung.h"

#include <string.h>

/* So many that the ends of all buckets fit into the second-level cache of a
 * processor, as they are written to in any order. */
#define MOST_BUCKETS 1024u

/* Few events for a bucket, so that it is quickly sorted; more than one, so
 * that few buckets are empty. */
#define EVENTS_PER_BUCKET 2

void
cvpn_event_rung_init (CvpnEventRung *rung)
{
    rung->buckets = g_new (CvpnEventBucket, MOST_BUCKETS + 1);
}

void
cvpn_event_rung_clear (CvpnEventRung *rung)
{
    g_clear_pointer (&rung->buckets, g_free);
}

static void
set_buckets (CvpnEventRung *rung, guint n)
{
    rung->n = n;
    rung->current = 0;
    memset (rung->buckets, 0, (n + 1) * sizeof (CvpnEventBucket));
}

void
cvpn_event_rung_open (CvpnEventRung *rung, gint64 last)
{
    rung->start = 0;
    rung->last = last;
    rung->shift = 0;
    set_buckets (rung, 0);
}

void
cvpn_event_rung_open_for (CvpnEventRung *rung, const CvpnEventBucket *source, gint64 last)
{
    gint64 earliest = G_MAXINT64, latest = 0;
    gsize count = 0;

    for (const CvpnEventChunk *chunk = source->first; chunk != NULL; chunk = chunk->next) {
        const gsize n = cvpn_event_bucket_count (source, chunk);

        __builtin_prefetch (chunk->next);
        for (gsize i = 0; i < n; i++) {
            earliest = MIN (earliest, chunk->events[i].time);
            latest = MAX (latest, chunk->events[i].time);
        }
        count += n;
    }

    const guint64 span = (guint64) (latest - earliest);
    const gsize most = CLAMP (count / EVENTS_PER_BUCKET, 1, MOST_BUCKETS);

    rung->start = earliest;
    rung->last = last;
    rung->shift = 0;
    while (span >> rung->shift >= most)
        rung->shift++;
    set_buckets (rung, (guint) (span >> rung->shift) + 1);
}

gboolean
cvpn_event_rung_seek (CvpnEventRung *rung)
{
    while (rung->current <= rung->n) {
        if (!cvpn_event_bucket_is_empty (&rung->buckets[rung->current]))
            return TRUE;
        rung->current++;
    }
    return FALSE;
}

gint64
cvpn_event_rung_begin (const CvpnEventRung *rung)
{
    return (gint64) ((guint64) rung->start + ((guint64) rung->current << rung->shift));
}

gint64
cvpn_event_rung_end (const CvpnEventRung *rung)
{
    const guint64 next = (guint64) rung->start + ((guint64) (rung->current + 1) << rung->shift);

    return rung->current == rung->n ? rung->last : (gint64) MIN (next - 1, (guint64) rung->last);
}
