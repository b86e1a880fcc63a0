/* What the file names and does not contain: undetermined where it decides, and
 * nowhere else. */
#include "path_cases.h"
#include "support.h"

#define BASE    "tests/support/network.ini"
#define TRANSIT "tests/support/transit.ini"

#define UNKNOWN(name, kind) "[unknown " name "]\nkind = " kind "\n"
#define AT(step)            "undetermined " step " UNKNOWN_RESOURCE"

#define APP  "app tcp 443"
#define WEB  "web tcp 443"
#define SITE "198.51.100.10 tcp 443"

#define RTB UNKNOWN ("rtb-x", "route-table") "call = describe-route-tables\n"

static void
test_route_tables (void)
{
    static const CvpnPathCase cases[] = {
        { RTB "[subnet subnet-a]\nroute-table = rtb-x\n", NULL, WEB, AT ("6"),
          "rtb-x: ask AWS: aws ec2 describe-route-tables" },
        /* Even inside the VPC it may have a more specific route than the local one. */
        { RTB "[subnet subnet-a]\nroute-table = rtb-x\n", NULL, APP, AT ("6"), NULL },
        { RTB "[subnet subnet-a]\nroute-table = rtb-x\n", "subnet-b", WEB, "delivered", NULL },
        { RTB "[subnet subnet-web]\nroute-table = rtb-x\n", NULL, WEB, AT ("return"), NULL },
        { RTB "[subnet subnet-web]\nroute-table = rtb-x\n[network-acl acl-web]\n-inbound 100\n",
          NULL, WEB, "dropped destination SUBNET_ACL_RESTRICTION", NULL },
    };

    cvpn_path_check (BASE, CVPN_STEP_SUBNET_ROUTE, cases, G_N_ELEMENTS (cases));
}

#define TARGET(kind) UNKNOWN ("x-1", kind) "[route-table rtb-a]\n172.31.0.0/16 = x-1\n"

static void
test_targets (void)
{
    static const CvpnPathCase cases[] = {
        { TARGET ("internet-gateway"), NULL, WEB, AT ("6"), "x-1: " },
        { TARGET ("nat-gateway"), NULL, WEB, AT ("6"), "x-1: " },
        { TARGET ("vpc-peering-connection"), NULL, WEB, AT ("6"), "x-1: " },
        { TARGET ("transit-gateway"), NULL, WEB, AT ("6"), "x-1: " },
        { TARGET ("virtual-private-gateway"), NULL, WEB, AT ("6"), "x-1: " },
        { TARGET ("vpc-endpoint"), NULL, WEB, AT ("6"), "x-1: " },
        { TARGET ("host"), NULL, WEB, AT ("6"), "x-1: " },
        { TARGET ("host"), NULL, APP, "delivered", NULL },
        { TARGET ("host") "172.31.5.0/24 = pcx-ab\n", NULL, WEB, "delivered", NULL },
        /* A NAT gateway stands in an unknown subnet. */
        { UNKNOWN ("subnet-x", "subnet") "[nat-gateway nat-x]\nsubnet = subnet-x\n"
                                         "[route-table rtb-a]\n172.31.0.0/16 = nat-x\n",
          NULL, WEB, AT ("6"), "subnet-x: " },
        { UNKNOWN ("x-1", "vpc-peering-connection") "[route-table rtb-web]\n10.0.0.0/16 = x-1\n",
          NULL, WEB, AT ("return"), "x-1: " },
    };

    cvpn_path_check (BASE, CVPN_STEP_SUBNET_ROUTE, cases, G_N_ELEMENTS (cases));
}

#define LIST   UNKNOWN ("pl-x", "prefix-list")
#define ROUTED LIST "[route-table rtb-a]\npl-x = "

