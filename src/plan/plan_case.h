/* plan_case: a condition with the places of a candidate, simulated.
 *
 * Candidates with equal places behave alike, and are simulated once.  What a run without limits
 * never needs more than, no limit of that size touches: such a trial is taken over as it is, and
 * only the others are run. */
#pragma once

#include "plan/planning.h"

/* Attempts and those that were refused; or sessions lost and those not back in time. */
typedef struct {
    CvpnPlanCondition condition;
    guint associations, prefix_length; /* 0: whatever they are */
    guint64 before, after;             /* places; until something happens, and from then on;
                                          CVPN_PLAN_NO_QUOTA: without limits */
    CvpnPlanRuns *runs;
    gboolean simulated; /* some trials are its own */
} CvpnPlanCase;

void cvpn_plan_case_free (gpointer plan_case);

/* The case without limits: 'condition' with that many associations.  NULL with 'error', or
 * without: it was interrupted. */
CvpnPlanCase *cvpn_plan_case_without_limits (CvpnPlanning *planning, CvpnPlanCondition condition,
                                             guint associations, GError **error);

/* At least that many replications of it. */
gboolean cvpn_plan_case_extend (CvpnPlanning *planning, CvpnPlanCase *free_case,
                                guint32 replications, GError **error);

/* TRUE if trial 'i' without limits is what it would be with this candidate. */
gboolean cvpn_plan_case_covered (const CvpnPlanning *planning, const CvpnPlanCase *free_case,
                                 const CvpnPlanCandidate *candidate, guint i);

/* The case of the candidate, with as many replications as the one without limits. */
CvpnPlanCase *cvpn_plan_case_limited (CvpnPlanning *planning, CvpnPlanCase *free_case,
                                      const CvpnPlanCandidate *candidate, GError **error);

/* What its trials say: attempts or losses, and how many of them went wrong; 'figure' is the share
 * that went well, with its interval. */
typedef struct {
    double of, wrong;
    CvpnPlanFigure figure;
} CvpnPlanSuccess;

CvpnPlanSuccess cvpn_plan_case_success (const CvpnPlanning *planning, const CvpnPlanCase *one);
