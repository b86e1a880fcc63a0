#include "draws_timing.h"

#include <malloc.h>
#include <math.h>
#include <time.h>

#define PASSES 7

static double
read_ns (void)
{
    struct timespec now;

    clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
    return 1e9 * (double) now.tv_sec + (double) now.tv_nsec;
}

void
bench_time (const BenchWork *works, guint n_works, gpointer data, guint32 n, double *ns)
{
    volatile gint64 sink = 0;

    for (guint i = 0; i < n_works; i++)
        ns[i] = INFINITY;
    for (guint pass = 0; pass < PASSES; pass++)
        for (guint i = 0; i < n_works; i++) {
            const double start = read_ns ();
            sink = sink ^ works[i](data, n);
            ns[i] = fmin (ns[i], (read_ns () - start) / n);
        }
}

double
bench_memory (void)
{
    const struct mallinfo2 info = mallinfo2 ();

    return (double) (info.uordblks + info.hblkhd);
}
