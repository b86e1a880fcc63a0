/* verify: an [expect] group against what explain says of a flow, against a proof over a class of
 * flows, or against a run. */
#include <cvpnsim/verify.h>
#include <math.h>

#include "analyze/expected.h"
#include "analyze/prove.h"
#include "base/count.h"
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

/* "65,536 addresses, 1,024 ports, 2 landings" */
static char *
write_covers (const CvpnToClassSpec *to, const CvpnProof *proof)
{
    g_autofree char *addresses = cvpn_count_of (proof->addresses, "address", "addresses");
    g_autofree char *landings = cvpn_count_of (proof->landings, "landing", "landings");
    g_autofree char *ports = NULL;
    const guint8 protocol = cvpn_selector_protocol (to->selectors.first);

    if (protocol != cvpn_selector_protocol (to->selectors.last))
        ports = g_strdup ("all protocols");
    else if (protocol == CVPN_PROTOCOL_ICMP && proof->selectors > 1)
        ports = g_strdup ("all types");
    else if ((protocol == CVPN_PROTOCOL_TCP || protocol == CVPN_PROTOCOL_UDP) &&
             proof->selectors > 1)
        ports = cvpn_count_of (proof->selectors, "port", "ports");
    return g_strdup_printf ("%s%s%s, %s", addresses, ports ? ", " : "", ports ? ports : "",
                            landings);
}

/* One flow, which explain can be asked for. */
static CvpnProof
try_flow (const CvpnScenario *scenario, const CvpnExpectSpec *expect)
{
    const CvpnQuestion question = { .clients = expect->clients,
                                    .to = expect->to->text,
                                    .landing = expect->landing,
                                    .source_port = (gint) expect->source_port,
                                    .packet_bytes = expect->packet_bytes,
                                    .idle_ns = expect->idle_ns,
                                    .at_ns = &expect->at_ns };
    CvpnProof proof = { .addresses = 1, .selectors = 1 };
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, &error);

    proof.message =
        answer ? cvpn_expected_compare_answer (expect, answer, NULL) : g_strdup (error->message);
    proof.landings = answer ? answer->landings->len : 0;
    return proof;
}

static void
check_flow (const CvpnScenario *scenario, const CvpnExpectSpec *expect, CvpnExpectation *result)
{
    const CvpnProof proof =
        expect->to->flow ? try_flow (scenario, expect) : cvpn_prove (scenario, expect);

    result->message = proof.message ? proof.message : g_strdup ("");
    result->covers = write_covers (expect->to, &proof);
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

    if (expect->metric) {
        result.message = check_metric (expect, metric, data);
        result.covers = g_strdup ("");
    } else {
        check_flow (scenario, expect, &result);
    }
    result.ok = *result.message == '\0';
    return result;
}

void
cvpn_expectation_clear (CvpnExpectation *expectation)
{
    g_clear_pointer (&expectation->message, g_free);
    g_clear_pointer (&expectation->covers, g_free);
}
