/* explain and verify at a time: which version is asked, who lands where, and what is
 * proposed. */
#include <cvpnsim/error.h>
#include <cvpnsim/explain.h>
#include <cvpnsim/verify.h>
#include <string.h>

#include "analyze/answer.h"
#include "base/quantity.h"
#include "mend_text.h"
#include "scenario_text.h"
#include "support.h"

#define EVENT(name, at, action) "[event " name "]\nat = " at "\naction = " action "\n"
#define LATER                                                                                      \
    EVENT ("route", "1h", "create-route 172.31.5.0/24 subnet-b")                                   \
    EVENT ("zone", "2h", "fail-availability-zone us-east-1a")                                      \
    EVENT ("back", "3h", "restore-availability-zone us-east-1a")                                   \
    EVENT ("leave-a", "4h", "disassociate subnet-a")                                               \
    EVENT ("leave-b", "5h", "disassociate subnet-b")
#define ROUTES_A "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = subnet-a\n"

static CvpnAnswer *
ask (const CvpnScenario *scenario, const char *user, const char *at, const char *landing,
     GError **error)
{
    gint64 ns = 0;
    const CvpnQuestion question = { .clients = user,
                                    .to = "web tcp 443",
                                    .landing = landing,
                                    .source_port = -1,
                                    .at_ns = at ? &ns : NULL };

    g_assert (!at || cvpn_duration_parse (at, &ns, NULL));
    return cvpn_explain (scenario, &question, error);
}

/* "rejected 1 CVPN_DNS_NO_ANSWER; subnet-a rejected" … */
static char *
describe (const CvpnAnswer *answer)
{
    GString *text = g_string_new (cvpn_outcome_word (cvpn_answer_outcome (answer)));

    if (answer->landings->len == 0)
        g_string_append_printf (text, " %s", cvpn_code_word (answer->verdict.code));
    for (guint i = 0; i < answer->landings->len; i++) {
        const CvpnLanding *landing = &g_array_index (answer->landings, CvpnLanding, i);
        const CvpnVerdict *obstacle = cvpn_trace_obstacle (&landing->trace);
        const guint32 subnet = cvpn_association (answer->net, landing->association)->subnet;
        g_string_append_printf (text, "; %s %s", cvpn_subnet (answer->net, subnet)->name,
                                obstacle ? cvpn_code_word (obstacle->code) : "delivered");
    }
    return g_string_free (text, FALSE);
}

static void
test_versions (void)
{
    static const struct {
        const char *at, *want;
    } cases[] = {
        { NULL, "intermittent; subnet-a delivered; subnet-b CVPN_NO_ROUTE_TO_DESTINATION" },
        { "0s", "intermittent; subnet-a delivered; subnet-b CVPN_NO_ROUTE_TO_DESTINATION" },
        /* In effect once its operation has ended. */
        { "1h", "intermittent; subnet-a delivered; subnet-b CVPN_NO_ROUTE_TO_DESTINATION" },
        { "1h5min", "delivered; subnet-a delivered; subnet-b delivered" },
        /* The resolver goes on naming a dead landing for the health check. */
        { "2h", "intermittent; subnet-a CVPN_HANDSHAKE_TIMEOUT; subnet-b delivered" },
        { "7229s", "intermittent; subnet-a CVPN_HANDSHAKE_TIMEOUT; subnet-b delivered" },
        { "7230s", "delivered; subnet-b delivered" },
        { "3h", "delivered; subnet-b delivered" },
        { "10830s", "delivered; subnet-a delivered; subnet-b delivered" },
        { "4h30min", "delivered; subnet-b delivered" },
        { "6h", "rejected CVPN_NO_TARGET_NETWORK" },
    };
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (ROUTES_A LATER);

    CU_ASSERT_FATAL (scenario != NULL);
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (CvpnAnswer) answer = ask (scenario, "users", cases[i].at, NULL, NULL);
        CU_ASSERT_FATAL (answer != NULL);
        g_autofree char *got = describe (answer);
        cvpn_assert_str (got, cases[i].want);
    }
}

/* Associated, but in no zone that the resolver names. */
static void
test_no_answer (void)
{
    g_autoptr (CvpnScenario) scenario =
        cvpn_test_load_patched (EVENT ("a", "1h", "fail-availability-zone us-east-1a")
                                    EVENT ("b", "1h", "fail-availability-zone us-east-1b"));

    CU_ASSERT_FATAL (scenario != NULL);
    g_autoptr (CvpnAnswer) answer = ask (scenario, "users", "2h", NULL, NULL);
    CU_ASSERT_FATAL (answer != NULL);
    g_autofree char *got = describe (answer);
    cvpn_assert_str (got, "rejected CVPN_DNS_NO_ANSWER");
}

static void
test_refused_landings (void)
{
    static const struct {
        const char *at, *landing, *says;
    } cases[] = {
        { "2h30min", "subnet-a", "subnet-a: nobody lands there at 2h30min: the name of cvpn-1" },
        { "6h", "subnet-b", "it is not associated with cvpn-1, but disassociated" },
        { "6h", "subnet-app", "subnet-app: no subnet of that name is associated" },
    };
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (LATER);

    CU_ASSERT_FATAL (scenario != NULL);
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (CvpnAnswer) answer =
            ask (scenario, "users", cases[i].at, cases[i].landing, &error);
        CU_ASSERT_FATAL (answer == NULL && error != NULL);
        cvpn_assert_has (error->message, cases[i].says);
    }
}

