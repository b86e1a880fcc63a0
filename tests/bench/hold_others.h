/* hold_others: priority queues to measure ours against, each with an event
 * allocated by itself and ordered by (time, sequence of the pushes). */
#pragma once

#include <glib.h>

typedef struct {
    guint slowness; /* it is measured over so many times fewer events */
    gsize most;     /* pending events up to which it is bearable */
    gpointer (*create) (void);
    void (*push) (gpointer self, gint64 time);
    gint64 (*pop) (gpointer self);
    void (*destroy) (gpointer self); /* empty by then */
} HoldQueue;

/* The binary heap of pointers, as in textbooks. */
extern const HoldQueue hold_heap;
/* GLib's containers. */
extern const HoldQueue hold_sequence, hold_tree;
