/* gateways: NAT gateways, transit gateways, their attachments and tables as written. */
#include "read_spec.h"

#define TRANSIT                                                                                    \
    SUBNET "[transit-gateway tgw]\n[transit-gateway-attachment att-a]\ntransit-gateway = tgw\n"

static void
test_nat_gateway (void)
{
    g_autoptr (CvpnSpec) spec =
        read_good (TITLE SUBNET "[nat-gateway plain]\nsubnet = subnet-a\n"
                                "[nat-gateway other]\nsubnet = subnet-a\n"
                                "connectivity-type = private\naddress = 10.0.1.9; 10.0.1.7\n"
                                "secondary-private-ip-address-count = 6\n"
                                "ports-per-destination = 0\n");
    const CvpnNatGatewaySpec *plain = spec->nat_gateways->pdata[0];
    const CvpnNatGatewaySpec *other = spec->nat_gateways->pdata[1];

    cvpn_assert_str (plain->subnet, "subnet-a");
    cvpn_assert_int (plain->connectivity_type, CVPN_NAT_PUBLIC);
    cvpn_assert_int (plain->address->len, 0);
    cvpn_assert_int (plain->secondary_address_count, 0);
    cvpn_assert_int (plain->ports_per_destination, 55000);
    cvpn_assert_int (other->connectivity_type, CVPN_NAT_PRIVATE);
    CU_ASSERT_EQUAL_FATAL (other->address->len, 2);
    cvpn_assert_int (g_array_index (other->address, guint32, 1), 0x0a000107);
    cvpn_assert_int (other->secondary_address_count, 6);
    cvpn_assert_int (other->ports_per_destination, 0);
}

static void
test_nat_addresses (void)
{
    g_autofree char *faults =
        read_faults (TITLE SUBNET "[nat-gateway a]\nsubnet = subnet-a\n"
                                  "secondary-private-ip-address-count = 8\n"
                                  "[nat-gateway b]\nsubnet = subnet-a\naddress = 10.0.1.9; "
                                  "10.0.1.7\nsecondary-private-ip-address-count = 7\n"
                                  "[nat-gateway c]\nsubnet = subnet-a\naddress =\n"
                                  "ports-per-destination = 64513\n");

    cvpn_assert_str (
        faults,
        "11: [nat-gateway a] secondary-private-ip-address-count: '8' is out of bounds; expected a "
        "whole number from 0 to 7\n"
        "15: [nat-gateway b] secondary-private-ip-address-count: 9 addresses in all; expected at "
        "most 8\n"
        "18: [nat-gateway c] address: has no value\n"
        "19: [nat-gateway c] ports-per-destination: '64513' is out of bounds; expected a whole "
        "number from 0 to 64512\n");
}

static void
test_transit_gateway (void)
{
    g_autoptr (CvpnSpec) spec = read_good (
        TITLE TRANSIT "vpc = vpc-a\nsubnets = subnet-a\nroute-table = tr\n"
                      "[transit-gateway strict]\nsecurity-group-referencing-support = true\n"
                      "[transit-gateway-attachment att-v]\ntransit-gateway = tgw\n"
                      "vpn-connection = vpn\nsecurity-group-referencing-support = false\n"
                      "[vpn-connection vpn]\ngateway = tgw\nnetwork = office\n"
                      "routes = 192.168.0.0/16\n[network office]\ncidr-block = 192.168.0.0/16\n"
                      "[transit-gateway-route-table tr]\ntransit-gateway = tgw\n"
                      "propagating = att-v; att-a\n10.0.0.0/16 = att-a\n10.9.0.0/16 = blackhole\n");
    const CvpnTransitGatewaySpec *gateway = spec->transit_gateways->pdata[0];
    const CvpnAttachmentSpec *a = spec->attachments->pdata[0], *v = spec->attachments->pdata[1];
    const CvpnTransitRouteTableSpec *table = spec->transit_route_tables->pdata[0];
    const CvpnRowSpec *row = table->routes->pdata[1];

    cvpn_assert_int (gateway->security_group_referencing, FALSE);
    cvpn_assert_int (
        ((CvpnTransitGatewaySpec *) spec->transit_gateways->pdata[1])->security_group_referencing,
        TRUE);
    cvpn_assert_str (a->vpc, "vpc-a");
    CU_ASSERT_PTR_NULL (a->vpn_connection);
    cvpn_assert_str (a->subnets->pdata[0], "subnet-a");
    cvpn_assert_str (a->route_table, "tr");
    cvpn_assert_int (a->security_group_referencing, TRUE);
    cvpn_assert_str (v->vpn_connection, "vpn");
    CU_ASSERT_PTR_NULL (v->route_table);
    cvpn_assert_int (v->security_group_referencing, FALSE);
    cvpn_assert_int (table->propagating->len, 2);
    cvpn_assert_int (table->routes->len, 2);
    cvpn_assert_str (row->text, "blackhole");
    cvpn_assert_int (row->prefix.address, 0x0a090000);
}