static void
test_texts (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (LATER);

    CU_ASSERT_FATAL (scenario != NULL);
    g_autoptr (CvpnAnswer) now = ask (scenario, "users", NULL, NULL, NULL);
    g_autoptr (CvpnAnswer) then = ask (scenario, "users-7", "2h", NULL, NULL);
    CU_ASSERT_FATAL (now != NULL && then != NULL);
    g_autofree char *text = cvpn_answer_text (then, FALSE);
    g_autofree char *json = cvpn_answer_json (then);
    g_autofree char *plain = cvpn_answer_text (now, FALSE);
    g_autofree char *plain_json = cvpn_answer_json (now);
    cvpn_assert_has (text, "users-7 → web 172.31.5.10 tcp/443 over cvpn-1 at 2h\n");
    cvpn_assert_has (text, "subnet-a: us-east-1a has failed");
    cvpn_assert_has (json, "\"at_s\" : 7200");
    cvpn_assert_has (plain, "over cvpn-1\n");
    CU_ASSERT (strstr (plain_json, "at_s") == NULL);
}

/* What mends, at the time that is asked about; a dead zone nothing does. */
static void
test_mends (void)
{
    static const struct {
        const char *patch, *user, *at, *mends;
    } cases[] = {
        { LATER, "users", "2h", "" },
        { "[client-vpn-endpoint cvpn-1]\nserver-certificate-expires = 1h\n", "users", "59min", "" },
        { "[client-vpn-endpoint cvpn-1]\nserver-certificate-expires = 1h\n", "users", "2h",
          "[client-vpn-endpoint cvpn-1] server-certificate-expires = 395d2h\n" },
        { "[client-vpn-endpoint cvpn-1]\nauthentication = federated\n"
          "identity-provider-certificate-expires = 1h\n",
          "users", "1h",
          "[client-vpn-endpoint cvpn-1] identity-provider-certificate-expires = 395d1h\n" },
        { "[client-vpn-endpoint cvpn-1]\nauthentication = certificate\n"
          "[certificate-revocation-list cvpn-1]\nnext-update = 1h\nrevoked = users-7\n",
          "users", "1d", "[certificate-revocation-list cvpn-1] next-update = 31d\n" },
        { "[client-vpn-endpoint cvpn-1]\nauthentication = certificate\n"
          "[certificate-revocation-list cvpn-1]\nnext-update = 1h\nrevoked = users-7\n",
          "users-7", "0s", "" },
        { "[clients users]\noutbound = tcp 443\n", "users", NULL,
          "[clients users] outbound = tcp 443; udp 443\n" },
        { "[clients users]\nwrong-credentials = 100%\n", "users", NULL, "" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (cases[i].patch);
        CU_ASSERT_FATAL (scenario != NULL);
        g_autoptr (CvpnAnswer) answer = ask (scenario, cases[i].user, cases[i].at, NULL, NULL);
        CU_ASSERT_FATAL (answer != NULL);
        g_autofree char *mends = cvpn_test_mends (answer);
        if (*cases[i].mends) {
            cvpn_assert_has (mends, cases[i].mends);
        } else {
            cvpn_assert_str (mends, "");
        }
    }
}

/* Whose certificate is revoked is a user's matter. */
static void
test_revoked_user (void)
{
    g_autoptr (CvpnScenario) scenario =
        cvpn_test_load_patched ("[client-vpn-endpoint cvpn-1]\nauthentication = certificate\n"
                                "[certificate-revocation-list cvpn-1]\nrevoked = users-7\n");
    static const struct {
        const char *user;
        CvpnReason reason;
    } cases[] = { { "users", CVPN_REASON_NONE },
                  { "users-6", CVPN_REASON_NONE },
                  { "users-7", CVPN_REASON_CERTIFICATE_REVOKED } };

    CU_ASSERT_FATAL (scenario != NULL);
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (CvpnAnswer) answer = ask (scenario, cases[i].user, NULL, NULL, NULL);
        CU_ASSERT_FATAL (answer != NULL);
        cvpn_assert_int (answer->verdict.reason, cases[i].reason);
    }
}

static gboolean
no_metric (gpointer data, const char *name, double *value)
{
    (void) data;
    (void) name;
    (void) value;
    return FALSE;
}

static void
test_expectations (void)
{
    static const struct {
        const char *lines;
        const char *says; /* NULL: it holds */
    } cases[] = {
        { "verdict = intermittent\n", NULL },
        { "at = 1h5min\nverdict = delivered\n", NULL },
        { "at = 1h5min\nverdict = intermittent\n", "got delivered" },
        { "at = 2h\nlanding = subnet-a\nverdict = rejected\ncode = CVPN_HANDSHAKE_TIMEOUT\n",
          NULL },
        { "at = 2h5min\nlanding = subnet-a\nverdict = rejected\n", "nobody lands there at 2h5min" },
        { "at = 6h\nverdict = rejected\ncode = CVPN_NO_TARGET_NETWORK\n", NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *patch = g_strdup_printf (
            ROUTES_A LATER "[expect it]\nclients = users\nto = web tcp 443\n%s", cases[i].lines);
        g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (patch);
        CU_ASSERT_FATAL (scenario != NULL);
        CvpnExpectation e = cvpn_verify_expect (scenario, 0, no_metric, NULL);
        cvpn_assert_int (e.ok, cases[i].says == NULL);
        cvpn_assert_has (e.message, cases[i].says ? cases[i].says : "");
        cvpn_expectation_clear (&e);
    }
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "versions", test_versions },
        { "no answer", test_no_answer },
        { "landings that are refused", test_refused_landings },
        { "texts", test_texts },
        { "mends", test_mends },
        { "a revoked user", test_revoked_user },
        { "expectations", test_expectations },
    };

    return cvpn_test_main ("analyze at", tests, G_N_ELEMENTS (tests));
}
