/* What a network has that its file does not say, and how it is found. */
#include "model/network.h"

#include <cvpnsim/verdict.h>

#include "model/scenario.h"
#include "scenario_text.h"
#include "support.h"

static guint32
parse (const char *text)
{
    guint32 address = 0;

    CU_ASSERT (cvpn_address_parse (text, &address, NULL));
    return address;
}

static void
check_interface (const CvpnNetwork *net, guint32 association, const char *want)
{
    char text[CVPN_ADDRESS_TEXT];

    cvpn_assert_str (
        cvpn_address_format (cvpn_association (net, association)->interface_address, text), want);
}

static void
test_implied (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[subnet subnet-a]\n-route-table\n-network-acl\n[host app]\n-security-groups\n"
        "[client-vpn-endpoint cvpn-1]\n-security-groups\n");
    const CvpnNetwork *net = scenario->net;
    const CvpnSubnet *subnet = cvpn_subnet (net, cvpn_network_find_subnet (net, "subnet-a"));
    const CvpnVpc *vpc = cvpn_vpc (net, subnet->vpc);
    const CvpnRouteTable *table = cvpn_at (net->route_tables, CvpnRouteTable, subnet->route_table);
    const CvpnAcl *acl = cvpn_at (net->acls, CvpnAcl, subnet->acl);
    const CvpnHost *app = cvpn_host (net, cvpn_network_find_host (net, "app"));

    cvpn_assert_int (subnet->route_table, vpc->main_route_table);
    cvpn_assert_str (table->name, "vpc-a/main");
    cvpn_assert_int (table->routes.count, 1);
    cvpn_assert_str (cvpn_network_rule (net, table->rule)->component, "vpc-a/main");
    cvpn_assert_int (subnet->acl, vpc->default_acl);
    cvpn_assert_int (acl->inbound.count, 1);
    cvpn_assert_int (acl->outbound.count, 1);
    cvpn_assert_int (g_array_index (net->group_lists, guint32, app->groups.first),
                     vpc->default_group);
    cvpn_assert_int (
        g_array_index (net->group_lists, guint32, cvpn_endpoint (net, 0)->groups.first),
        vpc->default_group);
}

/* A declared default group or main table takes the implied one's place. */
static void
test_declared (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[security-group sg-app]\ndefault = true\n[route-table rtb-app]\nmain = true\n");
    const CvpnNetwork *net = scenario->net;
    const CvpnVpc *vpc = cvpn_vpc (net, 0);

    cvpn_assert_str (cvpn_at (net->security_groups, CvpnSecurityGroup, vpc->default_group)->name,
                     "sg-app");
    cvpn_assert_str (cvpn_at (net->route_tables, CvpnRouteTable, vpc->main_route_table)->name,
                     "rtb-app");
}

static void
test_interfaces (void)
{
    g_autoptr (CvpnScenario) plain = cvpn_test_load_patched (NULL);
    g_autoptr (CvpnScenario) taken = cvpn_test_load_patched (
        "[host top]\nsubnet = subnet-a\naddress = 10.0.1.254\n"
        "[host next]\nsubnet = subnet-a\naddress = 10.0.1.253\n"
        "[client-vpn-endpoint cvpn-1]\ninterface-addresses = subnet-b 10.0.2.7\n"
        "[client-vpn-endpoint cvpn-2]\nclient-cidr-block = 10.3.0.0/22\n"
        "target-networks = subnet-b; subnet-a\n");
    g_autoptr (CvpnScenario) private =
        cvpn_test_load_patched ("-[internet-gateway igw-a]\n[route-table rtb-a]\n-0.0.0.0/0\n"
                                "[route-table rtb-b]\n-0.0.0.0/0\n");

    /* The highest free one; the block's last is AWS's. */
    check_interface (plain->net, 0, "10.0.1.254");
    check_interface (plain->net, 1, "10.0.2.254");
    check_interface (taken->net, 0, "10.0.1.252");
    check_interface (taken->net, 1, "10.0.2.7");
    check_interface (taken->net, 2, "10.0.2.254");
    check_interface (taken->net, 3, "10.0.1.251");
    /* Public where the VPC has an internet gateway, each its own. */
    CU_ASSERT (cvpn_association (plain->net, 0)->public_address != 0);
    CU_ASSERT (cvpn_association (plain->net, 0)->public_address !=
               cvpn_association (plain->net, 1)->public_address);
    cvpn_assert_int (cvpn_association (private->net, 0)->public_address, 0);
}

