/* Step 3: only the routes that target the landing subnet count. */
#include "path_cases.h"
#include "support.h"

#define ROUTES(lines) "[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n" lines "\n"

static void
test_landing (void)
{
    static const CvpnPathCase cases[] = {
        { ROUTES (""), NULL, "app tcp 443", "delivered",
          "cvpn-1: 10.0.0.0/16 = subnet-a (automatic)" },
        { ROUTES (""), "subnet-b", "app tcp 443", "delivered",
          "cvpn-1: 10.0.0.0/16 = subnet-b (automatic)" },
        { ROUTES ("172.31.0.0/16 = subnet-b"), "subnet-b", "web tcp 443", "delivered",
          "cvpn-1: 172.31.0.0/16 = subnet-b" },
        { ROUTES ("172.31.0.0/16 = subnet-b"), NULL, "web tcp 443",
          "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION", "cvpn-1: 172.31.0.0/16 = subnet-b" },
        { ROUTES (""), NULL, "web tcp 443", "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION", "cvpn-1: " },
        /* A longer prefix of the other landing takes nothing from this one. */
        { ROUTES ("172.31.0.0/16 = subnet-a\n172.31.5.0/24 = subnet-b"), NULL, "web tcp 443",
          "delivered", "cvpn-1: 172.31.0.0/16 = subnet-a" },
        { ROUTES ("0.0.0.0/0 = subnet-a\n172.31.5.0/24 = subnet-a"), NULL, "web tcp 443",
          "delivered", "cvpn-1: 172.31.5.0/24 = subnet-a" },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_VPN_ROUTE, cases, G_N_ELEMENTS (cases));
}

/* Other clients are reached by `local` only. */
static void
test_clients (void)
{
    static const CvpnPathCase cases[] = {
        { ROUTES ("10.2.0.0/22 = local"), NULL, "10.2.1.7 tcp 443", "delivered",
          "cvpn-1: 10.2.0.0/22 = local" },
        { ROUTES ("10.2.0.0/22 = local"), "subnet-b", "10.2.1.7 icmp", "delivered",
          "cvpn-1: 10.2.0.0/22 = local" },
        { ROUTES (""), NULL, "10.2.1.7 tcp 443", "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION",
          "cvpn-1: " },
        { NULL, NULL, "10.2.1.7 tcp 443", "dropped 3 CVPN_CLIENT_TO_CLIENT_RESTRICTION",
          "cvpn-1: 0.0.0.0/0 = subnet-a" },
        /* Beside the VPC: groups, translation and tables of it are not asked. */
        { ROUTES ("10.2.0.0/22 = local") "[security-group sg-vpn]\negress =\n"
                                         "[network-acl acl-a]\n-outbound 100\n-inbound 100\n"
                                         "[client-vpn-endpoint cvpn-1]\nsnat-ports =\n",
          NULL, "10.2.1.7 tcp 443", "delivered", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_VPN_ROUTE, cases, G_N_ELEMENTS (cases));
}

#define SECOND                                                                                     \
    "[vpc vpc-a]\ncidr-block = 10.0.0.0/16; 100.65.0.0/16\n"                                       \
    "[subnet subnet-new]\nvpc = vpc-a\navailability-zone = us-east-1a\n"                           \
    "cidr-block = 100.65.1.0/24\n[host new]\nsubnet = subnet-new\naddress = 100.65.1.10\n"         \
    "security-groups = sg-app\n"
#define AUTOMATIC(blocks) "[client-vpn-endpoint cvpn-1]\nautomatic-routes = " blocks "\n"

/* An association has routes to the blocks that it found. */
static void
test_automatic (void)
{
    static const CvpnPathCase cases[] = {
        { SECOND ROUTES (""), NULL, "new tcp 443", "delivered",
          "cvpn-1: 100.65.0.0/16 = subnet-a (automatic)" },
        { SECOND ROUTES ("") AUTOMATIC ("10.0.0.0/16; 100.65.0.0/16"), NULL, "new tcp 443",
          "delivered", "cvpn-1: 100.65.0.0/16 = subnet-a (automatic)" },
        { SECOND ROUTES ("") AUTOMATIC ("10.0.0.0/16"), NULL, "new tcp 443",
          "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION", "cvpn-1: " },
        { SECOND ROUTES ("") AUTOMATIC ("10.0.0.0/16"), NULL, "app tcp 443", "delivered",
          "cvpn-1: 10.0.0.0/16 = subnet-a (automatic)" },
        { SECOND ROUTES ("") AUTOMATIC ("100.65.0.0/16"), NULL, "app tcp 443",
          "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION", "cvpn-1: " },
        /* By hand, for one landing. */
        { SECOND ROUTES ("100.65.0.0/16 = subnet-b") AUTOMATIC ("10.0.0.0/16"), NULL, "new tcp 443",
          "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION", "cvpn-1: 100.65.0.0/16 = subnet-b" },
        { SECOND ROUTES ("100.65.0.0/16 = subnet-b") AUTOMATIC ("10.0.0.0/16"), "subnet-b",
          "new tcp 443", "delivered", "cvpn-1: 100.65.0.0/16 = subnet-b" },
        { SECOND AUTOMATIC ("10.0.0.0/16"), NULL, "new tcp 443", "delivered",
          "cvpn-1: 0.0.0.0/0 = subnet-a" },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_VPN_ROUTE, cases, G_N_ELEMENTS (cases));
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "landing", test_landing },
        { "client to client", test_clients },
        { "automatic routes", test_automatic },
    };

    return cvpn_test_main ("path step 3", tests, G_N_ELEMENTS (tests));
}
