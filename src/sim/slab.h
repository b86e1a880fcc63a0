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

typedef struct {
    CvpnHandle handle; /* the object's own, while it is live */
    guint32 next_free;
    gboolean live;
} CvpnSlot;

typedef struct {
    gsize element_size;
    GPtrArray *chunks; /* owned blocks of objects */
    guint32 slots, first_free, live;
} CvpnSlab;

void cvpn_slab_init (CvpnSlab *slab, gsize element_size);
void cvpn_slab_clear (CvpnSlab *slab);

/* A new object; what follows its CvpnSlot is as the last user left it. */
gpointer cvpn_slab_take (CvpnSlab *slab);
void cvpn_slab_give_back (CvpnSlab *slab, gpointer object);

/* The object, or NULL if it is no more. */
gpointer cvpn_slab_lookup (const CvpnSlab *slab, CvpnHandle handle);

/* All live objects in the order of their slots; owned by the caller. */
GPtrArray *cvpn_slab_list (const CvpnSlab *slab);
