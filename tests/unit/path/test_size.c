/* Packets that are too large: for the tunnel, either way, and for a host. */
#include "path_cases.h"
#include "scenario_text.h"
#include "support.h"

#define MSSFIX(n)  "[client-vpn-endpoint cvpn-1]\nmssfix = " #n "\n"
#define CARRIER(p) "[client-vpn-endpoint cvpn-1]\ntransport-protocol = " p "\n"
#define LINK(n)    "[host app]\nmtu = " #n "\n"
#define TUNNEL     "dropped 1 MTU_EXCEEDED"
#define BACK       "dropped return MTU_EXCEEDED"
#define HOST       "dropped destination MTU_EXCEEDED"

typedef struct {
    const char *patch, *to;
    guint32 packet_bytes, answer_bytes;
    const char *want;
} SizeCase;

static void
check_case (const SizeCase *c)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (c->patch);
    CvpnWalk walk;
    CvpnTrace trace;

    CU_ASSERT_FATAL (scenario != NULL);
    for (guint i = 0; i < 2; i++) {
        const CvpnPathWalk how = { .scenario = scenario,
                                   .to = c->to,
                                   .go_on = i == 1,
                                   .packet_bytes = c->packet_bytes,
                                   .answer_bytes = c->answer_bytes };
        const CvpnOutcome outcome = cvpn_path_walk (&how, &walk, &trace);
        g_autofree char *got = cvpn_path_describe (outcome, cvpn_trace_obstacle (&trace));
        if (!g_str_equal (got, c->want))
            g_printerr ("%s of %u B, answered by %u B, %s\n", c->to, c->packet_bytes,
                        c->answer_bytes, c->patch ? c->patch : "");
        cvpn_assert_str (got, c->want);
    }
}

/* 1,400 bytes of payload, whatever carries them. */
static void
test_tunnel (void)
{
    static const SizeCase cases[] = {
        { NULL, "app icmp", 1400, 1400, "delivered" },
        { NULL, "app icmp", 1401, 1401, TUNNEL },
        { NULL, "site tcp 443", 1400, 1400, "delivered" },
        { NULL, "site tcp 443", 1401, 0, TUNNEL },
        { NULL, "site udp 53", 1401, 0, TUNNEL },
        { CARRIER ("tcp"), "app tcp 443", 1400, 1400, "delivered" },
        { CARRIER ("tcp"), "app tcp 443", 1401, 1401, TUNNEL },
        /* The way back. */
        { NULL, "app tcp 443", 100, 1400, "delivered" },
        { NULL, "app tcp 443", 100, 1401, BACK },
        { NULL, "site udp 53", 100, 1401, BACK },
        { "[client-vpn-routes cvpn-1]\n10.2.0.0/22 = local\n", "10.2.0.7 udp 53", 100, 1401, BACK },
        /* What does not enter the tunnel is not limited by it. */
        { "[clients users]\nlocal-network = 10.0.10.0/24\n", "app icmp", 1480, 1480,
          "bypassed 1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP" },
        /* Who does not connect has no tunnel to be too small. */
        { "[clients users]\nremote-random-hostname = unsupported\n", "app icmp", 1480, 1480,
          "rejected 1 CVPN_DNS_NO_ANSWER" },
        { "[network-acl acl-a]\n-inbound 100\n", "app tcp 443", 100, 1401,
          "dropped 7 SUBNET_ACL_RESTRICTION return" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check_case (&cases[i]);
}

/* Short segments of TCP, up to what the datagram around them adds: 24 and 40. */
static void
test_mssfix (void)
{
    static const SizeCase cases[] = {
        { MSSFIX (1328), "app tcp 443", 1460, 1460, "delivered" },
        { MSSFIX (1328), "app icmp", 1400, 1400, "delivered" },
        { MSSFIX (1328), "app icmp", 1401, 1401, TUNNEL },
        { MSSFIX (1328), "app udp 53", 1401, 0, TUNNEL },
        { MSSFIX (1328), "app udp 53", 0, 1401, BACK },
        { MSSFIX (64), "app tcp 443", 1460, 1460, "delivered" },
        { MSSFIX (1464), "app tcp 443", 1460, 1460, "delivered" },
        { MSSFIX (1465), "app tcp 443", 1460, 1460, TUNNEL },
        { MSSFIX (1465), "app tcp 443", 100, 1460, BACK },
        { MSSFIX (1465), "app tcp 443", 1400, 1400, "delivered" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check_case (&cases[i]);
}

/* The host's link takes the whole packet, with 28 bytes of headers; TCP's ends
 * agree on what both take. */
static void
test_host (void)
{
    static const SizeCase cases[] = {
        { LINK (1000), "app icmp", 972, 972, "delivered" },
        { LINK (1000), "app icmp", 973, 973, HOST },
        { LINK (1000), "app udp 53", 973, 0, HOST },
        { LINK (1000), "app udp 53", 0, 1400, "delivered" },
        { LINK (1000), "app tcp 443", 1400, 1400, "delivered" },
        { LINK (1428), "app icmp", 1400, 1400, "delivered" },
        { LINK (9001), "app icmp", 1401, 1401, TUNNEL },
        { "[host site]\nmtu = 500\n", "site udp 53", 473, 0, HOST },
        { "[host printer]\nmtu = 500\n", "printer udp 53", 472, 0, "delivered" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check_case (&cases[i]);
}

/* Once the first one is mended the way back is too, and nobody answers for an
 * address that is nobody's. */
static void
test_further_obstacles (void)
{
    static const struct {
        const char *patch, *to;
        guint32 packet_bytes;
        guint n;
    } cases[] = {
        { NULL, "app tcp 443", 1460, 1 },
        { LINK (1000), "app icmp", 1460, 2 },
        { "[security-group sg-app]\ningress =\n", "app udp 53", 0, 2 },
        { NULL, "10.0.10.99 udp 53", 0, 1 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (cases[i].patch);
        CvpnWalk walk;
        CvpnTrace trace;
        guint n = 0;
        CU_ASSERT_FATAL (scenario != NULL);
        const CvpnPathWalk how = { .scenario = scenario,
                                   .to = cases[i].to,
                                   .go_on = TRUE,
                                   .packet_bytes = cases[i].packet_bytes,
                                   .answer_bytes = 1460 };
        cvpn_path_walk (&how, &walk, &trace);
        for (guint j = 0; j < trace.n; j++)
            n += trace.verdicts[j].result == CVPN_RESULT_FAIL ||
                 trace.verdicts[j].result == CVPN_RESULT_ALSO;
        cvpn_assert_int (n, cases[i].n);
    }
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "the tunnel", test_tunnel },
        { "mssfix", test_mssfix },
        { "the host's link", test_host },
        { "further obstacles", test_further_obstacles },
    };

    return cvpn_test_main ("path size", tests, G_N_ELEMENTS (tests));
}
