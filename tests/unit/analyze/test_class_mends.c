/* Mends for all that a finding is about, and for a landing that fails where another delivers. */
#include <cvpnsim/diagnose.h>
#include <cvpnsim/explain.h>
#include <string.h>

#include "analyze/answer.h"
#include "analyze/diagnosis.h"
#include "mend_text.h"
#include "scenario_text.h"
#include "support.h"

#define TCP  0x060000u
#define UDP  0x110000u
#define ICMP 0x010000u
#define ALL                                                                                        \
    {                                                                                              \
        0, CVPN_SELECTOR_LAST                                                                      \
    }
#define PORTS 0xffffu

typedef struct {
    const char *patch, *to;
    CvpnSelectors extent[8]; /* ends with an empty one; none: the flow alone */
    const char *mends;       /* without commands */
} Case;

/* "[GROUP] KEY = VALUE\n" each. */
static char *
list_mends (const CvpnAnswer *answer)
{
    GString *list = g_string_new (NULL);

    for (guint i = 0; i < answer->mends->len; i++) {
        g_autofree char *text = cvpn_mend_text (answer->mends->pdata[i]);
        g_string_append_printf (list, "%s\n", text);
    }
    return g_string_free (list, FALSE);
}

static void
check (const char *file, const Case *c)
{
    g_autofree char *base = cvpn_test_read (file);
    g_autofree char *text = cvpn_test_patch (base, c->patch);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);
    const CvpnQuestion question = { .clients = "users", .to = c->to, .source_port = -1 };
    g_autoptr (GArray) extent = g_array_new (FALSE, FALSE, sizeof (CvpnSelectors));

    cvpn_assert_str (faults, NULL);
    CU_ASSERT_FATAL (scenario != NULL);
    g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, NULL);
    CU_ASSERT_FATAL (answer != NULL);
    for (guint i = 0; c->extent[i].last > 0; i++)
        g_array_append_val (extent, c->extent[i]);
    g_ptr_array_set_size (answer->mends, 0);
    answer->extent = extent;
    cvpn_answer_mend (answer);
    g_autofree char *got = list_mends (answer);
    cvpn_assert_str (got, c->mends);
}

