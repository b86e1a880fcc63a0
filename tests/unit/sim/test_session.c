/* session: landings, the decisions of step 1 in time, and how sessions end. */
#include <math.h>
#include <string.h>

#include "recording.h"
#include "support.h"

#define SECOND RECORDING_SECOND

/* Users who connect 2 s apart: nothing of theirs happens at once. */
static char *
list_logins (guint n, const char *duration)
{
    GString *csv = g_string_new ("logins.csv\ntime,user,duration\n");

    for (guint i = 0; i < n; i++)
        g_string_append_printf (csv, "%us,u%u,%s\n", 2 * i, i, duration);
    return g_string_free (csv, FALSE);
}

static Recording *
run_logins (const char *scenario, const char *logins)
{
    const char *const files[] = { logins, NULL };
    Recording *recording = recording_new (scenario, files);

    recording_run (recording, G_MAXUINT64);
    return recording;
}

static void
has_every_delay_and_the_stay (void)
{
    g_autoptr (Recording) run = recording_of (
        RECORDING_SCENARIO ("duration = 10min", "") "[clients one]\nendpoint = cvpn-1\ncount = 1\n"
                                                    "arrival = at 5s\nsession = 1min\n");
    const CvpnSessionRecord *session = recorded_session (run, 0);

    cvpn_assert_int (run->sessions->len, 1);
    cvpn_assert_int (session->session, 1);
    cvpn_assert_int (session->start_ns, 5 * SECOND);
    cvpn_assert_int (session->established_ns, 5 * SECOND + RECORDING_SETUP);
    cvpn_assert_int (session->end_ns, 65 * SECOND + RECORDING_SETUP);
    cvpn_assert_str (session->end_reason, "client-disconnect");
    cvpn_assert_str (session->subnet, "subnet-a");
    cvpn_assert_str (session->availability_zone, "us-east-1a");
    cvpn_assert_int (session->client_address, 0x0a020002);
    cvpn_assert_int (session->code, CVPN_CODE_NONE);
    cvpn_assert_int (run->levels->len, 2);
}

/* One rotation for all, a step a query: exactly alternating. */
static void
round_robin_alternates (void)
{
    g_autofree char *logins = list_logins (40, "1s");
    g_autoptr (Recording) run =
        run_logins (RECORDING_SCENARIO ("duration = 10min", "") "[clients all]\nendpoint = cvpn-1\n"
                                                                "arrival = csv logins.csv\n",
                    logins);

    cvpn_assert_int (run->sessions->len, 40);
    for (guint i = 0; i < run->sessions->len; i++)
        cvpn_assert_str (recorded_session (run, i)->subnet, i % 2 ? "subnet-b" : "subnet-a");
}

static void
random_answers_are_binomial (void)
{
    const guint n = 2000;
    g_autofree char *logins = list_logins (n, "1s");
    g_autoptr (Recording) run = run_logins (
        RECORDING_SCENARIO (
            "duration = 2h",
            "dns-answer = random") "[clients all]\nendpoint = cvpn-1\narrival = csv logins.csv\n",
        logins);
    guint on_a = 0, same_as_last = 0;

    cvpn_assert_int (run->sessions->len, n);
    for (guint i = 0; i < n; i++) {
        const char *subnet = recorded_session (run, i)->subnet;

        on_a += strcmp (subnet, "subnet-a") == 0;
        same_as_last += i > 0 && strcmp (subnet, recorded_session (run, i - 1)->subnet) == 0;
    }
    cvpn_assert_near (on_a, n / 2.0, 5 * sqrt (n / 4.0));
    cvpn_assert_near (same_as_last, n / 2.0, 5 * sqrt (n / 4.0));
}

/* Without a random hostname one answer serves all until it expires: at 0 to 8 s
 * (asked 20 ms later), then from the first query at or past 10.02 s. */
