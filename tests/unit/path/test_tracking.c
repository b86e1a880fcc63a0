/* What a long silence costs the answer: at the endpoint's interface, at NAT
 * gateways, at hosts that forward, and at the host that answers. */
#include "base/quantity.h"
#include "model/scenario.h"
#include "path_cases.h"
#include "scenario_text.h"
#include "support.h"

#define FORGOTTEN "dropped return CVPN_CONNECTION_TRACKING_EXPIRED"
#define OPEN      "[security-group sg-vpn]\ningress = all 0.0.0.0/0\n"
#define SITE      "198.51.100.1 tcp 443"
#define THROUGH                                                                                    \
    "[route-table rtb-a]\n10.1.0.0/16 = fw\n[security-group sg-vpn]\ningress = all 0.0.0.0/0\n"
#define BACK                                                                                       \
    "[route-table rtb-t]\nvpc = vpc-a\n10.0.1.0/24 = fw\n[subnet subnet-ta]\nroute-table = "       \
    "rtb-t\n"

typedef struct {
    const char *patch, *to;
    gint64 idle_ns;
    gboolean stream;
    const char *want;
} Case;

static void
check (const char *base, const Case *c)
{
    g_autofree char *text = cvpn_test_read (base);
    g_autofree char *patched = cvpn_test_patch (text, c->patch);
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (patched, NULL);
    CvpnPathWalk how = { .to = c->to, .idle_ns = c->idle_ns, .stream = c->stream };
    CvpnWalk walk;
    CvpnTrace trace;

    CU_ASSERT_PTR_NOT_NULL_FATAL (scenario);
    how.scenario = scenario;
    const CvpnOutcome outcome = cvpn_path_walk (&how, &walk, &trace);
    g_autofree char *got = cvpn_path_describe (outcome, cvpn_trace_obstacle (&trace));
    if (!g_str_equal (got, c->want))
        g_printerr ("in the case: to %s after %" G_GINT64_FORMAT " s, %s\n", c->to,
                    c->idle_ns / CVPN_SECOND, c->patch ? c->patch : "");
    cvpn_assert_str (got, c->want);
}

/* Forgotten after the time, not at it; rules that admit the answer anyway let it pass. */
static void
test_interface (void)
{
    static const Case cases[] = {
        { NULL, "app tcp 443", 432000 * CVPN_SECOND, FALSE, "delivered" },
        { NULL, "app tcp 443", 432001 * CVPN_SECOND, FALSE, FORGOTTEN },
        { "[client-vpn-endpoint cvpn-1]\ntcp-established-timeout = 350s\n", "app tcp 443",
          351 * CVPN_SECOND, FALSE, FORGOTTEN },
        { NULL, "app udp 53", 30 * CVPN_SECOND, FALSE, "delivered" },
        { NULL, "app udp 53", 31 * CVPN_SECOND, FALSE, FORGOTTEN },
        { "[client-vpn-endpoint cvpn-1]\nudp-timeout = 60s\n", "app udp 53", 31 * CVPN_SECOND,
          FALSE, "delivered" },
        { NULL, "app udp 53", 180 * CVPN_SECOND, TRUE, "delivered" },
        { NULL, "app udp 53", 181 * CVPN_SECOND, TRUE, FORGOTTEN },
        { "[client-vpn-endpoint cvpn-1]\nudp-stream-timeout = 60s\n", "app udp 53",
          61 * CVPN_SECOND, TRUE, FORGOTTEN },
        { NULL, "app icmp", 31 * CVPN_SECOND, FALSE, FORGOTTEN },
        { "[host app]\n-listen\n", "app 47", 600 * CVPN_SECOND, FALSE, "delivered" },
        { "[host app]\n-listen\n", "app 47", 601 * CVPN_SECOND, FALSE, FORGOTTEN },
        { OPEN, "app udp 53", 31 * CVPN_SECOND, FALSE, "delivered" },
        { "[security-group sg-vpn]\ningress = udp * sg-app\n", "app udp 53", 31 * CVPN_SECOND,
          FALSE, "delivered" },
        { "[security-group sg-vpn]\ningress = udp 53 0.0.0.0/0\n", "app udp 53", 31 * CVPN_SECOND,
          FALSE, FORGOTTEN },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check ("tests/support/network.ini", &cases[i]);
}

/* The answering host has forgotten too: its outbound rules judge. */
static void
test_host (void)
{
    static const Case cases[] = {
        { OPEN "[security-group sg-app]\negress =\n", "app udp 53", 30 * CVPN_SECOND, FALSE,
          "delivered" },
        { OPEN "[security-group sg-app]\negress =\n", "app udp 53", 31 * CVPN_SECOND, FALSE,
          FORGOTTEN },
        { OPEN "[security-group sg-app]\negress = udp * sg-vpn\n", "app udp 53", 31 * CVPN_SECOND,
          FALSE, "delivered" },
        { OPEN "[security-group sg-app]\negress =\n[host app]\nudp-timeout = 1min\n", "app udp 53",
          31 * CVPN_SECOND, FALSE, "delivered" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check ("tests/support/network.ini", &cases[i]);
}

static void
test_middleboxes (void)
{
    static const Case cases[] = {
        { NULL, SITE, 349 * CVPN_SECOND, FALSE, "delivered" },
        { NULL, SITE, 350 * CVPN_SECOND, FALSE, "dropped return NGW_IDLE_TIMEOUT" },
        { "[client-vpn-endpoint cvpn-1]\ntcp-established-timeout = 100s\n", SITE, 349 * CVPN_SECOND,
          FALSE, FORGOTTEN },
        { THROUGH BACK, "app udp 53", 30 * CVPN_SECOND, FALSE, "delivered" },
        { THROUGH BACK, "app udp 53", 31 * CVPN_SECOND, FALSE, FORGOTTEN },
        { THROUGH BACK "[security-group sg-fw]\ningress = all 0.0.0.0/0\n", "app udp 53",
          31 * CVPN_SECOND, FALSE, "delivered" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check ("tests/support/transit.ini", &cases[i]);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "interface", test_interface },
        { "host", test_host },
        { "middleboxes", test_middleboxes },
    };

    return cvpn_test_main ("path tracking", tests, G_N_ELEMENTS (tests));
}
