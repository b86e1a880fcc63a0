/* The evaluator against the naive oracle, over random networks.
 *
 * In some of them a zone has failed, and some flows belong to sessions that are up.
 * CVPN_TEST_SEED and CVPN_TEST_NETWORKS choose; a disagreement is shrunk by
 * leaving out groups and lines while it persists, and printed with both
 * answers.  Beside it: going on behind an obstacle changes neither the obstacle
 * nor the outcome, a trace has room, and SNAT invents no address. */
#include <string.h>

#include "model/to.h"
#include "model/scenario.h"
#include "naive_walk.h"
#include "path_cases.h"
#include "random_besides.h"
#include "random_scenario.h"
#include "scenario_text.h"
#include "shrink.h"
#include "support.h"

#define SOURCE_PORT 49152
#define N_FLOWS     20

typedef struct {
    guint networks, compared, behind_step_3, delivered, disagreements;
    GHashTable *seen; /* outcome in words -> how often */
} Totals;

/* What is asked. */
typedef struct {
    const char *flow, *landing;
    const char *failed_zone; /* or NULL */
    gboolean connected;
} Question;

static char *
ask_oracle (const CvpnScenario *scenario, const Question *q)
{
    CvpnToSpec *to = cvpn_to_parse (q->flow, NULL);
    const CvpnNaiveFlow flow = {
        "users", q->landing, to, SOURCE_PORT, q->failed_zone, q->connected
    };
    const CvpnNaiveVerdict verdict = cvpn_naive_walk (scenario->spec, &flow);
    const CvpnVerdict same = cvpn_naive_obstacle (&verdict);

    cvpn_to_spec_free (to);
    return cvpn_path_describe (verdict.outcome, verdict.code == CVPN_CODE_NONE ? NULL : &same);
}

static char *
ask_walk (const CvpnScenario *scenario, const Question *q, guint32 landing, gboolean go_on,
          CvpnWalk *walk)
{
    const CvpnPathWalk how = { .scenario = scenario,
                               .association = landing,
                               .to = q->flow,
                               .go_on = go_on,
                               .connected = q->connected };
    CvpnTrace trace;
    const CvpnOutcome outcome = cvpn_path_walk (&how, walk, &trace);

    CU_ASSERT (trace.n > 0 && trace.n <= CVPN_TRACE_MAX);
    return cvpn_path_describe (outcome, cvpn_trace_obstacle (&trace));
}

static const char *
landing_name (const CvpnScenario *scenario, guint32 association)
{
    return cvpn_subnet (scenario->net, cvpn_association (scenario->net, association)->subnet)->name;
}

/* Do the two say different things of this flow?  What they say is then in
 * 'answers'; FALSE too where the text is no scenario, or has no such landing. */
static gboolean
disagree (const char *text, const Question *q, char **answers)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
    CvpnToSpec *to = cvpn_to_parse (q->flow, NULL);
    gboolean found = FALSE;

    *answers = NULL;
    if (scenario && q->failed_zone)
        cvpn_test_fail_zone (scenario, q->failed_zone);
    const gboolean there =
        scenario && scenario->workload->populations->len > 0 &&
        (!to->target || cvpn_network_find_host (scenario->net, to->target) != CVPN_NONE);
    for (guint32 i = 0; there && !found && i < scenario->net->associations->len; i++) {
        CvpnWalk walk;
        if (!g_str_equal (landing_name (scenario, i), q->landing))
            continue;
        g_autofree char *wanted = ask_oracle (scenario, q);
        g_autofree char *got = ask_walk (scenario, q, i, FALSE, &walk);
        found = !g_str_equal (wanted, got);
        if (found)
            *answers = g_strdup_printf ("oracle: %s\nwalk:   %s\n", wanted, got);
    }
    cvpn_to_spec_free (to);
    return found;
}

static gboolean
shows_disagreement (const char *text, gpointer data)
{
    g_autofree char *answers = NULL;

    return disagree (text, data, &answers);
}

static void
report_disagreement (const char *scenario, Question *q)
{
    g_autofree char *answers = NULL;
    g_autofree char *text = shrink_scenario (scenario, shows_disagreement, q);

    disagree (text, q, &answers);
    g_printerr ("%s\n# to %s, landing on %s, %s failed%s\n%s\n", text, q->flow, q->landing,
                q->failed_zone ? q->failed_zone : "nothing", q->connected ? ", connected" : "",
                answers);
}

