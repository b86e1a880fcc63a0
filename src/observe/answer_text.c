/* An answer of explain for a person: a block for each landing, a line for each
 * step, and what to change at the end. */
#include <cvpnsim/explain.h>

#include "base/quantity.h"
#include "analyze/answer.h"
#include "observe/layout.h"
#include "observe/step_text.h"

/* Columns: where file and line begin; where a continued line begins. */
#define PLACE_COLUMN  76
#define INDENT_COLUMN 28

typedef struct {
    GString *out;
    const CvpnAnswer *answer;
    gboolean color;
} Writer;

static const char *
paint (const Writer *w, const char *code)
{
    return w->color ? code : "";
}

static void
write_header (const Writer *w)
{
    const CvpnAnswer *a = w->answer;
    const CvpnNetwork *net = a->net;
    const CvpnDestination *to = &a->destination;
    g_autofree char *protocol = cvpn_protocol_format (to->protocol);
    g_autoptr (GString) groups = g_string_new (NULL);
    char address[CVPN_ADDRESS_TEXT];

    for (guint i = 0; i < a->groups->len; i++)
        g_string_append_printf (groups, "%s%s", i > 0 ? ", " : "", (char *) a->groups->pdata[i]);
    g_string_append (w->out, paint (w, "\033[1m"));
    if (a->clients)
        g_string_append (w->out, a->user ? a->user : a->clients);
    else
        g_string_append_printf (w->out, "a user of %s", groups->len ? groups->str : "no group");
    g_string_append (w->out, " → ");
    if (to->host != CVPN_NONE)
        g_string_append_printf (w->out, "%s ", cvpn_host (net, to->host)->name);
    g_string_append_printf (w->out, "%s %s", cvpn_address_format (to->address, address), protocol);
    if (to->port > 0)
        g_string_append_printf (w->out, "/%u", to->port);
    if (a->packet_bytes > 0)
        g_string_append_printf (w->out, " in packets of %u B", a->packet_bytes);
    if (a->idle_ns > 0) {
        g_autofree char *idle = cvpn_duration_format (a->idle_ns);
        g_string_append_printf (w->out, " after %s of silence", idle);
    }
    g_autofree char *when = cvpn_answer_when (a);
    g_string_append_printf (w->out, " over %s%s%s\n", cvpn_endpoint (net, a->person.endpoint)->name,
                            when, paint (w, "\033[0m"));
}

static char *
describe_landing (const CvpnLanding *landing)
{
    const CvpnVerdict *verdict = cvpn_trace_obstacle (&landing->trace);
    const char *word = cvpn_outcome_word (landing->outcome);

    if (landing->outcome == CVPN_OUTCOME_BYPASSED)
        return g_strdup_printf ("%s: %s", word, cvpn_code_word (verdict->code));
    if (!verdict)
        return g_strdup (word);
    const char *number = cvpn_step_number (verdict->step);
    return g_strdup_printf ("%s at %s%s", word, g_ascii_isdigit (*number) ? "step " : "", number);
}

static void
write_landing_line (const Writer *w, const CvpnLanding *landing)
{
    const CvpnNetwork *net = w->answer->net;
    const CvpnSubnet *subnet =
        cvpn_subnet (net, cvpn_association (net, landing->association)->subnet);
    g_autofree char *result = describe_landing (landing);
    const gsize start = w->out->len;
    const gboolean good = landing->outcome == CVPN_OUTCOME_DELIVERED;

    g_string_append_printf (
        w->out, "landing on %s (%s)", subnet->name,
        cvpn_network_zone_name (net, cvpn_association (net, landing->association)->subnet));
    cvpn_layout_pad (w->out, start, PLACE_COLUMN - 1);
    g_string_append_printf (w->out, " %s%s%s\n", paint (w, good ? "\033[32m" : "\033[31m"), result,
                            paint (w, "\033[0m"));
}

