/* demand: how many connect at a time, when most of them do, how long they are connected, if
 * nothing limits them. */
#pragma once

#include "plan/planning.h"

/* Chooses the length of the runs, runs them and fills in plan->demand.  FALSE with 'error', or
 * without: it was interrupted. */
gboolean cvpn_demand_measure (CvpnPlanning *planning, GError **error);

/* The connection hours of a month, once there are no more replications to come. */
gboolean cvpn_demand_bill (CvpnPlanning *planning, GError **error);

/* More replications, so that there are that many. */
gboolean cvpn_demand_extend (CvpnPlanning *planning, guint32 replications, GError **error);

/* The most connections of a trial at any time, before the end of its warm-up too. */
double cvpn_demand_need (const CvpnPlanRuns *runs, guint i);

/* Of a run whose places suffice for everybody, or at least for all that any endpoint can have: in
 * the largest client CIDR there is. */
CvpnPlanVariant cvpn_demand_without_limits (const CvpnPlanning *planning, guint associations);
