/* The oracle itself, as test_naive.c has it: what goes on from one gateway to the next. */
#include "naive_cases.h"
#include "support.h"

static void
test_vpn_on_transit_gateway (void)
{
    static const NaiveCase cases[] = {
        { NULL, "a1", "printer tcp 443", "delivered" },
        { "[network office]\nreturn-routes = 10.20.0.0/16\n", "a1", "printer tcp 443",
          "dropped return NO_RETURN_ROUTE" },
        { "[network office]\nfirewall = deny all 10.0.0.0/16\n", "a1", "printer tcp 443",
          "dropped destination FIREWALL_RULES_RESTRICTION" },
        { "[transit-gateway-attachment att-vpn]\n-route-table\n", "a1", "printer tcp 443",
          "dropped return TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION" },
        { "[transit-gateway-route-table shared]\npropagating = att-b\n", "a1", "printer tcp 443",
          "dropped return TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT" },
        { NULL, "a1", "192.168.1.77 tcp 443", "dropped destination NO_POSSIBLE_DESTINATION" },
        /* Over a NAT gateway the office sees that one. */
        { "[route-table rtb-a]\n192.168.0.0/16 = nat-a\n"
          "[network office]\nfirewall = deny all 10.0.0.0/16\nreturn-routes = 10.9.4.0/24\n",
          "a2", "printer tcp 443", "delivered" },
        /* The answer, without a zone, enters by the attachment's first subnet. */
        { LOCKED_ACL ("x", "a") OPEN_IN "[subnet a2]\nnetwork-acl = x\n"
                                        "[transit-gateway-attachment att-a]\nsubnets = a2; a3\n",
          "a1", "printer tcp 443", "dropped return SUBNET_ACL_RESTRICTION" },
    };

    naive_cases_check (cases, G_N_ELEMENTS (cases));
}

/* Amazon VPC Peering Guide, "Edge to edge routing through a gateway or private
 * connection", and the same of what comes by a transit gateway. */
