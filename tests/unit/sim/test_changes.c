/* changes: what the control plane does to sessions, and to those who connect. */
#include <string.h>

#include "recording.h"
#include "support.h"

#define SECOND RECORDING_SECOND
#define MS     RECORDING_MS

#define USERS(COUNT, TIME) "endpoint = cvpn-1\ncount = " COUNT "\narrival = at " TIME "\n"
#define AT(TIME, ACTION)                                                                           \
    RECORDING_AT_ONCE "[event it]\nat = " TIME "\nendpoint = cvpn-1\naction = " ACTION "\n"
#define ANOTHER_ENDPOINT                                                                           \
    "[client-vpn-endpoint cvpn-2]\nclient-cidr-block = 10.3.0.0/22\ntarget-networks = subnet-b\n"  \
    "authentication = certificate\n[clients other]\nendpoint = cvpn-2\ncount = 1\n"                \
    "arrival = at 0s\n"

/* The last change of the run that has to do with sessions. */
static const CvpnChangeRecord *
last_with_sessions (const Recording *run)
{
    const CvpnChangeRecord *found = NULL;

    for (guint i = 0; i < run->changes->len; i++)
        if (recorded_change (run, i)->sessions > 0)
            found = recorded_change (run, i);
    CU_ASSERT_PTR_NOT_NULL_FATAL (found);
    return found;
}

static guint
count_ends (const Recording *run, const char *reason)
{
    guint n = 0;

    for (guint i = 0; i < run->sessions->len; i++)
        n += g_str_equal (recorded_session (run, i)->end_reason, reason);
    return n;
}

/* All that are up, in their order; not the attempt under way, nor those of others. */
static void
rules_reset_the_endpoint (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO ("duration = 5min", "")
                          AT ("60s", "authorize 10.9.0.0/16 *") "[clients early]\n" USERS (
                              "5", "0s") "reconnect = after 7s\n"
                                         "[clients late]\n" USERS ("1", "59s") ANOTHER_ENDPOINT);
    const CvpnChangeRecord *change = last_with_sessions (run);

    cvpn_assert_int (count_ends (run, "rule-change"), 5);
    for (guint i = 0; i < 5; i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);

        cvpn_assert_int (session->user.number, i + 1);
        cvpn_assert_int (session->end_ns, 60 * SECOND);
        cvpn_assert_int (session->code, CVPN_CODE_NONE);
        cvpn_assert_str (session->user.population, "early");
    }
    cvpn_assert_int (change->sessions, 5);
    cvpn_assert_str (change->event, "it");
    cvpn_assert_str (change->endpoint, "cvpn-1");
    cvpn_assert_str (change->action, "authorize");
    cvpn_assert_str (change->object, "10.9.0.0/16 *");
    cvpn_assert_str (change->state, "active");
    cvpn_assert_int (change->time_ns, 60 * SECOND);
    cvpn_assert_int (run->sessions->len, 5 + 5 + 2);
    for (guint i = 7; i < 12; i++)
        cvpn_assert_int (recorded_session (run, i)->returned_after_ns,
                         7 * SECOND + RECORDING_SETUP);
    cvpn_assert_int (recorded_period (run, 0)->sessions_lost, 5);
    cvpn_assert_int (recorded_period (run, 0)->sessions_returned, 5);
}

/* The address is free at once, the log knows it at once. */
static void
resets_are_known_to_both_sides (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 5min", "") AT (
        "60s", "modify-endpoint vpn-port 1194") "[clients one]\n" USERS ("1", "0s"));
    const Level *level = &g_array_index (run->levels, Level, 1);

    cvpn_assert_str (recorded_session (run, 0)->end_reason, "port-change");
    cvpn_assert_int (level->time_ns, 60 * SECOND);
    cvpn_assert_int (recorded_connection (run, 1)->end_ns, 60 * SECOND);
}

static void
disassociation_ends_its_sessions (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 5min", "") AT (
        "60s", "disassociate subnet-a") "[clients all]\n" USERS ("10",
                                                                 "0s") "reconnect = after 1s\n");

    cvpn_assert_int (count_ends (run, "disassociated"), 5);
    cvpn_assert_int (last_with_sessions (run)->sessions, 5);
    cvpn_assert_int (run->sessions->len, 15);
    for (guint i = 0; i < 15; i++)
        cvpn_assert_str (recorded_session (run, i)->subnet, i < 5 ? "subnet-a" : "subnet-b");
}

