/* cost: what a candidate costs in a month. */
#pragma once

#include <cvpnsim/plan.h>

#define CVPN_PLAN_MONTH_HOURS 730

/* 'connection_hours' are those of a month.  One public address for each association is an
 * assumption: how many interfaces an association has is not documented. */
CvpnPlanCost cvpn_plan_cost (const CvpnPlanPrices *prices, guint associations,
                             double connection_hours);
