/* flow_interfaces: what the network interfaces on a flow's way saw of it. */
#pragma once

#include "sim/flow.h"

/* Fills 'near', 'far' and 'far_host' of the record of a judged flow, by the walk that it has
 * made; 'source_port' is the client's own. */
void cvpn_flow_note_interfaces (const CvpnOwnWalk *own, guint16 source_port,
                                CvpnFlowRecord *record);
