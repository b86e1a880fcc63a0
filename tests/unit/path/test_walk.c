/* The walk as a whole: what is listed behind the first obstacle, and where a
 * walk ends. */
#include "path/walk.h"

#include <string.h>

#include "model/scenario.h"
#include "path_cases.h"
#include "scenario_text.h"
#include "support.h"

typedef struct {
    const char *patch, *to;
    const char *obstacles; /* "STEP CODE" each, in the order of the path */
} FurtherCase;

static char *
list_obstacles (const CvpnTrace *trace)
{
    g_autoptr (GString) list = g_string_new (NULL);
    gboolean first = TRUE;

    for (guint i = 0; i < trace->n; i++) {
        const CvpnVerdict *verdict = &trace->verdicts[i];
        if (verdict->result != CVPN_RESULT_FAIL && verdict->result != CVPN_RESULT_ALSO)
            continue;
        cvpn_assert_int (verdict->result, first ? CVPN_RESULT_FAIL : CVPN_RESULT_ALSO);
        g_string_append_printf (list, "%s%s %s", first ? "" : "; ",
                                cvpn_step_number (verdict->step), cvpn_code_word (verdict->code));
        first = FALSE;
    }
    return g_string_free (g_steal_pointer (&list), FALSE);
}

#define RULES    "[authorization-rules cvpn-1]\n-0.0.0.0/0\n"
#define ROUTES   "[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n"
#define EGRESS   "[security-group sg-vpn]\negress =\n"
#define PORTS    "[client-vpn-endpoint cvpn-1]\nsnat-ports =\n"
#define TABLE    "[route-table rtb-a]\n172.31.0.0/16 = blackhole\n"
#define ACL      "[network-acl acl-a]\n-inbound 100\n-outbound 100\n"
#define FAR_ACL  "[network-acl acl-web]\n-inbound 100\n-outbound 100\n"
#define INGRESS  "[security-group sg-web]\ningress =\n"
#define LISTEN   "[host web]\nlisten =\n"
#define FAR_BACK "[route-table rtb-web]\n-10.0.0.0/16\n"
#define LOG_IN                                                                                     \
    "[clients users]\nauthentication = certificate\nremote-random-hostname = unsupported\n"

static void
test_further_obstacles (void)
{
    static const FurtherCase cases[] = {
        { NULL, "web tcp 443", "" },
        { LOG_IN RULES ROUTES EGRESS PORTS TABLE ACL FAR_ACL INGRESS LISTEN FAR_BACK, "web tcp 443",
          "1 CVPN_DNS_NO_ANSWER; 1 CVPN_AUTHENTICATION_FAILED; 2 CVPN_NO_AUTHORIZATION_RULE; "
          "3 CVPN_NO_ROUTE_TO_DESTINATION; 4 SG_HAS_NO_RULES; 5 CVPN_SNAT_PORT_EXHAUSTED; "
          "6 BAD_STATE_ROUTE; 7 SUBNET_ACL_RESTRICTION; destination SUBNET_ACL_RESTRICTION; "
          "destination SG_HAS_NO_RULES; destination NO_LISTENER; return NO_ROUTE_TO_DESTINATION; "
          "return SUBNET_ACL_RESTRICTION; 7 SUBNET_ACL_RESTRICTION" },
        /* Where a route is missing, the one that would lead there is supposed. */
        { "[route-table rtb-a]\n-172.31.0.0/16\n-0.0.0.0/0\n" INGRESS, "web tcp 443",
          "6 NO_ROUTE_TO_DESTINATION; destination SG_HAS_NO_RULES" },
        { "[route-table rtb-a]\n10.0.10.0/24 = blackhole\n[security-group sg-app]\ningress =\n",
          "app tcp 443", "6 BAD_STATE_ROUTE; destination SG_HAS_NO_RULES" },
        /* The peering once active, a reference to a group over it holds. */
        { "[vpc-peering-connection pcx-ab]\nstatus = pending-acceptance\n" FAR_ACL, "web tcp 443",
          "6 BAD_STATE_ROUTE; destination SUBNET_ACL_RESTRICTION; return BAD_STATE_ROUTE; "
          "return SUBNET_ACL_RESTRICTION" },
        { "[route-table rtb-a]\n-192.168.0.0/16\n[network office]\nfirewall = deny all 0.0.0.0/0\n"
          "return-routes = 10.9.0.0/16\n",
          "printer tcp 80",
          "6 IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS; "
          "destination FIREWALL_RULES_RESTRICTION; destination NO_LISTENER; "
          "return NO_RETURN_ROUTE" },
        /* Nobody there: no way back to speak of. */
        { FAR_BACK, "172.31.5.99 tcp 443", "destination NO_POSSIBLE_DESTINATION" },
        /* Behind a closed UDP port the way back is that of an answer, not of the
         * ICMP error that says so. */
        { "[network-acl acl-a]\ninbound 90 = deny udp * 0.0.0.0/0\n", "app udp 80",
          "destination NO_LISTENER; 7 SUBNET_ACL_RESTRICTION" },
        { "[network-acl acl-a]\ninbound 90 = deny icmp 3 0.0.0.0/0\n", "app udp 80",
          "destination NO_LISTENER" },
        { "[host app]\nlisten = tcp 443\n[network-acl acl-a]\ninbound 90 = deny icmp 0 0.0.0.0/0\n",
          "app icmp", "destination NO_LISTENER; 7 SUBNET_ACL_RESTRICTION" },
        { RULES ROUTES, "10.2.1.7 tcp 443",
          "2 CVPN_NO_AUTHORIZATION_RULE; 3 CVPN_NO_ROUTE_TO_DESTINATION" },
        /* Beside the tunnel there is nothing further. */
        { "[clients users]\nlocal-network = 172.31.5.0/24\n" RULES INGRESS, "web tcp 443",
          "1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP" },
    };
    g_autofree char *base = cvpn_test_read ("tests/support/network.ini");

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *text = cvpn_test_patch (base, cases[i].patch);
        g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
        CvpnWalk walk;
        CvpnTrace trace;
        CU_ASSERT_FATAL (scenario != NULL);
        const CvpnPathWalk how = { .scenario = scenario, .to = cases[i].to, .go_on = TRUE };
        cvpn_path_walk (&how, &walk, &trace);
        g_autofree char *got = list_obstacles (&trace);
        if (!g_str_equal (got, cases[i].obstacles))
            g_printerr ("to %s, %s\n", cases[i].to, cases[i].patch);
        cvpn_assert_str (got, cases[i].obstacles);
        CU_ASSERT (trace.n <= CVPN_TRACE_MAX);
    }
}

