/* plan_traffic: one run of the scenario as the file has it, for the ports that its traffic takes.
 */
#pragma once

#include "plan/planning.h"

/* Adds the quotas "snat-ports" and "nat-gateway-ports" (CvpnPlanQuota) of that run to 'quotas', if
 * the endpoint's people send anything.  FALSE with 'error', or without: it was interrupted. */
gboolean cvpn_plan_traffic_run (CvpnPlanning *planning, GArray *quotas, GError **error);
