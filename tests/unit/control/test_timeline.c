/* timeline: states, their times, what is in force in between. */
#include "control/draft.h"
#include "history.h"

#define MINUTE (G_GINT64_CONSTANT (60) * 1000000000)

static const CvpnNetwork *
at_minute (const CvpnScenario *scenario, gint64 minute)
{
    return cvpn_timeline_at (scenario->timeline, minute * MINUTE);
}

/* The routes of a landing to 172.31.0.0/16 and the like. */
static gboolean
has_route (const CvpnNetwork *net, guint32 association, const char *cidr)
{
    CvpnPrefix prefix;

    return cvpn_prefix_parse (cidr, &prefix, NULL) &&
           cvpn_prefix_table_get (cvpn_association (net, association)->routes, prefix) !=
               CVPN_PREFIX_TABLE_NONE;
}

static gboolean
has_rule (const CvpnNetwork *net, const char *cidr)
{
    CvpnPrefix prefix;

    return cvpn_prefix_parse (cidr, &prefix, NULL) &&
           cvpn_prefix_table_get (cvpn_endpoint (net, 0)->authorization, prefix) !=
               CVPN_PREFIX_TABLE_NONE;
}

static void
nothing_happens_without_events (void)
{
    g_autoptr (CvpnScenario) scenario = history_load (NULL);

    cvpn_assert_int (scenario->timeline->changes->len, 0);
    CU_ASSERT (at_minute (scenario, 0) == scenario->net);
    CU_ASSERT (at_minute (scenario, 1000) == scenario->net);
}

static void
a_route_is_in_force_when_its_creation_ends (void)
{
    g_autoptr (CvpnScenario) scenario =
        history_load ("[event e]\nat = 10min\naction = create-route 192.168.0.0/16 subnet-b\n");
    g_autofree char *history = history_of (scenario);

    cvpn_assert_str (history, "600 e 192.168.0.0/16 subnet-b: creating\n"
                              "720 e 192.168.0.0/16 subnet-b: active\n");
    CU_ASSERT_FALSE (has_route (at_minute (scenario, 11), 1, "192.168.0.0/16"));
    CU_ASSERT (has_route (at_minute (scenario, 12), 1, "192.168.0.0/16"));
    CU_ASSERT_FALSE (has_route (at_minute (scenario, 12), 0, "192.168.0.0/16"));
}

static void
a_route_of_two_subnets_loses_one (void)
{
    g_autoptr (CvpnScenario) scenario =
        history_load ("[event e]\nat = 10min\naction = delete-route 172.31.0.0/16 subnet-a\n");

    CU_ASSERT (has_route (at_minute (scenario, 11), 0, "172.31.0.0/16"));
    CU_ASSERT_FALSE (has_route (at_minute (scenario, 12), 0, "172.31.0.0/16"));
    CU_ASSERT (has_route (at_minute (scenario, 12), 1, "172.31.0.0/16"));
}

/* Only with split tunnel; the 2020 guide knew no resets. */
static void
route_changes_reset_split_tunnels (void)
{
    g_autofree char *split =
        history_of_patch ("[client-vpn-endpoint cvpn-1]\nsplit-tunnel = true\n"
                          "[event e]\nat = 0s\naction = create-route 192.168.0.0/16 subnet-b\n");
    g_autofree char *in_2020 =
        history_of_patch ("[quotas]\nprofile = 2020\n"
                          "[client-vpn-endpoint cvpn-1]\nsplit-tunnel = true\n"
                          "[event e]\nat = 0s\naction = create-route 192.168.0.0/16 subnet-b\n");

    cvpn_assert_has (split, "active → reset route-change");
    cvpn_assert_str (in_2020, "0 e 192.168.0.0/16 subnet-b: creating\n"
                              "120 e 192.168.0.0/16 subnet-b: active\n");
}

