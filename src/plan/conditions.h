/* conditions: which candidates hold, every day, when a zone fails, and when everybody is reset.
 *
 * A known answer is not simulated: the closed form where it is exact; places that suffice for
 * whatever a run without limits needs; places so few that at the peak more are missing than may be
 * refused. */
#pragma once

#include "plan/planning.h"

/* Fills in the outcomes of the candidates (CvpnPlanCandidate).  FALSE with 'error', or without:
 * it was interrupted. */
gboolean cvpn_conditions_judge (CvpnPlanning *planning, GArray *candidates, GError **error);

/* The least share of attempts that is refused in trial i, of which the run without limits tells:
 * who is there at its peak and finds no place has been refused at least once, and each refusal
 * brings at most one attempt more. */
double cvpn_conditions_least_refused (const CvpnPlanRuns *without_limits, guint i, guint64 places);
