/* choice: which candidate is recommended, and which are shown beside it. */
#pragma once

#include "plan/planning.h"

/* All candidates, by associations and then by size, the smallest first. */
GArray *cvpn_choice_candidates (const CvpnPlanning *planning);

/* Judged candidates, which are taken over: says what they cost, sets plan->recommended and
 * plan->smallest, and keeps those worth showing in plan->candidates. */
void cvpn_choice_make (CvpnPlanning *planning, GArray *candidates);

/* Says of those that are recommended where the mean had to decide. */
void cvpn_choice_say_doubts (CvpnPlanning *planning);
