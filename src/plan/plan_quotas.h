/* plan_quotas: how far the demand is from each quota, with the recommended candidate. */
#pragma once

#include "plan/planning.h"

/* Fills in plan->quotas, first_quota and growth.  'block' is the recommended client CIDR. What is
 * sent is simulated once, over the file's own network, unless the options leave it out.  FALSE
 * with 'error', or without: it was interrupted. */
gboolean cvpn_plan_quotas_fill (CvpnPlanning *planning, const CvpnPlanCandidate *recommended,
                                GError **error);
