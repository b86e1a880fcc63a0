/* NAT gateways and hosts that forward, and what a packet may not do after them. */
#include "path_cases.h"
#include "scenario_text.h"
#include "support.h"

#include "model/scenario.h"

#define BASE "tests/support/transit.ini"
#define APP  "app tcp 443"
#define SITE "198.51.100.1 tcp 443"

#define DENY(acl, half) "[network-acl " acl "]\n-" half " 100\n"

#define SHOP                                                                                       \
    "[internet-gateway igw-b]\nvpc = vpc-b\n[route-table rtb-app]\n0.0.0.0/0 = igw-b\n"            \
    "[host app]\npublic-address = 203.0.113.50\n[security-group sg-app]\n"                         \
    "ingress = all 0.0.0.0/0\n"

/* The way out of the hub: transit gateway, NAT gateway, internet gateway. */
static void
test_egress (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, SITE, "delivered", "internet: " },
        { NULL, "subnet-b", SITE, "delivered", "internet: " },
        { NULL, NULL, "198.51.100.1 47", "dropped destination PROTOCOL_RESTRICTION", "nat-e: " },
        { "[nat-gateway nat-e]\nports-per-destination = 0\n", NULL, SITE,
          "dropped destination NGW_PORT_ALLOCATION", "nat-e: " },
        { "[nat-gateway nat-e]\nconnectivity-type = private\n", NULL, SITE,
          "dropped destination IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
          "rtb-pub: 0.0.0.0/0 = igw-e" },
        /* Without the NAT gateway the source is of another VPC. */
        { "[route-table rtb-te]\n0.0.0.0/0 = igw-e\n", NULL, SITE,
          "dropped destination IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", "rtb-te: 0.0.0.0/0 = igw-e" },
        /* Even where one of this VPC has the same address, and a public one. */
        { "[route-table rtb-te]\n0.0.0.0/0 = igw-e\n[vpc vpc-e]\n"
          "cidr-block = 10.2.0.0/16; 10.0.0.0/16\n[subnet subnet-twin]\nvpc = vpc-e\n"
          "cidr-block = 10.0.1.0/24\navailability-zone = us-east-1a\n[host twin]\n"
          "subnet = subnet-twin\naddress = 10.0.1.254\npublic-address = 203.0.113.77\n",
          NULL, SITE, "dropped destination IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
          "rtb-te: 0.0.0.0/0 = igw-e" },
        { "[route-table rtb-pub]\n-10.0.0.0/8\n", NULL, SITE,
          "dropped return IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
          "rtb-pub: 0.0.0.0/0 = igw-e" },
        { DENY ("acl-pub", "inbound"), NULL, SITE, "dropped destination SUBNET_ACL_RESTRICTION",
          "acl-pub: inbound * = deny all 0.0.0.0/0" },
        { DENY ("acl-pub", "outbound"), NULL, SITE, "dropped destination SUBNET_ACL_RESTRICTION",
          "acl-pub: outbound * = deny all 0.0.0.0/0" },
        { "[network-acl acl-pub]\ninbound 90 = deny all 198.51.100.0/24\n", NULL, SITE,
          "dropped return SUBNET_ACL_RESTRICTION",
          "acl-pub: inbound 90 = deny all 198.51.100.0/24" },
        { "[network-acl acl-pub]\noutbound 90 = deny all 10.0.0.0/16\n", NULL, SITE,
          "dropped return SUBNET_ACL_RESTRICTION", "acl-pub: outbound 90 = deny all 10.0.0.0/16" },
        /* A host with a public address answers with it, through the NAT gateway too. */
        { SHOP, NULL, "203.0.113.50 tcp 443", "delivered", NULL },
        { SHOP "[network-acl acl-pub]\ninbound 90 = deny all 203.0.113.50/32\n", NULL,
          "203.0.113.50 tcp 443", "dropped return SUBNET_ACL_RESTRICTION",
          "acl-pub: inbound 90 = deny all 203.0.113.50/32" },
        { "[route-table rtb-pub]\n0.0.0.0/0 = nat-e\n", NULL, SITE,
          "dropped destination CVPN_ROUTING_LOOP", NULL },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define PRIVATE "[route-table rtb-a]\n10.1.0.0/16 = nat-a\n"

