/* event_bucket: the pool of chunks. */
#include "sim/event_bucket.h"

/* Blocks grow with what is there already, so that a small simulation takes
 * little, and a large one asks seldom. */
#define FIRST_CHUNKS 64u
#define MOST_CHUNKS  4096u

void
cvpn_event_pool_init (CvpnEventPool *pool)
{
    pool->free = NULL;
    pool->blocks = g_ptr_array_new_with_free_func (g_aligned_free);
}

void
cvpn_event_pool_clear (CvpnEventPool *pool)
{
    g_clear_pointer (&pool->blocks, g_ptr_array_unref);
}

static void
add_block (CvpnEventPool *pool)
{
    const guint n = MIN (FIRST_CHUNKS << MIN (pool->blocks->len, 16), MOST_CHUNKS);
    CvpnEventChunk *chunks = g_aligned_alloc (n, sizeof (CvpnEventChunk), sizeof (CvpnEventChunk));

    g_ptr_array_add (pool->blocks, chunks);
    for (guint i = n; i-- > 0;) {
        chunks[i].next = pool->free;
        pool->free = &chunks[i];
    }
}

void
cvpn_event_bucket_grow (CvpnEventBucket *bucket, CvpnEventPool *pool)
{
    if (pool->free == NULL)
        add_block (pool);

    CvpnEventChunk *chunk = pool->free;

    pool->free = chunk->next;
    chunk->next = NULL;
    if (bucket->first == NULL)
        bucket->first = chunk;
    else
        ((CvpnEventChunk *) (gpointer) bucket->end - 1)->next = chunk;
    bucket->end = chunk->events;
}
