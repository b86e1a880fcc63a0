/* nat_counters: what NAT gateways count, by period and at their peak.
 *
 * Ports are counted as they are taken and given back; connections, errors and
 * bytes as the flows are judged, like all that the periods count. */
#pragma once

#include "sim/flow.h"

/* NULL if the network has no NAT gateway: nothing is to be counted then. */
CvpnNatCounters *cvpn_nat_counters_new (const CvpnNetwork *net);
void cvpn_nat_counters_free (CvpnNatCounters *counters);

/* The walk has been at its destination: the ports that it took on its way. */
void cvpn_nat_counters_take (CvpnSimulation *sim, const CvpnWalk *walk);

/* The flow has been judged: its ports go back later. */
void cvpn_nat_counters_release_later (CvpnSimulation *sim, const CvpnWalk *walk,
                                      const CvpnFlowRecord *flow);

/* A flow has been judged; 'walk' is NULL if no NAT gateway chose a port for it. */
void cvpn_nat_counters_flow (CvpnSimulation *sim, const CvpnWalk *walk, const CvpnFlowRecord *flow);

/* At the end of a period; at the end of the run. */
void cvpn_nat_counters_report (CvpnSimulation *sim);
void cvpn_nat_counters_report_peaks (CvpnSimulation *sim);
