/* log-in: SAML's two connections, the client connect handler, the self-service portal. */
#include <math.h>

#include "recording.h"
#include "support.h"

#define SECOND RECORDING_SECOND
#define MS     RECORDING_MS

#define ONE "[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
/* Five seconds in the browser, then a handshake and an answer once more. */
#define SAML     ONE "saml-login = 5s\n"
#define ASSERTED (RECORDING_SETUP + 5 * SECOND)
#define AGAIN    (1080 * MS)

static void
assert_failed (const Recording *run, gint64 end_ns, CvpnReason reason)
{
    const CvpnSessionRecord *session = recorded_session (run, 0);

    cvpn_assert_int (session->established, FALSE);
    cvpn_assert_int (session->end_ns, end_ns);
    cvpn_assert_int (session->code, CVPN_CODE_CVPN_AUTHENTICATION_FAILED);
    cvpn_assert_str (cvpn_reason_word (session->reason), cvpn_reason_word (reason));
}

static void
saml_takes_two_connections (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO_BY ("federated", "duration = 5min", "") SAML);
    const CvpnConnectionRecord *waiting = recorded_connection (run, 0);
    const CvpnConnectionRecord *asserted = recorded_connection (run, 1);
    const CvpnConnectionRecord *second = recorded_connection (run, 2);

    cvpn_assert_int (run->sessions->len, 1);
    cvpn_assert_int (recorded_session (run, 0)->established_ns, ASSERTED + AGAIN);
    cvpn_assert_str (recorded_session (run, 0)->subnet, "subnet-a");
    cvpn_assert_int (run->connections->len, 3);
    cvpn_assert_int (waiting->status, CVPN_ATTEMPT_WAITING_FOR_ASSERTION);
    cvpn_assert_int (waiting->time_ns, RECORDING_SETUP);
    cvpn_assert_int (waiting->connection, 1);
    cvpn_assert_int (waiting->by_user_name, FALSE);
    cvpn_assert_int (asserted->is_reset, TRUE);
    cvpn_assert_int (asserted->assertion_received, TRUE);
    cvpn_assert_int (asserted->connection, 1);
    cvpn_assert_int (asserted->start_ns, RECORDING_SETUP);
    cvpn_assert_int (asserted->end_ns, ASSERTED);
    cvpn_assert_int (second->status, CVPN_ATTEMPT_SUCCESSFUL);
    cvpn_assert_int (second->connection, 2);
    cvpn_assert_int (second->by_user_name, TRUE);
    cvpn_assert_int (second->time_ns, ASSERTED + AGAIN);
    CU_ASSERT (second->device_port != waiting->device_port);
}

/* The rotation has moved on, and the other server knows nothing of the assertion. */
static void
second_lookup_may_land_elsewhere (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO_BY (
        "federated", "duration = 5min", "") SAML "saml-second-lookup = true\n");
    const gint64 end = ASSERTED + 20 * MS + AGAIN;

    assert_failed (run, end, CVPN_REASON_ASSERTION_ELSEWHERE);
    cvpn_assert_str (recorded_session (run, 0)->subnet, "subnet-b");
    cvpn_assert_int (run->connections->len, 3);
    cvpn_assert_int (recorded_connection (run, 2)->status, CVPN_ATTEMPT_FAILED);
}

/* A cached answer is the same one. */
static void
second_lookup_may_land_there_again (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO_BY ("federated", "duration = 5min", "") SAML
                      "saml-second-lookup = true\nremote-random-hostname = false\n");

    cvpn_assert_int (recorded_session (run, 0)->established_ns, ASSERTED + 20 * MS + AGAIN);
}

static void
identity_provider_refuses_passwords (void)
{
    g_autoptr (Recording) run = recording_of (
        RECORDING_SCENARIO_BY ("federated", "duration = 5min", "") SAML "wrong-credentials = 1\n");

    assert_failed (run, ASSERTED, CVPN_REASON_WRONG_CREDENTIALS);
    cvpn_assert_int (run->connections->len, 2);
    cvpn_assert_int (recorded_connection (run, 1)->is_reset, TRUE);
    cvpn_assert_int (recorded_connection (run, 1)->assertion_received, FALSE);
}

/* The assertion is looked at when it is there. */
static void
expired_identity_provider_fails_late (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO_BY (
        "federated", "duration = 5min", "identity-provider-certificate-expires = 0s") SAML);

    assert_failed (run, ASSERTED + AGAIN, CVPN_REASON_IDENTITY_PROVIDER_CERTIFICATE_EXPIRED);
    cvpn_assert_int (run->connections->len, 3);
    cvpn_assert_int (recorded_period (run, 0)->authentication_failures, 1);
}

static void
both_methods_are_one_more (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO_BY ("certificate; federated", "duration = 5min", "") SAML
                      "[certificate-revocation-list cvpn-1]\nrevoked = one-1\n");

    assert_failed (run, 20 * MS + 60 * SECOND, CVPN_REASON_CERTIFICATE_REVOKED);
    cvpn_assert_int (run->connections->len, 0);
}

static void
handler_takes_its_time (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO ("duration = 5min", "client-connect-handler = 30s") ONE);

    cvpn_assert_int (recorded_session (run, 0)->established_ns, RECORDING_SETUP + 30 * SECOND);
}

static void
handler_times_out (void)
{
    g_autoptr (Recording) run = recording_of (
        RECORDING_SCENARIO ("duration = 5min", "client-connect-handler = 30001ms") ONE);
    const CvpnPeriodRecord *period = recorded_period (run, 0);

    assert_failed (run, RECORDING_SETUP + 30 * SECOND, CVPN_REASON_HANDLER_TIMED_OUT);
    cvpn_assert_int (period->handler_timeouts, 1);
    cvpn_assert_int (period->attempts_failed[CVPN_FAILURE_HANDLER], 1);
    cvpn_assert_int (period->attempts_failed[CVPN_FAILURE_AUTHENTICATION], 0);
    cvpn_assert_int (period->authentication_failures, 0);
    cvpn_assert_int (recorded_connection (run, 0)->reason, CVPN_REASON_HANDLER_TIMED_OUT);
}

