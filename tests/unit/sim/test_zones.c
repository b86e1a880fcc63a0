/* zones: a zone that fails takes landings with it, until it is back. */
#include <string.h>

#include "recording.h"
#include "support.h"

#define SECOND RECORDING_SECOND
#define MS     RECORDING_MS

#define USERS(COUNT, TIME) "endpoint = cvpn-1\ncount = " COUNT "\narrival = at " TIME "\n"
#define FAIL               "[event fail]\nat = 100s\naction = fail-availability-zone us-east-1a\n"
#define RESTORE(TIME)                                                                              \
    "[event restore]\nat = " TIME "\naction = restore-availability-zone us-east-1a\n"
#define TERMINATE(TIME) "[event terminate]\nat = " TIME "\naction = terminate-connections all\n"
#define LANDED          (20 * MS)

static gint64
count_sessions (const Recording *run, const char *state)
{
    gint64 n = 0;

    for (guint i = 0; i < run->changes->len; i++)
        if (g_str_equal (recorded_change (run, i)->state, state))
            n += recorded_change (run, i)->sessions;
    return n;
}

/* The client after 20 s, the server after 40 s. */
static void
losses_are_noticed (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 5min", "") FAIL
                                              "[clients all]\n" USERS ("4", "0s"));

    cvpn_assert_int (run->sessions->len, 4);
    for (guint i = 0; i < 4; i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);

        cvpn_assert_str (session->subnet, i < 2 ? "subnet-a" : "subnet-b");
        cvpn_assert_str (session->end_reason, i < 2 ? "zone-failure" : "");
        cvpn_assert_int (session->end_ns, i < 2 ? 120 * SECOND : -1);
    }
    cvpn_assert_int (count_sessions (run, "lost"), 2);
    cvpn_assert_int (run->connections->len, 6);
    cvpn_assert_int (recorded_connection (run, 4)->end_ns, 140 * SECOND);
    cvpn_assert_int (g_array_index (run->levels, Level, 4).time_ns, 140 * SECOND);
    cvpn_assert_int (recorded_period (run, 0)->sessions_lost, 2);
}

static Recording *
run_logins (const char *scenario, const char *logins)
{
    const char *const files[] = { logins, NULL };
    Recording *recording = recording_new (scenario, files);

    recording_run (recording, G_MAXUINT64);
    return recording;
}

static const CvpnSessionRecord *
find_session (const Recording *run, gint64 start_ns)
{
    for (guint i = 0; i < run->sessions->len; i++)
        if (recorded_session (run, i)->start_ns == start_ns)
            return recorded_session (run, i);
    CU_FAIL_FATAL ("nobody began then");
    return NULL;
}

/* Both landings are in the answer until 130 s, and again from 230 s on. */
static void
resolver_learns_by_its_health_check (void)
{
    static const char logins[] = "logins.csv\ntime,user,duration\n"
                                 "105s,a,1s\n110s,b,1s\n131s,c,1s\n132s,d,1s\n133s,e,1s\n"
                                 "201s,f,1s\n202s,g,1s\n231s,h,1s\n232s,i,1s\n";
    static const struct {
        gint64 start;
        const char *subnet;
        gboolean established;
    } expected[] = {
        { 105, "subnet-a", FALSE }, /* still in the answer, and dead */
        { 110, "subnet-b", TRUE },  { 131, "subnet-b", TRUE }, { 132, "subnet-b", TRUE },
        { 133, "subnet-b", TRUE },  { 201, "subnet-b", TRUE }, /* works, and is not in it yet */
        { 202, "subnet-b", TRUE },  { 231, "subnet-b", TRUE }, { 232, "subnet-a", TRUE },
    };
    g_autoptr (Recording) run = run_logins (RECORDING_SCENARIO ("duration = 5min", "")
                                                FAIL RESTORE ("200s") "[clients all]\n"
                                                                      "endpoint = cvpn-1\n"
                                                                      "arrival = csv "
                                                                      "logins.csv\n",
                                            logins);

    for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
        const CvpnSessionRecord *session = find_session (run, expected[i].start * SECOND);

        cvpn_assert_str (session->subnet, expected[i].subnet);
        cvpn_assert_int (session->established, expected[i].established);
    }
    cvpn_assert_int (find_session (run, 105 * SECOND)->code, CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT);
    cvpn_assert_int (find_session (run, 105 * SECOND)->end_ns, 165 * SECOND + LANDED);
}