/* A handshake with a landing that is gone gets no answer. */
static void
attempts_lose_their_landing (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 5min", "") AT (
        "500ms", "disassociate subnet-a") "[clients all]\n" USERS ("2", "0s"));

    cvpn_assert_int (recorded_session (run, 0)->code, CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT);
    cvpn_assert_int (recorded_session (run, 0)->end_ns, 20 * MS + 60 * SECOND);
    cvpn_assert_int (recorded_session (run, 1)->established, TRUE);
}

/* Nobody is left to answer; then the endpoint is deleted, and the users try for ever. */
static void
endpoints_end (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO ("duration = 30min", "") RECORDING_AT_ONCE
                      "[event a]\nat = 60s\naction = disassociate subnet-a\n"
                      "[event b]\nat = 90s\naction = disassociate subnet-b\n"
                      "[event c]\nat = 120s\naction = delete-endpoint\n"
                      "[clients all]\nendpoint = cvpn-1\ncount = 20\narrival = uniform 0s 3min\n"
                      "reconnect = openvpn\nretry = openvpn\n");
    const CvpnSessionRecord *last = recorded_session (run, run->sessions->len - 1);
    gint64 failed = 0;

    for (guint i = 0; i < run->periods->len; i++)
        failed += recorded_period (run, i)->attempts_failed[CVPN_FAILURE_DNS];
    CU_ASSERT (failed > 100);
    cvpn_assert_int (last->code, CVPN_CODE_CVPN_NO_TARGET_NETWORK);
    cvpn_assert_int (recorded_period (run, run->periods->len - 1)->active_connections, 0);
    cvpn_assert_int (recorded_period (run, run->periods->len - 1)->addresses_in_use, 0);
    cvpn_assert_int (recorded_period (run, run->periods->len - 1)->waiting, 20);
}

static void
associations_take_their_part (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 5min",
        "") "[subnet subnet-c]\nvpc = vpc-a\navailability-zone = us-east-1c\n"
            "cidr-block = 10.0.3.0/24\n" AT (
                "60s", "associate subnet-c") "[clients early]\n" USERS ("4", "0s") "[clients "
                                                                                   "late]\n" USERS (
                                                                                       "6", "70s"));
    static const char *const subnets[] = { "subnet-b", "subnet-c", "subnet-a" };

    cvpn_assert_int (run->sessions->len, 10);
    for (guint i = 0; i < 10; i++)
        cvpn_assert_str (recorded_session (run, i)->subnet, i >= 4  ? subnets[(i - 4) % 3]
                                                            : i % 2 ? "subnet-b"
                                                                    : "subnet-a");
    cvpn_assert_int (recorded_peak (run, 0)->limit, 66500);
    cvpn_assert_int (recorded_period (run, 0)->connection_quota, 66500);
}

static void
users_are_terminated (void)
{
    g_autoptr (Recording) all =
        recording_of (RECORDING_SCENARIO ("duration = 5min", "")
                          AT ("60s", "terminate-connections some") "[clients some]\n" USERS (
                              "3", "0s") "[clients others]\n" USERS ("2", "0s"));
    g_autoptr (Recording) one =
        recording_of (RECORDING_SCENARIO ("duration = 5min", "")
                          AT ("60s", "terminate-connections some-2") "[clients some]\n" USERS (
                              "3", "0s") "reconnect = after 5s\n");

    cvpn_assert_int (count_ends (all, "terminated"), 3);
    cvpn_assert_int (last_with_sessions (all)->sessions, 3);
    cvpn_assert_int (count_ends (one, "terminated"), 1);
    cvpn_assert_int (recorded_session (one, 0)->user.number, 2);
    cvpn_assert_int (recorded_session (one, 0)->end_ns, 60 * SECOND);
    cvpn_assert_int (one->sessions->len, 4);
}

static void
revoked_users_are_reset_and_refused (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 5min", "") AT (
        "60s",
        "revoke-certificate some-2") "[clients some]\n" USERS ("3", "0s") "reconnect = after 5s\n");

    cvpn_assert_int (count_ends (run, "crl-import"), 3);
    cvpn_assert_int (run->sessions->len, 6);
    cvpn_assert_int (recorded_session (run, 3)->reason, CVPN_REASON_CERTIFICATE_REVOKED);
    cvpn_assert_int (recorded_session (run, 3)->user.number, 2);
    cvpn_assert_int (recorded_session (run, 3)->end_ns, 65 * SECOND + 20 * MS + 60 * SECOND);
}

