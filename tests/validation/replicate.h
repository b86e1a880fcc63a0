/* Runs of a scenario of this folder, through the public interface alone. */
#pragma once

#include <cvpnsim/simulation.h>

/* The longest list of changes, its closing NULL among them. */
#define VALIDATION_CHANGES 12

typedef struct {
    const char *scenario; /* "blocking": tests/validation/blocking.ini */
    guint seed;
    const char *changes[VALIDATION_CHANGES]; /* each as behind --set */
} ValidationRun;

/* The scenario of it; one that does not load ends the program. */
CvpnScenario *validation_load (const ValidationRun *run);

/* Runs it to its end.  A scenario that does not load ends the program. */
void validation_run (const ValidationRun *run, const CvpnObserver *observer, gpointer self);

/* A flat figure of summary.json, of 'n' runs: with the seed of 'run', the next
 * one, and so on. */
void validation_metrics (const ValidationRun *run, const char *metric, double *figures, guint n);

/* A session, or an attempt; names are interned.  -1: never. */
typedef struct {
    const char *population, *subnet;
    guint32 number;
    gboolean established;
    CvpnCode code;
    const char *end_reason;
    gint64 start_ns, established_ns, end_ns;
    gint64 returned_after_ns;
} ValidationSession;

/* All of a run, in the order of their start; free with g_array_unref. */
GArray *validation_sessions (const ValidationRun *run);

/* By the number of the user, and then by their start: for runs of one population. */
void validation_sort_by_user (GArray *sessions);

/* The active connections at the end of each metrics period later than 'from_ns',
 * but the last one: appends guint to 'levels'. */
void validation_levels (const ValidationRun *run, gint64 from_ns, GArray *levels);
