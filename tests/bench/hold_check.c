/* hold_check: the order of another queue, event by event, beside that of ours. */
#include "hold_others.h"

#include <stdio.h>
#include <stdlib.h>

#define PENDING 3000
#define HELD    20000

typedef struct {
    const HoldQueue *queue, *ours;
    gpointer self, right;
    const gint64 *delays;
    gsize n;
    guint32 pushed;
    gint64 coarseness; /* delays are cut to multiples of it, so that many times are equal */
} Check;

static void
push_both (Check *check, gint64 now)
{
    const gint64 delay = check->delays[check->pushed % check->n];
    const CvpnEvent event = { .time = now + delay / check->coarseness * check->coarseness,
                              .kind = 1,
                              .a = check->pushed++ };

    check->queue->push (check->self, &event);
    check->ours->push (check->right, &event);
}

static gboolean
pop_both (Check *check, gint64 *now)
{
    CvpnEvent event, right;

    check->queue->pop (check->self, &event);
    check->ours->pop (check->right, &right);
    *now = right.time;
    return event.time == right.time && event.a == right.a;
}

/* Fills, holds and empties the queue, twice. */
static gboolean
run (Check *check)
{
    gint64 now = 0;

    for (guint round = 0; round < 2; round++) {
        for (guint i = 0; i < PENDING; i++)
            push_both (check, now);
        for (guint i = 0; i < HELD; i++) {
            if (!pop_both (check, &now))
                return FALSE;
            push_both (check, now);
        }
        for (guint i = 0; i < PENDING; i++)
            if (!pop_both (check, &now))
                return FALSE;
    }
    return TRUE;
}

void
hold_check (const HoldQueue *queue, const HoldQueue *ours, const gint64 *delays, gsize n,
            const char *name)
{
    static const gint64 coarseness[] = { 1, 20000000 };

    for (guint i = 0; i < G_N_ELEMENTS (coarseness); i++) {
        Check check = {
            queue, ours, queue->create (), ours->create (), delays, n, 0, coarseness[i]
        };

        if (!run (&check)) {
            fprintf (stderr, "bench_hold: %s, %s: another order than ours\n", queue->name, name);
            exit (1);
        }
        queue->destroy (check.self);
        ours->destroy (check.right);
    }
}
