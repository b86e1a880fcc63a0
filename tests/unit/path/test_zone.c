/* What a failed Availability Zone takes along, where a packet meets it, and what lives on. */
#include "model/scenario.h"
#include "path_cases.h"
#include "scenario_text.h"
#include "support.h"

#define HUB  "tests/support/transit.ini"
#define BASE "tests/support/network.ini"
#define APP  "app tcp 443"
#define SITE "198.51.100.1 tcp 443"

#define IN_B(subnet)       "[subnet " subnet "]\navailability-zone = us-east-1b\n"
#define IN_C(subnet)       "[subnet " subnet "]\navailability-zone = us-east-1c\n"
#define DENY_IN(acl)       "[network-acl " acl "]\n-inbound 100\n"
#define BY(table, target)  "[route-table " table "]\n10.1.0.0/16 = " target "\n"
#define SUBNETS(which, of) "[transit-gateway-attachment " which "]\nsubnets = " of "\n"

/* Clients land in zone a; all is well but what stands in zone b. */
static void
test_what_dies (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, APP, "delivered", NULL },
        { NULL, NULL, SITE, "delivered", NULL },
        { IN_B ("subnet-app"), NULL, APP, "dropped destination BAD_STATE", "subnet-app: " },
        { IN_B ("subnet-nat"), NULL, "near tcp 443", "dropped destination BAD_STATE",
          "subnet-nat: " },
        /* The ACL of a subnet that is dead judges nothing; nobody is still nobody. */
        { IN_B ("subnet-nat") DENY_IN ("acl-nat"), NULL, "near tcp 443",
          "dropped destination BAD_STATE", "subnet-nat: " },
        { IN_B ("subnet-nat"), NULL, "10.0.4.99 tcp 443",
          "dropped destination NO_POSSIBLE_DESTINATION", NULL },
        /* Step 6 where the landing's own table leads there, else the destination. */
        { IN_B ("subnet-nat") BY ("rtb-a", "nat-a"), NULL, APP, "dropped 6 BAD_STATE",
          "subnet-nat: " },
        { IN_B ("subnet-fw") BY ("rtb-a", "fw"), NULL, APP, "dropped 6 BAD_STATE", "subnet-fw: " },
        { IN_B ("subnet-nat") "[route-table rtb-a]\n10.0.4.20/32 = near\n", NULL, "near tcp 443",
          "dropped 6 BAD_STATE", "subnet-nat: " },
        { IN_B ("subnet-pub"), NULL, SITE, "dropped destination BAD_STATE", "subnet-pub: " },
        /* The answer has to get back. */
        { IN_B ("subnet-tbf") "vpc = vpc-b\ncidr-block = 10.1.9.0/24\n[host fw-b]\n"
                              "subnet = subnet-tbf\naddress = 10.1.9.10\n"
                              "[route-table rtb-app]\n10.0.0.0/16 = fw-b\n",
          NULL, APP, "dropped return BAD_STATE", "subnet-tbf: " },
    };
    const CvpnPathSetting setting = { .base = HUB, .failed_zone = "us-east-1b" };

    cvpn_path_check_in (&setting, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define SUBNET_C "[subnet subnet-tbc]\nvpc = vpc-b\ncidr-block = 10.1.4.0/28\n" IN_C ("subnet-tbc")

/* Into a VPC by the sender's zone, else by the first one that lives. */
static void
test_attachments (void)
{
    static const CvpnPathCase cases[] = {
        { SUBNETS ("att-b", "subnet-tbb; subnet-tba"), NULL, APP, "delivered", NULL },
        { SUBNETS ("att-b", "subnet-tbb"), NULL, APP, "dropped destination BAD_STATE_ATTACHMENT",
          "att-b: " },
        { IN_B ("subnet-te"), NULL, SITE, "dropped destination BAD_STATE_ATTACHMENT", "att-e: " },
        { SUBNETS ("att-b", "subnet-tbb; subnet-tbc") IN_C ("subnet-app") SUBNET_C, NULL, APP,
          "delivered", NULL },
        { SUBNETS ("att-b", "subnet-tbb; subnet-tbc") IN_C ("subnet-app") SUBNET_C
          "network-acl = acl-tb\n[network-acl acl-tb]\n-outbound 100\n",
          NULL, APP, "dropped destination SUBNET_ACL_RESTRICTION",
          "acl-tb: outbound * = deny all 0.0.0.0/0" },
        { "[transit-gateway-attachment att-b]\nsubnets = subnet-tbb; subnet-tba\n"
          "appliance-mode-support = true\n",
          NULL, APP, "delivered", NULL },
        /* The answer comes from zone c, and into the VPC by what is left of its zones. */
        { SUBNETS ("att-a", "subnet-tb; subnet-ta") SUBNETS ("att-b", "subnet-tba; subnet-tbc")
              IN_C ("subnet-app") SUBNET_C,
          NULL, APP, "delivered", NULL },
        { SUBNETS ("att-v", "") "-subnets\n", NULL, "printer tcp 443", "delivered", NULL },
    };
    const CvpnPathSetting setting = { .base = HUB, .failed_zone = "us-east-1b" };

    cvpn_path_check_in (&setting, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

/* Peerings, VPN connections, internet gateways, and Amazon's DNS server. */
static void
test_what_lives_on (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, "subnet-b", "web tcp 443", "delivered", NULL },
        { NULL, "subnet-b", "printer tcp 443", "delivered", NULL },
        { NULL, "subnet-b", "site tcp 443", "delivered", NULL },
        { NULL, "subnet-b", "10.0.0.2 udp 53", "delivered", NULL },
        { "[client-vpn-routes cvpn-1]\n10.2.0.0/22 = local\n", "subnet-b", "10.2.0.9 tcp 22",
          "delivered", NULL },
        { "[prefix-list pl]\nentries = 52.216.0.0/15\n[vpc-endpoint vpce]\nvpc = vpc-a\n"
          "prefix-list = pl\nroute-tables = rtb-b\n",
          "subnet-b", "52.216.1.1 tcp 443", "delivered", NULL },
        { NULL, "subnet-b", "203.0.113.10 tcp 443", "dropped destination BAD_STATE",
          "subnet-shop: " },
    };
    const CvpnPathSetting setting = { .base = BASE, .failed_zone = "us-east-1a" };

    cvpn_path_check_in (&setting, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

/* Nobody connects where nobody answers; a session that is up sends into silence. */
static void
test_landings (void)
{
    static const CvpnPathCase fresh[] = {
        { NULL, "subnet-a", "web tcp 443", "rejected 1 CVPN_HANDSHAKE_TIMEOUT", "subnet-a: " },
        { NULL, "subnet-b", "web tcp 443", "delivered", NULL },
        { "[clients users]\nlocal-network = 172.31.5.0/24\n", "subnet-a", "web tcp 443",
          "bypassed 1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP", NULL },
    };
    static const CvpnPathCase old[] = {
        { NULL, "subnet-a", "web tcp 443", "dropped 1 BAD_STATE", "subnet-a: " },
        { NULL, "subnet-b", "web tcp 443", "delivered", NULL },
        { "[client-vpn-routes cvpn-1]\n10.2.0.0/22 = local\n", "subnet-a", "10.2.0.9 tcp 22",
          "dropped 1 BAD_STATE", "subnet-a: " },
    };
    CvpnPathSetting setting = { .base = BASE, .failed_zone = "us-east-1a" };

    cvpn_path_check_in (&setting, CVPN_STEP_CONNECTION, fresh, G_N_ELEMENTS (fresh));
    setting.connected = TRUE;
    cvpn_path_check_in (&setting, CVPN_STEP_CONNECTION, old, G_N_ELEMENTS (old));
}

static guint
count_obstacles (const CvpnTrace *trace)
{
    guint n = 0;

    for (guint i = 0; i < trace->n; i++)
        n += trace->verdicts[i].code != CVPN_CODE_NONE;
    return n;
}

/* One dead subnet is one obstacle, though the answer would come from there too. */
static void
test_told_once (void)
{
    static const struct {
        const char *patch, *zone, *to;
        guint obstacles;
    } cases[] = {
        { NULL, "us-east-1b", APP, 0 },
        { IN_B ("subnet-app"), "us-east-1b", APP, 1 },
        { IN_B ("subnet-nat") BY ("rtb-a", "nat-a"), "us-east-1b", APP, 1 },
        { IN_B ("subnet-nat") BY ("rtb-a", "nat-a") IN_B ("subnet-app"), "us-east-1b", APP, 2 },
    };
    g_autofree char *base = cvpn_test_read (HUB);

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *text = cvpn_test_patch (base, cases[i].patch);
        g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
        const CvpnPathWalk how = { .scenario = scenario, .to = cases[i].to, .go_on = TRUE };
        CvpnWalk walk;
        CvpnTrace trace;
        CU_ASSERT_FATAL (scenario != NULL);
        cvpn_test_fail_zone (scenario, cases[i].zone);
        cvpn_path_walk (&how, &walk, &trace);
        cvpn_assert_int (count_obstacles (&trace), cases[i].obstacles);
    }
}

typedef struct {
    const char *patch, *zone;
    CvpnStage fails; /* before this stage */
    const char *to, *want;
} SuddenCase;

static void
check_sudden (const char *base, const SuddenCase *c)
{
    g_autofree char *text = cvpn_test_patch (base, c->patch);
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
    CU_ASSERT_FATAL (scenario != NULL);
    const CvpnPerson *person =
        &g_array_index (scenario->workload->populations, CvpnPopulation, 0).person;
    const guint32 host = cvpn_network_find_host (scenario->net, c->to);
    const CvpnPacket packet = { .destination = cvpn_host (scenario->net, host)->address,
                                .source_port = 49152,
                                .destination_port = 443,
                                .protocol = 6 };
    CvpnWalk walk;
    CvpnTrace trace = { 0 };

    cvpn_walk_init (&walk, scenario->net, person, 0, &packet);
    walk.connected = TRUE;
    for (CvpnStage stage = 0; stage == 0 || walk.outcome == CVPN_OUTCOME_DELIVERED; stage++) {
        if (stage == c->fails)
            cvpn_test_fail_zone (scenario, c->zone);
        if (!cvpn_walk_stage (&walk, stage, &trace))
            break;
    }
    g_autofree char *got = cvpn_path_describe (walk.outcome, cvpn_trace_obstacle (&trace));
    cvpn_assert_str (got, c->want);
}

/* A zone fails while a packet is under way. */
static void
test_sudden (void)
{
    static const SuddenCase cases[] = {
        { NULL, "us-east-1b", CVPN_STAGE_DESTINATION, "app", "delivered" },
        { IN_B ("subnet-app"), "us-east-1b", CVPN_STAGE_DESTINATION, "app",
          "dropped destination BAD_STATE" },
        { IN_B ("subnet-app"), "us-east-1b", CVPN_STAGE_RETURN, "app", "dropped return BAD_STATE" },
        { IN_B ("subnet-app"), "us-east-1b", CVPN_STAGE_NACL_INBOUND, "app", "delivered" },
        { IN_B ("subnet-nat") BY ("rtb-a", "nat-a"), "us-east-1b", CVPN_STAGE_NACL_OUTBOUND, "app",
          "dropped destination BAD_STATE" },
        { IN_B ("subnet-nat") BY ("rtb-a", "nat-a"), "us-east-1b", CVPN_STAGE_RETURN, "app",
          "dropped return BAD_STATE" },
        /* The landing itself, when the answer comes. */
        { IN_C ("subnet-app") SUBNET_C SUBNETS ("att-b", "subnet-tba; subnet-tbc"), "us-east-1a",
          CVPN_STAGE_RETURN, "app", "dropped return BAD_STATE" },
    };
    static const SuddenCase by_gateways[] = {
        { NULL, "us-east-1b", CVPN_STAGE_RETURN, "printer", "delivered" },
        { NULL, "us-east-1a", CVPN_STAGE_RETURN, "printer", "dropped return BAD_STATE" },
        { NULL, "us-east-1a", CVPN_STAGE_RETURN, "site", "dropped return BAD_STATE" },
    };
    g_autofree char *hub = cvpn_test_read (HUB);
    g_autofree char *base = cvpn_test_read (BASE);

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check_sudden (hub, &cases[i]);
    for (guint i = 0; i < G_N_ELEMENTS (by_gateways); i++)
        check_sudden (base, &by_gateways[i]);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "what dies", test_what_dies },         { "attachments", test_attachments },
        { "what lives on", test_what_lives_on }, { "landings", test_landings },
        { "told once", test_told_once },         { "a zone fails under way", test_sudden },
    };

    return cvpn_test_main ("path zone", tests, G_N_ELEMENTS (tests));
}
