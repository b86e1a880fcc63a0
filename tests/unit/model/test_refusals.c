/* What no network can be: every refusal of the build, with what it says.  They
 * are what AWS's API refuses too, so each is an error and not a finding. */
#include "model/scenario.h"
#include "scenario_text.h"
#include "support.h"

typedef struct {
    const char *patch;
    const char *says[3]; /* parts of the message; all of them */
} Refusal;

static void
check_refusals (const Refusal *refusals, guint n)
{
    g_autofree char *base = cvpn_test_read ("tests/support/network.ini");

    for (guint i = 0; i < n; i++) {
        g_autofree char *text = cvpn_test_patch (base, refusals[i].patch);
        g_autofree char *faults = NULL;
        g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);
        if (scenario)
            g_printerr ("not refused:\n%s\n", refusals[i].patch);
        CU_ASSERT (scenario == NULL);
        for (guint j = 0; !scenario && j < G_N_ELEMENTS (refusals[i].says); j++)
            if (refusals[i].says[j])
                cvpn_assert_has (faults, refusals[i].says[j]);
    }
}

static void
test_vpcs (void)
{
    static const Refusal refusals[] = {
        { "[vpc vpc-a]\ncidr-block = 10.0.0.0/16; 10.0.128.0/17\n",
          { "[vpc vpc-a] cidr-block: 10.0.128.0/17 overlaps 10.0.0.0/16" } },
        { "[subnet subnet-a]\ncidr-block = 10.1.1.0/24\n",
          { "[subnet subnet-a] cidr-block: 10.1.1.0/24 is not inside [vpc vpc-a]" } },
        { "[subnet subnet-a]\ncidr-block = 10.0.0.0/15\n", { "is not inside [vpc vpc-a]" } },
        { "[subnet subnet-b]\ncidr-block = 10.0.1.128/25\n",
          { "[subnet subnet-b] cidr-block: 10.0.1.128/25 overlaps 10.0.1.0/24 of "
            "[subnet subnet-a]" } },
        { "[subnet subnet-a]\navailable-addresses = 252\n",
          { "256 addresses has at most 251 to give", "AWS keeps 5" } },
    };
    check_refusals (refusals, G_N_ELEMENTS (refusals));
}

static void
test_gateways (void)
{
    static const Refusal refusals[] = {
        { "[internet-gateway igw-2]\nvpc = vpc-a\n",
          { "[internet-gateway igw-2] vpc: [vpc vpc-a] has [internet-gateway igw-a] already" } },
        { "[virtual-private-gateway vgw-2]\nvpc = vpc-a\n",
          { "[virtual-private-gateway vgw-2] vpc: [vpc vpc-a] has "
            "[virtual-private-gateway vgw-a] already" } },
        { "[vpc vpc-x]\ncidr-block = 10.0.128.0/17\n[vpc-peering-connection pcx-x]\n"
          "requester-vpc = vpc-a\naccepter-vpc = vpc-x\n",
          { "[vpc-peering-connection pcx-x]", "10.0.0.0/16 of [vpc vpc-a] overlaps",
            "[vpc vpc-x]" } },
    };
    check_refusals (refusals, G_N_ELEMENTS (refusals));
}

