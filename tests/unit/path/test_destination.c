/* The destination: every hop behind the landing subnet, and the host. */
#include "path_cases.h"
#include "support.h"

#define BASE "tests/support/network.ini"
#define AT   " destination "

static void
test_edge_of_a_vpc (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "10.0.10.99 tcp 443", "dropped" AT "NO_POSSIBLE_DESTINATION",
          "subnet-app: " },
        { NULL, NULL, "10.0.99.1 tcp 443", "dropped" AT "NO_POSSIBLE_DESTINATION", "vpc-a: " },
        { NULL, NULL, "172.31.5.99 tcp 443", "dropped" AT "NO_POSSIBLE_DESTINATION",
          "subnet-web: " },
        /* The endpoint's own interface is nobody's to talk to. */
        { NULL, NULL, "10.0.1.254 tcp 443", "dropped" AT "NO_POSSIBLE_DESTINATION", NULL },
        /* Peering is not transitive, and has no edge-to-edge routing. */
        { "[route-table rtb-a]\n10.20.0.0/16 = pcx-ab\n[route-table rtb-web]\n"
          "10.20.0.0/16 = pcx-bc\n",
          NULL, "lab tcp 443", "dropped" AT "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", "pcx-ab: " },
        { "[route-table rtb-a]\n0.0.0.0/0 = pcx-ab\n[internet-gateway igw-b]\nvpc = vpc-b\n", NULL,
          "203.0.113.99 tcp 443", "dropped" AT "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", NULL },
        { "[route-table rtb-a]\n192.168.0.0/16 = pcx-ab\n", NULL, "printer tcp 443",
          "dropped" AT "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", NULL },
    };
    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define WEB_ACL(lines) "[network-acl acl-web]\n-inbound 100\n" lines "\n"

