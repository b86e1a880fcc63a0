/* Step 7: the landing subnet's network ACL, there and back. */
#include "path_cases.h"
#include "support.h"

#define ACL(lines) "[network-acl acl-a]\n-inbound 100\n-outbound 100\n" lines "\n"
#define IN         "inbound 100 = allow all 0.0.0.0/0\n"
#define OUT        "outbound 100 = allow all 0.0.0.0/0\n"
#define DENIED     "dropped 7 SUBNET_ACL_RESTRICTION"
#define DENIED_IN  "dropped 7 SUBNET_ACL_RESTRICTION return"

static void
test_order (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "app tcp 443", "delivered", "acl-a: inbound 100 = allow all 0.0.0.0/0" },
        /* The lowest number first, wherever it stands in the file. */
        { ACL (IN "outbound 300 = allow all 0.0.0.0/0\noutbound 20 = deny tcp 443 10.0.10.0/24"),
          NULL, "app tcp 443", DENIED, "acl-a: outbound 20 = deny tcp 443 10.0.10.0/24" },
        { ACL (IN "outbound 300 = deny all 0.0.0.0/0\noutbound 20 = allow tcp 443 10.0.10.0/24"),
          NULL, "app tcp 443", "delivered", NULL },
        { ACL (IN "outbound 1000 = deny all 0.0.0.0/0\noutbound 200 = allow all 0.0.0.0/0"), NULL,
          "app tcp 443", "delivered", NULL },
        { ACL (IN "outbound 100 = deny tcp 443 0.0.0.0/0\noutbound 101 = allow tcp 443 0.0.0.0/0"),
          NULL, "app tcp 443", DENIED, "acl-a: outbound 100 = deny tcp 443 0.0.0.0/0" },
        /* Nothing matches: the deny at the end. */
        { ACL (IN), NULL, "app tcp 443", DENIED, "acl-a: outbound * = deny all 0.0.0.0/0" },
        { ACL (IN "outbound 100 = allow tcp 80 0.0.0.0/0"), NULL, "app tcp 443", DENIED,
          "acl-a: outbound * = deny all 0.0.0.0/0" },
        { ACL (OUT), NULL, "app tcp 443", DENIED_IN, "acl-a: inbound * = deny all 0.0.0.0/0" },
        /* Only the landing's own ACL. */
        { ACL (""), "subnet-b", "app tcp 443", "delivered",
          "vpc-a/default-acl: inbound 100 = allow all 0.0.0.0/0" },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_NACL, cases, G_N_ELEMENTS (cases));
}

/* Stateless: the answer comes from the destination's port to the client's. */
static void
test_answer (void)
{
    static const CvpnPathCase cases[] = {
        { ACL (OUT "inbound 100 = allow tcp 443 0.0.0.0/0"), NULL, "app tcp 443", DENIED_IN, NULL },
        { ACL (OUT "inbound 100 = allow tcp 1024-65535 0.0.0.0/0"), NULL, "app tcp 443",
          "delivered", NULL },
        { ACL (OUT "inbound 100 = allow tcp 49152 10.0.10.10/32"), NULL, "app tcp 443", "delivered",
          "acl-a: inbound 100 = allow tcp 49152 10.0.10.10/32" },
        { ACL (OUT "inbound 100 = allow tcp 49152 10.0.1.0/24"), NULL, "app tcp 443", DENIED_IN,
          NULL },
        { ACL (OUT "inbound 100 = allow tcp 32768-49151 0.0.0.0/0"), NULL, "app tcp 443", DENIED_IN,
          NULL },
        { ACL (OUT "inbound 100 = allow udp 1024-65535 0.0.0.0/0"), NULL, "app tcp 443", DENIED_IN,
          NULL },
        /* The port that SNAT chose, not the client's own. */
        { ACL (OUT "inbound 100 = allow tcp 2000 0.0.0.0/0") "[client-vpn-endpoint "
                                                             "cvpn-1]\nsnat-ports = 2000-2001\n",
          NULL, "app tcp 443", "delivered", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_NACL, cases, G_N_ELEMENTS (cases));
}

static void
test_same_subnet (void)
{
    static const CvpnPathCase cases[] = {
        { ACL (""), NULL, "neighbour tcp 443", "delivered", NULL },
        { ACL (""), "subnet-b", "neighbour tcp 443", "dropped destination SUBNET_ACL_RESTRICTION",
          NULL },
        { ACL (""), NULL, "10.0.1.77 tcp 443", "dropped destination NO_POSSIBLE_DESTINATION",
          NULL },
        { ACL (""), NULL, "app tcp 443", DENIED, NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_NACL, cases, G_N_ELEMENTS (cases));
}

static void
test_protocols (void)
{
    static const CvpnPathCase cases[] = {
        { ACL (IN "outbound 100 = allow icmp 8 0.0.0.0/0"), NULL, "app icmp", "delivered", NULL },
        { ACL (IN "outbound 100 = allow icmp 8/0 0.0.0.0/0"), NULL, "app icmp", "delivered", NULL },
        { ACL (IN "outbound 100 = allow icmp 8/1 0.0.0.0/0"), NULL, "app icmp", DENIED, NULL },
        { ACL (IN "outbound 100 = allow icmp 0 0.0.0.0/0"), NULL, "app icmp", DENIED, NULL },
        /* The answer to an echo request is an echo reply. */
        { ACL (OUT "inbound 100 = allow icmp 8 0.0.0.0/0"), NULL, "app icmp", DENIED_IN, NULL },
        { ACL (OUT "inbound 100 = allow icmp 0 0.0.0.0/0"), NULL, "app icmp", "delivered", NULL },
        { ACL (OUT "inbound 100 = allow icmp 0.0.0.0/0"), NULL, "app icmp", "delivered", NULL },
        /* Numbers are as good as names. */
        { ACL (IN "outbound 50 = deny 6 0.0.0.0/0\n" OUT), NULL, "app tcp 443", DENIED, NULL },
        { ACL (IN "outbound 50 = deny 17 0.0.0.0/0\n" OUT), NULL, "app tcp 443", "delivered",
          NULL },
        { ACL (IN "outbound 50 = deny 17 0.0.0.0/0\n" OUT), NULL, "app udp 53", DENIED, NULL },
        { ACL (IN "outbound 50 = deny 1 0.0.0.0/0\n" OUT), NULL, "app icmp", DENIED, NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_NACL, cases, G_N_ELEMENTS (cases));
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "order of the entries", test_order },
        { "the answer", test_answer },
        { "inside the subnet", test_same_subnet },
        { "protocols", test_protocols },
    };

    return cvpn_test_main ("path step 7", tests, G_N_ELEMENTS (tests));
}
