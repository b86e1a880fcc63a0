/* summary_metrics: the flat figures, by the names of model/metric_names.h. */
#include "observe/summary_state.h"

#include <math.h>

#include "base/quantity.h"

/* NaN where there is nothing to divide by. */
static double
divide (double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

static double
metric (const CvpnSummary *summary, CvpnMetric which)
{
    const gint64 *codes = summary->connection_codes;
    const gint64 *outcomes = summary->outcomes;
    const double attempts = (double) summary->attempts;
    const double through = (double) (summary->flows - outcomes[CVPN_OUTCOME_BYPASSED]);
    const double observed_ns = (double) (summary->end_ns - summary->warm_up_ns);
    const double round_trip_us = cvpn_round_trips_mean (summary->round_trips);
    const double figures[CVPN_N_METRICS] = {
        [CVPN_METRIC_CONNECTION_ATTEMPTS] = attempts,
        [CVPN_METRIC_CONNECTIONS] = (double) summary->connections,
        [CVPN_METRIC_CONNECTION_SUCCESS] = divide ((double) summary->connections, attempts),
        [CVPN_METRIC_AUTHENTICATION_FAILURES] = (double) summary->authentication_failures,
        [CVPN_METRIC_BLOCKED] = (double) summary->blocked,
        [CVPN_METRIC_BLOCKED_SHARE] = divide ((double) summary->blocked, attempts),
        [CVPN_METRIC_HANDSHAKE_TIME_OUTS] = (double) codes[CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT],
        [CVPN_METRIC_HANDLER_FAILURES] = (double) summary->handler_failures,
        [CVPN_METRIC_QUOTA_REFUSED] = (double) codes[CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED],
        [CVPN_METRIC_ADDRESS_REFUSED] = (double) codes[CVPN_CODE_CVPN_CLIENT_CIDR_EXHAUSTED],
        [CVPN_METRIC_ATTEMPTS_PEAK] = (double) summary->attempts_peak,
        [CVPN_METRIC_CONCURRENT_MEAN] = divide (summary->active_area, observed_ns),
        [CVPN_METRIC_CONCURRENT_PEAK] = (double) summary->active_peak,
        [CVPN_METRIC_CONCURRENT_PEAK_TIME] =
            summary->active_peak > 0 ? (double) summary->active_peak_ns / CVPN_SECOND : NAN,
        /* A connection is active for as long as it holds its address (sim/lease.h). */
        [CVPN_METRIC_ADDRESSES_PEAK] = (double) summary->active_peak,
        [CVPN_METRIC_CONNECTION_HOURS] = summary->active_area / (double) CVPN_HOUR,
        [CVPN_METRIC_SESSION_MEAN] =
            divide (summary->session_ns / CVPN_SECOND, (double) summary->ended),
        [CVPN_METRIC_SESSIONS_LOST] = (double) summary->lost,
        [CVPN_METRIC_SESSIONS_RETURNED] = summary->returns->len,
        [CVPN_METRIC_RETURN_MEAN] =
            divide (summary->return_ns / CVPN_SECOND, summary->returns->len),
        [CVPN_METRIC_RETURN_P99] = cvpn_summary_return_quantile (summary, 0.99),
        [CVPN_METRIC_RETURN_MAX] = cvpn_summary_return_quantile (summary, 1),
        [CVPN_METRIC_RETURNED_SHARE] =
            divide ((double) summary->returned_in_time, (double) summary->lost),
        [CVPN_METRIC_OPERATIONS_REFUSED] = (double) summary->operations_refused,
        [CVPN_METRIC_FLOWS] = (double) summary->flows,
        [CVPN_METRIC_FLOWS_DELIVERED] = (double) outcomes[CVPN_OUTCOME_DELIVERED],
        [CVPN_METRIC_FLOWS_DROPPED] = (double) outcomes[CVPN_OUTCOME_DROPPED],
        [CVPN_METRIC_FLOWS_REJECTED] = (double) outcomes[CVPN_OUTCOME_REJECTED],
        [CVPN_METRIC_FLOWS_BYPASSED] = (double) outcomes[CVPN_OUTCOME_BYPASSED],
        [CVPN_METRIC_FLOW_SUCCESS] = divide ((double) outcomes[CVPN_OUTCOME_DELIVERED], through),
        [CVPN_METRIC_FLOWS_WITHOUT_SESSION] = (double) summary->without_session,
        [CVPN_METRIC_SNAT_EXHAUSTED] = (double) summary->snat_exhausted,
        [CVPN_METRIC_SNAT_PORTS_REPLACED] = (double) summary->ports_replaced,
        [CVPN_METRIC_NAT_PORT_ERRORS] = (double) summary->nat_port_errors,
        [CVPN_METRIC_REQUEST_BYTES] = summary->request_bytes,
        [CVPN_METRIC_RESPONSE_BYTES] = summary->response_bytes,
        [CVPN_METRIC_ROUND_TRIP_MEAN] = round_trip_us / 1e6,
    };

    return figures[which];
}

gboolean
cvpn_summary_metric (const CvpnSummary *summary, const char *name, double *value)
{
    const int which = cvpn_metric_from_name (name);

    if (which < 0)
        return FALSE;
    *value = metric (summary, (CvpnMetric) which);
    return !isnan (*value);
}
