/* Step 4: outbound rules of the endpoint's groups. */
#include "path_cases.h"
#include "support.h"

#define EGRESS(rules) "[security-group sg-vpn]\negress = " rules "\n"
#define MISMATCH      "dropped 4 ENI_SG_RULES_MISMATCH"

static void
test_blocks (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "app tcp 443", "delivered", "sg-vpn: egress all 0.0.0.0/0" },
        { EGRESS ("tcp 443 10.0.10.0/24"), NULL, "app tcp 443", "delivered",
          "sg-vpn: egress tcp 443 10.0.10.0/24" },
        { EGRESS ("tcp 443 10.0.11.0/24"), NULL, "app tcp 443", MISMATCH, "sg-vpn: " },
        { EGRESS ("tcp 80-442 0.0.0.0/0"), NULL, "app tcp 443", MISMATCH, NULL },
        { EGRESS ("udp 443 0.0.0.0/0"), NULL, "app tcp 443", MISMATCH, NULL },
        { EGRESS ("udp 443 0.0.0.0/0; tcp 400-443 10.0.0.0/8"), NULL, "app tcp 443", "delivered",
          "sg-vpn: egress tcp 400-443 10.0.0.0/8" },
        { EGRESS ("icmp 0 0.0.0.0/0"), NULL, "app icmp", MISMATCH, NULL },
        { EGRESS ("icmp 8 0.0.0.0/0"), NULL, "app icmp", "delivered", NULL },
        { EGRESS (""), NULL, "app tcp 443", "dropped 4 SG_HAS_NO_RULES", "sg-vpn: " },
        /* Inbound rules never matter here, and the answer is not checked. */
        { "[security-group sg-vpn]\ningress = tcp 22 10.99.0.0/16\n", NULL, "app tcp 443",
          "delivered", NULL },
        /* No group named: the VPC's default group, which lets all out. */
        { "[client-vpn-endpoint cvpn-1]\n-security-groups\n[security-group sg-app]\n"
          "ingress = all 10.0.0.0/16\n",
          NULL, "app tcp 443", "delivered", "vpc-a/default: egress all 0.0.0.0/0" },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_SECURITY_GROUP, cases,
                     G_N_ELEMENTS (cases));
}

#define BOTH "[client-vpn-endpoint cvpn-1]\nsecurity-groups = sg-other; sg-vpn\n"

/* All groups form one set. */
static void
test_several_groups (void)
{
    static const CvpnPathCase cases[] = {
        { BOTH EGRESS ("tcp 443 0.0.0.0/0"), NULL, "app tcp 443", "delivered",
          "sg-vpn: egress tcp 443 0.0.0.0/0" },
        { BOTH EGRESS (""), NULL, "app tcp 443", "dropped 4 SG_HAS_NO_RULES", "sg-other: " },
        { BOTH EGRESS ("tcp 80 0.0.0.0/0"), NULL, "app tcp 443", MISMATCH, "sg-other: " },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_SECURITY_GROUP, cases,
                     G_N_ELEMENTS (cases));
}

/* A second peer with the same block as vpc-b, which AWS allows: both are peered
 * with vpc-a only, and its table says who is meant. */
#define TWIN                                                                                       \
    "[vpc vpc-t]\ncidr-block = 172.31.0.0/16\n"                                                    \
    "[subnet subnet-t]\nvpc = vpc-t\navailability-zone = us-east-1a\ncidr-block = 172.31.5.0/24\n" \
    "[route-table rtb-t]\nvpc = vpc-t\nmain = true\n10.0.0.0/16 = pcx-at\n"                        \
    "[security-group sg-t]\nvpc = vpc-t\ningress = all sg-vpn\n"                                   \
    "[host twin]\nsubnet = subnet-t\naddress = 172.31.5.10\nsecurity-groups = sg-t\n"              \
    "[vpc-peering-connection pcx-at]\nrequester-vpc = vpc-a\naccepter-vpc = vpc-t\n"               \
    "[route-table rtb-a]\n172.31.0.0/16 = pcx-at\n"

/* A reference to a group stands for the private addresses of who is in it. */
static void
test_references (void)
{
    static const CvpnPathCase cases[] = {
        { EGRESS ("tcp 443 sg-app"), NULL, "app tcp 443", "delivered",
          "sg-vpn: egress tcp 443 sg-app" },
        { EGRESS ("tcp 443 sg-other"), NULL, "app tcp 443", MISMATCH, NULL },
        { EGRESS ("tcp 443 sg-app"), NULL, "10.0.10.11 tcp 443", MISMATCH, NULL },
        { EGRESS ("tcp 443 sg-web"), NULL, "web tcp 443", "delivered",
          "sg-vpn: egress tcp 443 sg-web" },
        { EGRESS (
              "tcp 443 sg-web") "[vpc-peering-connection pcx-ab]\nstatus = pending-acceptance\n",
          NULL, "web tcp 443", MISMATCH, NULL },
        { EGRESS ("tcp 443 sg-web") "[vpc-peering-connection pcx-ab]\nstatus = deleted\n", NULL,
          "web tcp 443", MISMATCH, NULL },
        /* Outside addresses and public ones are in no group. */
        { EGRESS ("tcp 443 sg-shop"), NULL, "203.0.113.10 tcp 443", MISMATCH, NULL },
        { EGRESS ("tcp 443 sg-t") TWIN, NULL, "twin tcp 443", "delivered",
          "sg-vpn: egress tcp 443 sg-t" },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_SECURITY_GROUP, cases,
                     G_N_ELEMENTS (cases));
}

#define LIST "[prefix-list pl-app]\nentries = 192.168.0.0/16; 10.0.10.0/24\n"

/* Any entry of a prefix list is the peer. */
static void
test_prefix_lists (void)
{
    static const CvpnPathCase cases[] = {
        { LIST EGRESS ("tcp 443 pl-app"), NULL, "app tcp 443", "delivered",
          "sg-vpn: egress tcp 443 pl-app" },
        { LIST EGRESS ("tcp 443 pl-app"), NULL, "printer tcp 443", "delivered", NULL },
        { LIST EGRESS ("tcp 443 pl-app"), NULL, "neighbour tcp 443", MISMATCH, "sg-vpn: " },
        { LIST EGRESS ("tcp 443 pl-app"), NULL, "app udp 53", MISMATCH, NULL },
        /* Inbound, the entries are compared with the source: the interface's address. */
        { "[prefix-list pl-vpn]\nentries = 10.99.0.0/16; 10.0.1.0/24\n"
          "[security-group sg-app]\ningress = all pl-vpn\n",
          NULL, "app tcp 443", "delivered", NULL },
        { "[prefix-list pl-vpn]\nentries = 10.99.0.0/16; 10.0.1.0/24\n"
          "[security-group sg-app]\ningress = all pl-vpn\n",
          "subnet-b", "app tcp 443", "dropped destination ENI_SG_RULES_MISMATCH", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_SECURITY_GROUP, cases,
                     G_N_ELEMENTS (cases));
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "blocks", test_blocks },
        { "several groups", test_several_groups },
        { "references to groups", test_references },
        { "prefix lists", test_prefix_lists },
    };

    return cvpn_test_main ("path step 4", tests, G_N_ELEMENTS (tests));
}
