/* The oracle itself, on hand-made networks with known answers: each verdict below was
 * derived by hand from the documents, not from either program. */
#include "naive_cases.h"
#include "support.h"

static void
test_transit_gateways (void)
{
    static const NaiveCase cases[] = {
        { NULL, "a1", "hb tcp 443", "delivered" },
        { NULL, "a1", "hb3 tcp 443", "delivered" },
        { NULL, "a2", "hb tcp 443", "dropped 6 TGW_ROUTE_AZ_RESTRICTION" },
        { "[transit-gateway-attachment att-a]\nsubnets = a3; a2\n", "a2", "hb tcp 443",
          "delivered" },
        { "[transit-gateway tgw-2]\n[route-table rtb-a]\n10.20.0.0/16 = tgw-2\n", "a1",
          "hb tcp 443", "dropped 6 BAD_STATE_ROUTE" },
        { "[transit-gateway-attachment att-a]\n-route-table\n", "a1", "hb tcp 443",
          "dropped destination TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION" },
        { "[transit-gateway-attachment att-b]\n-route-table\n", "a1", "hb tcp 443",
          "dropped return TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION" },
        { "[transit-gateway-route-table spokes]\n10.20.0.0/16 = blackhole\n", "a1", "hb tcp 443",
          "dropped destination TGW_RTB_BAD_STATE_ROUTE" },
        { "[transit-gateway-route-table spokes]\n10.0.0.0/16 = blackhole\n", "a1", "hb tcp 443",
          "dropped return TGW_RTB_BAD_STATE_ROUTE" },
        { "[transit-gateway-route-table spokes]\n-0.0.0.0/0\n", "a1", "8.8.8.8 tcp 443",
          "dropped destination TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT" },
        { "[transit-gateway-route-table shared]\npropagating = att-b\n", "a1", "8.8.8.8 tcp 443",
          "dropped return TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT" },
        /* A VPC's attachment before a VPN's, wherever they stand in the list. */
        { "[vpn-connection vpn]\nroutes = 192.168.0.0/16; 10.20.0.0/16\n", "a1", "hb tcp 443",
          "delivered" },
        { "[vpn-connection vpn]\nroutes = 192.168.0.0/16; 10.20.1.0/24\n", "a1", "hb tcp 443",
          "dropped destination NO_POSSIBLE_DESTINATION" },
        { "[route-table rtb-b]\n-10.0.0.0/8\n", "a1", "hb tcp 443",
          "dropped return NO_ROUTE_TO_DESTINATION" },
        { "[host hb]\nlisten = tcp 22\n", "a1", "hb tcp 443", "rejected destination NO_LISTENER" },
        { "[host hb]\nlisten = tcp 22\n[route-table rtb-b]\n-10.0.0.0/8\n", "a1", "hb tcp 443",
          "dropped destination NO_LISTENER" },
    };

    naive_cases_check (cases, G_N_ELEMENTS (cases));
}

