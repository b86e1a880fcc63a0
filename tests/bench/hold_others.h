/* hold_others: priority queues to measure ours against; all have the order
 * (time, sequence of the pushes). */
#pragma once

#include "sim/event_queue.h"

typedef struct {
    const char *name;
    guint slowness; /* it is measured over so many times fewer events */
    gsize most;     /* pending events up to which it is bearable */
    gpointer (*create) (void);
    void (*push) (gpointer self, const CvpnEvent *event);
    void (*pop) (gpointer self, CvpnEvent *event); /* not empty by then */
    void (*destroy) (gpointer self);               /* empty by then */
} HoldQueue;

/* The binary heap of pointers, as in textbooks; an event is allocated by itself. */
extern const HoldQueue hold_heap;
/* GLib's containers, the same. */
extern const HoldQueue hold_sequence, hold_tree;
/* The heap with four children to a node, flat. */
extern const HoldQueue hold_quaternary;
/* A calendar of one level. */
extern const HoldQueue hold_calendar;
/* A radix heap. */
extern const HoldQueue hold_radix;

/* Whether the queue has the order of 'ours', over a small run with the delays of each phase;
 * ends the program if it has not. */
void hold_check (const HoldQueue *queue, const HoldQueue *ours, const gint64 *delays, gsize n,
                 const char *name);
