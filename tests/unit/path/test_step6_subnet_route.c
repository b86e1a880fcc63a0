/* Step 6: the landing subnet's route table and what its target requires. */
#include "path_cases.h"
#include "support.h"

#define TABLE(lines)  "[route-table rtb-a]\n" lines "\n"
#define PEERING(word) "[vpc-peering-connection pcx-ab]\nstatus = " word "\n"

static void
test_prefixes (void)
{
    static const CvpnPathCase cases[] = {
        /* Written as AWS prints it, the local route is the one that is there. */
        { "[route-table rtb-a]\n10.0.0.0/16 = local\n", NULL, "app tcp 443", "delivered",
          "rtb-a: 10.0.0.0/16 = local" },
        { NULL, NULL, "app tcp 443", "delivered", "rtb-a: 10.0.0.0/16 = local" },
        { NULL, NULL, "web tcp 443", "delivered", "rtb-a: 172.31.0.0/16 = pcx-ab" },
        { NULL, NULL, "203.0.113.99 tcp 443", "delivered", "rtb-a: 0.0.0.0/0 = igw-a" },
        { TABLE ("172.31.5.0/24 = blackhole"), NULL, "web tcp 443", "dropped 6 BAD_STATE_ROUTE",
          "rtb-a: 172.31.5.0/24 = blackhole" },
        { TABLE ("172.31.6.0/24 = blackhole"), NULL, "web tcp 443", "delivered", NULL },
        { TABLE ("172.31.0.0/16 = blackhole\n172.31.5.10/32 = pcx-ab"), NULL, "web tcp 443",
          "delivered", "rtb-a: 172.31.5.10/32 = pcx-ab" },
        /* The table is the landing subnet's, not the VPC's. */
        { TABLE ("172.31.5.0/24 = blackhole"), "subnet-b", "web tcp 443", "delivered",
          "rtb-b: 172.31.0.0/16 = pcx-ab" },
        { TABLE ("-0.0.0.0/0\n-172.31.0.0/16"), NULL, "web tcp 443",
          "dropped 6 NO_ROUTE_TO_DESTINATION", "rtb-a: " },
        { TABLE ("-0.0.0.0/0"), NULL, "203.0.113.99 tcp 443", "dropped 6 NO_ROUTE_TO_DESTINATION",
          NULL },
        /* A subnet without a table has the main one, which knows the VPC only. */
        { "[subnet subnet-a]\n-route-table\n", NULL, "app tcp 443", "delivered",
          "vpc-a/main: 10.0.0.0/16 = local" },
        { "[subnet subnet-a]\n-route-table\n", NULL, "web tcp 443",
          "dropped 6 NO_ROUTE_TO_DESTINATION", "vpc-a/main: " },
        { "[subnet subnet-a]\n-route-table\n[route-table rtb-b]\nmain = true\n", NULL,
          "web tcp 443", "delivered", "rtb-b: 172.31.0.0/16 = pcx-ab" },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_SUBNET_ROUTE, cases,
                     G_N_ELEMENTS (cases));
}

static void
test_peering (void)
{
    static const CvpnPathCase cases[] = {
        { PEERING ("pending-acceptance"), NULL, "web tcp 443", "dropped 6 BAD_STATE_ROUTE",
          "rtb-a: 172.31.0.0/16 = pcx-ab" },
        { PEERING ("deleted"), NULL, "web tcp 443", "dropped 6 BAD_STATE_ROUTE", NULL },
        /* Past the peering its carrier decides. */
        { TABLE ("10.20.0.0/16 = pcx-ab"), NULL, "lab tcp 443",
          "dropped destination PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", "pcx-ab: " },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_SUBNET_ROUTE, cases,
                     G_N_ELEMENTS (cases));
}

