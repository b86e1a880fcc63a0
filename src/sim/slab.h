/* slab: many short-lived objects of one size, reused, without malloc for each.
 *
 * An object keeps its address for life.  A handle names its slot and the
 * generation of the object in it, so a handle that outlived its object is
 * recognised.  Every object begins with a CvpnSlot, which is the slab's. */
#pragma once

#include <glib.h>

typedef struct {
    guint32 slot, generation;
} CvpnHandle;

/* While the object is live its generation is odd, and the handle its own; while it is free,
 * the slot is the next free one. */
typedef struct {
    CvpnHandle handle;
} CvpnSlot;

#define CVPN_CACHE_LINE 64u
#define CVPN_SLAB_CHUNK 512u /* objects allocated at a time */

typedef struct {
    gsize element_size; /* whole cache lines */
    char **chunks;      /* owned blocks of objects */
    guint32 slots, first_free, live;
} CvpnSlab;

void cvpn_slab_init (CvpnSlab *slab, gsize element_size);
void cvpn_slab_clear (CvpnSlab *slab);

/* A new object; what follows its CvpnSlot is as the last user left it. */
gpointer cvpn_slab_take (CvpnSlab *slab);
void cvpn_slab_give_back (CvpnSlab *slab, gpointer object);

static inline CvpnSlot *
cvpn_slab_slot (const CvpnSlab *slab, guint32 slot)
{
    char *chunk = slab->chunks[slot / CVPN_SLAB_CHUNK];

    return (gpointer) (chunk + slot % CVPN_SLAB_CHUNK * slab->element_size);
}

/* The object, or NULL if it is no more. */
static inline gpointer
cvpn_slab_lookup (const CvpnSlab *slab, CvpnHandle handle)
{
    CvpnSlot *object = handle.slot < slab->slots ? cvpn_slab_slot (slab, handle.slot) : NULL;

    return object && object->handle.generation == handle.generation && handle.generation % 2 == 1
               ? object
               : NULL;
}

/* All live objects in the order of their slots; owned by the caller. */
GPtrArray *cvpn_slab_list (const CvpnSlab *slab);
