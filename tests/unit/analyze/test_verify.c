/* verify: expectations that hold, and what is said of those that do not. */
#include <cvpnsim/verify.h>

#include "scenario_text.h"
#include "support.h"

typedef struct {
    const char *patch;  /* the network */
    const char *expect; /* lines of [expect it], beside the clients */
    const char *says;   /* NULL: it holds */
    const char *covers; /* NULL: not asked */
} VerifyCase;

static gboolean
no_metric (gpointer data, const char *name, double *value)
{
    (void) data;
    (void) name;
    (void) value;
    return FALSE;
}

static void
check_case (const VerifyCase *c)
{
    g_autofree char *base = cvpn_test_read ("tests/support/network.ini");
    g_autofree char *patch =
        g_strdup_printf ("%s[expect it]\nclients = users\n%s", c->patch ? c->patch : "", c->expect);
    g_autofree char *text = cvpn_test_patch (base, patch);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);

    if (!scenario)
        g_printerr ("%s", faults);
    CU_ASSERT_FATAL (scenario != NULL);
    cvpn_assert_int (cvpn_verify_count (scenario), 1);
    CU_ASSERT_FALSE (cvpn_verify_needs_run (scenario));
    CvpnExpectation e = cvpn_verify_expect (scenario, 0, no_metric, NULL);
    cvpn_assert_str (e.name, "it");
    if (e.ok != (c->says == NULL))
        g_printerr ("%s%s: %s\n", c->patch ? c->patch : "", c->expect, e.message);
    cvpn_assert_int (e.ok, c->says == NULL);
    if (c->says)
        cvpn_assert_has (e.message, c->says);
    if (c->covers)
        cvpn_assert_str (e.covers, c->covers);
    cvpn_expectation_clear (&e);
}

#define TO_WEB  "to = web tcp 443\n"
#define ROUTES  "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = subnet-b\n"
#define CLOSED  "[security-group sg-web]\ningress =\n"
#define UNKNOWN "[unknown rtb-x]\nkind = route-table\n[subnet subnet-b]\nroute-table = rtb-x\n"
#define NO_LANDING                                                                                 \
    "[client-vpn-endpoint cvpn-1]\n-target-networks\n-security-groups\n"                           \
    "-[client-vpn-routes cvpn-1]\n"

static void
test_flows (void)
{
    static const VerifyCase cases[] = {
        { NULL, TO_WEB "verdict = delivered\n", NULL },
        { CLOSED, TO_WEB "verdict = delivered\n",
          "expected delivered; got dropped at destination, SG_HAS_NO_RULES" },
        { CLOSED, TO_WEB "verdict = dropped\nstep = destination\ncode = SG_HAS_NO_RULES\n", NULL },
        { CLOSED, TO_WEB "verdict = dropped\nstep = 7\n", "expected dropped at 7" },
        { CLOSED, TO_WEB "verdict = dropped\ncode = ENI_SG_RULES_MISMATCH\n", "got dropped at" },
        { NULL, TO_WEB "verdict = dropped\n", "got delivered" },
        { ROUTES, TO_WEB "verdict = intermittent\n", NULL },
        { ROUTES, TO_WEB "verdict = intermittent\nstep = 3\n", NULL },
        { ROUTES, TO_WEB "verdict = intermittent\nstep = 6\n", "on subnet-a" },
        { ROUTES, TO_WEB "verdict = delivered\nlanding = subnet-b\n", NULL },
        { ROUTES, TO_WEB "verdict = delivered\nlanding = subnet-a\n", "got dropped at 3" },
        /* One landing of which it is not known is enough. */
        { UNKNOWN, TO_WEB "verdict = undetermined\n", NULL },
        { UNKNOWN, TO_WEB "verdict = undetermined\nstep = 6\ncode = UNKNOWN_RESOURCE\n", NULL },
        { UNKNOWN CLOSED, TO_WEB "verdict = undetermined\nstep = 6\n", NULL },
        { UNKNOWN, TO_WEB "verdict = undetermined\nstep = 7\n", "on subnet-b" },
        { UNKNOWN, TO_WEB "verdict = intermittent\n", "got undetermined" },
        { UNKNOWN, TO_WEB "verdict = undetermined\nlanding = subnet-a\n", "got delivered" },
        /* Every landing is asked for step and code. */
        { ROUTES CLOSED, TO_WEB "verdict = dropped\n", NULL },
        { ROUTES CLOSED, TO_WEB "verdict = dropped\nstep = 3\n", "on subnet-b" },
        { NO_LANDING, TO_WEB "verdict = rejected\ncode = CVPN_NO_TARGET_NETWORK\n", NULL },
        { NO_LANDING, TO_WEB "verdict = rejected\nstep = 1\n", NULL },
        { NO_LANDING, TO_WEB "verdict = rejected\nstep = 7\n", "got rejected at 1" },
        { NO_LANDING, TO_WEB "verdict = rejected\ncode = CVPN_DNS_NO_ANSWER\n",
          "CVPN_NO_TARGET_NETWORK" },
        { "[clients users]\nlocal-network = 172.31.0.0/16\n",
          TO_WEB "verdict = bypassed\ncode = CVPN_CLIENT_LOCAL_CIDR_OVERLAP\n", NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check_case (&cases[i]);
}

static gboolean
fixed_metric (gpointer data, const char *name, double *value)
{
    cvpn_assert_str (name, "connection-success");
    *value = *(double *) data;
    return TRUE;
}

static void
test_metrics (void)
{
    static const struct {
        const char *bounds;
        double value;
        gboolean ok;
    } cases[] = {
        { "minimum = 50%\n", 0.5, TRUE },
        { "minimum = 50%\n", 0.4999, FALSE },
        { "maximum = 0.5\n", 0.5, TRUE },
        { "maximum = 0.5\n", 0.5001, FALSE },
        { "minimum = 40%\nmaximum = 60%\n", 0.5, TRUE },
        { "minimum = 40%\nmaximum = 60%\n", 0.7, FALSE },
    };
    g_autofree char *base = cvpn_test_read ("tests/support/network.ini");

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        double value = cases[i].value;
        g_autofree char *patch = g_strdup_printf (
            "[scenario]\nduration = 1min\n[expect it]\nmetric = connection-success\n%s",
            cases[i].bounds);
        g_autofree char *text = cvpn_test_patch (base, patch);
        g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
        CU_ASSERT_FATAL (scenario != NULL);
        CU_ASSERT (cvpn_verify_needs_run (scenario));
        CvpnExpectation e = cvpn_verify_expect (scenario, 0, fixed_metric, &value);
        cvpn_assert_int (e.ok, cases[i].ok);
        cvpn_expectation_clear (&e);
        e = cvpn_verify_expect (scenario, 0, no_metric, NULL);
        CU_ASSERT_FALSE (e.ok);
        cvpn_assert_has (e.message, "nothing to compute it from");
        cvpn_expectation_clear (&e);
    }
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "flows", test_flows },
        { "figures", test_metrics },
    };

    return cvpn_test_main ("analyze verify", tests, G_N_ELEMENTS (tests));
}