static void
test_internet_gateway (void)
{
    static const CvpnPathCase cases[] = {
        { TABLE ("-172.31.0.0/16"), NULL, "web tcp 443",
          "dropped 6 IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS", "rtb-a: 0.0.0.0/0 = igw-a" },
        { NULL, NULL, "100.64.1.1 tcp 443",
          "dropped 6 IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS", NULL },
        { NULL, NULL, "169.254.169.254 tcp 80",
          "dropped 6 IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_SUBNET_ROUTE, cases,
                     G_N_ELEMENTS (cases));
}

#define PROPAGATING TABLE ("-192.168.0.0/16\npropagating = vgw-a")

static void
test_propagation (void)
{
    static const CvpnPathCase cases[] = {
        { PROPAGATING, NULL, "printer tcp 443", "delivered",
          "rtb-a: 192.168.0.0/16 = vgw-a (propagated)" },
        { TABLE ("-192.168.0.0/16"), NULL, "printer tcp 443",
          "dropped 6 IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS", NULL },
        /* Static before propagated on a tie, longest prefix before either. */
        { TABLE ("192.168.0.0/16 = blackhole\npropagating = vgw-a"), NULL, "printer tcp 443",
          "dropped 6 BAD_STATE_ROUTE", "rtb-a: 192.168.0.0/16 = blackhole" },
        { TABLE (
              "192.168.0.0/16 = blackhole\npropagating = vgw-a") "[vpn-connection vpn-1]\nroutes = "
                                                                 "192.168.0.0/16; 192.168.1.0/24\n",
          NULL, "printer tcp 443", "delivered", "rtb-a: 192.168.1.0/24 = vgw-a (propagated)" },
        { PROPAGATING "[vpn-connection vpn-1]\nroutes = 10.0.0.0/16; 192.168.0.0/16\n", NULL,
          "app tcp 443", "delivered", "rtb-a: 10.0.0.0/16 = local" },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_SUBNET_ROUTE, cases,
                     G_N_ELEMENTS (cases));
}

#define LISTS                                                                                      \
    "[prefix-list pl-one]\nentries = 192.168.0.0/16; 172.31.5.0/24; 203.0.113.0/24\n"              \
    "[prefix-list pl-two]\nentries = 203.0.113.0/24; 203.0.113.64/26\n"

/* "Route priority": the longest prefix; then static, prefix list, propagated. */
static void
test_prefix_lists (void)
{
    static const CvpnPathCase cases[] = {
        { LISTS TABLE ("pl-one = pcx-ab"), NULL, "web tcp 443", "delivered",
          "rtb-a: pl-one = pcx-ab" },
        { LISTS TABLE ("pl-one = pcx-ab"), "subnet-b", "web tcp 443", "delivered",
          "rtb-b: 172.31.0.0/16 = pcx-ab" },
        { LISTS TABLE ("pl-one = blackhole"), NULL, "web tcp 443", "dropped 6 BAD_STATE_ROUTE",
          "rtb-a: pl-one = blackhole" },
        { LISTS TABLE ("pl-one = blackhole\n172.31.5.10/32 = pcx-ab"), NULL, "web tcp 443",
          "delivered", "rtb-a: 172.31.5.10/32 = pcx-ab" },
        { LISTS TABLE ("pl-one = blackhole\n172.31.5.0/24 = pcx-ab"), NULL, "web tcp 443",
          "delivered", "rtb-a: 172.31.5.0/24 = pcx-ab" },
        { LISTS TABLE ("pl-one = blackhole"), NULL, "printer tcp 443", "delivered",
          "rtb-a: 192.168.0.0/16 = vgw-a" },
        { LISTS PROPAGATING "pl-one = blackhole\n", NULL, "printer tcp 443",
          "dropped 6 BAD_STATE_ROUTE", "rtb-a: pl-one = blackhole" },
        /* One entry in two lists: the first list of the file, whatever the order here. */
        { LISTS TABLE ("pl-two = blackhole\npl-one = igw-a"), NULL, "203.0.113.1 tcp 443",
          "delivered", "rtb-a: pl-one = igw-a" },
        { LISTS TABLE ("pl-two = blackhole\npl-one = igw-a"), NULL, "203.0.113.99 tcp 443",
          "dropped 6 BAD_STATE_ROUTE", "rtb-a: pl-two = blackhole" },
        /* What is in no entry goes its way. */
        { LISTS TABLE ("pl-one = blackhole"), NULL, "198.51.100.77 tcp 443", "delivered",
          "rtb-a: 0.0.0.0/0 = igw-a" },
        /* The local route comes first; a longer entry takes an address away from it. */
        { "[prefix-list pl-vpc]\nentries = 10.0.0.0/16\n" TABLE ("pl-vpc = blackhole"), NULL,
          "app tcp 443", "delivered", "rtb-a: 10.0.0.0/16 = local" },
        { "[prefix-list pl-app]\nentries = 10.0.10.0/24\n" TABLE ("pl-app = blackhole"), NULL,
          "app tcp 443", "dropped 6 BAD_STATE_ROUTE", "rtb-a: pl-app = blackhole" },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_SUBNET_ROUTE, cases,
                     G_N_ELEMENTS (cases));
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "prefixes", test_prefixes },
        { "peering", test_peering },
        { "internet gateway", test_internet_gateway },
        { "propagated routes", test_propagation },
        { "prefix lists", test_prefix_lists },
    };

    return cvpn_test_main ("path step 6", tests, G_N_ELEMENTS (tests));
}