static void
rules_come_and_go (void)
{
    g_autoptr (CvpnScenario) scenario =
        history_load ("[event give]\nat = 10min\naction = authorize 172.31.0.0/16 ops\n"
                      "[event take]\nat = 20min\naction = revoke 172.31.0.0/16 ops\n"
                      "[event all]\nat = 30min\naction = revoke 10.0.0.0/16 *\n");
    g_autofree char *history = history_of (scenario);

    cvpn_assert_str (history, "600 give 172.31.0.0/16 ops: authorizing\n"
                              "660 give 172.31.0.0/16 ops: active → reset rule-change\n"
                              "1200 take 172.31.0.0/16 ops: revoking\n"
                              "1260 take 172.31.0.0/16 ops: revoked → reset rule-change\n"
                              "1800 all 10.0.0.0/16 *: revoking\n"
                              "1860 all 10.0.0.0/16 *: revoked → reset rule-change\n");
    CU_ASSERT_FALSE (has_rule (at_minute (scenario, 10), "172.31.0.0/16"));
    CU_ASSERT (has_rule (at_minute (scenario, 15), "172.31.0.0/16"));
    CU_ASSERT_FALSE (has_rule (at_minute (scenario, 21), "172.31.0.0/16"));
    CU_ASSERT (has_rule (at_minute (scenario, 21), "10.0.0.0/16"));
    CU_ASSERT_FALSE (has_rule (at_minute (scenario, 31), "10.0.0.0/16"));
}

/* A group that only an event names is everybody's handle from the beginning; a CIDR may have
 * the rules of the file and of an event. */
static void
groups_keep_their_handles (void)
{
    g_autoptr (CvpnScenario) scenario =
        history_load ("[authorization-rules cvpn-1]\n172.31.0.0/16 = ops\n"
                      "[event give]\nat = 10min\naction = authorize 172.31.0.0/16 audit\n");
    const guint32 audit = cvpn_network_find_access_group (scenario->net, "audit");
    const CvpnNetwork *later = at_minute (scenario, 11);

    CU_ASSERT (audit != CVPN_NONE);
    cvpn_assert_int (cvpn_network_find_access_group (later, "audit"), audit);
    cvpn_assert_int (later->authorization_rules->len, 3);
    cvpn_assert_int (later->authorization_targets->len, 2);
}

static void
rules_keep_their_numbers (void)
{
    g_autoptr (CvpnScenario) scenario =
        history_load ("[event e]\nat = 10min\naction = create-route 192.168.0.0/16 subnet-b\n");
    const CvpnNetwork *before = scenario->net, *after = at_minute (scenario, 12);
    const guint32 index = after->vpn_routes->len - 1;
    const CvpnRule *rule =
        cvpn_network_rule (after, cvpn_at (after->vpn_routes, CvpnVpnRoute, index)->rule);

    CU_ASSERT (before != after);
    for (guint i = 0; i < before->vpn_routes->len; i++)
        cvpn_assert_int (cvpn_at (before->vpn_routes, CvpnVpnRoute, i)->rule,
                         cvpn_at (after->vpn_routes, CvpnVpnRoute, i)->rule);
    cvpn_assert_str (rule->text, "192.168.0.0/16 = subnet-b");
    CU_ASSERT (rule->line > 60); /* the event's */
}

static void
an_association_is_made (void)
{
    g_autoptr (CvpnScenario) scenario =
        history_load ("[event e]\nat = 10min\naction = associate subnet-c\n");
    g_autofree char *history = history_of (scenario);
    const CvpnAssociation *before = cvpn_association (scenario->net, 2);
    const CvpnAssociation *during = cvpn_association (at_minute (scenario, 11), 2);
    const CvpnAssociation *after = cvpn_association (at_minute (scenario, 15), 2);

    cvpn_assert_str (history, "600 e subnet-c: associating\n"
                              "900 e subnet-c: associated\n");
    cvpn_assert_int (before->status, CVPN_ASSOCIATION_DISASSOCIATED);
    cvpn_assert_int (during->status, CVPN_ASSOCIATION_ASSOCIATING);
    cvpn_assert_int (after->status, CVPN_ASSOCIATION_ASSOCIATED);
    CU_ASSERT_FALSE (before->answers || during->answers);
    CU_ASSERT (after->answers);
    CU_ASSERT_FALSE (has_route (at_minute (scenario, 14), 2, "10.0.0.0/16"));
    CU_ASSERT (has_route (at_minute (scenario, 15), 2, "10.0.0.0/16"));
    cvpn_assert_int (cvpn_endpoint (scenario->net, 0)->connection_quota, 36500);
    cvpn_assert_int (cvpn_endpoint (at_minute (scenario, 15), 0)->connection_quota, 66500);
}

