/* summary: every figure, the warm-up, and the keys of summary.json. */
#include <cvpnsim/summary.h>

#include <json-glib/json-glib.h>
#include <string.h>

#include "model/metric_names.h"
#include "observe/summary_text.h"
#include "summarized.h"
#include "support.h"

static void
tell_flow (Run *run, gint64 start_ns, CvpnOutcome outcome, CvpnStep step, CvpnCode code)
{
    CvpnFlowRecord flow =
        outcome == CVPN_OUTCOME_DELIVERED ? cvpn_test_delivered () : cvpn_test_dropped ();

    flow.start_ns = start_ns;
    flow.outcome = (guint8) outcome;
    flow.verdict.step = (guint8) step;
    flow.verdict.code = (guint16) code;
    flow.port_replaced = outcome == CVPN_OUTCOME_DELIVERED;
    run->observer->flow (run->summary, &flow);
}

static void
tell_flows (Run *run, gint64 start_ns)
{
    for (guint i = 0; i < 6; i++)
        tell_flow (run, start_ns, CVPN_OUTCOME_DELIVERED, CVPN_STEP_DESTINATION, CVPN_CODE_NONE);
    tell_flow (run, start_ns, CVPN_OUTCOME_DROPPED, CVPN_STEP_SNAT,
               CVPN_CODE_CVPN_SNAT_PORT_EXHAUSTED);
    for (guint i = 0; i < 3; i++)
        tell_flow (run, start_ns, CVPN_OUTCOME_DROPPED, CVPN_STEP_DESTINATION,
                   CVPN_CODE_NGW_PORT_ALLOCATION);
    tell_flow (run, start_ns, CVPN_OUTCOME_REJECTED, CVPN_STEP_DESTINATION, CVPN_CODE_NO_LISTENER);
    tell_flow (run, start_ns, CVPN_OUTCOME_BYPASSED, CVPN_STEP_CONNECTION,
               CVPN_CODE_CVPN_SPLIT_TUNNEL_NOT_CAPTURED);
    tell_flow (run, start_ns, CVPN_OUTCOME_BYPASSED, CVPN_STEP_CONNECTION,
               CVPN_CODE_CVPN_SPLIT_TUNNEL_NOT_CAPTURED);
    run->observer->without_session (run->summary, start_ns);
}

static void
tell_session (Run *run, gint64 start_ns, CvpnCode failure, gint64 length_ns)
{
    const gboolean established = failure == CVPN_CODE_NONE;
    const CvpnSessionRecord session = {
        .start_ns = start_ns,
        .user = { .population = "staff", .number = 1 },
        .endpoint = "cvpn-1",
        .established = established,
        .code = failure,
        .established_ns = established ? start_ns + CVPN_SECOND : -1,
        .end_ns = length_ns < 0 ? -1 : start_ns + CVPN_SECOND + length_ns,
        .end_reason = established && length_ns >= 0 ? "client-disconnect" : "",
        .returned_after_ns = -1,
    };

    run->observer->session (run->summary, &session);
}

static void
tell_sessions (Run *run, gint64 start_ns)
{
    tell_session (run, start_ns, CVPN_CODE_NONE, 10 * CVPN_SECOND);
    tell_session (run, start_ns, CVPN_CODE_NONE, 20 * CVPN_SECOND);
    tell_session (run, start_ns, CVPN_CODE_NONE, -1); /* still there */
    tell_session (run, start_ns, CVPN_CODE_CVPN_AUTHENTICATION_FAILED, 0);
    tell_session (run, start_ns, CVPN_CODE_CVPN_CLIENT_CIDR_EXHAUSTED, 0);
    tell_session (run, start_ns, CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED, 0);
    tell_session (run, start_ns, CVPN_CODE_CVPN_NO_TARGET_NETWORK, 0);
    tell_session (run, start_ns, CVPN_CODE_CVPN_DNS_NO_ANSWER, 0);
    tell_session (run, start_ns, CVPN_CODE_CVPN_DNS_NO_ANSWER, -1); /* cut short by the end */
}

static void
finish (Run *run, gint64 time_ns)
{
    const CvpnPeakRecord addresses = { "client-addresses", "cvpn-1", 3, 512 };
    const CvpnPeakRecord ports = { "nat-gateway-ports", "nat-a", 41230, 55000 };

    run->observer->peak (run->summary, &addresses);
    run->observer->peak (run->summary, &ports);
    run->observer->finish (run->summary, time_ns, 99, TRUE);
}