static void
test_prefix_lists (void)
{
    static const CvpnPathCase cases[] = {
        { ROUTED "vgw-a\n", NULL, WEB, AT ("6"), "pl-x: " },
        { ROUTED "vgw-a\n", NULL, SITE, AT ("6"), "pl-x: " },
        { ROUTED "vgw-a\n", NULL, APP, "delivered", "rtb-a: 10.0.0.0/16 = local" },
        { ROUTED "vgw-a\n172.31.5.10/32 = pcx-ab\n", NULL, WEB, "delivered",
          "rtb-a: 172.31.5.10/32 = pcx-ab" },
        /* Both lead to one place. */
        { ROUTED "vgw-a\n", NULL, "printer tcp 443", "delivered", "rtb-a: 192.168.0.0/16 = vgw-a" },
        /* Of two lists with one entry AWS chooses. */
        { ROUTED "vgw-a\n[prefix-list pl-y]\nentries = 172.31.5.10/32\n"
                 "[route-table rtb-a]\npl-y = pcx-ab\n",
          NULL, WEB, AT ("6"), NULL },
        { ROUTED "vgw-a\n-172.31.0.0/16\n", NULL, WEB, AT ("6"), NULL },
        /* The list of a gateway endpoint has public addresses only. */
        { LIST "[vpc-endpoint vpce-x]\nvpc = vpc-a\nprefix-list = pl-x\nroute-tables = rtb-a\n",
          NULL, WEB, "delivered", NULL },
        { LIST "[vpc-endpoint vpce-x]\nvpc = vpc-a\nprefix-list = pl-x\nroute-tables = rtb-a\n",
          NULL, SITE, AT ("6"), "pl-x: " },
        { LIST "[vpc-endpoint vpce-x]\nvpc = vpc-a\nprefix-list = pl-x\nroute-tables = rtb-a\n",
          "subnet-b", SITE, "delivered", NULL },
        { ROUTED "vpce-x\n[vpc-endpoint vpce-x]\nvpc = vpc-a\nprefix-list = pl-x\n", NULL, WEB,
          "delivered", NULL },
        { UNKNOWN ("vgw-x", "virtual-private-gateway") "[route-table rtb-a]\npropagating = vgw-x\n",
          NULL, WEB, AT ("6"), "vgw-x: " },
        { UNKNOWN ("vgw-x", "virtual-private-gateway") "[route-table rtb-a]\npropagating = vgw-x\n",
          NULL, APP, "delivered", NULL },
        { UNKNOWN ("vgw-x", "virtual-private-gateway") "[route-table rtb-a]\npropagating = vgw-x\n"
                                                       "172.31.5.10/32 = pcx-ab\n",
          NULL, WEB, "delivered", NULL },
        { UNKNOWN ("vgw-x", "virtual-private-gateway") "[prefix-list pl-y]\nentries = "
                                                       "172.31.5.10/32\n"
                                                       "[route-table rtb-a]\npropagating = vgw-x\n"
                                                       "pl-y = pcx-ab\n",
          NULL, WEB, "delivered", NULL },
    };

    cvpn_path_check (BASE, CVPN_STEP_SUBNET_ROUTE, cases, G_N_ELEMENTS (cases));
}

#define ACL UNKNOWN ("acl-x", "network-acl")

static void
test_acls (void)
{
    static const CvpnPathCase cases[] = {
        { ACL "[subnet subnet-a]\nnetwork-acl = acl-x\n", NULL, WEB, AT ("7"), "acl-x: " },
        { ACL "[subnet subnet-a]\nnetwork-acl = acl-x\n", NULL, "neighbour tcp 443", "delivered",
          NULL },
        { ACL "[subnet subnet-web]\nnetwork-acl = acl-x\n", NULL, WEB, AT ("destination"),
          "acl-x: " },
        /* It stands behind a definite obstacle. */
        { ACL "[subnet subnet-web]\nnetwork-acl = acl-x\n[network-acl acl-a]\n-outbound 100\n",
          NULL, WEB, "dropped 7 SUBNET_ACL_RESTRICTION", NULL },
    };

    cvpn_path_check (BASE, CVPN_STEP_NACL, cases, G_N_ELEMENTS (cases));
}

#define GROUP UNKNOWN ("sg-x", "security-group") "call = describe-security-groups\n"

