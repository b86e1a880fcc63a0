/* draft: Client VPN endpoints, their routes, rules and interfaces, and the template. */
#include "draft_inventory.h"
#include "support.h"

#define SETTINGS "split-tunnel = false\ntransport-protocol = udp\nauthentication = directory\n"
#define BEGIN                                                                                      \
    "[client-vpn-endpoint cvpn-endpoint-1]\nclient-cidr-block = 172.16.0.0/22\nvpc = vpc-1\n"      \
    "target-networks = subnet-a; subnet-b\n"

static void
check (CvpnTestDraft *t, const char *header, const char *want)
{
    g_autofree char *got = cvpn_test_draft_group (t, header);

    cvpn_assert_str (got, want);
}

static void
test_endpoint (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    CvpnClientVpnThing *endpoint = cvpn_test_endpoint (&t, "cvpn-endpoint-1");

    endpoint->session_hours = 8;
    cvpn_test_client_route (endpoint, "0.0.0.0/0", "subnet-b", FALSE);
    cvpn_test_client_route (endpoint, "172.16.0.0/22", "local", FALSE);
    cvpn_test_client_route (endpoint, "0.0.0.0/0", "subnet-a", FALSE);
    cvpn_test_rule (endpoint, "10.0.0.0/16", "DOMAIN\\ops");
    cvpn_test_rule (endpoint, "10.0.0.0/16", "engineers");
    cvpn_test_rule (endpoint, "0.0.0.0/0", NULL);
    check (&t, "[client-vpn-endpoint ",
           BEGIN "security-groups = sg-1\n" SETTINGS
                 "session-timeout = 8h\nconnection-log = false\n");
    check (&t, "[client-vpn-routes ",
           "[client-vpn-routes cvpn-endpoint-1]\n0.0.0.0/0 = subnet-a; subnet-b\n"
           "172.16.0.0/22 = local\n");
    check (&t, "[authorization-rules ",
           "[authorization-rules cvpn-endpoint-1]\n0.0.0.0/0 = *\n"
           "10.0.0.0/16 = DOMAIN\\\\ops; engineers\n");
}

/* A block that came after an association has no route by itself there. */
static void
test_automatic (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    CvpnClientVpnThing *endpoint = cvpn_test_endpoint (&t, "cvpn-endpoint-1");
    const CvpnPrefix more = cvpn_test_prefix ("100.65.0.0/16");

    g_array_append_val (((CvpnVpcThing *) t.in->vpcs->pdata[0])->cidrs, more);
    cvpn_test_client_route (endpoint, "100.65.0.0/16", "subnet-a", TRUE);
    check (&t, "[client-vpn-endpoint ",
           BEGIN "automatic-routes = 10.0.0.0/16\nsecurity-groups = sg-1\n" SETTINGS
                 "connection-log = false\n");
    check (&t, "[client-vpn-routes ",
           "[client-vpn-routes cvpn-endpoint-1]\n"
           "# by association, which other associations have not, or of a block that the VPC has "
           "not\n100.65.0.0/16 = subnet-a\n");
}

static void
test_statuses (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    CvpnClientVpnThing *endpoint = cvpn_test_endpoint (&t, "cvpn-endpoint-1");
    CvpnTargetNetworkThing *target = endpoint->targets->pdata[0];

    target->status = CVPN_STATUS_NOT_ACTIVE;
    cvpn_test_client_route (endpoint, "10.9.0.0/16", "subnet-a", FALSE);
    ((CvpnClientRouteThing *) endpoint->routes->pdata[2])->status = CVPN_STATUS_UNKNOWN;
    cvpn_test_rule (endpoint, "10.0.0.0/16", NULL);
    ((CvpnAuthorizationThing *) endpoint->rules->pdata[0])->status = CVPN_STATUS_NOT_ACTIVE;
    g_autofree char *text = cvpn_test_draft_text (&t);
    cvpn_assert_has (text, "target-networks = subnet-a\n");
    CU_ASSERT_PTR_NULL (g_strstr_len (text, -1, "[client-vpn-routes "));
    CU_ASSERT_PTR_NULL (g_strstr_len (text, -1, "[authorization-rules "));
    cvpn_assert_has (text, "[unknown routes-of-cvpn-endpoint-1]\nkind = client-vpn-routes\n"
                           "of = cvpn-endpoint-1\n");
    CU_ASSERT_PTR_NULL (g_strstr_len (text, -1, "[unknown rules-of"));
}

