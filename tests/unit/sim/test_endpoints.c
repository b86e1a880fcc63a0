/* endpoints: several endpoints of a scenario, and several populations of one:
 * what each has to itself, and what the people of one endpoint share. */
#include <string.h>

#include "recording.h"
#include "support.h"

#define SECOND RECORDING_SECOND

/* A second endpoint in the same two subnets. */
#define SECOND_ENDPOINT(KEYS)                                                                      \
    "[client-vpn-endpoint cvpn-2]\nclient-cidr-block = 10.9.0.0/22\n"                              \
    "target-networks = subnet-a; subnet-b\nauthentication = certificate\n" KEYS "\n"               \
    "[authorization-rules cvpn-2]\n10.0.0.0/16 = *\n"

/* Users whose log-ins are 2 s apart: nothing of theirs happens at once. */
#define COME(NAME, ENDPOINT, FILE)                                                                 \
    "[clients " NAME "]\nendpoint = " ENDPOINT "\narrival = csv " FILE "\n"

static const char odd[] = "odd.csv\ntime,user,duration\n"
                          "2s,ana,1h\n6s,ben,1h\n10s,carl,1h\n14s,dora,1h\n18s,emil,1h\n";
static const char even[] = "even.csv\ntime,user,duration\n"
                           "4s,fay,1h\n8s,gus,1h\n12s,hal,1h\n16s,ivy,1h\n20s,jon,1h\n";

static Recording *
run_people (const char *scenario)
{
    const char *const files[] = { odd, even, NULL };
    Recording *recording = recording_new (scenario, files);

    recording_run (recording, G_MAXUINT64);
    return recording;
}

/* The session of the population's nth user in the order of their log-ins. */
static const CvpnSessionRecord *
find_session (const Recording *run, const char *population, guint number)
{
    for (guint i = 0; i < run->sessions->len; i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);

        if (session->user.number == number && strcmp (session->user.population, population) == 0)
            return session;
    }
    return NULL;
}

static guint
count_established (const Recording *run, const char *population)
{
    guint n = 0;

    for (guint i = 0; i < run->sessions->len; i++)
        n += recorded_session (run, i)->established &&
             strcmp (recorded_session (run, i)->user.population, population) == 0;
    return n;
}

/* Subnet and address of the five of a population, in order. */
static void
check_landings (const Recording *run, const char *population, const char *endpoint,
                const char *subnets, guint32 first, guint32 step)
{
    for (guint i = 0; i < 5; i++) {
        const CvpnSessionRecord *session = find_session (run, population, i + 1);

        CU_ASSERT_FATAL (session != NULL && session->established);
        cvpn_assert_str (session->endpoint, endpoint);
        cvpn_assert_int (session->subnet[strlen ("subnet-")], subnets[i]);
        cvpn_assert_int (session->client_address, first + i * step);
    }
}

/* Each hands out its own addresses, and its own rotation turns with its own
 * queries only. */
static void
endpoints_are_apart (void)
{
    g_autoptr (Recording) run =
        run_people (RECORDING_SCENARIO ("duration = 10min", "") SECOND_ENDPOINT ("")
                        COME ("odd", "cvpn-1", "odd.csv") COME ("even", "cvpn-2", "even.csv"));

    check_landings (run, "odd", "cvpn-1", "ababa", 0x0a020002, 1);
    check_landings (run, "even", "cvpn-2", "ababa", 0x0a090002, 1);
}

/* Odd and even take turns: all of one kind land on one subnet. */
static void
populations_share_an_endpoint (void)
{
    g_autoptr (Recording) run = run_people (RECORDING_SCENARIO ("duration = 10min", "") COME (
        "odd", "cvpn-1", "odd.csv") COME ("even", "cvpn-1", "even.csv"));

    check_landings (run, "odd", "cvpn-1", "aaaaa", 0x0a020002, 2);
    check_landings (run, "even", "cvpn-1", "bbbbb", 0x0a020003, 2);
}

static void
quotas_are_of_an_endpoint (void)
{
    g_autoptr (Recording) apart =
        run_people (RECORDING_SCENARIO ("duration = 10min", "") SECOND_ENDPOINT (
            "") "[quotas]\nconcurrent-connections = 3\n" COME ("odd", "cvpn-1", "odd.csv")
                        COME ("even", "cvpn-2", "even.csv"));
    g_autoptr (Recording) together = run_people (
        RECORDING_SCENARIO ("duration = 10min", "") "[quotas]\nconcurrent-connections = 3\n" COME (
            "odd", "cvpn-1", "odd.csv") COME ("even", "cvpn-1", "even.csv"));

    cvpn_assert_int (count_established (apart, "odd"), 3);
    cvpn_assert_int (count_established (apart, "even"), 3);
    cvpn_assert_int (count_established (together, "odd"), 2); /* at 2 s and 6 s */
    cvpn_assert_int (count_established (together, "even"), 1);
}

