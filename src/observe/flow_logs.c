/* flow-logs.txt: what VPC Flow Logs say of a run's flows, version 2, the default format, with
 * the line of names that files in Amazon S3 begin with.
 *
 * At the endpoint's interfaces, and at those of the hosts in VPCs: a record of the request and
 * one of the answer, as far as either came.  A flow is one connection, so its records are not
 * joined with others of the interval, nor cut by it.  Bytes count IP's headers and the
 * protocol's; TCP's opening and closing is two packets each way and one more for the request;
 * where the handshake does not end, a packet.  (Amazon VPC User Guide, "Flow log records",
 * "Publish flow logs to Amazon S3") */
#include "base/match.h"
#include "observe/aws_ids.h"
#include "observe/clock.h"
#include "observe/writer.h"

#define TCP_HEADERS   40
#define OTHER_HEADERS 28 /* of UDP, and of ICMP's echoes */
#define IP_HEADER     20
#define ICMP_ERROR    56 /* with what it quotes of the packet */

/* A packet's way through an interface. */
typedef struct {
    guint32 source, destination;
    guint16 source_port, destination_port;
    guint8 protocol;
    gint64 packets, bytes;
} Record;

static gint64
header_bytes (guint8 protocol)
{
    if (protocol == CVPN_PROTOCOL_TCP)
        return TCP_HEADERS;
    return protocol == CVPN_PROTOCOL_UDP || protocol == CVPN_PROTOCOL_ICMP ? OTHER_HEADERS
                                                                           : IP_HEADER;
}

/* Of a payload in packets of at most 'most' bytes, and 'more' without any. */
static void
count_packets (Record *record, gint64 payload, gint64 most, gint64 more)
{
    record->packets = (payload + most - 1) / most + more;
    record->packets = MAX (record->packets, 1);
    record->bytes = payload + record->packets * header_bytes (record->protocol);
}

static Record
make_request (const CvpnFlowRecord *flow, const CvpnFlowAtInterface *at)
{
    const gboolean ports =
        flow->protocol == CVPN_PROTOCOL_TCP || flow->protocol == CVPN_PROTOCOL_UDP;
    const gboolean tcp = flow->protocol == CVPN_PROTOCOL_TCP;
    Record record = { .source = at->source,
                      .destination = at->destination,
                      .source_port = ports ? at->source_port : 0,
                      .destination_port = ports ? flow->port : 0,
                      .protocol = flow->protocol };

    count_packets (&record, flow->request_bytes, MAX (flow->packet_bytes, 1),
                   tcp && flow->outcome == CVPN_OUTCOME_DELIVERED ? 3 : 0);
    return record;
}

/* Of a closed port it is a reset, or an ICMP error. */
static Record
make_answer (const CvpnFlowRecord *flow, const CvpnFlowAtInterface *at)
{
    const gboolean tcp = flow->protocol == CVPN_PROTOCOL_TCP;
    const Record request = make_request (flow, at);
    Record record = { .source = request.destination,
                      .destination = request.source,
                      .source_port = request.destination_port,
                      .destination_port = request.source_port,
                      .protocol = request.protocol };

    if (flow->outcome == CVPN_OUTCOME_REJECTED && !tcp)
        return (Record){ .source = record.source,
                         .destination = record.destination,
                         .protocol = CVPN_PROTOCOL_ICMP,
                         .packets = 1,
                         .bytes = ICMP_ERROR };
    count_packets (&record, flow->response_bytes, MAX (flow->packet_bytes, 1),
                   tcp && flow->outcome == CVPN_OUTCOME_DELIVERED ? 2 : 0);
    return record;
}

static void
write_record (CvpnWriter *writer, const char *head, const CvpnFlowRecord *flow,
              const Record *record, CvpnSeen seen)
{
    CvpnCsvFile *csv = writer->csv;
    const gint64 end_ns =
        flow->outcome == CVPN_OUTCOME_DELIVERED ? flow->start_ns + flow->duration_ns : flow->end_ns;

    cvpn_csv_file_name (csv, head); /* it and the last need no quotes */
    cvpn_csv_file_address (csv, record->source);
    cvpn_csv_file_address (csv, record->destination);
    cvpn_csv_file_integer (csv, record->source_port);
    cvpn_csv_file_integer (csv, record->destination_port);
    cvpn_csv_file_integer (csv, record->protocol);
    cvpn_csv_file_integer (csv, record->packets);
    cvpn_csv_file_integer (csv, record->bytes);
    cvpn_csv_file_integer (csv, cvpn_clock_unix (writer->scenario, flow->start_ns));
    cvpn_csv_file_integer (csv, cvpn_clock_unix (writer->scenario, MAX (end_ns, flow->start_ns)));
    cvpn_csv_file_name (csv, seen == CVPN_SEEN_ACCEPTED ? "ACCEPT OK" : "REJECT OK");
    cvpn_csv_file_end_row (csv);
}

static void
write_interface (CvpnWriter *writer, const char *head, const CvpnFlowRecord *flow,
                 const CvpnFlowAtInterface *at)
{
    const Record request = make_request (flow, at);
    const Record answer = make_answer (flow, at);

    if (at->request != CVPN_SEEN_NOT)
        write_record (writer, head, flow, &request, at->request);
    if (at->answer != CVPN_SEEN_NOT)
        write_record (writer, head, flow, &answer, at->answer);
}

/* What the records of an interface begin with, up to its id; made once, by the names' places: a
 * scenario's names stay where they are, and a second place costs a second making only. */
typedef struct {
    const char *owner, *subnet;
} Interface;

static guint
hash_interface (gconstpointer key)
{
    const Interface *interface = key;

    return g_direct_hash (interface->owner) * 31 + g_direct_hash (interface->subnet);
}

static gboolean
same_interface (gconstpointer a, gconstpointer b)
{
    const Interface *one = a, *other = b;

    return one->owner == other->owner && one->subnet == other->subnet;
}

static const char *
find_head (const CvpnWriter *writer, const char *owner, const char *subnet)
{
    const Interface key = { owner, subnet };
    const char *known = g_hash_table_lookup (writer->state, &key);

    if (known)
        return known;
    g_autoptr (GString) id = g_string_new ("2 " CVPN_ACCOUNT_ID " ");
    cvpn_interface_id_append (id, writer->scenario, owner, subnet);
    g_hash_table_insert (writer->state, g_memdup2 (&key, sizeof key), g_strdup (id->str));
    return g_hash_table_lookup (writer->state, &key);
}

static void
write_flow (gpointer self, const CvpnFlowRecord *flow)
{
    CvpnWriter *writer = self;

    if (flow->near.request == CVPN_SEEN_NOT)
        return;
    write_interface (writer, find_head (writer, flow->endpoint, flow->subnet), flow, &flow->near);
    if (flow->far_host)
        write_interface (writer, find_head (writer, flow->far_host, NULL), flow, &flow->far);
}

static void
begin (CvpnWriter *writer)
{
    cvpn_csv_file_set_separator (writer->csv, ' ');
    writer->state = g_hash_table_new_full (hash_interface, same_interface, g_free, g_free);
}

static void
free_heads (gpointer state)
{
    g_hash_table_unref (state);
}

const CvpnWriterKind cvpn_flow_logs_writer = {
    .name = "flow-logs",
    .file = "flow-logs.txt",
    .header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets "
              "bytes start end action log-status",
    .observer = { .wants_interfaces = TRUE, .flow = write_flow },
    .begin = begin,
    .free_state = free_heads,
};
