/* The DNS server that Amazon provides: exempt from groups and ACLs, of this VPC
 * only, and a destination like any other for steps 2 and 3. */
#include "path_cases.h"
#include "support.h"

#define CLOSED                                                                                     \
    "[security-group sg-vpn]\negress =\n[network-acl acl-a]\n-inbound 100\n-outbound 100\n"
#define NOBODY "dropped destination NO_POSSIBLE_DESTINATION"

static void
check (const CvpnPathCase *cases, guint n)
{
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_DESTINATION, cases, n);
}

static void
test_answers (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "10.0.0.2 udp 53", "delivered", "vpc-a: " },
        { NULL, "subnet-b", "10.0.0.2 tcp 53", "delivered", "vpc-a: " },
        { NULL, NULL, "169.254.169.253 udp 53", "delivered", "vpc-a: " },
        { CLOSED, NULL, "10.0.0.2 udp 53", "delivered", "vpc-a: " },
        { CLOSED, NULL, "169.254.169.253 tcp 53", "delivered", "vpc-a: " },
        /* By no route table, and through SNAT like everything else. */
        { "[route-table rtb-a]\n10.0.0.0/24 = blackhole\n", NULL, "10.0.0.2 udp 53", "delivered",
          NULL },
        { "[client-vpn-endpoint cvpn-1]\nsnat-ports =\n", NULL, "10.0.0.2 udp 53",
          "dropped 5 CVPN_SNAT_PORT_EXHAUSTED", NULL },
        { "[vpc vpc-a]\ncidr-block = 10.0.0.0/16; 100.65.0.0/16\n", NULL, "10.0.0.2 udp 53",
          "delivered", NULL },
    };

    check (cases, G_N_ELEMENTS (cases));
}

static void
test_does_not_answer (void)
{
    static const CvpnPathCase cases[] = {
        /* Other ports and protocols. */
        { NULL, NULL, "10.0.0.2 tcp 443", NOBODY, NULL },
        { NULL, NULL, "10.0.0.2 icmp", NOBODY, NULL },
        { NULL, NULL, "10.0.0.3 udp 53", NOBODY, NULL },
        { NULL, NULL, "169.254.169.253 udp 123",
          "dropped 6 IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS", NULL },
        /* A peer's, and that of a block that came later. */
        { NULL, NULL, "172.31.0.2 udp 53", NOBODY, NULL },
        { "[vpc vpc-a]\ncidr-block = 10.0.0.0/16; 100.65.0.0/16\n", NULL, "100.65.0.2 udp 53",
          NOBODY, NULL },
        /* A host that the file puts there is a host. */
        { CLOSED "[subnet subnet-0]\nvpc = vpc-a\navailability-zone = us-east-1a\n"
                 "cidr-block = 10.0.0.0/24\n[host dns]\nsubnet = subnet-0\naddress = 10.0.0.2\n",
          NULL, "10.0.0.2 udp 53", "dropped 4 SG_HAS_NO_RULES", NULL },
    };

    check (cases, G_N_ELEMENTS (cases));
}

static void
test_needs_route_and_rule (void)
{
    static const CvpnPathCase cases[] = {
        { "[authorization-rules cvpn-1]\n-0.0.0.0/0\n", NULL, "10.0.0.2 udp 53",
          "dropped 2 CVPN_NO_AUTHORIZATION_RULE", NULL },
        { "[authorization-rules cvpn-1]\n10.0.0.0/16 = other\n", NULL, "10.0.0.2 udp 53",
          "dropped 2 CVPN_AUTHORIZATION_GROUP_MISMATCH", NULL },
        { "[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n", NULL, "169.254.169.253 udp 53",
          "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION", NULL },
        { "[vpc vpc-a]\ncidr-block = 10.0.0.0/16; 10.1.0.0/16\n[client-vpn-endpoint cvpn-1]\n"
          "automatic-routes = 10.1.0.0/16\n[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n",
          NULL, "10.0.0.2 udp 53", "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION", NULL },
    };

    check (cases, G_N_ELEMENTS (cases));
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "answers", test_answers },
        { "does not answer", test_does_not_answer },
        { "needs route and rule", test_needs_route_and_rule },
    };

    return cvpn_test_main ("path resolver", tests, G_N_ELEMENTS (tests));
}