static void
test_route_tables (void)
{
    static const Refusal refusals[] = {
        { "[route-table rtb-a]\nmain = true\n[route-table rtb-b]\nmain = true\n",
          { "[route-table rtb-b] main: [vpc vpc-a] has a main route table already, "
            "[route-table rtb-a]" } },
        { "[route-table rtb-a]\n10.20.0.0/16 = pcx-bc\n",
          { "[route-table rtb-a] 10.20.0.0/16: 'pcx-bc' does not serve [vpc vpc-a]" } },
        { "[route-table rtb-a]\n0.0.0.0/0 = igw-d\n", { "'igw-d' does not serve [vpc vpc-a]" } },
        { "[virtual-private-gateway vgw-b]\nvpc = vpc-b\n[route-table rtb-a]\n"
          "10.20.0.0/16 = vgw-b\n",
          { "'vgw-b' does not serve [vpc vpc-a]" } },
        { "[virtual-private-gateway vgw-b]\nvpc = vpc-b\n[route-table rtb-a]\n"
          "propagating = vgw-b\n",
          { "[route-table rtb-a] propagating: 'vgw-b' does not serve [vpc vpc-a]" } },
        { "[route-table rtb-a]\n10.0.0.0/16 = pcx-ab\n",
          { "[route-table rtb-a] 10.0.0.0/16: the VPC's local route has this destination already; "
            "a "
            "NAT gateway or a host may take its place, 'pcx-ab' may not" } },
        { "[prefix-list pl-s3]\nentries = 52.216.0.0/15\n[route-table rtb-a]\npl-s3 = igw-d\n",
          { "[route-table rtb-a] pl-s3: 'igw-d' does not serve [vpc vpc-a]" } },
        { "[subnet subnet-a]\nroute-table = rtb-web\n",
          { "[subnet subnet-a] route-table: [route-table rtb-web] is of another VPC than "
            "[vpc vpc-a]" } },
    };
    check_refusals (refusals, G_N_ELEMENTS (refusals));
}

#define SERVICE                                                                                    \
    "[prefix-list pl-s3]\nentries = 52.216.0.0/15\n[vpc-endpoint vpce-s3]\nvpc = vpc-a\n"          \
    "prefix-list = pl-s3\n"

static void
test_vpc_endpoints (void)
{
    static const Refusal refusals[] = {
        { SERVICE "route-tables = rtb-a; rtb-web\n",
          { "[vpc-endpoint vpce-s3] route-tables: [route-table rtb-web] is of another VPC than "
            "[vpc vpc-a]" } },
        { SERVICE "[route-table rtb-web]\npl-s3 = vpce-s3\n",
          { "[route-table rtb-web] pl-s3: 'vpce-s3' does not serve [vpc vpc-b]" } },
        { SERVICE "[route-table rtb-a]\n52.216.0.0/15 = vpce-s3\n",
          { "[route-table rtb-a] 52.216.0.0/15: 'vpce-s3' is a gateway endpoint; expected a route "
            "to its prefix list, pl-s3 = vpce-s3" } },
        { SERVICE "[prefix-list pl-two]\nentries = 3.5.0.0/19\n"
                  "[route-table rtb-a]\npl-two = vpce-s3\n",
          { "[route-table rtb-a] pl-two: 'vpce-s3' is a gateway endpoint" } },
        { SERVICE "route-tables = rtb-a\n[route-table rtb-a]\npl-s3 = igw-a\n",
          { "[vpc-endpoint vpce-s3] route-tables: [route-table rtb-a] has a route to 'pl-s3' "
            "already, to 'igw-a'" } },
        { SERVICE "route-tables = rtb-a\n[vpc-endpoint vpce-2]\nvpc = vpc-a\n"
                  "prefix-list = pl-s3\nroute-tables = rtb-b; rtb-a\n",
          { "[vpc-endpoint vpce-2] route-tables: [route-table rtb-a] has a route to 'pl-s3' "
            "already, to 'vpce-s3'" } },
    };
    check_refusals (refusals, G_N_ELEMENTS (refusals));
}

