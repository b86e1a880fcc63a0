/* writers: the rows that hand-made records become, and the choice of files. */
#include "observe/writers.h"

#include <math.h>

#include <cvpnsim/error.h>

#include "written.h"

static void
test_flows (void)
{
    CvpnFlowRecord delivered = cvpn_test_delivered ();
    CvpnFlowRecord dropped = cvpn_test_dropped ();
    Run run;

    begin (&run, "flows", NULL);
    tell (&run, flow, &delivered);
    tell (&run, flow, &dropped);
    dropped.snat_address = 0;
    dropped.verdict.rule = CVPN_RULE_NONE;
    dropped.verdict.direction = CVPN_RETURN;
    dropped.verdict.reason = CVPN_REASON_CRL_EXPIRED;
    tell (&run, flow, &dropped);
    end (&run);
    g_autofree char *rows = rows_of (&run, "flows.csv");
    cvpn_assert_str (rows,
                     "12.345678,3,engineers-7,2,cvpn-1,subnet-a,10.2.0.2,tcp,172.31.5.10,443,"
                     "10.0.1.254,49152,delivered,,,,1.500000,20000,2000,50000,,,web\n"
                     "12.345678,3,engineers-7,2,cvpn-1,subnet-a,10.2.0.2,tcp,172.31.5.10,443,"
                     "10.0.1.254,49152,dropped,6,NO_ROUTE_TO_DESTINATION,"
                     "\"rtb-a 10.0.0.0/8, or so\",1.500000,,2000,0,,forward,web\n"
                     "12.345678,3,engineers-7,2,cvpn-1,subnet-a,10.2.0.2,tcp,172.31.5.10,443,"
                     ",,dropped,6,NO_ROUTE_TO_DESTINATION,,1.500000,,2000,0,crl-expired,return,"
                     "web\n");
    clear (&run);
}

static void
test_trace_rows (void)
{
    CvpnFlowRecord flow = cvpn_test_dropped ();
    Run run;

    flow.n_stages = 2;
    flow.stages[0] = (CvpnFlowStage){ .time_ns = CVPN_SECOND, .latency_ns = 25274999 };
    flow.stages[0].verdict = (CvpnVerdict){ .rule = 1 };
    flow.stages[1] = (CvpnFlowStage){ .time_ns = 2 * CVPN_SECOND, .verdict = flow.verdict };
    begin (&run, "trace", NULL);
    tell (&run, flow, &flow);
    end (&run);
    g_autofree char *rows = rows_of (&run, "trace.csv");
    cvpn_assert_str (rows, "1.000000,3,1,connection,forward,ok,,cvpn-1,25274\n"
                           "2.000000,3,6,subnet route,forward,fail,NO_ROUTE_TO_DESTINATION,"
                           "\"rtb-a 10.0.0.0/8, or so\",0\n");
    clear (&run);
}

/* The client's routes and the connection are two stages and one step: one row. */
static void
test_trace_of_step_1 (void)
{
    CvpnFlowRecord flow = cvpn_test_dropped ();
    Run run;

    flow.n_stages = 2;
    flow.stages[0] = (CvpnFlowStage){ .time_ns = CVPN_SECOND };
    flow.stages[0].verdict = (CvpnVerdict){ .rule = CVPN_RULE_NONE };
    flow.stages[1] = (CvpnFlowStage){ .time_ns = CVPN_SECOND, .latency_ns = 20000000 };
    flow.stages[1].verdict = (CvpnVerdict){ .rule = 1 };
    begin (&run, "trace", NULL);
    tell (&run, flow, &flow);
    end (&run);
    g_autofree char *rows = rows_of (&run, "trace.csv");
    cvpn_assert_str (rows, "1.000000,3,1,connection,forward,ok,,cvpn-1,20000\n");
    clear (&run);
}

/* The numbers of the flows traced, of six: delivered of kind 1 three times,
 * dropped of kind 2 twice, bypassed of kind 3 once. */
