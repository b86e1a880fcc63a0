/* flow_interfaces: which ports a flow has at them, and that passages do not show. */
#include "recording.h"
#include "support.h"

#define FLOWS                                                                                      \
    "[clients two]\nendpoint = cvpn-1\ncount = 3\narrival = at 0s\n"                               \
    "[traffic t]\nclients = two\nto = web tcp 443; web tcp 80; web udp 53\nfirst = 2s\n"           \
    "every = 1s\n"
#define KEPT (1u << 20)

static Recording *
record (const char *scenario, gboolean uncached)
{
    Recording *run = recording_new (scenario, NULL);

    if (uncached)
        recording_run_uncached (run);
    else
        recording_run (run, KEPT);
    return run;
}

static void
check_equal (const CvpnFlowAtInterface *got, const CvpnFlowAtInterface *want)
{
    cvpn_assert_int (got->request, want->request);
    cvpn_assert_int (got->answer, want->answer);
    if (want->request == CVPN_SEEN_NOT && want->answer == CVPN_SEEN_NOT)
        return;
    cvpn_assert_int (got->source, want->source);
    cvpn_assert_int (got->destination, want->destination);
    cvpn_assert_int (got->source_port, want->source_port);
}

/* The same as by walks of their own; returns the flows that an interface saw. */
static guint
check_alike (const char *scenario)
{
    g_autoptr (Recording) got = record (scenario, FALSE);
    g_autoptr (Recording) want = record (scenario, TRUE);
    guint n = 0;

    cvpn_assert_int (got->flows->len, want->flows->len);
    for (guint i = 0; i < want->flows->len && i < got->flows->len; i++) {
        const CvpnFlowRecord *flow = recorded_flow (got, i), *asked = recorded_flow (want, i);
        check_equal (&flow->near, &asked->near);
        check_equal (&flow->far, &asked->far);
        cvpn_assert_str (flow->far_host, asked->far_host);
        n += flow->near.request != CVPN_SEEN_NOT;
    }
    return n;
}

static void
passages_say_the_same (void)
{
    const guint open = check_alike (RECORDING_SCENARIO ("duration = 1min", "") FLOWS);
    const guint narrow =
        check_alike (RECORDING_SCENARIO ("duration = 1min", "snat-ports = 50000-50003") FLOWS);
    const guint closed =
        check_alike (RECORDING_SCENARIO ("duration = 1min", "security-groups = sg-none") FLOWS
                     "[security-group sg-none]\nvpc = vpc-a\n"
                     "egress = udp 53 0.0.0.0/0\n");

    CU_ASSERT (open > 100 && narrow > 50 && closed > 100);
}

/* What the second flow of a passage has of its own. */
static void
ports_are_each_flows_own (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO ("duration = 1min", "") FLOWS
                      "[traffic more]\nclients = two\nto = web tcp 443\nfirst = 2s\n"
                      "every = 1s\n");
    guint differing = 0;

    for (guint i = 0; i < run->flows->len; i++) {
        const CvpnFlowRecord *flow = recorded_flow (run, i);
        const CvpnFlowRecord *first = recorded_flow (run, 0);

        CU_ASSERT_FATAL (flow->near.request == CVPN_SEEN_ACCEPTED);
        cvpn_assert_int (flow->near.source_port, flow->snat_port);
        cvpn_assert_int (flow->far.source_port, flow->snat_port);
        cvpn_assert_str (flow->far_host, "web");
        differing += flow->near.source_port != first->near.source_port;
    }
    CU_ASSERT (differing > 50);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "passages say the same", passages_say_the_same },
        { "ports are each flow's own", ports_are_each_flows_own },
    };

    return cvpn_test_main ("sim flow_interfaces", tests, G_N_ELEMENTS (tests));
}