static void
test_nat_gateways (void)
{
    static const Refusal refusals[] = {
        { "[nat-gateway nat]\nsubnet = subnet-a\naddress = 10.0.2.9\n",
          { "[nat-gateway nat] address: 10.0.2.9 is not in [subnet subnet-a]" } },
        { "[nat-gateway nat]\nsubnet = subnet-a\naddress = 10.0.1.3\n",
          { "10.0.1.3 is one of the five addresses of [subnet subnet-a] that AWS keeps" } },
        { "[nat-gateway nat]\nsubnet = subnet-a\naddress = 10.0.1.255\n",
          { "10.0.1.255 is one of the five addresses" } },
        { "[nat-gateway nat]\nsubnet = subnet-a\naddress = 10.0.1.10\n",
          { "[nat-gateway nat] address: 10.0.1.10 is the address of [host neighbour]" } },
        { "[nat-gateway nat]\nsubnet = subnet-a\naddress = 10.0.1.9\n"
          "[client-vpn-endpoint cvpn-1]\ninterface-addresses = subnet-a 10.0.1.9\n",
          { "[nat-gateway nat] address: 10.0.1.9 is the address of [client-vpn-endpoint "
            "cvpn-1]" } },
        { "[nat-gateway nat]\nsubnet = subnet-web\n[route-table rtb-a]\n0.0.0.0/0 = nat\n",
          { "[route-table rtb-a] 0.0.0.0/0: 'nat' does not serve [vpc vpc-a]" } },
        { "[route-table rtb-a]\n1.0.0.0/8 = web\n", { "'web' does not serve [vpc vpc-a]" } },
        { "[route-table rtb-a]\n1.0.0.0/8 = printer\n", { "'printer' does not serve" } },
        { "[subnet tiny]\nvpc = vpc-a\navailability-zone = z\ncidr-block = 10.0.99.0/29\n"
          "[nat-gateway nat]\nsubnet = tiny\nsecondary-private-ip-address-count = 3\n",
          { "[nat-gateway nat] subnet: [subnet tiny] has no free address for it" } },
    };
    check_refusals (refusals, G_N_ELEMENTS (refusals));
}

#define ATTACHMENT(name)                                                                           \
    "[transit-gateway tgw]\n[transit-gateway other]\n[transit-gateway-attachment " name "]\n"      \
    "transit-gateway = tgw\n"

static void
test_transit_gateways (void)
{
    static const Refusal refusals[] = {
        { ATTACHMENT ("one") "vpc = vpc-a\nsubnets = subnet-a\n" ATTACHMENT (
              "two") "vpc = vpc-a\nsubnets = subnet-b\n",
          { "[transit-gateway-attachment two] vpc: [vpc vpc-a] is attached to "
            "[transit-gateway tgw] already, by [transit-gateway-attachment one]" } },
        { ATTACHMENT ("one") "vpc = vpc-a\nsubnets = subnet-a; subnet-app\n",
          { "subnets: [subnet subnet-a] and [subnet subnet-app] are both in us-east-1a" } },
        { ATTACHMENT ("one") "vpc = vpc-a\nsubnets = subnet-web\n",
          { "subnets: [subnet subnet-web] is of [vpc vpc-b], not of [vpc vpc-a]" } },
        { ATTACHMENT ("one") "vpn-connection = vpn-1\n",
          { "the gateway of [vpn-connection vpn-1] is 'vgw-a', not [transit-gateway tgw]" } },
        { ATTACHMENT ("one") "vpn-connection = vpn-1\n" ATTACHMENT (
              "two") "vpn-connection = vpn-1\n[vpn-connection vpn-1]\ngateway = tgw\n"
                     "[route-table rtb-a]\n-192.168.0.0/16\n",
          { "[transit-gateway-attachment two] vpn-connection: [vpn-connection vpn-1] is attached "
            "already, by [transit-gateway-attachment one]" } },
        { ATTACHMENT ("one") "vpc = vpc-a\nsubnets = subnet-a\nroute-table = table\n"
                             "[transit-gateway-route-table table]\ntransit-gateway = other\n",
          { "[transit-gateway-attachment one] route-table: [transit-gateway-route-table table] is "
            "of [transit-gateway other], not of [transit-gateway tgw]" } },
        { ATTACHMENT ("one") "vpc = vpc-a\nsubnets = subnet-a\n"
                             "[transit-gateway-route-table table]\ntransit-gateway = other\n"
                             "propagating = one\n10.0.0.0/16 = one\n",
          { "[transit-gateway-route-table table] propagating: [transit-gateway-attachment one] is "
            "of [transit-gateway tgw], not of [transit-gateway other]",
            "[transit-gateway-route-table table] 10.0.0.0/16: [transit-gateway-attachment one]" } },
    };
    check_refusals (refusals, G_N_ELEMENTS (refusals));
}

