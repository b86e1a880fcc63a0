/* unknown: what may be named without being there, and where that will not do. */
#include "read_spec.h"

#define UNKNOWN(name, kind) "[unknown " name "]\nkind = " kind "\n"

static void
test_keys (void)
{
    g_autoptr (CvpnSpec) spec =
        read_good (TITLE UNKNOWN ("vpc-x", "vpc") "call = describe-vpcs --region us-west-2\n"
                                                  "[unknown rtb-x]\nkind = route-table\n");
    const CvpnUnknownSpec *vpc = spec->unknowns->pdata[0], *table = spec->unknowns->pdata[1];

    cvpn_assert_str (vpc->kind, "vpc");
    cvpn_assert_str (vpc->call, "describe-vpcs --region us-west-2");
    cvpn_assert_str (table->kind, "route-table");
    CU_ASSERT_PTR_NULL (table->call);
}

/* One of each kind, wherever a group of that kind may be named. */
static void
test_references (void)
{
    g_autofree char *faults = read_faults (
        TITLE SUBNET WEB UNKNOWN ("vpc-x", "vpc") UNKNOWN ("subnet-x", "subnet") UNKNOWN (
            "rtb-x", "route-table") UNKNOWN ("acl-x", "network-acl") UNKNOWN ("sg-x",
                                                                              "security-group")
            UNKNOWN ("pl-x", "prefix-list") UNKNOWN ("list-x", "prefix-list") UNKNOWN (
                "igw-x", "internet-gateway") UNKNOWN ("nat-x", "nat-gateway")
                UNKNOWN ("pcx-x", "vpc-peering-connection") UNKNOWN (
                    "tgw-x", "transit-gateway") UNKNOWN ("att-x", "transit-gateway-attachment")
                    UNKNOWN ("tgw-rtb-x", "transit-gateway-route-table") UNKNOWN (
                        "vgw-x", "virtual-private-gateway") UNKNOWN ("vpn-x", "vpn-connection")
                        UNKNOWN ("vpce-x", "vpc-endpoint") UNKNOWN ("net-x", "network") UNKNOWN (
                            "eni-x",
                            "host") "[route-table rtb-a]\nvpc = vpc-a\n10.1.0.0/16 = "
                                    "igw-x\n10.2.0.0/16 = nat-x\n"
                                    "10.3.0.0/16 = pcx-x\n10.4.0.0/16 = tgw-x\n10.5.0.0/16 = "
                                    "vgw-x\n10.6.0.0/16 = vpce-x\n"
                                    "10.7.0.0/16 = eni-x\npl-x = blackhole\nlist-x = "
                                    "blackhole\npropagating = vgw-x\n"
                                    "[subnet subnet-b]\nvpc = vpc-a\navailability-zone = "
                                    "b\ncidr-block = 10.0.2.0/24\n"
                                    "route-table = rtb-x\nnetwork-acl = acl-x\n"
                                    "[nat-gateway nat-a]\nsubnet = subnet-x\n"
                                    "[vpc-peering-connection pcx-a]\nrequester-vpc = "
                                    "vpc-a\naccepter-vpc = vpc-x\n"
                                    "[transit-gateway-attachment att-a]\ntransit-gateway = "
                                    "tgw-x\nvpc = vpc-a\n"
                                    "subnets = subnet-a; subnet-x\nroute-table = tgw-rtb-x\n"
                                    "[transit-gateway-attachment att-b]\ntransit-gateway = "
                                    "tgw-x\nvpc = vpc-x\n"
                                    "[transit-gateway-attachment att-v]\ntransit-gateway = "
                                    "tgw-x\nvpn-connection = vpn-x\n"
                                    "[transit-gateway-route-table tgw-rtb]\ntransit-gateway = "
                                    "tgw-x\npropagating = att-x\n"
                                    "10.0.0.0/8 = att-x\n"
                                    "[vpn-connection vpn-a]\ngateway = vgw-x\nnetwork = "
                                    "net-x\nroutes = 192.168.0.0/16\n"
                                    "[vpc-endpoint vpce-a]\nvpc = vpc-x\nprefix-list = "
                                    "pl-x\nroute-tables = rtb-x\n"
                                    "[security-group sg-a]\nvpc = vpc-a\ningress = all sg-x; all "
                                    "pl-x\negress = all sg-x\n"
                                    "[host app]\nsubnet = subnet-a\naddress = "
                                    "10.0.1.20\nsecurity-groups = sg-a; sg-x\n"
                                    "[client-vpn-endpoint cvpn-1]\nclient-cidr-block = "
                                    "10.99.0.0/22\nvpc = vpc-x\n"
                                    "security-groups = sg-x\n"
                                    "[client-vpn-endpoint cvpn-2]\nclient-cidr-block = "
                                    "10.98.0.0/22\ntarget-networks = subnet-x\n"
                                    "interface-addresses = subnet-x 10.0.1.1\n"
                                    "[client-vpn-routes cvpn-2]\n10.1.0.0/16 = subnet-x\n"
                                    "[clients others]\nendpoint = cvpn-2\n"
                                    "count = 1\narrival = at 0s\n"
                                    "[expect web]\nclients = others\nto = 10.0.1.1 tcp 443\n"
                                    "landing = subnet-x\nverdict = undetermined\n"
                                    "[unknown more-hosts]\nkind = host\nof = subnet-x\n"
                                    "not-modelled = a fleet of balloons\n");

    cvpn_assert_str (faults, "");
}

