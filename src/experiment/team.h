/* team: the threads of a crew, and the jobs that they have. */
#pragma once

#include "experiment/crew.h"

typedef struct CvpnTeam CvpnTeam;

/* What became of a job.  Neither a result's text nor 'error': it was stopped. */
typedef struct {
    CvpnJob job;
    CvpnJobResult result;
    GError *error;
} CvpnJobOutcome;

void cvpn_job_outcome_clear (CvpnJobOutcome *outcome);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CvpnJobOutcome, cvpn_job_outcome_clear)

/* Starts 'threads' threads, which wait for jobs of 'work'.  They take no signals. */
CvpnTeam *cvpn_team_new (guint threads, const CvpnWork *work, gpointer self);
/* Stops what is under way, waits for the threads, and drops what nobody took. */
void cvpn_team_free (CvpnTeam *team);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnTeam, cvpn_team_free)

/* Threads without a job, and none waits for them. */
guint cvpn_team_idle (CvpnTeam *team);
void cvpn_team_give (CvpnTeam *team, CvpnJob job);
/* Nobody needs the job any more: it ends soon, stopped, if it has not ended. */
void cvpn_team_drop (CvpnTeam *team, CvpnJob job);
/* What became of one of the jobs given; every job comes back once.  Waits for at most 'wait_us';
 * FALSE: nothing came. */
gboolean cvpn_team_take (CvpnTeam *team, gint64 wait_us, CvpnJobOutcome *outcome);
