/* flows.csv: a row for each flow, in the order in which they are judged.
 *
 * Flows of a kind differ in numbers only: the text between these is made once, and again where a
 * flow is not like the kind's last one (another name for the same address, another rule). */
#include <string.h>

#include "base/csv.h"
#include "base/digits.h"
#include "base/match.h"
#include "base/prefix.h"
#include "observe/field_table.h"
#include "observe/user_text.h"
#include "observe/writer.h"

static const char header[] =
    "start_s,flow,user,session,endpoint,subnet,client_address,protocol,destination,port,"
    "snat_address,snat_port,verdict,step,code,rule,duration_s,round_trip_us,request_bytes,"
    "response_bytes,reason,direction,destination_name";

/* Ten numbers with their commas, the one of the user's name among them, and what is copied beyond
 * an end. */
#define NUMBERS_ROOM (11 * CVPN_DIGITS_ROOM + CVPN_FIELD_WIDTH)

/* What its text is made of. */
typedef struct {
    const char *endpoint, *subnet, *destination_name;
    guint32 destination, snat_address;
    guint16 port;
    guint8 protocol, outcome;
    CvpnVerdict verdict;
} Likeness;

/* A kind's text, fields with the commas around them, is cut where numbers stand. */
typedef enum {
    PIECE_LANDING,  /* ",ENDPOINT,SUBNET," */
    PIECE_SERVICE,  /* ",PROTOCOL,DESTINATION,PORT,SNAT ADDRESS," */
    PIECE_OBSTACLE, /* ",VERDICT,STEP,CODE,RULE," */
    PIECE_END,      /* ",REASON,DIRECTION,DESTINATION NAME" and the line's end */
    N_PIECES,
} Piece;

typedef struct {
    Likeness like;
    char *text;           /* and CVPN_FIELD_WIDTH bytes more; NULL: not made yet */
    gsize ends[N_PIECES]; /* of the pieces in it */
} Kind;

typedef struct {
    GArray *kinds;               /* Kind, by its number */
    CvpnFieldTable *populations; /* as names of users begin */
    GString *name, *quoted;      /* of a user who is not called POPULATION-NUMBER as it stands */
} Rows;

static gboolean
is_like (const Likeness *like, const CvpnFlowRecord *flow)
{
    return like->destination_name == flow->destination_name && like->subnet == flow->subnet &&
           like->endpoint == flow->endpoint && like->destination == flow->destination &&
           like->snat_address == flow->snat_address && like->port == flow->port &&
           like->protocol == flow->protocol && like->outcome == flow->outcome &&
           like->verdict.step == flow->verdict.step && like->verdict.code == flow->verdict.code &&
           like->verdict.rule == flow->verdict.rule &&
           like->verdict.direction == flow->verdict.direction &&
           like->verdict.reason == flow->verdict.reason;
}

/* Nothing for NULL. */
static void
add_field (GString *text, const char *name)
{
    g_string_append_c (text, ',');
    if (name)
        cvpn_csv_append (text, name);
}

static void
add_address (GString *text, guint32 address)
{
    char dotted[CVPN_ADDRESS_TEXT];

    add_field (text, address != 0 ? cvpn_address_format (address, dotted) : NULL);
}

static void
add_service (GString *text, const CvpnFlowRecord *flow)
{
    g_autofree char *protocol = cvpn_protocol_format (flow->protocol);

    add_field (text, protocol);
    add_address (text, flow->destination);
    g_string_append_printf (text, ",%u", flow->port);
    add_address (text, flow->snat_address);
    g_string_append_c (text, ',');
}

static void
add_obstacle (GString *text, const CvpnWriter *writer, const CvpnFlowRecord *flow)
{
    const gboolean stopped = flow->outcome != CVPN_OUTCOME_DELIVERED;
    g_autofree char *rule = cvpn_writer_rule_text (writer, flow->verdict.rule);

    add_field (text, cvpn_outcome_word (flow->outcome));
    add_field (text, stopped ? cvpn_step_number (flow->verdict.step) : NULL);
    add_field (text, stopped ? cvpn_code_word (flow->verdict.code) : NULL);
    add_field (text, stopped ? rule : NULL);
    g_string_append_c (text, ',');
}

static void
add_end (GString *text, const CvpnFlowRecord *flow)
{
    const gboolean stopped = flow->outcome != CVPN_OUTCOME_DELIVERED;

    add_field (text, stopped ? cvpn_reason_word (flow->verdict.reason) : NULL);
    add_field (text, stopped ? cvpn_direction_word (flow->verdict.direction) : NULL);
    add_field (text, flow->destination_name);
    g_string_append_c (text, '\n');
}

static Likeness
likeness_of (const CvpnFlowRecord *flow)
{
    return (Likeness){
        .endpoint = flow->endpoint,
        .subnet = flow->subnet,
        .destination_name = flow->destination_name,
        .destination = flow->destination,
        .snat_address = flow->snat_address,
        .port = flow->port,
        .protocol = flow->protocol,
        .outcome = flow->outcome,
        .verdict = flow->verdict,
    };
}