/* Any rule that admits is enough; a group that is not there may have it. */
static void
test_endpoint_groups (void)
{
    static const CvpnPathCase cases[] = {
        { GROUP "[client-vpn-endpoint cvpn-1]\nsecurity-groups = sg-x\n", NULL, "site tcp 443",
          AT ("4"), "sg-x: ask AWS: aws ec2 describe-security-groups" },
        { GROUP "[client-vpn-endpoint cvpn-1]\nsecurity-groups = sg-x; sg-vpn\n", NULL, WEB,
          "delivered", "sg-vpn: egress all 0.0.0.0/0" },
        { GROUP "[client-vpn-endpoint cvpn-1]\nsecurity-groups = sg-other; sg-x\n", NULL,
          "site tcp 443", AT ("4"), "sg-x: ask AWS: aws ec2 describe-security-groups" },
        /* A peer: of outbound rules, whose the address is. */
        { GROUP "[security-group sg-vpn]\negress = tcp 443 sg-x\n", NULL, SITE, AT ("4"),
          "sg-x: ask AWS: aws ec2 describe-security-groups" },
        { GROUP "[security-group sg-vpn]\negress = tcp 443 sg-x; tcp 443 198.51.100.0/24\n", NULL,
          SITE, "delivered", "sg-vpn: egress tcp 443 198.51.100.0/24" },
        { GROUP "[security-group sg-vpn]\negress = udp 443 sg-x\n", NULL, SITE,
          "dropped 4 ENI_SG_RULES_MISMATCH", NULL },
        { GROUP "[security-group sg-vpn]\negress = tcp 443 sg-x\n", NULL, APP,
          "dropped 4 ENI_SG_RULES_MISMATCH", NULL },
        { GROUP "[security-group sg-vpn]\negress = tcp 443 sg-x\n[host app]\n"
                "security-groups = sg-app; sg-x\n",
          NULL, APP, "delivered", "sg-vpn: egress tcp 443 sg-x" },
        { GROUP "[security-group sg-vpn]\negress = tcp 443 sg-x\n[host web]\n"
                "security-groups = sg-web; sg-x\n",
          NULL, WEB, "delivered", "sg-vpn: egress tcp 443 sg-x" },
        { GROUP "[security-group sg-vpn]\negress = tcp 443 sg-x\n", NULL, WEB, AT ("4"), NULL },
        { LIST "[security-group sg-vpn]\negress = tcp 443 pl-x\n", NULL, WEB, AT ("4"), "pl-x: " },
        { LIST "[security-group sg-vpn]\negress = tcp 443 pl-x; tcp 443 sg-web\n", NULL, WEB,
          "delivered", "sg-vpn: egress tcp 443 sg-web" },
        /* A group of a VPC that is not there. */
        { UNKNOWN ("vpc-x", "vpc") "[security-group sg-y]\nvpc = vpc-x\n"
                                   "[security-group sg-vpn]\negress = tcp 443 sg-y\n",
          NULL, WEB, AT ("4"), "vpc-x: " },
        /* The peering that would make the reference hold may be the unknown one. */
        { "[vpc-peering-connection pcx-ab]\nstatus = deleted\n"
          "[security-group sg-vpn]\negress = tcp 443 sg-web\n",
          NULL, WEB, "dropped 4 ENI_SG_RULES_MISMATCH", NULL },
        { UNKNOWN ("pcx-x", "vpc-peering-connection") "[vpc-peering-connection pcx-ab]\n"
                                                      "status = deleted\n[security-group sg-vpn]\n"
                                                      "egress = tcp 443 sg-web\n",
          NULL, WEB, AT ("4"), "pcx-x: " },
    };

    cvpn_path_check (BASE, CVPN_STEP_SECURITY_GROUP, cases, G_N_ELEMENTS (cases));
}

