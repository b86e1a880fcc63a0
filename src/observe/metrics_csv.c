/* metrics.csv: a row for each endpoint at the end of each period.
 *
 * CloudWatch's metrics of AWS/ClientVPN first, by their names there. */
#include "observe/writer.h"

#define FAILED_COLUMN(word, number, name) ",failed_" number

static const char header[] =
    "time_s,endpoint,ActiveConnectionsCount,AuthenticationFailures,IngressBytes,IngressPackets,"
    "EgressBytes,EgressPackets,connection_attempts,connections_established,connections_blocked,"
    "addresses_in_use,usable_addresses,connection_quota,flows,delivered,dropped,rejected,"
    "bypassed" CVPN_STEPS (FAILED_COLUMN) ",undetermined";

static void
write_cloudwatch (CvpnCsvFile *csv, const CvpnPeriodRecord *period)
{
    cvpn_csv_file_integer (csv, period->active_connections);
    cvpn_csv_file_integer (csv, period->authentication_failures);
    cvpn_csv_file_integer (csv, period->ingress_bytes);
    cvpn_csv_file_integer (csv, period->ingress_packets);
    cvpn_csv_file_integer (csv, period->egress_bytes);
    cvpn_csv_file_integer (csv, period->egress_packets);
}

static void
write_period (gpointer self, const CvpnPeriodRecord *period)
{
    CvpnCsvFile *csv = ((CvpnWriter *) self)->csv;

    cvpn_csv_file_seconds (csv, period->time_ns);
    cvpn_csv_file_text (csv, period->endpoint);
    write_cloudwatch (csv, period);
    cvpn_csv_file_integer (csv, period->connection_attempts);
    cvpn_csv_file_integer (csv, period->connections_established);
    cvpn_csv_file_integer (csv, period->connections_blocked);
    cvpn_csv_file_integer (csv, period->addresses_in_use);
    cvpn_csv_file_integer (csv, period->usable_addresses);
    cvpn_csv_file_integer (csv, period->connection_quota);
    cvpn_csv_file_integer (csv, period->flows);
    cvpn_csv_file_integer (csv, period->outcomes[CVPN_OUTCOME_DELIVERED]);
    cvpn_csv_file_integer (csv, period->outcomes[CVPN_OUTCOME_DROPPED]);
    cvpn_csv_file_integer (csv, period->outcomes[CVPN_OUTCOME_REJECTED]);
    cvpn_csv_file_integer (csv, period->outcomes[CVPN_OUTCOME_BYPASSED]);
    for (guint step = 0; step < CVPN_N_STEPS; step++)
        cvpn_csv_file_integer (csv, period->failures[step]);
    cvpn_csv_file_integer (csv, period->outcomes[CVPN_OUTCOME_UNDETERMINED]);
    cvpn_csv_file_end_row (csv);
}

const CvpnWriterKind cvpn_metrics_writer = {
    .name = "metrics",
    .file = "metrics.csv",
    .header = header,
    .observer = { .period = write_period },
};