/* Ends a line with where its rule stands, if it stands anywhere. */
static void
write_place (const Writer *w, gsize start, guint32 number)
{
    const CvpnRule *rule = cvpn_network_rule (w->answer->net, number);

    if (rule && rule->file && rule->line > 0) {
        g_autofree char *file = g_path_get_basename (rule->file);
        cvpn_layout_pad (w->out, start, PLACE_COLUMN - 1);
        g_string_append_printf (w->out, " %s:%u", file, rule->line);
    }
    g_string_append_c (w->out, '\n');
}

/* Facts that fit stand on one line; else each has a line, and its place. */
static void
write_facts (const Writer *w, gsize start, const GPtrArray *facts, guint n)
{
    for (guint i = 0; i < n; i++) {
        const CvpnFact *fact = facts->pdata[i];
        const gsize line = i == 0 ? start : w->out->len;
        if (i > 0)
            cvpn_layout_pad (w->out, line, INDENT_COLUMN);
        g_string_append (w->out, fact->text);
        write_place (w, line, fact->rule);
    }
}

static void
write_evidence (const Writer *w, const char *evidence, guint32 rule)
{
    const gsize start = w->out->len;

    cvpn_layout_pad (w->out, start, INDENT_COLUMN);
    g_string_append (w->out, evidence);
    write_place (w, start, rule);
}

/* What is not known does not fail. */
static const char *
result_label (CvpnResult result, const CvpnVerdict *verdict)
{
    static const char *const labels[] = { "ok", "FAIL", "ALSO", "skip" };

    return verdict && (verdict->code == CVPN_CODE_UNKNOWN_RESOURCE ||
                       verdict->code == CVPN_CODE_UNSUPPORTED_COMPONENT)
               ? "?"
               : labels[result];
}

static gboolean
has_room (const char *text)
{
    return g_utf8_strlen (text, -1) < PLACE_COLUMN - INDENT_COLUMN;
}

static void
write_label (const Writer *w, CvpnStep step, const char *label)
{
    const char *number = cvpn_step_number (step);

    g_string_append_printf (w->out, "  %-1s %-17s %-4s  ", g_ascii_isdigit (*number) ? number : " ",
                            cvpn_step_name (step), label);
}

static void
write_obstacle (const Writer *w, const CvpnLanding *landing, const CvpnVerdict *verdict)
{
    const CvpnStepResult result = { verdict->step, verdict->result, verdict };
    CvpnStepText text = cvpn_step_text (w->answer, landing, &result);

    write_label (w, verdict->step, result_label (verdict->result, verdict));
    g_string_append_printf (w->out, "%s: %s\n", cvpn_code_word (verdict->code), text.headline);
    if (text.evidence)
        write_evidence (w, text.evidence, verdict->rule);
    g_free (text.headline);
    g_free (text.evidence);
}

/* Once round is enough of a circle. */
static guint
count_before_repeat (const GPtrArray *facts)
{
    for (guint i = 1; i < facts->len; i++)
        for (guint j = 0; j < i; j++)
            if (((CvpnFact *) facts->pdata[i])->rule == ((CvpnFact *) facts->pdata[j])->rule)
                return i;
    return facts->len;
}

/* How far it had come: the hops of a long way that it passed before. */
static void
write_passed (const Writer *w, const CvpnLanding *landing, const CvpnVerdict *verdict)
{
    g_autoptr (GPtrArray) facts = cvpn_step_facts (w->answer, landing, verdict->step);

    if (verdict->step < CVPN_STEP_DESTINATION || facts->len < 2)
        return;
    const gsize start = w->out->len;
    cvpn_layout_pad (w->out, start, INDENT_COLUMN - 6);
    g_string_append (w->out, "after ");
    write_facts (w, start, facts,
                 verdict->code == CVPN_CODE_CVPN_ROUTING_LOOP ? count_before_repeat (facts)
                                                              : facts->len);
}

/* All that stands in the way at one step: an ACL and a group at the destination. */
static void
write_obstacles (const Writer *w, const CvpnLanding *landing, CvpnStep step)
{
    for (guint i = 0; i < landing->trace.n; i++) {
        const CvpnVerdict *verdict = &landing->trace.verdicts[i];
        if (verdict->step == step &&
            (verdict->result == CVPN_RESULT_FAIL || verdict->result == CVPN_RESULT_ALSO))
            write_obstacle (w, landing, verdict);
        if (verdict->step == step && verdict->result == CVPN_RESULT_FAIL)
            write_passed (w, landing, verdict);
    }
}

