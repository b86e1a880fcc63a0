/* writers: the rows that hand-made records become, and the choice of files. */
#include "observe/writers.h"

#include <unistd.h>

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

    const CvpnFlowStage stages[] = {
        { .time_ns = CVPN_SECOND, .latency_ns = 25274999, .verdict = { .rule = 1 } },
        { .time_ns = 2 * CVPN_SECOND, .verdict = flow.verdict },
    };

    flow.n_stages = G_N_ELEMENTS (stages);
    flow.stages = stages;
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

    const CvpnFlowStage stages[] = {
        { .time_ns = CVPN_SECOND, .verdict = { .rule = CVPN_RULE_NONE } },
        { .time_ns = CVPN_SECOND, .latency_ns = 20000000, .verdict = { .rule = 1 } },
    };

    flow.n_stages = G_N_ELEMENTS (stages);
    flow.stages = stages;
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
    const CvpnFlowStage stage = { .verdict = { .rule = CVPN_RULE_NONE } };
    GString *numbers = g_string_new (NULL);
    Run run;

    begin (&run, "trace,summary", trace);
    for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++) {
        CvpnFlowRecord flow = cvpn_test_delivered ();
        flow.flow = i + 1;
        flow.outcome = (guint8) outcomes[i];
        flow.kind = outcomes[i];
        flow.n_stages = 1;
        flow.stages = &stage;
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

/* Flows of several kinds, each with two stages, and a session for each tenth. */
static void
tell_many (Run *run, guint n)
{
    for (guint i = 1; i <= n; i++) {
        CvpnFlowRecord flow = i % 3 > 0 ? cvpn_test_delivered () : cvpn_test_dropped ();
        const CvpnFlowStage stages[] = { { .time_ns = i, .verdict = flow.verdict },
                                         { .time_ns = 2 * (gint64) i } };
        const CvpnSessionRecord session = { .session = i,
                                            .user = { .population = "staff", .number = i },
                                            .endpoint = "cvpn-1",
                                            .end_reason = "" };
        flow.flow = i;
        flow.stages = stages;
        flow.n_stages = G_N_ELEMENTS (stages);
        flow.near.request = CVPN_SEEN_ACCEPTED;
        tell (run, flow, &flow);
        if (i % 10 == 0)
            tell (run, session, &session);
    }
}

/* All files of a run of many records, one after another. */
static char *
write_many (gboolean in_thread)
{
    static const char *const files[] = { "flows.csv", "trace.csv", "sessions.csv", "flow-logs.txt",
                                         "landings.csv" };
    GString *all = g_string_new (NULL);
    Run run;

    begin_in_thread (&run, NULL, "all", in_thread);
    cvpn_assert_int (run.n > 2, !in_thread);
    tell_many (&run, 20000);
    end (&run);
    for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
        g_autofree char *content = content_of (&run, files[i]);
        g_string_append_printf (all, "%s\n%s", files[i], content);
    }
    clear (&run);
    return g_string_free (all, FALSE);
}

static void
test_in_thread (void)
{
    g_autofree char *here = write_many (FALSE);
    g_autofree char *there = write_many (TRUE);

    CU_ASSERT (strlen (here) > 4000000);
    CU_ASSERT (strcmp (here, there) == 0);
}

/* A disk that fills up is noticed while the run goes on, and reported at its end. */
static void
test_full_in_thread (void)
{
    g_autoptr (GError) error = NULL;
    CvpnWritersOptions options = { .in_thread = TRUE };
    Run run;

    begin_in_thread (&run, "summary", NULL, TRUE);
    cvpn_writers_free (run.writers);
    g_autofree char *file = g_build_filename (run.folder, "flows.csv", NULL);
    CU_ASSERT (symlink ("/dev/full", file) == 0);
    cvpn_writers_parse ("flows,summary", &options.chosen, NULL);
    run.writers = cvpn_writers_new (run.folder, &run.test.scenario, &options);
    run.n = 1;
    cvpn_writers_observe (run.writers, add, &run);
    for (guint i = 0; i < 1000 && !cvpn_writers_failed (run.writers); i++)
        tell_many (&run, 1000);
    CU_ASSERT (cvpn_writers_failed (run.writers));
    CU_ASSERT (!cvpn_writers_close (run.writers, run.summary, &error));
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_IO));
    cvpn_assert_has (error->message, "flows.csv: cannot write: No space left on device");
    clear (&run);
}

/* Writers of a run that is given up leave neither thread nor memory. */
static void
test_given_up (void)
{
    Run run;

    begin_in_thread (&run, NULL, "all", TRUE);
    tell_many (&run, 20000);
    clear (&run);
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
        { "landings.csv and round-trips.csv", test_from_summary },
        { "all files", test_all_files },
        { "--only", test_only },
        { "a folder that is not there", test_failed_write },
        { "the same files from a thread", test_in_thread },
        { "a full disk, noticed by a thread", test_full_in_thread },
        { "given up", test_given_up },
    };

    return cvpn_test_main ("writers", tests, G_N_ELEMENTS (tests));
}
