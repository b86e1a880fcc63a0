/* hold_others: a binary heap of pointers, GSequence, GTree. */
#include "hold_others.h"

typedef struct {
    CvpnEvent event;
    guint64 sequence;
} Event;

typedef struct {
    GPtrArray *events; /* from index 1 */
    GSequence *sequence;
    GTree *tree;
    guint64 n;
} Others;

static int
compare (gconstpointer left, gconstpointer right, gpointer unused)
{
    const Event *a = left, *b = right;

    (void) unused;
    if (a->event.time != b->event.time)
        return a->event.time < b->event.time ? -1 : 1;
    return a->sequence < b->sequence ? -1 : a->sequence > b->sequence;
}

static Event *
make_event (Others *self, const CvpnEvent *event)
{
    Event *made = g_new (Event, 1);

    made->event = *event;
    made->sequence = self->n++;
    return made;
}

static void
take_event (Event *event, CvpnEvent *taken)
{
    *taken = event->event;
    g_free (event);
}

static gpointer
create_heap (void)
{
    Others *self = g_new0 (Others, 1);

    self->events = g_ptr_array_new ();
    g_ptr_array_add (self->events, NULL);
    return self;
}

static void
push_heap (gpointer queue, const CvpnEvent *pushed)
{
    Others *self = queue;
    Event *event = make_event (self, pushed);

    g_ptr_array_add (self->events, event);

    gpointer *at = self->events->pdata;
    guint i = self->events->len - 1;

    for (; i > 1 && compare (event, at[i / 2], NULL) < 0; i /= 2)
        at[i] = at[i / 2];
    at[i] = event;
}

static void
pop_heap (gpointer queue, CvpnEvent *popped)
{
    Others *self = queue;
    gpointer *at = self->events->pdata;
    Event *first = at[1];
    Event *last = at[self->events->len - 1];
    const guint n = self->events->len - 1;
    guint i = 1;

    g_ptr_array_set_size (self->events, (int) n);
    for (guint child = 2; child < n; child = 2 * i) {
        if (child + 1 < n && compare (at[child + 1], at[child], NULL) < 0)
            child++;
        if (compare (last, at[child], NULL) <= 0)
            break;
        at[i] = at[child];
        i = child;
    }
    at[i] = last;
    take_event (first, popped);
}

static void
destroy_heap (gpointer queue)
{
    Others *self = queue;

    g_ptr_array_unref (self->events);
    g_free (self);
}

static gpointer
create_sequence (void)
{
    Others *self = g_new0 (Others, 1);

    self->sequence = g_sequence_new (NULL);
    return self;
}

static void
push_sequence (gpointer queue, const CvpnEvent *pushed)
{
    Others *self = queue;

    g_sequence_insert_sorted (self->sequence, make_event (self, pushed), compare, NULL);
}

static void
pop_sequence (gpointer queue, CvpnEvent *popped)
{
    Others *self = queue;
    GSequenceIter *first = g_sequence_get_begin_iter (self->sequence);
    Event *event = g_sequence_get (first);

    g_sequence_remove (first);
    take_event (event, popped);
}

static void
destroy_sequence (gpointer queue)
{
    Others *self = queue;

    g_sequence_free (self->sequence);
    g_free (self);
}

static gpointer
create_tree (void)
{
    Others *self = g_new0 (Others, 1);

    self->tree = g_tree_new_full (compare, NULL, NULL, NULL);
    return self;
}

static void
push_tree (gpointer queue, const CvpnEvent *pushed)
{
    Others *self = queue;
    Event *event = make_event (self, pushed);

    g_tree_insert (self->tree, event, event);
}

static void
pop_tree (gpointer queue, CvpnEvent *popped)
{
    Others *self = queue;
    Event *event = g_tree_node_key (g_tree_node_first (self->tree));

    g_tree_remove (self->tree, event);
    take_event (event, popped);
}

static void
destroy_tree (gpointer queue)
{
    Others *self = queue;

    g_tree_unref (self->tree);
    g_free (self);
}

const HoldQueue hold_heap = { "binary heap", 4,        1000000,     create_heap,
                              push_heap,     pop_heap, destroy_heap };
const HoldQueue hold_sequence = {
    "GSequence", 8, 100000, create_sequence, push_sequence, pop_sequence, destroy_sequence
};
const HoldQueue hold_tree = { "GTree", 8, 100000, create_tree, push_tree, pop_tree, destroy_tree };