static void
test_acl (void)
{
    static const CvpnPathCase cases[] = {
        { WEB_ACL ("inbound 100 = allow tcp 443 10.0.1.0/24"), NULL, "web tcp 443", "delivered",
          NULL },
        { WEB_ACL ("inbound 100 = allow tcp 443 10.0.1.0/24"), "subnet-b", "web tcp 443",
          "dropped" AT "SUBNET_ACL_RESTRICTION", "acl-web: inbound * = deny all 0.0.0.0/0" },
        /* The source is the interface, never the client. */
        { WEB_ACL ("inbound 100 = allow all 10.2.0.0/22"), NULL, "web tcp 443",
          "dropped" AT "SUBNET_ACL_RESTRICTION", NULL },
        { WEB_ACL ("inbound 100 = allow all 10.0.1.254/32"), NULL, "web tcp 443", "delivered",
          NULL },
        { WEB_ACL (""), NULL, "172.31.5.99 tcp 443", "dropped" AT "NO_POSSIBLE_DESTINATION", NULL },
        /* Inside the VPC as well. */
        { "[network-acl acl-app]\n-inbound 100\n", NULL, "app tcp 443",
          "dropped" AT "SUBNET_ACL_RESTRICTION", "acl-app: inbound * = deny all 0.0.0.0/0" },
    };
    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define APP(rules) "[security-group sg-app]\ningress = " rules "\n"
#define WEB(rules) "[security-group sg-web]\ningress = " rules "\n"

static void
test_groups (void)
{
    static const CvpnPathCase cases[] = {
        { APP ("tcp 443 sg-vpn"), NULL, "app tcp 443", "delivered", NULL },
        { APP ("tcp 80 sg-vpn"), NULL, "app tcp 443", "dropped" AT "ENI_SG_RULES_MISMATCH",
          "sg-app: " },
        { APP ("tcp 443 sg-app"), NULL, "app tcp 443", "dropped" AT "ENI_SG_RULES_MISMATCH", NULL },
        { APP (""), NULL, "app tcp 443", "dropped" AT "SG_HAS_NO_RULES", "sg-app: " },
        { APP ("tcp 443 10.0.1.0/24"), NULL, "app tcp 443", "delivered", NULL },
        { APP ("tcp 443 10.0.1.0/24"), "subnet-b", "app tcp 443",
          "dropped" AT "ENI_SG_RULES_MISMATCH", NULL },
        { APP ("tcp 443 10.2.0.0/22"), NULL, "app tcp 443", "dropped" AT "ENI_SG_RULES_MISMATCH",
          NULL },
        { WEB ("tcp 443 sg-vpn"), NULL, "web tcp 443", "delivered", NULL },
        { WEB ("tcp 443 sg-other"), NULL, "web tcp 443", "dropped" AT "ENI_SG_RULES_MISMATCH",
          NULL },
        /* Groups hold inside the subnet too. */
        { APP (""), NULL, "neighbour tcp 443", "dropped" AT "SG_HAS_NO_RULES", NULL },
        /* Several groups of the host are one set. */
        { APP ("") "[security-group sg-two]\nvpc = vpc-a\ningress = tcp 443 sg-vpn\n"
                   "[host app]\nsecurity-groups = sg-app; sg-two\n",
          NULL, "app tcp 443", "delivered", NULL },
        /* No group named at either end: the default group, which admits from itself. */
        { "[host app]\n-security-groups\n[client-vpn-endpoint cvpn-1]\n-security-groups\n", NULL,
          "app tcp 443", "delivered", NULL },
        { "[host app]\n-security-groups\n", NULL, "app tcp 443",
          "dropped" AT "ENI_SG_RULES_MISMATCH", "vpc-a/default: " },
    };
    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define NO_ICMP_BACK "[network-acl acl-a]\ninbound 90 = deny icmp 0.0.0.0/0\n"

static void
test_listeners (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "app tcp 443", "delivered", "app: " },
        { NULL, NULL, "app tcp 80", "rejected" AT "NO_LISTENER", "app: " },
        { NULL, NULL, "app udp 80", "rejected" AT "NO_LISTENER", NULL },
        { NULL, NULL, "neighbour icmp", "dropped" AT "NO_LISTENER", NULL },
        { "[host app]\nlisten =\n", NULL, "app tcp 443", "rejected" AT "NO_LISTENER", NULL },
        { "[host app]\n-listen\n", NULL, "app tcp 80", "delivered", NULL },
        /* The ICMP error of a closed UDP port has to get back. */
        { NO_ICMP_BACK, NULL, "app udp 80", "dropped" AT "NO_LISTENER", NULL },
        { NO_ICMP_BACK, NULL, "app udp 53", "delivered", NULL },
        { NO_ICMP_BACK, NULL, "app tcp 80", "rejected" AT "NO_LISTENER", NULL },
        { "[network-acl acl-app]\noutbound 90 = deny icmp 0.0.0.0/0\n", NULL, "app udp 80",
          "dropped" AT "NO_LISTENER", NULL },
        { "[network-acl acl-app]\noutbound 90 = deny icmp 8 0.0.0.0/0\n", NULL, "app udp 80",
          "rejected" AT "NO_LISTENER", NULL },
        { "[network office]\nreturn-routes = 10.9.0.0/16\n", NULL, "printer udp 80",
          "dropped" AT "NO_LISTENER", NULL },
    };
    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define FIREWALL(rules) "[network office]\nfirewall = " rules "\n"

static void
test_network (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "printer tcp 443", "delivered", "printer: " },
        { NULL, NULL, "printer tcp 80", "rejected" AT "NO_LISTENER", NULL },
        { NULL, NULL, "192.168.1.99 tcp 443", "dropped" AT "NO_POSSIBLE_DESTINATION", "office: " },
        { "[vpn-connection vpn-1]\nroutes = 192.168.2.0/24\n", NULL, "printer tcp 443",
          "dropped" AT "VGW_NO_ROUTE", "vgw-a: " },
        { FIREWALL ("allow tcp 443 10.0.1.0/24; deny all 0.0.0.0/0"), NULL, "printer tcp 443",
          "delivered", NULL },
        { FIREWALL ("allow tcp 443 10.0.1.0/24; deny all 0.0.0.0/0"), "subnet-b", "printer tcp 443",
          "dropped" AT "FIREWALL_RULES_RESTRICTION", "office: firewall deny all 0.0.0.0/0" },
        /* In order, first match; no match allows. */
        { FIREWALL ("deny tcp 443 0.0.0.0/0; allow all 0.0.0.0/0"), NULL, "printer tcp 443",
          "dropped" AT "FIREWALL_RULES_RESTRICTION", NULL },
        { FIREWALL ("deny tcp 80 0.0.0.0/0"), NULL, "printer tcp 443", "delivered", NULL },
        { FIREWALL ("deny all 10.2.0.0/22"), NULL, "printer tcp 443", "delivered", NULL },
        { FIREWALL ("deny all 0.0.0.0/0"), NULL, "printer tcp 80",
          "dropped" AT "FIREWALL_RULES_RESTRICTION", NULL },
    };
    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define OTHER_OFFICE                                                                               \
    "[network lake]\ncidr-block = 192.168.64.0/20\n"                                               \
    "[vpn-connection vpn-2]\ngateway = vgw-a\nnetwork = lake\nroutes = 192.168.64.0/20\n"          \
    "[host boat]\nnetwork = lake\naddress = 192.168.64.5\n"