static char *
trace_of_six (const char *trace)
{
    const CvpnOutcome outcomes[] = { CVPN_OUTCOME_DELIVERED, CVPN_OUTCOME_DELIVERED,
                                     CVPN_OUTCOME_DROPPED,   CVPN_OUTCOME_DELIVERED,
                                     CVPN_OUTCOME_DROPPED,   CVPN_OUTCOME_BYPASSED };
    GString *numbers = g_string_new (NULL);
    Run run;

    begin (&run, "trace,summary", trace);
    for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++) {
        CvpnFlowRecord flow = cvpn_test_delivered ();
        flow.flow = i + 1;
        flow.outcome = outcomes[i];
        flow.kind = outcomes[i];
        flow.n_stages = 1;
        tell (&run, flow, &flow);
    }
    end (&run);
    g_autofree char *rows = rows_of (&run, "trace.csv");
    if (!rows)
        g_string_append (numbers, "no file");
    g_auto (GStrv) lines = g_strsplit (rows ? rows : "", "\n", -1);
    for (guint i = 0; lines[i] && *lines[i]; i++)
        g_string_append_c (numbers, lines[i][strlen ("0.000000,")]);
    clear (&run);
    return g_string_free (numbers, FALSE);
}

static void
test_trace_choice (void)
{
    static const struct {
        const char *trace, *want;
    } rows[] = {
        { NULL, "1356" }, { "dropped", "1356" }, { "all", "123456" },   { "1/1", "123456" },
        { "1/3", "36" },  { "1/7", "" },         { "none", "no file" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autofree char *got = trace_of_six (rows[i].trace);
        cvpn_assert_str (got, rows[i].want);
    }
}

static void
test_trace_words (void)
{
    const char *const wrong[] = { "", "some", "1/0", "1/", "1/-3", "1/2x", "2/3", "ALL" };
    CvpnTraceChoice choice;

    for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
        g_autoptr (GError) error = NULL;
        CU_ASSERT (!cvpn_trace_choice_parse (wrong[i], &choice, &error));
        CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_USAGE));
    }
}

static void
test_sessions (void)
{
    CvpnSessionRecord session = {
        .session = 1,
        .start_ns = CVPN_SECOND,
        .user = { .population = "staff", .name = "zoe" },
        .endpoint = "cvpn-1",
        .subnet = "subnet-a",
        .availability_zone = "us-east-1a",
        .client_address = 0x0a020002,
        .established = TRUE,
        .established_ns = 2 * CVPN_SECOND,
        .end_ns = -1,
        .end_reason = "",
        .flows = 3,
        .request_bytes = 4,
        .response_bytes = 5,
        .request_packets = 6,
        .response_packets = 7,
        .returned_after_ns = 8 * CVPN_SECOND + 500000000,
    };
    Run run;

    begin (&run, "sessions", NULL);
    tell (&run, session, &session);
    session = (CvpnSessionRecord){
        .session = 2,
        .user = { .population = "staff", .number = 9 },
        .endpoint = "cvpn-1",
        .code = CVPN_CODE_CVPN_AUTHENTICATION_FAILED,
        .reason = CVPN_REASON_WRONG_CREDENTIALS,
        .established_ns = -1,
        .end_ns = CVPN_MINUTE,
        .end_reason = "",
        .returned_after_ns = -1,
    };
    tell (&run, session, &session);
    end (&run);
    g_autofree char *rows = rows_of (&run, "sessions.csv");
    cvpn_assert_str (rows, "1.000000,1,zoe,cvpn-1,subnet-a,us-east-1a,10.2.0.2,established,,"
                           "2.000000,,,3,4,5,,6,7,8.500000\n"
                           "0.000000,2,staff-9,cvpn-1,,,,failed,CVPN_AUTHENTICATION_FAILED,,"
                           "60.000000,,0,0,0,wrong-credentials,0,0,\n");
    clear (&run);
}

/* Every figure of a period is another number, its column's. */
static void
test_metrics (void)
{
    CvpnPeriodRecord period = {
        .time_ns = 300 * CVPN_SECOND,
        .endpoint = "cvpn-1",
        .active_connections = 3,
        .authentication_failures = 4,
        .ingress_bytes = 5,
        .ingress_packets = 6,
        .egress_bytes = 7,
        .egress_packets = 8,
        .crl_days_to_expiry = 9.5,
        .portal_downloads = 10,
        .handler_timeouts = 11,
        .handler_invalid_responses = 12,
        .handler_execution_errors = 13,
        .handler_throttling_errors = 14,
        .handler_denied_connections = 15,
        .handler_service_errors = 16,
        .idp_certificate_days_to_expiry = -17.25,
        .connection_attempts = 21,
        .connections_established = 22,
        .connections_blocked = 23,
        .addresses_in_use = 24,
        .usable_addresses = 25,
        .connection_quota = 26,
        .flows = 27,
        .outcomes = { 28, 29, 30, 31, 41, 99 },
        .failures = { 32, 33, 34, 35, 36, 37, 38, 39, 40 },
        .connecting = 42,
        .waiting = 43,
        .attempts_failed = { 44, 45, 46, 47, 48, 49 },
        .sessions_lost = 50,
        .sessions_returned = 51,
    };
    Run run;

    begin (&run, "metrics", NULL);
    tell (&run, period, &period);
    period.crl_days_to_expiry = period.idp_certificate_days_to_expiry = NAN;
    tell (&run, period, &period);
    end (&run);
    g_autofree char *rows = rows_of (&run, "metrics.csv");
    cvpn_assert_str (rows,
                     "300.000000,cvpn-1,3,4,5,6,7,8,9.500000,10,11,12,13,14,15,16,-17.250000,,,,"
                     "21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,"
                     "46,47,48,49,50,51\n"
                     "300.000000,cvpn-1,3,4,5,6,7,8,,10,11,12,13,14,15,16,,,,,"
                     "21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,"
                     "46,47,48,49,50,51\n");
    clear (&run);
}