/* Nobody is in the answer, though two subnets are associated. */
static void
no_zone_no_answer (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO ("duration = 5min", "") FAIL
                      "[event other]\nat = 100s\naction = fail-availability-zone us-east-1b\n"
                      "[clients all]\n" USERS ("1", "150s"));

    cvpn_assert_int (recorded_session (run, 0)->code, CVPN_CODE_CVPN_DNS_NO_ANSWER);
    cvpn_assert_int (recorded_session (run, 0)->end_ns, 150 * SECOND + LANDED);
}

/* What a resolver has kept outlives the answer: dead at 131 s, though the name servers know
 * better; and it works at 201 s, where they do not yet. */
static void
caches_name_the_dead (void)
{
    static const char logins[] = "logins.csv\ntime,user,duration\n0s,a,1s\n131s,b,1s\n201s,c,1s\n";
    g_autoptr (Recording) run = run_logins (
        RECORDING_SCENARIO ("duration = 5min", "dns-ttl = 1h") FAIL RESTORE (
            "200s") "[clients "
                    "all]\n"
                    "endpoint = cvpn-1\narrival = csv logins.csv\nremote-random-hostname = false\n",
        logins);

    cvpn_assert_int (find_session (run, 131 * SECOND)->code, CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT);
    cvpn_assert_str (find_session (run, 201 * SECOND)->subnet, "subnet-a");
    cvpn_assert_int (find_session (run, 201 * SECOND)->established, TRUE);
}

/* Back before the client notices: it goes on, and only what it sent in between is lost. */
static void
short_failures_are_survived (void)
{
    g_autoptr (Recording) run = recording_of (
        RECORDING_SCENARIO ("duration = 5min", "") FAIL RESTORE ("119s") "[clients all]\n" USERS (
            "1", "0s") "[traffic web]\nclients = all\nto = web tcp 443\nevery = 1s\n");

    cvpn_assert_int (run->sessions->len, 1);
    cvpn_assert_str (recorded_session (run, 0)->end_reason, "");
    for (guint i = 0; i < run->flows->len; i++) {
        const CvpnFlowRecord *flow = recorded_flow (run, i);
        const gboolean dead = flow->start_ns >= 100 * SECOND && flow->start_ns < 119 * SECOND;

        cvpn_assert_int (flow->outcome, dead ? CVPN_OUTCOME_DROPPED : CVPN_OUTCOME_DELIVERED);
    }
    CU_ASSERT (run->flows->len > 290);
    cvpn_assert_int (run->levels->len, 1);
}

/* The silence is counted anew at the second failure. */
static void
second_failure_counts_anew (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO ("duration = 5min", "") FAIL RESTORE (
            "110s") "[event again]\nat = 115s\naction = fail-availability-zone us-east-1a\n"
                    "[clients all]\n" USERS ("1", "0s"));

    cvpn_assert_int (recorded_session (run, 0)->end_ns, 135 * SECOND);
    cvpn_assert_int (recorded_connection (run, 1)->end_ns, 155 * SECOND);
}

/* Its one retry is spent at the first failure, and there again at the second one; the
 * resolver keeps the name of subnet-a. */
static void
second_loss_finds_new_patience (void)
{
    static const char scenario[] =
        RECORDING_SCENARIO ("duration = 10min", "dns-ttl = 1h") FAIL RESTORE (
            "200s") "[event again]\nat = 300s\naction = fail-availability-zone us-east-1a\n"
                    "[event back]\nat = 400s\naction = restore-availability-zone us-east-1a\n"
                    "[clients all]\n" USERS ("1", "0s") "remote-random-hostname = false\nretry = 1 "
                                                        "60s\nreconnect = after 1s\n";
    g_autoptr (Recording) run = recording_of (scenario);
    static const gboolean established[] = { TRUE, FALSE, TRUE, FALSE, TRUE };

    cvpn_assert_int (run->sessions->len, G_N_ELEMENTS (established));
    for (guint i = 0; i < MIN (run->sessions->len, G_N_ELEMENTS (established)); i++)
        cvpn_assert_int (recorded_session (run, i)->established, established[i]);
}

