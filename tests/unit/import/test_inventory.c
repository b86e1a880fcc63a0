/* inventory: things of all kinds, seen once or twice, and notes that add up. */
#include "import/inventory.h"

#include "support.h"

static void
test_things (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnInventory) inventory = cvpn_inventory_new (report);
    char id[] = "x-1";
    CvpnVpcThing *vpc = cvpn_inventory_add_vpc (inventory, id, "main", NULL);
    CvpnSubnetThing *subnet = cvpn_inventory_add_subnet (inventory, id, NULL, NULL);

    id[0] = 'y';
    CU_ASSERT_PTR_EQUAL (cvpn_inventory_find (inventory, inventory->vpcs, "x-1"), vpc);
    CU_ASSERT_PTR_EQUAL (cvpn_inventory_find (inventory, inventory->subnets, "x-1"), subnet);
    CU_ASSERT_PTR_NULL (cvpn_inventory_find (inventory, inventory->peerings, "x-1"));
    CU_ASSERT_PTR_NULL (cvpn_inventory_find (inventory, inventory->vpcs, NULL));
    cvpn_assert_str (vpc->thing.name, "main");
    cvpn_assert_int (subnet->cidr.length, CVPN_PREFIX_UNSET);
    cvpn_assert_int (subnet->available, -1);
}

/* Every kind has its arrays from the beginning, and they go with it. */
static void
test_kinds (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnInventory) inventory = cvpn_inventory_new (report);
    CvpnTargetNetworkThing *target = g_new0 (CvpnTargetNetworkThing, 1);

    target->groups = g_ptr_array_new ();
    g_ptr_array_add (cvpn_inventory_add_client_vpn (inventory, "e", NULL, NULL)->targets, target);
    g_ptr_array_add (cvpn_inventory_add_route_table (inventory, "r", NULL, NULL)->routes,
                     g_new0 (CvpnRouteThing, 1));
    cvpn_assert_int (cvpn_inventory_add_nat_gateway (inventory, "n", NULL, NULL)->addresses->len,
                     0);
    cvpn_inventory_add_attachment (inventory, "a", NULL, NULL)->subnets = g_ptr_array_new ();
    cvpn_inventory_add_internet_gateway (inventory, "i", NULL, NULL);
    cvpn_inventory_add_vpn_gateway (inventory, "v", NULL, NULL);
    cvpn_inventory_add_peering (inventory, "p", NULL, NULL);
    cvpn_inventory_add_transit_gateway (inventory, "t", NULL, NULL);
    cvpn_inventory_add_transit_table (inventory, "tt", NULL, NULL);
    cvpn_inventory_add_vpn_connection (inventory, "c", NULL, NULL);
    cvpn_inventory_add_vpc_endpoint (inventory, "ve", NULL, NULL);
    cvpn_inventory_add_prefix_list (inventory, "pl", NULL, NULL);
    cvpn_inventory_add_security_group (inventory, "sg", NULL, NULL);
    cvpn_inventory_add_network_acl (inventory, "acl", NULL, NULL);
    CU_ASSERT_TRUE (cvpn_inventory_add_interface (inventory, "eni", NULL, NULL)->source_dest_check);
    CU_ASSERT_PTR_NOT_NULL (cvpn_inventory_find (inventory, inventory->vpn_gateways, "v"));
    CU_ASSERT_PTR_NULL (cvpn_inventory_find (inventory, inventory->internet_gateways, "v"));
}

static void
test_seen (void)
{
    static const char content[] =
        "{\"V\": [{\"Id\": \"a\", \"x\": 1},\n{\"x\": 1, \"Id\": \"a\"},\n"
        "{\"Id\": \"a\", \"x\": 2},\n{\"Id\": \"b\", \"x\": 2}]}";
    g_autofree char *path = cvpn_test_file ("seen.json", content);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnInventory) inventory = cvpn_inventory_new (report);
    CvpnSource *source = cvpn_source_new (path, "seen.json");
    json_t *json = json_loads (content, 0, NULL);
    const CvpnNode root = cvpn_node_root (source, 0, json, report);
    const CvpnNode all = cvpn_node_member (&root, "V");
    const gboolean want[] = { TRUE, FALSE, FALSE, TRUE };

    for (guint i = 0; i < 4; i++) {
        const CvpnNode node = cvpn_node_element (&all, i);
        cvpn_assert_int (
            cvpn_inventory_is_new (inventory, "V", cvpn_node_get_id (&node, "Id"), &node), want[i]);
        CU_ASSERT_EQUAL (cvpn_report_errors (report), i >= 2);
    }
    const CvpnFault *fault = g_ptr_array_index (cvpn_report_faults (report), 0);
    g_autofree char *text =
        g_strdup_printf ("V[2]: 'a' is described differently at %s:1; one of them is of another "
                         "time or account",
                         path);
    cvpn_assert_int (fault->line, 3);
    cvpn_assert_str (fault->text, text);
    json_decref (json);
    cvpn_source_free (source);
}

static void
test_notes (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnInventory) inventory = cvpn_inventory_new (report);
    const CvpnSource a = { .name = (char[]){ "a.json" } }, b = { .name = (char[]){ "b.json" } };

    cvpn_inventory_note (inventory, CVPN_IMPORT_LEFT_OUT, &a, "routes", 2, "IPv%d", 6);
    cvpn_inventory_note (inventory, CVPN_IMPORT_LEFT_OUT, &b, "routes", 3, "IPv%d", 6);
    cvpn_inventory_note (inventory, CVPN_IMPORT_REMARK, &a, "x\ny", 0, "odd\x1b text \xff");
    cvpn_inventory_note (inventory, CVPN_IMPORT_REMARK, &b, "x\ny", 0, "odd\x1b text \xff");
    cvpn_assert_int (inventory->notes->len, 3);
    const CvpnImportNote *first = g_ptr_array_index (inventory->notes, 0);
    const CvpnImportNote *second = g_ptr_array_index (inventory->notes, 1);
    cvpn_assert_int (first->count, 5);
    CU_ASSERT_PTR_NULL (first->file);
    cvpn_assert_str (second->what, "x?y");
    cvpn_assert_str (second->text, "odd? text \xef\xbf\xbd");
    cvpn_assert_str (second->file, "a.json");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "things", test_things },
        { "all kinds", test_kinds },
        { "seen before", test_seen },
        { "notes", test_notes },
    };

    return cvpn_test_main ("inventory", tests, G_N_ELEMENTS (tests));
}