static void
test_filters (void)
{
    static const Refusal refusals[] = {
        { "[security-group sg-vpn]\ndefault = true\n[security-group sg-app]\ndefault = true\n",
          { "[security-group sg-app] default: [vpc vpc-a] has a default group already, "
            "[security-group sg-vpn]" } },
        { "[subnet subnet-a]\nnetwork-acl = acl-web\n",
          { "[subnet subnet-a] network-acl: [network-acl acl-web] is of another VPC than "
            "[vpc vpc-a]" } },
    };
    check_refusals (refusals, G_N_ELEMENTS (refusals));
}

static void
test_hosts (void)
{
    static const Refusal refusals[] = {
        { "[host app]\nsecurity-groups = sg-web\n",
          { "[host app] security-groups: [security-group sg-web] is of another VPC" } },
        { "[host app]\naddress = 10.0.11.10\n",
          { "[host app] address: not in [subnet subnet-app], 10.0.10.0/24" } },
        { "[host printer]\naddress = 192.169.0.1\n",
          { "[host printer] address: not in a block of [network office]" } },
        { "[host app2]\nsubnet = subnet-app\naddress = 10.0.10.10\n",
          { "[host app2] address: [host app] has this address already" } },
        { "[host printer2]\nnetwork = office\naddress = 192.168.1.10\n",
          { "[host printer2] address: [host printer] has this address already" } },
        { "[host app]\npublic-address = 203.0.113.10\n",
          { "public-address: [host app] has this address already", "[host shop]" } },
    };
    check_refusals (refusals, G_N_ELEMENTS (refusals));
}

#define ENDPOINT(lines) "[client-vpn-endpoint cvpn-1]\n" lines "\n"
#define TARGETS         "[client-vpn-endpoint cvpn-1] target-networks: "

static void
test_client_cidr (void)
{
    static const Refusal refusals[] = {
        { ENDPOINT ("client-cidr-block = 10.2.0.0/23"),
          { "client-cidr-block: 10.2.0.0/23: the block must be between /12 and /22" } },
        { ENDPOINT ("client-cidr-block = 172.0.0.0/11"), { "between /12 and /22" } },
        { ENDPOINT ("client-cidr-block = 100.64.0.0/15") "[quotas]\nprofile = 2020\n",
          { "between /16 and /22" } },
        { ENDPOINT ("client-cidr-block = 10.0.64.0/22"),
          { "10.0.64.0/22 overlaps 10.0.0.0/16 of [vpc vpc-a]" } },
        { "[vpc vpc-a]\ncidr-block = 10.0.0.0/16; 10.2.1.0/24\n",
          { "10.2.0.0/22 overlaps 10.2.1.0/24 of [vpc vpc-a]" } },
    };
    check_refusals (refusals, G_N_ELEMENTS (refusals));
}

static void
test_associations (void)
{
    static const Refusal refusals[] = {
        { ENDPOINT ("target-networks = subnet-a; subnet-app"),
          { TARGETS "[subnet subnet-a] and [subnet subnet-app] are both in us-east-1a" } },
        { ENDPOINT ("target-networks = subnet-a; subnet-web"),
          { TARGETS "[subnet subnet-web] is of [vpc vpc-b], not of [vpc vpc-a]", "one VPC" } },
        { ENDPOINT ("vpc = vpc-b\nsecurity-groups = sg-web"),
          { TARGETS "[subnet subnet-a] is of [vpc vpc-a], not of [vpc vpc-b]",
            "[subnet subnet-b] is of [vpc vpc-a]" } },
        { "[vpc vpc-a]\ntenancy = dedicated\n",
          { TARGETS "[subnet subnet-a] is in a VPC of dedicated tenancy" } },
        { "[subnet subnet-b]\ncidr-block = 10.0.2.0/28\n",
          { TARGETS "[subnet subnet-b] is a /28; an associated subnet is at least a /27" } },
        { ENDPOINT ("security-groups = sg-web"),
          { "security-groups: [security-group sg-web] is not of [vpc vpc-a]" } },
    };
    check_refusals (refusals, G_N_ELEMENTS (refusals));
}

