/* metrics.csv: a row for each endpoint at the end of each period.
 *
 * CloudWatch's metrics of AWS/ClientVPN first, by their names there (AWS Client VPN
 * Administrator Guide, "Monitoring with CloudWatch"), all of them; then our own. */
#include "observe/writer.h"

#include <math.h>

#define FAILED_COLUMN(word, number, name) ",failed_" number
#define ATTEMPTS_COLUMN(word, text)       ",attempts_failed_" text

static const char header[] =
    "time_s,endpoint,ActiveConnectionsCount,AuthenticationFailures,IngressBytes,IngressPackets,"
    "EgressBytes,EgressPackets,CrlDaysToExpiry,SelfServicePortalClientConfigurationDownloads,"
    "ClientConnectHandlerTimeouts,ClientConnectHandlerInvalidResponses,"
    "ClientConnectHandlerOtherExecutionErrors,ClientConnectHandlerThrottlingErrors,"
    "ClientConnectHandlerDeniedConnections,ClientConnectHandlerFailedServiceErrors,"
    "IdpCertDaysToExpiry,AuthorizationPolicyDeniedConnections,AuthorizationPolicyEvaluationCount,"
    "AuthorizationPolicyTerminatedConnections,connection_attempts,connections_established,"
    "connections_blocked,addresses_in_use,usable_addresses,connection_quota,flows,delivered,"
    "dropped,rejected,bypassed" CVPN_STEPS (
        FAILED_COLUMN) ",undetermined,connecting,"
                       "waiting" CVPN_FAILURES (ATTEMPTS_COLUMN) ",sessions_lost,sessions_returned";

/* Empty where there is nothing that could expire. */
static void
write_days (CvpnCsvFile *csv, double days)
{
    if (isnan (days))
        cvpn_csv_file_empty (csv);
    else
        cvpn_csv_file_real (csv, days);
}

static void
write_cloudwatch (CvpnCsvFile *csv, const CvpnPeriodRecord *period)
{
    cvpn_csv_file_integer (csv, period->active_connections);
    cvpn_csv_file_integer (csv, period->authentication_failures);
    cvpn_csv_file_integer (csv, period->ingress_bytes);
    cvpn_csv_file_integer (csv, period->ingress_packets);
    cvpn_csv_file_integer (csv, period->egress_bytes);
    cvpn_csv_file_integer (csv, period->egress_packets);
    write_days (csv, period->crl_days_to_expiry);
    cvpn_csv_file_integer (csv, period->portal_downloads);
    cvpn_csv_file_integer (csv, period->handler_timeouts);
    cvpn_csv_file_integer (csv, period->handler_invalid_responses);
    cvpn_csv_file_integer (csv, period->handler_execution_errors);
    cvpn_csv_file_integer (csv, period->handler_throttling_errors);
    cvpn_csv_file_integer (csv, period->handler_denied_connections);
    cvpn_csv_file_integer (csv, period->handler_service_errors);
    write_days (csv, period->idp_certificate_days_to_expiry);
    /* Authorization policies need the device's posture, which is not modelled. */
    for (guint i = 0; i < 3; i++)
        cvpn_csv_file_empty (csv);
}

static void
write_flows (CvpnCsvFile *csv, const CvpnPeriodRecord *period)
{
    cvpn_csv_file_integer (csv, period->flows);
    cvpn_csv_file_integer (csv, period->outcomes[CVPN_OUTCOME_DELIVERED]);
    cvpn_csv_file_integer (csv, period->outcomes[CVPN_OUTCOME_DROPPED]);
    cvpn_csv_file_integer (csv, period->outcomes[CVPN_OUTCOME_REJECTED]);
    cvpn_csv_file_integer (csv, period->outcomes[CVPN_OUTCOME_BYPASSED]);
    for (guint step = 0; step < CVPN_N_STEPS; step++)
        cvpn_csv_file_integer (csv, period->failures[step]);
    cvpn_csv_file_integer (csv, period->outcomes[CVPN_OUTCOME_UNDETERMINED]);
}

static void
write_clients (CvpnCsvFile *csv, const CvpnPeriodRecord *period)
{
    cvpn_csv_file_integer (csv, period->connecting);
    cvpn_csv_file_integer (csv, period->waiting);
    for (guint part = 0; part < CVPN_N_FAILURES; part++)
        cvpn_csv_file_integer (csv, period->attempts_failed[part]);
    cvpn_csv_file_integer (csv, period->sessions_lost);
    cvpn_csv_file_integer (csv, period->sessions_returned);
}

static void
write_period (gpointer self, const CvpnPeriodRecord *period)
{
    CvpnCsvFile *csv = ((CvpnWriter *) self)->csv;

    cvpn_csv_file_seconds (csv, period->time_ns);
    cvpn_csv_file_name (csv, period->endpoint);
    write_cloudwatch (csv, period);
    cvpn_csv_file_integer (csv, period->connection_attempts);
    cvpn_csv_file_integer (csv, period->connections_established);
    cvpn_csv_file_integer (csv, period->connections_blocked);
    cvpn_csv_file_integer (csv, period->addresses_in_use);
    cvpn_csv_file_integer (csv, period->usable_addresses);
    cvpn_csv_file_integer (csv, period->connection_quota);
    write_flows (csv, period);
    write_clients (csv, period);
    cvpn_csv_file_end_row (csv);
}

const CvpnWriterKind cvpn_metrics_writer = {
    .name = "metrics",
    .file = "metrics.csv",
    .header = header,
    .observer = { .period = write_period },
};
