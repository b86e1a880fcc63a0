/* session_end: goodbyes and silences, time limits, and how clients come back. */
#include "recording.h"
#include "support.h"

#define SECOND RECORDING_SECOND
#define MS     RECORDING_MS
#define HOUR   (3600 * SECOND)

#define ONE "[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"

static const Level *
level_of (const Recording *run, guint i)
{
    return &g_array_index (run->levels, Level, i);
}

/* The server hears nothing: the connection counts, and is logged, until it notices. */
static void
vanished_clients_are_noticed_late (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 5min", "") ONE
                                              "session = 1min\nvanishes = 100%\n");
    const gint64 end = RECORDING_SETUP + 60 * SECOND;

    cvpn_assert_int (run->sessions->len, 1);
    cvpn_assert_str (recorded_session (run, 0)->end_reason, "client-vanished");
    cvpn_assert_int (recorded_session (run, 0)->end_ns, end);
    cvpn_assert_int (run->levels->len, 2);
    cvpn_assert_int (level_of (run, 1)->time_ns, end + 40 * SECOND);
    cvpn_assert_int (level_of (run, 1)->active, 0);
    cvpn_assert_int (run->connections->len, 2);
    cvpn_assert_int (recorded_connection (run, 1)->end_ns, end + 40 * SECOND);
    cvpn_assert_int (recorded_period (run, 0)->sessions_lost, 0);
}

/* Its place and address are taken until then: who comes before that is refused. */
static void
vanished_clients_take_places (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 5min",
        "") "[quotas]\nconcurrent-connections = 1\n" ONE "session = 1min\nvanishes = 1\n"
            "[clients early]\nendpoint = cvpn-1\ncount = 1\narrival = at 99999ms\n"
            "[clients late]\nendpoint = cvpn-1\ncount = 1\narrival = at 100s\n");

    cvpn_assert_int (run->sessions->len, 3);
    cvpn_assert_int (recorded_session (run, 1)->code, CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED);
    cvpn_assert_int (recorded_session (run, 2)->established, TRUE);
}

static void
addresses_are_held (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 2min", "") ONE
                                              "session = 10s\naway = 1s\nvanishes = 1\n");

    cvpn_assert_int (recorded_session (run, 0)->client_address, 0x0a020002);
    cvpn_assert_int (recorded_session (run, 1)->client_address, 0x0a020003);
    cvpn_assert_int (recorded_peak (run, 1)->peak, 5);
}

static void
vanishing_is_a_share (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1h", "") "[clients all]\nendpoint = cvpn-1\narrival = poisson 1/s\n"
                             "session = 5s\nvanishes = 25%\n");
    guint vanished = 0, ended = 0;

    for (guint i = 0; i < run->sessions->len; i++) {
        const char *reason = recorded_session (run, i)->end_reason;

        vanished += g_str_equal (reason, "client-vanished");
        ended += *reason != '\0';
    }
    CU_ASSERT (ended > 3000);
    cvpn_assert_near ((double) vanished / ended, 0.25, 0.032);
}

/* Its own route captures the tunnel: silent from the start. */
static void
loops_are_silent (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 5min", "split-tunnel = true\n[client-vpn-routes cvpn-1]\n"
                           "0.0.0.0/0 = subnet-a; subnet-b") ONE "tunnel-route-loop = true\n");

    cvpn_assert_int (recorded_session (run, 0)->end_ns, RECORDING_SETUP + 20 * SECOND);
    cvpn_assert_int (level_of (run, 1)->time_ns, RECORDING_SETUP + 40 * SECOND);
    cvpn_assert_int (recorded_period (run, 0)->sessions_lost, 1);
}

#define LIMITED "session-timeout = 8h"

/* As `reconnect` says, or as the user does by hand. */
static void
time_limit_may_disconnect (void)
{
#define STAYS ONE "session = 20h\nreconnect = after 10s\n"
    g_autoptr (Recording) by_itself =
        recording_of (RECORDING_SCENARIO ("duration = 24h", LIMITED) STAYS);
    g_autoptr (Recording) never = recording_of (RECORDING_SCENARIO (
        "duration = 24h", "session-timeout = 8h\ndisconnect-on-session-timeout = true") STAYS);
    g_autoptr (Recording) by_hand = recording_of (RECORDING_SCENARIO (
        "duration = 24h", "session-timeout = 8h\ndisconnect-on-session-timeout = true") STAYS
                                                  "log-in-again = 5min\n");
    const gint64 end = RECORDING_SETUP + 8 * HOUR;

    cvpn_assert_int (recorded_session (by_itself, 1)->start_ns, end + 10 * SECOND);
    cvpn_assert_int (never->sessions->len, 1);
    cvpn_assert_int (recorded_session (by_hand, 1)->start_ns, end + 300 * SECOND);
    cvpn_assert_int (recorded_session (by_hand, 1)->returned_after_ns,
                     300 * SECOND + RECORDING_SETUP);
    cvpn_assert_int (recorded_session (by_hand, 0)->returned_after_ns, -1);
}