static void
an_association_goes_with_its_routes (void)
{
    g_autoptr (CvpnScenario) scenario =
        history_load ("[event e]\nat = 10min\naction = disassociate subnet-a\n"
                      "[event last]\nat = 20min\naction = disassociate subnet-b\n"
                      "[event again]\nat = 30min\naction = associate subnet-a\n");
    g_autofree char *history = history_of (scenario);
    const CvpnNetwork *after = at_minute (scenario, 14);

    cvpn_assert_str (history, "600 e subnet-a: disassociating\n"
                              "840 e subnet-a: disassociated → unland disassociated\n"
                              "1200 last subnet-b: disassociating\n"
                              "1440 last subnet-b: disassociated → unland disassociated\n"
                              "1440 - cvpn-1: pending-associate\n"
                              "1800 again subnet-a: associating\n"
                              "2100 again subnet-a: associated\n"
                              "2100 - cvpn-1: available\n");
    CU_ASSERT (cvpn_association (at_minute (scenario, 13), 0)->answers);
    cvpn_assert_int (cvpn_association (at_minute (scenario, 13), 0)->status,
                     CVPN_ASSOCIATION_DISASSOCIATING);
    CU_ASSERT_FALSE (cvpn_association (after, 0)->answers);
    CU_ASSERT_FALSE (has_route (after, 0, "172.31.0.0/16") || has_route (after, 0, "10.0.0.0/16"));
    CU_ASSERT (has_route (after, 1, "172.31.0.0/16"));
    cvpn_assert_int (cvpn_endpoint (at_minute (scenario, 24), 0)->status,
                     CVPN_ENDPOINT_PENDING_ASSOCIATE);
    /* What was written by hand does not come back. */
    CU_ASSERT (has_route (at_minute (scenario, 35), 0, "10.0.0.0/16"));
    CU_ASSERT_FALSE (has_route (at_minute (scenario, 35), 0, "172.31.0.0/16"));
}

static void
a_zone_fails_and_comes_back (void)
{
    g_autoptr (CvpnScenario) scenario =
        history_load ("[event out]\nat = 10min\naction = fail-availability-zone us-east-1b\n"
                      "[event back]\nat = 20min\naction = restore-availability-zone us-east-1b\n");
    g_autofree char *history = history_of (scenario);
    const CvpnNetwork *net = cvpn_timeline_at (scenario->timeline, 10 * MINUTE + 29999999999);

    cvpn_assert_str (history, "600 out us-east-1b: failed\n"
                              "600 out subnet-b: lost → lose zone-failure\n"
                              "630 - subnet-b: out of the DNS answer\n"
                              "1200 back us-east-1b: restored\n"
                              "1200 back subnet-b: restored → find zone-failure\n"
                              "1230 - subnet-b: in the DNS answer\n");
    CU_ASSERT (cvpn_association (net, 1)->answers);
    CU_ASSERT (cvpn_network_zone_failed (net, cvpn_network_find_zone (net, "us-east-1b")));
    CU_ASSERT_FALSE (cvpn_network_zone_failed (net, cvpn_network_find_zone (net, "us-east-1a")));
    cvpn_assert_int (cvpn_endpoint (net, 0)->connection_quota, 7000);
    CU_ASSERT_FALSE (cvpn_association (at_minute (scenario, 11), 1)->answers);
    CU_ASSERT_FALSE (cvpn_association (at_minute (scenario, 20), 1)->answers);
    CU_ASSERT (cvpn_association (at_minute (scenario, 21), 1)->answers);
    CU_ASSERT_FALSE (cvpn_network_zone_failed (at_minute (scenario, 20),
                                               cvpn_network_find_zone (net, "us-east-1b")));
}

static void
a_short_failure_stays_in_the_answer (void)
{
    g_autofree char *history = history_of_patch (
        "[event out]\nat = 10s\naction = fail-availability-zone us-east-1b\n"
        "[event back]\nat = 20s\naction = restore-availability-zone us-east-1b\n");

    cvpn_assert_str (history, "10 out us-east-1b: failed\n"
                              "10 out subnet-b: lost → lose zone-failure\n"
                              "20 back us-east-1b: restored\n"
                              "20 back subnet-b: restored → find zone-failure\n");
}

/* The health check counts from the last failure. */
static void
a_zone_that_fails_again_is_waited_for_again (void)
{
    g_autofree char *history =
        history_of_patch ("[event out]\nat = 10s\naction = fail-availability-zone us-east-1b\n"
                          "[event back]\nat = 20s\naction = restore-availability-zone us-east-1b\n"
                          "[event again]\nat = 30s\naction = fail-availability-zone us-east-1b\n");

    cvpn_assert_has (history, "30 again subnet-b: lost → lose zone-failure\n"
                              "60 - subnet-b: out of the DNS answer\n");
}

