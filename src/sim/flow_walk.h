/* flow_walk: what a flow meets at its stages: what its passage says, or, from where that
 * ends, what the evaluator finds on a walk of the flow's own. */
#pragma once

#include "sim/flow.h"

/* For a flow that begins: its passage, or a walk of its own. */
void cvpn_flow_walk_start (CvpnSimulation *sim, CvpnFlow *flow);

/* What it meets at a stage, now; takes its SNAT port there.  'passed' becomes FALSE at an
 * obstacle.  The verdict is valid until the flow comes to another stage, or the configuration
 * changes. */
const CvpnVerdict *cvpn_flow_walk_meet (CvpnSimulation *sim, CvpnFlow *flow, CvpnStage stage,
                                        gboolean *passed);

/* Gives it a walk of its own that has passed its stages as far as it has come, and gives
 * that back. */
const CvpnOwnWalk *cvpn_flow_walk_own (CvpnSimulation *sim, CvpnFlow *flow);

/* Once the flow is over. */
void cvpn_flow_walk_end (CvpnSimulation *sim, CvpnFlow *flow);

/* What is known behind step 7. */
guint cvpn_flow_walk_distance (const CvpnFlow *flow);
CvpnOutcome cvpn_flow_walk_outcome (const CvpnFlow *flow);
/* Its source, once it has passed SNAT, which translates. */
guint32 cvpn_flow_walk_source (const CvpnFlow *flow);