#define WEB(TIME)                                                                                  \
    "[traffic web]\nclients = one\nto = web tcp 443\nevery = " TIME "\nrequest = 0B\nresponse = "  \
    "0B\n"

/* A flow meets the network as it is at each of its stages: its answer, ten seconds after the
 * request, another route. */
static void
flows_meet_what_has_changed (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 30s",
        "") "[route-table rtb-main]\nvpc = vpc-a\nmain = true\n"
            "[event it]\nat = 5s\naction = set-route rtb-main 10.0.1.0/24 blackhole\n"
            "[clients one]\n" USERS (
                "1",
                "0s") "[traffic web]\nclients = one\nto = web tcp 443\nevery = 1h\nidle = 10s\n");
    const CvpnFlowRecord *flow = recorded_flow (run, 0);

    CU_ASSERT_FATAL (run->flows->len == 1);
    cvpn_assert_str (cvpn_code_word (flow->verdict.code), "BAD_STATE_ROUTE");
    cvpn_assert_int (flow->verdict.step, CVPN_STEP_RETURN);
    cvpn_assert_int (recorded_change (run, 0)->sessions, 0);
}

#define STALE_NEWS                                                                                 \
    "[quotas]\nprofile = 2020\n" AT (                                                              \
        "60s",                                                                                     \
        "create-route 172.31.0.0/16 subnet-a") "[clients one]\n" USERS ("1",                       \
                                                                        "0s") "reconnect = after " \
                                                                              "1s\nremote-random-" \
                                                                              "hostname = false\n" \
                                                                              "[traffic "          \
                                                                              "far]\nclients = "   \
                                                                              "one\nto = "         \
                                                                              "172.31.0.1 tcp "    \
                                                                              "443\nevery = 10s\n"

/* 2020: no reset, and so the new route is not the session's until it connects again: on another
 * landing, then on the first one again. */
static void
sessions_keep_the_routes_they_got (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 5min", "split-tunnel = true\nsession-timeout = 100s") STALE_NEWS);

    CU_ASSERT_FATAL (run->flows->len > 27 && run->sessions->len == 3);
    cvpn_assert_str (recorded_session (run, 2)->subnet, recorded_session (run, 0)->subnet);
    for (guint i = 0; i < run->flows->len; i++) {
        const CvpnFlowRecord *flow = recorded_flow (run, i);

        cvpn_assert_str (cvpn_code_word (flow->verdict.code),
                         flow->start_ns < 60 * SECOND    ? "CVPN_SPLIT_TUNNEL_NOT_CAPTURED"
                         : flow->start_ns < 102 * SECOND ? "CVPN_CLIENT_ROUTE_STALE"
                                                         : "CVPN_NO_AUTHORIZATION_RULE");
    }
}

static void
routes_reset_split_tunnels (void)
{
    g_autoptr (Recording) split = recording_of (
        RECORDING_SCENARIO ("duration = 3min", "split-tunnel = true")
            AT ("60s", "create-route 172.31.0.0/16 subnet-a") "[clients one]\n" USERS ("1", "0s"));
    g_autoptr (Recording) full = recording_of (RECORDING_SCENARIO ("duration = 3min", "") AT (
        "60s", "create-route 172.31.0.0/16 subnet-a") "[clients one]\n" USERS ("1", "0s"));

    cvpn_assert_int (count_ends (split, "route-change"), 1);
    cvpn_assert_int (count_ends (full, ""), 1);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "rules reset the endpoint", rules_reset_the_endpoint },
        { "resets are known to both sides", resets_are_known_to_both_sides },
        { "disassociation ends its sessions", disassociation_ends_its_sessions },
        { "attempts lose their landing", attempts_lose_their_landing },
        { "endpoints end", endpoints_end },
        { "associations take their part", associations_take_their_part },
        { "users are terminated", users_are_terminated },
        { "revoked users are reset and refused", revoked_users_are_reset_and_refused },
        { "flows meet what has changed", flows_meet_what_has_changed },
        { "sessions keep the routes they got", sessions_keep_the_routes_they_got },
        { "routes reset split tunnels", routes_reset_split_tunnels },
    };

    return cvpn_test_main ("changes", tests, G_N_ELEMENTS (tests));
}