/* Expired until the new list is active; what is revoked stays revoked. */
static void
lists_expire_and_are_replaced (void)
{
    g_autoptr (CvpnScenario) scenario =
        history_load ("[certificate-revocation-list cvpn-1]\nnext-update = 1h\nrevoked = all-7\n"
                      "[event new]\nat = 70min\naction = import-crl 5h\n"
                      "[event gone]\nat = 2h\naction = revoke-certificate all-9\n");
    g_autofree char *history = history_of (scenario);
    const CvpnEndpoint *later = cvpn_endpoint (at_minute (scenario, 150), 0);

    cvpn_assert_str (history, "3600 - certificate-revocation-list: expired\n"
                              "4200 new 5h: pending\n"
                              "6000 new 5h: active → reset crl-import\n"
                              "7200 gone all-9: pending\n"
                              "9000 gone all-9: active → reset crl-import\n"
                              "22200 - certificate-revocation-list: expired\n");
    CU_ASSERT_FALSE (cvpn_endpoint (at_minute (scenario, 59), 0)->crl_expired);
    CU_ASSERT (cvpn_endpoint (at_minute (scenario, 60), 0)->crl_expired);
    CU_ASSERT (cvpn_endpoint (at_minute (scenario, 99), 0)->crl_expired);
    CU_ASSERT_FALSE (cvpn_endpoint (at_minute (scenario, 100), 0)->crl_expired);
    CU_ASSERT (g_hash_table_contains (later->revoked, "all-7"));
    cvpn_assert_int (cvpn_network_rule (scenario->net, later->crl_rule)->line,
                     cvpn_draft_revocation_list (scenario->timeline->draft, "cvpn-1")->group->line);
    CU_ASSERT (g_hash_table_contains (later->revoked, "all-9"));
    CU_ASSERT_FALSE (
        g_hash_table_contains (cvpn_endpoint (at_minute (scenario, 149), 0)->revoked, "all-9"));
}

static void
settings_take_their_time (void)
{
    g_autoptr (CvpnScenario) scenario = history_load (
        "[client-vpn-endpoint cvpn-1]\nserver-certificate-expires = 30min\n"
        "[event split]\nat = 10min\naction = modify-endpoint split-tunnel true\n"
        "[event groups]\nat = 10min\naction = modify-endpoint security-groups sg-b\n"
        "[event at-once]\nat = 20min\naction = apply-security-groups sg-a sg-b\n"
        "[event shorter]\nat = 40min\naction = modify-endpoint session-timeout 8h\n"
        "[event renew]\nat = 1h\naction = modify-endpoint server-certificate-expires 100d\n");
    g_autofree char *history = history_of (scenario);

    cvpn_assert_str (
        history, "600 split split-tunnel true: applying\n"
                 "600 groups security-groups sg-b: applying\n"
                 "1200 at-once sg-a sg-b: applying\n"
                 "1200 at-once sg-a sg-b: applied\n"
                 "1800 - server-certificate: expired\n"
                 "2400 shorter session-timeout 8h: applying\n"
                 "3600 renew server-certificate-expires 100d: applying\n"
                 "4200 split split-tunnel true: applied → reset split-tunnel-change\n"
                 "4200 groups security-groups sg-b: applied\n"
                 "6000 shorter session-timeout 8h: applied → age session-timeout\n"
                 "10800 renew server-certificate-expires 100d: applied → reset certificate-change\n"
                 "8.64e+06 - server-certificate: expired\n");
    cvpn_assert_int (cvpn_endpoint (at_minute (scenario, 20), 0)->groups.count, 2);
    cvpn_assert_int (cvpn_endpoint (at_minute (scenario, 70), 0)->groups.count, 1);
    CU_ASSERT_FALSE (cvpn_endpoint (at_minute (scenario, 69), 0)->split_tunnel);
    CU_ASSERT (cvpn_endpoint (at_minute (scenario, 70), 0)->split_tunnel);
    CU_ASSERT (cvpn_endpoint (at_minute (scenario, 179), 0)->server_certificate_expired);
    CU_ASSERT_FALSE (cvpn_endpoint (at_minute (scenario, 180), 0)->server_certificate_expired);
}

