/* arena: blocks, each twice as large as the one before up to a bound, so that a small arena
 * costs little and a large one few blocks. */
#include "base/arena.h"

#include <stdalign.h>
#include <stddef.h>
#include <string.h>

#define BLOCK_MIN ((gsize) 1 << 12)
#define BLOCK_MAX ((gsize) 1 << 20)

typedef struct Block Block;

struct Block {
    Block *before;
    alignas (max_align_t) char bytes[];
};

struct CvpnArena {
    Block *last;
    gsize size, used; /* of the last block */
};

CvpnArena *
cvpn_arena_new (void)
{
    return g_new0 (CvpnArena, 1);
}

void
cvpn_arena_free (CvpnArena *arena)
{
    if (!arena)
        return;
    for (Block *block = arena->last, *before; block; block = before) {
        before = block->before;
        g_free (block);
    }
    g_free (arena);
}

static void
add_block (CvpnArena *arena, gsize wanted)
{
    const gsize next = CLAMP (2 * arena->size, BLOCK_MIN, BLOCK_MAX);
    Block *block = NULL;

    arena->size = MAX (next, wanted);
    block = g_malloc (sizeof *block + arena->size);
    block->before = arena->last;
    arena->last = block;
    arena->used = 0;
}

gpointer
cvpn_arena_take (CvpnArena *arena, gsize size)
{
    const gsize align = alignof (max_align_t);
    const gsize wanted = (size + align - 1) / align * align;

    if (arena->size - arena->used < wanted)
        add_block (arena, wanted);
    arena->used += wanted;
    return arena->last->bytes + arena->used - wanted;
}

char *
cvpn_arena_text (CvpnArena *arena, const char *text)
{
    const gsize size = text ? strlen (text) + 1 : 0;

    return text ? memcpy (cvpn_arena_take (arena, size), text, size) : NULL;
}
