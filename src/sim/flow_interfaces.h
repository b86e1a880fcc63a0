/* flow_interfaces: what the network interfaces on a flow's way saw of it. */
#pragma once

#include "sim/flow.h"

/* Fills 'near', 'far' and 'far_host' of the record of a judged flow.  What its passage tells the
 * whole of is found by a walk once, for the first of the passage's flows, and kept; but a flow
 * with a walk of its own is asked by that. */
void cvpn_flow_note_interfaces (CvpnSimulation *sim, CvpnFlow *flow, CvpnFlowRecord *record);
