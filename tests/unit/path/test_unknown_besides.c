/* What the file may lack without naming it, and landings of which only the name is known:
 * undetermined where that may decide, and nowhere else. */
#include "path_cases.h"
#include "support.h"

#define BASE    "tests/support/network.ini"
#define TRANSIT "tests/support/transit.ini"

#define MORE(kind, of) "[unknown x-1]\nkind = " kind "\nof = " of "\n"
#define AT(step)       "undetermined " step " UNKNOWN_RESOURCE"

#define APP     "app tcp 443"
#define WEB     "web tcp 443"
#define NOBODY  "10.0.10.77 tcp 443"
#define OUTSIDE "10.0.200.1 tcp 443"

static void
test_hosts (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, NOBODY, "dropped destination NO_POSSIBLE_DESTINATION", NULL },
        { MORE ("host", "vpc-a") "call = describe-network-interfaces\n", NULL, NOBODY,
          AT ("destination"),
          "x-1: there may be further hosts in vpc-a; ask AWS: aws ec2 "
          "describe-network-interfaces" },
        { MORE ("host", "subnet-app"), NULL, NOBODY, AT ("destination"),
          "x-1: there may be further hosts in subnet-app" },
        { MORE ("host", "subnet-app") "not-modelled = a fleet of balloons\n", NULL, NOBODY,
          "undetermined destination UNSUPPORTED_COMPONENT",
          "x-1: a fleet of balloons; there may be further hosts in subnet-app" },
        { MORE ("host", "subnet-a"), NULL, NOBODY, "dropped destination NO_POSSIBLE_DESTINATION",
          NULL },
        { MORE ("host", "vpc-b"), NULL, NOBODY, "dropped destination NO_POSSIBLE_DESTINATION",
          NULL },
        { MORE ("host", "vpc-a"), NULL, APP, "delivered", NULL },
        { MORE ("host", "vpc-a"), NULL, OUTSIDE, "dropped destination NO_POSSIBLE_DESTINATION",
          NULL },
        { MORE ("host", "vpc-b"), NULL, "172.31.5.77 tcp 443", AT ("destination"), NULL },
        /* The ACL in front is known. */
        { MORE ("host", "vpc-a") "[network-acl acl-app]\n-inbound 100\n", NULL, NOBODY,
          "dropped destination SUBNET_ACL_RESTRICTION", NULL },
        { MORE ("host", "vpc-a") "[network-acl acl-a]\n-outbound 100\n", NULL, NOBODY,
          "dropped 7 SUBNET_ACL_RESTRICTION", NULL },
        /* Whoever has the address may be in the group. */
        { MORE ("host", "vpc-a") "[security-group sg-vpn]\negress = tcp 443 sg-app\n", NULL, NOBODY,
          AT ("4"), "x-1: there may be further hosts in vpc-a" },
        { MORE ("host", "vpc-a") "[security-group sg-vpn]\negress = tcp 22 sg-app\n", NULL, NOBODY,
          "dropped 4 ENI_SG_RULES_MISMATCH", NULL },
        { MORE ("host", "vpc-b") "[security-group sg-vpn]\negress = tcp 443 sg-app\n", NULL, NOBODY,
          "dropped 4 ENI_SG_RULES_MISMATCH", NULL },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

