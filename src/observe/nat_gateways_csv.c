/* nat-gateways.csv: a row for each NAT gateway at the end of each period.
 *
 * CloudWatch's metrics of AWS/NATGateway first, by their names there (Amazon VPC
 * User Guide, "Monitor NAT gateways with Amazon CloudWatch"). */
#include "observe/writer.h"

static const char header[] =
    "time_s,nat_gateway,ActiveConnectionCount,ConnectionAttemptCount,ConnectionEstablishedCount,"
    "ErrorPortAllocation,IdleTimeoutCount,BytesInFromDestination,BytesOutToDestination,"
    "ports_in_use,busiest_destination_ports,ports_per_destination";

static void
write_nat_gateway (gpointer self, const CvpnNatGatewayRecord *gateway)
{
    CvpnCsvFile *csv = ((CvpnWriter *) self)->csv;

    cvpn_csv_file_seconds (csv, gateway->time_ns);
    cvpn_csv_file_name (csv, gateway->nat_gateway);
    cvpn_csv_file_integer (csv, gateway->active_connections);
    cvpn_csv_file_integer (csv, gateway->connection_attempts);
    cvpn_csv_file_integer (csv, gateway->connections_established);
    cvpn_csv_file_integer (csv, gateway->port_errors);
    cvpn_csv_file_integer (csv, gateway->idle_timeouts);
    cvpn_csv_file_integer (csv, gateway->bytes_in_from_destination);
    cvpn_csv_file_integer (csv, gateway->bytes_out_to_destination);
    cvpn_csv_file_integer (csv, gateway->ports_in_use);
    cvpn_csv_file_integer (csv, gateway->busiest_destination_ports);
    cvpn_csv_file_integer (csv, gateway->ports_per_destination);
    cvpn_csv_file_end_row (csv);
}

const CvpnWriterKind cvpn_nat_gateways_writer = {
    .name = "nat-gateways",
    .file = "nat-gateways.csv",
    .header = header,
    .observer = { .nat_gateway = write_nat_gateway },
};