/* The client does not hear of its end before the zone is back; or never. */
static void
lost_sessions_hear_nothing (void)
{
    g_autoptr (Recording) back =
        recording_of (RECORDING_SCENARIO ("duration = 5min", "") FAIL TERMINATE ("105s")
                          RESTORE ("110s") "[clients all]\n" USERS ("2", "0s"));
    g_autoptr (Recording) gone = recording_of (RECORDING_SCENARIO (
        "duration = 5min", "") FAIL TERMINATE ("105s") "[clients all]\n" USERS ("2", "0s"));

    cvpn_assert_int (recorded_session (back, 0)->end_ns, 105 * SECOND); /* on subnet-b */
    cvpn_assert_str (recorded_session (back, 1)->subnet, "subnet-a");
    cvpn_assert_str (recorded_session (back, 1)->end_reason, "terminated");
    cvpn_assert_int (recorded_session (back, 1)->end_ns, 110 * SECOND);
    cvpn_assert_int (count_sessions (back, "terminated"), 1);
    cvpn_assert_int (count_sessions (back, "restored"), 1);
    cvpn_assert_str (recorded_session (gone, 1)->end_reason, "zone-failure");
    cvpn_assert_int (recorded_session (gone, 1)->end_ns, 120 * SECOND);
}

/* Nor does the server hear the client's goodbye. */
static void
goodbyes_are_lost (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 5min", "") FAIL "[clients all]\n" USERS ("1", "0s") "session = 110s\n");

    cvpn_assert_str (recorded_session (run, 0)->end_reason, "client-disconnect");
    cvpn_assert_int (recorded_session (run, 0)->end_ns, 110 * SECOND + RECORDING_SETUP);
    cvpn_assert_int (recorded_connection (run, 1)->end_ns, 140 * SECOND);
}

static void
time_limit_is_not_heard (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO ("duration = 5min", "session-timeout = 104s")
                          FAIL RESTORE ("110s") "[clients all]\n" USERS ("1", "0s"));

    cvpn_assert_str (recorded_session (run, 0)->end_reason, "session-timeout");
    cvpn_assert_int (recorded_session (run, 0)->end_ns, 110 * SECOND);
}

/* A handshake that would be done in a dead zone is not done, nor is a lease. */
static void
attempts_meet_the_failure (void)
{
    g_autoptr (Recording) run = recording_of (
        RECORDING_SCENARIO ("duration = 5min", "client-connect-handler = 10s") FAIL
        "[clients handled]\n" USERS ("1", "95s") "[clients early]\n" USERS ("2", "99s"));
    guint on_a = 0;

    cvpn_assert_int (run->sessions->len, 3);
    for (guint i = 0; i < 3; i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);

        if (g_str_equal (session->subnet, "subnet-b")) {
            cvpn_assert_int (session->established, TRUE);
            continue;
        }
        on_a++;
        cvpn_assert_int (session->code, CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT);
        cvpn_assert_int (session->end_ns, session->start_ns + LANDED + 60 * SECOND);
    }
    cvpn_assert_int (on_a, 2);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "losses are noticed", losses_are_noticed },
        { "resolver learns by its health check", resolver_learns_by_its_health_check },
        { "no zone, no answer", no_zone_no_answer },
        { "caches name the dead", caches_name_the_dead },
        { "short failures are survived", short_failures_are_survived },
        { "second failure counts anew", second_failure_counts_anew },
        { "second loss finds new patience", second_loss_finds_new_patience },
        { "lost sessions hear nothing", lost_sessions_hear_nothing },
        { "goodbyes are lost", goodbyes_are_lost },
        { "time limit is not heard", time_limit_is_not_heard },
        { "attempts meet the failure", attempts_meet_the_failure },
    };

    return cvpn_test_main ("zones", tests, G_N_ELEMENTS (tests));
}
