/* connection_log: the entries of the documents' cases, and what is NA in each. */
#include "written.h"

#define NO_ADDRESS 0

static CvpnConnectionRecord
make_attempt (void)
{
    return (CvpnConnectionRecord){
        .time_ns = 30 * CVPN_SECOND,
        .logged = TRUE,
        .status = CVPN_ATTEMPT_SUCCESSFUL,
        .connection = 1,
        .start_ns = 30 * CVPN_SECOND,
        .end_ns = -1,
        .endpoint = "cvpn-1",
        .user = { .population = "staff", .number = 3 },
        .by_certificate = TRUE,
        .by_user_name = TRUE,
        .system = CVPN_SYSTEM_MACOS,
        .client_address = 0x0a020002,
        .device_address = 0xcb00710a,
        .device_port = 50096,
    };
}

/* The only line that 'entry' gives. */
static char *
log_line (const CvpnConnectionRecord *entry)
{
    Run run;

    begin (&run, "connection-log", NULL);
    tell (&run, connection, entry);
    end (&run);
    char *content = content_of (&run, "connection-log.jsonl");
    clear (&run);
    return content;
}

static void
test_success (void)
{
    const CvpnConnectionRecord attempt = make_attempt ();
    g_autofree char *got = log_line (&attempt);

    cvpn_assert_str (
        got, "{\"connection-log-type\":\"connection-attempt\","
             "\"connection-attempt-status\":\"successful\",\"connection-reset-status\":\"NA\","
             "\"connection-attempt-failure-reason\":\"NA\","
             "\"connection-id\":\"cvpn-connection-d348eeab70a6385ad\","
             "\"client-vpn-endpoint-id\":\"cvpn-endpoint-bba6457cff4ed005f\","
             "\"transport-protocol\":\"udp\",\"connection-start-time\":\"2026-01-05 07:30:30\","
             "\"connection-last-update-time\":\"2026-01-05 07:30:30\",\"client-ip\":\"10.2.0.2\","
             "\"common-name\":\"staff-3\",\"device-type\":\"mac\",\"device-ip\":\"203.0.113.10\","
             "\"port\":\"50096\",\"ingress-bytes\":\"0\",\"egress-bytes\":\"0\","
             "\"ingress-packets\":\"0\",\"egress-packets\":\"0\",\"connection-end-time\":\"NA\","
             "\"username\":\"staff-3\",\"connection-duration-seconds\":\"0\"}\n");
}

static void
test_reset (void)
{
    CvpnConnectionRecord reset = make_attempt ();

    reset.is_reset = TRUE;
    reset.status = CVPN_ATTEMPT_NA;
    reset.time_ns = reset.end_ns = reset.start_ns + 318 * CVPN_SECOND + 1;
    reset.tcp = TRUE;
    reset.system = CVPN_SYSTEM_LINUX;
    reset.ingress_bytes = 21017;
    reset.egress_bytes = 16438;
    reset.ingress_packets = 330;
    reset.egress_packets = 325;
    g_autofree char *got = log_line (&reset);
    cvpn_assert_has (got,
                     "\"connection-log-type\":\"connection-reset\","
                     "\"connection-attempt-status\":\"NA\",\"connection-reset-status\":\"NA\"");
    cvpn_assert_has (got, "\"transport-protocol\":\"tcp\"");
    cvpn_assert_has (got, "\"connection-last-update-time\":\"2026-01-05 07:35:48\"");
    cvpn_assert_has (got, "\"device-type\":\"linux\"");
    cvpn_assert_has (got, "\"ingress-bytes\":\"21017\",\"egress-bytes\":\"16438\","
                          "\"ingress-packets\":\"330\",\"egress-packets\":\"325\","
                          "\"connection-end-time\":\"2026-01-05 07:35:48\"");
    cvpn_assert_has (got, "\"connection-duration-seconds\":\"318\"");
}

/* Of what is not documented the reason is NA; who was refused has neither start nor
 * address. */
