/* event_queue: what is to happen, in the order (time, sequence of the pushes).
 *
 * Equal times keep the order in which they were pushed.  Events are values in
 * chunks of memory that are reused: no allocation per event.  Push and pop take
 * constant time on average; how that comes about is told in event_queue.c. */
#pragma once

#include <glib.h>

/* What a, b and c say depends on 'kind'. */
typedef struct {
    guint32 kind;
    guint32 a, b, c;
    gint64 time; /* ns, not negative */
} CvpnEvent;

typedef struct CvpnEventQueue CvpnEventQueue;

CvpnEventQueue *cvpn_event_queue_new (void);
void cvpn_event_queue_free (CvpnEventQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnEventQueue, cvpn_event_queue_free)

/* Time does not go back: never before the event that was popped last. */
void cvpn_event_queue_put (CvpnEventQueue *queue, gint64 time, guint32 kind, guint32 a, guint32 b,
                           guint32 c);

/* As an event; its members travel in registers, which a struct of this size does not. */
static inline void
cvpn_event_queue_push (CvpnEventQueue *queue, CvpnEvent event)
{
    cvpn_event_queue_put (queue, event.time, event.kind, event.a, event.b, event.c);
}

/* Takes the first event out of the queue; FALSE if there is none. */
gboolean cvpn_event_queue_pop (CvpnEventQueue *queue, CvpnEvent *event);

/* The event that will be popped after 'n' others, if nothing is pushed before it and it is known
 * already; NULL: it is not. */
const CvpnEvent *cvpn_event_queue_ahead (const CvpnEventQueue *queue, guint n);

/* TRUE if an event at 'time' that is pushed now would be the next one for sure.  Constant
 * time, cheaper than to push and pop it. */
gboolean cvpn_event_queue_would_be_next (const CvpnEventQueue *queue, gint64 time);

/* How many events are pending. */
gsize cvpn_event_queue_size (const CvpnEventQueue *queue);
