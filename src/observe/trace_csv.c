/* trace.csv: a row for each stage of the flows that --trace chooses.
 *
 * Rows of one flow stand together, in the order in which the flows ended. */
#include <string.h>

#include "observe/writer.h"

static gboolean
has_failed (const CvpnFlowRecord *flow)
{
    return flow->outcome != CVPN_OUTCOME_DELIVERED && flow->outcome != CVPN_OUTCOME_BYPASSED;
}

/* Kinds are numbered from 0, without gaps. */
static gboolean
is_first_of_kind (CvpnWriter *writer, const CvpnFlowRecord *flow)
{
    GByteArray *seen = writer->state;

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

static void
write_stage (CvpnWriter *writer, guint64 flow, const CvpnFlowStage *stage)
{
    CvpnCsvFile *csv = writer->csv;
    const CvpnVerdict *verdict = &stage->verdict;

    cvpn_csv_file_seconds (csv, stage->time_ns);
    cvpn_csv_file_integer (csv, (gint64) flow);
    cvpn_csv_file_name (csv, cvpn_step_number (verdict->step));
    cvpn_csv_file_name (csv, cvpn_step_name (verdict->step));
    cvpn_csv_file_name (csv, cvpn_direction_word (verdict->direction));
    cvpn_csv_file_name (csv, cvpn_result_word (verdict->result));
    cvpn_csv_file_name (csv, cvpn_code_word (verdict->code));
    cvpn_writer_rule (writer, verdict->rule);
    cvpn_csv_file_microseconds (csv, stage->latency_ns);
    cvpn_csv_file_end_row (csv);
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
    writer->state = g_byte_array_new ();
}

static void
free_kinds (gpointer state)
{
    g_byte_array_unref (state);
}

const CvpnWriterKind cvpn_trace_writer = {
    .name = "trace",
    .file = "trace.csv",
    .header = "time_s,flow,step,name,direction,result,code,rule,latency_us",
    .observer = { .wants_stages = TRUE, .flow = write_flow },
    .begin = begin,
    .free_state = free_kinds,
};
