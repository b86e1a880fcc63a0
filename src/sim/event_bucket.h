/* event_bucket: a heap of events in the literal sense, in the order in which
 * they were thrown on it.
 *
 * A bucket is a chain of chunks of ten events.  A chunk is four cache lines and
 * begins at a multiple of its size, so where the next event goes also tells
 * whether the chunk is full: an append reads the bucket, and writes the event.
 * Chunks come from a pool and go back to it as soon as they have been read. */
#pragma once

#include "sim/event_queue.h"

#define CVPN_EVENTS_IN_CHUNK 10

typedef struct CvpnEventChunk CvpnEventChunk;

struct CvpnEventChunk {
    CvpnEventChunk *next;
    guint64 unused; /* makes it a power of two */
    CvpnEvent events[CVPN_EVENTS_IN_CHUNK];
};

G_STATIC_ASSERT (sizeof (CvpnEventChunk) == 256);

typedef struct {
    CvpnEventChunk *free;
    GPtrArray *blocks; /* owned memory of the chunks */
} CvpnEventPool;

/* All zeros: empty. */
typedef struct {
    CvpnEventChunk *first;
    CvpnEvent *end; /* behind the last event */
} CvpnEventBucket;

void cvpn_event_pool_init (CvpnEventPool *pool);
void cvpn_event_pool_clear (CvpnEventPool *pool);

/* Adds a chunk to the chain. */
void cvpn_event_bucket_grow (CvpnEventBucket *bucket, CvpnEventPool *pool);

static inline void
cvpn_event_bucket_append (CvpnEventBucket *bucket, CvpnEventPool *pool, const CvpnEvent *event)
{
    if ((guintptr) bucket->end % sizeof (CvpnEventChunk) == 0)
        cvpn_event_bucket_grow (bucket, pool);
    *bucket->end++ = *event;
}

static inline gboolean
cvpn_event_bucket_is_empty (const CvpnEventBucket *bucket)
{
    return bucket->first == NULL;
}

/* How many events are in 'chunk', which is one of the bucket's. */
static inline gsize
cvpn_event_bucket_count (const CvpnEventBucket *bucket, const CvpnEventChunk *chunk)
{
    return chunk->next != NULL ? CVPN_EVENTS_IN_CHUNK : (gsize) (bucket->end - chunk->events);
}

/* Gives back the first chunk, which has been read. */
static inline void
cvpn_event_bucket_drop_chunk (CvpnEventBucket *bucket, CvpnEventPool *pool)
{
    CvpnEventChunk *chunk = bucket->first;

    bucket->first = chunk->next;
    if (bucket->first == NULL)
        bucket->end = NULL;
    chunk->next = pool->free;
    pool->free = chunk;
}
