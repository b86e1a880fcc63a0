/* slab: chunks of objects that never move, and a free list through them. */
#include "sim/slab.h"

#define NO_SLOT G_MAXUINT32

void
cvpn_slab_init (CvpnSlab *slab, gsize element_size)
{
    g_assert (element_size >= sizeof (CvpnSlot));
    *slab = (CvpnSlab){ .element_size = (element_size + CVPN_CACHE_LINE - 1) / CVPN_CACHE_LINE *
                                        CVPN_CACHE_LINE,
                        .first_free = NO_SLOT };
}

static guint32
count_chunks (const CvpnSlab *slab)
{
    return (slab->slots + CVPN_SLAB_CHUNK - 1) / CVPN_SLAB_CHUNK;
}

void
cvpn_slab_clear (CvpnSlab *slab)
{
    for (guint32 i = 0; i < count_chunks (slab); i++)
        g_aligned_free (slab->chunks[i]);
    g_clear_pointer (&slab->chunks, g_free);
    slab->slots = 0;
}

static void
append_slot (CvpnSlab *slab)
{
    const guint32 n = count_chunks (slab);

    if (slab->slots % CVPN_SLAB_CHUNK == 0) {
        slab->chunks = g_renew (char *, slab->chunks, n + 1);
        slab->chunks[n] = g_aligned_alloc0 (CVPN_SLAB_CHUNK, slab->element_size, CVPN_CACHE_LINE);
    }
    slab->first_free = slab->slots++;
    cvpn_slab_slot (slab, slab->first_free)->handle = (CvpnHandle){ NO_SLOT, 0 };
}

gpointer
cvpn_slab_take (CvpnSlab *slab)
{
    if (slab->first_free == NO_SLOT)
        append_slot (slab);

    const guint32 slot = slab->first_free;
    CvpnSlot *object = cvpn_slab_slot (slab, slot);

    slab->first_free = object->handle.slot;
    slab->live++;
    object->handle = (CvpnHandle){ slot, object->handle.generation + 1 };
    return object;
}

void
cvpn_slab_give_back (CvpnSlab *slab, gpointer object)
{
    CvpnSlot *self = object;
    const guint32 slot = self->handle.slot;

    g_assert (self->handle.generation % 2 == 1);
    self->handle = (CvpnHandle){ slab->first_free, self->handle.generation + 1 };
    slab->first_free = slot;
    slab->live--;
}

GPtrArray *
cvpn_slab_list (const CvpnSlab *slab)
{
    GPtrArray *objects = g_ptr_array_sized_new (slab->live);

    for (guint32 i = 0; i < slab->slots; i++)
        if (cvpn_slab_slot (slab, i)->handle.generation % 2 == 1)
            g_ptr_array_add (objects, cvpn_slab_slot (slab, i));
    return objects;
}
