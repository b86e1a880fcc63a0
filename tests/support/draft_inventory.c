/* Inventories made by hand. */
#include "draft_inventory.h"

#include <string.h>

#include <cvpnsim/scenario.h>

#include "support.h"

CvpnPrefix
cvpn_test_prefix (const char *text)
{
    CvpnPrefix prefix = { 0, CVPN_PREFIX_UNSET };

    CU_ASSERT (cvpn_prefix_parse (text, &prefix, NULL));
    return prefix;
}

guint32
cvpn_test_address (const char *text)
{
    guint32 address = 0;

    CU_ASSERT (cvpn_address_parse (text, &address, NULL));
    return address;
}

static void
add_subnet (CvpnTestDraft *t, const char *id, const char *zone, const char *cidr)
{
    CvpnSubnetThing *subnet = cvpn_inventory_add_subnet (t->in, id, NULL, NULL);

    subnet->vpc = "vpc-1";
    subnet->zone = zone;
    subnet->cidr = cvpn_test_prefix (cidr);
    subnet->available = -1;
}

static void
add_filters (CvpnTestDraft *t)
{
    const CvpnRuleThing all = {
        .any = TRUE, .from_port = -1, .to_port = -1, .cidr = cvpn_test_prefix ("0.0.0.0/0")
    };
    CvpnAclThing *acl = cvpn_inventory_add_network_acl (t->in, "acl-1", NULL, NULL);
    CvpnSecurityGroupThing *group = cvpn_inventory_add_security_group (t->in, "sg-1", NULL, NULL);

    acl->vpc = group->vpc = "vpc-1";
    acl->is_default = group->is_default = TRUE;
    g_ptr_array_add (acl->subnets,
                     GSIZE_TO_POINTER ((gsize) cvpn_inventory_keep (t->in, "subnet-a")));
    g_ptr_array_add (acl->subnets,
                     GSIZE_TO_POINTER ((gsize) cvpn_inventory_keep (t->in, "subnet-b")));
    group->rules_known = TRUE;
    g_array_append_val (group->ingress, all);
    g_array_append_val (group->egress, all);
}

CvpnTestDraft
cvpn_test_draft_new (void)
{
    CvpnTestDraft t = { .report = cvpn_report_new () };
    const CvpnPrefix cidr = cvpn_test_prefix ("10.0.0.0/16");

    t.in = cvpn_inventory_new (t.report);
    CvpnVpcThing *vpc = cvpn_inventory_add_vpc (t.in, "vpc-1", NULL, NULL);
    g_array_append_val (vpc->cidrs, cidr);
    add_subnet (&t, "subnet-b", "us-east-1b", "10.0.2.0/24");
    add_subnet (&t, "subnet-a", "us-east-1a", "10.0.1.0/24");
    CvpnRouteTableThing *table = cvpn_inventory_add_route_table (t.in, "rtb-1", NULL, NULL);
    table->vpc = "vpc-1";
    table->main = TRUE;
    add_filters (&t);
    for (guint i = 0; i < CVPN_ALL_KINDS; i++)
        t.in->all[i] = TRUE;
    return t;
}

void
cvpn_test_draft_clear (CvpnTestDraft *t)
{
    cvpn_inventory_free (t->in);
    cvpn_report_free (t->report);
}

CvpnRouteThing *
cvpn_test_route (CvpnTestDraft *t, const char *table, const char *cidr, const char *target)
{
    CvpnRouteTableThing *thing = cvpn_inventory_find (t->in, t->in->route_tables, table);
    CvpnRouteThing *route = g_new0 (CvpnRouteThing, 1);

    route->target = target;
    route->cidr.length = CVPN_PREFIX_UNSET;
    if (g_str_has_prefix (cidr, "pl-"))
        route->prefix_list = cidr;
    else
        route->cidr = cvpn_test_prefix (cidr);
    g_ptr_array_add (thing->routes, route);
    return route;
}

