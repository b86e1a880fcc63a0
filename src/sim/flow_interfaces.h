/* flow_interfaces: what the network interfaces on a flow's way saw of it. */
#pragma once

#include "sim/flow.h"

/* Fills 'near', 'far' and 'far_host' of the record of a judged flow. */
void cvpn_flow_note_interfaces (CvpnFlow *flow);