static void
test_extents (void)
{
    static const Case cases[] = {
        { "[network-acl acl-a]\n-outbound 100\n-inbound 100\n",
          "app tcp 443",
          { ALL },
          "[network-acl acl-a] outbound 100 = allow all 10.0.0.0/16\n"
          "[network-acl acl-a] inbound 100 = allow all 10.0.0.0/16\n" },
        { "[network-acl acl-a]\n-outbound 100\n-inbound 100\n",
          "app tcp 443",
          { { TCP, TCP | PORTS } },
          "[network-acl acl-a] outbound 100 = allow tcp * 10.0.0.0/16\n"
          "[network-acl acl-a] inbound 100 = allow tcp 1024-65535 10.0.0.0/16\n" },
        { "[network-acl acl-a]\n-outbound 100\n-inbound 100\n",
          "app tcp 443",
          { { TCP | 22, TCP | 22 }, { TCP | 443, TCP | 8080 }, { UDP | 53, UDP | 53 } },
          "[network-acl acl-a] outbound 100 = allow tcp 22 10.0.0.0/16\n"
          "[network-acl acl-a] outbound 99 = allow tcp 443-8080 10.0.0.0/16\n"
          "[network-acl acl-a] outbound 98 = allow udp 53 10.0.0.0/16\n"
          "[network-acl acl-a] inbound 100 = allow tcp 1024-65535 10.0.0.0/16\n"
          "[network-acl acl-a] inbound 99 = allow udp 1024-65535 10.0.0.0/16\n" },
        { "[network-acl acl-a]\n-outbound 100\n",
          "app tcp 443",
          { { ICMP, ICMP | PORTS },
            { TCP | 1, TCP | 2 },
            { TCP | 4, TCP | 5 },
            { TCP | 7, TCP | 8 },
            { TCP | 443, TCP | 443 } },
          "[network-acl acl-a] outbound 100 = allow icmp 10.0.0.0/16\n"
          "[network-acl acl-a] outbound 99 = allow tcp 1-443 10.0.0.0/16\n" },
        { "[network-acl acl-a]\n-outbound 100\n",
          "app tcp 443",
          { { 0, TCP | 21 }, { TCP | 23, CVPN_SELECTOR_LAST } },
          "[network-acl acl-a] outbound 100 = allow all 10.0.0.0/16\n" },
        { "[network-acl acl-a]\noutbound 50 = deny tcp 443 10.0.10.0/28\noutbound 49 = deny tcp 22 "
          "0.0.0.0/0\n",
          "app tcp 443",
          { { TCP | 443, TCP | 443 } },
          "[network-acl acl-a] outbound 50 = allow tcp 443 10.0.10.0/28\n" },
        { "[network-acl acl-a]\noutbound 50 = deny tcp 22 10.0.10.0/24\noutbound 60 = deny udp 1 "
          "0.0.0.0/0\noutbound 70 = deny tcp 80-443 10.0.10.10/32\n",
          "app tcp 443",
          { { TCP | 22, TCP | 22 }, { TCP | 80, TCP | 443 } },
          "[network-acl acl-a] outbound 50 = allow tcp 22 10.0.10.0/24\n"
          "[network-acl acl-a] outbound 25 = allow tcp 80-443 10.0.10.0/24\n" },
        { "[security-group sg-vpn]\negress = udp 53 0.0.0.0/0\n",
          "app tcp 443",
          { { TCP, TCP | PORTS }, { UDP | 0, UDP | 52 } },
          "[security-group sg-vpn] egress = udp 53 0.0.0.0/0; tcp * 10.0.0.0/16; udp 0-52 "
          "10.0.0.0/16\n" },
        { "[host app]\nlisten = udp 53\n",
          "app tcp 443",
          { { TCP, TCP | PORTS } },
          "[host app] listen = udp 53; tcp *\n" },
        { "[network office]\nfirewall = allow udp 53 0.0.0.0/0; deny tcp * 10.0.1.0/24; allow all "
          "0.0.0.0/0\n",
          "printer tcp 443",
          { { TCP, TCP | PORTS } },
          "[network office] firewall = allow udp 53 0.0.0.0/0; allow tcp * 10.0.1.0/24; allow all "
          "0.0.0.0/0\n" },
        { "[network office]\nfirewall = deny tcp 0-1023 10.0.1.0/24; allow all 0.0.0.0/0\n",
          "printer tcp 443",
          { { TCP | 443, TCP | 443 } },
          "[network office] firewall = allow tcp 443 10.0.1.0/24; deny tcp 0-1023 10.0.1.0/24; "
          "allow all 0.0.0.0/0\n" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check ("tests/support/network.ini", &cases[i]);
}

static void
test_other_landing (void)
{
    static const Case cases[] = {
        { "[route-table rtb-a]\n-172.31.0.0/16\n",
          "web tcp 443",
          { ALL },
          "[route-table rtb-a] 172.31.0.0/16 = pcx-ab\n" },
        /* Of the other one only the answers are lost: its way there is the right one. */
        { "[subnet subnet-nat]\nvpc = vpc-a\navailability-zone = us-east-1a\n"
          "cidr-block = 10.0.9.0/24\nroute-table = rtb-nat\n[route-table rtb-nat]\nvpc = vpc-a\n"
          "0.0.0.0/0 = igw-a\n[nat-gateway nat-1]\nsubnet = subnet-nat\n"
          "[route-table rtb-a]\n172.31.0.0/16 = nat-1\n[route-table rtb-web]\n-10.0.0.0/16\n",
          "web tcp 443",
          { ALL },
          "[route-table rtb-a] 172.31.0.0/16 = pcx-ab\n"
          "[route-table rtb-web] 10.0.0.0/16 = pcx-ab\n" },
        { "[route-table rtb-a]\n-172.31.0.0/16\n-0.0.0.0/0\n",
          "web tcp 443",
          { ALL },
          "[route-table rtb-a] 172.31.0.0/16 = pcx-ab\n" },
        { "[route-table rtb-a]\n172.31.0.0/16 = blackhole\n",
          "web tcp 443",
          { ALL },
          "[route-table rtb-a] 172.31.0.0/16 = pcx-ab\n" },
        { "[route-table rtb-a]\n172.31.5.0/24 = igw-a\n",
          "web tcp 443",
          { ALL },
          "[route-table rtb-a] 172.31.5.0/24 = pcx-ab\n" },
        { "[route-table rtb-a]\n172.31.5.0/24 = vgw-a\n",
          "web tcp 443",
          { ALL },
          "[route-table rtb-a] 172.31.5.0/24 = pcx-ab\n" },
        { "[route-table rtb-a]\n0.0.0.0/0 = blackhole\n",
          "8.8.8.8 tcp 443",
          { ALL },
          "[route-table rtb-a] 0.0.0.0/0 = igw-a\n" },
        { "[route-table rtb-a]\n-192.168.0.0/16\n",
          "printer tcp 443",
          { ALL },
          "[route-table rtb-a] 192.168.0.0/16 = vgw-a\n" },
        { "[route-table rtb-web]\n-10.0.0.0/16\n10.0.2.0/24 = pcx-ab\n",
          "web tcp 443",
          { ALL },
          "[route-table rtb-web] 10.0.0.0/16 = pcx-ab\n" },
        { "[route-table rtb-web]\n10.0.1.0/24 = blackhole\n",
          "web tcp 443",
          { ALL },
          "[route-table rtb-web] 10.0.1.0/24 = pcx-ab\n" },
        { "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = subnet-b\n",
          "web tcp 443",
          { ALL },
          "[client-vpn-routes cvpn-1] 0.0.0.0/0 = subnet-a; subnet-b\n" },
        { "[security-group sg-app]\ningress = all 10.0.2.0/24\n",
          "app tcp 443",
          { ALL },
          "[security-group sg-app] ingress = all 10.0.2.0/24; all sg-vpn\n" },
        { "[network office]\nreturn-routes = 10.0.2.0/24\n",
          "printer tcp 443",
          { ALL },
          "[network office] return-routes = 10.0.2.0/24; 10.0.0.0/16\n" },
        { "[route-table rtb-a]\n10.0.10.0/24 = blackhole\n",
          "app tcp 443",
          { ALL },
          "[route-table rtb-a] without 10.0.10.0/24\n" },
        /* nobody there */
        { "[route-table rtb-a]\n-172.31.0.0/16\n",
          "172.31.5.99 tcp 443",
          { ALL },
          "[route-table rtb-a] 172.31.0.0/16 = pcx-ab\n" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check ("tests/support/network.ini", &cases[i]);
}

static void
test_transit (void)
{
    static const Case cases[] = {
        { "[route-table rtb-a]\n-0.0.0.0/0\n",
          "app tcp 443",
          { ALL },
          "[route-table rtb-a] 0.0.0.0/0 = tgw-1\n" },
        { "[transit-gateway-attachment att-a]\nsubnets = subnet-tb\n",
          "app tcp 443",
          { ALL },
          "[transit-gateway-attachment att-a] subnets = subnet-tb; subnet-ta\n" },
        { "[route-table rtb-a]\n10.1.0.0/16 = blackhole\n",
          "app tcp 443",
          { ALL },
          "[route-table rtb-a] 10.1.0.0/16 = tgw-1\n" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check ("tests/support/transit.ini", &cases[i]);
}

/* Where somebody without a group is to get there, a rule for everybody is all that it takes,
 * whoever else does not. */
static void
test_everybody (void)
{
    const CvpnDiagnoseOptions options = { .source_port = -1, .finds = CVPN_FINDS_NEVER };
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[authorization-rules cvpn-1]\n-0.0.0.0/0\n10.0.0.0/16 = staff\n"
        "[clients guests]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n");
    guint n_mends = 0;

    CU_ASSERT_FATAL (scenario != NULL);
    g_autoptr (CvpnDiagnosis) d = cvpn_diagnose (scenario, &options, NULL);
    CU_ASSERT_FATAL (d != NULL);
    for (guint i = 0; i < d->discoveries->len; i++) {
        const CvpnDiscovery *discovery = d->discoveries->pdata[i];
        for (guint j = 0; j < discovery->mends->len; j++) {
            const CvpnMend *mend = discovery->mends->pdata[j];
            if (!g_str_has_prefix (mend->group, "authorization-rules"))
                continue;
            n_mends++;
            cvpn_assert_str (mend->value, "*");
            CU_ASSERT (strstr (mend->command, "&&") == NULL);
        }
    }
    CU_ASSERT (n_mends > 0);
}

/* The answer goes to the other zone's firewall: not that one is wrong, but the choice. */
static void
test_appliance (void)
{
    static const Case c = { "[clients users]\nendpoint = cvpn-1\narrival = at 0s\n",
                            "app-a tcp 443",
                            { ALL },
                            "[transit-gateway-attachment att-inspection] "
                            "appliance-mode-support = true\n" };

    check ("scenarios/inspection-transit-gateway.ini", &c);
}

/* What the identity provider calls a group is one word of a command. */
static void
test_group_names (void)
{
    static const char *const patches[] = {
        "[clients users]\ngroups = VPN Users\n"
        "[authorization-rules cvpn-1]\n-0.0.0.0/0\n10.0.0.0/16 = VPN Users\n",
        "[clients users]\ngroups = VPN Users\n[authorization-rules cvpn-1]\n"
        "0.0.0.0/0 = VPN Users\n",
    };
    const CvpnDiagnoseOptions options = { .source_port = -1 };

    for (guint i = 0; i < G_N_ELEMENTS (patches); i++) {
        g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (patches[i]);
        CU_ASSERT_FATAL (scenario != NULL);
        g_autoptr (CvpnDiagnosis) d = cvpn_diagnose (scenario, &options, NULL);
        g_autofree char *json = cvpn_diagnosis_json (d);
        cvpn_assert_has (json, "--access-group-id 'VPN Users'");
        CU_ASSERT (strstr (json, "--access-group-id VPN") == NULL);
    }
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "protocols and ports", test_extents },
        { "as the landing that delivers", test_other_landing },
        { "over a transit gateway", test_transit },
        { "everybody", test_everybody },
        { "to another appliance", test_appliance },
        { "names of groups", test_group_names },
    };

    return cvpn_test_main ("analyze class_mends", tests, G_N_ELEMENTS (tests));
}
