/* flow_time: how long a flow takes from one stage to the next. */
#pragma once

#include "sim/flow.h"

/* The time from this stage, which the flow has passed with that verdict, to the next one, or
 * from the last to the client; a stage that is not on its way takes none. */
gint64 cvpn_flow_time (const CvpnSimulation *sim, CvpnFlow *flow, CvpnStage stage,
                       const CvpnVerdict *verdict);
