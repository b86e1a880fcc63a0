/* overlaps: operations that meet others of the same thing under way, and what stands still
 * because of what happened meanwhile. */
#include "history.h"

#define MINUTE (G_GINT64_CONSTANT (60) * 1000000000)

static void
happens (const char *actions, const char *wanted)
{
    g_autofree char *history = history_of_patch (actions);

    cvpn_assert_str (history, wanted);
}

static void
terminating_does_not_count (void)
{
    happens ("[quotas]\nconcurrent-operations = 1\n[operations]\nterminate-connections = 5min\n"
             "[event t]\nat = 1s\naction = terminate-connections all\n"
             "[event e]\nat = 2s\naction = authorize 192.168.0.0/16 ops\n",
             "1 t all: terminating\n"
             "2 e 192.168.0.0/16 ops: authorizing\n"
             "62 e 192.168.0.0/16 ops: active → reset rule-change\n"
             "301 t all: terminated → terminate terminated\n");
}

/* What refuses the second one is that the first has succeeded. */
static void
associated_twice (void)
{
    g_autoptr (CvpnScenario) scenario =
        history_load ("[event one]\nat = 0s\naction = associate subnet-c\n"
                      "[event two]\nat = 1min\naction = associate subnet-c\n");
    g_autofree char *history = history_of (scenario);
    const CvpnNetwork *before = cvpn_timeline_at (scenario->timeline, 4 * MINUTE);
    const CvpnNetwork *between = cvpn_timeline_at (scenario->timeline, 5 * MINUTE);
    const CvpnNetwork *after = cvpn_timeline_at (scenario->timeline, 6 * MINUTE);

    cvpn_assert_str (history, "0 one subnet-c: associating\n"
                              "60 two subnet-c: associating\n"
                              "300 one subnet-c: associated\n"
                              "360 two subnet-c: association-failed "
                              "ClientVpnEndpointAssociationExists\n");
    cvpn_assert_int (cvpn_association (before, 2)->status, CVPN_ASSOCIATION_ASSOCIATING);
    cvpn_assert_int (cvpn_association (between, 2)->status, CVPN_ASSOCIATION_ASSOCIATED);
    cvpn_assert_int (cvpn_association (after, 2)->status, CVPN_ASSOCIATION_ASSOCIATED);
    cvpn_assert_int (cvpn_endpoint (after, 0)->connection_quota, 66500);
}

static void
failed_and_gone (void)
{
    g_autoptr (CvpnScenario) scenario =
        history_load ("[event one]\nat = 0s\naction = associate subnet-c\n"
                      "[event two]\nat = 1min\naction = associate subnet-c\n"
                      "[event off]\nat = 10min\naction = disassociate subnet-c\n");
    const CvpnNetwork *after = cvpn_timeline_at (scenario->timeline, 14 * MINUTE);

    cvpn_assert_int (cvpn_association (after, 2)->status, CVPN_ASSOCIATION_DISASSOCIATED);
}

static void
deleted_in_vain (void)
{
    g_autoptr (CvpnScenario) scenario =
        history_load ("[operations]\ndelete-endpoint = 10min\n"
                      "[event a]\nat = 0s\naction = disassociate subnet-a\n"
                      "[event b]\nat = 0s\naction = disassociate subnet-b\n"
                      "[event e]\nat = 5min\naction = delete-endpoint\n"
                      "[event f]\nat = 6min\naction = associate subnet-a\n");
    g_autofree char *history = history_of (scenario);
    const CvpnNetwork *before = cvpn_timeline_at (scenario->timeline, 14 * MINUTE);
    const CvpnNetwork *after = cvpn_timeline_at (scenario->timeline, 15 * MINUTE);

    cvpn_assert_has (history, "900 e cvpn-1: failed IncorrectState\n");
    cvpn_assert_int (cvpn_endpoint (before, 0)->status, CVPN_ENDPOINT_DELETING);
    cvpn_assert_int (cvpn_endpoint (after, 0)->status, CVPN_ENDPOINT_AVAILABLE);
}

/* Neither what is not there yet nor what is there no more is in an answer. */
static void
only_landings_fail_with_their_zone (void)
{
    happens ("[event on]\nat = 0s\naction = associate subnet-c\n"
             "[event out]\nat = 1min\naction = fail-availability-zone us-east-1c\n"
             "[event back]\nat = 2min\naction = restore-availability-zone us-east-1c\n",
             "0 on subnet-c: associating\n"
             "60 out us-east-1c: failed\n"
             "120 back us-east-1c: restored\n"
             "300 on subnet-c: associated\n");
    happens ("[event off]\nat = 0s\naction = disassociate subnet-b\n"
             "[event out]\nat = 230s\naction = fail-availability-zone us-east-1b\n",
             "0 off subnet-b: disassociating\n"
             "230 out us-east-1b: failed\n"
             "230 out subnet-b: lost → lose zone-failure\n"
             "240 off subnet-b: disassociated → unland disassociated\n");
}

/* Who is revoked again is no further entry; an import is of all of them. */
static void
lists_are_as_long_as_they_are (void)
{
    happens ("[quotas]\ncrl-entries = 1\n[certificate-revocation-list cvpn-1]\nrevoked = all-1\n"
             "[event e]\nat = 0s\naction = revoke-certificate all-1\n",
             "0 e all-1: pending\n"
             "1800 e all-1: active → reset crl-import\n");
    happens ("[quotas]\ncrl-entries = 1\n[certificate-revocation-list cvpn-1]\n"
             "revoked = all-1; all-2\n[event e]\nat = 0s\naction = import-crl 5h\n",
             "0 e 5h: failed ClientVpnCertificateRevocationListLimitExceeded\n");
}

/* What takes effect first at a time is so for what comes then at that time. */
static void
at_one_time (void)
{
    happens ("[operations]\nmodify-endpoint = 2min\n"
             "[event split]\nat = 0s\naction = modify-endpoint split-tunnel true\n"
             "[event e]\nat = 0s\naction = create-route 192.168.0.0/16 subnet-b\n",
             "0 split split-tunnel true: applying\n"
             "0 e 192.168.0.0/16 subnet-b: creating\n"
             "120 split split-tunnel true: applied → reset split-tunnel-change\n"
             "120 e 192.168.0.0/16 subnet-b: active → reset route-change\n");
}

/* Whatever the file says beside it. */
static void
an_automatic_route_is_one (void)
{
    happens ("[client-vpn-routes cvpn-1]\n10.0.0.0/16 = subnet-b\n"
             "[event e]\nat = 1s\naction = delete-route 10.0.0.0/16 subnet-b\n",
             "1 e 10.0.0.0/16 subnet-b: failed OperationNotPermitted\n");
    happens ("[quotas]\nroutes = 3\n[client-vpn-routes cvpn-1]\n10.0.0.0/16 = subnet-b\n"
             "[event e]\nat = 1s\naction = create-route 192.168.0.0/16 subnet-b\n",
             "1 e 192.168.0.0/16 subnet-b: creating\n"
             "121 e 192.168.0.0/16 subnet-b: active\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "terminating does not count", terminating_does_not_count },
        { "associated twice", associated_twice },
        { "deleted in vain", deleted_in_vain },
        { "only landings fail with their zone", only_landings_fail_with_their_zone },
        { "lists are as long as they are", lists_are_as_long_as_they_are },
        { "at one time", at_one_time },
        { "an automatic route is one", an_automatic_route_is_one },
        { "failed and gone", failed_and_gone },
    };

    return cvpn_test_main ("overlaps", tests, G_N_ELEMENTS (tests));
}
