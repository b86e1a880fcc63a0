/* refusals: what AWS's API would refuse, by its error codes; and what is no result but a
 * fault of the file. */
#include "history.h"

static void
refused (const char *actions, const char *wanted)
{
    g_autofree char *history = history_of_patch (actions);

    cvpn_assert_str (history, wanted);
}

static void
duplicates (void)
{
    refused ("[event e]\nat = 1s\naction = create-route 172.31.0.0/16 subnet-b\n",
             "1 e 172.31.0.0/16 subnet-b: failed InvalidClientVpnDuplicateRoute\n");
    refused ("[event e]\nat = 1s\naction = create-route 10.0.0.0/16 subnet-b\n",
             "1 e 10.0.0.0/16 subnet-b: failed InvalidClientVpnDuplicateRoute\n");
    refused ("[event e]\nat = 1s\naction = authorize 10.0.0.0/16 *\n",
             "1 e 10.0.0.0/16 *: failed InvalidClientVpnDuplicateAuthorizationRule\n");
    refused ("[event e]\nat = 1s\naction = associate subnet-b\n",
             "1 e subnet-b: association-failed ClientVpnEndpointAssociationExists\n");
}

static void
what_is_not_there (void)
{
    refused ("[event e]\nat = 1s\naction = delete-route 192.168.0.0/16 subnet-b\n",
             "1 e 192.168.0.0/16 subnet-b: failed InvalidClientVpnRouteNotFound\n");
    refused ("[event e]\nat = 1s\naction = delete-route 10.0.0.0/16 subnet-b\n",
             "1 e 10.0.0.0/16 subnet-b: failed OperationNotPermitted\n");
    refused ("[event e]\nat = 1s\naction = create-route 192.168.0.0/16 subnet-c\n",
             "1 e 192.168.0.0/16 subnet-c: failed InvalidClientVpnActiveAssociationNotFound\n");
    refused ("[event e]\nat = 1s\naction = revoke 10.0.0.0/16 ops\n",
             "1 e 10.0.0.0/16 ops: failed InvalidClientVpnEndpointAuthorizationRuleNotFound\n");
    refused ("[event e]\nat = 1s\naction = disassociate subnet-c\n",
             "1 e subnet-c: failed InvalidClientVpnAssociationIdNotFound\n");
    refused ("[event e]\nat = 1s\naction = unset-route rtb-a 172.31.0.0/16\n",
             "1 e rtb-a 172.31.0.0/16: failed InvalidRoute.NotFound\n");
    refused ("[event e]\nat = 1s\naction = unset-acl-entry acl-a inbound 200\n",
             "1 e acl-a inbound 200: failed InvalidNetworkAclEntry.NotFound\n");
}

static void
one_subnet_of_a_zone (void)
{
    refused ("[event e]\nat = 1s\naction = associate subnet-a2\n",
             "1 e subnet-a2: association-failed InvalidClientVpnSubnetId.DuplicateAz\n");
    refused ("[event off]\nat = 1s\naction = disassociate subnet-a\n"
             "[event on]\nat = 10min\naction = associate subnet-a2\n",
             "1 off subnet-a: disassociating\n"
             "241 off subnet-a: disassociated → unland disassociated\n"
             "600 on subnet-a2: associating\n"
             "900 on subnet-a2: associated\n");
}

/* What ends at a time ends before anything begins. */
static void
in_the_same_instant (void)
{
    refused ("[event off]\nat = 0s\naction = delete-route 172.31.0.0/16 subnet-b\n"
             "[event on]\nat = 2min\naction = create-route 172.31.0.0/16 subnet-b\n",
             "0 off 172.31.0.0/16 subnet-b: deleting\n"
             "120 off 172.31.0.0/16 subnet-b: deleted\n"
             "120 on 172.31.0.0/16 subnet-b: creating\n"
             "240 on 172.31.0.0/16 subnet-b: active\n");
}

/* What it is about has gone when the operation ends. */
static void
overtaken (void)
{
    refused ("[event off]\nat = 0s\naction = disassociate subnet-b\n"
             "[event route]\nat = 3min\naction = create-route 192.168.0.0/16 subnet-b\n",
             "0 off subnet-b: disassociating\n"
             "180 route 192.168.0.0/16 subnet-b: creating\n"
             "240 off subnet-b: disassociated → unland disassociated\n"
             "300 route 192.168.0.0/16 subnet-b: failed "
             "InvalidClientVpnActiveAssociationNotFound\n");
}

