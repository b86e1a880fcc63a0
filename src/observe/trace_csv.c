/* trace.csv: a row for each stage of the flows that --trace chooses.
 *
 * Rows of one flow stand together, in the order in which the flows ended.  What a verdict says is
 * put into words once. */
#include <string.h>

#include "base/csv.h"
#include "base/digits.h"
#include "observe/field_table.h"
#include "observe/writer.h"

/* Three numbers, two commas, the line's end, and what is copied beyond an end. */
#define NUMBERS_ROOM (4 * CVPN_DIGITS_ROOM + CVPN_FIELD_WIDTH)

/* ",STEP,NAME,DIRECTION,RESULT,CODE,RULE,", and CVPN_FIELD_WIDTH bytes more. */
typedef struct {
    gint64 verdict; /* packed: the key */
    gsize length;
    char bytes[];
} Text;

typedef struct {
    GByteArray *seen;  /* by the number of the kind */
    GHashTable *texts; /* a set of Text *, owned */
} Trace;

static gboolean
has_failed (const CvpnFlowRecord *flow)
{
    return flow->outcome != CVPN_OUTCOME_DELIVERED && flow->outcome != CVPN_OUTCOME_BYPASSED;
}

/* Kinds are numbered from 0, without gaps. */
static gboolean
is_first_of_kind (CvpnWriter *writer, const CvpnFlowRecord *flow)
{
    GByteArray *seen = ((Trace *) writer->state)->seen;

    if (flow->kind >= seen->len) {
        const guint before = seen->len;
        g_byte_array_set_size (seen, flow->kind + 1);
        memset (seen->data + before, FALSE, seen->len - before);
    }
    const gboolean is_first = !seen->data[flow->kind];
    seen->data[flow->kind] = TRUE;
    return is_first;
}

static gboolean
is_chosen (CvpnWriter *writer, const CvpnFlowRecord *flow)
{
    switch (writer->trace.mode) {
    case CVPN_TRACE_ALL:
        return TRUE;
    case CVPN_TRACE_EVERY:
        return flow->flow % writer->trace.every == 0;
    case CVPN_TRACE_DROPPED:
        return is_first_of_kind (writer, flow) || has_failed (flow);
    case CVPN_TRACE_NONE:
    default:
        return FALSE;
    }
}

/* All that its text depends on. */
static gint64
pack (const CvpnVerdict *verdict)
{
    G_STATIC_ASSERT (CVPN_N_CODES <= 1 << 16 && CVPN_N_STEPS <= 1 << 8 &&
                     CVPN_RESULT_SKIPPED < 1 << 4 && CVPN_RETURN < 1 << 4);

    return (gint64) ((guint64) verdict->rule << 32 | (guint64) verdict->code << 16 |
                     (guint64) verdict->step << 8 | (guint64) verdict->result << 4 |
                     (guint64) verdict->direction);
}

static Text *
make_text (const CvpnWriter *writer, const CvpnVerdict *verdict)
{
    g_autofree char *rule = cvpn_writer_rule_text (writer, verdict->rule);
    const char *const fields[] = {
        cvpn_step_number (verdict->step),         cvpn_step_name (verdict->step),
        cvpn_direction_word (verdict->direction), cvpn_result_word (verdict->result),
        cvpn_code_word (verdict->code),           rule ? rule : ""
    };
    g_autoptr (GString) row = g_string_new (",");

    for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
        cvpn_csv_append (row, fields[i]);
        g_string_append_c (row, ',');
    }
    Text *text = g_malloc0 (sizeof *text + row->len + CVPN_FIELD_WIDTH);
    text->verdict = pack (verdict);
    text->length = row->len;
    memcpy (text->bytes, row->str, row->len);
    return text;
}

static const Text *
find_text (const CvpnWriter *writer, const CvpnVerdict *verdict)
{
    const Trace *trace = writer->state;
    const gint64 key = pack (verdict);
    Text *text = g_hash_table_lookup (trace->texts, &key);

    if (!text) {
        text = make_text (writer, verdict);
        g_hash_table_add (trace->texts, text);
    }
    return text;
}

static void
write_stage (CvpnWriter *writer, guint64 flow, const CvpnFlowStage *stage)
{
    const Text *text = find_text (writer, &stage->verdict);
    char *to = cvpn_csv_file_row (writer->csv, NUMBERS_ROOM + text->length);

    to = cvpn_digits_write_seconds (to, stage->time_ns);
    *to = ',';
    to = cvpn_digits_write (to + 1, flow);
    to = cvpn_field_put (to, text->bytes, text->length);
    to = cvpn_digits_write_signed (to, stage->latency_ns / 1000);
    *to = '\n';
    cvpn_csv_file_take_row (writer->csv, to + 1);
}

/* The client's routes and the connection are one step. */
static gboolean
same_row (const CvpnFlowStage *stage, const CvpnFlowStage *next)
{
    return stage->verdict.step == next->verdict.step &&
           stage->verdict.direction == next->verdict.direction;
}

static void
write_flow (gpointer self, const CvpnFlowRecord *flow)
{
    CvpnWriter *writer = self;

    if (!is_chosen (writer, flow))
        return;
    for (guint i = 0; i < flow->n_stages; i++)
        if (i + 1 == flow->n_stages || !same_row (&flow->stages[i], &flow->stages[i + 1]))
            write_stage (writer, flow->flow, &flow->stages[i]);
}

static void
begin (CvpnWriter *writer)
{
    Trace *trace = g_new (Trace, 1);

    trace->seen = g_byte_array_new ();
    trace->texts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
    writer->state = trace;
}

static void
free_trace (gpointer state)
{
    Trace *trace = state;

    g_byte_array_unref (trace->seen);
    g_hash_table_unref (trace->texts);
    g_free (trace);
}

const CvpnWriterKind cvpn_trace_writer = {
    .name = "trace",
    .file = "trace.csv",
    .header = "time_s,flow,step,name,direction,result,code,rule,latency_us",
    .observer = { .wants_stages = TRUE, .flow = write_flow },
    .begin = begin,
    .free_state = free_trace,
};