/* As where there are more pages: those of the input are landings, and there may be others. */
static void
test_more_targets (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    CvpnClientVpnThing *endpoint = cvpn_test_endpoint (&t, "cvpn-endpoint-1");

    endpoint->targets_known = FALSE;
    g_autofree char *text = cvpn_test_draft_text (&t);
    cvpn_assert_has (text, "target-networks = subnet-a; subnet-b\n");
    cvpn_assert_has (text, "[unknown target-networks-of-cvpn-endpoint-1]\nkind = subnet\n"
                           "of = cvpn-endpoint-1\n");
}

/* A target network that is not in the input may be landed on; what else is there, nobody knows. */
static void
test_unknown_landing (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    CvpnClientVpnThing *endpoint = cvpn_test_endpoint (&t, "cvpn-endpoint-1");

    ((CvpnTargetNetworkThing *) endpoint->targets->pdata[0])->subnet = "subnet-x";
    endpoint->rules_known = FALSE;
    g_autofree char *text = cvpn_test_draft_text (&t);
    cvpn_assert_has (text, "target-networks = subnet-a; subnet-x\n");
    cvpn_assert_has (text, "[unknown subnet-x]\nkind = subnet\ncall = describe-subnets "
                           "--subnet-ids subnet-x\n");
    cvpn_assert_has (text, "[unknown rules-of-cvpn-endpoint-1]\n");
}

static void
test_interfaces (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    CvpnSecurityGroupThing *old = cvpn_inventory_add_security_group (t.in, "sg-old", NULL, NULL);

    old->vpc = "vpc-1";
    old->rules_known = TRUE;
    cvpn_test_endpoint (&t, "cvpn-endpoint-1");
    cvpn_test_interface (&t, "eni-2", "subnet-a", "10.0.1.10", "sg-1")->client_vpn = TRUE;
    cvpn_test_interface (&t, "eni-1", "subnet-a", "10.0.1.7", "sg-1")->client_vpn = TRUE;
    cvpn_test_interface (&t, "eni-3", "subnet-b", "10.0.2.7", "sg-old")->client_vpn = TRUE;
    check (&t, "[client-vpn-endpoint ",
           BEGIN "security-groups = sg-1\n"
                 "interface-addresses = subnet-a 10.0.1.7; subnet-a 10.0.1.10; "
                 "subnet-b 10.0.2.7\n"
                 "# what the interfaces have, up to 4 hours after the endpoint was modified\n"
                 "interface-security-groups = subnet-b sg-old\n" SETTINGS
                 "connection-log = false\n");
}

/* What all interfaces of a landing have is sure, what some have is not known. */
static void
test_groups_differ (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    CvpnSecurityGroupThing *old = cvpn_inventory_add_security_group (t.in, "sg-old", NULL, NULL);

    old->vpc = "vpc-1";
    old->rules_known = TRUE;
    cvpn_test_endpoint (&t, "cvpn-endpoint-1");
    cvpn_test_interface (&t, "eni-1", "subnet-a", "10.0.1.7", "sg-1")->client_vpn = TRUE;
    CvpnInterfaceThing *other = cvpn_test_interface (&t, "eni-2", "subnet-a", "10.0.1.9", "sg-1");
    other->client_vpn = TRUE;
    g_ptr_array_add (other->groups, GSIZE_TO_POINTER ((gsize) "sg-old"));
    g_autofree char *text = cvpn_test_draft_text (&t);
    cvpn_assert_has (text, "\ninterface-security-groups = subnet-a "
                           "groups-of-interfaces-in-subnet-a sg-1\n");
    cvpn_assert_has (text, "[unknown groups-of-interfaces-in-subnet-a]\nkind = security-group\n");
}

