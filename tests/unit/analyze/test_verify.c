/* verify: expectations that hold, and what is said of those that do not. */
#include <cvpnsim/verify.h>

#include "scenario_text.h"
#include "support.h"

typedef struct {
    const char *patch;  /* the network */
    const char *expect; /* lines of [expect it], beside the clients */
    const char *says;   /* NULL: it holds */
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
check_case (const VerifyCase *c, const char *covers)
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
    if (covers)
        cvpn_assert_str (e.covers, covers);
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
        check_case (&cases[i], NULL);
}

#define APP_CLOSED "[security-group sg-app]\ningress = tcp 1-1023 sg-vpn; udp 53 sg-vpn\n"

#define FROM_1026 "[network-acl acl-a]\ninbound 100 = allow tcp 1026-65535 0.0.0.0/0\n"

/* Each flow of a class, on every landing. */
static void
test_classes (void)
{
    static const struct {
        VerifyCase c;
        const char *covers;
    } rows[] = {
        { { NULL, TO_WEB, NULL }, "1 address, 2 landings" },
        { { NULL, "to = web tcp 443\nlanding = subnet-b\n", NULL }, "1 address, 1 landing" },
        { { NULL, "to = 198.51.101.0/24 tcp 1-1024\n", NULL },
          "256 addresses, 1,024 ports, 2 landings" },
        { { NULL, "to = 198.51.101.0/24 icmp\n", NULL }, "256 addresses, 2 landings" },
        { { NULL, "to = 198.51.101.7/32 icmp *\n", NULL }, "1 address, all types, 2 landings" },
        { { NULL, "to = 8.0.0.0/7 tcp *\nlanding = subnet-a\n", NULL },
          "33,554,432 addresses, 65,535 ports, 1 landing" },
        { { NULL, "to = 172.31.0.0/16 all\nverdict = dropped\n",
            "expected dropped; got delivered on subnet-a for 172.31.5.10 tcp 443; 1 of 65,536 "
            "addresses fail" },
          "65,536 addresses, all protocols, 2 landings" },
        { { NULL, "to = web tcp 442-444\n",
            "expected delivered; got rejected at destination, NO_LISTENER on subnet-a for "
            "172.31.5.10 tcp 442; 1 of 1 address fails" },
          "1 address, 3 ports, 2 landings" },
        { { NULL, "to = web tcp 443-443\n", NULL }, "1 address, 2 landings" },
        { { APP_CLOSED, "to = 10.0.10.10/32 tcp 1024-65535\nverdict = dropped\n", NULL }, NULL },
        { { APP_CLOSED, "to = 10.0.10.10/32 tcp 1023-1025\nverdict = dropped\n",
            "got rejected at destination, NO_LISTENER on subnet-a for 10.0.10.10 tcp 1023" },
          NULL },
        { { "[authorization-rules cvpn-1]\n-0.0.0.0/0\n192.168.0.0/16 = *\n",
            "to = 0.0.0.0/1 all\nverdict = dropped\nstep = 2\n", NULL },
          "2,147,483,648 addresses, all protocols, 2 landings" },
        /* Step and code of every landing that does not deliver. */
        { { ROUTES, "to = 198.51.101.0/24 tcp *\nverdict = intermittent\nstep = 3\n", NULL },
          NULL },
        { { ROUTES, "to = 198.51.101.0/24 tcp *\nverdict = intermittent\nstep = 6\n",
            "got dropped at 3, CVPN_NO_ROUTE_TO_DESTINATION on subnet-a for 198.51.101.0 tcp 443; "
            "256 of 256 addresses fail" },
          NULL },
        { { ROUTES, "to = 198.51.101.0/24 tcp *\n",
            "expected delivered; got intermittent for 198.51.101.0 tcp 443 (dropped at 3, "
            "CVPN_NO_ROUTE_TO_DESTINATION on subnet-a); 256 of 256 addresses fail" },
          NULL },
        { { ROUTES, "to = 198.51.101.0/24 tcp *\nlanding = subnet-b\n", NULL }, NULL },
        { { UNKNOWN, "to = 198.51.101.0/24 47\nverdict = undetermined\nstep = 6\n", NULL }, NULL },
        /* Nobody lands there. */
        { { NO_LANDING, "to = 10.0.0.0/8 all\nverdict = rejected\nstep = 1\n", NULL },
          "16,777,216 addresses, all protocols, 0 landings" },
        { { NO_LANDING, "to = 10.0.0.0/8 all\n",
            "got rejected at 1, CVPN_NO_TARGET_NETWORK for 10.0.0.0 tcp 443; 16,777,216 of" },
          NULL },
        { { NULL, "to = 10.0.0.0/8 all\nlanding = subnet-app\n", "no subnet of that name" }, NULL },
        /* Silence, size and the client's port count, as for one flow. */
        { { NULL, "to = 172.31.5.10/32 udp 53\nidle = 10min\n",
            "dropped at return, CVPN_CONNECTION_TRACKING_EXPIRED" },
          NULL },
        { { NULL, "to = 172.31.5.10/32 udp 53\nidle = 10s\n", NULL }, NULL },
        { { NULL, "to = 198.51.101.0/30 udp 53\npacket-size = 20kB\n", "MTU_EXCEEDED" }, NULL },
        { { FROM_1026, "to = 198.51.101.0/30 tcp 443\nsource-port = 1026\n", NULL }, NULL },
        { { FROM_1026, "to = 198.51.101.0/30 tcp 443\nsource-port = 1025\n",
            "SUBNET_ACL_RESTRICTION on subnet-a); 4 of 4" },
          NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        check_case (&rows[i].c, rows[i].covers);
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
        { "classes", test_classes },
        { "figures", test_metrics },
    };

    return cvpn_test_main ("analyze verify", tests, G_N_ELEMENTS (tests));
}