static void
resolver_keeps_the_answer (void)
{
    g_autofree char *logins = list_logins (12, "1s");
    g_autoptr (Recording) run = run_logins (
        RECORDING_SCENARIO ("duration = 10min", "dns-ttl = 9s") "[clients all]\nendpoint = cvpn-1\n"
                                                                "remote-random-hostname = false\n"
                                                                "arrival = csv logins.csv\n",
        logins);

    cvpn_assert_int (run->sessions->len, 12);
    for (guint i = 0; i < 12; i++)
        cvpn_assert_str (recorded_session (run, i)->subnet,
                         i / 5 % 2 == 0 ? "subnet-a" : "subnet-b");
}

static void
reports_names_that_do_not_resolve (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1min", "") "[clients old]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
                               "remote-random-hostname = unsupported\n");
    const CvpnSessionRecord *session = recorded_session (run, 0);

    cvpn_assert_int (run->sessions->len, 1);
    cvpn_assert_int (session->established, FALSE);
    cvpn_assert_int (session->code, CVPN_CODE_CVPN_DNS_NO_ANSWER);
    cvpn_assert_int (session->end_ns, 20 * RECORDING_MS);
    cvpn_assert_int (session->established_ns, -1);
    CU_ASSERT_PTR_NULL (session->subnet);
}

/* Nothing is associated any more: that comes first, as explain has it. */
static void
reports_names_of_endpoints_without_target_networks (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 10min", "") "[clients old]\nendpoint = cvpn-1\ncount = 1\narrival = at 5min\n"
                                "remote-random-hostname = unsupported\n"
                                "[operations]\ndisassociate = 1min\n"
                                "[event a]\nat = 0s\naction = disassociate subnet-a\n"
                                "[event b]\nat = 0s\naction = disassociate subnet-b\n");

    cvpn_assert_int (run->sessions->len, 1);
    cvpn_assert_int (recorded_session (run, 0)->code, CVPN_CODE_CVPN_NO_TARGET_NETWORK);
}

static void
reports_failed_authentication (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1min", "") "[clients wrong]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
                               "authentication = directory\n");
    const CvpnSessionRecord *session = recorded_session (run, 0);

    cvpn_assert_int (run->sessions->len, 1);
    cvpn_assert_int (session->code, CVPN_CODE_CVPN_AUTHENTICATION_FAILED);
    cvpn_assert_int (session->reason, CVPN_REASON_METHOD_NOT_OFFERED);
    cvpn_assert_int (session->end_ns, RECORDING_SETUP);
    cvpn_assert_str (session->subnet, "subnet-a");
    cvpn_assert_int (recorded_period (run, 0)->authentication_failures, 1);
}

static void
quota_refuses_connections (void)
{
    g_autofree char *logins = list_logins (5, "10s");
    g_autoptr (Recording) run = run_logins (
        RECORDING_SCENARIO ("duration = 1min", "") "[quotas]\nconcurrent-connections = 3\n"
                                                   "[clients all]\nendpoint = cvpn-1\n"
                                                   "arrival = csv logins.csv\n",
        logins);
    guint refused = 0;

    for (guint i = 0; i < run->sessions->len; i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);

        refused += session->code == CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED;
        cvpn_assert_int (session->established, session->user.number < 4);
    }
    cvpn_assert_int (refused, 2);
    cvpn_assert_int (recorded_period (run, 0)->connections_blocked, 2);
    cvpn_assert_int (recorded_peak (run, 0)->peak, 3);
    cvpn_assert_int (recorded_peak (run, 0)->limit, 3);
}

static void
addresses_run_out (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1min", "") "[clients all]\nendpoint = cvpn-1\ncount = 515\narrival = at 0s\n");
    guint refused = 0;

    for (guint i = 0; i < run->sessions->len; i++)
        refused += recorded_session (run, i)->code == CVPN_CODE_CVPN_CLIENT_CIDR_EXHAUSTED;
    cvpn_assert_int (refused, 3);
    cvpn_assert_str (recorded_peak (run, 1)->quota, "client-addresses");
    cvpn_assert_int (recorded_peak (run, 1)->peak, 512);
    cvpn_assert_int (recorded_peak (run, 1)->limit, 512);
}