static void
assert_figures (const Run *run)
{
    assert_metric (run, "connection-attempts", 8);
    assert_metric (run, "connections", 3);
    assert_metric (run, "connection-success", 3.0 / 8);
    assert_metric (run, "authentication-failures", 1);
    assert_metric (run, "blocked", 2);
    assert_metric (run, "blocked-share", 0.25);
    assert_metric (run, "session-mean", 15);
    assert_metric (run, "flows", 13);
    assert_metric (run, "flows-delivered", 6);
    assert_metric (run, "flows-dropped", 4);
    assert_metric (run, "flows-rejected", 1);
    assert_metric (run, "flows-bypassed", 2);
    assert_metric (run, "flow-success", 6.0 / 11);
    assert_metric (run, "flows-without-session", 1);
    assert_metric (run, "snat-exhausted", 1);
    assert_metric (run, "snat-ports-replaced", 6);
    assert_metric (run, "nat-port-errors", 3);
    assert_metric (run, "request-bytes", 13 * 2000);
    assert_metric (run, "response-bytes", 6 * 50000);
    assert_metric (run, "round-trip-mean", 0.02);
}

static void
test_figures (void)
{
    Run run;

    begin (&run, 0);
    tell_flows (&run, 0);
    tell_sessions (&run, CVPN_HOUR);
    finish (&run, 2 * CVPN_HOUR);
    assert_figures (&run);
    clear (&run);
}

/* What began before the warm-up's end is as if it had not been. */
static void
test_warm_up (void)
{
    Run run;

    begin (&run, CVPN_HOUR);
    tell_flows (&run, CVPN_HOUR - 1);
    tell_sessions (&run, CVPN_HOUR - 1);
    tell_flows (&run, CVPN_HOUR);
    tell_sessions (&run, CVPN_HOUR);
    finish (&run, 2 * CVPN_HOUR);
    assert_figures (&run);
    clear (&run);
}

static void
test_active (void)
{
    const struct {
        gint64 warm_up_s;
        double mean, peak, peak_s;
    } rows[] = {
        { 0, (10 * 1 + 10 * 5 + 60 * 2 + 10 * 5) / 100.0, 5, 20 }, /* levels 0, 1, 5, 2, 5 */
        { 25, (5 * 5 + 60 * 2 + 10 * 5) / 75.0, 5, 25 },           /* within the 5 */
        { 30, (60 * 2 + 10 * 5) / 70.0, 5, 90 },                   /* as it falls to 2 */
        { 95, 5, 5, 95 },                                          /* no change afterwards */
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        Run run;
        begin (&run, rows[i].warm_up_s * CVPN_SECOND);
        run.observer->active (run.summary, 10 * CVPN_SECOND, 1);
        run.observer->active (run.summary, 20 * CVPN_SECOND, 5);
        run.observer->active (run.summary, 30 * CVPN_SECOND, 2);
        run.observer->active (run.summary, 90 * CVPN_SECOND, 5);
        finish (&run, 100 * CVPN_SECOND);
        assert_metric (&run, "concurrent-mean", rows[i].mean);
        assert_metric (&run, "concurrent-peak", rows[i].peak);
        assert_metric (&run, "concurrent-peak-time", rows[i].peak_s);
        assert_metric (&run, "addresses-peak", rows[i].peak);
        assert_metric (&run, "connection-hours",
                       rows[i].mean * (double) (100 - rows[i].warm_up_s) / 3600);
        clear (&run);
    }
}

static void
test_nothing_happened (void)
{
    const char *const missing[] = { "connection-success",   "blocked-share",   "session-mean",
                                    "flow-success",         "round-trip-mean", "concurrent-mean",
                                    "return-mean",          "return-p99",      "return-max",
                                    "concurrent-peak-time", "returned-share",  "no-such-figure" };
    double value = 0;
    Run run;

    begin (&run, CVPN_HOUR);
    finish (&run, CVPN_MINUTE); /* ended within the warm-up */
    for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
        CU_ASSERT (!cvpn_summary_metric (run.summary, missing[i], &value));
    assert_metric (&run, "flows", 0);
    assert_metric (&run, "concurrent-peak", 0);
    assert_metric (&run, "connection-hours", 0);
    g_autofree char *json = cvpn_summary_json (run.summary);
    cvpn_assert_has (json, "\"flow-success\" : null");
    cvpn_assert_has (json, "\"p50\" : null");
    clear (&run);
}

static void
assert_keys (JsonObject *object, const char *want)
{
    GList *members = json_object_get_members (object);
    g_autoptr (GString) got = g_string_new (NULL);

    for (GList *member = members; member; member = member->next)
        g_string_append_printf (got, "%s%s", got->len > 0 ? " " : "", (char *) member->data);
    cvpn_assert_str (got->str, want);
    g_list_free (members);
}

