/* plan_words: figures of a plan as a person reads them, and which candidates are worth showing. */
#pragma once

#include <cvpnsim/plan.h>

/* Where nothing holds, what comes closest to the conditions asked for: the first, so the smallest,
 * of those that come as close as any; NULL: there is no candidate. */
const CvpnPlanCandidate *cvpn_plan_closest (const CvpnPlan *plan);

/* Indices (guint) of candidates: the recommended one, what each condition alone asks for, and
 * what is one step smaller or larger than the recommended one; in the plan's order. */
GArray *cvpn_plan_alternatives (const CvpnPlan *plan);

/* The success that counts: of the closed form where there is one, else of the runs; NaN:
 * neither. */
double cvpn_plan_success (const CvpnPlanOutcome *outcome);

const CvpnPlanCandidate *cvpn_plan_candidate (const CvpnPlan *plan, int index);

/* Each is appended to 'out'. */
void cvpn_plan_words_share (GString *out, double share); /* "99.987 %": as near to 100 % as it is */
/* The mean; "≤ 76.6 %" where only the upper end is known; nothing where that is unknown, too. */
void cvpn_plan_words_success (GString *out, const CvpnPlanFigure *success);
void cvpn_plan_words_number (GString *out, double value); /* "8,000", "45.2", "0.031" */
void cvpn_plan_words_money (GString *out, double amount); /* "1,234.50", "78,307" */
void cvpn_plan_words_seconds (GString *out, double seconds);
/* "11:20", and which day from the second on. */
void cvpn_plan_words_time (GString *out, gint64 start_ns, gint64 at_ns);
