/* trace.csv: rows whose words are put together once for each verdict. */
#include "written.h"

#define PASSED(s)                                                                                  \
    {                                                                                              \
        .step = CVPN_STEP_##s, .rule = CVPN_RULE_NONE                                              \
    }
#define N_STAGES     8
#define FAILED_WORDS "6,subnet route,forward,fail,NO_ROUTE_TO_DESTINATION,"

/* Neighbours differ in one thing. */
static const CvpnVerdict verdicts[N_STAGES] = {
    PASSED (CONNECTION),
    PASSED (SUBNET_ROUTE),
    { .step = CVPN_STEP_SUBNET_ROUTE, .result = CVPN_RESULT_FAIL, .rule = CVPN_RULE_NONE },
    { .step = CVPN_STEP_SUBNET_ROUTE,
      .result = CVPN_RESULT_FAIL,
      .code = CVPN_CODE_NO_ROUTE_TO_DESTINATION,
      .rule = CVPN_RULE_NONE },
    { .step = CVPN_STEP_SUBNET_ROUTE,
      .result = CVPN_RESULT_FAIL,
      .code = CVPN_CODE_NO_ROUTE_TO_DESTINATION,
      .rule = 0 },
    { .step = CVPN_STEP_SUBNET_ROUTE,
      .result = CVPN_RESULT_FAIL,
      .code = CVPN_CODE_NO_ROUTE_TO_DESTINATION,
      .rule = 1 },
    { .step = CVPN_STEP_SUBNET_ROUTE,
      .result = CVPN_RESULT_FAIL,
      .code = CVPN_CODE_NO_ROUTE_TO_DESTINATION,
      .direction = CVPN_RETURN,
      .rule = 1 },
    { .step = CVPN_STEP_SUBNET_ROUTE,
      .result = CVPN_RESULT_ALSO,
      .code = CVPN_CODE_NO_ROUTE_TO_DESTINATION,
      .direction = CVPN_RETURN,
      .rule = 1 },
};

static const char *const words[N_STAGES] = {
    "1,connection,forward,ok,,",
    "6,subnet route,forward,ok,,",
    "6,subnet route,forward,fail,,",
    FAILED_WORDS,
    FAILED_WORDS "\"rtb-a 10.0.0.0/8, or so\"",
    FAILED_WORDS "cvpn-1",
    "6,subnet route,return,fail,NO_ROUTE_TO_DESTINATION,cvpn-1",
    "6,subnet route,return,also,NO_ROUTE_TO_DESTINATION,cvpn-1",
};

/* A flow for each verdict, in turn, so that each is put into words and used again; numbers as long
 * as they can be, so many that rows end anywhere in the buffer. */
static void
test_words (void)
{
    const guint n = 4000;
    g_autoptr (GString) want = g_string_new (NULL);
    Run run;

    begin (&run, "trace", "all");
    for (guint i = 0; i < n; i++) {
        const CvpnFlowStage stage = { .time_ns = G_MAXINT64 - i,
                                      .latency_ns = i % 2 == 0 ? G_MAXINT64 : 25274999,
                                      .verdict = verdicts[i * 3 % N_STAGES] };
        CvpnFlowRecord flow = cvpn_test_delivered ();
        flow.flow = G_MAXINT64 - i;
        flow.n_stages = 1;
        flow.stages = &stage;
        tell (&run, flow, &flow);
        const gint64 us = stage.time_ns / 1000;
        g_string_append_printf (want, "%" G_GINT64_FORMAT ".%06d,%" G_GINT64_FORMAT ",%s,%s\n",
                                us / 1000000, (int) (us % 1000000), G_MAXINT64 - i,
                                words[i * 3 % N_STAGES], i % 2 == 0 ? "9223372036854775" : "25274");
    }
    end (&run);
    g_autofree char *rows = rows_of (&run, "trace.csv");
    CU_ASSERT (g_str_equal (rows, want->str));
    clear (&run);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "words", test_words },
    };

    return cvpn_test_main ("trace_csv", tests, G_N_ELEMENTS (tests));
}