/* 16 of the 32 blocks are the landing's own. */
static void
blocks_run_out_by_landing (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1min",
        "address-model = blocks") "[clients all]\nendpoint = cvpn-1\ncount = 700\narrival = at 0s\n"
                                  "remote-random-hostname = false\n");
    guint refused = 0;

    for (guint i = 0; i < run->sessions->len; i++)
        refused += recorded_session (run, i)->code == CVPN_CODE_CVPN_CLIENT_CIDR_EXHAUSTED;
    cvpn_assert_int (refused, 700 - 16 * 29);
    cvpn_assert_int (recorded_subnet (run, 0)->addresses, 16 * 29);
    cvpn_assert_int (recorded_subnet (run, 0)->addresses_in_use, 16 * 29);
    cvpn_assert_int (recorded_subnet (run, 1)->addresses_in_use, 0);
}

/* 20 h in pieces of 8 h, 10 s (and the set-up) between them. */
static void
time_limit_ends_and_client_reconnects (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 40h", "session-timeout = 8h") "[clients one]\nendpoint = cvpn-1\ncount = "
                                                  "1\narrival = at 0s\nsession = 20h\n"
                                                  "reconnect = after 10s\n");
    const gint64 hour = 3600 * SECOND;
    gint64 start = 0;

    cvpn_assert_int (run->sessions->len, 3);
    for (guint i = 0; i < 3; i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);

        cvpn_assert_int (session->start_ns, start);
        cvpn_assert_int (session->end_ns, start + RECORDING_SETUP + (i < 2 ? 8 : 4) * hour);
        cvpn_assert_str (session->end_reason, i < 2 ? "session-timeout" : "client-disconnect");
        cvpn_assert_int (session->code, i < 2 ? CVPN_CODE_CVPN_SESSION_EXPIRED : CVPN_CODE_NONE);
        start = session->end_ns + 10 * SECOND;
    }
}

/* Up, silent, given up after 20 s, and again; or not at all where nothing captures
 * the tunnel. */
static void
pushed_default_route_makes_a_loop (void)
{
    static const char *const endless[] = {
        "split-tunnel = false\n[client-vpn-routes cvpn-1]\n0.0.0.0/0 = subnet-a; subnet-b",
        "split-tunnel = true\n[client-vpn-routes cvpn-1]\n10.9.0.0/16 = subnet-a",
    };
#define LOOPING                                                                                    \
    "[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\ntunnel-route-loop = true\n"     \
    "reconnect = after 5s\n"
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1min", "split-tunnel = true\n[client-vpn-routes cvpn-1]\n0.0.0.0/0 = "
                           "subnet-a; subnet-b") LOOPING);
    gint64 start = 0;

    cvpn_assert_int (run->sessions->len, 3);
    for (guint i = 0; i + 1 < run->sessions->len; i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);

        cvpn_assert_int (session->start_ns, start);
        cvpn_assert_int (session->end_ns, start + RECORDING_SETUP + 20 * SECOND);
        cvpn_assert_str (session->end_reason, "tunnel-route-loop");
        cvpn_assert_int (session->code, CVPN_CODE_CVPN_TUNNEL_ROUTE_LOOP);
        start = session->end_ns + 5 * SECOND;
    }
    for (guint i = 0; i < G_N_ELEMENTS (endless); i++) {
        g_autofree char *text =
            g_strdup_printf (RECORDING_SCENARIO ("duration = 1min", "%s") LOOPING, endless[i]);
        g_autoptr (Recording) quiet = recording_of (text);

        cvpn_assert_int (quiet->sessions->len, 1);
        cvpn_assert_int (recorded_session (quiet, 0)->code, CVPN_CODE_NONE);
    }
}

static void
failed_attempts_are_retried (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 5min", "") "[clients old]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
                               "remote-random-hostname = unsupported\nretry = 3 constant 5s\n"
                               "away = 2min\n");
    const gint64 step = 5 * SECOND + 20 * RECORDING_MS;
    const gint64 again = 3 * step + 20 * RECORDING_MS + 120 * SECOND;

    cvpn_assert_int (run->sessions->len, 12);
    for (guint i = 0; i < 8; i++)
        cvpn_assert_int (recorded_session (run, i)->start_ns, i / 4 * again + i % 4 * step);
}

