/* crew: does jobs on several threads, and on other ranks where there are any.
 *
 * Jobs are handed out one by one, to whoever is free; their results come back in any order, on
 * the thread that called.  Whoever uses them must not depend on that order.  Jobs that should long
 * have come back from a rank are handed out once more to those who have nothing to do, so that a
 * rank that has died holds nobody up; of two results of a job the first counts. */
#pragma once

#include "experiment/ranks.h"

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

/* What a job came to. */
typedef struct {
    char *text;    /* all of it, as it goes from rank to rank */
    gpointer made; /* the same as it was made in this process; NULL: it is from elsewhere */
    GDestroyNotify free_made;
} CvpnJobResult;

void cvpn_job_result_clear (CvpnJobResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CvpnJobResult, cvpn_job_result_clear)

typedef struct {
    /* The next job; FALSE: none now, or none any more if no job is under way.  'idle': somebody
     * has nothing to do; otherwise only a job that is needed for certain.  On the thread that
     * called. */
    gboolean (*next) (gpointer self, gboolean idle, CvpnJob *job);
    /* Does it; on any thread or rank, several at a time.  FALSE with 'error' ends the work; FALSE
     * without: 'stop' was set. */
    gboolean (*run) (gpointer self, CvpnJob job, const CvpnStop *stop, CvpnJobResult *result,
                     GError **error);
    /* On the thread that called; may take what 'result' owns.  FALSE with 'error' ends the
     * work. */
    gboolean (*done) (gpointer self, CvpnJob job, CvpnJobResult *result, GError **error);
} CvpnWork;

typedef struct {
    guint threads;          /* at least 1 */
    const CvpnRanks *ranks; /* NULL: this process is alone */
    /* With ranks: a number for each work, which the next one must not have, so that what comes late
     * is known; and a digest of all that results depend on.  A rank that has another one, because
     * its machine has another scenario or version, is an error.  May be NULL. */
    guint session;
    const char *same;
    /* Asked ten times a second and after each result, on the thread that called; TRUE ends the
     * work, on other ranks than the first that rank's part in it.  Progress is shown from here, on
     * the first rank only.  May be NULL. */
    gboolean (*interrupted) (gpointer data);
    gpointer data;
} CvpnCrew;

typedef enum {
    CVPN_CREW_DONE,
    CVPN_CREW_INTERRUPTED,
    CVPN_CREW_FAILED, /* with 'error' */
} CvpnCrewEnd;

/* Does all jobs; returns when no thread works any more.  On other ranks than the first it
 * serves the first: runs what it is sent, and neither 'next' nor 'done' is called; it is DONE when
 * the first has nothing more to do, for whatever reason. */
CvpnCrewEnd cvpn_crew_work (const CvpnCrew *crew, const CvpnWork *work, gpointer self,
                            GError **error);

/* Instead of working: this rank, not the first, cannot, and the work of the first fails with
 * "rank 2: WHY". */
void cvpn_crew_decline (const CvpnRanks *ranks, const char *why);

/* Between two works: the first rank says something to all others ('ranks' may be NULL) … */
void cvpn_crew_say (const CvpnRanks *ranks, const char *text);
/* … which they wait for; newly allocated.  NULL: 'interrupted' was TRUE, or the first is silent. */
char *cvpn_crew_hear (const CvpnCrew *crew);
