/* explain: who is asked for, what the landings come to together, and which
 * questions make no sense. */
#include <cvpnsim/error.h>
#include <cvpnsim/explain.h>

#include "analyze/answer.h"
#include "scenario_text.h"
#include "support.h"

static void
test_refused_questions (void)
{
    g_autoptr (CvpnScenario) scenario =
        cvpn_test_load_patched ("[client-vpn-endpoint cvpn-2]\nclient-cidr-block = 10.3.0.0/22\n");
    static const struct {
        CvpnQuestion question;
        CvpnError code;
        const char *says;
    } cases[] = {
        { { .to = "app tcp 443" }, CVPN_ERROR_USAGE, "one of --client and --groups" },
        { { .clients = "users", .groups = "staff", .to = "app tcp 443" },
          CVPN_ERROR_USAGE,
          "one of --client and --groups" },
        { { .clients = "user", .to = "app tcp 443" }, CVPN_ERROR_REFERENCE, "users" },
        { { .clients = "users-11", .to = "app tcp 443" }, CVPN_ERROR_REFERENCE, "users-11" },
        { { .clients = "users" }, CVPN_ERROR_USAGE, "--to" },
        { { .clients = "users", .to = "nobody tcp 443" }, CVPN_ERROR_REFERENCE, "nobody" },
        { { .clients = "users", .to = "app tcp" }, CVPN_ERROR_VALUE, "--to app tcp" },
        { { .clients = "users", .to = "app tcp 443", .landing = "subnet-app" },
          CVPN_ERROR_REFERENCE,
          "subnet-app" },
        { { .groups = "staff", .to = "app tcp 443" }, CVPN_ERROR_USAGE, "2 endpoints" },
        { { .groups = "staff", .to = "app tcp 443", .endpoint = "cvpn-3" },
          CVPN_ERROR_REFERENCE,
          "cvpn-3" },
    };

    CU_ASSERT_FATAL (scenario != NULL);
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        CvpnQuestion question = cases[i].question;
        g_autoptr (GError) error = NULL;
        question.source_port = -1;
        g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, &error);
        CU_ASSERT_FATAL (answer == NULL && error != NULL);
        cvpn_assert_int (error->code, cases[i].code);
        cvpn_assert_has (error->message, cases[i].says);
    }
}

typedef struct {
    const char *patch, *to, *landing;
    CvpnOutcome outcome;
    const char *verdict; /* "STEP CODE" of all landings, "" where they differ */
    double probability;
} CombinedCase;

#define ROUTES_B "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = subnet-b\n"

static void
check_combined (const CombinedCase *c)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (c->patch);
    const CvpnQuestion question = {
        .clients = "users", .to = c->to, .landing = c->landing, .source_port = -1
    };
    CU_ASSERT_FATAL (scenario != NULL);
    g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, NULL);
    CU_ASSERT_FATAL (answer != NULL);
    const CvpnVerdict *verdict = &answer->verdict;
    g_autofree char *got = verdict->code == CVPN_CODE_NONE
                               ? g_strdup ("")
                               : g_strdup_printf ("%s %s", cvpn_step_number (verdict->step),
                                                  cvpn_code_word (verdict->code));
    cvpn_assert_int (cvpn_answer_outcome (answer), c->outcome);
    cvpn_assert_str (got, c->verdict);
    cvpn_assert_near (answer->probability, c->probability, 0);
}

