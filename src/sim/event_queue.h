/* event_queue: what is to happen, in the order (time, sequence).
 *
 * The sequence is that of the pushes, so equal times keep the order in which
 * they were scheduled.  Events are values in one array that grows and is never
 * shrunk: no allocation per event.  Push and pop are logarithmic. */
#pragma once

#include <glib.h>

/* What a, b and c say depends on 'kind'. */
typedef struct {
    gint64 time;
    guint64 sequence; /* given by push */
    guint32 kind;
    guint32 a, b, c;
} CvpnEvent;

typedef struct CvpnEventQueue CvpnEventQueue;

CvpnEventQueue *cvpn_event_queue_new (void);
void cvpn_event_queue_free (CvpnEventQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnEventQueue, cvpn_event_queue_free)

void cvpn_event_queue_push (CvpnEventQueue *queue, CvpnEvent event);

/* Removes and returns the first event; there must be one. */
CvpnEvent cvpn_event_queue_pop (CvpnEventQueue *queue);

/* The first event, valid until the next push or pop; NULL if there is none. */
const CvpnEvent *cvpn_event_queue_peek (const CvpnEventQueue *queue);

gsize cvpn_event_queue_size (const CvpnEventQueue *queue);
