/* Who gets which address: what a file gives is given, the others choose. */
#include "model/scenario.h"
#include "scenario_text.h"
#include "support.h"

#define SECOND                                                                                     \
    "[client-vpn-endpoint cvpn-2]\nclient-cidr-block = 10.3.0.0/22\ntarget-networks = subnet-a\n"

static guint32
parse (const char *text)
{
    guint32 address = 0;

    CU_ASSERT (cvpn_address_parse (text, &address, NULL));
    return address;
}

/* The NAT gateway's private addresses, the primary one first, as text. */
static void
check_nat (const CvpnNetwork *net, guint32 index, const char *want)
{
    const CvpnNatGateway *gateway = cvpn_at (net->nat_gateways, CvpnNatGateway, index);
    g_autoptr (GString) out = g_string_new (NULL);
    char text[CVPN_ADDRESS_TEXT];

    for (guint32 i = 0; i < gateway->addresses.count; i++) {
        const CvpnNatAddress *entry =
            cvpn_at (net->nat_addresses, CvpnNatAddress, gateway->addresses.first + i);
        cvpn_assert_int (entry->gateway, index);
        g_string_append_printf (out, "%s;", cvpn_address_format (entry->address, text));
    }
    cvpn_assert_str (out->str, want);
}

static void
check_interface (const CvpnNetwork *net, guint32 association, const char *want)
{
    cvpn_assert_int (cvpn_association (net, association)->interface_address, parse (want));
}

/* The endpoint's interfaces come before, whatever stands first in the file. */
static void
test_chosen (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[nat-gateway nat-1]\nsubnet = subnet-a\n[nat-gateway nat-2]\nsubnet = subnet-a\n"
        "secondary-private-ip-address-count = 2\n"
        "[host high]\nsubnet = subnet-a\naddress = 10.0.1.251\n"
        "[nat-gateway nat-3]\nsubnet = subnet-app\n" SECOND
        "[subnet tiny]\nvpc = vpc-a\navailability-zone = z\ncidr-block = 10.0.99.8/29\n"
        "[nat-gateway nat-4]\nsubnet = tiny\nsecondary-private-ip-address-count = 2\n");
    const CvpnNetwork *net = scenario->net;

    check_interface (net, 0, "10.0.1.254");
    check_interface (net, 2, "10.0.1.253");
    check_nat (net, 0, "10.0.1.252;");
    check_nat (net, 1, "10.0.1.250;10.0.1.249;10.0.1.248;");
    check_nat (net, 2, "10.0.10.254;");
    check_nat (net, 3, "10.0.99.14;10.0.99.13;10.0.99.12;"); /* all that there are */
}

/* What is given to one is not chosen for another, even one that comes before. */
static void
test_given (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[nat-gateway nat-1]\nsubnet = subnet-a\naddress = 10.0.1.254; 10.0.1.4\n"
        "secondary-private-ip-address-count = 1\n" SECOND
        "interface-addresses = subnet-a 10.0.1.253\n");
    const CvpnNetwork *net = scenario->net;

    check_interface (net, 0, "10.0.1.252");
    check_interface (net, 2, "10.0.1.253");
    check_nat (net, 0, "10.0.1.254;10.0.1.4;10.0.1.251;");
}

/* The same addresses in another VPC are others. */
static void
test_vpcs_apart (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[vpc twin]\ncidr-block = 10.0.0.0/16\n[subnet twin-a]\nvpc = twin\n"
        "availability-zone = z\ncidr-block = 10.0.1.0/24\n"
        "[nat-gateway nat-1]\nsubnet = twin-a\naddress = 10.0.1.10\n"
        "secondary-private-ip-address-count = 1\n");
    const CvpnNetwork *net = scenario->net;
    const guint32 twin = cvpn_subnet (net, cvpn_network_find_subnet (net, "twin-a"))->vpc;

    check_nat (net, 0, "10.0.1.10;10.0.1.254;");
    check_interface (net, 0, "10.0.1.254");
    cvpn_assert_int (cvpn_network_nat_in_vpc (net, twin, parse ("10.0.1.254")), 1);
    cvpn_assert_int (cvpn_network_nat_in_vpc (net, 0, parse ("10.0.1.254")), CVPN_NONE);
}

/* Public where the VPC has an internet gateway, each its own, as the interfaces. */
static void
test_public (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[host shop]\npublic-address = 198.18.0.3\n"
        "[nat-gateway nat-1]\nsubnet = subnet-a\nsecondary-private-ip-address-count = 1\n"
        "[nat-gateway nat-2]\nsubnet = subnet-a\nconnectivity-type = private\n"
        "[nat-gateway nat-3]\nsubnet = subnet-web\n");
    const CvpnNetwork *net = scenario->net;
    g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

    g_hash_table_add (seen, GUINT_TO_POINTER (parse ("198.18.0.3")));
    for (guint32 i = 0; i < net->associations->len; i++)
        CU_ASSERT (
            g_hash_table_add (seen, GUINT_TO_POINTER (cvpn_association (net, i)->public_address)));
    for (guint32 i = 0; i < 2; i++) {
        guint32 public = cvpn_at (net->nat_addresses, CvpnNatAddress, i)->public_address;
        CU_ASSERT (public != 0 && g_hash_table_add (seen, GUINT_TO_POINTER (public)));
        cvpn_assert_int (cvpn_network_nat_by_public_address (net, public), i);
    }
    cvpn_assert_int (cvpn_at (net->nat_addresses, CvpnNatAddress, 2)->public_address, 0);
    cvpn_assert_int (cvpn_at (net->nat_addresses, CvpnNatAddress, 3)->public_address, 0);
    cvpn_assert_int (cvpn_network_nat_by_public_address (net, 0), CVPN_NONE);
}

static void
test_nat_gateway (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[nat-gateway nat-1]\nsubnet = subnet-app\nports-per-destination = 7\n");
    const CvpnNetwork *net = scenario->net;
    const CvpnNatGateway *gateway = cvpn_at (net->nat_gateways, CvpnNatGateway, 0);

    cvpn_assert_str (gateway->name, "nat-1");
    cvpn_assert_int (gateway->subnet, cvpn_network_find_subnet (net, "subnet-app"));
    cvpn_assert_int (gateway->n_ports, 7);
    cvpn_assert_str (cvpn_network_rule (net, gateway->rule)->component, "nat-1");
    cvpn_assert_int (cvpn_network_nat_in_vpc (net, 0, parse ("10.0.10.254")), 0);
    cvpn_assert_int (cvpn_network_nat_in_vpc (net, 0, parse ("10.0.10.10")), CVPN_NONE);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "chosen ones", test_chosen },        { "given ones", test_given },
        { "two VPCs alike", test_vpcs_apart }, { "public ones", test_public },
        { "a NAT gateway", test_nat_gateway },
    };

    return cvpn_test_main ("model addresses", tests, G_N_ELEMENTS (tests));
}
