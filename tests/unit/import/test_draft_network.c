/* draft: VPCs, tables, gateways, hosts, and what is unknown of them. */
#include "draft_inventory.h"
#include "support.h"

static void
check (CvpnTestDraft *t, const char *header, const char *want)
{
    g_autofree char *got = cvpn_test_draft_group (t, header);

    cvpn_assert_str (got, want);
}

static void
test_sorted (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();

    cvpn_test_route (&t, "rtb-1", "192.168.0.0/16", "tgw-9");
    cvpn_test_route (&t, "rtb-1", "10.9.0.0/16", "tgw-9");
    cvpn_test_route (&t, "rtb-1", "10.9.0.0/24", "tgw-9");
    cvpn_test_route (&t, "rtb-1", "10.0.0.0/16", "local");
    check (&t, "[route-table rtb-1]",
           "[route-table rtb-1]\nvpc = vpc-1\nmain = true\n10.9.0.0/16 = tgw-9\n"
           "10.9.0.0/24 = tgw-9\n192.168.0.0/16 = tgw-9\n");
    check (&t, "[unknown tgw-9]",
           "[unknown tgw-9]\nkind = transit-gateway\n"
           "call = describe-transit-gateways --transit-gateway-ids tgw-9\n");
}

/* What a VPC's own block may lead to instead: an interface; not a peering. */
static void
test_block_to_middlebox (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();

    cvpn_test_interface (&t, "eni-1", "subnet-a", "10.0.1.5", "sg-1");
    CvpnRouteThing *route = cvpn_test_route (&t, "rtb-1", "10.0.0.0/16", "eni-1");
    check (&t, "[route-table rtb-1]",
           "[route-table rtb-1]\nvpc = vpc-1\nmain = true\n"
           "# in the place of the local route\n10.0.0.0/16 = eni-1\n");
    route->propagated = TRUE;
    check (&t, "[route-table rtb-1]", "[route-table rtb-1]\nvpc = vpc-1\nmain = true\n");
}

static void
test_block_to_gateway (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();

    cvpn_inventory_add_internet_gateway (t.in, "igw-1", NULL, NULL)->vpc = "vpc-1";
    cvpn_test_route (&t, "rtb-1", "10.0.0.0/16", "igw-1");
    check (&t, "[route-table rtb-1]",
           "[route-table rtb-1]\nvpc = vpc-1\nmain = true\n# to igw-1\n"
           "10.0.0.0/16 = route-10.0.0.0-16-of-rtb-1\n");
}

static void
test_states (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    CvpnRouteThing *route = cvpn_test_route (&t, "rtb-1", "10.8.0.0/16", "nat-1");

    cvpn_test_route (&t, "rtb-1", "10.9.0.0/16", NULL)->state = CVPN_ROUTE_BLACKHOLE;
    route->state = CVPN_ROUTE_STATE_UNKNOWN;
    route->word = "filtered";
    check (&t, "[route-table rtb-1]",
           "[route-table rtb-1]\nvpc = vpc-1\nmain = true\n# to nat-1\n"
           "10.8.0.0/16 = route-10.8.0.0-16-of-rtb-1\n# a blackhole: its target is gone\n"
           "10.9.0.0/16 = blackhole\n");
}

/* A gateway of another VPC cannot be named there, nor one that is detached. */
static void
test_misfits (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();

    cvpn_inventory_add_internet_gateway (t.in, "igw-1", NULL, NULL);
    cvpn_test_route (&t, "rtb-1", "0.0.0.0/0", "igw-1");
    cvpn_test_route (&t, "rtb-1", "10.9.0.0/16", "lgw-1");
    check (&t, "[route-table rtb-1]",
           "[route-table rtb-1]\nvpc = vpc-1\nmain = true\n# to igw-1\n"
           "0.0.0.0/0 = route-0.0.0.0-0-of-rtb-1\n10.9.0.0/16 = lgw-1\n");
    check (&t, "[unknown lgw-1]",
           "[unknown lgw-1]\nkind = nat-gateway\nnot-modelled = a local gateway of an Outpost\n");
}

static CvpnPeeringThing *
add_peering (CvpnTestDraft *t, const char *id, const char *status)
{
    CvpnPeeringThing *peering = cvpn_inventory_add_peering (t->in, id, NULL, NULL);

    peering->requester_vpc = "vpc-1";
    peering->accepter_vpc = "vpc-9";
    peering->status = status;
    return peering;
}

