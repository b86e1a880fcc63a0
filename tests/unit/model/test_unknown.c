/* What the file does not contain, as built. */
#include "model/scenario.h"
#include "scenario_text.h"
#include "support.h"

#define UNKNOWN(name, kind) "[unknown " name "]\nkind = " kind "\n"

#define ALL                                                                                        \
    UNKNOWN ("vpc-x", "vpc")                                                                       \
    "call = describe-vpcs\n" UNKNOWN (                                                             \
        "subnet-x", "subnet") "call = aws ec2 describe-subnets\n" UNKNOWN ("rtb-x", "route-table") \
        UNKNOWN ("acl-x", "network-acl") UNKNOWN ("sg-x", "security-group")                        \
            UNKNOWN ("pl-x", "prefix-list") UNKNOWN ("tgw-x", "transit-gateway")                   \
                UNKNOWN ("att-x", "transit-gateway-attachment")                                    \
                    UNKNOWN ("vgw-x", "virtual-private-gateway")                                   \
                        UNKNOWN ("tgw-rtb-x", "transit-gateway-route-table")                       \
                            UNKNOWN ("vpn-x", "vpn-connection") UNKNOWN ("net-x", "network")       \
                                UNKNOWN ("pcx-x", "vpc-peering-connection")                        \
                                    UNKNOWN ("igw-x", "internet-gateway")

/* Behind those that are known, so that the n-th of the file is the n-th built. */
static void
test_elements (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        ALL "[subnet subnet-a]\nroute-table = rtb-x\nnetwork-acl = acl-x\n"
            "[host app]\nsecurity-groups = sg-app; sg-x\n"
            "[vpn-connection vpn-1]\nnetwork = net-x\n"
            "[vpn-connection vpn-2]\ngateway = vgw-x\nnetwork = office\nroutes = 10.77.0.0/16\n");
    const CvpnNetwork *net = scenario->net;
    const CvpnSubnet *a = cvpn_subnet (net, cvpn_network_find_subnet (net, "subnet-a"));
    const CvpnHost *app = cvpn_host (net, cvpn_network_find_host (net, "app"));
    const guint32 sg = g_array_index (net->group_lists, guint32, app->groups.first + 1);
    const CvpnVpnConnection *vpn = cvpn_at (net->vpn_connections, CvpnVpnConnection, 0);

    CU_ASSERT (!cvpn_vpc (net, 3)->unknown && cvpn_vpc (net, 4)->unknown);
    cvpn_assert_str (cvpn_vpc (net, 4)->name, "vpc-x");
    CU_ASSERT (cvpn_at (net->route_tables, CvpnRouteTable, a->route_table)->unknown);
    CU_ASSERT (cvpn_at (net->acls, CvpnAcl, a->acl)->unknown);
    CU_ASSERT (cvpn_at (net->security_groups, CvpnSecurityGroup, sg)->unknown);
    CU_ASSERT (cvpn_at (net->networks, CvpnOutside, vpn->network)->unknown);
    cvpn_assert_int (cvpn_at (net->vpn_connections, CvpnVpnConnection, 1)->gateway, CVPN_NONE);
    CU_ASSERT (cvpn_at (net->vpn_connections, CvpnVpnConnection, 2)->unknown);
    CU_ASSERT (cvpn_subnet (net, net->subnets->len - 1)->unknown);
}

static void
test_rules (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (ALL);
    g_autoptr (CvpnScenario) plain = cvpn_test_load_patched (NULL);
    const CvpnNetwork *net = scenario->net;
    const CvpnRule *vpc = cvpn_network_rule (net, cvpn_vpc (net, 4)->rule);
    const CvpnRule *subnet =
        cvpn_network_rule (net, cvpn_subnet (net, net->subnets->len - 1)->rule);

    cvpn_assert_int (vpc->kind, CVPN_RULE_UNKNOWN);
    cvpn_assert_str (vpc->component, "vpc-x");
    cvpn_assert_str (vpc->text, "ask AWS: aws ec2 describe-vpcs");
    CU_ASSERT (vpc->line > 0);
    cvpn_assert_str (subnet->text, "ask AWS: aws ec2 describe-subnets");
    cvpn_assert_str (cvpn_network_rule (net, net->unknown_peering)->component, "pcx-x");
    cvpn_assert_str (cvpn_network_rule (net, net->unknown_peering)->text, "");
    cvpn_assert_str (cvpn_network_rule (net, net->unknown_attachment)->component, "att-x");
    cvpn_assert_str (cvpn_network_rule (net, net->unknown_internet_gateway)->component, "igw-x");
    cvpn_assert_int (plain->net->unknown_attachment, CVPN_NONE);
    cvpn_assert_int (plain->net->unknown_peering, CVPN_NONE);
    cvpn_assert_int (plain->net->unknown_internet_gateway, CVPN_NONE);
}