static void
handler_answers_in_shares (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1h", "client-connect-handler = 1s\nclient-connect-denied = 10%\n"
                         "client-connect-invalid-responses = 20%\n"
                         "client-connect-execution-errors = 5%\n"
                         "client-connect-service-errors = 25%") "[clients all]\nendpoint = cvpn-1\n"
                                                                "arrival = poisson 1/s\n"
                                                                "session = 1s\n");
    gint64 counts[5] = { 0 }, n = 0;
    static const double shares[5] = { 0.1, 0.2, 0.05, 0.25, 0.4 };

    for (guint i = 0; i < run->periods->len; i++) {
        const CvpnPeriodRecord *period = recorded_period (run, i);

        counts[0] += period->handler_denied_connections;
        counts[1] += period->handler_invalid_responses;
        counts[2] += period->handler_execution_errors;
        counts[3] += period->handler_service_errors;
        counts[4] += period->connections_established;
    }
    for (guint i = 0; i < 5; i++)
        n += counts[i];
    CU_ASSERT (n > 3000);
    for (guint i = 0; i < 5; i++)
        cvpn_assert_near ((double) counts[i] / (double) n, shares[i],
                          4 * sqrt (shares[i] * (1 - shares[i]) / (double) n));
}

/* Two at a time, ten seconds each; a second later another three come in vain. */
static void
handler_is_throttled (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 5min", "client-connect-handler = 10s\nclient-connect-concurrency = "
                           "2") "[clients first]\nendpoint = cvpn-1\ncount = "
                                "3\narrival = at 0s\n"
                                "[clients second]\nendpoint = cvpn-1\ncount = "
                                "1\narrival = at 9999ms\n"
                                "[clients third]\nendpoint = cvpn-1\ncount = "
                                "2\narrival = at 10s\n");
    guint throttled = 0, established = 0;

    for (guint i = 0; i < run->sessions->len; i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);

        throttled += session->reason == CVPN_REASON_HANDLER_THROTTLED;
        established += session->established;
        if (session->reason == CVPN_REASON_HANDLER_THROTTLED)
            cvpn_assert_int (session->end_ns, session->start_ns + RECORDING_SETUP);
    }
    cvpn_assert_int (throttled, 2);
    cvpn_assert_int (established, 4);
    cvpn_assert_int (recorded_period (run, 0)->handler_throttling_errors, 2);
}

/* Attempts at 0, 11.1, 22.2 s; the file is there at 16.1 s. */
static void
portal_gives_a_new_file (void)
{
#define OLD_FILE ONE "mfa-prompt = false\nretry = 5 constant 10s\n"
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO_BY (
        "directory", "duration = 1min", "mfa = true") OLD_FILE "self-service-portal = 15s\n");
    g_autoptr (Recording) never = recording_of (
        RECORDING_SCENARIO_BY ("directory", "duration = 1min", "mfa = true") OLD_FILE);

    assert_failed (run, RECORDING_SETUP, CVPN_REASON_MFA_NOT_PROMPTED);
    cvpn_assert_int (run->sessions->len, 3);
    cvpn_assert_int (recorded_session (run, 1)->reason, CVPN_REASON_MFA_NOT_PROMPTED);
    cvpn_assert_int (recorded_session (run, 2)->established_ns, 22200 * MS + RECORDING_SETUP);
    cvpn_assert_int (recorded_period (run, 0)->portal_downloads, 1);
    cvpn_assert_int (recorded_period (never, 0)->portal_downloads, 0);
    cvpn_assert_int (recorded_period (never, 0)->connections_established, 0);
}

/* It is the user's, not the visit's: the second log-in of the same user works. */
static void
new_file_is_kept (void)
{
    static const char *const files[] = { "logins.csv\ntime,user,duration\n"
                                         "0s,ann,1s\n30s,bob,1s\n60s,ann,1s\n",
                                         NULL };
    g_autoptr (Recording) run = recording_new (
        RECORDING_SCENARIO_BY (
            "directory", "duration = 2min",
            "mfa = true") "[clients one]\n"
                          "endpoint = cvpn-1\narrival = csv logins.csv\nmfa-prompt = false\n"
                          "self-service-portal = 15s\n",
        files);

    recording_run (run, G_MAXUINT64);
    cvpn_assert_int (run->sessions->len, 3);
    for (guint i = 0; i < 3; i++)
        cvpn_assert_int (recorded_session (run, i)->established, i == 2);
    cvpn_assert_int (recorded_period (run, 0)->portal_downloads, 2);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "SAML takes two connections", saml_takes_two_connections },
        { "second lookup may land elsewhere", second_lookup_may_land_elsewhere },
        { "second lookup may land there again", second_lookup_may_land_there_again },
        { "identity provider refuses passwords", identity_provider_refuses_passwords },
        { "expired identity provider fails late", expired_identity_provider_fails_late },
        { "both methods are one more", both_methods_are_one_more },
        { "handler takes its time", handler_takes_its_time },
        { "handler times out", handler_times_out },
        { "handler answers in shares", handler_answers_in_shares },
        { "handler is throttled", handler_is_throttled },
        { "portal gives a new file", portal_gives_a_new_file },
        { "new file is kept", new_file_is_kept },
    };

    return cvpn_test_main ("log in", tests, G_N_ELEMENTS (tests));
}