/* One for each association and block of the VPC. */
static void
test_automatic_routes (void)
{
    g_autoptr (CvpnScenario) scenario =
        cvpn_test_load_patched ("[vpc vpc-a]\ncidr-block = 10.0.0.0/16; 10.77.0.0/16\n");
    const CvpnNetwork *net = scenario->net;
    const CvpnEndpoint *endpoint = cvpn_endpoint (net, 0);
    guint automatic = 0;

    for (guint32 i = 0; i < endpoint->vpn_routes.count; i++)
        automatic +=
            cvpn_at (net->vpn_routes, CvpnVpnRoute, endpoint->vpn_routes.first + i)->automatic;
    cvpn_assert_int (automatic, 4);
    cvpn_assert_int (endpoint->vpn_routes.count, 6);
    for (guint32 i = 0; i < 2; i++) {
        guint32 hit =
            cvpn_prefix_table_lookup (cvpn_association (net, i)->routes, parse ("10.77.1.1"));
        CU_ASSERT_FATAL (hit != CVPN_PREFIX_TABLE_NONE);
        cvpn_assert_int (cvpn_at (net->vpn_routes, CvpnVpnRoute, hit)->association, i);
    }
}

static void
test_route_priority (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[route-table rtb-a]\n192.168.0.0/16 = blackhole\npropagating = vgw-a\n"
        "[vpn-connection vpn-1]\nroutes = 192.168.0.0/16; 192.168.4.0/24; 10.0.0.0/16\n");
    const CvpnNetwork *net = scenario->net;
    const CvpnRouteTable *table = cvpn_at (net->route_tables, CvpnRouteTable, 0);
    const struct {
        const char *address;
        CvpnTargetKind kind;
        gboolean propagated;
    } cases[] = {
        { "192.168.9.9", CVPN_TARGET_BLACKHOLE, FALSE },
        { "192.168.4.9", CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY, TRUE },
        { "10.0.9.9", CVPN_TARGET_LOCAL, FALSE },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        guint32 hit = cvpn_prefix_table_lookup (table->by_destination, parse (cases[i].address));
        CU_ASSERT_FATAL (hit != CVPN_PREFIX_TABLE_NONE);
        const CvpnRoute *route = cvpn_at (net->routes, CvpnRoute, hit);
        cvpn_assert_int (route->target.kind, cases[i].kind);
        cvpn_assert_int (route->propagated, cases[i].propagated);
        CU_ASSERT (hit >= table->routes.first && hit < table->routes.first + table->routes.count);
    }
}

/* One route for each entry, all with the number of the line that made them; what
 * a route by CIDR or an earlier list has is not theirs. */
static void
test_prefix_lists (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[prefix-list pl-s3]\nentries = 52.216.0.0/15; 3.5.0.0/19\n"
        "[prefix-list pl-two]\nentries = 3.5.0.0/19; 192.168.0.0/16; 192.168.8.0/24\n"
        "[vpc-endpoint vpce-s3]\nvpc = vpc-a\nprefix-list = pl-s3\n"
        "route-tables = rtb-a\n[route-table rtb-a]\npl-two = blackhole\n");
    const CvpnNetwork *net = scenario->net;
    const CvpnRouteTable *table = cvpn_at (net->route_tables, CvpnRouteTable, 0);
    const struct {
        const char *address;
        CvpnTargetKind kind;
        guint32 list;
        const char *rule;
    } cases[] = {
        { "52.217.1.1", CVPN_TARGET_VPC_ENDPOINT, 0, "pl-s3 = vpce-s3" },
        { "3.5.1.1", CVPN_TARGET_VPC_ENDPOINT, 0, "pl-s3 = vpce-s3" },
        { "192.168.8.1", CVPN_TARGET_BLACKHOLE, 1, "pl-two = blackhole" },
        { "192.168.9.1", CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY, CVPN_NONE, "192.168.0.0/16 = vgw-a" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        guint32 hit = cvpn_prefix_table_lookup (table->by_destination, parse (cases[i].address));
        CU_ASSERT_FATAL (hit != CVPN_PREFIX_TABLE_NONE);
        const CvpnRoute *route = cvpn_at (net->routes, CvpnRoute, hit);
        cvpn_assert_int (route->target.kind, cases[i].kind);
        cvpn_assert_int (route->prefix_list, cases[i].list);
        cvpn_assert_str (cvpn_network_rule (net, route->rule)->text, cases[i].rule);
    }
    CU_ASSERT (cvpn_network_prefix_list_contains (net, 0, parse ("3.5.31.255")));
    CU_ASSERT_FALSE (cvpn_network_prefix_list_contains (net, 0, parse ("3.5.32.0")));
}