static guint
count_routes (const CvpnNetwork *net)
{
    return cvpn_at (net->route_tables, CvpnRouteTable, 0)->routes.count;
}

static guint
count_outbound (const CvpnNetwork *net)
{
    return cvpn_at (net->acls, CvpnAcl, 0)->outbound.count;
}

static void
tables_and_lists_change_at_once (void)
{
    g_autoptr (CvpnScenario) scenario = history_load (
        "[internet-gateway igw-a]\nvpc = vpc-a\n"
        "[event a]\nat = 10min\naction = set-route rtb-a 0.0.0.0/0 igw-a\n"
        "[event b]\nat = 20min\naction = set-route rtb-a 0.0.0.0/0 blackhole\n"
        "[event c]\nat = 30min\naction = unset-route rtb-a 0.0.0.0/0\n"
        "[event d]\nat = 10min\naction = set-acl-entry acl-a outbound 50 deny tcp 22 0.0.0.0/0\n"
        "[event e]\nat = 20min\naction = unset-acl-entry acl-a outbound 50\n");
    g_autofree char *history = history_of (scenario);
    const guint routes = count_routes (scenario->net), entries = count_outbound (scenario->net);

    cvpn_assert_str (history, "600 a rtb-a 0.0.0.0/0 igw-a: active\n"
                              "600 d acl-a outbound 50 deny tcp 22 0.0.0.0/0: active\n"
                              "1200 b rtb-a 0.0.0.0/0 blackhole: active\n"
                              "1200 e acl-a outbound 50: active\n"
                              "1800 c rtb-a 0.0.0.0/0: active\n");
    cvpn_assert_int (count_routes (at_minute (scenario, 10)), routes + 1);
    cvpn_assert_int (count_routes (at_minute (scenario, 20)), routes + 1);
    cvpn_assert_int (count_routes (at_minute (scenario, 30)), routes);
    cvpn_assert_int (count_outbound (at_minute (scenario, 10)), entries + 1);
    cvpn_assert_int (count_outbound (at_minute (scenario, 20)), entries);
}

static void
connections_are_terminated (void)
{
    g_autofree char *history =
        history_of_patch ("[event a]\nat = 1h\naction = terminate-connections all\n"
                          "[event b]\nat = 1h\naction = terminate-connections all-3\n");

    cvpn_assert_str (history, "3600 a all: terminating\n"
                              "3600 a all: terminated → terminate terminated\n"
                              "3600 b all-3: terminating\n"
                              "3600 b all-3: terminated → terminate terminated\n");
}

static void
durations_are_the_seed_s (void)
{
    static const char drawn[] =
        "[operations]\ncreate-route = uniform 1min 9min\n"
        "[event e]\nat = 0s\naction = create-route 192.168.0.0/16 subnet-b\n";
    g_autofree char *other_seed = g_strconcat ("[scenario]\nseed = 2\n", drawn, NULL);
    g_autofree char *one = history_of_patch (drawn), *again = history_of_patch (drawn);
    g_autofree char *other = history_of_patch (other_seed);

    cvpn_assert_str (one, again);
    CU_ASSERT_STRING_NOT_EQUAL (one, other);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "nothing happens without events", nothing_happens_without_events },
        { "a route is in force when its creation ends",
          a_route_is_in_force_when_its_creation_ends },
        { "a route of two subnets loses one", a_route_of_two_subnets_loses_one },
        { "route changes reset split tunnels", route_changes_reset_split_tunnels },
        { "rules come and go", rules_come_and_go },
        { "groups keep their handles", groups_keep_their_handles },
        { "rules keep their numbers", rules_keep_their_numbers },
        { "an association is made", an_association_is_made },
        { "an association goes with its routes", an_association_goes_with_its_routes },
        { "a zone fails and comes back", a_zone_fails_and_comes_back },
        { "a short failure stays in the answer", a_short_failure_stays_in_the_answer },
        { "a zone that fails again is waited for again",
          a_zone_that_fails_again_is_waited_for_again },
        { "lists expire and are replaced", lists_expire_and_are_replaced },
        { "settings take their time", settings_take_their_time },
        { "tables and lists change at once", tables_and_lists_change_at_once },
        { "connections are terminated", connections_are_terminated },
        { "durations are the seed's", durations_are_the_seed_s },
    };

    return cvpn_test_main ("timeline", tests, G_N_ELEMENTS (tests));
}