static void
federated_users_log_in_again (void)
{
    g_autoptr (Recording) never = recording_of (
        RECORDING_SCENARIO_BY ("federated", "duration = 24h", LIMITED) STAYS "saml-login = 5s\n");
    g_autoptr (Recording) by_hand = recording_of (RECORDING_SCENARIO_BY (
        "federated", "duration = 24h", LIMITED) STAYS "saml-login = 5s\nlog-in-again = 1min\n");

    cvpn_assert_int (never->sessions->len, 1);
    CU_ASSERT_FATAL (by_hand->sessions->len >= 2);
    cvpn_assert_int (recorded_session (by_hand, 1)->start_ns,
                     recorded_session (by_hand, 0)->end_ns + 60 * SECOND);
}

#define LIMIT(VALUE)                                                                               \
    RECORDING_AT_ONCE "[event limit]\nat = 3h\naction = modify-endpoint session-timeout " VALUE "\n"

/* Of the two sessions one is older than the new limit, the other reaches it. */
static void
lower_time_limit_ends_the_old (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO ("duration = 24h", "session-timeout = 8h") LIMIT ("2h") ONE
                      "[clients late]\nendpoint = cvpn-1\ncount = 1\narrival = at 150min\n");
    const CvpnChangeRecord *applied = recorded_change (run, 1);

    cvpn_assert_int (run->sessions->len, 2);
    cvpn_assert_str (recorded_session (run, 0)->end_reason, "session-timeout");
    cvpn_assert_int (recorded_session (run, 0)->end_ns, 3 * HOUR);
    cvpn_assert_str (recorded_session (run, 1)->end_reason, "session-timeout");
    cvpn_assert_int (recorded_session (run, 1)->end_ns, 9 * HOUR / 2 + RECORDING_SETUP);
    cvpn_assert_str (applied->state, "applied");
    cvpn_assert_int (applied->sessions, 1);
}

static void
higher_time_limit_holds_for_all (void)
{
    g_autoptr (Recording) run = recording_of (
        RECORDING_SCENARIO ("duration = 24h", "session-timeout = 8h") LIMIT ("10h") ONE);

    cvpn_assert_int (run->sessions->len, 1);
    cvpn_assert_int (recorded_session (run, 0)->end_ns, 10 * HOUR + RECORDING_SETUP);
    cvpn_assert_int (recorded_change (run, 1)->sessions, 0);
}

/* 1 s five times, then doubled, 300 s at most. */
static void
openvpn_never_gives_up (void)
{
    static const gint64 pauses[] = { 1, 1, 1, 1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300 };
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 30min", "") ONE
                                              "remote-random-hostname = unsupported\n"
                                              "retry = openvpn\n");
    gint64 start = 0;

    CU_ASSERT_FATAL (run->sessions->len > G_N_ELEMENTS (pauses));
    for (guint i = 0; i < G_N_ELEMENTS (pauses); i++) {
        cvpn_assert_int (recorded_session (run, i)->start_ns, start);
        start += 20 * MS + pauses[i] * SECOND;
    }
    cvpn_assert_int (recorded_period (run, 1)->waiting, 1);
    cvpn_assert_int (recorded_period (run, 1)->connecting, 0);
}

/* A session that was lost begins a new series of attempts. */
static void
patience_is_renewed (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 10min", "session-timeout = 30s\nserver-certificate-expires = 70s\n"
                            "handshake-time-out = 10s") ONE
                                              "retry = openvpn\nreconnect = openvpn\n");

    cvpn_assert_int (recorded_session (run, 1)->start_ns, RECORDING_SETUP + 31 * SECOND);
    cvpn_assert_int (recorded_session (run, 1)->returned_after_ns, SECOND + RECORDING_SETUP);
    cvpn_assert_int (recorded_period (run, 0)->sessions_returned, 2);
    cvpn_assert_int (recorded_session (run, 2)->established, TRUE);
    for (guint i = 4; i < 8; i++) /* from 97.4 s on */
        cvpn_assert_int (recorded_session (run, i)->start_ns,
                         recorded_session (run, i - 1)->end_ns + SECOND);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "vanished clients are noticed late", vanished_clients_are_noticed_late },
        { "vanished clients take places", vanished_clients_take_places },
        { "addresses are held", addresses_are_held },
        { "vanishing is a share", vanishing_is_a_share },
        { "loops are silent", loops_are_silent },
        { "time limit may disconnect", time_limit_may_disconnect },
        { "federated users log in again", federated_users_log_in_again },
        { "lower time limit ends the old", lower_time_limit_ends_the_old },
        { "higher time limit holds for all", higher_time_limit_holds_for_all },
        { "OpenVPN never gives up", openvpn_never_gives_up },
        { "patience is renewed", patience_is_renewed },
    };

    return cvpn_test_main ("session end", tests, G_N_ELEMENTS (tests));
}