static void
test_refusals (void)
{
    g_autofree char *faults = read_faults (
        TITLE STAFF UNKNOWN ("vpc-x", "vpc") UNKNOWN ("subnet-x", "subnet")
            UNKNOWN ("net-x", "network") UNKNOWN ("eni-x", "host") UNKNOWN (
                "sg-x",
                "security-group") "[subnet subnet-b]\nvpc = vpc-x\navailability-zone = "
                                  "b\ncidr-block = 10.0.2.0/24\n"
                                  "[host app]\nsubnet = subnet-x\naddress = 10.0.1.20\n"
                                  "[host far]\nnetwork = net-x\naddress = 192.168.0.1\n"
                                  "[traffic web]\nclients = staff\nto = eni-x tcp 443\nevery = 1s\n"
                                  "[route-table rtb-a]\nvpc = sg-x\nsg-x = blackhole\n10.1.0.0/16 "
                                  "= vpc-x\n");

    cvpn_assert_has (faults, "[subnet subnet-b] vpc: nothing is known of 'vpc-x'; expected a vpc "
                             "that the file contains\n");
    cvpn_assert_has (faults, "[host app] subnet: nothing is known of 'subnet-x'; expected a subnet "
                             "that the file contains\n");
    cvpn_assert_has (faults, "[host far] network: nothing is known of 'net-x'; expected a network "
                             "or 'internet' that the file contains\n");
    cvpn_assert_has (faults, "[traffic web] to: nothing is known of 'eni-x'; expected a host that "
                             "the file contains\n");
    cvpn_assert_has (faults,
                     "[route-table rtb-a] vpc: 'sg-x' is a security-group; expected a vpc\n");
    cvpn_assert_has (faults, "[route-table rtb-a] sg-x: the name of a security-group; expected a "
                             "CIDR, or the name of a prefix list\n");
    cvpn_assert_has (faults, "[route-table rtb-a] 10.1.0.0/16: 'vpc-x' is a vpc; expected an "
                             "internet-gateway, ");
}

static void
test_faults (void)
{
    g_autofree char *faults = read_faults (TITLE VPC "[unknown a]\nkind = client-vpn-endpoint\n"
                                                     "[unknown b]\nkind = vcp\ncall =\n"
                                                     "[unknown vpc-a]\nkind = vpc\n"
                                                     "[route-table r]\nvpc = a\n");

    cvpn_assert_has (faults, "6: [unknown a] kind: 'client-vpn-endpoint' is unknown; known: vpc, ");
    cvpn_assert_has (faults, "8: [unknown b] kind: 'vcp' is unknown; did you mean 'vpc'?");
    cvpn_assert_has (faults, "9: [unknown b] call: has no value");
    cvpn_assert_has (faults, "10: [unknown vpc-a]: the name is already that of [vpc vpc-a]");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "keys", test_keys },
        { "references", test_references },
        { "where it will not do", test_refusals },
        { "faults", test_faults },
    };

    return cvpn_test_main ("input unknown", tests, G_N_ELEMENTS (tests));
}
