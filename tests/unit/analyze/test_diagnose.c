/* What diagnose finds to be intermittent: each cause. */
#include "diagnose_cases.h"
#include "support.h"

static void
test_routes (void)
{
    static const DiagnoseCase cases[] = {
        { NULL, "", { NULL }, { NULL }, NULL },
        { "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = subnet-b\n",
          "error CVPN_ROUTES_DIFFER subnet-a of 2 by cvpn-1 0.0.0.0/0 = subnet-b\n",
          { "web tcp 443", "site tcp 443", "printer udp 53", "8.8.8.8 47" },
          { "app tcp 443", "web tcp 80", "192.168.1.11 tcp 443" },
          "0.0.0.0/0 is routed from subnet-b only: connections that land on subnet-a (1 of 2)" },
        /* One finding for each block, one route being no excuse for the other. */
        { "[client-vpn-routes cvpn-1]\n172.31.0.0/16 = subnet-b\n0.0.0.0/0 = subnet-a\n",
          "error CVPN_ROUTES_DIFFER subnet-b of 2 by cvpn-1 0.0.0.0/0 = subnet-a\n",
          { "site tcp 443", "printer udp 53" },
          { "web tcp 443" },
          "0.0.0.0/0 is routed from subnet-a only" },
        /* The other landing has a shorter route that covers it. */
        { "[client-vpn-routes cvpn-1]\n172.31.0.0/16 = subnet-b\n192.168.0.0/16 = subnet-a; "
          "subnet-b\n0.0.0.0/0 = subnet-a\n-[authorization-rules "
          "cvpn-1]\n[authorization-rules cvpn-1]\n172.31.0.0/16 = staff\n192.168.0.0/16 = staff\n",
          "",
          { NULL },
          { NULL },
          NULL },
        { "[route-table rtb-a]\n-172.31.0.0/16\n",
          "error SUBNET_ROUTES_DIFFER subnet-a of 2 by rtb-a 0.0.0.0/0 = igw-a\n",
          { "web tcp 443", "web udp 53", "web icmp" },
          { "web tcp 80", "site tcp 443", "172.31.5.11 tcp 443" },
          "for 172.31.0.0/16, rtb-a of subnet-a has '0.0.0.0/0 = igw-a', but rtb-b of subnet-b "
          "has '172.31.0.0/16 = pcx-ab'" },
        { "[route-table rtb-b]\n-0.0.0.0/0\n",
          "error SUBNET_ROUTES_DIFFER subnet-b of 2 by rtb-b\n",
          { "site tcp 443", "8.8.8.8 47", "203.0.113.10 tcp 443" },
          { "web tcp 443", "site tcp 80" },
          "rtb-b of subnet-b has no route" },
        { "[route-table rtb-a]\n172.31.0.0/16 = blackhole\n",
          "error BAD_STATE_ROUTE subnet-a of 2 by rtb-a 172.31.0.0/16 = blackhole\n",
          { "web tcp 443" },
          { "site tcp 443" },
          "'rtb-a 172.31.0.0/16 = blackhole' is a blackhole" },
    };

    cvpn_test_diagnose (cases, G_N_ELEMENTS (cases), CVPN_FINDS_INTERMITTENT);
}