static void
check_invariants (const CvpnScenario *scenario, const Question *q, guint32 landing,
                  const char *outcome)
{
    const guint32 interface = cvpn_association (scenario->net, landing)->interface_address;
    CvpnWalk walk, further;
    g_autofree char *again = ask_walk (scenario, q, landing, FALSE, &walk);
    g_autofree char *same = ask_walk (scenario, q, landing, TRUE, &further);

    cvpn_assert_str (again, outcome);
    cvpn_assert_str (same, outcome);
    CU_ASSERT (walk.packet.source == 0 || walk.packet.source == interface);
    CU_ASSERT (further.packet.source == 0 || further.packet.source == interface);
    CU_ASSERT_FALSE (further.answer_is_error);
}

static gboolean
is_behind_step_3 (const char *outcome)
{
    const char *step = strchr (outcome, ' ');

    return !step || !strchr ("123", step[1]);
}

static void
count_outcome (Totals *totals, const char *outcome)
{
    const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (totals->seen, outcome));

    g_hash_table_insert (totals->seen, g_strdup (outcome), GUINT_TO_POINTER (n + 1));
}

/* A comparison says little of what never happened. */
static void
check_seen (const Totals *totals)
{
    static const char *const wanted[] = {
        "bypassed 1 CVPN_SPLIT_TUNNEL_NOT_CAPTURED",
        "bypassed 1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP",
        "rejected 1 CVPN_AUTHENTICATION_FAILED",
        "rejected 1 CVPN_DNS_NO_ANSWER",
        "rejected 1 CVPN_SUBNET_ADDRESS_EXHAUSTED",
        "rejected 1 CVPN_HANDSHAKE_TIMEOUT",
        "dropped 1 BAD_STATE",
        "dropped 6 BAD_STATE",
        "dropped destination BAD_STATE",
        "dropped destination BAD_STATE_ATTACHMENT",
        "dropped return BAD_STATE",
        "dropped 2 CVPN_NO_AUTHORIZATION_RULE",
        "dropped 2 CVPN_AUTHORIZATION_GROUP_MISMATCH",
        "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION",
        "dropped 3 CVPN_CLIENT_TO_CLIENT_RESTRICTION",
        "dropped 4 ENI_SG_RULES_MISMATCH",
        "dropped 4 SG_HAS_NO_RULES",
        "dropped 5 CVPN_SNAT_PORT_EXHAUSTED",
        "dropped 6 NO_ROUTE_TO_DESTINATION",
        "dropped 6 BAD_STATE_ROUTE",
        "dropped 6 IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
        "dropped 6 TGW_ROUTE_AZ_RESTRICTION",
        "dropped 7 SUBNET_ACL_RESTRICTION",
        "dropped 7 SUBNET_ACL_RESTRICTION return",
        "dropped destination NO_POSSIBLE_DESTINATION",
        "dropped destination PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
        "dropped destination SUBNET_ACL_RESTRICTION",
        "dropped destination ENI_SG_RULES_MISMATCH",
        "dropped destination SG_HAS_NO_RULES",
        "dropped destination VGW_NO_ROUTE",
        "dropped destination VPCE_GATEWAY_PROTOCOL_RESTRICTION",
        "dropped destination GATEWAY_REJECTS_SPOOFED_TRAFFIC",
        "dropped destination VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS",
        "dropped destination NO_ROUTE_TO_DESTINATION",
        "dropped destination BAD_STATE_ROUTE",
        "dropped destination IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
        "dropped destination IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
        "dropped destination NGW_PORT_ALLOCATION",
        "dropped destination PROTOCOL_RESTRICTION",
        "dropped destination ENI_SOURCE_DEST_CHECK_RESTRICTION",
        "dropped destination TGW_ROUTE_AZ_RESTRICTION",
        "dropped destination TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION",
        "dropped destination TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT",
        "dropped destination TGW_RTB_BAD_STATE_ROUTE",
        "dropped destination CVPN_ROUTING_LOOP",
        "dropped destination FIREWALL_RULES_RESTRICTION",
        "dropped destination NO_LISTENER",
        "rejected destination NO_LISTENER",
        "dropped return NO_ROUTE_TO_DESTINATION",
        "dropped return BAD_STATE_ROUTE",
        "dropped return SUBNET_ACL_RESTRICTION",
        "dropped return NO_RETURN_ROUTE",
        "dropped return IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
        "dropped return IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
        "dropped return PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
        "dropped return NO_POSSIBLE_DESTINATION",
        "dropped return ENI_SG_RULES_MISMATCH",
        "dropped return ENI_SOURCE_DEST_CHECK_RESTRICTION",
        "dropped return TGW_ROUTE_AZ_RESTRICTION",
        "dropped return TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION",
        "dropped return TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT",
        "dropped return TGW_RTB_BAD_STATE_ROUTE",
        "dropped return CVPN_ROUTING_LOOP",
    };

    for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
        if (!g_hash_table_lookup (totals->seen, wanted[i]))
            g_printerr ("never seen: %s\n", wanted[i]);
        CU_ASSERT (g_hash_table_lookup (totals->seen, wanted[i]) != NULL);
    }
}

