/* Transit gateways: attachments, zones, their tables and the ACLs around them. */
#include "path_cases.h"
#include "support.h"

#define BASE "tests/support/transit.ini"
#define APP  "app tcp 443"

static void
test_tables (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, APP, "delivered", NULL },
        { NULL, "subnet-b", APP, "delivered", NULL },
        { "[route-table rtb-a]\n-0.0.0.0/0\n", NULL, APP, "dropped 6 NO_ROUTE_TO_DESTINATION",
          "rtb-a: " },
        /* A transit gateway to which the VPC is not attached is not there. */
        { "[transit-gateway tgw-2]\n[route-table rtb-a]\n0.0.0.0/0 = tgw-2\n", NULL, APP,
          "dropped 6 BAD_STATE_ROUTE", "rtb-a: 0.0.0.0/0 = tgw-2" },
        { "[transit-gateway-attachment att-a]\n-route-table\n", NULL, APP,
          "dropped destination TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION", "att-a: " },
        { "[transit-gateway-route-table tgw-rtb]\n-0.0.0.0/0\npropagating = att-a; att-v\n", NULL,
          APP, "dropped destination TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", "tgw-rtb: " },
        { "[transit-gateway-route-table tgw-rtb]\n10.1.0.0/16 = blackhole\n", NULL, APP,
          "dropped destination TGW_RTB_BAD_STATE_ROUTE", "tgw-rtb: 10.1.0.0/16 = blackhole" },
        /* A static route wins over the propagated one: into the VPC that has no such address. */
        { "[transit-gateway-route-table tgw-rtb]\n10.1.0.0/16 = att-a\n", NULL, APP,
          "dropped destination CVPN_ROUTING_LOOP", NULL },
        { "[transit-gateway-route-table tgw-rtb]\n10.1.1.0/24 = att-b\n10.1.0.0/16 = blackhole\n",
          NULL, APP, "delivered", NULL },
        /* The way back by a table of its own. */
        { "[transit-gateway-route-table tgw-rtb-2]\ntransit-gateway = tgw-1\n"
          "[transit-gateway-attachment att-b]\nroute-table = tgw-rtb-2\n",
          NULL, APP, "dropped return TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", "tgw-rtb-2: " },
        { "[transit-gateway-attachment att-b]\n-route-table\n", NULL, APP,
          "dropped return TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION", "att-b: " },
        { "[route-table rtb-app]\n-10.0.0.0/16\n", NULL, APP,
          "dropped return NO_ROUTE_TO_DESTINATION", "rtb-app: " },
        { "[route-table rtb-app]\n-10.0.0.0/16\n10.0.1.0/24 = tgw-1\n", NULL, APP, "delivered",
          NULL },
        { "[route-table rtb-app]\n-10.0.0.0/16\n10.0.1.0/24 = tgw-1\n", "subnet-b", APP,
          "dropped return NO_ROUTE_TO_DESTINATION", "rtb-app: " },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

static void
test_zones (void)
{
    static const CvpnPathCase cases[] = {
        { "[transit-gateway-attachment att-a]\nsubnets = subnet-ta\n", NULL, APP, "delivered",
          NULL },
        { "[transit-gateway-attachment att-a]\nsubnets = subnet-ta\n", "subnet-b", APP,
          "dropped 6 TGW_ROUTE_AZ_RESTRICTION", "rtb-b: 0.0.0.0/0 = tgw-1" },
        /* The sender of the answer is in zone a. */
        { "[transit-gateway-attachment att-b]\nsubnets = subnet-tbb\n", NULL, APP,
          "dropped return TGW_ROUTE_AZ_RESTRICTION", "rtb-app: 10.0.0.0/16 = tgw-1" },
        { "[transit-gateway-attachment att-b]\nsubnets = subnet-tba\n", "subnet-b", APP,
          "delivered", NULL },
        /* In by the subnet of the packet's zone, else by the first: whose ACL judges tells. */
        { "[network-acl acl-only]\nvpc = vpc-b\n[subnet subnet-tbb]\nnetwork-acl = acl-only\n",
          NULL, APP, "delivered", NULL },
        { "[network-acl acl-only]\nvpc = vpc-b\n[subnet subnet-tbb]\nnetwork-acl = acl-only\n",
          "subnet-b", APP, "dropped destination SUBNET_ACL_RESTRICTION",
          "acl-only: outbound * = deny all 0.0.0.0/0" },
        { "[network-acl acl-only]\nvpc = vpc-b\n[subnet subnet-tba]\nnetwork-acl = acl-only\n"
          "[transit-gateway-attachment att-b]\nsubnets = subnet-tba\n",
          "subnet-b", APP, "dropped destination SUBNET_ACL_RESTRICTION",
          "acl-only: outbound * = deny all 0.0.0.0/0" },
        /* Appliance mode: whatever the zone, by the first; and out of its VPC as ever. */
        { "[network-acl acl-only]\nvpc = vpc-b\n[subnet subnet-tbb]\nnetwork-acl = acl-only\n"
          "[transit-gateway-attachment att-b]\nappliance-mode-support = true\n",
          "subnet-b", APP, "delivered", NULL },
        { "[network-acl acl-only]\nvpc = vpc-b\n[subnet subnet-tba]\nnetwork-acl = acl-only\n"
          "[transit-gateway-attachment att-b]\nappliance-mode-support = true\n",
          "subnet-b", APP, "dropped destination SUBNET_ACL_RESTRICTION",
          "acl-only: outbound * = deny all 0.0.0.0/0" },
        { "[transit-gateway-attachment att-b]\nappliance-mode-support = true\n"
          "subnets = subnet-tbb\n",
          NULL, APP, "dropped return TGW_ROUTE_AZ_RESTRICTION", "rtb-app: 10.0.0.0/16 = tgw-1" },
    };

    cvpn_path_check (BASE, CVPN_STEP_SUBNET_ROUTE, cases, G_N_ELEMENTS (cases));
}

