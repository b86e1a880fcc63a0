/* People and traffic over a network. */
#include "model/workload.h"

#include "model/scenario.h"
#include "scenario_text.h"
#include "support.h"

static const CvpnPerson *
person_of (const CvpnScenario *scenario, guint i)
{
    return &g_array_index (scenario->workload->populations, CvpnPopulation, i).person;
}

#define RULES     "[authorization-rules cvpn-1]\n10.0.0.0/16 = g3; g1; g2\n"
#define GROUPS    "[clients users]\ngroups = g2; nobody; g1; g3\n"
#define METHOD(m) "[client-vpn-endpoint cvpn-1]\nauthentication = " m "\n"

/* Groups count where the endpoint authenticates users, and no more of them than
 * the quota says, the first of the list. */
static void
test_groups (void)
{
    static const struct {
        const char *patch;
        guint n;
    } cases[] = {
        { RULES GROUPS, 3 },
        { RULES GROUPS METHOD ("federated"), 3 },
        { RULES GROUPS METHOD ("certificate"), 0 },
        { RULES GROUPS METHOD ("certificate; directory"), 3 },
        { RULES GROUPS "[quotas]\ngroups-per-user = 3\n", 2 }, /* g2, nobody, g1 */
        { RULES GROUPS "[quotas]\ngroups-per-user = 1\n", 1 },
        { RULES GROUPS "[quotas]\ngroups-per-user = 0\n", 0 },
        { RULES "[clients users]\n-groups\n", 0 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (cases[i].patch);
        const CvpnPerson *person = person_of (scenario, 0);
        cvpn_assert_int (person->n_groups, cases[i].n);
        for (guint j = 1; j < person->n_groups; j++)
            CU_ASSERT (person->groups[j - 1] < person->groups[j]);
    }
}

static void
test_person (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[clients users]\nauthentication = certificate\nremote-random-hostname = false\n"
        "mfa-prompt = false\nlocal-network = 192.168.1.0/24\n"
        "[clients others]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n");
    const CvpnPerson *users = person_of (scenario, 0), *others = person_of (scenario, 1);

    cvpn_assert_int (users->authentication, CVPN_AUTHENTICATION_CERTIFICATE);
    cvpn_assert_int (users->hostname, CVPN_HOSTNAME_FIXED);
    CU_ASSERT_FALSE (users->mfa_prompt);
    cvpn_assert_int (users->local_network.length, 24);
    cvpn_assert_int (others->authentication, CVPN_AUTHENTICATION_DIRECTORY);
    cvpn_assert_int (others->hostname, CVPN_HOSTNAME_RANDOM);
    CU_ASSERT (others->mfa_prompt);
    cvpn_assert_int (others->local_network.length, CVPN_PREFIX_UNSET);
}

static void
test_ports_of_systems (void)
{
    static const struct {
        const char *patch;
        guint32 first, last;
    } cases[] = {
        { NULL, 49152, 65535 },
        { "[clients users]\nsystem = windows\n", 49152, 65535 },
        { "[clients users]\nsystem = macos\n", 49152, 65535 },
        { "[clients users]\nsystem = linux\n", 32768, 60999 },
        { "[clients users]\nsystem = windows-2003\n", 1025, 5000 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (cases[i].patch);
        const CvpnPopulation *users =
            &g_array_index (scenario->workload->populations, CvpnPopulation, 0);
        cvpn_assert_int (users->first_port, cases[i].first);
        cvpn_assert_int (users->first_port + users->n_ports - 1, cases[i].last);
    }
}

/* The table maps a route to its length; nothing where none is given. */
static void
test_pushed_routes (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[clients users]\npushed-routes = 10.0.0.0/16; 10.0.2.0/24\n"
        "[clients others]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n");
    const CvpnPrefixTable *pushed = person_of (scenario, 0)->pushed;

    CU_ASSERT_FATAL (pushed != NULL);
    cvpn_assert_int (cvpn_prefix_table_lookup (pushed, 0x0a000201), cvpn_pushed_route (1, 24));
    cvpn_assert_int (cvpn_prefix_table_lookup (pushed, 0x0a000301), cvpn_pushed_route (0, 16));
    CU_ASSERT_PTR_NULL (person_of (scenario, 1)->pushed);
}