/* One of vpc and vpn-connection, and subnets with the former only. */
static void
test_attachments (void)
{
    static const struct {
        const char *keys, *faults;
    } cases[] = {
        { "", "10: [transit-gateway-attachment att-a]: vpc or vpn-connection is missing: what is "
              "attached?\n" },
        { "vpc = vpc-a\nvpn-connection = vpn\nsubnets = subnet-a\n",
          "13: [transit-gateway-attachment att-a] vpn-connection: an attachment is of a VPC or of "
          "a "
          "VPN connection; expected one of them\n" },
        { "vpc = vpc-a\n", "10: [transit-gateway-attachment att-a] subnets: is missing; expected "
                           "subnets of the VPC, at most one in each zone\n" },
        { "vpn-connection = vpn\nsubnets = subnet-a\n",
          "13: [transit-gateway-attachment att-a] subnets: the attachment of a VPN connection has "
          "none\n" },
        { "vpn-connection = vpn\n", "" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *text = g_strconcat (
            TITLE TRANSIT, cases[i].keys,
            "[vpn-connection vpn]\ngateway = tgw\nnetwork = office\nroutes = 192.168.0.0/16\n"
            "[network office]\ncidr-block = 192.168.0.0/16\n",
            NULL);
        g_autofree char *faults = read_faults (text);
        cvpn_assert_str (faults, cases[i].faults);
    }
}

static void
test_transit_rows (void)
{
    g_autofree char *faults =
        read_faults (TITLE TRANSIT "vpc = vpc-a\nsubnets = subnet-a\n"
                                   "[transit-gateway-route-table tr]\ntransit-gateway = tgw\n"
                                   "10.0.0.0/16 = vpc-a\nvpc-a = att-a\n10.1.0.1/16 = att-a\n"
                                   "propagating = tgw\n");

    cvpn_assert_str (
        faults,
        "16: [transit-gateway-route-table tr] 10.0.0.0/16: 'vpc-a' is a vpc; expected a "
        "transit-gateway-attachment or 'blackhole'\n"
        "17: [transit-gateway-route-table tr] vpc-a: the name of a vpc; expected a CIDR\n"
        "18: [transit-gateway-route-table tr] 10.1.0.1/16: '10.1.0.1/16' has host bits set; the "
        "network is 10.1.0.0/16\n"
        "19: [transit-gateway-route-table tr] propagating: 'tgw' is a transit-gateway; expected a "
        "transit-gateway-attachment\n");
}

/* What a VPC's routes may lead to, and what they may not. */
static void
test_targets (void)
{
    g_autofree char *good = read_faults (
        TITLE SUBNET WEB "source-dest-check = true\n[transit-gateway tgw]\n"
                         "[nat-gateway nat]\nsubnet = subnet-a\n[route-table rtb-a]\nvpc = vpc-a\n"
                         "1.0.0.0/8 = nat\n2.0.0.0/8 = tgw\n3.0.0.0/8 = web\n");
    g_autofree char *bad = read_faults (
        TITLE SUBNET "[transit-gateway tgw]\n[vpn-connection vpn]\ngateway = tgw\n"
                     "network = office\nroutes = 192.168.0.0/16\n"
                     "[network office]\ncidr-block = 192.168.0.0/16\n"
                     "[route-table rtb-a]\nvpc = vpc-a\n192.168.0.0/16 = vpn\npropagating = tgw\n");

    cvpn_assert_str (good, "");
    cvpn_assert_has (bad, "18: [route-table rtb-a] 192.168.0.0/16: 'vpn' is a vpn-connection; "
                          "expected an internet-gateway, nat-gateway, ");
    cvpn_assert_has (bad, "19: [route-table rtb-a] propagating: 'tgw' is a transit-gateway; "
                          "expected a virtual-private-gateway\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "NAT gateways", test_nat_gateway },
        { "addresses of NAT gateways", test_nat_addresses },
        { "transit gateways", test_transit_gateway },
        { "attachments", test_attachments },
        { "rows of their tables", test_transit_rows },
        { "targets of routes", test_targets },
    };

    return cvpn_test_main ("gateways", tests, G_N_ELEMENTS (tests));
}
