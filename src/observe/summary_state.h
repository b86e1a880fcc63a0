/* summary_state: what the summary has counted, for those who write it out. */
#pragma once

#include <cvpnsim/summary.h>

#include "control/timeline.h"
#include "model/metric_names.h"
#include "observe/landings.h"
#include "observe/round_trips.h"

struct CvpnSummary {
    const CvpnScenario *scenario;
    gint64 warm_up_ns;

    gint64 attempts, connections, authentication_failures, blocked;
    gint64 connection_codes[CVPN_N_CODES]; /* of attempts that failed */
    gint64 handler_failures;
    GPtrArray *attempts_begun; /* by minute: guint32 *, by second; NULL: none in it */
    gint64 attempts_peak;      /* of one second */
    gint64 ended, ends[CVPN_N_ENDS], lost;
    GArray *returns;         /* gint64, ns: from the loss to being back; ascending after 'finish' */
    double return_ns;        /* together */
    gint64 returned_in_time; /* within [scenario] return-within, of the losses that count */
    gint64 changes, operations_refused;
    double session_ns; /* of those that ended, together */

    gint64 active, active_since_ns, active_peak, active_peak_ns;
    double active_area; /* connections * nanoseconds, from the warm-up's end on */

    gint64 flows, without_session, snat_exhausted, ports_replaced, nat_port_errors;
    gint64 outcomes[CVPN_N_OUTCOMES];
    gint64 stopped[CVPN_N_STEPS][CVPN_N_CODES]; /* neither delivered nor bypassed */
    gint64 bypassed[CVPN_N_CODES];
    double request_bytes, response_bytes;
    CvpnLandings *landings;      /* without the bypassed flows, which use none */
    CvpnRoundTrips *round_trips; /* of delivered flows */

    GArray *peaks; /* CvpnPeakRecord */
    gint64 end_ns;
    guint64 events;
    gboolean complete;
};

/* Within how long that share of those who lost their session were back; NaN: there were none. */
double cvpn_summary_return_quantile (const CvpnSummary *summary, double share);
gint64 cvpn_summary_stopped_at (const CvpnSummary *summary, CvpnStep step);
/* Flows that did not reach their destination, for this code; bypassed ones too. */
gint64 cvpn_summary_flows_with_code (const CvpnSummary *summary, CvpnCode code);
