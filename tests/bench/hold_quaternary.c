/* hold_quaternary: a heap with four children to a node, in one array.
 *
 * An entry is an event and a number, half a cache line; the children of a node
 * begin with a cache line. */
#include "hold_others.h"

#include <stdlib.h>
#include <string.h>

#define ARITY 4
#define ALIGN 64
/* The root stands before the first four that begin with a cache line. */
#define ROOT (ARITY - 1)

typedef struct {
    CvpnEvent event;
    guint64 sequence;
} Entry;

typedef struct {
    Entry *at;
    gsize end, room; /* indices */
    guint64 pushed;
} Heap;

static gboolean
is_before (const Entry *a, const Entry *b)
{
    return a->event.time != b->event.time ? a->event.time < b->event.time
                                          : a->sequence < b->sequence;
}

/* With the root at ROOT, the children of i begin at a multiple of ARITY. */
static gsize
parent_of (gsize i)
{
    return i / ARITY + ROOT - 1;
}

static gsize
child_of (gsize i)
{
    return ARITY * (i - ROOT + 1);
}

static void
make_room (Heap *self, gsize room)
{
    Entry *at = aligned_alloc (ALIGN, room * sizeof *at);

    g_assert (at != NULL);
    if (self->at != NULL)
        memcpy (at + ROOT, self->at + ROOT, (self->end - ROOT) * sizeof *at);
    free (self->at);
    self->at = at;
    self->room = room;
}

static gpointer
create (void)
{
    Heap *self = g_new0 (Heap, 1);

    self->end = ROOT;
    make_room (self, 64);
    return self;
}

static void
push (gpointer queue, const CvpnEvent *event)
{
    Heap *self = queue;
    const Entry entry = { *event, self->pushed++ };
    gsize i = self->end++;

    if (i == self->room)
        make_room (self, 2 * self->room);
    for (; i > ROOT && is_before (&entry, &self->at[parent_of (i)]); i = parent_of (i))
        self->at[i] = self->at[parent_of (i)];
    self->at[i] = entry;
}

static gsize
first_of (const Heap *self, gsize begin)
{
    const gsize end = MIN (begin + ARITY, self->end);
    gsize first = begin;

    for (gsize i = begin + 1; i < end; i++)
        if (is_before (&self->at[i], &self->at[first]))
            first = i;
    return first;
}

static void
pop (gpointer queue, CvpnEvent *event)
{
    Heap *self = queue;
    gsize i = ROOT;

    *event = self->at[ROOT].event;

    const Entry last = self->at[--self->end];

    while (child_of (i) < self->end) {
        const gsize child = first_of (self, child_of (i));

        if (!is_before (&self->at[child], &last))
            break;
        self->at[i] = self->at[child];
        i = child;
    }
    self->at[i] = last;
}

static void
destroy (gpointer queue)
{
    Heap *self = queue;

    free (self->at);
    g_free (self);
}

const HoldQueue hold_quaternary = { "4-ary heap", 1, 1000000, create, push, pop, destroy };