static void
test_edges (void)
{
#define PEERED "[vpc-peering-connection pcx]\nrequester-vpc = a\naccepter-vpc = "
#define PUBLIC                                                                                     \
    "[internet-gateway igw-b]\nvpc = b\n[host hb]\npublic-address = 203.0.113.5\n"                 \
    "[route-table rtb-b]\n0.0.0.0/0 = igw-b\n"
#define LIST "[prefix-list pl]\nentries = 52.216.0.0/15\n"
    static const NaiveCase cases[] = {
        { PEERED "e\n[route-table rtb-a]\n0.0.0.0/0 = pcx\n", "a1", "8.8.8.8 tcp 443",
          "dropped destination PCX_REQUIRES_ADDRESS_IN_VPC_CIDR" },
        /* What a NAT gateway sends has an address of its VPC, in any of its blocks. */
        { PEERED "b\n" BY_NAT "[route-table rtb-a4]\n10.20.0.0/16 = pcx\n"
                 "[route-table rtb-b]\n10.9.0.0/16 = pcx\n-10.0.0.0/8\n",
          "a1", "hb tcp 443", "delivered" },
        /* From a through e to b: the source is none of e's. */
        { "[vpc-peering-connection pcx]\nrequester-vpc = e\naccepter-vpc = b\n"
          "[route-table rtb-e1]\n10.20.0.0/16 = pcx\n"
          "[transit-gateway-route-table spokes]\n10.20.0.0/16 = att-e\n",
          "a1", "hb tcp 443", "dropped destination PCX_REQUIRES_ADDRESS_IN_VPC_CIDR" },
        { LIST "[vpc-endpoint vpce]\nvpc = e\nprefix-list = pl\nroute-tables = rtb-e1\n", "a1",
          "52.216.1.1 tcp 443", "dropped destination GATEWAY_REJECTS_SPOOFED_TRAFFIC" },
        { LIST "[vpc-endpoint vpce]\nvpc = e\nprefix-list = pl\nroute-tables = rtb-e2\n", "a1",
          "52.216.1.1 tcp 443", "delivered" },
        { LIST "[vpc-endpoint vpce]\nvpc = e\nprefix-list = pl\nroute-tables = rtb-e2\n", "a1",
          "52.216.1.1 udp 53", "dropped destination VPCE_GATEWAY_PROTOCOL_RESTRICTION" },
        { "[virtual-private-gateway vgw]\nvpc = e\n"
          "[vpn-connection vpn-2]\ngateway = vgw\nnetwork = office\nroutes = 192.168.0.0/16\n"
          "[route-table rtb-e1]\n192.168.0.0/16 = vgw\n"
          "[transit-gateway-route-table spokes]\n192.168.0.0/16 = att-e\n",
          "a1", "printer tcp 443", "dropped destination VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS" },
        /* Behind e's NAT gateway it is one of e's. */
        { "[virtual-private-gateway vgw]\nvpc = e\n"
          "[vpn-connection vpn-2]\ngateway = vgw\nnetwork = office\nroutes = 192.168.0.0/16\n"
          "[route-table rtb-e2]\n192.168.0.0/16 = vgw\n"
          "[transit-gateway-route-table spokes]\n192.168.0.0/16 = att-e\n",
          "a1", "printer tcp 443", "delivered" },
        { NULL, "a1", "ha4 tcp 443", "delivered" }, /* the VPC's second block */
        { LOCKED_ACL ("x", "a") "[subnet a1]\nnetwork-acl = x\n"
                                "[host ha1]\nsubnet = a1\naddress = 10.0.1.10\n",
          "a1", "ha1 tcp 443", "delivered" },
        /* Out of the VPC's gateways an answer is lost. */
        { "[transit-gateway-route-table spokes]\n10.0.0.0/16 = att-vpn\n", "a1", "hb tcp 443",
          "dropped return NO_POSSIBLE_DESTINATION" },
        { "[prefix-list pl]\nentries = 10.0.0.0/16\n"
          "[vpc-endpoint vpce]\nvpc = b\nprefix-list = pl\nroute-tables = rtb-b\n",
          "a1", "hb tcp 443", "dropped return NO_POSSIBLE_DESTINATION" },
        /* An answer over the internet comes from the public address. */
        { PUBLIC LOCKED_ACL ("x", "a") "inbound 10 = allow all 203.0.113.5/32\n" OPEN_OUT
                                       "[subnet a1]\nnetwork-acl = x\n",
          "a1", "203.0.113.5 tcp 443", "delivered" },
        { PUBLIC LOCKED_ACL ("x", "e") "inbound 10 = deny all 203.0.113.5/32\n" OPEN_IN OPEN_OUT
                                       "[subnet e2]\nnetwork-acl = x\n",
          "a1", "203.0.113.5 tcp 443", "dropped return SUBNET_ACL_RESTRICTION" },
        { PUBLIC "[vpc-peering-connection pcx]\nrequester-vpc = e\naccepter-vpc = a\n"
                 "[route-table rtb-e2]\n10.0.0.0/8 = pcx\n",
          "a1", "203.0.113.5 tcp 443", "dropped return PCX_REQUIRES_ADDRESS_IN_VPC_CIDR" },
        /* It is none to what came another way, even to addresses that are public. */
        { PUBLIC "[vpc a]\ncidr-block = 10.0.0.0/16; 10.9.0.0/16; 172.131.0.0/16\n"
                 "[subnet a1]\ncidr-block = 172.131.1.0/24\n",
          "a1", "hb tcp 443", "dropped return NO_POSSIBLE_DESTINATION" },
    };

    naive_cases_check (cases, G_N_ELEMENTS (cases));
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "VPN on a transit gateway", test_vpn_on_transit_gateway },
        { "edges", test_edges },
    };

    return cvpn_test_main ("property naive edges", tests, G_N_ELEMENTS (tests));
}