static void
make_kind (Kind *kind, const CvpnWriter *writer, const CvpnFlowRecord *flow)
{
    g_autoptr (GString) text = g_string_new (NULL);

    kind->like = likeness_of (flow);
    add_field (text, flow->endpoint);
    add_field (text, flow->subnet);
    g_string_append_c (text, ',');
    kind->ends[PIECE_LANDING] = text->len;
    add_service (text, flow);
    kind->ends[PIECE_SERVICE] = text->len;
    add_obstacle (text, writer, flow);
    kind->ends[PIECE_OBSTACLE] = text->len;
    add_end (text, flow);
    kind->ends[PIECE_END] = text->len;
    g_free (kind->text);
    kind->text = g_malloc0 (text->len + CVPN_FIELD_WIDTH);
    memcpy (kind->text, text->str, text->len);
}

static const Kind *
find_kind (const CvpnWriter *writer, const CvpnFlowRecord *flow)
{
    const Rows *rows = writer->state;

    if (flow->kind >= rows->kinds->len)
        g_array_set_size (rows->kinds, flow->kind + 1);
    Kind *kind = &g_array_index (rows->kinds, Kind, flow->kind);
    if (!kind->text || !is_like (&kind->like, flow))
        make_kind (kind, writer, flow);
    return kind;
}

static char *
put_piece (char *to, const Kind *kind, Piece piece)
{
    const gsize begin = piece > 0 ? kind->ends[piece - 1] : 0;

    return cvpn_field_put (to, kind->text + begin, kind->ends[piece] - begin);
}

static char *
put_number (char *to, gint64 number)
{
    *to = ',';
    return cvpn_digits_write_signed (to + 1, number);
}

/* What a user's name begins with, or the whole of it; tells whether its number follows. */
static CvpnField
begin_user (const Rows *rows, const CvpnUser *user, gboolean *numbered)
{
    if (!user->name) {
        const CvpnField *population = cvpn_field_table_get (rows->populations, user->population);
        *numbered = population->bytes[0] != '"';
        if (*numbered)
            return *population;
    }
    *numbered = FALSE;
    g_string_truncate (rows->name, 0);
    g_string_truncate (rows->quoted, 0);
    cvpn_user_append (rows->name, user);
    cvpn_csv_append (rows->quoted, rows->name->str);
    return (CvpnField){ NULL, rows->quoted->str, rows->quoted->len };
}

static char *
put_who (char *to, const CvpnFlowRecord *flow, const CvpnField *user, gboolean numbered)
{
    to = cvpn_digits_write_seconds (to, flow->start_ns);
    to = put_number (to, (gint64) flow->flow);
    *to = ',';
    to = cvpn_field_put (to + 1, user->bytes, user->length);
    if (numbered) {
        *to = '-';
        to = cvpn_digits_write (to + 1, flow->user.number);
    }
    return put_number (to, (gint64) flow->session);
}

static char *
put_volume (char *to, const CvpnFlowRecord *flow)
{
    to = cvpn_digits_write_seconds (to, flow->duration_ns);
    if (flow->round_trip_ns > 0)
        to = put_number (to, flow->round_trip_ns / 1000);
    else
        *to++ = ',';
    to = put_number (to, flow->request_bytes);
    return put_number (to, flow->response_bytes);
}

static void
write_flow (gpointer self, const CvpnFlowRecord *flow)
{
    const CvpnWriter *writer = self;
    const Kind *kind = find_kind (writer, flow);
    gboolean numbered;
    const CvpnField user = begin_user (writer->state, &flow->user, &numbered);
    char *to = cvpn_csv_file_row (writer->csv, NUMBERS_ROOM + user.length + kind->ends[PIECE_END]);

    to = put_who (to, flow, &user, numbered);
    to = put_piece (to, kind, PIECE_LANDING);
    if (flow->client_address != 0)
        to = cvpn_digits_write_address (to, flow->client_address);
    to = put_piece (to, kind, PIECE_SERVICE);
    if (flow->snat_address != 0)
        to = cvpn_digits_write (to, flow->snat_port);
    to = put_piece (to, kind, PIECE_OBSTACLE);
    to = put_volume (to, flow);
    cvpn_csv_file_take_row (writer->csv, put_piece (to, kind, PIECE_END));
}

static void
clear_kind (gpointer data)
{
    const Kind *kind = data;

    g_free (kind->text);
}

static void
begin (CvpnWriter *writer)
{
    Rows *rows = g_new (Rows, 1);

    rows->kinds = g_array_new (FALSE, TRUE, sizeof (Kind));
    g_array_set_clear_func (rows->kinds, clear_kind);
    rows->populations = cvpn_field_table_new ();
    rows->name = g_string_sized_new (CVPN_FIELD_WIDTH);
    rows->quoted = g_string_sized_new (CVPN_FIELD_WIDTH);
    writer->state = rows;
}

static void
free_rows (gpointer state)
{
    Rows *rows = state;

    g_array_unref (rows->kinds);
    cvpn_field_table_free (rows->populations);
    g_string_free (rows->name, TRUE);
    g_string_free (rows->quoted, TRUE);
    g_free (rows);
}

const CvpnWriterKind cvpn_flows_writer = {
    .name = "flows",
    .file = "flows.csv",
    .header = header,
    .observer = { .flow = write_flow },
    .begin = begin,
    .free_state = free_rows,
};
