/* subnets.csv: a row for each associated subnet at the end of each period. */
#include "observe/writer.h"

static const char header[] =
    "time_s,endpoint,subnet,active_connections,addresses_in_use,addresses,flows,delivered,"
    "dropped,rejected,snat_ports_in_use";

static void
write_subnet (gpointer self, const CvpnSubnetRecord *subnet)
{
    CvpnCsvFile *csv = ((CvpnWriter *) self)->csv;

    cvpn_csv_file_seconds (csv, subnet->time_ns);
    cvpn_csv_file_name (csv, subnet->endpoint);
    cvpn_csv_file_name (csv, subnet->subnet);
    cvpn_csv_file_integer (csv, subnet->active_connections);
    cvpn_csv_file_integer (csv, subnet->addresses_in_use);
    cvpn_csv_file_integer (csv, subnet->addresses);
    cvpn_csv_file_integer (csv, subnet->flows);
    cvpn_csv_file_integer (csv, subnet->delivered);
    cvpn_csv_file_integer (csv, subnet->dropped);
    cvpn_csv_file_integer (csv, subnet->rejected);
    cvpn_csv_file_integer (csv, subnet->snat_ports_in_use);
    cvpn_csv_file_end_row (csv);
}

const CvpnWriterKind cvpn_subnets_writer = {
    .name = "subnets",
    .file = "subnets.csv",
    .header = header,
    .observer = { .subnet = write_subnet },
};