static void
test_filters (void)
{
    static const DiagnoseCase cases[] = {
        { "[network-acl acl-a]\noutbound 50 = deny tcp 443 172.31.0.0/16\n",
          "error SUBNET_ACLS_DIFFER subnet-a of 2 by acl-a outbound 50 = deny tcp 443 "
          "172.31.0.0/16\n",
          { "web tcp 443" },
          { "web udp 53", "site tcp 443" },
          "acl-a of subnet-a denies the request by 'outbound 50 = deny tcp 443 172.31.0.0/16'" },
        { "[network-acl acl-a]\ninbound 50 = deny udp * 0.0.0.0/0\n",
          "error SUBNET_ACLS_DIFFER subnet-a of 2 by acl-a inbound 50 = deny udp * 0.0.0.0/0\n"
          "error SUBNET_ACLS_DIFFER subnet-b of 2 by acl-a inbound 50 = deny udp * 0.0.0.0/0\n",
          { "web udp 53", "site udp 53", "8.8.8.8 udp 1" },
          { "web tcp 443", "10.0.0.2 udp 53" },
          "acl-a of subnet-a denies the answer" },
        { "[network-acl acl-web]\ninbound 50 = deny all 10.0.2.0/24\n",
          "error SUBNET_ACLS_DIFFER subnet-b of 2 by acl-web inbound 50 = deny all 10.0.2.0/24\n",
          { "web tcp 443", "web icmp" },
          { "app tcp 443" },
          "acl-web of subnet-web denies the request" },
        { "[security-group sg-app]\ningress = all 10.0.1.0/24\n",
          "error ENI_SG_RULES_MISMATCH subnet-b of 2 by sg-app\n",
          { "app tcp 443", "neighbour udp 53" },
          { "web tcp 443" },
          "no rule of the security groups admits it (sg-app): connections that land on subnet-b "
          "(1 of 2) cannot reach app and neighbour" },
        { "[network office]\nfirewall = allow all 10.0.1.0/24; deny all 0.0.0.0/0\n",
          "error FIREWALL_RULES_RESTRICTION subnet-b of 2 by office firewall deny all "
          "0.0.0.0/0\n",
          { "printer tcp 443" },
          { "web tcp 443" },
          NULL },
        { "[subnet subnet-b]\navailable-addresses = 0\n",
          "error CVPN_SUBNET_ADDRESS_EXHAUSTED subnet-b of 2 by subnet-b\n",
          { "app tcp 443", "web tcp 443", "site udp 53", "10.0.0.2 udp 53" },
          { "app tcp 80" },
          NULL },
    };

    cvpn_test_diagnose (cases, G_N_ELEMENTS (cases), CVPN_FINDS_INTERMITTENT);
}

#define GATEWAY                                                                                    \
    "[transit-gateway tgw-1]\n"                                                                    \
    "[transit-gateway-attachment att-a]\ntransit-gateway = tgw-1\nvpc = vpc-a\n"                   \
    "route-table = tgw-rtb\n"                                                                      \
    "[transit-gateway-attachment att-c]\ntransit-gateway = tgw-1\nvpc = vpc-c\n"                   \
    "route-table = tgw-rtb\nsubnets = subnet-lab\n"                                                \
    "[transit-gateway-route-table tgw-rtb]\ntransit-gateway = tgw-1\n"                             \
    "10.0.0.0/16 = att-a\n10.20.0.0/16 = att-c\n"                                                  \
    "[route-table rtb-lab]\nvpc = vpc-c\nmain = true\n"                                            \
    "[security-group sg-lab]\nvpc = vpc-c\ndefault = true\ningress = all 10.0.0.0/16\n"            \
    "[route-table rtb-a]\n10.20.0.0/16 = tgw-1\n[route-table rtb-b]\n10.20.0.0/16 = tgw-1\n"

static void
test_far_sides (void)
{
    static const DiagnoseCase cases[] = {
        { GATEWAY "[transit-gateway-attachment att-a]\nsubnets = subnet-a\n"
                  "[route-table rtb-lab]\n10.0.0.0/16 = tgw-1\n",
          "error TGW_ROUTE_AZ_RESTRICTION subnet-b of 2 by att-a\n",
          { "lab tcp 443", "lab icmp" },
          { "web tcp 443", "10.20.1.11 tcp 443" },
          "att-a has no subnet in us-east-1b, the zone of subnet-b" },
        { GATEWAY "[transit-gateway-attachment att-a]\nsubnets = subnet-a; subnet-b\n"
                  "[route-table rtb-lab]\n10.0.2.0/24 = tgw-1\n",
          "error RETURN_ROUTES_DIFFER subnet-a of 2 by rtb-lab\n",
          { "lab tcp 443" },
          { "web tcp 443" },
          "do not come back: the route table has no route ('rtb-lab')" },
        { "[route-table rtb-web]\n10.0.1.0/24 = blackhole\n",
          "error RETURN_ROUTES_DIFFER subnet-a of 2 by rtb-web 10.0.1.0/24 = blackhole\n",
          { "web tcp 443" },
          { "app tcp 443" },
          "the route is a blackhole" },
        { "[network office]\nreturn-routes = 10.0.1.0/24\n",
          "error RETURN_ROUTES_DIFFER subnet-b of 2 by office\n",
          { "printer tcp 443" },
          { "web tcp 443" },
          NULL },
    };

    cvpn_test_diagnose (cases, G_N_ELEMENTS (cases), CVPN_FINDS_INTERMITTENT);
}