/* AWS Transit Gateway guide, "Network ACLs for transit gateways". */
static void
test_transit_acls (void)
{
    static const NaiveCase cases[] = {
        { LOCKED_ACL ("x", "a") "outbound 10 = deny all 10.20.0.0/16\n" OPEN_IN OPEN_OUT
                                "[subnet a1]\nnetwork-acl = x\n",
          "a1", "hb tcp 443", "dropped 7 SUBNET_ACL_RESTRICTION" },
        { LOCKED_ACL ("x", "a") "inbound 10 = deny all 10.0.1.0/24\n" OPEN_IN OPEN_OUT
                                "[subnet a3]\nnetwork-acl = x\n",
          "a1", "hb tcp 443", "dropped destination SUBNET_ACL_RESTRICTION" },
        /* The landing in the attachment's own subnet: outbound and inbound. */
        { LOCKED_ACL ("x", "a") "inbound 10 = deny all 10.0.1.0/24\n" OPEN_IN OPEN_OUT
                                "[subnet a1]\nnetwork-acl = x\n"
                                "[transit-gateway-attachment att-a]\nsubnets = a1\n",
          "a1", "hb tcp 443", "dropped 7 SUBNET_ACL_RESTRICTION" },
        /* The answer enters it without any. */
        { LOCKED_ACL ("x", "a") "inbound 10 = allow all 10.0.1.0/24\n" OPEN_OUT
                                "[subnet a1]\nnetwork-acl = x\n"
                                "[transit-gateway-attachment att-a]\nsubnets = a1\n",
          "a1", "hb tcp 443", "delivered" },
        { LOCKED_ACL ("x", "a") "inbound 10 = allow all 10.0.1.0/24\n" OPEN_OUT
                                "[subnet a1]\nnetwork-acl = x\n",
          "a1", "hb tcp 443", "dropped 7 SUBNET_ACL_RESTRICTION return" },
        { LOCKED_ACL ("x", "b") "outbound 10 = deny all 10.20.1.0/24\n" OPEN_IN OPEN_OUT
                                "[subnet b3]\nnetwork-acl = x\n",
          "a1", "hb tcp 443", "dropped destination SUBNET_ACL_RESTRICTION" },
        /* A host in the attachment's subnet: only its answer meets the ACL, both ways. */
        { LOCKED_ACL ("x", "b") "inbound 10 = allow all 10.20.3.10/32\n" OPEN_OUT
                                "[subnet b3]\nnetwork-acl = x\n",
          "a1", "hb3 tcp 443", "delivered" },
        { LOCKED_ACL ("x", "b") "inbound 10 = deny all 10.20.3.10/32\n" OPEN_IN OPEN_OUT
                                "[subnet b3]\nnetwork-acl = x\n",
          "a1", "hb3 tcp 443", "dropped return SUBNET_ACL_RESTRICTION" },
        /* It enters by the subnet in its own zone, else by the first. */
        { LOCKED_ACL ("x", "b") OPEN_IN "[subnet b2]\nnetwork-acl = x\n"
                                        "[transit-gateway-attachment att-a]\nsubnets = a3; a2\n",
          "a2", "hb tcp 443", "dropped destination SUBNET_ACL_RESTRICTION" },
        { LOCKED_ACL ("x", "b") OPEN_IN "[subnet b2]\nnetwork-acl = x\n", "a1", "hb tcp 443",
          "delivered" },
        { LOCKED_ACL ("x", "b") OPEN_IN "[subnet b2]\nnetwork-acl = x\n"
                                        "[transit-gateway-attachment att-b]\nsubnets = b2\n"
                                        "[subnet b1]\navailability-zone = z2\n",
          "a1", "hb tcp 443", "dropped destination SUBNET_ACL_RESTRICTION" },
    };

    naive_cases_check (cases, G_N_ELEMENTS (cases));
}

/* Amazon VPC User Guide, "Amazon DNS server". */
static void
test_dns_server (void)
{
#define NO_WAY "[route-table rtb-a]\n-0.0.0.0/0\n"
    static const NaiveCase cases[] = {
        { NO_WAY, "a1", "10.0.0.2 udp 53", "delivered" },
        { NO_WAY, "a1", "169.254.169.253 tcp 53", "delivered" },
        { NULL, "a1", "10.0.0.2 udp 54", "dropped destination NO_POSSIBLE_DESTINATION" },
        { NULL, "a1", "10.9.0.2 udp 53", "dropped destination NO_POSSIBLE_DESTINATION" },
        { NULL, "a1", "10.20.0.2 udp 53", "dropped destination NO_POSSIBLE_DESTINATION" },
        { "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = a2\n", "a1", "169.254.169.253 udp 53",
          "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION" },
    };

    naive_cases_check (cases, G_N_ELEMENTS (cases));
}