static void
closed_population_comes_back (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 10min", "") "[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
                                "session = 1min\naway = 2min\n");
    const gint64 cycle = 180 * SECOND + RECORDING_SETUP;

    cvpn_assert_int (run->sessions->len, 4);
    for (guint i = 0; i < 3; i++)
        cvpn_assert_int (recorded_session (run, i)->start_ns, i * cycle);
    cvpn_assert_str (recorded_session (run, 3)->end_reason, "");
    cvpn_assert_int (recorded_session (run, 3)->end_ns, -1);
}

/* An attempt that the run's end cuts off is neither established nor failed. */
static void
cut_attempts_have_no_code (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1s", "") "[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n");
    const CvpnSessionRecord *session = recorded_session (run, 0);

    cvpn_assert_int (run->sessions->len, 1);
    cvpn_assert_int (session->established, FALSE);
    cvpn_assert_int (session->code, CVPN_CODE_NONE);
    cvpn_assert_int (session->end_ns, -1);
}

static double
mean_level (const Recording *run, gint64 from, gint64 until)
{
    double area = 0;
    gint64 active = 0, last = from;

    for (guint i = 0; i < run->levels->len; i++) {
        const Level *level = &g_array_index (run->levels, Level, i);

        area += (double) active * (double) MAX (level->time_ns - last, 0);
        last = MAX (level->time_ns, from);
        active = level->active;
    }
    return (area + (double) active * (double) (until - last)) / (double) (until - from);
}

/* M/M/infinity: 1/s for 100 s each.  The mean over T has the variance
 * 2 a tau / T, tau the mean stay. */
static void
unlimited_sessions_have_the_offered_load (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 20000s", "") "[clients all]\nendpoint = cvpn-1\narrival = poisson 1/s\n"
                                 "session = exponential 100s\n");
    const double mean = mean_level (run, 2000 * SECOND, 20000 * SECOND);

    cvpn_assert_near (mean, 100, 4 * sqrt (2 * 100 * 100.0 / 18000));
}

static double
erlang_b (double load, guint servers)
{
    double blocking = 1;

    for (guint i = 1; i <= servers; i++)
        blocking = load * blocking / (i + load * blocking);
    return blocking;
}

/* The quota as a pool of 20 lines offered 15: Erlang's loss formula holds for
 * any distribution of the stay. */
static void
blocking_is_erlang_b (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 40000s", "") "[quotas]\nconcurrent-connections = 20\n"
                                 "[clients all]\nendpoint = cvpn-1\narrival = poisson 1/s\n"
                                 "session = lognormal 12s 0.668\n");
    const guint n = run->sessions->len;
    guint blocked = 0;

    for (guint i = 0; i < n; i++)
        blocked += recorded_session (run, i)->code == CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED;
    cvpn_assert_near ((double) blocked / n, erlang_b (12 * exp (0.668 * 0.668 / 2), 20), 0.006);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "has every delay and the stay", has_every_delay_and_the_stay },
        { "round robin alternates", round_robin_alternates },
        { "random answers are binomial", random_answers_are_binomial },
        { "resolver keeps the answer", resolver_keeps_the_answer },
        { "reports names that do not resolve", reports_names_that_do_not_resolve },
        { "reports names of endpoints without target networks",
          reports_names_of_endpoints_without_target_networks },
        { "reports failed authentication", reports_failed_authentication },
        { "quota refuses connections", quota_refuses_connections },
        { "addresses run out", addresses_run_out },
        { "blocks run out by landing", blocks_run_out_by_landing },
        { "time limit ends and client reconnects", time_limit_ends_and_client_reconnects },
        { "pushed default route makes a loop", pushed_default_route_makes_a_loop },
        { "failed attempts are retried", failed_attempts_are_retried },
        { "closed population comes back", closed_population_comes_back },
        { "cut attempts have no code", cut_attempts_have_no_code },
        { "unlimited sessions have the offered load", unlimited_sessions_have_the_offered_load },
        { "blocking is Erlang B", blocking_is_erlang_b },
    };

    return cvpn_test_main ("session", tests, G_N_ELEMENTS (tests));
}
