/* connection: how long an attempt takes to fail, why, and what the log says of it. */
#include <math.h>

#include "recording.h"
#include "support.h"

#define SECOND RECORDING_SECOND
#define MS     RECORDING_MS

/* The name is answered, the handshake begins. */
#define LANDED (20 * MS)

#define ONE      "[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
#define ONE_LATE "[clients late]\nendpoint = cvpn-1\ncount = 1\narrival = at 40s\n"

static void
assert_failed (const Recording *run, guint i, gint64 end_ns, CvpnCode code, CvpnReason reason)
{
    const CvpnSessionRecord *session = recorded_session (run, i);

    cvpn_assert_int (session->established, FALSE);
    cvpn_assert_int (session->end_ns, end_ns);
    cvpn_assert_str (cvpn_code_word (session->code), cvpn_code_word (code));
    cvpn_assert_str (cvpn_reason_word (session->reason), cvpn_reason_word (reason));
}

static void
closed_transport_is_silence (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 5min", "") ONE
                                              "outbound = tcp 443; udp 1194\n");
    g_autoptr (Recording) open = recording_of (
        RECORDING_SCENARIO ("duration = 5min", "vpn-port = 1194") ONE "outbound = udp 1194\n");

    assert_failed (run, 0, LANDED + 60 * SECOND, CVPN_CODE_CVPN_TRANSPORT_RESTRICTION,
                   CVPN_REASON_NONE);
    cvpn_assert_int (recorded_period (run, 0)->attempts_failed[CVPN_FAILURE_HANDSHAKE], 1);
    cvpn_assert_int (run->connections->len, 0);
    cvpn_assert_int (recorded_session (open, 0)->established, TRUE);
}

/* What takes as long as allowed is in time. */
static void
long_handshakes_time_out (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO ("duration = 5min", "handshake-time-out = 999ms") ONE);
    g_autoptr (Recording) in_time =
        recording_of (RECORDING_SCENARIO ("duration = 5min", "handshake-time-out = 1s") ONE);

    assert_failed (run, 0, LANDED + 999 * MS, CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT, CVPN_REASON_NONE);
    cvpn_assert_int (run->connections->len, 0);
    cvpn_assert_int (recorded_session (in_time, 0)->established, TRUE);
}

/* Whoever is in stays in. */
static void
expired_certificates_are_tls_errors (void)
{
    g_autoptr (Recording) run = recording_of (
        RECORDING_SCENARIO ("duration = 5min", "server-certificate-expires = 30s") ONE ONE_LATE);

    assert_failed (run, 0, 40 * SECOND + LANDED + 60 * SECOND, CVPN_CODE_CVPN_AUTHENTICATION_FAILED,
                   CVPN_REASON_SERVER_CERTIFICATE_EXPIRED);
    cvpn_assert_int (recorded_session (run, 1)->established, TRUE);
    cvpn_assert_str (recorded_session (run, 1)->end_reason, "");
    cvpn_assert_int (recorded_period (run, 0)->authentication_failures, 1);
    cvpn_assert_int (run->connections->len, 1); /* the other's */
}

/* At the time at which TLS is done, not at that of the query. */
static void
certificates_are_judged_when_tls_is_done (void)
{
    g_autoptr (Recording) run = recording_of (
        RECORDING_SCENARIO ("duration = 5min", "server-certificate-expires = 1020ms") ONE);
    g_autoptr (Recording) in_time = recording_of (
        RECORDING_SCENARIO ("duration = 5min", "server-certificate-expires = 1021ms") ONE);

    assert_failed (run, 0, LANDED + 60 * SECOND, CVPN_CODE_CVPN_AUTHENTICATION_FAILED,
                   CVPN_REASON_SERVER_CERTIFICATE_EXPIRED);
    cvpn_assert_int (recorded_session (in_time, 0)->established, TRUE);
}

static void
expired_lists_stop_certificates_only (void)
{
    static const char list[] = "[certificate-revocation-list cvpn-1]\nnext-update = 30s\n";
    g_autofree char *by_certificate =
        g_strconcat (RECORDING_SCENARIO ("duration = 5min", "") ONE_LATE, list, NULL);
    g_autofree char *by_name = g_strconcat (
        RECORDING_SCENARIO_BY ("directory", "duration = 5min", "") ONE_LATE, list, NULL);
    g_autoptr (Recording) run = recording_of (by_certificate);
    g_autoptr (Recording) names = recording_of (by_name);

    assert_failed (run, 0, 40 * SECOND + LANDED + 60 * SECOND, CVPN_CODE_CVPN_AUTHENTICATION_FAILED,
                   CVPN_REASON_CRL_EXPIRED);
    cvpn_assert_int (recorded_session (names, 0)->established, TRUE);
}