static void
test_metrics_header (void)
{
    Run run;

    begin (&run, "metrics", NULL);
    end (&run);
    g_autofree char *content = content_of (&run, "metrics.csv");
    cvpn_assert_str (
        content,
        "time_s,endpoint,ActiveConnectionsCount,AuthenticationFailures,IngressBytes,"
        "IngressPackets,EgressBytes,EgressPackets,CrlDaysToExpiry,"
        "SelfServicePortalClientConfigurationDownloads,ClientConnectHandlerTimeouts,"
        "ClientConnectHandlerInvalidResponses,ClientConnectHandlerOtherExecutionErrors,"
        "ClientConnectHandlerThrottlingErrors,ClientConnectHandlerDeniedConnections,"
        "ClientConnectHandlerFailedServiceErrors,IdpCertDaysToExpiry,"
        "AuthorizationPolicyDeniedConnections,AuthorizationPolicyEvaluationCount,"
        "AuthorizationPolicyTerminatedConnections,connection_attempts,connections_established,"
        "connections_blocked,addresses_in_use,usable_addresses,connection_quota,flows,delivered,"
        "dropped,rejected,bypassed,failed_1,failed_2,failed_3,failed_4,failed_5,failed_6,failed_7,"
        "failed_destination,failed_return,undetermined,connecting,waiting,attempts_failed_dns,"
        "attempts_failed_handshake,attempts_failed_authentication,attempts_failed_handler,"
        "attempts_failed_quota,attempts_failed_address,sessions_lost,sessions_returned\n");
    clear (&run);
}

static void
test_events (void)
{
    const CvpnChangeRecord changes[] = {
        { 90 * CVPN_SECOND, "outage", "fail-availability-zone us-east-1b", NULL, "us-east-1b",
          "failed", NULL, 12 },
        { 120 * CVPN_SECOND, NULL, NULL, "cvpn-1", "subnet-b", "out of the answer", NULL, 0 },
        { 180 * CVPN_SECOND, "more", "create-route 10.0.0.0/8, subnet-a", "cvpn-1",
          "10.0.0.0/8 subnet-a", "failed", "InvalidClientVpnDuplicateRoute", 0 },
    };
    Run run;

    begin (&run, "events", NULL);
    for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
        tell (&run, change, &changes[i]);
    end (&run);
    g_autofree char *content = content_of (&run, "events.csv");
    cvpn_assert_str (content,
                     "time_s,event,action,endpoint,object,state,error,sessions\n"
                     "90.000000,outage,fail-availability-zone us-east-1b,,us-east-1b,failed,,12\n"
                     "120.000000,,,cvpn-1,subnet-b,out of the answer,,0\n"
                     "180.000000,more,\"create-route 10.0.0.0/8, subnet-a\",cvpn-1,"
                     "10.0.0.0/8 subnet-a,failed,InvalidClientVpnDuplicateRoute,0\n");
    clear (&run);
}

static void
test_subnets (void)
{
    const CvpnSubnetRecord subnet = {
        300 * CVPN_SECOND, "cvpn-1", "subnet-a", 4, 5, 6, 7, 8, 9, 10, 11
    };
    Run run;

    begin (&run, "subnets", NULL);
    tell (&run, subnet, &subnet);
    end (&run);
    g_autofree char *rows = rows_of (&run, "subnets.csv");
    cvpn_assert_str (rows, "300.000000,cvpn-1,subnet-a,4,5,6,7,8,9,10,11\n");
    clear (&run);
}