static void
test_landings_together (void)
{
    static const CombinedCase cases[] = {
        { NULL, "app tcp 443", NULL, CVPN_OUTCOME_DELIVERED, "", 1 },
        { ROUTES_B, "web tcp 443", NULL, CVPN_OUTCOME_INTERMITTENT, "", 0.5 },
        { ROUTES_B, "web tcp 443", "*", CVPN_OUTCOME_INTERMITTENT, "", 0.5 },
        { ROUTES_B, "web tcp 443", "subnet-a", CVPN_OUTCOME_DROPPED,
          "3 CVPN_NO_ROUTE_TO_DESTINATION", 0 },
        { ROUTES_B, "web tcp 443", "subnet-b", CVPN_OUTCOME_DELIVERED, "", 1 },
        { NULL, "app tcp 80", NULL, CVPN_OUTCOME_REJECTED, "destination NO_LISTENER", 0 },
        /* None delivers, and they differ: the first landing's. */
        { ROUTES_B, "web tcp 80", NULL, CVPN_OUTCOME_DROPPED, "", 0 },
        { "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = subnet-a\n", "web tcp 80", NULL,
          CVPN_OUTCOME_REJECTED, "", 0 },
        /* The same outcome for different reasons. */
        { ROUTES_B "[security-group sg-web]\ningress =\n", "web tcp 443", NULL,
          CVPN_OUTCOME_DROPPED, "", 0 },
        { "[clients users]\nlocal-network = 10.0.0.0/16\n", "app tcp 443", NULL,
          CVPN_OUTCOME_BYPASSED, "1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP", 0 },
        /* With no landing at all the answer says why. */
        { "[client-vpn-endpoint cvpn-1]\n-target-networks\n-security-groups\n"
          "-[client-vpn-routes cvpn-1]\n",
          "app tcp 443", NULL, CVPN_OUTCOME_REJECTED, "1 CVPN_NO_TARGET_NETWORK", 0 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check_combined (&cases[i]);
}

static void
test_who_is_asked_for (void)
{
    g_autoptr (CvpnScenario) directory =
        cvpn_test_load_patched ("[authorization-rules cvpn-1]\n0.0.0.0/0 = staff\n");
    g_autoptr (CvpnScenario) certificate =
        cvpn_test_load_patched ("[authorization-rules cvpn-1]\n0.0.0.0/0 = staff\n"
                                "[client-vpn-endpoint cvpn-1]\nauthentication = certificate\n");
    const struct {
        const CvpnScenario *scenario;
        const char *clients, *groups;
        CvpnOutcome outcome;
        guint n_groups;
    } cases[] = {
        { directory, "users", NULL, CVPN_OUTCOME_DELIVERED, 1 },
        { directory, "users-10", NULL, CVPN_OUTCOME_DELIVERED, 1 },
        { directory, NULL, "staff", CVPN_OUTCOME_DELIVERED, 1 },
        { directory, NULL, " ops ; staff ;", CVPN_OUTCOME_DELIVERED, 2 },
        { directory, NULL, "ops", CVPN_OUTCOME_DROPPED, 1 },
        { directory, NULL, "", CVPN_OUTCOME_DROPPED, 0 },
        /* A certificate alone has no groups, whoever asks. */
        { certificate, "users", NULL, CVPN_OUTCOME_DROPPED, 0 },
        { certificate, NULL, "staff", CVPN_OUTCOME_DROPPED, 1 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        const CvpnQuestion question = { .clients = cases[i].clients,
                                        .groups = cases[i].groups,
                                        .to = "app tcp 443",
                                        .source_port = -1 };
        g_autoptr (CvpnAnswer) answer = cvpn_explain (cases[i].scenario, &question, NULL);
        CU_ASSERT_FATAL (answer != NULL);
        cvpn_assert_int (cvpn_answer_outcome (answer), cases[i].outcome);
        cvpn_assert_int (answer->groups->len, cases[i].n_groups);
    }
}

/* Every step of a landing: the first obstacle, further ones, and what the packet
 * does not reach. */
static void
test_step_results (void)
{
    static const CvpnResult want[CVPN_N_STEPS] = {
        CVPN_RESULT_OK,      CVPN_RESULT_OK,      CVPN_RESULT_FAIL,
        CVPN_RESULT_SKIPPED, CVPN_RESULT_SKIPPED, CVPN_RESULT_SKIPPED,
        CVPN_RESULT_SKIPPED, CVPN_RESULT_ALSO,    CVPN_RESULT_SKIPPED,
    };
    g_autoptr (CvpnScenario) scenario =
        cvpn_test_load_patched (ROUTES_B "[security-group sg-web]\ningress =\n");
    const CvpnQuestion question = {
        .clients = "users", .to = "web tcp 443", .landing = "subnet-a", .source_port = -1
    };

    CU_ASSERT_FATAL (scenario != NULL);
    g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, NULL);
    CU_ASSERT_FATAL (answer != NULL);
    const CvpnLanding *landing = &g_array_index (answer->landings, CvpnLanding, 0);
    for (guint i = 0; i < CVPN_N_STEPS; i++) {
        const CvpnStepResult result = cvpn_landing_step (landing, i);
        cvpn_assert_int (result.result, want[i]);
        CU_ASSERT ((result.verdict == NULL) == (result.result == CVPN_RESULT_SKIPPED));
    }
}

static void
test_source_port (void)
{
    g_autoptr (CvpnScenario) scenario =
        cvpn_test_load_patched ("[network-acl acl-a]\ninbound 100 = allow tcp 50000 0.0.0.0/0\n");
    const struct {
        gint port;
        CvpnOutcome outcome;
    } cases[] = { { -1, CVPN_OUTCOME_DROPPED },
                  { 49152, CVPN_OUTCOME_DROPPED },
                  { 50000, CVPN_OUTCOME_DELIVERED } };

    CU_ASSERT_FATAL (scenario != NULL);
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        const CvpnQuestion question = { .clients = "users",
                                        .to = "app tcp 443",
                                        .landing = "subnet-a",
                                        .source_port = cases[i].port };
        g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, NULL);
        CU_ASSERT_FATAL (answer != NULL);
        cvpn_assert_int (cvpn_answer_outcome (answer), cases[i].outcome);
    }
}

static void
test_packet_size (void)
{
    static const struct {
        const char *patch, *to, *text, *other;
        gint64 bytes;
    } cases[] = {
        { NULL, "app tcp 443", "delivered: 1 of 1", "mend", 0 },
        { NULL, "app tcp 443", "app 10.0.10.10 tcp/443 in packets of 1400 B over", "mend", 1400 },
        { NULL, "app tcp 443", "mend: [client-vpn-endpoint cvpn-1] mssfix = 1328", "udp", 1460 },
        { NULL, "app icmp", "MTU_EXCEEDED", "mend", 1480 },
        { NULL, "app icmp", "in packets of 65535 B", "mend", G_GINT64_CONSTANT (1) << 40 },
        { "[host app]\nmtu = 1000\n", "app udp 53", "mend: [host app] mtu = 1500", "mssfix", 1000 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (cases[i].patch);
        const CvpnQuestion question = { .clients = "users",
                                        .to = cases[i].to,
                                        .landing = "subnet-a",
                                        .source_port = -1,
                                        .packet_bytes = cases[i].bytes };
        CU_ASSERT_FATAL (scenario != NULL);
        g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, NULL);
        CU_ASSERT_FATAL (answer != NULL);
        g_autofree char *text = cvpn_answer_text (answer, FALSE);
        cvpn_assert_has (text, cases[i].text);
        CU_ASSERT (strstr (text, cases[i].other) == NULL);
    }
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "questions that are refused", test_refused_questions },
        { "landings together", test_landings_together },
        { "who is asked for", test_who_is_asked_for },
        { "results of steps", test_step_results },
        { "source port", test_source_port },
        { "packet size", test_packet_size },
    };

    return cvpn_test_main ("analyze explain", tests, G_N_ELEMENTS (tests));
}