/* Of two endpoints that share a subnet the groups tell whose interface it is. */
static void
test_shared_subnet (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    CvpnSecurityGroupThing *group = cvpn_inventory_add_security_group (t.in, "sg-2", NULL, NULL);

    group->vpc = "vpc-1";
    group->rules_known = TRUE;
    cvpn_test_endpoint (&t, "cvpn-endpoint-1");
    CvpnClientVpnThing *other = cvpn_test_endpoint (&t, "cvpn-endpoint-2");
    other->client_cidr = cvpn_test_prefix ("172.20.0.0/22");
    g_ptr_array_add (other->groups, GSIZE_TO_POINTER ((gsize) cvpn_inventory_keep (t.in, "sg-2")));
    cvpn_test_interface (&t, "eni-1", "subnet-a", "10.0.1.7", "sg-2")->client_vpn = TRUE;
    g_autofree char *text = cvpn_test_draft_text (&t);
    cvpn_assert_has (text, "security-groups = sg-2\ninterface-addresses = subnet-a 10.0.1.7\n");
    CU_ASSERT_PTR_NULL (g_strstr_len (text, -1, "security-groups = sg-1\ninterface-addresses"));
}

static void
test_faults (void)
{
    static const char *const wanted[] = { "cvpn-endpoint-1", "cvpn-endpoint-2", "cvpn-endpoint-9",
                                          NULL };
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();

    cvpn_test_endpoint (&t, "cvpn-endpoint-1")->transit_gateway = TRUE;
    cvpn_test_endpoint (&t, "cvpn-endpoint-3")->transit_gateway = TRUE;
    cvpn_test_rule (cvpn_test_endpoint (&t, "cvpn-endpoint-2"), "10.0.0.0/16", "a;b");
    t.options.endpoints = wanted;
    g_autofree char *faults = cvpn_test_draft_faults (&t);
    cvpn_assert_has (faults, "--endpoint cvpn-endpoint-9: the input has no such");
    cvpn_assert_has (faults, "cvpn-endpoint-1: a Client VPN endpoint that is associated with a "
                             "transit gateway is not modelled; --endpoint chooses others");
    cvpn_assert_has (faults, "cvpn-endpoint-2: an authorization rule is for the access group "
                             "'a;b'");
    CU_ASSERT_PTR_NULL (g_strstr_len (faults, -1, "cvpn-endpoint-3"));
}

static void
test_template (void)
{
    g_auto (CvpnTestDraft) t = cvpn_test_draft_new ();
    CvpnClientVpnThing *endpoint = cvpn_test_endpoint (&t, "cvpn-endpoint-1");

    cvpn_test_rule (endpoint, "10.0.0.0/16", "ops");
    cvpn_test_rule (endpoint, "10.1.0.0/16", "engineers");
    cvpn_test_rule (endpoint, "10.1.0.0/16", NULL);
    endpoint->active_connections = 42;
    g_autofree char *text = cvpn_test_draft_text (&t);
    cvpn_assert_has (text, "#[clients staff]\n#endpoint = cvpn-endpoint-1\n#groups = ops\n"
                           "#count = 42\n");
    cvpn_assert_has (text,
                     "#[clients staff-2]\n#endpoint = cvpn-endpoint-1\n#groups = engineers\n");
    cvpn_assert_has (text, "#to = 10.0.0.10 tcp 443\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "endpoint", test_endpoint },
        { "automatic routes", test_automatic },
        { "statuses", test_statuses },
        { "more target networks than the input has", test_more_targets },
        { "an unknown landing", test_unknown_landing },
        { "interfaces", test_interfaces },
        { "of interfaces with different groups the common ones are known", test_groups_differ },
        { "a shared subnet", test_shared_subnet },
        { "faults", test_faults },
        { "template", test_template },
    };

    return cvpn_test_main ("draft_endpoint", tests, G_N_ELEMENTS (tests));
}