static void
test_failure (void)
{
    static const struct {
        CvpnReason reason;
        const char *want;
    } rows[] = {
        { CVPN_REASON_HANDLER_DENIED, "client-connect-failed" },
        { CVPN_REASON_HANDLER_TIMED_OUT, "client-connect-handler-timed-out" },
        { CVPN_REASON_HANDLER_INVALID_RESPONSE, "client-connect-handler-invalid-response" },
        { CVPN_REASON_HANDLER_EXECUTION_ERROR, "client-connect-handler-other-execution-error" },
        { CVPN_REASON_HANDLER_THROTTLED, "client-connect-handler-throttled" },
        { CVPN_REASON_HANDLER_SERVICE_ERROR, "client-connect-handler-service-error" },
        { CVPN_REASON_WRONG_CREDENTIALS, "NA" },
        { CVPN_REASON_MFA_NOT_PROMPTED, "NA" },
        { CVPN_REASON_NONE, "NA" },
    };
    CvpnConnectionRecord attempt = make_attempt ();

    attempt.status = CVPN_ATTEMPT_FAILED;
    attempt.start_ns = -1;
    attempt.client_address = NO_ADDRESS;
    attempt.by_certificate = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        attempt.reason = rows[i].reason;
        g_autofree char *got = log_line (&attempt);
        g_autofree char *want =
            g_strdup_printf ("\"connection-attempt-failure-reason\":\"%s\"", rows[i].want);
        cvpn_assert_has (got, want);
        cvpn_assert_has (got, "\"connection-attempt-status\":\"failed\"");
        cvpn_assert_has (got, "\"connection-start-time\":\"NA\"");
        cvpn_assert_has (got, "\"client-ip\":\"NA\",\"common-name\":\"NA\"");
        cvpn_assert_has (got, "\"username\":\"staff-3\",\"connection-duration-seconds\":\"NA\"");
    }
}

/* A log-in by SAML has two connections. */
static void
test_assertion (void)
{
    CvpnConnectionRecord entry = make_attempt ();

    entry.status = CVPN_ATTEMPT_WAITING_FOR_ASSERTION;
    entry.by_user_name = FALSE;
    g_autofree char *waiting = log_line (&entry);
    entry.is_reset = entry.assertion_received = TRUE;
    entry.status = CVPN_ATTEMPT_NA;
    g_autofree char *received = log_line (&entry);
    cvpn_assert_has (waiting, "\"connection-attempt-status\":\"waiting-for-assertion\","
                              "\"connection-reset-status\":\"NA\"");
    cvpn_assert_has (waiting, "\"username\":\"NA\"");
    cvpn_assert_has (received, "\"connection-attempt-status\":\"NA\","
                               "\"connection-reset-status\":\"assertion-received\"");
}

static void
test_systems (void)
{
    CvpnConnectionRecord attempt = make_attempt ();
    const guint windows[] = { CVPN_SYSTEM_WINDOWS, CVPN_SYSTEM_WINDOWS_2003 };

    for (guint i = 0; i < G_N_ELEMENTS (windows); i++) {
        attempt.system = windows[i];
        attempt.start_ns = 0; /* is a time, too */
        g_autofree char *got = log_line (&attempt);
        cvpn_assert_has (got, "\"device-type\":\"win\"");
        cvpn_assert_has (got, "\"connection-start-time\":\"2026-01-05 07:30:00\"");
    }
}

/* The endpoint keeps no log at that time. */
static void
test_off (void)
{
    CvpnConnectionRecord attempt = make_attempt ();

    attempt.logged = FALSE;
    g_autofree char *got = log_line (&attempt);
    cvpn_assert_str (got, "");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "an attempt that succeeds", test_success },
        { "the end of a connection", test_reset },
        { "attempts that fail", test_failure },
        { "waiting for the assertion", test_assertion },
        { "an endpoint that keeps no log", test_off },
        { "systems", test_systems },
    };

    return cvpn_test_main ("connection_log", tests, G_N_ELEMENTS (tests));
}
