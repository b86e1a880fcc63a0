/* The way back from the destination to the endpoint's interface. */
#include "path_cases.h"
#include "support.h"

#define BASE "tests/support/network.ini"
#define AT   "dropped return "

#define WEB_TABLE(lines) "[route-table rtb-web]\n-10.0.0.0/16\n" lines "\n"
#define WEB_ACL(lines)   "[network-acl acl-web]\n-outbound 100\n" lines "\n"

static void
test_routes (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "web tcp 443", "delivered", "acl-web: outbound 100 = allow all 0.0.0.0/0" },
        { WEB_TABLE (""), NULL, "web tcp 443", AT "NO_ROUTE_TO_DESTINATION", "rtb-web: " },
        { WEB_TABLE ("10.0.1.0/24 = pcx-ab"), NULL, "web tcp 443", "delivered", NULL },
        { WEB_TABLE ("10.0.1.0/24 = pcx-ab"), "subnet-b", "web tcp 443",
          AT "NO_ROUTE_TO_DESTINATION", NULL },
        /* The client CIDR is not what it has to know. */
        { WEB_TABLE ("10.2.0.0/22 = pcx-ab"), NULL, "web tcp 443", AT "NO_ROUTE_TO_DESTINATION",
          NULL },
        { WEB_TABLE ("10.0.0.0/16 = blackhole"), NULL, "web tcp 443", AT "BAD_STATE_ROUTE",
          "rtb-web: 10.0.0.0/16 = blackhole" },
        { WEB_TABLE ("0.0.0.0/0 = igw-b") "[internet-gateway igw-b]\nvpc = vpc-b\n", NULL,
          "web tcp 443", AT "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
          "rtb-web: 0.0.0.0/0 = igw-b" },
        /* Another peering leads to another VPC. */
        { WEB_TABLE ("10.0.0.0/16 = pcx-bc"), NULL, "web tcp 443",
          AT "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", "rtb-web: 10.0.0.0/16 = pcx-bc" },
        { WEB_TABLE ("10.0.0.0/16 = vgw-b") "[virtual-private-gateway vgw-b]\nvpc = vpc-b\n", NULL,
          "web tcp 443", AT "VGW_NO_ROUTE", NULL },
        /* Inside the VPC a longer route may take the answer away. */
        { "[route-table rtb-app]\n10.0.1.0/24 = blackhole\n", NULL, "app tcp 443",
          AT "BAD_STATE_ROUTE", NULL },
        { "[route-table rtb-app]\n10.0.1.0/24 = blackhole\n", "subnet-b", "app tcp 443",
          "delivered", NULL },
        { "[route-table rtb-app]\n10.0.1.0/24 = pcx-ab\n", NULL, "app tcp 443",
          AT "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", NULL },
    };
    cvpn_path_check (BASE, CVPN_STEP_RETURN, cases, G_N_ELEMENTS (cases));
}

static void
test_acl (void)
{
    static const CvpnPathCase cases[] = {
        { WEB_ACL (""), NULL, "web tcp 443", AT "SUBNET_ACL_RESTRICTION",
          "acl-web: outbound * = deny all 0.0.0.0/0" },
        { WEB_ACL ("outbound 100 = allow tcp 443 0.0.0.0/0"), NULL, "web tcp 443",
          AT "SUBNET_ACL_RESTRICTION", NULL },
        { WEB_ACL ("outbound 100 = allow tcp 32768-61000 0.0.0.0/0"), NULL, "web tcp 443",
          "delivered", NULL },
        { WEB_ACL ("outbound 100 = allow tcp 1024-65535 10.0.1.254/32"), NULL, "web tcp 443",
          "delivered", NULL },
        { WEB_ACL ("outbound 100 = allow tcp 1024-65535 10.2.0.0/22"), NULL, "web tcp 443",
          AT "SUBNET_ACL_RESTRICTION", NULL },
        { WEB_ACL ("outbound 100 = allow icmp 0 0.0.0.0/0"), NULL, "web icmp", "delivered", NULL },
        { WEB_ACL ("outbound 100 = allow icmp 8 0.0.0.0/0"), NULL, "web icmp",
          AT "SUBNET_ACL_RESTRICTION", NULL },
        { "[network-acl acl-app]\n-outbound 100\n", NULL, "app tcp 443",
          AT "SUBNET_ACL_RESTRICTION", NULL },
        { "[network-acl acl-a]\n-outbound 100\n", NULL, "neighbour tcp 443", "delivered", NULL },
    };
    cvpn_path_check (BASE, CVPN_STEP_RETURN, cases, G_N_ELEMENTS (cases));
}

static void
test_network (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "printer tcp 443", "delivered", "office: return-routes 0.0.0.0/0" },
        { "[network office]\nreturn-routes = 10.0.0.0/16\n", NULL, "printer tcp 443", "delivered",
          "office: return-routes 10.0.0.0/16" },
        { "[network office]\nreturn-routes = 10.0.2.0/24\n", NULL, "printer tcp 443",
          AT "NO_RETURN_ROUTE", "office: " },
        { "[network office]\nreturn-routes = 10.0.2.0/24\n", "subnet-b", "printer tcp 443",
          "delivered", NULL },
        { "[network office]\nreturn-routes = 10.2.0.0/22\n", NULL, "printer tcp 443",
          AT "NO_RETURN_ROUTE", NULL },
        /* By public address anybody's routes lead back. */
        { "[network cdn]\ncidr-block = 192.0.2.0/24\nreturn-routes = 10.9.0.0/16\n"
          "[host edge]\nnetwork = cdn\naddress = 192.0.2.7\n",
          NULL, "edge tcp 443", "delivered", NULL },
    };
    cvpn_path_check (BASE, CVPN_STEP_RETURN, cases, G_N_ELEMENTS (cases));
}

#define PEERED_SHOP                                                                                \
    "[vpc-peering-connection pcx-ad]\nrequester-vpc = vpc-a\naccepter-vpc = vpc-d\n"               \
    "[route-table rtb-shop]\n"

/* What came by the internet goes back by it, and by nothing else. */
static void
test_internet (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "203.0.113.10 tcp 443", "delivered", NULL },
        { PEERED_SHOP "0.0.0.0/0 = pcx-ad\n", NULL, "203.0.113.10 tcp 443",
          AT "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", "rtb-shop: 0.0.0.0/0 = pcx-ad" },
        { PEERED_SHOP "10.0.0.0/16 = pcx-ad\n", NULL, "203.0.113.10 tcp 443", "delivered", NULL },
        { "[route-table rtb-shop]\n0.0.0.0/0 = blackhole\n", NULL, "203.0.113.10 tcp 443",
          AT "BAD_STATE_ROUTE", NULL },
    };
    cvpn_path_check (BASE, CVPN_STEP_RETURN, cases, G_N_ELEMENTS (cases));
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "routes", test_routes },
        { "outbound ACL", test_acl },
        { "outside network", test_network },
        { "internet", test_internet },
    };

    return cvpn_test_main ("path return", tests, G_N_ELEMENTS (tests));
}
