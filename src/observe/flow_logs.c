/* flow-logs.txt: what VPC Flow Logs say of a run's flows, version 2, the default format, with
 * the line of names that files in Amazon S3 begin with.
 *
 * At the endpoint's interfaces, and at those of the hosts in VPCs: a record of the request and
 * one of the answer, as far as either came.  A flow is one connection, so its records are not
 * joined with others of the interval, nor cut by it.  Bytes count IP's headers and the
 * protocol's; TCP's opening and closing is two packets each way and one more for the request;
 * where the handshake does not end, a packet.  (Amazon VPC User Guide, "Flow log records",
 * "Publish flow logs to Amazon S3") */
#include <string.h>

#include "base/digits.h"
#include "base/match.h"
#include "observe/aws_ids.h"
#include "observe/clock.h"
#include "observe/writer.h"

#define TCP_HEADERS   40
#define OTHER_HEADERS 28 /* of UDP, and of ICMP's echoes */
#define IP_HEADER     20
#define ICMP_ERROR    56 /* with what it quotes of the packet */

/* What the records of an interface begin with, up to its id; made once, by the names' places: a
 * scenario's names stay where they are, and a second place costs a second making only. */
typedef struct {
    const char *owner, *subnet;
} Interface;

typedef struct {
    gsize length;
    char text[];
} Head;

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

static Head *
make_head (const CvpnWriter *writer, const Interface *of)
{
    g_autoptr (GString) text = g_string_new ("2 " CVPN_ACCOUNT_ID " ");

    cvpn_interface_id_append (text, writer->scenario, of->owner, of->subnet);
    Head *head = g_malloc (sizeof *head + text->len);
    head->length = text->len;
    memcpy (head->text, text->str, text->len);
    return head;
}

static const Head *
find_head (const CvpnWriter *writer, const char *owner, const char *subnet)
{
    const Interface key = { owner, subnet };
    Head *head = g_hash_table_lookup (writer->state, &key);

    if (!head) {
        head = make_head (writer, &key);
        g_hash_table_insert (writer->state, g_memdup2 (&key, sizeof key), head);
    }
    return head;
}

/* Packets of one direction: the same at every interface but for addresses and ports. */
typedef struct {
    guint8 protocol;
    gboolean ports;
    gint64 packets, bytes;
} Side;

/* The five fields of its records behind the ports. */
typedef struct {
    gboolean ports;
    guint length;
    char bytes[5 * CVPN_DIGITS_ROOM];
} SideText;

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
count_packets (Side *side, gint64 payload, gint64 most, gint64 more)
{
    side->packets = (payload + most - 1) / most + more;
    side->packets = MAX (side->packets, 1);
    side->bytes = payload + side->packets * header_bytes (side->protocol);
}

static Side
begin_side (const CvpnFlowRecord *flow)
{
    return (Side){ .protocol = flow->protocol,
                   .ports =
                       flow->protocol == CVPN_PROTOCOL_TCP || flow->protocol == CVPN_PROTOCOL_UDP };
}

static Side
make_request (const CvpnFlowRecord *flow)
{
    const gboolean tcp = flow->protocol == CVPN_PROTOCOL_TCP;
    Side side = begin_side (flow);

    count_packets (&side, flow->request_bytes, MAX (flow->packet_bytes, 1),
                   tcp && flow->outcome == CVPN_OUTCOME_DELIVERED ? 3 : 0);
    return side;
}

/* Of a closed port it is a reset, or an ICMP error. */
static Side
make_answer (const CvpnFlowRecord *flow)
{
    const gboolean tcp = flow->protocol == CVPN_PROTOCOL_TCP;
    Side side = begin_side (flow);

    if (flow->outcome == CVPN_OUTCOME_REJECTED && !tcp)
        return (Side){ .protocol = CVPN_PROTOCOL_ICMP, .packets = 1, .bytes = ICMP_ERROR };
    count_packets (&side, flow->response_bytes, MAX (flow->packet_bytes, 1),
                   tcp && flow->outcome == CVPN_OUTCOME_DELIVERED ? 2 : 0);
    return side;
}

static char *
put (char *to, gint64 value)
{
    to = cvpn_digits_write_signed (to, value);
    *to = ' ';
    return to + 1;
}

/* Of a flow's records, of which there are up to four, each direction is written out once. */
static void
write_side (SideText *text, const Side *side, gint64 start_s, gint64 end_s)
{
    char *to = text->bytes;

    to = put (to, side->protocol);
    to = put (to, side->packets);
    to = put (to, side->bytes);
    to = put (to, start_s);
    to = put (to, end_s);
    text->length = (guint) (to - text->bytes - 1);
    text->ports = side->ports;
}

typedef struct {
    SideText request, answer;
} FlowText;

static void
write_sides (const CvpnWriter *writer, const CvpnFlowRecord *flow, FlowText *text)
{
    const gint64 end_ns =
        flow->outcome == CVPN_OUTCOME_DELIVERED ? flow->start_ns + flow->duration_ns : flow->end_ns;
    const gint64 start_s = cvpn_clock_unix (writer->scenario, flow->start_ns);
    const gint64 end_s = cvpn_clock_unix (writer->scenario, MAX (end_ns, flow->start_ns));
    const Side request = make_request (flow), answer = make_answer (flow);

    write_side (&text->request, &request, start_s, end_s);
    write_side (&text->answer, &answer, start_s, end_s);
}

/* A packet's way through an interface. */
typedef struct {
    guint32 source, destination;
    guint16 source_port, destination_port;
} Way;

static void
write_record (CvpnCsvFile *csv, const Head *head, const Way *way, const SideText *side,
              CvpnSeen seen)
{
    static const char seen_text[][sizeof "ACCEPT OK"] = {
        [CVPN_SEEN_ACCEPTED] = "ACCEPT OK", [CVPN_SEEN_REJECTED] = "REJECT OK"
    };

    cvpn_csv_file_bytes (csv, head->text, head->length);
    cvpn_csv_file_address (csv, way->source);
    cvpn_csv_file_address (csv, way->destination);
    cvpn_csv_file_integer (csv, side->ports ? way->source_port : 0);
    cvpn_csv_file_integer (csv, side->ports ? way->destination_port : 0);
    cvpn_csv_file_bytes (csv, side->bytes, side->length);
    cvpn_csv_file_bytes (csv, seen_text[seen], sizeof "ACCEPT OK" - 1);
    cvpn_csv_file_end_row (csv);
}

static void
write_interface (CvpnCsvFile *csv, const Head *head, guint16 port, const FlowText *text,
                 const CvpnFlowAtInterface *at)
{
    const Way there = { at->source, at->destination, at->source_port, port };
    const Way back = { at->destination, at->source, port, at->source_port };

    if (at->request != CVPN_SEEN_NOT)
        write_record (csv, head, &there, &text->request, at->request);
    if (at->answer != CVPN_SEEN_NOT)
        write_record (csv, head, &back, &text->answer, at->answer);
}

static void
write_flow (gpointer self, const CvpnFlowRecord *flow)
{
    CvpnWriter *writer = self;
    FlowText text;

    if (flow->near.request == CVPN_SEEN_NOT)
        return;
    write_sides (writer, flow, &text);
    write_interface (writer->csv, find_head (writer, flow->endpoint, flow->subnet), flow->port,
                     &text, &flow->near);
    if (flow->far_host)
        write_interface (writer->csv, find_head (writer, flow->far_host, NULL), flow->port, &text,
                         &flow->far);
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
