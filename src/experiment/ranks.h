/* ranks: the same program on several machines, as the crew sees it.
 *
 * A table of functions, so that the library knows nothing of MPI and a test can put its own
 * behind it.  All of them are called on one thread.  Messages are bytes, whole and in order
 * between two ranks. */
#pragma once

#include <glib.h>

typedef struct CvpnRanks CvpnRanks;

struct CvpnRanks {
    guint rank, size;
    gpointer self;
    /* Takes 'bytes' away in the end; does not wait for the receiver. */
    void (*send) (const CvpnRanks *ranks, guint to, const char *bytes, gsize length);
    /* A message that has come, newly allocated and followed by a 0 byte, and who sent it; NULL:
     * none yet.  Does not wait. */
    char *(*receive) (const CvpnRanks *ranks, guint *from, gsize *length);
    /* That rank does not answer: leave() must not wait for it. */
    void (*lose) (const CvpnRanks *ranks, guint rank);
    /* Leaves: nothing is sent or received afterwards, 'ranks' is gone. For whoever opened them, at
     * the very end: where that takes too long the process ends, with 'status'. */
    void (*leave) (const CvpnRanks *ranks, int status);
};