/* A state that nobody has described is neither active nor not. */
static void
test_peerings (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();

    add_peering (&t, "pcx-1", "provisioning");
    add_peering (&t, "pcx-2", "expired");
    add_peering (&t, "pcx-3", "dreaming");
    cvpn_test_route (&t, "rtb-1", "10.9.0.0/16", "pcx-3");
    check (&t, "[vpc-peering-connection pcx-1]",
           "[vpc-peering-connection pcx-1]\nrequester-vpc = vpc-1\naccepter-vpc = vpc-9\n"
           "status = pending-acceptance\n");
    check (&t, "[vpc-peering-connection pcx-2]",
           "[vpc-peering-connection pcx-2]\nrequester-vpc = vpc-1\naccepter-vpc = vpc-9\n"
           "status = deleted\n");
    check (&t, "[vpc-peering-connection pcx-3]", "");
    check (&t, "[unknown route-10.9.0.0-16-of-rtb-1]",
           "[unknown route-10.9.0.0-16-of-rtb-1]\nkind = nat-gateway\n");
}

static void
add_vpn (CvpnTestDraft *t, gboolean dynamic)
{
    CvpnVpnConnectionThing *connection =
        cvpn_inventory_add_vpn_connection (t->in, "vpn-1", NULL, NULL);
    const CvpnPrefix cidr = cvpn_test_prefix ("192.168.0.0/16");
    CvpnRouteTableThing *table = t->in->route_tables->pdata[0];

    cvpn_inventory_add_vpn_gateway (t->in, "vgw-1", NULL, NULL)->vpc = "vpc-1";
    connection->gateway = "vgw-1";
    connection->dynamic = dynamic;
    if (!dynamic)
        g_array_append_val (connection->routes, cidr);
    g_ptr_array_add (table->propagating,
                     GSIZE_TO_POINTER ((gsize) cvpn_inventory_keep (t->in, "vgw-1")));
    cvpn_test_route (t, "rtb-1", "192.168.0.0/16", "vgw-1")->propagated = TRUE;
}

/* A main table of which nothing but that is known is not one with local routes alone. */
static void
test_main_unknown (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();

    ((CvpnRouteTableThing *) t.in->route_tables->pdata[0])->unknown = TRUE;
    g_autofree char *text = cvpn_test_draft_text (&t);
    cvpn_assert_has (text, "\nroute-table = rtb-1\n");
    check (&t, "[unknown rtb-1]",
           "[unknown rtb-1]\nkind = route-table\n"
           "call = describe-route-tables --route-table-ids rtb-1\n");
}

static void
test_propagation (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();

    add_vpn (&t, FALSE);
    check (&t, "[route-table rtb-1]",
           "[route-table rtb-1]\nvpc = vpc-1\nmain = true\npropagating = vgw-1\n");
    check (&t, "[vpn-connection vpn-1]",
           "[vpn-connection vpn-1]\ngateway = vgw-1\nnetwork = network-behind-vpn-1\n"
           "routes = 192.168.0.0/16\n");
}

/* What the table shows is all that is propagated, whoever knows the rest. */
static void
test_dynamic_propagation (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();

    add_vpn (&t, TRUE);
    check (&t, "[route-table rtb-1]",
           "[route-table rtb-1]\nvpc = vpc-1\nmain = true\n# propagated by vgw-1\n"
           "192.168.0.0/16 = vgw-1\n");
    check (&t, "[unknown connections-of-vgw-1]",
           "[unknown connections-of-vgw-1]\nkind = vpn-connection\nof = vgw-1\n");
}

static void
test_missing_of_subnets (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();

    t.in->all[CVPN_ALL_ROUTE_TABLES] = FALSE;
    g_ptr_array_set_size (((CvpnAclThing *) t.in->network_acls->pdata[0])->subnets, 1);
    check (&t, "[subnet subnet-b]",
           "[subnet subnet-b]\nvpc = vpc-1\navailability-zone = us-east-1b\n"
           "cidr-block = 10.0.2.0/24\nroute-table = route-table-of-subnet-b\n"
           "network-acl = network-acl-of-subnet-b\n");
    t.options.assume = CVPN_ASSUME_NETWORK_ACLS;
    check (&t, "[subnet subnet-b]",
           "[subnet subnet-b]\nvpc = vpc-1\navailability-zone = us-east-1b\n"
           "cidr-block = 10.0.2.0/24\nroute-table = route-table-of-subnet-b\n");
}

/* An attachment is in the zones of its subnets, of which one may be that of a landing. */
static void
test_zones (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    CvpnAttachmentThing *attachment =
        cvpn_inventory_add_attachment (t.in, "tgw-attach-1", NULL, NULL);

    cvpn_inventory_add_transit_gateway (t.in, "tgw-1", NULL, NULL);
    ((CvpnSubnetThing *) t.in->subnets->pdata[0])->zone = NULL;
    attachment->transit_gateway = "tgw-1";
    attachment->resource_type = "vpc";
    attachment->resource = "vpc-1";
    attachment->association_known = TRUE;
    attachment->subnets = g_ptr_array_new ();
    g_ptr_array_add (attachment->subnets,
                     GSIZE_TO_POINTER ((gsize) cvpn_inventory_keep (t.in, "subnet-a")));
    g_autofree char *text = cvpn_test_draft_text (&t);
    cvpn_assert_has (text, "availability-zone = zone-of-subnet-b\n");
    cvpn_assert_has (text, "subnets = subnet-a; zones-of-tgw-attach-1\n");
    cvpn_assert_has (text, "[unknown zones-of-tgw-attach-1]\nkind = subnet\n");
}

