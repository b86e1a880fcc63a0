/* traffic: when sessions send, to whom, and flows listed in a file. */
#include <math.h>
#include <string.h>

#include "recording.h"
#include "support.h"

#define SECOND   RECORDING_SECOND
#define ONE_USER "[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"

static void
sends_first_then_at_gaps (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 61s", "") ONE_USER
                                              "[traffic web]\nclients = one\nto = web tcp 443\n"
                                              "first = 3s\nevery = 10s\n");

    cvpn_assert_int (run->flows->len, 6);
    for (guint i = 0; i < run->flows->len; i++)
        cvpn_assert_int (recorded_flow (run, i)->start_ns, RECORDING_SETUP + (3 + 10 * i) * SECOND);
}

/* Every session of a closed population sends; none after its end. */
static void
chain_ends_with_the_session (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 10min", "") "[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
                                "session = 25s\naway = 60s\n"
                                "[traffic web]\nclients = one\nto = web tcp 443\nevery = 10s\n");
    guint flows = 0;

    for (guint i = 0; i < run->sessions->len; i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);

        if (session->end_ns >= 0)
            cvpn_assert_int (session->flows, 3);
        flows += (guint) session->flows;
    }
    cvpn_assert_int (flows, run->flows->len);
    cvpn_assert_int (run->sessions->len, 7);
}

/* A user's next session goes on with the ports where the last one ended, and draws what no flow
 * before has drawn; so with two traffics, too. */
static void
counts_outlast_sessions (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 10min",
        "") "[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
            "session = 25s\naway = 60s\n"
            "[traffic a]\nclients = one\nto = web tcp 443\nevery = 10s\n"
            "request = uniform 1B 1GB\n"
            "[traffic b]\nclients = one\nto = web udp 53\nfirst = 1s\nevery = 10s\n"
            "request = uniform 1B 1GB\n");
    g_autoptr (GHashTable) sizes = g_hash_table_new (NULL, NULL);

    cvpn_assert_int (run->sessions->len, 7);
    CU_ASSERT_FATAL (run->flows->len > 30);
    for (guint i = 0; i < run->flows->len; i++) {
        const CvpnFlowRecord *flow = recorded_flow (run, i);

        CU_ASSERT (!flow->port_replaced);
        if (i > 0)
            cvpn_assert_int (flow->snat_port, recorded_flow (run, i - 1)->snat_port + 1);
        CU_ASSERT (g_hash_table_add (sizes, GSIZE_TO_POINTER ((gsize) flow->request_bytes)));
    }
}

static void
chooses_destinations_uniformly (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO ("duration = 50min", "") ONE_USER
                      "[traffic web]\nclients = one\n"
                      "to = web tcp 443; web udp 53; web icmp\nevery = 1s\n");
    guint tcp = 0, udp = 0, icmp = 0;
    const double n = run->flows->len, deviation = 5 * sqrt (n * 2 / 9);

    for (guint i = 0; i < run->flows->len; i++) {
        const CvpnFlowRecord *flow = recorded_flow (run, i);

        cvpn_assert_int (flow->outcome, CVPN_OUTCOME_DELIVERED);
        tcp += flow->protocol == 6;
        udp += flow->protocol == 17;
        icmp += flow->protocol == 1;
    }
    cvpn_assert_near (tcp, n / 3, deviation);
    cvpn_assert_near (udp, n / 3, deviation);
    cvpn_assert_near (icmp, n / 3, deviation);
    CU_ASSERT (n > 2900);
}

static void
source_ports_go_round (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO ("duration = 40s", "") ONE_USER
                      "[traffic web]\nclients = one\nto = web udp 53; web tcp 443\n"
                      "every = 2ms\n");

    const guint first = recorded_flow (run, 0)->snat_port - 49152u;

    for (guint i = 0; i < run->flows->len; i++)
        if (recorded_flow (run, i)->port_replaced == 0)
            cvpn_assert_int (recorded_flow (run, i)->snat_port, 49152 + (first + i) % 16384);
    cvpn_assert_int (first < 16384, TRUE);
    CU_ASSERT (run->flows->len > 16384);
}

