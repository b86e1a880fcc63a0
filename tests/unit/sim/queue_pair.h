/* queue_pair: an event queue, and a sorted list of what it should have. */
#pragma once

#include "sim/event_queue.h"

/* How far it is asked what comes. */
#define QUEUE_PAIR_KNOWN_AHEAD 8

typedef struct {
    CvpnEventQueue *queue;
    GSequence *list; /* CvpnEvent, by time and number of the push */
    GRand *random;
    guint32 pushes;
    gint64 now;
    gsize faults;

    guint pops;
    guint sure;                          /* pushes that the queue was sure would be next */
    guint known[QUEUE_PAIR_KNOWN_AHEAD]; /* pops behind which the queue knew that many others */
} QueuePair;

/* CVPN_TEST_SEED: another seed of its random numbers. */
void queue_pair_start (QueuePair *pair);

/* Both get an event; where the queue is sure that it is next, so it must be. */
void queue_pair_push (QueuePair *pair, gint64 time);

/* Ahead of now, but never beyond the last time there is. */
void queue_pair_push_ahead (QueuePair *pair, gint64 delay);

/* Both give one, which must be the same, and so must be those behind it that the queue knows.
 * FALSE when both are empty, or after a fault. */
gboolean queue_pair_pop (QueuePair *pair);

/* Takes all that is left, and fails the test if there were faults. */
void queue_pair_finish (QueuePair *pair, const char *name);
