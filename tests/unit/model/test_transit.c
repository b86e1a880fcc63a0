/* Transit gateways as built: attachments, tables, and the routes to all of it. */
#include <string.h>

#include "model/scenario.h"
#include "scenario_text.h"
#include "support.h"

/* vpc-a, vpc-c and the VPN connection to a second office; the connection knows of
 * vpc-c's block too. */
#define TRANSIT                                                                                    \
    "[transit-gateway tgw]\n[transit-gateway other]\nsecurity-group-referencing-support = true\n"  \
    "[transit-gateway-attachment att-a]\ntransit-gateway = tgw\nvpc = vpc-a\n"                     \
    "subnets = subnet-b; subnet-app\nroute-table = tr\n"                                           \
    "[transit-gateway-attachment att-c]\ntransit-gateway = tgw\nvpc = vpc-c\n"                     \
    "subnets = subnet-lab\nsecurity-group-referencing-support = false\n"                           \
    "[transit-gateway-attachment att-v]\ntransit-gateway = tgw\nvpn-connection = vpn-2\n"          \
    "route-table = tr\n"                                                                           \
    "[transit-gateway-attachment att-o]\ntransit-gateway = other\nvpc = vpc-a\n"                   \
    "subnets = subnet-a\n"                                                                         \
    "[network depot]\ncidr-block = 192.169.0.0/16\n"                                               \
    "[vpn-connection vpn-2]\ngateway = tgw\nnetwork = depot\n"                                     \
    "routes = 192.169.0.0/16; 10.20.0.0/16\n"                                                      \
    "[transit-gateway-route-table empty]\ntransit-gateway = tgw\n"                                 \
    "[transit-gateway-route-table tr]\ntransit-gateway = tgw\n"

static guint32
parse (const char *text)
{
    guint32 address = 0;

    CU_ASSERT (cvpn_address_parse (text, &address, NULL));
    return address;
}

static void
test_attachments (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (TRANSIT);
    const CvpnNetwork *net = scenario->net;
    const CvpnAttachment *a = cvpn_at (net->attachments, CvpnAttachment, 0);
    const CvpnAttachment *c = cvpn_at (net->attachments, CvpnAttachment, 1);
    const CvpnAttachment *v = cvpn_at (net->attachments, CvpnAttachment, 2);
    const CvpnVpnConnection *connection = cvpn_at (net->vpn_connections, CvpnVpnConnection, 1);

    cvpn_assert_int (a->vpc, 0);
    cvpn_assert_int (a->vpn_connection, CVPN_NONE);
    cvpn_assert_int (a->subnets.count, 2);
    cvpn_assert_int (g_array_index (net->attachment_subnets, guint32, a->subnets.first),
                     cvpn_network_find_subnet (net, "subnet-b"));
    cvpn_assert_int (a->table, 1);
    CU_ASSERT (a->security_group_referencing && !c->security_group_referencing);
    cvpn_assert_int (c->table, CVPN_NONE);
    cvpn_assert_int (v->vpc, CVPN_NONE);
    cvpn_assert_int (v->vpn_connection, 1);
    cvpn_assert_int (v->subnets.count, 0);
    cvpn_assert_str (cvpn_network_rule (net, v->rule)->component, "att-v");
    cvpn_assert_int (connection->gateway, CVPN_NONE);
    cvpn_assert_int (connection->attachment, 2);
    cvpn_assert_int (cvpn_at (net->vpn_connections, CvpnVpnConnection, 0)->attachment, CVPN_NONE);
    CU_ASSERT_FALSE (
        cvpn_at (net->transit_gateways, CvpnTransitGateway, 0)->security_group_referencing);
    CU_ASSERT (cvpn_at (net->transit_gateways, CvpnTransitGateway, 1)->security_group_referencing);
}

static void
test_lookups (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (TRANSIT);
    const CvpnNetwork *net = scenario->net;
    const guint32 app = cvpn_network_find_subnet (net, "subnet-app");
    const guint32 lab = cvpn_network_find_subnet (net, "subnet-lab");
    const guint32 zone_a = cvpn_subnet (net, app)->zone;
    const guint32 zone_b = cvpn_subnet (net, cvpn_network_find_subnet (net, "subnet-web"))->zone;

    cvpn_assert_int (cvpn_network_attachment (net, 0, 0), 0);
    cvpn_assert_int (cvpn_network_attachment (net, 1, 0), 3);
    cvpn_assert_int (cvpn_network_attachment (net, 0, 2), 1);
    cvpn_assert_int (cvpn_network_attachment (net, 0, 1), CVPN_NONE);
    cvpn_assert_int (cvpn_network_attachment (net, 1, 2), CVPN_NONE);
    cvpn_assert_int (cvpn_network_attachment_subnet (net, 0, zone_a), app);
    cvpn_assert_int (cvpn_network_attachment_subnet (net, 1, zone_a), lab);
    cvpn_assert_int (cvpn_network_attachment_subnet (net, 1, zone_b), CVPN_NONE);
    cvpn_assert_int (cvpn_network_attachment_subnet (net, 2, zone_a), CVPN_NONE);
}

