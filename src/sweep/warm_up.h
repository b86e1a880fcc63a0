/* warm_up: when the start-up of the runs of a sweep is over, found by pilot runs.
 *
 * The active connections at the end of each metrics period, averaged over the pilots of a setting
 * (P. D. Welch, "The statistical analysis of simulation results", 1983), are cut by MSER-5
 * (truncation.h). */
#pragma once

#include "experiment/crew.h"
#include "sweep/grid.h"

/* Of each setting; their seeds are none of a replication's. */
#define CVPN_PILOTS 5

typedef struct CvpnPilots CvpnPilots;

/* 'grid', whose times are known, must outlive it. */
CvpnPilots *cvpn_pilots_new (const CvpnGrid *grid, gint64 seed);
void cvpn_pilots_free (CvpnPilots *pilots);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnPilots, cvpn_pilots_free)

CvpnCrewEnd cvpn_pilots_run (CvpnPilots *pilots, const CvpnCrew *crew, GError **error);
void cvpn_pilots_progress (const CvpnPilots *pilots, guint *there, guint *expected);

/* After a run that is done: what each setting would cut (gint64, ns, appended to 'cuts'), and the
 * largest of them in '*warm_up_ns'.  Fails with CVPN_ERROR_VALUE and an explanation where a setting
 * is too short to tell, or would lose more than half of its run: it has no steady state. */
gboolean cvpn_pilots_judge (const CvpnPilots *pilots, GArray *cuts, gint64 *warm_up_ns,
                            GError **error);