/* The gateway's longest route names the connection. */
static void
test_several_connections (void)
{
    static const CvpnPathCase cases[] = {
        { OTHER_OFFICE, NULL, "boat tcp 443", "delivered", NULL },
        { OTHER_OFFICE, NULL, "printer tcp 443", "delivered", NULL },
        { OTHER_OFFICE "[network lake]\nreturn-routes = 10.9.0.0/16\n", NULL, "boat tcp 443",
          "dropped return NO_RETURN_ROUTE", NULL },
        { OTHER_OFFICE "[vpn-connection vpn-2]\nroutes = 192.168.65.0/24\n", NULL, "boat tcp 443",
          "dropped" AT "NO_POSSIBLE_DESTINATION", "office: " },
    };
    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define PUBLIC_VPC                                                                                 \
    "[vpc vpc-p]\ncidr-block = 172.131.0.0/16\n"                                                   \
    "[subnet subnet-p]\nvpc = vpc-p\navailability-zone = us-east-1a\ncidr-block = "                \
    "172.131.1.0/24\n"                                                                             \
    "[host pub]\nsubnet = subnet-p\naddress = 172.131.1.1\n"

static void
test_internet (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "203.0.113.99 udp 12345", "delivered", NULL },
        { NULL, NULL, "site tcp 443", "delivered", "site: " },
        { NULL, NULL, "site tcp 80", "rejected" AT "NO_LISTENER", NULL },
        /* A host's public address, by its own gateway, table and groups. */
        { NULL, NULL, "203.0.113.10 tcp 443", "delivered", "shop: " },
        { NULL, NULL, "203.0.113.10 tcp 80", "dropped" AT "ENI_SG_RULES_MISMATCH", "sg-shop: " },
        { "[security-group sg-shop]\ningress = tcp 443 10.0.0.0/16\n", NULL, "203.0.113.10 tcp 443",
          "dropped" AT "ENI_SG_RULES_MISMATCH", NULL },
        { "-[internet-gateway igw-d]\n[route-table rtb-shop]\n-0.0.0.0/0\n", NULL,
          "203.0.113.10 tcp 443", "dropped" AT "NO_POSSIBLE_DESTINATION", NULL },
        { "[route-table rtb-shop]\n-0.0.0.0/0\n", NULL, "203.0.113.10 tcp 443",
          "dropped return NO_ROUTE_TO_DESTINATION", NULL },
        /* By its private address it is nowhere. */
        { NULL, NULL, "shop tcp 443", "dropped 6 IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
          NULL },
        /* A named network with public blocks: nobody but its hosts answers. */
        { "[network cdn]\ncidr-block = 192.0.2.0/24\n", NULL, "192.0.2.7 tcp 443",
          "dropped" AT "NO_POSSIBLE_DESTINATION", "cdn: " },
        { "[network cdn]\ncidr-block = 192.0.2.0/24\n[host edge]\nnetwork = cdn\n"
          "address = 192.0.2.7\n",
          NULL, "edge tcp 443", "delivered", NULL },
        { "[network cdn]\ncidr-block = 192.0.2.0/24\nfirewall = deny all 10.0.0.0/8\n"
          "[host edge]\nnetwork = cdn\naddress = 192.0.2.7\n",
          NULL, "edge tcp 443", "delivered", NULL },
        /* A VPC's block stays a VPC's block, even of public addresses. */
        { PUBLIC_VPC, NULL, "pub tcp 443", "dropped" AT "NO_POSSIBLE_DESTINATION", NULL },
        { PUBLIC_VPC, NULL, "172.131.9.9 tcp 443", "dropped" AT "NO_POSSIBLE_DESTINATION", NULL },
    };
    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "the edge of a VPC", test_edge_of_a_vpc },
        { "inbound ACL", test_acl },
        { "security groups", test_groups },
        { "listeners", test_listeners },
        { "outside network", test_network },
        { "several VPN connections", test_several_connections },
        { "internet", test_internet },
    };

    return cvpn_test_main ("path destination", tests, G_N_ELEMENTS (tests));
}