/* Where the table sends the address, as the rule's text; NULL: nowhere. */
static void
check_route (const CvpnNetwork *net, const char *address, const char *text)
{
    const CvpnTransitRouteTable *table =
        cvpn_at (net->transit_route_tables, CvpnTransitRouteTable, 1);
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, parse (address));

    cvpn_assert_str (table->name, "tr");
    CU_ASSERT ((hit == CVPN_PREFIX_TABLE_NONE) == (text == NULL));
    if (hit == CVPN_PREFIX_TABLE_NONE || !text)
        return;
    const CvpnTransitRoute *route = cvpn_at (net->transit_routes, CvpnTransitRoute, hit);
    const CvpnRule *rule = cvpn_network_rule (net, route->rule);
    CU_ASSERT (hit >= table->routes.first && hit < table->routes.first + table->routes.count);
    cvpn_assert_str (rule->text, text);
    cvpn_assert_str (rule->component, "tr");
    cvpn_assert_int (rule->kind, CVPN_RULE_ROUTE);
    cvpn_assert_int (route->propagated, strstr (text, "propagated") != NULL);
    const char *name = route->attachment == CVPN_NONE
                           ? "blackhole"
                           : cvpn_at (net->attachments, CvpnAttachment, route->attachment)->name;
    cvpn_assert_has (text, name);
}

/* Static before a VPC's before a VPN connection's, whatever the list's order. */
static void
test_priority (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[vpc vpc-a]\ncidr-block = 10.0.0.0/16; 10.66.0.0/16\n" TRANSIT
        "propagating = att-v; att-c; att-a\n"
        "10.66.0.0/16 = att-c\n10.0.10.0/24 = blackhole\n0.0.0.0/0 = att-v\n");
    const CvpnNetwork *net = scenario->net;

    check_route (net, "10.0.1.1", "10.0.0.0/16 = att-a (propagated)");
    check_route (net, "10.0.10.1", "10.0.10.0/24 = blackhole");
    check_route (net, "10.66.0.1", "10.66.0.0/16 = att-c");
    check_route (net, "10.20.0.1", "10.20.0.0/16 = att-c (propagated)");
    check_route (net, "192.169.0.1", "192.169.0.0/16 = att-v (propagated)");
    check_route (net, "8.8.8.8", "0.0.0.0/0 = att-v");
    cvpn_assert_int (cvpn_at (net->transit_route_tables, CvpnTransitRouteTable, 1)->routes.count,
                     6);
    cvpn_assert_int (cvpn_at (net->transit_route_tables, CvpnTransitRouteTable, 0)->routes.count,
                     0);
}

/* Of two VPCs with one block the first of the list; none of it without a list. */
static void
test_first (void)
{
    static const char twin[] =
        "[vpc twin]\ncidr-block = 10.20.0.0/16\n[subnet twin-a]\nvpc = twin\n"
        "availability-zone = us-east-1a\ncidr-block = 10.20.1.0/24\n"
        "[transit-gateway-attachment att-t]\ntransit-gateway = tgw\nvpc = twin\n"
        "subnets = twin-a\n[transit-gateway-route-table tr]\n";
    g_autofree char *patch = g_strconcat (TRANSIT, twin, "propagating = att-t; att-c\n", NULL);
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (patch);
    g_autoptr (CvpnScenario) plain = cvpn_test_load_patched (TRANSIT);

    check_route (scenario->net, "10.20.0.1", "10.20.0.0/16 = att-t (propagated)");
    check_route (plain->net, "10.20.0.1", NULL);
}

/* Targets of a VPC's routes: a transit gateway without an attachment of the VPC is
 * one too. */
static void
test_targets (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[host neighbour]\nsource-dest-check = true\n" TRANSIT
        "[nat-gateway nat]\nsubnet = subnet-app\n[route-table rtb-a]\n0.0.0.0/0 = nat\n"
        "1.0.0.0/8 = app\n10.20.0.0/16 = tgw\n[route-table rtb-web]\n10.20.0.0/16 = other\n");
    const CvpnNetwork *net = scenario->net;
    const struct {
        guint32 table;
        const char *address;
        CvpnTargetKind kind;
        guint32 index;
    } cases[] = {
        { 0, "8.8.8.8", CVPN_TARGET_NAT_GATEWAY, 0 },
        { 0, "1.1.1.1", CVPN_TARGET_HOST, cvpn_network_find_host (net, "app") },
        { 0, "10.20.1.1", CVPN_TARGET_TRANSIT_GATEWAY, 0 },
        { 3, "10.20.1.1", CVPN_TARGET_TRANSIT_GATEWAY, 1 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        const CvpnRouteTable *table = cvpn_at (net->route_tables, CvpnRouteTable, cases[i].table);
        guint32 hit = cvpn_prefix_table_lookup (table->by_destination, parse (cases[i].address));
        CU_ASSERT_FATAL (hit != CVPN_PREFIX_TABLE_NONE);
        const CvpnTarget target = cvpn_at (net->routes, CvpnRoute, hit)->target;
        cvpn_assert_int (target.kind, cases[i].kind);
        cvpn_assert_int (target.index, cases[i].index);
    }
    CU_ASSERT (cvpn_host (net, cvpn_network_find_host (net, "neighbour"))->source_dest_check);
    CU_ASSERT_FALSE (cvpn_host (net, cvpn_network_find_host (net, "app"))->source_dest_check);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "attachments", test_attachments },           { "look-ups", test_lookups },
        { "route priority", test_priority },           { "the first of two", test_first },
        { "targets of a VPC's routes", test_targets },
    };

    return cvpn_test_main ("model transit", tests, G_N_ELEMENTS (tests));
}