static void
compare_flow (const CvpnScenario *scenario, const char *text, const Question *question,
              Totals *totals)
{
    for (guint32 i = 0; i < scenario->net->associations->len; i++) {
        Question q = *question;
        CvpnWalk walk;
        q.landing = landing_name (scenario, i);
        g_autofree char *wanted = ask_oracle (scenario, &q);
        g_autofree char *got = ask_walk (scenario, &q, i, FALSE, &walk);
        totals->compared++;
        totals->behind_step_3 += is_behind_step_3 (got);
        totals->delivered += g_str_equal (got, "delivered");
        count_outcome (totals, got);
        check_invariants (scenario, &q, i, got);
        if (g_str_equal (wanted, got) || ++totals->disagreements > 5)
            continue;
        report_disagreement (text, &q);
    }
}

static void
compare_network (guint32 seed, gboolean lacking, Totals *totals)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autofree char *whole = random_scenario (rand);
    g_autofree char *text = lacking ? random_besides (rand, whole) : g_strdup (whole);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);

    if (!scenario) {
        if (g_getenv ("CVPN_TEST_VERBOSE"))
            g_printerr ("seed %u: %s", seed, faults);
        return;
    }
    totals->networks++;
    const char *failed_zone = random_failure (rand);
    if (failed_zone)
        cvpn_test_fail_zone (scenario, failed_zone);
    for (guint i = 0; i < N_FLOWS; i++) {
        g_autofree char *flow = random_flow (rand, text);
        const Question q = { .flow = flow, .failed_zone = failed_zone, .connected = i % 4 == 0 };
        compare_flow (scenario, text, &q, totals);
    }
}

static void
test_random_networks (void)
{
    const guint seed = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", 1500);
    Totals totals = { .seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };

    for (guint i = 0; i < n; i++)
        compare_network (seed + i, FALSE, &totals);
    g_print ("  %u networks of %u, %u flows compared, %u behind step 3, %u delivered\n",
             totals.networks, n, totals.compared, totals.behind_step_3, totals.delivered);
    cvpn_assert_int (totals.disagreements, 0);
    CU_ASSERT (totals.networks >= n * 9 / 10);
    CU_ASSERT (totals.behind_step_3 >= totals.compared / 2);
    CU_ASSERT (totals.delivered >= totals.compared / 10);
    if (n >= 1500)
        check_seen (&totals);
    g_hash_table_unref (totals.seen);
}

/* Each step in front of which something may be missing has been left open. */
static void
check_doubts (const Totals *totals)
{
    static const char *const wanted[] = {
        "undetermined 1 UNKNOWN_RESOURCE",
        "undetermined 2 UNKNOWN_RESOURCE",
        "undetermined 3 UNKNOWN_RESOURCE",
        "undetermined 4 UNKNOWN_RESOURCE",
        "undetermined 5 UNKNOWN_RESOURCE",
        "undetermined 6 UNKNOWN_RESOURCE",
        "undetermined destination UNKNOWN_RESOURCE",
        "undetermined return UNKNOWN_RESOURCE",
        "undetermined 2 UNSUPPORTED_COMPONENT",
        "undetermined 3 UNSUPPORTED_COMPONENT",
        "undetermined destination UNSUPPORTED_COMPONENT",
        "dropped destination SUBNET_ACL_RESTRICTION",
        "dropped destination NO_POSSIBLE_DESTINATION",
        "dropped destination VGW_NO_ROUTE",
    };

    for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
        if (!g_hash_table_lookup (totals->seen, wanted[i]))
            g_printerr ("never seen: %s\n", wanted[i]);
        CU_ASSERT (g_hash_table_lookup (totals->seen, wanted[i]) != NULL);
    }
}

static void
test_lacking_networks (void)
{
    const guint seed = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", 600);
    Totals totals = { .seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };

    for (guint i = 0; i < n; i++)
        compare_network (seed + i, TRUE, &totals);
    g_print ("  %u networks of %u that may lack something, %u flows compared, %u delivered\n",
             totals.networks, n, totals.compared, totals.delivered);
    cvpn_assert_int (totals.disagreements, 0);
    CU_ASSERT (totals.networks >= n * 8 / 10);
    CU_ASSERT (totals.delivered >= totals.compared / 20);
    if (n >= 600)
        check_doubts (&totals);
    g_hash_table_unref (totals.seen);
}

int
main (void)
{
    const CvpnTest tests[] = { { "random networks", test_random_networks },
                               { "networks that may lack something", test_lacking_networks } };

    return cvpn_test_main ("property oracle", tests, G_N_ELEMENTS (tests));
}
