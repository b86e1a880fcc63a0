/* hold [DELAYS [PENDING...]]: the hold model of event queues.
 *
 * N events are pending; the first is taken out and pushed again with a further
 * delay, and so on.  Prints, for each distribution of delays and each N, how
 * many million events a second (of processor time) that makes with our queue,
 * a radix heap, a calendar, heaps, and GLib's containers, as rows of a table.
 * The delays are drawn beforehand; all queues get the same.  The best of some
 * passes counts, in which the queues take turns.  Before, all are held to the
 * order of ours in a small run. */
#include "hold_others.h"

#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define N_DELAYS 131071 /* a prime: the delays come in another order each round */
#define PASSES   3
#define PHASES   2

/* One draw: of a uniform number in (0, 1), and a choice in [0, 1000). */
typedef double (*Draw) (double uniform, guint choice, guint phase);

static double
exponential (double uniform, double mean_s)
{
    return -log (uniform) * mean_s;
}

static double
draw_exponential (double uniform, guint choice, guint phase)
{
    (void) choice, (void) phase;
    return exponential (uniform, 1.0);
}

/* As in a run: stages of flows, the next flow of a session, its end. */
static double
draw_mixed (double uniform, guint choice, guint phase)
{
    (void) phase;
    return choice < 900 ? 50e-6 : choice < 995 ? exponential (uniform, 60.0) : 1800.0;
}

static double
draw_bimodal (double uniform, guint choice, guint phase)
{
    (void) phase;
    return choice < 900 ? uniform * 0.95238 : 9.5238 + uniform * 0.95238;
}

static double
draw_equal (double uniform, guint choice, guint phase)
{
    (void) uniform, (void) choice, (void) phase;
    return 1.0;
}

/* A second on average, later a millisecond. */
static double
draw_changing (double uniform, guint choice, guint phase)
{
    (void) choice;
    return exponential (uniform, phase == 0 ? 1.0 : 0.001);
}

static const struct {
    const char *name;
    Draw draw;
} distributions[] = {
    { "exponential", draw_exponential }, { "mixed", draw_mixed },
    { "bimodal", draw_bimodal },         { "equal", draw_equal },
    { "changing", draw_changing },
};

static gint64 *
make_delays (Draw draw, guint phase)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (phase + 1);
    gint64 *delays = g_new (gint64, N_DELAYS);

    for (gsize i = 0; i < N_DELAYS; i++) {
        const double uniform = 1.0 - g_rand_double (random);
        delays[i] = (gint64) (draw (uniform, g_rand_int_range (random, 0, 1000), phase) * 1e9);
    }
    return delays;
}

static double
read_seconds (void)
{
    struct timespec now;

    clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

/* Bytes that malloc has given out. */
static double
count_memory (void)
{
    const struct mallinfo2 info = mallinfo2 ();

    return (double) (info.uordblks + info.hblkhd);
}

static gpointer
create_ours (void)
{
    return cvpn_event_queue_new ();
}

static void
push_ours (gpointer self, const CvpnEvent *event)
{
    cvpn_event_queue_push (self, *event);
}

static void
pop_ours (gpointer self, CvpnEvent *event)
{
    cvpn_event_queue_pop (self, event);
}

static void
destroy_ours (gpointer self)
{
    cvpn_event_queue_free (self);
}

static const HoldQueue ours = { "event queue", 1,        10000000,    create_ours,
                                push_ours,     pop_ours, destroy_ours };

static const HoldQueue *const queues[] = {
    &ours, &hold_radix, &hold_calendar, &hold_quaternary, &hold_heap, &hold_sequence, &hold_tree,
};

#define HEAP 4 /* of pointers, of the above */

#define N_QUEUES G_N_ELEMENTS (queues)

typedef struct {
    double rate;   /* million events a second */
    double memory; /* bytes per pending event */
} Figures;

static void
hold (const HoldQueue *queue, gpointer self, const gint64 *delays, gsize events)
{
    for (gsize i = 0, next = 0; i < events; i++) {
        CvpnEvent event;

        queue->pop (self, &event);
        event.time += delays[next];
        queue->push (self, &event);
        next = next + 1 == N_DELAYS ? 0 : next + 1;
    }
}

static Figures
measure (const HoldQueue *queue, gint64 *const *delays, gsize pending)
{
    const gsize events = CLAMP (4 * pending, 2000000, 20000000) / queue->slowness;
    const double before = count_memory ();
    gpointer self = queue->create ();

    for (gsize i = 0; i < pending; i++) {
        const CvpnEvent event = { .time = delays[0][i % N_DELAYS], .kind = 1, .a = 2 };
        queue->push (self, &event);
    }
    hold (queue, self, delays[0], pending);

    const double memory = (count_memory () - before) / (double) pending;
    const double start = read_seconds ();

    for (guint phase = 0; phase < PHASES; phase++)
        hold (queue, self, delays[phase], events / PHASES);

    const double seconds = read_seconds () - start;

    for (gsize i = 0; i < pending; i++) {
        CvpnEvent event;
        queue->pop (self, &event);
    }
    queue->destroy (self);
    return (Figures){ (double) events / seconds * 1e-6, memory };
}

/* Nothing for what was not measured. */
static void
print_cell (int decimals, double figure)
{
    printf (" ");
    if (figure > 0) {
        printf ("%.*f", decimals, figure);
        printf (" ");
    }
    printf ("|");
}

static void
print_row (const char *name, gint64 *const *delays, gsize pending)
{
    Figures best[N_QUEUES] = { 0 };

    for (guint pass = 0; pass < PASSES; pass++)
        for (guint i = 0; i < N_QUEUES; i++) {
            if (pending > queues[i]->most || (pass > 0 && pending * queues[i]->slowness > 1000000))
                continue;
            const Figures figures = measure (queues[i], delays, pending);
            best[i].rate = MAX (best[i].rate, figures.rate);
            best[i].memory = figures.memory;
        }
    printf ("| %s, %" G_GSIZE_FORMAT " |", name, pending);
    for (guint i = 0; i < N_QUEUES; i++)
        print_cell (2, best[i].rate);
    print_cell (1, best[HEAP].rate > 0 ? best[0].rate / best[HEAP].rate : 0);
    print_cell (0, best[0].memory);
    print_cell (0, best[HEAP].memory);
    printf ("\n");
    fflush (stdout);
}

int
main (int argc, char **argv)
{
    static const struct {
        gsize pending;
        gboolean usual; /* for all distributions, and not for the first alone */
    } sizes[] = {
        { 1000, TRUE }, { 10000, FALSE }, { 100000, TRUE }, { 1000000, TRUE }, { 10000000, FALSE },
    };

    for (guint i = 0; i < G_N_ELEMENTS (distributions); i++) {
        if (argc > 1 && !g_str_equal (argv[1], distributions[i].name))
            continue;
        gint64 *delays[PHASES];
        for (guint phase = 0; phase < PHASES; phase++) {
            delays[phase] = make_delays (distributions[i].draw, phase);
            for (guint k = 1; k < N_QUEUES; k++)
                hold_check (queues[k], &ours, delays[phase], N_DELAYS, distributions[i].name);
        }
        for (int k = 2; k < argc; k++)
            print_row (distributions[i].name, delays, strtoul (argv[k], NULL, 10));
        for (guint k = 0; argc < 3 && k < G_N_ELEMENTS (sizes); k++)
            if (i == 0 || sizes[k].usual)
                print_row (distributions[i].name, delays, sizes[k].pending);
        for (guint phase = 0; phase < PHASES; phase++)
            g_free (delays[phase]);
    }
    return 0;
}