static void
revoked_users_fail (void)
{
    g_autoptr (Recording) run = recording_of (
        RECORDING_SCENARIO ("duration = 5min", "") "[clients one]\nendpoint = cvpn-1\ncount = 3\n"
                                                   "arrival = at 0s\n"
                                                   "[certificate-revocation-list cvpn-1]\n"
                                                   "revoked = one-2\n");

    cvpn_assert_int (run->sessions->len, 3);
    assert_failed (run, 0, LANDED + 60 * SECOND, CVPN_CODE_CVPN_AUTHENTICATION_FAILED,
                   CVPN_REASON_CERTIFICATE_REVOKED);
    cvpn_assert_int (recorded_session (run, 0)->user.number, 2);
    cvpn_assert_int (recorded_session (run, 1)->established, TRUE);
    cvpn_assert_int (recorded_session (run, 2)->established, TRUE);
}

static void
wrong_passwords_fail_at_authentication (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO_BY (
        "directory", "duration = 5min", "") ONE "wrong-credentials = 100%\n");
    const CvpnConnectionRecord *entry = recorded_connection (run, 0);

    assert_failed (run, 0, RECORDING_SETUP, CVPN_CODE_CVPN_AUTHENTICATION_FAILED,
                   CVPN_REASON_WRONG_CREDENTIALS);
    cvpn_assert_int (run->connections->len, 1);
    cvpn_assert_int (entry->status, CVPN_ATTEMPT_FAILED);
    cvpn_assert_int (entry->time_ns, RECORDING_SETUP);
    cvpn_assert_int (entry->start_ns, -1);
    cvpn_assert_int (entry->by_user_name, TRUE);
    cvpn_assert_int (entry->by_certificate, FALSE);
}

/* Of each attempt anew; certificates cannot be mistyped. */
static void
wrong_passwords_are_a_share (void)
{
#define MANY                                                                                       \
    "[clients one]\nendpoint = cvpn-1\ncount = 400\narrival = at 0s\nwrong-credentials = 30%\n"    \
    "retry = 9 constant 1s\nsession = 1s\n"
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO_BY ("directory", "duration = 5min", "") MANY);
    g_autoptr (Recording) sure = recording_of (RECORDING_SCENARIO ("duration = 5min", "") MANY);
    const guint n = run->sessions->len;
    guint wrong = 0;

    for (guint i = 0; i < n; i++)
        wrong += recorded_session (run, i)->reason == CVPN_REASON_WRONG_CREDENTIALS;
    cvpn_assert_int (n - wrong, 400);
    cvpn_assert_near ((double) wrong / n, 0.3, 4 * sqrt (0.3 * 0.7 / n));
    cvpn_assert_int (sure->sessions->len, 400);
}

/* Failed mutual authentication is not logged, a password that is not offered is. */
static void
log_knows_no_missing_certificates (void)
{
    g_autoptr (Recording) no_certificate = recording_of (RECORDING_SCENARIO_BY (
        "certificate; directory", "duration = 5min", "") ONE "authentication = directory\n");
    g_autoptr (Recording) no_password = recording_of (RECORDING_SCENARIO_BY (
        "certificate; directory", "duration = 5min", "") ONE "authentication = certificate\n");

    assert_failed (no_certificate, 0, RECORDING_SETUP, CVPN_CODE_CVPN_AUTHENTICATION_FAILED,
                   CVPN_REASON_METHOD_NOT_OFFERED);
    cvpn_assert_int (no_certificate->connections->len, 0);
    assert_failed (no_password, 0, RECORDING_SETUP, CVPN_CODE_CVPN_AUTHENTICATION_FAILED,
                   CVPN_REASON_METHOD_NOT_OFFERED);
    cvpn_assert_int (no_password->connections->len, 1);
}