static void
test_find_population (void)
{
    g_autoptr (CvpnScenario) scenario =
        cvpn_test_load_patched ("[clients users-2]\nendpoint = cvpn-1\ncount = 3\narrival = at 0s\n"
                                "[clients open]\nendpoint = cvpn-1\narrival = poisson 1/min\n");
    static const struct {
        const char *name;
        guint32 want;
    } cases[] = {
        { "users", 0 },
        { "users-1", 0 },
        { "users-10", 0 },
        { "users-2", 1 },
        { "users-2-3", 1 },
        { "users-2-4", CVPN_NONE },
        { "users-0", CVPN_NONE },
        { "users-11", CVPN_NONE },
        { "users-", CVPN_NONE },
        { "users-1x", CVPN_NONE },
        { "user", CVPN_NONE },
        { "open-4294967295", 2 },
        { "open-4294967296", CVPN_NONE },
        { "open--1", CVPN_NONE },
        { "", CVPN_NONE },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        const guint32 got = cvpn_workload_find_population (scenario->workload, cases[i].name);
        if (got != cases[i].want)
            g_printerr ("population of '%s'\n", cases[i].name);
        cvpn_assert_int (got, cases[i].want);
    }
}

/* Listed users have the names of the list, and numbers do no harm beside them. */
static void
test_listed_users (void)
{
    g_autofree char *list = cvpn_test_file ("logins.csv", "time,user,duration\n0s,ana,1h\n"
                                                          "1s,users-7,1h\n");
    g_autofree char *patch = g_strdup_printf (
        "[clients listed]\nendpoint = cvpn-1\narrival = csv %s\n[clients users]\ncount = 5\n",
        list);
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (patch);

    CU_ASSERT_FATAL (scenario != NULL);
    cvpn_assert_int (cvpn_workload_find_population (scenario->workload, "ana"), 1);
    cvpn_assert_int (cvpn_workload_find_population (scenario->workload, "users-7"), 1);
    cvpn_assert_int (cvpn_workload_find_population (scenario->workload, "users-5"), 0);
}

static void
test_traffic (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[clients others]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
        "[traffic one]\nclients = users; others\nto = app tcp 443; 192.168.1.10 udp 53; "
        "app icmp\nevery = 1s\n"
        "[traffic two]\nclients = users\nto = web tcp 443\nevery = 1s\n");
    const CvpnWorkload *w = scenario->workload;
    const CvpnPopulation *users = &g_array_index (w->populations, CvpnPopulation, 0);
    const CvpnPopulation *others = &g_array_index (w->populations, CvpnPopulation, 1);
    const CvpnTraffic *one = &g_array_index (w->traffics, CvpnTraffic, 0);

    cvpn_assert_int (users->traffics.count, 2);
    cvpn_assert_int (others->traffics.count, 1);
    cvpn_assert_int (one->destinations.count, 3);
    cvpn_assert_int (w->destination_names->len, 3); /* app, 192.168.1.10, web */
    const CvpnDestination *second =
        &g_array_index (w->destinations, CvpnDestination, one->destinations.first + 1);
    cvpn_assert_int (second->host, CVPN_NONE);
    cvpn_assert_int (second->protocol, 17);
    cvpn_assert_int (second->port, 53);
    cvpn_assert_str (w->destination_names->pdata[second->label], "192.168.1.10");
    const CvpnDestination *third = second + 1;
    cvpn_assert_int (third->icmp_type, 8);
    cvpn_assert_str (w->destination_names->pdata[third->label], "app");
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "groups", test_groups },
        { "what a person brings", test_person },
        { "ports of systems", test_ports_of_systems },
        { "pushed routes", test_pushed_routes },
        { "population of a name", test_find_population },
        { "listed users", test_listed_users },
        { "traffic", test_traffic },
    };

    return cvpn_test_main ("model workload", tests, G_N_ELEMENTS (tests));
}
