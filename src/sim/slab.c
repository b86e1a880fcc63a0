/* slab: chunks of objects that never move, and a free list through them. */
#include "sim/slab.h"

#define CHUNK   512u
#define NO_SLOT G_MAXUINT32

/* A handle of zeros names nothing: generations begin at 1. */
void
cvpn_slab_init (CvpnSlab *slab, gsize element_size)
{
    g_assert (element_size >= sizeof (CvpnSlot));
    *slab = (CvpnSlab){ .element_size = element_size,
                        .chunks = g_ptr_array_new_with_free_func (g_free),
                        .first_free = NO_SLOT };
}

void
cvpn_slab_clear (CvpnSlab *slab)
{
    g_clear_pointer (&slab->chunks, g_ptr_array_unref);
}

static CvpnSlot *
slot_at (const CvpnSlab *slab, guint32 slot)
{
    char *chunk = g_ptr_array_index (slab->chunks, slot / CHUNK);

    return (gpointer) (chunk + slot % CHUNK * slab->element_size);
}

static void
append_slot (CvpnSlab *slab)
{
    if (slab->slots % CHUNK == 0)
        g_ptr_array_add (slab->chunks, g_malloc0_n (CHUNK, slab->element_size));
    *slot_at (slab, slab->slots) = (CvpnSlot){ .handle = { slab->slots, 1 }, .next_free = NO_SLOT };
    slab->first_free = slab->slots++;
}

gpointer
cvpn_slab_take (CvpnSlab *slab)
{
    if (slab->first_free == NO_SLOT)
        append_slot (slab);

    CvpnSlot *object = slot_at (slab, slab->first_free);

    slab->first_free = object->next_free;
    slab->live++;
    object->live = TRUE;
    return object;
}

void
cvpn_slab_give_back (CvpnSlab *slab, gpointer object)
{
    CvpnSlot *slot = object;

    g_assert (slot->live);
    slot->live = FALSE;
    slot->handle.generation++;
    slot->next_free = slab->first_free;
    slab->first_free = slot->handle.slot;
    slab->live--;
}

gpointer
cvpn_slab_lookup (const CvpnSlab *slab, CvpnHandle handle)
{
    if (handle.slot >= slab->slots)
        return NULL;

    CvpnSlot *object = slot_at (slab, handle.slot);

    return object->live && object->handle.generation == handle.generation ? object : NULL;
}

GPtrArray *
cvpn_slab_list (const CvpnSlab *slab)
{
    GPtrArray *objects = g_ptr_array_sized_new (slab->live);

    for (guint32 i = 0; i < slab->slots; i++)
        if (slot_at (slab, i)->live)
            g_ptr_array_add (objects, slot_at (slab, i));
    return objects;
}