/* The stages of a delivered flow are the list, in order, each with its verdict. */
static void
test_stages (void)
{
    g_autofree char *base = cvpn_test_read ("tests/support/network.ini");
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (base, NULL);
    const CvpnPathWalk how = { .scenario = scenario, .to = "web tcp 443" };
    CvpnWalk walk, again;
    CvpnTrace whole, trace = { 0 };
    guint stage = 0;

    CU_ASSERT_FATAL (scenario != NULL);
    cvpn_assert_int (cvpn_path_walk (&how, &walk, &whole), CVPN_OUTCOME_DELIVERED);
    const CvpnPacket packet = { .destination = walk.packet.destination,
                                .source_port = 49152,
                                .destination_port = 443,
                                .protocol = 6 };
    cvpn_walk_init (&again, scenario->net, walk.person, 0, &packet);
    for (gboolean more = TRUE; more; stage++) {
        const guint before = trace.n;
        more = cvpn_walk_stage (&again, stage, &trace);
        CU_ASSERT (trace.n > before);
        for (guint i = before; i < trace.n; i++) {
            cvpn_assert_int (trace.verdicts[i].step, cvpn_stage_step (stage));
            cvpn_assert_int (trace.verdicts[i].direction, cvpn_stage_direction (stage));
        }
    }
    cvpn_assert_int (stage, CVPN_N_STAGES);
    cvpn_assert_int (trace.n, whole.n);
    cvpn_assert_int (memcmp (trace.verdicts, whole.verdicts, trace.n * sizeof (CvpnVerdict)), 0);
    CU_ASSERT (cvpn_trace_obstacle (&trace) == NULL);
}

/* What lies between: zones, peerings, connections. */
static void
test_distances (void)
{
    static const struct {
        const char *to;
        guint want;
    } cases[] = {
        { "neighbour tcp 443", CVPN_DISTANCE_SAME_ZONE },
        { "app tcp 443", CVPN_DISTANCE_SAME_ZONE },
        { "web tcp 443", CVPN_DISTANCE_CROSS_ZONE | CVPN_DISTANCE_PEERING },
        { "printer tcp 443", CVPN_DISTANCE_VPN_CONNECTION },
        { "site tcp 443", CVPN_DISTANCE_INTERNET },
        { "203.0.113.10 tcp 443", CVPN_DISTANCE_INTERNET },
    };
    g_autofree char *base = cvpn_test_read ("tests/support/network.ini");
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (base, NULL);

    CU_ASSERT_FATAL (scenario != NULL);
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        const CvpnPathWalk how = { .scenario = scenario, .to = cases[i].to };
        CvpnWalk walk;
        CvpnTrace trace;
        cvpn_assert_int (cvpn_path_walk (&how, &walk, &trace), CVPN_OUTCOME_DELIVERED);
        cvpn_assert_int (cvpn_walk_distance (&walk), cases[i].want);
    }
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "further obstacles", test_further_obstacles },
        { "stages", test_stages },
        { "distances", test_distances },
    };

    return cvpn_test_main ("path walk", tests, G_N_ELEMENTS (tests));
}
