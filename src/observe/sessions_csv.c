/* sessions.csv: a row for each connection attempt, in the order in which they
 * failed or ended. */
#include "observe/writer.h"

static const char header[] =
    "start_s,session,user,endpoint,subnet,availability_zone,client_address,result,code,"
    "established_s,end_s,end_reason,flows,request_bytes,response_bytes,reason,"
    "request_packets,response_packets,returned_after_s";

static void
write_time (CvpnCsvFile *csv, gint64 ns)
{
    if (ns < 0)
        cvpn_csv_file_empty (csv);
    else
        cvpn_csv_file_seconds (csv, ns);
}

/* An attempt that the run's end cut short is neither. */
static const char *
result_of (const CvpnSessionRecord *session)
{
    if (session->established)
        return "established";
    return session->end_ns >= 0 ? "failed" : "unfinished";
}

static void
write_session (gpointer self, const CvpnSessionRecord *session)
{
    CvpnCsvFile *csv = ((CvpnWriter *) self)->csv;

    cvpn_csv_file_seconds (csv, session->start_ns);
    cvpn_csv_file_integer (csv, (gint64) session->session);
    cvpn_csv_file_user (csv, &session->user);
    cvpn_csv_file_name (csv, session->endpoint);
    cvpn_csv_file_name (csv, session->subnet);
    cvpn_csv_file_name (csv, session->availability_zone);
    cvpn_csv_file_address (csv, session->client_address);
    cvpn_csv_file_name (csv, result_of (session));
    cvpn_csv_file_name (csv, cvpn_code_word (session->code));
    write_time (csv, session->established_ns);
    write_time (csv, session->end_ns);
    cvpn_csv_file_name (csv, session->end_reason);
    cvpn_csv_file_integer (csv, (gint64) session->flows);
    cvpn_csv_file_integer (csv, session->request_bytes);
    cvpn_csv_file_integer (csv, session->response_bytes);
    cvpn_csv_file_name (csv, cvpn_reason_word (session->reason));
    cvpn_csv_file_integer (csv, session->request_packets);
    cvpn_csv_file_integer (csv, session->response_packets);
    write_time (csv, session->returned_after_ns);
    cvpn_csv_file_end_row (csv);
}

const CvpnWriterKind cvpn_sessions_writer = {
    .name = "sessions",
    .file = "sessions.csv",
    .header = header,
    .observer = { .session = write_session },
};