/* Within the VPC, by a route that is longer than the local one. */
#define INWARD                                                                                     \
    "[route-table rtb-a]\n10.0.5.0/24 = nat-a\n[security-group sg-fw]\n"                           \
    "ingress = all 10.0.4.200/32\n"
#define BACK_BY "[route-table rtb-main]\n10.0.4.0/24 = "

/* What is behind a NAT gateway sees its address, and knows no security groups. */
static void
test_private (void)
{
    static const CvpnPathCase cases[] = {
        { PRIVATE, NULL, APP, "delivered", NULL },
        { PRIVATE "[security-group sg-app]\ningress = all 10.0.4.200/32\n", NULL, APP, "delivered",
          NULL },
        { PRIVATE "[security-group sg-app]\ningress = all 10.0.1.0/24\n", NULL, APP,
          "dropped destination ENI_SG_RULES_MISMATCH", "sg-app: " },
        { PRIVATE "[route-table rtb-app]\n-10.0.0.0/16\n10.0.4.0/24 = tgw-1\n", NULL, APP,
          "delivered", NULL },
        { PRIVATE "[route-table rtb-app]\n-10.0.0.0/16\n10.0.1.0/24 = tgw-1\n", NULL, APP,
          "dropped return NO_ROUTE_TO_DESTINATION", "rtb-app: " },
        /* An answer is at the gateway that it is addressed to, whichever route names it;
         * another gateway has no use for it. */
        { INWARD BACK_BY "nat-a\n", NULL, "fw tcp 443", "delivered", NULL },
        { INWARD BACK_BY "nat-own\n", NULL, "fw tcp 443", "dropped return NO_POSSIBLE_DESTINATION",
          "nat-own: " },
        { PRIVATE DENY ("acl-nat", "inbound"), NULL, APP,
          "dropped destination SUBNET_ACL_RESTRICTION", "acl-nat: inbound * = deny all 0.0.0.0/0" },
        { PRIVATE "[network-acl acl-nat]\ninbound 90 = deny tcp 1024-65535 10.1.0.0/16\n", NULL,
          APP, "dropped return SUBNET_ACL_RESTRICTION",
          "acl-nat: inbound 90 = deny tcp 1024-65535 10.1.0.0/16" },
        { PRIVATE "[network-acl acl-nat]\noutbound 90 = deny tcp 1024-65535 10.0.1.0/24\n", NULL,
          APP, "dropped return SUBNET_ACL_RESTRICTION",
          "acl-nat: outbound 90 = deny tcp 1024-65535 10.0.1.0/24" },
        /* A refusal gets back through it, if the ACLs let an ICMP error in. */
        { PRIVATE, NULL, "app udp 54", "rejected destination NO_LISTENER", "app: " },
        { PRIVATE "[network-acl acl-nat]\ninbound 90 = deny icmp 3/3 10.1.0.0/16\n", NULL,
          "app udp 54", "dropped destination NO_LISTENER", "app: " },
        { PRIVATE "[network-acl acl-nat]\noutbound 90 = deny icmp 3/3 10.0.1.0/24\n", NULL,
          "app udp 54", "dropped destination NO_LISTENER", "app: " },
        /* Nobody reaches the NAT gateway's own address. */
        { NULL, NULL, "10.0.4.200 tcp 443", "dropped destination NO_POSSIBLE_DESTINATION",
          "subnet-nat: " },
        /* In the landing's own subnet no ACL stands before it; behind it that is step 7. */
        { "[route-table rtb-a]\n10.1.0.0/16 = nat-own\n", NULL, APP,
          "dropped destination "
          "CVPN_ROUTING_LOOP",
          NULL },
        { "[route-table rtb-app]\n10.0.1.0/24 = tgw-1\n[route-table rtb-nat]\nvpc = vpc-a\n"
          "0.0.0.0/0 = nat-own\n[subnet subnet-b]\nroute-table = rtb-nat\n",
          "subnet-b", APP, "delivered", NULL },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define THROUGH "[route-table rtb-a]\n10.1.0.0/16 = fw\n"
#define INSIDE  "[route-table rtb-a]\n10.0.4.0/24 = fw\n"

static void
test_forwarder (void)
{
    static const CvpnPathCase cases[] = {
        { THROUGH, NULL, APP, "delivered", NULL },
        { THROUGH "[host fw]\nsource-dest-check = true\n", NULL, APP,
          "dropped destination ENI_SOURCE_DEST_CHECK_RESTRICTION", "fw: " },
        { "[host fw]\nsource-dest-check = true\n", NULL, "fw tcp 443", "delivered", "fw: " },
        { THROUGH "[security-group sg-fw]\ningress = udp * sg-vpn\n", NULL, APP,
          "dropped destination ENI_SG_RULES_MISMATCH", "sg-fw: " },
        { THROUGH "[security-group sg-fw]\negress = tcp 80 0.0.0.0/0\n", NULL, APP,
          "dropped destination ENI_SG_RULES_MISMATCH", "sg-fw: " },
        { THROUGH "[security-group sg-fw]\negress =\n", NULL, APP,
          "dropped destination SG_HAS_NO_RULES", "sg-fw: " },
        /* A route inside the VPC that is longer than the local one. */
        { INSIDE "[security-group sg-near]\ningress = all 10.0.1.0/24\n", NULL, "near tcp 443",
          "delivered", NULL },
        /* Who is behind it sees the sender's address, and not its groups. */
        { NULL, NULL, "near tcp 443", "delivered", NULL },
        { INSIDE, NULL, "near tcp 443", "dropped destination ENI_SG_RULES_MISMATCH", "sg-near: " },
        /* The internet gateway looks at the source, whoever sends it on; the answer comes back
         * without the host. */
        { "[internet-gateway igw-a]\nvpc = vpc-a\n[route-table rtb-a]\n0.0.0.0/0 = fw\n"
          "[route-table rtb-main]\n0.0.0.0/0 = igw-a\n",
          NULL, SITE, "delivered", NULL },
        /* An answer that it has seen the request of is tracked; another is new to it. */
        { THROUGH "[route-table rtb-t]\nvpc = vpc-a\n10.0.1.0/24 = fw\n[subnet subnet-ta]\n"
                  "route-table = rtb-t\n",
          NULL, APP, "delivered", NULL },
        { "[route-table rtb-t]\nvpc = vpc-a\n10.0.1.0/24 = fw\n[subnet subnet-ta]\n"
          "route-table = rtb-t\n",
          NULL, APP, "dropped return ENI_SG_RULES_MISMATCH", "sg-fw: " },
        { "[route-table rtb-t]\nvpc = vpc-a\n10.0.1.0/24 = nat-a\n[subnet subnet-ta]\n"
          "route-table = rtb-t\n",
          NULL, APP, "dropped return NO_POSSIBLE_DESTINATION", "nat-a: " },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define GATEWAYS                                                                                   \
    "[virtual-private-gateway vgw-e]\nvpc = vpc-e\n[vpn-connection vpn-e]\ngateway = vgw-e\n"      \
    "network = depot\nroutes = 192.0.2.0/24\n[network depot]\ncidr-block = 192.0.2.0/24\n"         \
    "[host crane]\nnetwork = depot\naddress = 192.0.2.10\n"                                        \
    "[vpc vpc-p]\ncidr-block = 10.9.0.0/16\n[vpc-peering-connection pcx-ep]\n"                     \
    "requester-vpc = vpc-e\naccepter-vpc = vpc-p\n"                                                \
    "[prefix-list pl-s3]\nentries = 52.216.0.0/15\n[vpc-endpoint vpce-e]\nvpc = vpc-e\n"           \
    "prefix-list = pl-s3\nroute-tables = rtb-te\n"

/* No way from one gateway of a VPC to another, but through an interface of the VPC. */
#define TWIN "[vpc vpc-e]\ncidr-block = 10.2.0.0/16; 10.0.0.0/16\n"
#define OWN_SHOP                                                                                   \
    "[internet-gateway igw-a]\nvpc = vpc-a\n[route-table rtb-a]\n0.0.0.0/0 = igw-a\n"              \
    "[security-group sg-shop]\nvpc = vpc-a\ningress = all 0.0.0.0/0\n[host shop]\n"                \
    "subnet = subnet-a\naddress = 10.0.1.50\npublic-address = 203.0.113.5\n"                       \
    "security-groups = sg-shop\n"

static void
test_edges (void)
{
    static const CvpnPathCase cases[] = {
        { GATEWAYS "[route-table rtb-te]\n192.0.2.0/24 = vgw-e\n", NULL, "crane tcp 443",
          "dropped destination VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS", "vgw-e: " },
        { GATEWAYS "[route-table rtb-pub]\n192.0.2.0/24 = vgw-e\n", NULL, "crane tcp 443",
          "delivered", NULL },
        { GATEWAYS "[route-table rtb-te]\n10.9.0.0/16 = pcx-ep\n", NULL, "10.9.0.10 tcp 443",
          "dropped destination PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", "pcx-ep: " },
        /* Out to the internet and back into the landing's own subnet, which its ACL sees. */
        { OWN_SHOP, NULL, "203.0.113.5 tcp 443", "delivered", NULL },
        { OWN_SHOP "[network-acl acl-a]\ninbound 90 = deny tcp 443 0.0.0.0/0\n", NULL,
          "203.0.113.5 tcp 443", "dropped 7 SUBNET_ACL_RESTRICTION",
          "acl-a: inbound 90 = deny tcp 443 0.0.0.0/0" },
        { OWN_SHOP "[network-acl acl-a]\ninbound 90 = deny tcp 443 0.0.0.0/0\n", NULL,
          "shop tcp 443", "delivered", NULL },
        { OWN_SHOP "[network-acl acl-a]\noutbound 90 = deny tcp 49152 0.0.0.0/0\n", NULL,
          "203.0.113.5 tcp 443", "dropped 7 SUBNET_ACL_RESTRICTION return",
          "acl-a: outbound 90 = deny tcp 49152 0.0.0.0/0" },
        /* What an address of the same block gets past the gateway, the answer shows. */
        { GATEWAYS TWIN "[route-table rtb-te]\n192.0.2.0/24 = vgw-e\n", NULL, "crane tcp 443",
          "dropped return NO_POSSIBLE_DESTINATION", "vpc-e: " },
        { GATEWAYS TWIN, NULL, "52.217.1.1 tcp 443", "dropped return NO_POSSIBLE_DESTINATION",
          "vpc-e: " },
        { GATEWAYS, NULL, "52.217.1.1 tcp 443",
          "dropped destination GATEWAY_REJECTS_SPOOFED_TRAFFIC", "vpce-e: " },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

/* Ports are taken of the first address that has one, and each destination has its own. */
static void
test_ports (void)
{
    g_autofree char *base = cvpn_test_read (BASE);
    g_autofree char *text = cvpn_test_patch (
        base, "[nat-gateway nat-e]\nports-per-destination = 2\naddress = 10.2.1.200; 10.2.1.201\n");
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
    g_autoptr (CvpnSnatTable) snat = cvpn_snat_table_new ();
    static const struct {
        const char *to, *want;
        guint16 client_port, port;
        guint32 nat_address;
    } cases[] = {
        { SITE, "delivered", 1025, 1025, 0 },
        { SITE, "delivered", 50000, 1024, 0 },
        { SITE, "delivered", 50001, 1024, 1 },
        { SITE, "delivered", 1025, 1025, 1 },
        { SITE, "dropped destination NGW_PORT_ALLOCATION", 50002, 0, 0 },
        { "198.51.100.2 tcp 443", "delivered", 50002, 1024, 0 },
        { "198.51.100.1 tcp 80", "delivered", 50002, 1024, 0 },
        { "198.51.100.1 udp 443", "delivered", 50002, 1024, 0 },
    };
    const guint32 first = cvpn_network_nat_in_vpc (scenario->net, 2, 0x0a0201c8);

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        CvpnPathWalk how = { .scenario = scenario,
                             .to = cases[i].to,
                             .source_port = cases[i].client_port,
                             .snat = snat };
        CvpnWalk walk;
        CvpnTrace trace;
        const CvpnOutcome outcome = cvpn_path_walk (&how, &walk, &trace);
        g_autofree char *got = cvpn_path_describe (outcome, cvpn_trace_obstacle (&trace));
        cvpn_assert_str (got, cases[i].want);
        if (outcome != CVPN_OUTCOME_DELIVERED)
            continue;
        cvpn_assert_int (walk.translations[0].nat_address, first + cases[i].nat_address);
        cvpn_assert_int (walk.way.packet.source_port, cases[i].port);
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "the way out", test_egress },
        { "private NAT gateway", test_private },
        { "host that forwards", test_forwarder },
        { "edge to edge", test_edges },
        { "ports", test_ports },
    };

    return cvpn_test_main ("path middlebox", tests, G_N_ELEMENTS (tests));
}