/* CloudWatch's names first. */
static void
test_nat_gateways (void)
{
    const CvpnNatGatewayRecord gateway = {
        .time_ns = 300 * CVPN_SECOND,
        .nat_gateway = "nat-a",
        .active_connections = 3,
        .connection_attempts = 4,
        .connections_established = 5,
        .port_errors = 6,
        .idle_timeouts = 7,
        .bytes_in_from_destination = 8,
        .bytes_out_to_destination = 9,
        .ports_in_use = 10,
        .busiest_destination_ports = 11,
        .ports_per_destination = 12,
    };
    Run run;

    begin (&run, "nat-gateways", NULL);
    tell (&run, nat_gateway, &gateway);
    end (&run);
    g_autofree char *content = content_of (&run, "nat-gateways.csv");
    cvpn_assert_str (content, "time_s,nat_gateway,ActiveConnectionCount,ConnectionAttemptCount,"
                              "ConnectionEstablishedCount,ErrorPortAllocation,IdleTimeoutCount,"
                              "BytesInFromDestination,BytesOutToDestination,ports_in_use,"
                              "busiest_destination_ports,ports_per_destination\n"
                              "300.000000,nat-a,3,4,5,6,7,8,9,10,11,12\n");
    clear (&run);
}

static void
test_from_summary (void)
{
    CvpnFlowRecord delivered = cvpn_test_delivered ();
    CvpnFlowRecord dropped = cvpn_test_dropped ();
    Run run;

    begin (&run, "landings, round-trips", NULL);
    tell (&run, flow, &delivered);
    tell (&run, flow, &dropped);
    tell (&run, flow, &delivered);
    dropped.subnet = "subnet-B";
    tell (&run, flow, &dropped);
    end (&run);
    g_autofree char *landings = rows_of (&run, "landings.csv");
    g_autofree char *trips = rows_of (&run, "round-trips.csv");
    cvpn_assert_str (landings, "cvpn-1,subnet-B,web,1,0,0.000000\n"
                               "cvpn-1,subnet-a,web,3,2,0.666667\n");
    cvpn_assert_has (trips, ",2\n");
    const double upper_us = g_ascii_strtod (trips, NULL);
    CU_ASSERT (upper_us > 20000 && upper_us <= 20200);
    clear (&run);
}

static void
test_all_files (void)
{
    Run run;

    begin (&run, NULL, NULL);
    cvpn_assert_int (cvpn_writers_count (run.writers), 13);
    end (&run);
    g_autofree char *path = g_build_filename (run.folder, "summary.json", NULL);
    CU_ASSERT (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    clear (&run);
}

static void
test_only (void)
{
    g_autoptr (GError) misspelt = NULL;
    g_autoptr (GError) none = NULL;
    guint chosen;

    CU_ASSERT (!cvpn_writers_parse ("flows,metric", &chosen, &misspelt));
    cvpn_assert_has (misspelt->message, "no file 'metric'; did you mean 'metrics'?");
    CU_ASSERT (!cvpn_writers_parse ("", &chosen, &none));
    CU_ASSERT (g_error_matches (none, CVPN_ERROR, CVPN_ERROR_USAGE));
}

static void
test_failed_write (void)
{
    CvpnTestScenario test;
    const CvpnScenario *scenario = cvpn_test_scenario_init (&test);
    CvpnWritersOptions options = { .trace.mode = CVPN_TRACE_ALL };
    g_autoptr (GError) error = NULL;

    cvpn_writers_parse (NULL, &options.chosen, NULL);
    g_autoptr (CvpnWriters) writers = cvpn_writers_new ("/proc/nothing", scenario, &options);
    g_autoptr (CvpnSummary) summary = cvpn_summary_new (scenario);
    CU_ASSERT (cvpn_writers_failed (writers));
    CU_ASSERT (!cvpn_writers_close (writers, summary, &error));
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_IO));
    cvpn_test_scenario_clear (&test);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "flows.csv", test_flows },
        { "trace.csv", test_trace_rows },
        { "trace of step 1", test_trace_of_step_1 },
        { "which flows are traced", test_trace_choice },
        { "words that --trace does not know", test_trace_words },
        { "sessions.csv", test_sessions },
        { "metrics.csv", test_metrics },
        { "metrics.csv's header", test_metrics_header },
        { "events.csv", test_events },
        { "subnets.csv", test_subnets },
        { "nat-gateways.csv", test_nat_gateways },
        { "landings.csv and round-trips.csv", test_from_summary },
        { "all files", test_all_files },
        { "--only", test_only },
        { "a folder that is not there", test_failed_write },
    };

    return cvpn_test_main ("writers", tests, G_N_ELEMENTS (tests));
}