static void
test_hosts (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    CvpnInterfaceThing *first = cvpn_test_interface (&t, "eni-1", "subnet-a", "10.0.1.5", "sg-1");
    CvpnInterfaceThing *second = cvpn_test_interface (&t, "eni-2", "subnet-a", "10.0.1.6", NULL);

    first->instance = second->instance = "i-1";
    first->primary = TRUE;
    cvpn_test_interface (&t, "eni-3", "subnet-a", "10.0.1.7", "sg-1")->stopped = TRUE;
    cvpn_test_interface (&t, "eni-4", "subnet-a", "10.0.1.8", "sg-1")->type = "transit_gateway";
    CvpnNatThing *nat = cvpn_inventory_add_nat_gateway (t.in, "nat-1", NULL, NULL);
    const guint32 its = cvpn_test_address ("10.0.1.9");
    nat->subnet = "subnet-a";
    g_array_append_val (nat->addresses, its);
    cvpn_test_interface (&t, "eni-5", "subnet-a", "10.0.1.9", NULL);
    check (&t, "[host i-1]",
           "[host i-1]\nsubnet = subnet-a\naddress = 10.0.1.5\nsecurity-groups = sg-1\n"
           "source-dest-check = true\n");
    check (&t, "[host eni-2]",
           "[host eni-2]\nsubnet = subnet-a\naddress = 10.0.1.6\n"
           "security-groups = no-security-groups-vpc-1\nsource-dest-check = true\n");
    check (&t, "[host eni-3]", "");
    check (&t, "[host eni-4]", "");
    check (&t, "[host eni-5]", "");
    check (&t, "[unknown hosts-of-vpc-1]", "");
}

/* What a route leads to stays; that others are missing is said. */
static void
test_limits (void)
{
    static const char *const wanted[] = { "web-?", NULL };
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();

    cvpn_test_interface (&t, "eni-1", "subnet-a", "10.0.1.5", "sg-1")->thing.name = "web-1";
    cvpn_test_interface (&t, "eni-2", "subnet-a", "10.0.1.6", "sg-1")->thing.name = "web-2";
    cvpn_test_interface (&t, "eni-3", "subnet-a", "10.0.1.7", "sg-1");
    cvpn_test_route (&t, "rtb-1", "10.9.0.0/16", "eni-3");
    t.options.hosts = wanted;
    t.options.hosts_per_subnet = 1;
    g_autofree char *text = cvpn_test_draft_text (&t);
    cvpn_assert_has (text, "[host eni-1]");
    CU_ASSERT_PTR_NULL (g_strstr_len (text, -1, "[host eni-2]"));
    cvpn_assert_has (text, "[host eni-3]");
    check (&t, "[unknown hosts-of-vpc-1]",
           "[unknown hosts-of-vpc-1]\nkind = host\nof = vpc-1\ncall = import --hosts all\n");
}

static void
test_comments (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    CvpnVpcThing *vpc = t.in->vpcs->pdata[0];

    vpc->thing.name = "a\n[host x]\r\x1b[31m\xff";
    g_autofree char *text = cvpn_test_draft_text (&t);
    cvpn_assert_has (text, "\n# Name: a [host x] ?[31m\xef\xbf\xbd\n[vpc vpc-1]\n");
}

static void
test_names (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    const CvpnPrefix cidr = cvpn_test_prefix ("10.5.0.0/16");

    g_array_append_val (cvpn_inventory_add_vpc (t.in, "main", NULL, NULL)->cidrs, cidr);
    cvpn_inventory_add_transit_gateway (t.in, "subnet-a", NULL, NULL);
    g_autofree char *faults = cvpn_test_draft_faults (&t);
    cvpn_assert_has (faults, "main: this word means something else in scenarios");
    cvpn_assert_has (faults, "subnet-a: is a subnet and a transit-gateway");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "sorted", test_sorted },
        { "a block to a middlebox", test_block_to_middlebox },
        { "an internet gateway for the VPC's own block is not known to be right",
          test_block_to_gateway },
        { "states of routes", test_states },
        { "targets that do not fit", test_misfits },
        { "peerings", test_peerings },
        { "an unknown main table", test_main_unknown },
        { "propagation", test_propagation },
        { "propagation by BGP", test_dynamic_propagation },
        { "tables and ACLs that are missing", test_missing_of_subnets },
        { "zones", test_zones },
        { "hosts", test_hosts },
        { "limits on hosts", test_limits },
        { "comments", test_comments },
        { "names", test_names },
    };

    return cvpn_test_main ("draft_network", tests, G_N_ELEMENTS (tests));
}
