/* Mends over random networks: applied round after round, they deliver the flow,
 * or what is left has no cure.  Each round's file must still be a scenario. */
#include <cvpnsim/explain.h>

#include "analyze/answer.h"
#include "mend_text.h"
#include "model/scenario.h"
#include "random_scenario.h"
#include "scenario_text.h"
#include "support.h"

#define N_NETWORKS 200
#define N_FLOWS    6
#define ROUNDS_MAX 4

typedef struct {
    guint tried, delivered, incurable, at_once;
} Totals;

/* Nobody has the address, or the way there does not exist. */
static gboolean
is_incurable (const CvpnLanding *landing)
{
    const CvpnVerdict *verdict = cvpn_trace_obstacle (&landing->trace);

    if (!verdict) /* this landing delivers */
        return TRUE;
    switch ((CvpnCode) verdict->code) {
    case CVPN_CODE_NO_POSSIBLE_DESTINATION:
    case CVPN_CODE_IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS:
    case CVPN_CODE_IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS:
    case CVPN_CODE_NO_ROUTE_TO_DESTINATION:
    case CVPN_CODE_BAD_STATE_ROUTE:
    case CVPN_CODE_PCX_REQUIRES_ADDRESS_IN_VPC_CIDR:
    case CVPN_CODE_VGW_NO_ROUTE:
    case CVPN_CODE_VPCE_GATEWAY_PROTOCOL_RESTRICTION:
    case CVPN_CODE_CVPN_CLIENT_LOCAL_CIDR_OVERLAP:
    case CVPN_CODE_CVPN_ROUTING_LOOP:       /* where several tables would have to change */
    case CVPN_CODE_TGW_RTB_BAD_STATE_ROUTE: /* no attachment has the address behind it */
    case CVPN_CODE_TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT:
    case CVPN_CODE_GATEWAY_REJECTS_SPOOFED_TRAFFIC:
    case CVPN_CODE_VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS:
    case CVPN_CODE_PROTOCOL_RESTRICTION:
        return TRUE;
    case CVPN_CODE_ENI_SG_RULES_MISMATCH: /* whom to admit is an address that AWS chooses */
    case CVPN_CODE_SG_HAS_NO_RULES:
    case CVPN_CODE_SUBNET_ACL_RESTRICTION:
        return verdict->step >= CVPN_STEP_NACL &&
               landing->walk.way.place.via == CVPN_TARGET_INTERNET_GATEWAY;
    default:
        return FALSE;
    }
}

static char *
apply_mends (const char *text, const CvpnAnswer *answer)
{
    g_autoptr (GString) patch = g_string_new (NULL);

    for (guint i = 0; i < answer->mends->len; i++) {
        g_autofree char *change = cvpn_test_mend_patch (answer->mends->pdata[i]);
        g_string_append (patch, change);
    }
    return cvpn_test_patch (text, patch->str);
}

static void
report (const char *text, const CvpnAnswer *answer, const char *why)
{
    g_autofree char *explained = answer ? cvpn_answer_text (answer, FALSE) : g_strdup ("");

    g_printerr ("%s:\n%s\n%s\n", why, g_getenv ("CVPN_TEST_VERBOSE") ? text : "", explained);
}

static void
judge_end (const char *text, const CvpnAnswer *answer, guint rounds, Totals *totals)
{
    gboolean fine = answer->mends->len == 0;

    if (cvpn_answer_outcome (answer) == CVPN_OUTCOME_DELIVERED) {
        totals->delivered++;
        totals->at_once += rounds == 1;
        return;
    }
    for (guint i = 0; i < answer->landings->len; i++)
        fine &= is_incurable (&g_array_index (answer->landings, CvpnLanding, i));
    totals->incurable += fine;
    if (!fine)
        report (text, answer, "not mended");
    CU_ASSERT (fine);
}

static void
mend_flow (const char *network, const char *flow, Totals *totals)
{
    const CvpnQuestion question = { .clients = "users", .to = flow, .source_port = -1 };
    g_autofree char *text = g_strdup (network);

    for (guint round = 0;; round++) {
        g_autofree char *faults = NULL;
        g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);
        CU_ASSERT (scenario != NULL);
        if (!scenario) {
            report (text, NULL, faults);
            return;
        }
        g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, NULL);
        if (answer->mends->len == 0 || round == ROUNDS_MAX) {
            totals->tried += round > 0;
            if (round > 0)
                judge_end (text, answer, round, totals);
            return;
        }
        char *mended = apply_mends (text, answer);
        g_free (text);
        text = mended;
    }
}

static void
test_random_mends (void)
{
    Totals totals = { 0 };

    for (guint32 seed = 1; seed <= N_NETWORKS; seed++) {
        g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
        g_autofree char *text = random_scenario (rand);
        for (guint i = 0; i < N_FLOWS; i++) {
            g_autofree char *flow = random_flow (rand, text);
            mend_flow (text, flow, &totals);
        }
    }
    g_print ("  %u flows mended: %u delivered, %u of them at once; %u have no cure\n", totals.tried,
             totals.delivered, totals.at_once, totals.incurable);
    CU_ASSERT (totals.delivered > totals.tried / 3);
}

int
main (void)
{
    const CvpnTest tests[] = { { "random networks", test_random_mends } };

    return cvpn_test_main ("property random mends", tests, G_N_ELEMENTS (tests));
}