static void
test_routes (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        ALL "[route-table rtb-a]\n10.77.0.0/16 = tgw-x\npl-x = igw-x\npropagating = vgw-x; vgw-a\n"
            "[vpc-endpoint vpce-x]\nvpc = vpc-a\nprefix-list = pl-x\nroute-tables = rtb-b; rtb-x\n"
            "[transit-gateway-attachment att-a]\ntransit-gateway = tgw-x\nvpc = vpc-a\n"
            "subnets = subnet-x; subnet-a\nroute-table = tgw-rtb-x\n"
            "[transit-gateway-attachment att-f]\ntransit-gateway = tgw-x\nvpc = vpc-x\n"
            "[transit-gateway-attachment att-v]\ntransit-gateway = tgw-x\nvpn-connection = vpn-x\n"
            "[transit-gateway-route-table tr]\ntransit-gateway = tgw-x\n10.0.0.0/8 = att-x\n"
            "propagating = att-a; att-x; att-f; att-v\n");
    const CvpnNetwork *net = scenario->net;
    const CvpnRouteTable *a = cvpn_at (net->route_tables, CvpnRouteTable, 0);
    const CvpnRouteTable *b = cvpn_at (net->route_tables, CvpnRouteTable, 1);
    const CvpnTransitRouteTable *tr = cvpn_at (net->transit_route_tables, CvpnTransitRouteTable, 0);
    const CvpnRoute *route =
        cvpn_at (net->routes, CvpnRoute, cvpn_prefix_table_lookup (a->by_destination, 0x0a4d0001));
    const CvpnUnknownRoute *list =
        cvpn_at (net->unknown_routes, CvpnUnknownRoute, a->unknown_routes.first);
    const CvpnUnknownRoute *service =
        cvpn_at (net->unknown_routes, CvpnUnknownRoute, b->unknown_routes.first);

    cvpn_assert_int (route->target.kind, CVPN_TARGET_UNKNOWN);
    cvpn_assert_str (cvpn_network_rule (net, route->target.index)->component, "tgw-x");
    cvpn_assert_int (a->unknown_routes.count, 2);
    CU_ASSERT (!list[0].propagated && !list[0].public_only && list[1].propagated);
    cvpn_assert_str (cvpn_network_rule (net, list[0].rule)->component, "pl-x");
    cvpn_assert_str (cvpn_network_rule (net, list[1].rule)->component, "vgw-x");
    cvpn_assert_int (b->unknown_routes.count, 1);
    CU_ASSERT (service->public_only);
    cvpn_assert_int (service->target.kind, CVPN_TARGET_VPC_ENDPOINT);
    cvpn_assert_int (tr->unknown_routes.count, 3);
    cvpn_assert_str (
        cvpn_network_rule (
            net, cvpn_at (net->unknown_routes, CvpnUnknownRoute, tr->unknown_routes.first)->rule)
            ->component,
        "vpc-x"); /* of VPCs first */
    CU_ASSERT (cvpn_at (net->transit_route_tables, CvpnTransitRouteTable,
                        cvpn_at (net->attachments, CvpnAttachment, 0)->table)
                   ->unknown);
    cvpn_assert_int (cvpn_network_attachment_unknown_subnet (net, 0), net->subnets->len - 1);
    cvpn_assert_int (cvpn_network_attachment_unknown_subnet (net, 1), CVPN_NONE);
}

/* What is known of both sides is checked all the same. */
static void
test_refusals (void)
{
    g_autofree char *base = cvpn_test_read ("tests/support/network.ini");
    g_autofree char *text = cvpn_test_patch (
        base, ALL "[route-table rtb-f]\nvpc = vpc-x\n[subnet subnet-a]\nroute-table = rtb-f\n"
                  "[transit-gateway-attachment att-f]\ntransit-gateway = tgw-x\nvpc = vpc-x\n"
                  "subnets = subnet-b\n");
    g_autofree char *faults = NULL;

    CU_ASSERT_PTR_NULL (cvpn_test_load (text, &faults));
    cvpn_assert_has (faults, "[subnet subnet-a] route-table: [route-table rtb-f] is of another VPC "
                             "than [vpc vpc-a]");
    cvpn_assert_has (faults, "[transit-gateway-attachment att-f] subnets: [subnet subnet-b] is of "
                             "[vpc vpc-a], not of [vpc vpc-x]");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "elements", test_elements },
        { "rules", test_rules },
        { "routes", test_routes },
        { "refusals", test_refusals },
    };

    return cvpn_test_main ("model unknown", tests, G_N_ELEMENTS (tests));
}
