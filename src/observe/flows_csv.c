/* flows.csv: a row for each flow, in the order in which they are judged. */
#include "observe/writer.h"

static const char header[] =
    "start_s,flow,user,session,endpoint,subnet,client_address,protocol,destination,port,"
    "snat_address,snat_port,verdict,step,code,rule,duration_s,round_trip_us,request_bytes,"
    "response_bytes,reason,direction,destination_name";

static void
write_who (CvpnCsvFile *csv, const CvpnFlowRecord *flow)
{
    cvpn_csv_file_seconds (csv, flow->start_ns);
    cvpn_csv_file_integer (csv, (gint64) flow->flow);
    cvpn_csv_file_user (csv, &flow->user);
    cvpn_csv_file_integer (csv, (gint64) flow->session);
    cvpn_csv_file_name (csv, flow->endpoint);
    cvpn_csv_file_name (csv, flow->subnet);
    cvpn_csv_file_address (csv, flow->client_address);
    cvpn_csv_file_protocol (csv, flow->protocol);
    cvpn_csv_file_address (csv, flow->destination);
    cvpn_csv_file_integer (csv, flow->port);
    cvpn_csv_file_address (csv, flow->snat_address);
    if (flow->snat_address == 0)
        cvpn_csv_file_empty (csv);
    else
        cvpn_csv_file_integer (csv, flow->snat_port);
}

static void
write_obstacle (CvpnWriter *writer, const CvpnFlowRecord *flow)
{
    CvpnCsvFile *csv = writer->csv;

    cvpn_csv_file_name (csv, cvpn_outcome_word (flow->outcome));
    if (flow->outcome == CVPN_OUTCOME_DELIVERED) {
        cvpn_csv_file_bytes (csv, ",,", 2); /* three empty fields */
        return;
    }
    cvpn_csv_file_name (csv, cvpn_step_number (flow->verdict.step));
    cvpn_csv_file_name (csv, cvpn_code_word (flow->verdict.code));
    cvpn_writer_rule (writer, flow->verdict.rule);
}

static void
write_reason (CvpnCsvFile *csv, const CvpnFlowRecord *flow)
{
    if (flow->outcome == CVPN_OUTCOME_DELIVERED) {
        cvpn_csv_file_bytes (csv, ",", 1); /* two empty fields */
        return;
    }
    cvpn_csv_file_name (csv, cvpn_reason_word (flow->verdict.reason));
    cvpn_csv_file_name (csv, cvpn_direction_word (flow->verdict.direction));
}

static void
write_volume (CvpnCsvFile *csv, const CvpnFlowRecord *flow)
{
    cvpn_csv_file_seconds (csv, flow->duration_ns);
    if (flow->round_trip_ns > 0)
        cvpn_csv_file_microseconds (csv, flow->round_trip_ns);
    else
        cvpn_csv_file_empty (csv);
    cvpn_csv_file_integer (csv, flow->request_bytes);
    cvpn_csv_file_integer (csv, flow->response_bytes);
}

static void
write_flow (gpointer self, const CvpnFlowRecord *flow)
{
    CvpnWriter *writer = self;
    CvpnCsvFile *csv = writer->csv;

    write_who (csv, flow);
    write_obstacle (writer, flow);
    write_volume (csv, flow);
    write_reason (csv, flow);
    cvpn_csv_file_name (csv, flow->destination_name);
    cvpn_csv_file_end_row (csv);
}

const CvpnWriterKind cvpn_flows_writer = {
    .name = "flows",
    .file = "flows.csv",
    .header = header,
    .observer = { .flow = write_flow },
};