static void
test_quotas (void)
{
    const struct {
        const char *patch;
        gint64 connections, routes, rules, groups;
    } cases[] = {
        { NULL, 36500, 100, 200, 200 },
        { "[quotas]\nprofile = current\n", 36500, 100, 200, 200 },
        { "[quotas]\nprofile = 2020\n", 2000, 10, 50, 200 },
        { "[quotas]\nprofile = 2020\nroutes = 7\ngroups-per-user = 3\n", 2000, 7, 50, 3 },
        { "[quotas]\nconcurrent-connections = 9\n", 9, 100, 200, 200 },
        { "[client-vpn-endpoint cvpn-1]\ntarget-networks = subnet-a\n[client-vpn-routes cvpn-1]\n"
          "0.0.0.0/0 = subnet-a\n",
          7000, 100, 200, 200 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (cases[i].patch);
        const CvpnQuotas *quotas = &scenario->net->quotas;
        cvpn_assert_int (cvpn_endpoint (scenario->net, 0)->connection_quota, cases[i].connections);
        cvpn_assert_int (quotas->routes, cases[i].routes);
        cvpn_assert_int (quotas->authorization_rules, cases[i].rules);
        cvpn_assert_int (quotas->groups_per_user, cases[i].groups);
    }
}

/* 7,000 / 36,500 / 66,500 / 96,500 / 126,000 by associations, five or more. */
static void
test_quota_by_associations (void)
{
    static const gint64 want[] = { 7000, 36500, 66500, 96500, 126000, 126000 };
    GString *patch = g_string_new (NULL);
    GString *targets = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (want); i++) {
        g_string_append_printf (targets, "z%u;", i);
        g_string_append_printf (
            patch,
            "[subnet z%u]\nvpc = vpc-a\navailability-zone = zone-%u\ncidr-block = 10.0.%u.0/24\n",
            i, i, 100 + i);
        g_autofree char *all = g_strdup_printf (
            "%s[client-vpn-endpoint cvpn-1]\ntarget-networks = %s\n-[client-vpn-routes cvpn-1]\n",
            patch->str, targets->str);
        g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (all);
        cvpn_assert_int (cvpn_endpoint (scenario->net, 0)->connection_quota, want[i]);
    }
    g_string_free (patch, TRUE);
    g_string_free (targets, TRUE);
}

static void
test_usable_addresses (void)
{
    const struct {
        const char *patch;
        gint64 want;
    } cases[] = {
        { NULL, 512 },
        { "[client-vpn-endpoint cvpn-1]\naddress-model = blocks\n", 928 },
        { "[client-vpn-endpoint cvpn-1]\nclient-cidr-block = 100.64.0.0/16\n", 32768 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (cases[i].patch);
        cvpn_assert_int (cvpn_endpoint (scenario->net, 0)->usable_addresses, cases[i].want);
    }
}

static void
test_lookups (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[network lake]\ncidr-block = 192.168.64.0/20\n[vpc-peering-connection pcx-bc]\n"
        "status = pending-acceptance\n");
    const CvpnNetwork *net = scenario->net;
    const guint32 app = cvpn_network_find_host (net, "app");
    const guint32 shop = cvpn_network_find_host (net, "shop");
    const guint32 office = cvpn_network_outside_at (net, parse ("192.168.1.1"));
    const guint32 lake = cvpn_network_outside_at (net, parse ("192.168.65.1"));

    cvpn_assert_int (cvpn_network_find_host (net, "nobody"), CVPN_NONE);
    cvpn_assert_int (cvpn_network_host_in_vpc (net, 0, parse ("10.0.10.10")), app);
    cvpn_assert_int (cvpn_network_host_in_vpc (net, 1, parse ("10.0.10.10")), CVPN_NONE);
    cvpn_assert_int (cvpn_network_host_by_public_address (net, parse ("203.0.113.10")), shop);
    cvpn_assert_int (cvpn_network_host_by_public_address (net, parse ("10.30.1.10")), CVPN_NONE);
    cvpn_assert_int (cvpn_network_outside_at (net, parse ("8.8.8.8")), CVPN_NONE);
    CU_ASSERT (office != lake && lake != CVPN_NONE);
    CU_ASSERT (cvpn_network_outside_contains (net, office, parse ("192.168.65.1")));
    CU_ASSERT (cvpn_network_vpcs_joined (net, 0, 1) && cvpn_network_vpcs_joined (net, 1, 0));
    CU_ASSERT (cvpn_network_vpcs_joined (net, 2, 2));
    CU_ASSERT_FALSE (cvpn_network_vpcs_joined (net, 1, 2)); /* not accepted */
    CU_ASSERT_FALSE (cvpn_network_vpcs_joined (net, 0, 2)); /* not transitive */
    cvpn_assert_int (cvpn_network_subnet_at (net, 0, parse ("10.0.10.99")),
                     cvpn_network_find_subnet (net, "subnet-app"));
    cvpn_assert_int (cvpn_network_subnet_at (net, 0, parse ("10.0.99.1")), CVPN_NONE);
    CU_ASSERT (cvpn_network_rule (net, CVPN_RULE_NONE) == NULL);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "implied parts", test_implied },
        { "declared instead", test_declared },
        { "interface addresses", test_interfaces },
        { "automatic routes", test_automatic_routes },
        { "route priority", test_route_priority },
        { "prefix lists and gateway endpoints", test_prefix_lists },
        { "quotas", test_quotas },
        { "quota by associations", test_quota_by_associations },
        { "usable addresses", test_usable_addresses },
        { "look-ups", test_lookups },
    };

    return cvpn_test_main ("model network", tests, G_N_ELEMENTS (tests));
}
