/* event_queue: a 4-ary heap.
 *
 * Four children to a node halve the depth of a binary heap, and the four stand
 * side by side in two cache lines.  A hole moves instead of pairs being
 * swapped, so an event is written once per level. */
#include "sim/event_queue.h"

#define CHILDREN       4
#define FIRST_CAPACITY 1024

struct CvpnEventQueue {
    CvpnEvent *events;
    gsize size, capacity;
    guint64 next_sequence;
};

CvpnEventQueue *
cvpn_event_queue_new (void)
{
    CvpnEventQueue *queue = g_new0 (CvpnEventQueue, 1);

    queue->capacity = FIRST_CAPACITY;
    queue->events = g_new (CvpnEvent, queue->capacity);
    return queue;
}

void
cvpn_event_queue_free (CvpnEventQueue *queue)
{
    if (queue == NULL)
        return;
    g_free (queue->events);
    g_free (queue);
}

static gboolean
precedes (const CvpnEvent *a, const CvpnEvent *b)
{
    return a->time != b->time ? a->time < b->time : a->sequence < b->sequence;
}

/* Moves the hole at 'hole' towards the root until 'event' fits. */
static void
sift_up (CvpnEvent *events, gsize hole, const CvpnEvent *event)
{
    while (hole > 0) {
        const gsize parent = (hole - 1) / CHILDREN;

        if (!precedes (event, &events[parent]))
            break;
        events[hole] = events[parent];
        hole = parent;
    }
    events[hole] = *event;
}

static gsize
first_child (const CvpnEvent *events, gsize size, gsize parent)
{
    const gsize begin = parent * CHILDREN + 1;
    const gsize end = MIN (begin + CHILDREN, size);
    gsize first = begin;

    for (gsize i = begin + 1; i < end; i++)
        if (precedes (&events[i], &events[first]))
            first = i;
    return first;
}

/* Moves the hole at the root towards the leaves until 'event' fits. */
static void
sift_down (CvpnEvent *events, gsize size, const CvpnEvent *event)
{
    gsize hole = 0;

    while (hole * CHILDREN + 1 < size) {
        const gsize child = first_child (events, size, hole);

        if (!precedes (&events[child], event))
            break;
        events[hole] = events[child];
        hole = child;
    }
    events[hole] = *event;
}

void
cvpn_event_queue_push (CvpnEventQueue *queue, CvpnEvent event)
{
    if (queue->size == queue->capacity) {
        queue->capacity *= 2;
        queue->events = g_renew (CvpnEvent, queue->events, queue->capacity);
    }
    event.sequence = queue->next_sequence++;
    sift_up (queue->events, queue->size++, &event);
}

CvpnEvent
cvpn_event_queue_pop (CvpnEventQueue *queue)
{
    g_assert (queue->size > 0);

    const CvpnEvent first = queue->events[0];
    const CvpnEvent last = queue->events[--queue->size];

    if (queue->size > 0)
        sift_down (queue->events, queue->size, &last);
    return first;
}

const CvpnEvent *
cvpn_event_queue_peek (const CvpnEventQueue *queue)
{
    return queue->size > 0 ? &queue->events[0] : NULL;
}

gsize
cvpn_event_queue_size (const CvpnEventQueue *queue)
{
    return queue->size;
}