/* Each system takes its ports from a range of its own. */
static void
source_ports_are_the_systems (void)
{
    static const struct {
        const char *system;
        guint first, n;
    } rows[] = {
        { "system = windows", 49152, 16384 },
        { "system = macos", 49152, 16384 },
        { "system = linux", 32768, 28232 },
        { "system = windows-2003", 1025, 3976 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autofree char *text =
            g_strdup_printf ("%s[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n%s\n"
                             "[traffic web]\nclients = one\nto = web tcp 443\nevery = 5ms\n",
                             RECORDING_SCENARIO ("duration = 40s", ""), rows[i].system);
        g_autoptr (Recording) run = recording_of (text);
        const guint first = recorded_flow (run, 0)->snat_port - rows[i].first;

        CU_ASSERT (first < rows[i].n);
        for (guint j = 0; j < run->flows->len; j++)
            cvpn_assert_int (recorded_flow (run, j)->snat_port,
                             rows[i].first + (first + j) % rows[i].n);
        CU_ASSERT (run->flows->len > rows[3].n);
    }
}

static const char flows[] = "flows.csv\ntime,user,destination,protocol,port,request,response\n"
                            "500ms,one-1,web,tcp,443,1kB,2kB\n"
                            "10s,one-1,web,tcp,443,1kB,2kB\n"
                            "10s,two-1,10.0.2.10,udp,53,100B,200B\n"
                            "12s,one-2,web,tcp,22,1kB,2kB\n"
                            "40s,two-1,web,tcp,443,1kB,2kB\n";

static void
listed_flows_begin_as_listed (void)
{
    const char *const files[] = { flows, NULL };
    g_autoptr (Recording) run = recording_new (
        RECORDING_SCENARIO (
            "duration = 1min",
            "") "[clients one]\nendpoint = cvpn-1\ncount = 2\narrival = at 0s\n"
                "[clients two]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\nsession = 30s\n"
                "[traffic t]\nclients = one; two\nfrom-csv = flows.csv\n",
        files);
    recording_run (run, G_MAXUINT64);

    static const struct {
        const char *population, *name;
        guint number, start_s, port, outcome;
    } want[] = {
        { "one", "web", 1, 10, 443, CVPN_OUTCOME_DELIVERED },
        { "two", "10.0.2.10", 1, 10, 53, CVPN_OUTCOME_DELIVERED },
        { "one", "web", 2, 12, 22, CVPN_OUTCOME_REJECTED },
    };

    cvpn_assert_int (run->without_session, 2);
    cvpn_assert_int (run->flows->len, G_N_ELEMENTS (want));
    for (guint i = 0; i < G_N_ELEMENTS (want); i++) {
        const CvpnFlowRecord *flow = recorded_flow (run, i);

        cvpn_assert_str (flow->user.population, want[i].population);
        cvpn_assert_int (flow->user.number, want[i].number);
        cvpn_assert_str (flow->destination_name, want[i].name);
        cvpn_assert_int (flow->start_ns, want[i].start_s * SECOND);
        cvpn_assert_int (flow->port, want[i].port);
        cvpn_assert_int (flow->outcome, want[i].outcome);
    }
    cvpn_assert_int (recorded_flow (run, 0)->response_bytes, 2000);
    cvpn_assert_int (recorded_flow (run, 1)->request_bytes, 100);
}

/* Users known by name, and users of an open population. */
static void
listed_flows_find_users_by_name (void)
{
    const char *const files[] = {
        "logins.csv\ntime,user,duration\n0s,ana,30s\n1s,ben,30s\n20s,ana,30s\n",
        "flows.csv\ntime,user,destination,protocol,port,request,response\n"
        "5s,ana,web,tcp,443,1kB,2kB\n6s,ben,web,tcp,443,1kB,2kB\n"
        "25s,ana,web,tcp,443,1kB,2kB\n45s,ben,web,tcp,443,1kB,2kB\n"
        "200s,guests-1,web,tcp,443,1kB,2kB\n201s,guests-90000,web,tcp,443,1kB,2kB\n",
        NULL
    };
    g_autoptr (Recording) run = recording_new (
        RECORDING_SCENARIO ("duration = 10min",
                            "") "[clients staff]\nendpoint = cvpn-1\narrival = csv logins.csv\n"
                                "[clients guests]\nendpoint = cvpn-1\narrival = poisson 1/s\n"
                                "[traffic t]\nclients = staff; guests\nfrom-csv = flows.csv\n",
        files);
    recording_run (run, G_MAXUINT64);

    cvpn_assert_int (run->without_session, 2);
    cvpn_assert_int (run->flows->len, 4);
    cvpn_assert_str (recorded_flow (run, 0)->user.name, "ana");
    cvpn_assert_str (recorded_flow (run, 1)->user.name, "ben");
    /* the session that began last */
    CU_ASSERT (recorded_flow (run, 2)->session > recorded_flow (run, 1)->session);
    cvpn_assert_int (recorded_flow (run, 3)->user.number, 1);
    CU_ASSERT_PTR_NULL (recorded_flow (run, 3)->user.name);
}

/* Users of an open population who are gone: whoever has their place since then does not send
 * what is listed for them. */
static void
listed_flows_know_who_has_left (void)
{
    g_autoptr (GString) list =
        g_string_new ("flows.csv\ntime,user,destination,protocol,port,request,response\n");
    for (guint user = 1; user <= 20; user++)
        g_string_append_printf (list, "%us,guests-%u,web,tcp,443,1kB,2kB\n", 300 + user, user);
    const char *const files[] = { list->str, NULL };
    g_autoptr (Recording) run = recording_new (
        RECORDING_SCENARIO ("duration = 10min",
                            "") "[clients guests]\nendpoint = cvpn-1\narrival = poisson 1/s\n"
                                "session = 30s\n"
                                "[traffic t]\nclients = guests\nfrom-csv = flows.csv\n",
        files);
    recording_run (run, G_MAXUINT64);

    CU_ASSERT (run->sessions->len > 400);
    cvpn_assert_int (run->flows->len, 0);
    cvpn_assert_int (run->without_session, 20);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "sends first, then at gaps", sends_first_then_at_gaps },
        { "chain ends with the session", chain_ends_with_the_session },
        { "counts outlast sessions", counts_outlast_sessions },
        { "chooses destinations uniformly", chooses_destinations_uniformly },
        { "source ports go round", source_ports_go_round },
        { "source ports are the system's", source_ports_are_the_systems },
        { "listed flows begin as listed", listed_flows_begin_as_listed },
        { "listed flows find users by name", listed_flows_find_users_by_name },
        { "listed flows know who has left", listed_flows_know_who_has_left },
    };

    return cvpn_test_main ("traffic", tests, G_N_ELEMENTS (tests));
}