static void
periods_are_of_an_endpoint (void)
{
    g_autoptr (Recording) run = run_people (
        RECORDING_SCENARIO ("duration = 10min\nmetrics-period = 15s", "") SECOND_ENDPOINT ("")
            COME ("odd", "cvpn-1", "odd.csv") COME ("even", "cvpn-2", "even.csv"));

    cvpn_assert_int (run->periods->len, 2 * 40);
    cvpn_assert_str (recorded_period (run, 0)->endpoint, "cvpn-1");
    cvpn_assert_str (recorded_period (run, 1)->endpoint, "cvpn-2");
    /* the ones of 2, 6, 10 and 14 s, but the last still connects; of 4, 8 and 12 s */
    cvpn_assert_int (recorded_period (run, 0)->connection_attempts, 4);
    cvpn_assert_int (recorded_period (run, 0)->active_connections, 3);
    cvpn_assert_int (recorded_period (run, 1)->connection_attempts, 3);
    cvpn_assert_int (recorded_period (run, 1)->active_connections, 3);
    cvpn_assert_int (recorded_period (run, 2)->active_connections, 5);
    cvpn_assert_int (recorded_period (run, 3)->active_connections, 5);
    cvpn_assert_int (g_array_index (run->levels, Level, run->levels->len - 1).active, 10);
}

/* Two interfaces in a subnet, each with a port: two flows at a time get through,
 * one of each endpoint. */
static void
ports_are_of_an_interface (void)
{
#define ONE_PORT "snat-ports = 5000-5000"
    static const char traffic[] =
        "[traffic web]\nclients = odd; even\nto = web udp 53\nevery = 1h\nfirst = 100ms\n";
    g_autofree char *apart = g_strconcat (
        RECORDING_SCENARIO ("duration = 10min", ONE_PORT) SECOND_ENDPOINT (
            ONE_PORT) "[clients odd]\nendpoint = cvpn-1\ncount = 2\narrival = at 0s\n"
                      "[clients even]\nendpoint = cvpn-2\ncount = 2\narrival = at 0s\n",
        traffic, NULL);
    g_autofree char *together = g_strconcat (
        RECORDING_SCENARIO (
            "duration = 10min",
            ONE_PORT) "[clients odd]\nendpoint = cvpn-1\ncount = 2\narrival = at 0s\n"
                      "[clients even]\nendpoint = cvpn-1\ncount = 2\narrival = at 0s\n",
        traffic, NULL);
    g_autoptr (Recording) two = recording_of (apart);
    g_autoptr (Recording) one = recording_of (together);
    guint delivered[2] = { 0, 0 };

    cvpn_assert_int (two->flows->len, 4);
    cvpn_assert_int (one->flows->len, 4);
    for (guint i = 0; i < 4; i++) {
        delivered[0] += recorded_flow (one, i)->outcome == CVPN_OUTCOME_DELIVERED;
        delivered[1] += recorded_flow (two, i)->outcome == CVPN_OUTCOME_DELIVERED;
    }
    cvpn_assert_int (delivered[0], 2); /* one on each landing */
    cvpn_assert_int (delivered[1], 4);
}

/* The people of the first endpoint do the same whoever else is there. */
static void
another_endpoint_changes_nothing (void)
{
#define CROWD(NAME, ENDPOINT)                                                                      \
    "[clients " NAME "]\nendpoint = " ENDPOINT "\ncount = 30\narrival = exponential 2min\n"        \
    "session = exponential 5min\naway = exponential 3min\n"
    g_autoptr (Recording) alone =
        recording_of (RECORDING_SCENARIO ("duration = 1h", "") CROWD ("ours", "cvpn-1"));
    g_autoptr (Recording) among = recording_of (RECORDING_SCENARIO ("duration = 1h", "") CROWD (
        "theirs", "cvpn-2") SECOND_ENDPOINT ("") CROWD ("ours", "cvpn-1"));
    guint n = 0;

    for (guint i = 0; i < among->sessions->len; i++) {
        const CvpnSessionRecord *session = recorded_session (among, i);

        if (strcmp (session->endpoint, "cvpn-1") != 0)
            continue;
        CU_ASSERT_FATAL (n < alone->sessions->len);
        const CvpnSessionRecord *same = recorded_session (alone, n++);
        cvpn_assert_int (session->user.number, same->user.number);
        cvpn_assert_int (session->start_ns, same->start_ns);
        cvpn_assert_int (session->end_ns, same->end_ns);
        cvpn_assert_int (session->client_address, same->client_address);
        cvpn_assert_str (session->subnet, same->subnet);
    }
    cvpn_assert_int (n, alone->sessions->len);
    CU_ASSERT (n > 100 && among->sessions->len > n + 100);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "endpoints are apart", endpoints_are_apart },
        { "populations share an endpoint", populations_share_an_endpoint },
        { "quotas are of an endpoint", quotas_are_of_an_endpoint },
        { "periods are of an endpoint", periods_are_of_an_endpoint },
        { "ports are of an interface", ports_are_of_an_interface },
        { "another endpoint changes nothing", another_endpoint_changes_nothing },
    };

    return cvpn_test_main ("endpoints", tests, G_N_ELEMENTS (tests));
}
