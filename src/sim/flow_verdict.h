/* flow_verdict: what a flow comes to once its way has ended: times, bytes,
 * its kind, and how long it keeps its SNAT port. */
#pragma once

#include "sim/flow.h"

/* Makes the record of a flow whose way ends now, at an obstacle, or ('verdict' NULL) with its
 * answer ('session' NULL: nobody's); its kind and what interfaces saw are left out. */
void cvpn_flow_judge (const CvpnSimulation *sim, const CvpnFlow *flow, const CvpnSession *session,
                      const CvpnVerdict *verdict, CvpnOutcome outcome, CvpnFlowRecord *record);

/* For the simulation's kinds: what makes flows alike -> the kind's number + 1. */
GHashTable *cvpn_flow_kinds_new (void);

/* The kind's number, from 0, in the order in which kinds first appear; the flow
 * has been judged. */
guint32 cvpn_flow_kind (const CvpnSimulation *sim, const CvpnFlow *flow,
                        const CvpnFlowRecord *record);

/* How long from now until the port of a judged flow is free again. */
gint64 cvpn_flow_port_hold (const CvpnSimulation *sim, const CvpnFlow *flow,
                            const CvpnFlowRecord *record);

/* TRUE if a judged flow ends as TCP does, and not by silence. */
gboolean cvpn_flow_was_closed (const CvpnFlowRecord *record);

/* The same of its ports at NAT gateways, which forget what is idle for 350 s and,
 * at once, what has been closed. */
gint64 cvpn_flow_nat_hold (const CvpnSimulation *sim, const CvpnFlowRecord *record);
