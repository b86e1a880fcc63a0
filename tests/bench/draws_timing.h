/* draws_timing: several ways to do the same, in turn; the best of some passes counts. */
#pragma once

#include <glib.h>

/* Does the work n times; what it returns depends on all of it, so that none is left out. */
typedef gint64 (*BenchWork) (gpointer data, guint32 n);

/* Nanoseconds of processor time that each of the works takes once. */
void bench_time (const BenchWork *works, guint n_works, gpointer data, guint32 n, double *ns);

/* Bytes that malloc has given out. */
double bench_memory (void);