static void
quotas (void)
{
    refused ("[quotas]\nroutes = 2\n"
             "[event e]\nat = 1s\naction = create-route 192.168.0.0/16 subnet-b\n",
             "1 e 192.168.0.0/16 subnet-b: failed ClientVpnRouteLimitExceeded\n");
    refused ("[quotas]\nauthorization-rules = 1\n"
             "[event e]\nat = 1s\naction = authorize 192.168.0.0/16 ops\n",
             "1 e 192.168.0.0/16 ops: failed ClientVpnAuthorizationRuleLimitExceeded\n");
    refused ("[quotas]\ncrl-entries = 0\n"
             "[event e]\nat = 1s\naction = revoke-certificate all-3\n",
             "1 e all-3: failed ClientVpnCertificateRevocationListLimitExceeded\n");
}

static void
eleven_at_a_time (void)
{
    g_autoptr (GString) events = g_string_new (NULL);

    for (guint i = 1; i <= 12; i++)
        g_string_append_printf (events,
                                "[event e%u]\nat = %us\n"
                                "action = create-route 192.168.%u.0/24 subnet-b\n",
                                i, i, i);
    g_string_append (events, "[event late]\nat = 121s\n"
                             "action = create-route 192.168.99.0/24 subnet-b\n");
    g_autofree char *history = history_of_patch (events->str);

    cvpn_assert_has (history, "10 e10 192.168.10.0/24 subnet-b: creating\n"
                              "11 e11 192.168.11.0/24 subnet-b: failed "
                              "ConcurrentMutationLimitExceeded\n"
                              "12 e12 192.168.12.0/24 subnet-b: failed "
                              "ConcurrentMutationLimitExceeded\n");
    cvpn_assert_has (history, "121 e1 192.168.1.0/24 subnet-b: active\n"
                              "121 late 192.168.99.0/24 subnet-b: creating");
}

static void
deleting_an_endpoint (void)
{
    refused ("[event e]\nat = 1s\naction = delete-endpoint\n",
             "1 e cvpn-1: failed IncorrectState\n");
    refused ("[event a]\nat = 0s\naction = disassociate subnet-a\n"
             "[event b]\nat = 0s\naction = disassociate subnet-b\n"
             "[event e]\nat = 10min\naction = delete-endpoint\n"
             "[event f]\nat = 11min\naction = associate subnet-a\n",
             "0 a subnet-a: disassociating\n"
             "0 b subnet-b: disassociating\n"
             "240 a subnet-a: disassociated → unland disassociated\n"
             "240 b subnet-b: disassociated → unland disassociated\n"
             "240 - cvpn-1: pending-associate\n"
             "600 e cvpn-1: deleting\n"
             "600 e cvpn-1: deleted → reset endpoint-deleted\n"
             "660 f subnet-a: association-failed InvalidClientVpnEndpointId.NotFound\n");
}

/* Impossible whoever else is there: an error of the file. */
static void
impossible_at_any_time (void)
{
    g_autofree char *text = cvpn_test_patch (
        history_base, "[vpc vpc-b]\ncidr-block = 10.9.0.0/16\n"
                      "[internet-gateway igw-b]\nvpc = vpc-b\n"
                      "[event e]\nat = 1s\naction = set-route rtb-a 0.0.0.0/0 igw-b\n");
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);

    CU_ASSERT_PTR_NULL (scenario);
    cvpn_assert_has (faults, "[event e] action: ");
    cvpn_assert_has (faults, "'igw-b' does not serve [vpc vpc-a]");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "duplicates", duplicates },
        { "what is not there", what_is_not_there },
        { "one subnet of a zone", one_subnet_of_a_zone },
        { "in the same instant", in_the_same_instant },
        { "overtaken", overtaken },
        { "quotas", quotas },
        { "eleven at a time", eleven_at_a_time },
        { "deleting an endpoint", deleting_an_endpoint },
        { "impossible at any time", impossible_at_any_time },
    };

    return cvpn_test_main ("refusals", tests, G_N_ELEMENTS (tests));
}