#define DENY(acl, half) "[network-acl " acl "]\n-" half " 100\n"
#define DENIED          "dropped destination SUBNET_ACL_RESTRICTION"

/* Four ACLs there and four back; none where attachment and sender share a subnet. */
static void
test_acls (void)
{
    static const CvpnPathCase cases[] = {
        { DENY ("acl-a", "outbound"), NULL, APP, "dropped 7 SUBNET_ACL_RESTRICTION", NULL },
        { DENY ("acl-ta", "inbound"), NULL, APP, DENIED, "acl-ta: inbound * = deny all 0.0.0.0/0" },
        { DENY ("acl-tb", "outbound"), NULL, APP, DENIED,
          "acl-tb: outbound * = deny all 0.0.0.0/0" },
        { DENY ("acl-app", "inbound"), NULL, APP, DENIED,
          "acl-app: inbound * = deny all 0.0.0.0/0" },
        { DENY ("acl-app", "outbound"), NULL, APP, "dropped return SUBNET_ACL_RESTRICTION",
          "acl-app: outbound * = deny all 0.0.0.0/0" },
        { DENY ("acl-tb", "inbound"), NULL, APP, "dropped return SUBNET_ACL_RESTRICTION",
          "acl-tb: inbound * = deny all 0.0.0.0/0" },
        { DENY ("acl-ta", "outbound"), NULL, APP, "dropped return SUBNET_ACL_RESTRICTION",
          "acl-ta: outbound * = deny all 0.0.0.0/0" },
        { DENY ("acl-a", "inbound"), NULL, APP, "dropped 7 SUBNET_ACL_RESTRICTION return", NULL },
        /* The answer comes in the zone of who answers, wherever the request started. */
        { DENY ("acl-ta", "inbound"), "subnet-b", APP, "delivered", NULL },
        { DENY ("acl-ta", "outbound"), "subnet-b", APP, "dropped return SUBNET_ACL_RESTRICTION",
          "acl-ta: outbound * = deny all 0.0.0.0/0" },
        /* Attached by the landing's own subnet: both of its halves for the request,
         * neither for the answer. */
        { "[transit-gateway-attachment att-a]\nsubnets = subnet-a\n" DENY ("acl-a", "inbound"),
          NULL, APP, "dropped 7 SUBNET_ACL_RESTRICTION", "acl-a: inbound * = deny all 0.0.0.0/0" },
        { "[transit-gateway-attachment att-a]\nsubnets = subnet-a\n" DENY ("acl-a", "outbound"),
          NULL, APP, "dropped 7 SUBNET_ACL_RESTRICTION", "acl-a: outbound * = deny all 0.0.0.0/0" },
        { "[transit-gateway-attachment att-a]\nsubnets = subnet-a\n[network-acl acl-a]\n"
          "inbound 90 = deny tcp 1024-65535 10.1.0.0/16\n",
          NULL, APP, "delivered", NULL },
        { "[transit-gateway-attachment att-b]\nsubnets = subnet-app\n[network-acl acl-app]\n"
          "inbound 90 = deny tcp 443 10.0.0.0/16\n",
          NULL, APP, "delivered", NULL },
        { "[transit-gateway-attachment att-b]\nsubnets = subnet-app\n" DENY ("acl-app", "outbound"),
          NULL, APP, "dropped return SUBNET_ACL_RESTRICTION",
          "acl-app: outbound * = deny all 0.0.0.0/0" },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

/* Two in a row: vpc-e stands between them, and one of its subnets is the door to both. */
#define IN_A_ROW                                                                                   \
    "[transit-gateway tgw-2]\n[transit-gateway-route-table tgw-rtb-2]\n"                           \
    "transit-gateway = tgw-2\n10.0.0.0/16 = att-e2\npropagating = att-b2\n"                        \
    "[transit-gateway-attachment att-e2]\ntransit-gateway = tgw-2\nvpc = vpc-e\n"                  \
    "subnets = subnet-te\nroute-table = tgw-rtb-2\n"                                               \
    "[transit-gateway-attachment att-b2]\ntransit-gateway = tgw-2\nvpc = vpc-b\n"                  \
    "subnets = subnet-tba\nroute-table = tgw-rtb-2\n"                                              \
    "[transit-gateway-route-table tgw-rtb]\npropagating = att-a; att-v\n"                          \
    "[route-table rtb-te]\n10.1.0.0/16 = tgw-2\n10.0.0.0/16 = tgw-1\n"                             \
    "[route-table rtb-app]\n10.0.0.0/16 = tgw-2\n"
#define DOOR(inbound)                                                                              \
    "[subnet subnet-te]\nnetwork-acl = acl-te\n[network-acl acl-te]\nvpc = vpc-e\n"                \
    "outbound 10 = allow all 0.0.0.0/0\n" inbound

static void
test_two (void)
{
    static const CvpnPathCase cases[] = {
        { IN_A_ROW, NULL, APP, "delivered", NULL },
        { IN_A_ROW "[route-table rtb-te]\n-10.0.0.0/16\n", NULL, APP,
          "dropped return NO_POSSIBLE_DESTINATION", "nat-e: " },
        { IN_A_ROW "[transit-gateway-route-table tgw-rtb-2]\n-10.0.0.0/16\n", NULL, APP,
          "dropped return TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", "tgw-rtb-2: " },
        /* On to the next one from the subnet where both are attached: both halves of its
         * ACL, for request and answer. */
        { IN_A_ROW DOOR ("inbound 10 = allow tcp 443 10.0.0.0/16\n"
                         "inbound 20 = allow tcp 1024-65535 10.1.0.0/16\n"),
          NULL, APP, "delivered", NULL },
        { IN_A_ROW DOOR ("inbound 20 = allow tcp 1024-65535 10.1.0.0/16\n"), NULL, APP, DENIED,
          "acl-te: inbound * = deny all 0.0.0.0/0" },
        { IN_A_ROW DOOR ("inbound 10 = allow tcp 443 10.0.0.0/16\n"), NULL, APP,
          "dropped return SUBNET_ACL_RESTRICTION", "acl-te: inbound * = deny all 0.0.0.0/0" },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define BY_GROUP "[security-group sg-app]\ningress = all sg-vpn\n"
#define SUPPORT  "[transit-gateway tgw-1]\nsecurity-group-referencing-support = true\n"

static void
test_references (void)
{
    static const CvpnPathCase cases[] = {
        { BY_GROUP, NULL, APP, "dropped destination ENI_SG_RULES_MISMATCH", "sg-app: " },
        { BY_GROUP SUPPORT, NULL, APP, "delivered", NULL },
        { BY_GROUP SUPPORT "[transit-gateway-attachment att-a]\n"
                           "security-group-referencing-support = false\n",
          NULL, APP, "dropped destination ENI_SG_RULES_MISMATCH", "sg-app: " },
        { BY_GROUP SUPPORT "[transit-gateway-attachment att-b]\n"
                           "security-group-referencing-support = false\n",
          NULL, APP, "dropped destination ENI_SG_RULES_MISMATCH", "sg-app: " },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

static void
test_vpn (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "printer tcp 443", "delivered", NULL },
        { NULL, NULL, "printer tcp 80", "rejected destination NO_LISTENER", "printer: " },
        { NULL, NULL, "192.168.1.11 tcp 443", "dropped destination NO_POSSIBLE_DESTINATION",
          "office: " },
        { "[network office]\nfirewall = deny all 10.0.1.0/24\n", NULL, "printer tcp 443",
          "dropped destination FIREWALL_RULES_RESTRICTION", NULL },
        { "[network office]\nreturn-routes = 10.0.2.0/24\n", NULL, "printer tcp 443",
          "dropped return NO_RETURN_ROUTE", "office: " },
        { "[network office]\nreturn-routes = 10.0.2.0/24\n", "subnet-b", "printer tcp 443",
          "delivered", NULL },
        { "[transit-gateway-attachment att-v]\n-route-table\n", NULL, "printer tcp 443",
          "dropped return TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION", "att-v: " },
        /* An answer from outside has no zone: in by the first subnet of the attachment. */
        { DENY ("acl-ta", "outbound"), "subnet-b", "printer tcp 443",
          "dropped return SUBNET_ACL_RESTRICTION", "acl-ta: outbound * = deny all 0.0.0.0/0" },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "tables", test_tables },    { "zones", test_zones },
        { "ACLs", test_acls },        { "references to groups", test_references },
        { "two in a row", test_two }, { "VPN", test_vpn },
    };

    return cvpn_test_main ("path transit", tests, G_N_ELEMENTS (tests));
}