static void
test_host_groups (void)
{
    static const CvpnPathCase cases[] = {
        { GROUP "[host app]\nsecurity-groups = sg-x\n", NULL, APP, AT ("destination"), NULL },
        { GROUP "[host app]\nsecurity-groups = sg-x; sg-app\n", NULL, APP, "delivered", NULL },
        { LIST "[security-group sg-app]\ningress = tcp 443 pl-x\n", NULL, APP, AT ("destination"),
          "pl-x: " },
        { LIST "[security-group sg-app]\ningress = tcp 443 pl-x; tcp 443 sg-vpn\n", NULL, APP,
          "delivered", NULL },
        /* Which groups the endpoint's interfaces have is known. */
        { GROUP "[security-group sg-app]\ningress = tcp 443 sg-x\n", NULL, APP,
          "dropped destination ENI_SG_RULES_MISMATCH", NULL },
        { GROUP "[security-group sg-app]\ningress = tcp 443 sg-x\n[client-vpn-endpoint cvpn-1]\n"
                "security-groups = sg-vpn; sg-x\n",
          NULL, APP, "delivered", NULL },
        { GROUP "[security-group sg-web]\ningress = tcp 443 sg-x\n", NULL, WEB,
          "dropped destination ENI_SG_RULES_MISMATCH", NULL },
        /* A port that is closed, and a refusal that may not get back. */
        { "[host web]\nlisten = tcp 80\n", NULL, WEB, "rejected destination NO_LISTENER", NULL },
        { RTB "[subnet subnet-web]\nroute-table = rtb-x\n[host web]\nlisten = tcp 80\n", NULL, WEB,
          "undetermined destination NO_LISTENER", "web: " },
        { RTB "[subnet subnet-web]\nroute-table = rtb-x\n[host web]\nlisten = tcp 80\n", NULL,
          "web icmp", "dropped destination NO_LISTENER", "web: " },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define OFFICE UNKNOWN ("office-x", "network") "[vpn-connection vpn-1]\nnetwork = office-x\n"

static void
test_gateways (void)
{
    static const CvpnPathCase cases[] = {
        /* A peering whose other VPC is not there, though the address be somebody's. */
        { UNKNOWN ("vpc-x", "vpc") "[vpc-peering-connection pcx-ax]\nrequester-vpc = vpc-a\n"
                                   "accepter-vpc = vpc-x\n"
                                   "[route-table rtb-a]\n172.31.0.0/16 = pcx-ax\n",
          NULL, WEB, AT ("destination"), "vpc-x: " },
        { UNKNOWN ("vpc-x", "vpc") "[vpc-peering-connection pcx-ax]\nrequester-vpc = vpc-x\n"
                                   "accepter-vpc = vpc-a\nstatus = pending-acceptance\n"
                                   "[route-table rtb-a]\n172.31.0.0/16 = pcx-ax\n",
          NULL, WEB, "dropped 6 BAD_STATE_ROUTE", NULL },
        { UNKNOWN ("vpc-x", "vpc") "[vpc-peering-connection pcx-bx]\nrequester-vpc = vpc-b\n"
                                   "accepter-vpc = vpc-x\n"
                                   "[route-table rtb-web]\n10.0.0.0/16 = pcx-bx\n",
          NULL, WEB, AT ("return"), "vpc-x: " },
        { OFFICE, NULL, "192.168.1.11 tcp 443", AT ("destination"), "office-x: " },
        { OFFICE, NULL, "10.9.9.9 tcp 443",
          "dropped 6 IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS", NULL },
        /* The gateway of the shop's VPC may be the unknown one. */
        { "-[internet-gateway igw-d]\n[route-table rtb-shop]\n-0.0.0.0/0\n", NULL,
          "203.0.113.10 tcp 443", "dropped destination NO_POSSIBLE_DESTINATION", NULL },
        { UNKNOWN ("igw-x", "internet-gateway") "-[internet-gateway igw-d]\n"
                                                "[route-table rtb-shop]\n0.0.0.0/0 = igw-x\n",
          NULL, "203.0.113.10 tcp 443", AT ("destination"), "igw-x: " },
    };

    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define TGW_RTB "[transit-gateway-route-table tgw-rtb]\n"

static void
test_transit (void)
{
    static const CvpnPathCase cases[] = {
        { UNKNOWN ("tgw-x", "transit-gateway") "[route-table rtb-a]\n0.0.0.0/0 = tgw-x\n", NULL,
          APP, AT ("6"), "tgw-x: " },
        /* An unknown attachment may be that of the VPC. */
        { "-[transit-gateway-attachment att-a]\n" TGW_RTB "propagating = att-b; att-v\n", NULL, APP,
          "dropped 6 BAD_STATE_ROUTE", NULL },
        { UNKNOWN ("att-x",
                   "transit-gateway-attachment") "-[transit-gateway-attachment att-a]\n" TGW_RTB
                                                 "propagating = att-x; att-b; att-v\n",
          NULL, APP, AT ("6"), "att-x: " },
        { UNKNOWN ("subnet-x", "subnet") "[transit-gateway-attachment att-a]\n"
                                         "subnets = subnet-tb; subnet-x\n",
          NULL, APP, AT ("6"), "subnet-x: " },
        { UNKNOWN ("subnet-x", "subnet") "[transit-gateway-attachment att-a]\n"
                                         "subnets = subnet-x; subnet-ta\n",
          NULL, APP, "delivered", NULL },
        { UNKNOWN ("subnet-x", "subnet") "[transit-gateway-attachment att-a]\nsubnets = subnet-x\n",
          NULL, APP, AT ("6"), "subnet-x: " },
        { UNKNOWN ("rtb-x", "transit-gateway-route-table") "[transit-gateway-attachment att-a]\n"
                                                           "route-table = rtb-x\n",
          NULL, APP, AT ("destination"), "rtb-x: " },
        { UNKNOWN ("rtb-x", "transit-gateway-route-table") "[transit-gateway-attachment att-b]\n"
                                                           "route-table = rtb-x\n",
          NULL, APP, AT ("return"), "rtb-x: " },
        { UNKNOWN ("att-x", "transit-gateway-attachment") TGW_RTB "10.1.1.0/24 = att-x\n", NULL,
          APP, AT ("destination"), "att-x: " },
        { UNKNOWN ("att-x", "transit-gateway-attachment") TGW_RTB "10.1.2.0/24 = att-x\n", NULL,
          APP, "delivered", NULL },
        { UNKNOWN ("att-x", "transit-gateway-attachment") TGW_RTB
          "propagating = att-x; att-a; att-b; att-v\n",
          NULL, APP, AT ("destination"), "att-x: " },
        { UNKNOWN ("att-x", "transit-gateway-attachment") TGW_RTB
          "propagating = att-x; att-a; att-b; att-v\n10.1.1.10/32 = att-b\n",
          NULL, APP, AT ("return"), "att-x: " },
        { UNKNOWN ("att-x", "transit-gateway-attachment") TGW_RTB
          "propagating = att-x; att-a; att-b; att-v\n10.1.1.10/32 = att-b\n"
          "[transit-gateway-route-table back]\ntransit-gateway = tgw-1\npropagating = att-a\n"
          "[transit-gateway-attachment att-b]\nroute-table = back\n",
          NULL, APP, "delivered", NULL },
    };

    cvpn_path_check (TRANSIT, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define FOREIGN                                                                                    \
    UNKNOWN ("vpc-x", "vpc")                                                                       \
    "[transit-gateway-attachment att-x]\ntransit-gateway = tgw-1\nvpc = vpc-x\n"

static void
test_attachments (void)
{
    static const CvpnPathCase cases[] = {
        { FOREIGN TGW_RTB "10.1.1.0/24 = att-x\n", NULL, APP, AT ("destination"), "vpc-x: " },
        { FOREIGN, NULL, APP, "delivered", NULL },
        { FOREIGN TGW_RTB "propagating = att-a; att-b; att-v; att-x\n", NULL, APP,
          AT ("destination"), "vpc-x: " },
        { UNKNOWN ("vpn-x", "vpn-connection") "[transit-gateway-attachment att-v]\n"
                                              "vpn-connection = vpn-x\n",
          NULL, "printer tcp 443", AT ("destination"), "vpn-x: " },
        { UNKNOWN ("vpn-x",
                   "vpn-connection") "[transit-gateway-attachment att-v]\n"
                                     "vpn-connection = vpn-x\n" TGW_RTB
                                     "propagating = att-a; att-b\n192.168.0.0/16 = att-v\n",
          NULL, "printer tcp 443", AT ("destination"), "vpn-x: " },
        { UNKNOWN ("office-x", "network") "[vpn-connection vpn-1]\nnetwork = office-x\n", NULL,
          "192.168.1.11 tcp 443", AT ("destination"), "office-x: " },
        /* Into the VPC by a subnet whose zone is not known. */
        { UNKNOWN ("subnet-x", "subnet") "[transit-gateway-attachment att-b]\n"
                                         "subnets = subnet-tbb; subnet-x\n",
          NULL, APP, AT ("destination"), "subnet-x: " },
        { UNKNOWN ("subnet-x", "subnet") "[transit-gateway-attachment att-b]\n"
                                         "subnets = subnet-tba; subnet-x\n",
          NULL, APP, "delivered", NULL },
        /* From outside AWS the first one serves. */
        { UNKNOWN ("subnet-x", "subnet") "[transit-gateway-attachment att-a]\n"
                                         "subnets = subnet-ta; subnet-x\n",
          NULL, "printer tcp 443", "delivered", NULL },
        { UNKNOWN ("subnet-x", "subnet") "[transit-gateway-attachment att-a]\n"
                                         "subnets = subnet-x; subnet-ta\n",
          NULL, "printer tcp 443", AT ("return"), "subnet-x: " },
    };

    cvpn_path_check (TRANSIT, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "route tables", test_route_tables },
        { "targets", test_targets },
        { "prefix lists", test_prefix_lists },
        { "network ACLs", test_acls },
        { "groups of the endpoint", test_endpoint_groups },
        { "groups of hosts", test_host_groups },
        { "peerings and gateways", test_gateways },
        { "transit gateways", test_transit },
        { "attachments", test_attachments },
    };

    return cvpn_test_main ("path unknown", tests, G_N_ELEMENTS (tests));
}