CvpnInterfaceThing *
cvpn_test_interface (CvpnTestDraft *t, const char *id, const char *subnet, const char *address,
                     const char *group)
{
    CvpnInterfaceThing *interface = cvpn_inventory_add_interface (t->in, id, NULL, NULL);
    const guint32 number = cvpn_test_address (address), none = 0;

    interface->subnet = subnet;
    interface->vpc = "vpc-1";
    interface->groups_known = TRUE;
    if (group)
        g_ptr_array_add (interface->groups,
                         GSIZE_TO_POINTER ((gsize) cvpn_inventory_keep (t->in, group)));
    g_array_append_val (interface->addresses, number);
    g_array_append_val (interface->public_addresses, none);
    return interface;
}

static void
add_target (CvpnTestDraft *t, CvpnClientVpnThing *endpoint, const char *subnet)
{
    CvpnTargetNetworkThing *target = g_new0 (CvpnTargetNetworkThing, 1);

    (void) t;
    target->subnet = subnet;
    target->groups = g_ptr_array_new ();
    g_ptr_array_add (endpoint->targets, target);
    cvpn_test_client_route (endpoint, "10.0.0.0/16", subnet, TRUE);
}

CvpnClientVpnThing *
cvpn_test_endpoint (CvpnTestDraft *t, const char *id)
{
    CvpnClientVpnThing *endpoint = cvpn_inventory_add_client_vpn (t->in, id, NULL, NULL);

    endpoint->client_cidr = cvpn_test_prefix ("172.16.0.0/22");
    endpoint->vpc = "vpc-1";
    endpoint->vpn_port = endpoint->session_hours = -1;
    endpoint->disconnect_on_session_timeout = -1;
    endpoint->directory = endpoint->groups_known = TRUE;
    endpoint->targets_known = endpoint->routes_known = endpoint->rules_known = TRUE;
    add_target (t, endpoint, "subnet-b");
    add_target (t, endpoint, "subnet-a");
    return endpoint;
}

void
cvpn_test_client_route (CvpnClientVpnThing *endpoint, const char *cidr, const char *subnet,
                        gboolean automatic)
{
    CvpnClientRouteThing *route = g_new0 (CvpnClientRouteThing, 1);

    route->cidr = cvpn_test_prefix (cidr);
    route->subnet = subnet;
    route->automatic = automatic;
    g_ptr_array_add (endpoint->routes, route);
}

void
cvpn_test_rule (CvpnClientVpnThing *endpoint, const char *cidr, const char *group)
{
    CvpnAuthorizationThing *rule = g_new0 (CvpnAuthorizationThing, 1);

    rule->cidr = cvpn_test_prefix (cidr);
    rule->group = group;
    g_ptr_array_add (endpoint->rules, rule);
}

static void
assert_readable (const char *text)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnScenario) scenario =
        cvpn_scenario_load_text ("draft.ini", text, NULL, report, NULL);
    g_autofree char *faults = cvpn_report_format (report);

    cvpn_assert_str (faults, "");
}

char *
cvpn_test_draft_text (CvpnTestDraft *t)
{
    g_autoptr (CvpnImportDraft) draft = cvpn_import_draft_new (t->in, &t->options);

    if (cvpn_report_errors (t->report) > 0)
        return NULL;
    char *text = cvpn_import_draft_text (draft, t->in, &t->options);
    assert_readable (text);
    return text;
}

char *
cvpn_test_draft_group (CvpnTestDraft *t, const char *header)
{
    g_autofree char *text = cvpn_test_draft_text (t);
    const char *at = text ? strstr (text, header) : NULL;
    const char *end = at ? strstr (at, "\n\n") : NULL;

    return at ? g_strndup (at, end ? (gsize) (end + 1 - at) : strlen (at)) : g_strdup ("");
}

char *
cvpn_test_draft_faults (CvpnTestDraft *t)
{
    g_autofree char *text = cvpn_test_draft_text (t);

    CU_ASSERT_PTR_NULL (text);
    return cvpn_report_format (t->report);
}