/* One dead zone takes all that stands in it along, whoever that is. */
static void
test_hosts_in_dead_zone (void)
{
    static const CvpnPathSetting setting = { BASE, "us-east-1b", NULL, FALSE };
    static const CvpnPathCase cases[] = {
        { MORE ("host", "vpc-b"), NULL, "172.31.5.77 tcp 443", "dropped destination BAD_STATE",
          NULL },
    };

    cvpn_path_check_in (&setting, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

static void
test_subnets (void)
{
    static const CvpnPathCase cases[] = {
        { MORE ("subnet", "vpc-a"), NULL, OUTSIDE, AT ("destination"),
          "x-1: there may be further subnets in vpc-a" },
        { MORE ("subnet", "vpc-a"), NULL, NOBODY, "dropped destination NO_POSSIBLE_DESTINATION",
          NULL },
        { MORE ("subnet", "vpc-a") "[network-acl acl-a]\n-outbound 100\n", NULL, OUTSIDE,
          "dropped 7 SUBNET_ACL_RESTRICTION", NULL },
        { MORE ("subnet", "vpc-a") "[security-group sg-vpn]\negress = tcp 443 sg-app\n", NULL,
          OUTSIDE, AT ("4"), NULL },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define RULES  MORE ("authorization-rules", "cvpn-1")
#define ROUTES MORE ("client-vpn-routes", "cvpn-1")

static void
test_rules (void)
{
    static const CvpnPathCase cases[] = {
        { RULES, NULL, APP, AT ("2"), "x-1: there may be further authorization rules of cvpn-1" },
        { RULES "[authorization-rules cvpn-1]\n10.0.10.10/32 = *\n", NULL, APP, "delivered",
          "cvpn-1: 10.0.10.10/32 = *" },
        { RULES "[authorization-rules cvpn-1]\n10.0.10.10/32 = staff\n", NULL, APP, "delivered",
          "cvpn-1: 10.0.10.10/32 = staff" },
        { RULES "[authorization-rules cvpn-1]\n10.0.10.10/32 = ops\n", NULL, APP, AT ("2"), NULL },
        { RULES "[authorization-rules cvpn-1]\n10.0.10.10/31 = *\n", NULL, APP, AT ("2"), NULL },
        { RULES "[authorization-rules cvpn-1]\n-0.0.0.0/0\n10.0.10.10/32 = *\n", NULL, WEB,
          AT ("2"), NULL },
        { RULES "[clients users]\nremote-random-hostname = unsupported\n", NULL, APP,
          "rejected 1 CVPN_DNS_NO_ANSWER", NULL },
    };

    cvpn_path_check (BASE, CVPN_STEP_AUTHORIZATION, cases, G_N_ELEMENTS (cases));
}

#define NO_DEFAULT "[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n10.64.0.0/16 = subnet-a\n"
#define SPLIT      "[client-vpn-endpoint cvpn-1]\nsplit-tunnel = true\n"
#define HOME       "[clients users]\nlocal-network = "

static void
test_routes (void)
{
    static const CvpnPathCase cases[] = {
        { ROUTES, NULL, WEB, "delivered", NULL },
        { NO_DEFAULT, NULL, WEB, "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION", NULL },
        { ROUTES NO_DEFAULT, NULL, WEB, AT ("3"), "x-1: there may be further routes of cvpn-1" },
        { ROUTES NO_DEFAULT, NULL, APP, "delivered", NULL },
        /* Between clients another route than the known one leads there. */
        { ROUTES, NULL, "10.2.0.9 tcp 443", AT ("3"), NULL },
        { ROUTES "[client-vpn-routes cvpn-1]\n10.2.0.0/22 = local\n", NULL, "10.2.0.9 tcp 443",
          "delivered", NULL },
        /* Split tunnel: the device may have been told of more. */
        { SPLIT NO_DEFAULT, NULL, WEB, "bypassed 1 CVPN_SPLIT_TUNNEL_NOT_CAPTURED", NULL },
        { ROUTES SPLIT NO_DEFAULT, NULL, WEB, AT ("1"), NULL },
        { ROUTES SPLIT NO_DEFAULT, NULL, APP, "delivered", NULL },
        { ROUTES SPLIT HOME "10.0.10.0/24\n", NULL, APP, AT ("1"), NULL },
        { ROUTES SPLIT HOME "10.0.10.10/32\n", NULL, APP,
          "bypassed 1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP", NULL },
        { ROUTES SPLIT NO_DEFAULT "[clients users]\npushed-routes-limit = 9\n", NULL, APP, AT ("1"),
          NULL },
        { ROUTES SPLIT NO_DEFAULT "[clients users]\ntunnel-route-loop = true\n", NULL, APP,
          AT ("1"), NULL },
        { ROUTES SPLIT "[clients users]\ntunnel-route-loop = true\n", NULL, APP,
          "rejected 1 CVPN_TUNNEL_ROUTE_LOOP", NULL },
    };

    cvpn_path_check (BASE, CVPN_STEP_VPN_ROUTE, cases, G_N_ELEMENTS (cases));
}

#define SUBNET   "[unknown subnet-x]\nkind = subnet\n"
#define LANDS(x) SUBNET "[client-vpn-endpoint cvpn-1]\ntarget-networks = subnet-a; subnet-x\n" x
#define ALONE                                                                                      \
    SUBNET "[client-vpn-endpoint cvpn-1]\ntarget-networks = subnet-x\n-security-groups\n"          \
           "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = subnet-x\n"
#define FAR "[unknown vpc-x]\nkind = vpc\n[client-vpn-endpoint cvpn-1]\nvpc = vpc-x\n"

#define ONLY_A "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = subnet-a\n"

/* Up to step 4 all is known, if the VPC is. */
static void
test_unknown_landings (void)
{
    static const CvpnPathCase cases[] = {
        { LANDS (ONLY_A), "subnet-a", APP, "delivered", NULL },
        { LANDS (ONLY_A), "subnet-x", APP, AT ("5"), "subnet-x: " },
        { LANDS (ONLY_A), "subnet-x", WEB, "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION", NULL },
        { LANDS ("[client-vpn-routes cvpn-1]\n0.0.0.0/0 = subnet-x\n"), "subnet-x", WEB, AT ("5"),
          NULL },
        { LANDS (ONLY_A "[security-group sg-vpn]\negress = udp 53 0.0.0.0/0\n"), "subnet-x", APP,
          "dropped 4 ENI_SG_RULES_MISMATCH", NULL },
        { LANDS (ONLY_A "[authorization-rules cvpn-1]\n0.0.0.0/0 = ops\n"), "subnet-x", APP,
          "dropped 2 CVPN_AUTHORIZATION_GROUP_MISMATCH", NULL },
        { LANDS ("[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n10.2.0.0/22 = local\n"), "subnet-x",
          "10.2.0.9 tcp 443", "delivered", NULL },
        { LANDS (ONLY_A), "subnet-x", "10.0.0.2 udp 53", AT ("5"), NULL },
        /* Nor is the VPC: its default group, its blocks. */
        { ALONE, "subnet-x", APP, AT ("4"), "subnet-x: " },
        { ALONE FAR, "subnet-x", APP, AT ("4"), "vpc-x: " },
        { ALONE FAR "security-groups = sg-vpn\n", "subnet-x", APP, AT ("5"), "subnet-x: " },
        { ALONE FAR "security-groups = sg-other\n", "subnet-x", APP, "dropped 4 SG_HAS_NO_RULES",
          NULL },
        { ALONE FAR "security-groups = sg-other\n", "subnet-x", "app udp 53", AT ("4"), "vpc-x: " },
        { ALONE FAR "[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n10.64.0.0/16 = subnet-x\n", "subnet-x",
          APP, AT ("3"), "vpc-x: " },
        { ALONE FAR "automatic-routes =\nsecurity-groups = sg-vpn\n"
                    "[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n10.64.0.0/16 = subnet-x\n",
          "subnet-x", APP, "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION", NULL },
        { ALONE FAR "automatic-routes = 10.9.0.0/16\nsecurity-groups = sg-vpn\n"
                    "[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n10.64.0.0/16 = subnet-x\n",
          "subnet-x", APP, "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION", NULL },
        { ALONE FAR "automatic-routes = 10.0.0.0/16\nsecurity-groups = sg-vpn\n"
                    "[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n10.64.0.0/16 = subnet-x\n",
          "subnet-x", APP, AT ("5"), NULL },
    };

    cvpn_path_check (BASE, CVPN_STEP_SNAT, cases, G_N_ELEMENTS (cases));
}

#define NETWORKS MORE ("subnet", "cvpn-1")
#define NOWHERE                                                                                    \
    NETWORKS "[client-vpn-endpoint cvpn-1]\n-target-networks\nvpc = vpc-a\n"                       \
             "-[client-vpn-routes cvpn-1]\n"

/* A landing that may be there, "x-1". */
static void
test_further_landings (void)
{
    static const CvpnPathCase cases[] = {
        { NETWORKS, "subnet-a", APP, "delivered", NULL },
        { NETWORKS, "x-1", APP, AT ("3"), "x-1: there may be further target networks of cvpn-1" },
        { NETWORKS "[authorization-rules cvpn-1]\n-0.0.0.0/0\n10.9.0.0/16 = *\n", "x-1", APP,
          "dropped 2 CVPN_NO_AUTHORIZATION_RULE", NULL },
        { NETWORKS "[clients users]\nauthentication = certificate\n", "x-1", APP,
          "rejected 1 CVPN_AUTHENTICATION_FAILED", NULL },
        { NETWORKS "[client-vpn-routes cvpn-1]\n10.2.0.0/22 = local\n", "x-1", "10.2.0.9 tcp 443",
          "delivered", NULL },
        { NOWHERE, "x-1", APP, AT ("1"), NULL },
        { NOWHERE "[clients users]\nauthentication = certificate\n", "x-1", APP, AT ("1"), NULL },
    };

    cvpn_path_check (BASE, CVPN_STEP_VPN_ROUTE, cases, G_N_ELEMENTS (cases));
}

#define PRINTER "printer tcp 443"
#define VPNS    MORE ("vpn-connection", "vgw-a")

static void
test_gateways (void)
{
    static const CvpnPathCase cases[] = {
        { VPNS, NULL, PRINTER, AT ("destination"),
          "x-1: there may be further VPN connections of vgw-a" },
        { VPNS "[vpn-connection vpn-1]\nroutes = 192.168.1.10/32\n", NULL, PRINTER, "delivered",
          NULL },
        { VPNS "[vpn-connection vpn-1]\nroutes = 10.9.0.0/16\n", NULL, PRINTER, AT ("destination"),
          NULL },
        /* What they propagate may be the longest route, but to where it leads anyway. */
        { VPNS "[route-table rtb-a]\npropagating = vgw-a\n", NULL, WEB, AT ("6"), NULL },
        { VPNS "[route-table rtb-a]\npropagating = vgw-a\n", NULL, APP, "delivered", NULL },
        { VPNS "[route-table rtb-a]\npropagating = vgw-a\n172.31.5.10/32 = pcx-ab\n", NULL, WEB,
          "delivered", NULL },
        { VPNS "[route-table rtb-a]\npropagating = vgw-a\n", NULL, PRINTER, AT ("destination"),
          NULL },
        { MORE ("internet-gateway", "vpc-d") "-[internet-gateway igw-d]\n"
                                             "[route-table rtb-shop]\n-0.0.0.0/0\n",
          NULL, "203.0.113.10 tcp 443", AT ("destination"),
          "x-1: there may be an internet gateway of vpc-d" },
        { MORE ("internet-gateway", "vpc-b") "-[internet-gateway igw-d]\n"
                                             "[route-table rtb-shop]\n-0.0.0.0/0\n",
          NULL, "203.0.113.10 tcp 443", "dropped destination NO_POSSIBLE_DESTINATION", NULL },
        { "[unknown lgw-1]\nkind = internet-gateway\nnot-modelled = a local gateway\n"
          "[route-table rtb-a]\n172.31.0.0/16 = lgw-1\n",
          NULL, WEB, "undetermined 6 UNSUPPORTED_COMPONENT", "lgw-1: a local gateway" },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define TGW_RTB "[transit-gateway-route-table tgw-rtb]\n"
#define LOST    "-[transit-gateway-attachment att-a]\n" TGW_RTB "propagating = att-b; att-v\n"

static void
test_transit (void)
{
    static const CvpnPathCase cases[] = {
        { LOST, NULL, APP, "dropped 6 BAD_STATE_ROUTE", NULL },
        { MORE ("transit-gateway-attachment", "tgw-1") LOST, NULL, APP, AT ("6"),
          "x-1: there may be further attachments of tgw-1" },
        { MORE ("transit-gateway-attachment", "tgw-1"), NULL, APP, "delivered", NULL },
        { MORE ("vpn-connection", "tgw-1"), NULL, APP, AT ("destination"),
          "x-1: there may be further VPN connections of tgw-1" },
        { MORE ("vpn-connection", "tgw-1") TGW_RTB "10.1.1.10/32 = att-b\n10.0.1.254/32 = att-a\n",
          NULL, APP, "delivered", NULL },
    };

    cvpn_path_check (TRANSIT, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "further hosts", test_hosts },
        { "further hosts in a dead zone", test_hosts_in_dead_zone },
        { "further subnets", test_subnets },
        { "further rules", test_rules },
        { "further routes", test_routes },
        { "landings that are unknown", test_unknown_landings },
        { "landings that may be there", test_further_landings },
        { "gateways", test_gateways },
        { "transit gateways", test_transit },
    };

    return cvpn_test_main ("path unknown besides", tests, G_N_ELEMENTS (tests));
}
