/* verify: an [expect] group against what explain says, or against a run. */
#include <cvpnsim/verify.h>
#include <math.h>

#include "analyze/answer.h"
#include "model/metric_names.h"

static const CvpnExpectSpec *
get_expect (const CvpnScenario *scenario, guint i)
{
    return scenario->spec->expects->pdata[i];
}

guint
cvpn_verify_count (const CvpnScenario *scenario)
{
    return scenario->spec->expects->len;
}

gboolean
cvpn_verify_needs_run (const CvpnScenario *scenario)
{
    for (guint i = 0; i < scenario->spec->expects->len; i++)
        if (get_expect (scenario, i)->metric)
            return TRUE;
    return FALSE;
}

static char *
describe_verdict (CvpnOutcome outcome, const CvpnVerdict *verdict)
{
    if (!verdict || verdict->code == CVPN_CODE_NONE)
        return g_strdup (cvpn_outcome_word (outcome));
    return g_strdup_printf ("%s at %s, %s", cvpn_outcome_word (outcome),
                            cvpn_step_number (verdict->step), cvpn_code_word (verdict->code));
}

static char *
describe_expected (const CvpnExpectSpec *expect)
{
    return g_strdup_printf ("%s%s%s%s%s", cvpn_outcome_word ((CvpnOutcome) expect->verdict),
                            expect->step ? " at " : "", expect->step ? expect->step : "",
                            expect->code ? ", " : "", expect->code ? expect->code : "");
}

static gboolean
verdict_agrees (const CvpnExpectSpec *expect, const CvpnVerdict *verdict)
{
    if (expect->step && g_strcmp0 (expect->step, cvpn_step_number (verdict->step)) != 0)
        return FALSE;
    return !expect->code || g_strcmp0 (expect->code, cvpn_code_word (verdict->code)) == 0;
}

/* Step and code are asked of every landing that does not deliver. */
static gboolean
landing_agrees (const CvpnExpectSpec *expect, const CvpnLanding *landing)
{
    const CvpnVerdict *verdict = cvpn_trace_obstacle (&landing->trace);

    /* One landing of which it is not known is enough, whatever the others do. */
    if (expect->verdict == CVPN_OUTCOME_UNDETERMINED &&
        landing->outcome != CVPN_OUTCOME_UNDETERMINED)
        return TRUE;
    if (landing->outcome == CVPN_OUTCOME_DELIVERED || !verdict)
        return expect->verdict == CVPN_OUTCOME_DELIVERED ||
               expect->verdict == CVPN_OUTCOME_INTERMITTENT;
    return verdict_agrees (expect, verdict);
}

static char *
compare_answer (const CvpnExpectSpec *expect, const CvpnAnswer *answer)
{
    g_autofree char *expected = describe_expected (expect);
    g_autofree char *got = NULL;

    /* Without a landing the answer as a whole says why. */
    if ((gint) answer->outcome != expect->verdict ||
        (answer->landings->len == 0 && !verdict_agrees (expect, &answer->verdict))) {
        got = describe_verdict (answer->outcome, &answer->verdict);
        return g_strdup_printf ("expected %s; got %s", expected, got);
    }
    for (guint i = 0; i < answer->landings->len; i++) {
        const CvpnLanding *landing = &g_array_index (answer->landings, CvpnLanding, i);
        const CvpnNetwork *net = answer->net;
        if (landing_agrees (expect, landing))
            continue;
        got = describe_verdict (landing->outcome, cvpn_trace_obstacle (&landing->trace));
        return g_strdup_printf (
            "expected %s; got %s on %s", expected, got,
            cvpn_subnet (net, cvpn_association (net, landing->association)->subnet)->name);
    }
    return g_strdup ("");
}

static char *
check_flow (const CvpnScenario *scenario, const CvpnExpectSpec *expect)
{
    const CvpnQuestion question = { .clients = expect->clients,
                                    .to = expect->to->text,
                                    .landing = expect->landing,
                                    .source_port = (gint) expect->source_port,
                                    .packet_bytes = expect->packet_bytes,
                                    .idle_ns = expect->idle_ns,
                                    .at_ns = &expect->at_ns };
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, &error);

    return answer ? compare_answer (expect, answer) : g_strdup (error->message);
}

/* As a person would write the limit: a share in percent. */
static char *
write_figure (const char *metric, double value)
{
    const CvpnUnit unit = cvpn_metric_unit ((CvpnMetric) cvpn_metric_from_name (metric));

    if (unit == CVPN_UNIT_SHARE)
        return g_strdup_printf ("%g%%", 100 * value);
    return g_strdup_printf ("%g%s", value, unit == CVPN_UNIT_SECONDS ? "s" : "");
}

static char *
check_metric (const CvpnExpectSpec *expect, CvpnMetricFunc metric, gpointer data)
{
    double value;

    if (!metric (data, expect->metric, &value))
        return g_strdup_printf ("the run gives no %s: nothing to compute it from", expect->metric);
    g_autofree char *figure = write_figure (expect->metric, value);
    if (!isnan (expect->minimum_value) && value < expect->minimum_value)
        return g_strdup_printf ("expected %s of at least %s; got %s", expect->metric,
                                expect->minimum, figure);
    if (!isnan (expect->maximum_value) && value > expect->maximum_value)
        return g_strdup_printf ("expected %s of at most %s; got %s", expect->metric,
                                expect->maximum, figure);
    return g_strdup ("");
}

CvpnExpectation
cvpn_verify_expect (const CvpnScenario *scenario, guint i, CvpnMetricFunc metric, gpointer data)
{
    const CvpnExpectSpec *expect = get_expect (scenario, i);
    CvpnExpectation result = {
        .name = expect->group->name,
        .file = expect->group->file,
        .line = expect->group->line,
    };

    result.message =
        expect->metric ? check_metric (expect, metric, data) : check_flow (scenario, expect);
    result.ok = *result.message == '\0';
    return result;
}