/* Amazon VPC User Guide, "NAT gateways". */
static void
test_nat_gateways (void)
{
#define INWARD                                                                                     \
    "[host inner]\nsubnet = a3\naddress = 10.0.3.10\nsecurity-groups = sg-inner\n"                 \
    "[security-group sg-inner]\nvpc = a\ningress = all 10.9.4.200/32\n"                            \
    "[route-table rtb-a]\n10.0.3.0/24 = nat-a\n"
    static const NaiveCase cases[] = {
        { NULL, "a1", "8.8.8.8 tcp 443", "delivered" },
        { NULL, "a1", "8.8.8.8 icmp", "delivered" },
        { NULL, "a1", "8.8.8.8 47", "dropped destination PROTOCOL_RESTRICTION" },
        { "[nat-gateway nat-e]\nports-per-destination = 0\n", "a1", "8.8.8.8 tcp 443",
          "dropped destination NGW_PORT_ALLOCATION" },
        { "[nat-gateway nat-e]\nconnectivity-type = private\n", "a1", "8.8.8.8 tcp 443",
          "dropped destination IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS" },
        { "[route-table rtb-e1]\n0.0.0.0/0 = igw-e\n", "a1", "8.8.8.8 tcp 443",
          "dropped destination IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS" },
        { "[route-table rtb-e2]\n-10.0.0.0/8\n", "a1", "8.8.8.8 tcp 443",
          "dropped return IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS" },
        { "[route-table rtb-e1]\n0.0.0.0/0 = blackhole\n", "a1", "8.8.8.8 tcp 443",
          "dropped destination BAD_STATE_ROUTE" },
        /* It is nobody to talk to: neither by its address nor for answers. */
        { NULL, "a1", "10.9.4.200 tcp 443", "dropped destination NO_POSSIBLE_DESTINATION" },
        { "[nat-gateway nat-b]\nsubnet = b2\n[route-table rtb-b]\n10.0.1.0/24 = nat-b\n", "a1",
          "hb tcp 443", "dropped return NO_POSSIBLE_DESTINATION" },
        /* But an answer to its own address is at it, whichever route led there. */
        { INWARD "[route-table rtb-a3]\n10.9.4.0/24 = nat-a\n", "a1", "inner tcp 443",
          "delivered" },
        { INWARD "[nat-gateway nat-a2]\nsubnet = a4\n[route-table rtb-a3]\n10.9.4.0/24 = nat-a2\n",
          "a1", "inner tcp 443", "dropped return NO_POSSIBLE_DESTINATION" },
        /* Its zone counts, and its address is what is seen. */
        { BY_NAT, "a2", "hb tcp 443", "delivered" },
        { BY_NAT "[security-group sg-b]\ningress = all 10.9.4.200/32\n", "a2", "hb tcp 443",
          "delivered" },
        { BY_NAT "[security-group sg-b]\ningress = all 10.0.0.0/16\n", "a2", "hb tcp 443",
          "dropped destination ENI_SG_RULES_MISMATCH" },
        { BY_NAT "[nat-gateway nat-a]\n-address\nsecondary-private-ip-address-count = 3\n"
                 "[security-group sg-b]\ningress = all 10.9.4.254/32\n",
          "a1", "hb tcp 443", "delivered" },
        /* AWS chooses its address behind the endpoint's, and behind those of others. */
        { "[subnet a2]\nroute-table = rtb-a2\n"
          "[route-table rtb-a2]\nvpc = a\n10.20.0.0/16 = nat-a\n"
          "[nat-gateway nat-a]\nsubnet = a1\n-address\n"
          "[security-group sg-b]\ningress = all 10.0.1.253/32\n",
          "a2", "hb tcp 443", "delivered" },
        { "[route-table rtb-a]\n10.20.0.0/16 = nat-a2\n[nat-gateway nat-a2]\nsubnet = a4\n"
          "[nat-gateway nat-a]\n-address\nsecondary-private-ip-address-count = 3\n"
          "[security-group sg-b]\ningress = all 10.9.4.250/32\n",
          "a1", "hb tcp 443", "delivered" },
        /* The port is kept where it is among the gateway's, else the lowest. */
        { BY_NAT LOCKED_ACL ("x", "b") "outbound 10 = allow tcp 49152 0.0.0.0/0\n" OPEN_IN
                                       "[subnet b1]\nnetwork-acl = x\n",
          "a1", "hb tcp 443", "delivered" },
        { BY_NAT "[nat-gateway nat-a]\nports-per-destination = 1000\n" LOCKED_ACL (
              "x", "b") "outbound 10 = allow tcp 1024 0.0.0.0/0\n" OPEN_IN
                        "[subnet b1]\nnetwork-acl = x\n",
          "a1", "hb tcp 443", "delivered" },
        /* Behind the NAT gateway the answer has the port that the landing's ACL knows. */
        { BY_NAT "[nat-gateway nat-a]\nports-per-destination = 1000\n" LOCKED_ACL (
              "x", "a") "inbound 10 = allow tcp 49152 10.20.1.10/32\n" OPEN_OUT
                        "[subnet a1]\nnetwork-acl = x\n",
          "a1", "hb tcp 443", "delivered" },
        { BY_NAT LOCKED_ACL ("x", "a") "inbound 10 = deny all 10.0.1.0/24\n" OPEN_IN OPEN_OUT
                                       "[subnet a4]\nnetwork-acl = x\n",
          "a1", "hb tcp 443", "dropped destination SUBNET_ACL_RESTRICTION" },
        { BY_NAT LOCKED_ACL ("x", "a") "inbound 10 = deny all 10.20.1.0/24\n" OPEN_IN OPEN_OUT
                                       "[subnet a4]\nnetwork-acl = x\n",
          "a1", "hb tcp 443", "dropped return SUBNET_ACL_RESTRICTION" },
    };

    naive_cases_check (cases, G_N_ELEMENTS (cases));
}