/* Where no host is declared it would be intermittent all the same; a filter alone says nothing. */
static void
test_latent (void)
{
    static const DiagnoseCase cases[] = {
        { "-[host web]\n[route-table rtb-a]\n-172.31.0.0/16\n",
          "warning SUBNET_ROUTES_DIFFER latent subnet-a of 2 by rtb-a 0.0.0.0/0 = igw-a\n",
          { "172.31.5.10 tcp 443", "172.31.0.0 47" },
          { "site tcp 443" },
          "no host is declared there, but subnet route tables differ" },
        { "[unknown vpc-x]\nkind = vpc\n[vpc-peering-connection pcx-x]\nrequester-vpc = vpc-a\n"
          "accepter-vpc = vpc-x\n[route-table rtb-a]\n10.99.0.0/16 = pcx-x\n"
          "[route-table rtb-b]\n10.99.0.0/16 = pcx-x\n[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n"
          "10.99.0.0/16 = subnet-a\n[authorization-rules cvpn-1]\n10.99.0.0/16 = *\n",
          "warning CVPN_ROUTES_DIFFER latent subnet-b of 2 by cvpn-1 10.99.0.0/16 = subnet-a\n",
          { "10.99.0.1 tcp 443" },
          { "web tcp 443" },
          "not every landing can be judged, but 10.99.0.0/16 is routed from subnet-a only" },
        { "-[host web]\n[network-acl acl-a]\noutbound 50 = deny tcp 443 172.31.0.0/16\n",
          "",
          { NULL },
          { NULL },
          NULL },
    };

    cvpn_test_diagnose (cases, G_N_ELEMENTS (cases), CVPN_FINDS_INTERMITTENT);
}

/* A gateway that does not carry a protocol is nobody's mistake. */
static void
test_gateway_limit (void)
{
    static const DiagnoseCase cases[] = {
        { "[subnet subnet-nat]\nvpc = vpc-a\navailability-zone = us-east-1b\n"
          "cidr-block = 10.0.9.0/24\nroute-table = rtb-a\n"
          "[nat-gateway nat-1]\nsubnet = subnet-nat\n[route-table rtb-b]\n0.0.0.0/0 = nat-1\n",
          "note PROTOCOL_RESTRICTION subnet-b of 2 by nat-1\n",
          { "8.8.8.8 47" },
          { "8.8.8.8 tcp 1", "8.8.8.8 icmp" },
          "the gateway does not carry this protocol" },
    };

    const DiagnoseCase unasked[] = {
        { cases[0].patch, "", { NULL }, { NULL }, NULL },
    };

    cvpn_test_diagnose (cases, G_N_ELEMENTS (cases), CVPN_FINDS_LIMITS);
    cvpn_test_diagnose (unasked, G_N_ELEMENTS (unasked), CVPN_FINDS_INTERMITTENT);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "routes", test_routes },
        { "filters", test_filters },
        { "far sides", test_far_sides },
        { "latent", test_latent },
        { "gateway limit", test_gateway_limit },
    };

    return cvpn_test_main ("analyze diagnose", tests, G_N_ELEMENTS (tests));
}