static void
log_has_attempt_and_reset (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 5min", "transport-protocol = tcp") ONE "session = 1min\nsystem = linux\n");
    const CvpnConnectionRecord *attempt = recorded_connection (run, 0);
    const CvpnConnectionRecord *reset = recorded_connection (run, 1);

    cvpn_assert_int (run->connections->len, 2);
    cvpn_assert_int (attempt->is_reset, FALSE);
    cvpn_assert_int (attempt->status, CVPN_ATTEMPT_SUCCESSFUL);
    cvpn_assert_int (attempt->time_ns, RECORDING_SETUP);
    cvpn_assert_int (attempt->start_ns, RECORDING_SETUP);
    cvpn_assert_int (attempt->end_ns, -1);
    cvpn_assert_int (attempt->client_address, 0x0a020002);
    cvpn_assert_int (attempt->tcp, TRUE);
    cvpn_assert_int (attempt->by_certificate, TRUE);
    cvpn_assert_int (attempt->by_user_name, FALSE);
    cvpn_assert_int (attempt->connection, 1);
    cvpn_assert_int (reset->is_reset, TRUE);
    cvpn_assert_int (reset->assertion_received, FALSE);
    cvpn_assert_int (reset->connection, 1);
    cvpn_assert_int (reset->start_ns, RECORDING_SETUP);
    cvpn_assert_int (reset->end_ns, RECORDING_SETUP + 60 * SECOND);
    cvpn_assert_int (reset->device_port, attempt->device_port);
    cvpn_assert_int (reset->client_address, attempt->client_address);
}

/* The record is there for whoever lists connections. */
static void
log_can_be_turned_off (void)
{
    g_autoptr (Recording) run = recording_of (
        RECORDING_SCENARIO ("duration = 5min", "connection-log = false") ONE "session = 1min\n");

    cvpn_assert_int (run->sessions->len, 1);
    cvpn_assert_int (run->connections->len, 2);
    for (guint i = 0; i < run->connections->len; i++)
        CU_ASSERT_FALSE (g_array_index (run->connections, CvpnConnectionRecord, i).logged);
}

static void
refusals_are_logged (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 5min", "") "[quotas]\nconcurrent-connections = 1\n" ONE ONE_LATE);

    cvpn_assert_int (run->connections->len, 2);
    cvpn_assert_int (recorded_connection (run, 1)->status, CVPN_ATTEMPT_FAILED);
    cvpn_assert_int (recorded_connection (run, 1)->reason, CVPN_REASON_NONE);
    cvpn_assert_int (recorded_connection (run, 1)->connection, 2);
    cvpn_assert_int (recorded_period (run, 0)->attempts_failed[CVPN_FAILURE_QUOTA], 1);
}

/* Six hosts for eight users. */
static void
devices_have_public_addresses (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 5min", "") "[clients one]\nendpoint = cvpn-1\ncount = 8\narrival = at 0s\n"
                               "public-network = 198.51.100.8/29\n");
    guint same_port = 0;

    cvpn_assert_int (run->connections->len, 8);
    for (guint i = 0; i < 8; i++) {
        const CvpnConnectionRecord *entry = recorded_connection (run, i);

        cvpn_assert_int (entry->device_address, 0xc6336409 + (entry->user.number - 1) % 6);
        CU_ASSERT (entry->device_port >= 1024);
        same_port += entry->device_port == recorded_connection (run, 0)->device_port;
    }
    cvpn_assert_int (same_port, 1);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "closed transport is silence", closed_transport_is_silence },
        { "long handshakes time out", long_handshakes_time_out },
        { "expired certificates are TLS errors", expired_certificates_are_tls_errors },
        { "certificates are judged when TLS is done", certificates_are_judged_when_tls_is_done },
        { "expired lists stop certificates only", expired_lists_stop_certificates_only },
        { "revoked users fail", revoked_users_fail },
        { "wrong passwords fail at authentication", wrong_passwords_fail_at_authentication },
        { "wrong passwords are a share", wrong_passwords_are_a_share },
        { "log knows no missing certificates", log_knows_no_missing_certificates },
        { "log has attempt and reset", log_has_attempt_and_reset },
        { "log can be turned off", log_can_be_turned_off },
        { "refusals are logged", refusals_are_logged },
        { "devices have public addresses", devices_have_public_addresses },
    };

    return cvpn_test_main ("connection", tests, G_N_ELEMENTS (tests));
}
