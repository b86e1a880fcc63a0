/* hold_calendar: a calendar queue (Brown, CACM 31, 1988).
 *
 * Days are sorted lists; a year has as many as there are events, within a factor of
 * two.  The length of a day follows from the separation of the next events,
 * whenever the year gets more days or fewer; and, as with Oh and Ahn (1999), when too
 * many steps were made of late: Brown's would keep a length found from events of long
 * ago.  Equal times lie in one day, whose list keeps the order of the pushes. */
#include "hold_others.h"

#define SAMPLE    25
#define FEWEST    16 /* days */
#define STEPS     4  /* for an event, above which the length of the day is doubted */
#define PER_BLOCK 1024

typedef struct Node Node;

struct Node {
    CvpnEvent event;
    Node *previous, *next;
};

typedef struct {
    Node *first, *last;
} Day;

typedef struct {
    Day *days;
    gsize n_days;
    guint shift;   /* a day is 2^shift ns long */
    guint64 today; /* counted from the beginning of time */
    gint64 now;
    gsize size;
    guint64 steps, pops; /* since the days were made, or looked at */
    Node *free;
    GPtrArray *blocks;
} Calendar;

static gpointer
create (void)
{
    Calendar *self = g_new0 (Calendar, 1);

    self->n_days = FEWEST;
    self->days = g_new0 (Day, FEWEST);
    self->blocks = g_ptr_array_new_with_free_func (g_free);
    return self;
}

static void
destroy (gpointer queue)
{
    Calendar *self = queue;

    g_ptr_array_unref (self->blocks);
    g_free (self->days);
    g_free (self);
}

static Node *
make_node (Calendar *self, const CvpnEvent *event)
{
    if (self->free == NULL) {
        Node *nodes = g_new (Node, PER_BLOCK);

        g_ptr_array_add (self->blocks, nodes);
        for (guint i = 0; i < PER_BLOCK; i++) {
            nodes[i].next = self->free;
            self->free = &nodes[i];
        }
    }

    Node *node = self->free;

    self->free = node->next;
    node->event = *event;
    return node;
}

static guint64
day_of (const Calendar *self, const Node *node)
{
    return (guint64) node->event.time >> self->shift;
}

/* Behind all that are not later, sought from the end: many may be at one instant. */
static void
insert (Calendar *self, Node *node)
{
    Day *day = &self->days[day_of (self, node) & (self->n_days - 1)];
    Node *at = day->last;

    for (; at != NULL && at->event.time > node->event.time; at = at->previous)
        self->steps++;
    node->previous = at;
    node->next = at != NULL ? at->next : day->first;
    *(at != NULL ? &at->next : &day->first) = node;
    *(node->next != NULL ? &node->next->previous : &day->last) = node;
    self->size++;
}

/* There is nothing for a year. */
static guint64
find_next_day (const Calendar *self)
{
    guint64 next = G_MAXUINT64;

    for (gsize i = 0; i < self->n_days; i++)
        if (self->days[i].first != NULL)
            next = MIN (next, day_of (self, self->days[i].first));
    return next;
}

static Node *
take (Calendar *self)
{
    for (gsize i = 0;; i++, self->today++, self->steps++) {
        if (i == self->n_days) {
            self->today = find_next_day (self);
            self->steps += self->n_days;
        }

        Day *day = &self->days[self->today & (self->n_days - 1)];
        Node *node = day->first;

        if (node != NULL && day_of (self, node) == self->today) {
            day->first = node->next;
            *(node->next != NULL ? &node->next->previous : &day->last) = NULL;
            self->size--;
            return node;
        }
    }
}

/* If the next are all of one instant. */
static gint64
find_mean_separation (const Calendar *self)
{
    gint64 latest = self->now;

    for (gsize i = 0; i < self->n_days; i++)
        if (self->days[i].first != NULL)
            latest = MAX (latest, self->days[i].last->event.time);
    return (latest - self->now) / (gint64) MAX (self->size, 1);
}

/* The mean of those separations that are not above twice the mean of all. */
static gint64
find_separation (Node *const *sample, guint n)
{
    if (n < 2)
        return 0;

    const gint64 mean = (sample[n - 1]->event.time - sample[0]->event.time) / (n - 1);
    gint64 sum = 0, count = 0;

    for (guint i = 1; i < n; i++) {
        const gint64 separation = sample[i]->event.time - sample[i - 1]->event.time;

        if (separation <= 2 * mean) {
            sum += separation;
            count++;
        }
    }
    return count > 0 ? sum / count : 0;
}

static void
make_days (Calendar *self, gsize n_days)
{
    Node *sample[SAMPLE];
    const guint n = (guint) MIN (SAMPLE, self->size);

    for (guint i = 0; i < n; i++)
        sample[i] = take (self);

    gint64 separation = find_separation (sample, n);

    if (separation == 0)
        separation = find_mean_separation (self);

    Day *before = self->days;
    const gsize n_before = self->n_days;

    self->days = g_new0 (Day, n_days);
    self->n_days = n_days;
    self->shift = g_bit_storage ((gulong) MAX (3 * separation, 1)) - 1;
    self->today = (guint64) self->now >> self->shift;
    self->size = 0;
    for (guint i = 0; i < n; i++) /* before their equals */
        insert (self, sample[i]);
    for (gsize i = 0; i < n_before; i++)
        for (Node *node = before[i].first, *next; node != NULL; node = next) {
            next = node->next;
            insert (self, node);
        }
    g_free (before);
    self->steps = self->pops = 0;
}

static void
push (gpointer queue, const CvpnEvent *event)
{
    Calendar *self = queue;

    insert (self, make_node (self, event));
    if (self->size > 2 * self->n_days)
        make_days (self, 2 * self->n_days);
}

static void
pop (gpointer queue, CvpnEvent *event)
{
    Calendar *self = queue;
    Node *node = take (self);

    *event = node->event;
    self->now = event->time;
    node->next = self->free;
    self->free = node;
    if (self->size < self->n_days / 2 && self->n_days > FEWEST)
        make_days (self, self->n_days / 2);
    if (++self->pops >= self->n_days) {
        if (self->steps > STEPS * self->pops)
            make_days (self, self->n_days);
        self->steps = self->pops = 0;
    }
}

const HoldQueue hold_calendar = { "calendar", 1, 1000000, create, push, pop, destroy };
