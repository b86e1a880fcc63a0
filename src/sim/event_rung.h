/* event_rung: a stretch of time, cut into buckets of equal width.
 *
 * The width is a power of two in ns, and is found from the events that are
 * there when the rung is made: their number, the earliest and the latest of
 * them.  Behind the last bucket of that width stands one more, for what is
 * pushed later and lies beyond them. */
#pragma once

#include "sim/event_bucket.h"

typedef struct {
    gint64 start, last; /* ns; 'last' still belongs to the rung */
    guint shift;        /* a bucket is 2^shift ns wide */
    guint n;            /* buckets of that width; [n] is the one beyond */
    guint current;      /* all before this one are done with */
    CvpnEventBucket *buckets;
} CvpnEventRung;

/* The rung's memory, for any number of buckets that it may come to have. */
void cvpn_event_rung_init (CvpnEventRung *rung);
void cvpn_event_rung_clear (CvpnEventRung *rung);

/* Empty, with no bucket but the one beyond. */
void cvpn_event_rung_open (CvpnEventRung *rung, gint64 last);

/* Empty, with buckets of a width that suits the events of 'source'. */
void cvpn_event_rung_open_for (CvpnEventRung *rung, const CvpnEventBucket *source, gint64 last);

/* Goes to the next bucket that has events; FALSE if there is none. */
gboolean cvpn_event_rung_seek (CvpnEventRung *rung);

/* The first and last time of the current bucket. */
gint64 cvpn_event_rung_begin (const CvpnEventRung *rung);
gint64 cvpn_event_rung_end (const CvpnEventRung *rung);

/* All events of the current bucket have the same time. */
static inline gboolean
cvpn_event_rung_is_instant (const CvpnEventRung *rung)
{
    return rung->shift == 0 && rung->current < rung->n;
}

/* Where an event at 'time' belongs. */
static inline CvpnEventBucket *
cvpn_event_rung_bucket (const CvpnEventRung *rung, gint64 time)
{
    const guint64 index = (guint64) (time - rung->start) >> rung->shift;

    return &rung->buckets[MIN (index, rung->n)];
}