static void
assert_objects (JsonObject *root)
{
    JsonObject *metrics = json_object_get_object_member (root, "metrics");

    assert_keys (root, "scenario seed version simulated_s events complete metrics verdicts steps "
                       "codes landings round_trip_us peaks intervals connection_codes session_ends "
                       "changes");
    cvpn_assert_int (json_object_get_size (metrics), CVPN_N_METRICS);
    assert_keys (json_object_get_object_member (root, "verdicts"),
                 "delivered dropped rejected bypassed undetermined");
    assert_keys (json_object_get_object_member (root, "steps"), "1 2 3 4 5 6 7 destination return");
    assert_keys (json_object_get_object_member (root, "codes"),
                 "NGW_PORT_ALLOCATION NO_LISTENER CVPN_SPLIT_TUNNEL_NOT_CAPTURED "
                 "CVPN_SNAT_PORT_EXHAUSTED");
    assert_keys (json_object_get_object_member (root, "round_trip_us"), "p50 p90 p99 max");
    assert_keys (json_object_get_object_member (root, "connection_codes"),
                 "CVPN_DNS_NO_ANSWER CVPN_NO_TARGET_NETWORK CVPN_AUTHENTICATION_FAILED "
                 "CVPN_CONNECTION_QUOTA_EXCEEDED CVPN_CLIENT_CIDR_EXHAUSTED");
}

static void
test_json (void)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    Run run;

    begin (&run, 0);
    tell_flows (&run, 0);
    tell_sessions (&run, 0);
    finish (&run, CVPN_HOUR + CVPN_SECOND / 2);
    g_autofree char *json = cvpn_summary_json (run.summary);
    CU_ASSERT_FATAL (json_parser_load_from_data (parser, json, -1, NULL));
    JsonObject *root = json_node_get_object (json_parser_get_root (parser));
    assert_objects (root);
    cvpn_assert_has (json, "\"scenario\" : \"office.ini\",\n  \"seed\" : 7,");
    cvpn_assert_has (json, "\"simulated_s\" : 3600.5,\n  \"events\" : 99,\n  \"complete\" : true");
    cvpn_assert_has (json, "\"p50\" : 20000,");
    JsonArray *landings = json_object_get_array_member (root, "landings");
    cvpn_assert_int (json_array_get_length (landings), 1);
    JsonObject *landing = json_array_get_object_element (landings, 0);
    assert_keys (landing, "endpoint subnet destination flows delivered success");
    cvpn_assert_int (json_object_get_int_member (landing, "flows"), 11); /* none bypassed */
    JsonArray *peaks = json_object_get_array_member (root, "peaks");
    assert_keys (json_array_get_object_element (peaks, 0), "quota peak limit component");
    clear (&run);
}

static void
test_text (void)
{
    Run run;

    begin (&run, CVPN_MINUTE);
    tell_flows (&run, CVPN_MINUTE);
    tell_sessions (&run, CVPN_MINUTE);
    finish (&run, CVPN_HOUR);
    g_autofree char *plain = cvpn_summary_text (run.summary, FALSE);
    g_autofree char *color = cvpn_summary_text (run.summary, TRUE);
    cvpn_assert_has (plain, "An office: 1h simulated, 99 events\n"
                            "counted after a warm-up of 1min\n");
    cvpn_assert_has (plain, "8 attempted, 3 established (37.5 %)");
    cvpn_assert_has (plain, "13: 6 delivered (46.2 %), 4 dropped (30.8 %)");
    cvpn_assert_has (plain, "NAT gateway  nat-a: 41 230 of 55 000 ports in use at most, for one ");
    CU_ASSERT_PTR_NULL (strstr (plain, "512"));
    cvpn_assert_has (plain, "  5 snat                     CVPN_SNAT_PORT_EXHAUSTED");
    cvpn_assert_has (plain, "    destination              NO_LISTENER");
    cvpn_assert_has (plain, "54.55 %");
    CU_ASSERT_PTR_NULL (strchr (plain, '\033'));
    cvpn_assert_has (color, "\033[31m");
    clear (&run);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "all figures", test_figures },
        { "the warm-up is left out", test_warm_up },
        { "active connections over time", test_active },
        { "a run in which nothing happened", test_nothing_happened },
        { "summary.json", test_json },
        { "the summary for a person", test_text },
    };

    return cvpn_test_main ("summary", tests, G_N_ELEMENTS (tests));
}