static void
write_step (const Writer *w, const CvpnLanding *landing, const CvpnStepResult *result)
{
    CvpnStepText text = cvpn_step_text (w->answer, landing, result);
    g_autoptr (GPtrArray) facts = cvpn_step_facts (w->answer, landing, result->step);
    const guint32 rule = result->verdict ? result->verdict->rule : CVPN_RULE_NONE;
    const gsize start = w->out->len;

    write_label (w, result->step, result_label (result->result, result->verdict));
    if (result->result == CVPN_RESULT_OK && result->step != CVPN_STEP_CONNECTION &&
        facts->len > 1 && !has_room (text.headline)) {
        write_facts (w, start, facts, facts->len);
    } else {
        g_string_append (w->out, text.headline);
        write_place (w, start, rule);
    }
    g_free (text.headline);
    g_free (text.evidence);
}

/* Steps that the packet never reached are not shown: the line above says so. */
static void
write_landing (const Writer *w, const CvpnLanding *landing)
{
    g_string_append_c (w->out, '\n');
    write_landing_line (w, landing);
    if (landing->outcome == CVPN_OUTCOME_BYPASSED) {
        const CvpnVerdict *verdict = cvpn_trace_obstacle (&landing->trace);
        g_string_append_printf (w->out, "    the client does not send it into the tunnel: %s\n",
                                cvpn_code_text (verdict->code));
        return;
    }
    gboolean failed = FALSE;
    for (CvpnStep step = 0; step < CVPN_N_STEPS; step++) {
        const CvpnStepResult result = cvpn_landing_step (landing, step);
        if (result.result == CVPN_RESULT_SKIPPED && failed)
            continue;
        failed |= result.result == CVPN_RESULT_FAIL;
        if (result.result == CVPN_RESULT_FAIL || result.result == CVPN_RESULT_ALSO)
            write_obstacles (w, landing, step);
        else
            write_step (w, landing, &result);
    }
}

static void
write_conclusion (const Writer *w)
{
    const CvpnAnswer *a = w->answer;
    guint delivered = 0;

    for (guint i = 0; i < a->landings->len; i++)
        delivered += g_array_index (a->landings, CvpnLanding, i).outcome == CVPN_OUTCOME_DELIVERED;
    g_string_append_c (w->out, '\n');
    if (a->landings->len == 0)
        g_string_append_printf (w->out, "%s: %s: %s\n", cvpn_outcome_word (a->outcome),
                                cvpn_code_word (a->verdict.code), cvpn_code_text (a->verdict.code));
    else if (a->outcome == CVPN_OUTCOME_BYPASSED)
        g_string_append (w->out, "bypassed: it does not enter the tunnel\n");
    else
        g_string_append_printf (w->out, "%s%s%s: %u of %u landing%s %s\n", paint (w, "\033[1m"),
                                cvpn_outcome_word (a->outcome), paint (w, "\033[0m"), delivered,
                                a->landings->len,
                                delivered == 1 && a->landings->len == 1 ? "" : "s",
                                delivered == 1 ? "delivers" : "deliver");
}

char *
cvpn_answer_text (const CvpnAnswer *answer, gboolean color)
{
    const Writer w = { g_string_new (NULL), answer, color };

    write_header (&w);
    for (guint i = 0; i < answer->landings->len; i++)
        write_landing (&w, &g_array_index (answer->landings, CvpnLanding, i));
    write_conclusion (&w);
    const char *what =
        answer->outcome == CVPN_OUTCOME_BYPASSED ? "to send it through the tunnel" : "mend";
    for (guint i = 0; i < answer->mends->len; i++) {
        const CvpnMend *mend = answer->mends->pdata[i];
        g_autofree char *text = cvpn_mend_text (mend);
        g_string_append_printf (w.out, "%s: %s\n", what, text);
        if (*mend->command)
            g_string_append_printf (w.out, "      %s\n", mend->command);
    }
    return g_string_free (w.out, FALSE);
}