static void
test_forwarding_hosts (void)
{
#define BY_HOST      "[route-table rtb-a]\n10.20.0.0/16 = fw\n"
#define BACK_BY_HOST "[route-table rtb-a3]\n10.0.1.0/24 = fw\n"
#define FW_GROUP     "[security-group sg-fw]\nvpc = a\n[host fw]\nsecurity-groups = sg-fw\n"
    static const NaiveCase cases[] = {
        { BY_HOST, "a1", "hb tcp 443", "delivered" },
        { BY_HOST "[host fw]\nsource-dest-check = true\n", "a1", "hb tcp 443",
          "dropped destination ENI_SOURCE_DEST_CHECK_RESTRICTION" },
        { BACK_BY_HOST "[host fw]\nsource-dest-check = true\n", "a1", "hb tcp 443",
          "dropped return ENI_SOURCE_DEST_CHECK_RESTRICTION" },
        { BY_HOST FW_GROUP, "a1", "hb tcp 443", "dropped destination SG_HAS_NO_RULES" },
        { BY_HOST FW_GROUP "[security-group sg-fw]\ningress = all sg-vpn\n", "a1", "hb tcp 443",
          "delivered" },
        { BY_HOST FW_GROUP "[security-group sg-fw]\ningress = all sg-vpn\n"
                           "egress = tcp 22 0.0.0.0/0\n",
          "a1", "hb tcp 443", "dropped destination ENI_SG_RULES_MISMATCH" },
        /* Only the answer meets it: as something new.  If both do, it is tracked. */
        { BACK_BY_HOST FW_GROUP "[security-group sg-fw]\ningress = all 10.0.0.0/16\n", "a1",
          "hb tcp 443", "dropped return ENI_SG_RULES_MISMATCH" },
        { BY_HOST BACK_BY_HOST FW_GROUP "[security-group sg-fw]\ningress = all 10.0.0.0/16\n", "a1",
          "hb tcp 443", "delivered" },
        { BY_HOST "[route-table rtb-a4]\n10.20.0.0/16 = fw\n", "a1", "hb tcp 443",
          "dropped destination CVPN_ROUTING_LOOP" },
        { "[route-table rtb-e1]\n0.0.0.0/0 = tgw\n"
          "[transit-gateway-route-table shared]\n0.0.0.0/0 = att-e\n",
          "a1", "8.8.8.8 tcp 443", "dropped destination CVPN_ROUTING_LOOP" },
        { BACK_BY_HOST "[route-table rtb-a4]\n10.0.1.0/24 = fw\n", "a1", "hb tcp 443",
          "dropped return CVPN_ROUTING_LOOP" },
        /* To the host itself its route leads as any other. */
        { "[route-table rtb-a]\n10.9.4.0/24 = fw\n[host fw]\nsource-dest-check = true\n", "a1",
          "fw tcp 443", "delivered" },
    };

    naive_cases_check (cases, G_N_ELEMENTS (cases));
}

/* Amazon VPC User Guide, "Security group referencing". */
static void
test_references (void)
{
#define REFERS "[security-group sg-b]\ningress = all sg-vpn\n"
#define SUPPORTS                                                                                   \
    REFERS "[transit-gateway tgw]\n"                                                               \
           "security-group-referencing-support = true\n"
    static const NaiveCase cases[] = {
        { REFERS, "a1", "hb tcp 443", "dropped destination ENI_SG_RULES_MISMATCH" },
        { SUPPORTS, "a1", "hb tcp 443", "delivered" },
        { SUPPORTS "[transit-gateway-attachment att-b]\n"
                   "security-group-referencing-support = false\n",
          "a1", "hb tcp 443", "dropped destination ENI_SG_RULES_MISMATCH" },
        { SUPPORTS "[transit-gateway-attachment att-a]\n"
                   "security-group-referencing-support = false\n",
          "a1", "hb tcp 443", "dropped destination ENI_SG_RULES_MISMATCH" },
        { SUPPORTS BY_NAT, "a1", "hb tcp 443", "dropped destination ENI_SG_RULES_MISMATCH" },
        { SUPPORTS BY_HOST, "a1", "hb tcp 443", "dropped destination ENI_SG_RULES_MISMATCH" },
    };

    naive_cases_check (cases, G_N_ELEMENTS (cases));
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "transit gateways", test_transit_gateways },
        { "ACLs of transit gateways", test_transit_acls },
        { "Amazon DNS server", test_dns_server },
        { "NAT gateways", test_nat_gateways },
        { "hosts that forward", test_forwarding_hosts },
        { "references to groups", test_references },
    };

    return cvpn_test_main ("property naive", tests, G_N_ELEMENTS (tests));
}
