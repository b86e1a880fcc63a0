/* inventory_things: the kinds of things that an inventory has. */
#pragma once

#include "import/inventory.h"

typedef struct {
    gsize array;                    /* where the inventory has them: GPtrArray * */
    gsize size;                     /* of one */
    void (*begin) (gpointer thing); /* makes its arrays, in what is zero otherwise; NULL: nothing */
    GDestroyNotify free;
} CvpnThingKind;

/* All of them. */
const CvpnThingKind *cvpn_thing_kinds (guint *n);