static void
test_interfaces (void)
{
    static const Refusal refusals[] = {
        { ENDPOINT ("interface-addresses = subnet-a 10.0.2.9"),
          { "interface-addresses: 10.0.2.9 is not in [subnet subnet-a]" } },
        { ENDPOINT ("interface-addresses = subnet-a 10.0.1.10"),
          { "interface-addresses: 10.0.1.10 is the address of [host neighbour]" } },
        { ENDPOINT ("interface-addresses = subnet-a 10.0.1.9") "[client-vpn-endpoint "
                                                               "cvpn-2]\nclient-cidr-block = "
                                                               "10.3.0.0/22\n"
                                                               "target-networks = "
                                                               "subnet-a\ninterface-addresses = "
                                                               "subnet-a 10.0.1.9\n",
          { "[client-vpn-endpoint cvpn-2] interface-addresses: 10.0.1.9 is the address of "
            "[client-vpn-endpoint cvpn-1]" } },
    };
    check_refusals (refusals, G_N_ELEMENTS (refusals));
}

/* A /27 with a host at each of the 27 addresses that AWS leaves. */
static void
test_full_subnet (void)
{
    g_autoptr (GString) patch = g_string_new ("[subnet subnet-b]\ncidr-block = 10.0.2.0/27\n");

    for (guint i = 4; i <= 30; i++)
        g_string_append_printf (patch, "[host h%u]\nsubnet = subnet-b\naddress = 10.0.2.%u\n", i,
                                i);
    const Refusal refusal = { patch->str, { TARGETS, "[subnet subnet-b] has no free address" } };
    check_refusals (&refusal, 1);
}

#define ROUTES(lines) "[client-vpn-routes cvpn-1]\n" lines "\n"

static void
test_vpn_routes (void)
{
    static const Refusal refusals[] = {
        { ROUTES ("10.3.0.0/22 = local"),
          { "[client-vpn-routes cvpn-1] 10.3.0.0/22: a route to 'local' is for the client CIDR, "
            "10.2.0.0/22" } },
        { ROUTES ("10.2.1.0/24 = local"), { "is for the client CIDR" } },
        { ROUTES ("10.2.0.0/22 = subnet-a"),
          { "the destination overlaps the client CIDR, 10.2.0.0/22; only 'local'" } },
        { ROUTES ("10.2.0.0/16 = subnet-a"), { "overlaps the client CIDR" } },
        { ROUTES ("172.31.0.0/16 = subnet-app"),
          { "[client-vpn-routes cvpn-1] 172.31.0.0/16: [subnet subnet-app] is not associated with "
            "'cvpn-1'" } },
    };
    check_refusals (refusals, G_N_ELEMENTS (refusals));
}

/* What AWS merely refuses to do twice is no fault of the whole. */
static void
test_warnings (void)
{
    g_autofree char *base = cvpn_test_read ("tests/support/network.ini");
    g_autofree char *text =
        cvpn_test_patch (base, ROUTES ("10.0.0.0/16 = subnet-a") "[quotas]\nroutes = 1\n"
                                                                 "authorization-rules = 0\n");
    g_autofree char *path = cvpn_test_file ("a.ini", text);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (path, NULL, report, NULL);
    g_autofree char *faults = cvpn_report_format (report);

    CU_ASSERT (scenario != NULL);
    cvpn_assert_has (faults, "warning: [client-vpn-routes cvpn-1] 10.0.0.0/16: 'subnet-a' has this "
                             "route already");
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "VPCs and subnets", test_vpcs },      { "gateways and peerings", test_gateways },
        { "route tables", test_route_tables },  { "gateway endpoints", test_vpc_endpoints },
        { "NAT gateways", test_nat_gateways },  { "transit gateways", test_transit_gateways },
        { "groups and ACLs", test_filters },    { "hosts", test_hosts },
        { "client CIDR", test_client_cidr },    { "associations", test_associations },
        { "interfaces", test_interfaces },      { "a full subnet", test_full_subnet },
        { "endpoint routes", test_vpn_routes }, { "warnings", test_warnings },
    };

    return cvpn_test_main ("model refusals", tests, G_N_ELEMENTS (tests));
}
