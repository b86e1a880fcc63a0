/* crew: does jobs on several threads, and on other ranks where there are any.
 *
 * Jobs are handed out one by one, to whoever is free; their results come back in any order, on
 * the thread that called.  Whoever uses them must not depend on that order.  At the end of the
 * work jobs that have not come back are handed out once more to those who have nothing to do, so
 * that a rank that has died holds nobody up; of two results of a job the first counts. */
#pragma once

#include "plan/ranks.h"

typedef struct {
    guint32 setting;     /* from 0 */
    guint32 replication; /* from 1 */
} CvpnJob;

/* Asked for between slices of a job, from its own thread. */
typedef struct {
    gint set; /* atomic */
} CvpnStop;

static inline gboolean
cvpn_stop_is_set (const CvpnStop *stop)
{
    return stop && g_atomic_int_get (&stop->set) != 0;
}

typedef struct {
    /* The next job; FALSE: none now, or none any more if no job is under way.  On the thread
     * that called. */
    gboolean (*next) (gpointer self, CvpnJob *job);
    /* Its result, newly allocated; on any thread or rank, several at a time.  NULL with 'error'
     * ends the work; NULL without: 'stop' was set. */
    char *(*run) (gpointer self, CvpnJob job, const CvpnStop *stop, GError **error);
    /* On the thread that called; FALSE with 'error' ends the work. */
    gboolean (*done) (gpointer self, CvpnJob job, const char *result, GError **error);
} CvpnWork;

typedef struct {
    guint threads;         /* at least 1 */
    const CvpnRanks *ranks; /* NULL: this process is alone */
    /* Asked ten times a second and after each result, on the thread that called; TRUE ends the
     * work.  Progress is shown from here.  May be NULL. */
    gboolean (*interrupted) (gpointer data);
    gpointer data;
} CvpnCrew;

typedef enum {
    CVPN_CREW_DONE,
    CVPN_CREW_INTERRUPTED,
    CVPN_CREW_FAILED, /* with 'error' */
} CvpnCrewEnd;

/* Does all jobs; returns when no thread works any more.  On other ranks than the first it
 * serves the first: runs what it is sent, and neither 'next' nor 'done' is called. */
CvpnCrewEnd cvpn_crew_work (const CvpnCrew *crew, const CvpnWork *work, gpointer self,
                            GError **error);
