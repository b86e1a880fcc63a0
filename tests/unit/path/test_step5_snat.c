/* Step 5: the source becomes the interface's address; its ports are finite. */
#include <string.h>

#include "model/scenario.h"
#include "path_cases.h"
#include "scenario_text.h"
#include "support.h"

#define PORTS(range) "[client-vpn-endpoint cvpn-1]\nsnat-ports =" range "\n"

typedef struct {
    const char *patch, *to;
    guint16 wanted, got;
} PortCase;

/* Without a table every port is free: what explain assumes. */
static void
test_rewrite (void)
{
    static const PortCase cases[] = {
        { NULL, "app tcp 443", 50000, 50000 },
        { PORTS (" 1024-65535"), "app tcp 443", 1023, 1024 },
        { PORTS (" 2000-2009"), "app tcp 443", 1999, 2000 },
        { PORTS (" 2000-2009"), "app tcp 443", 2000, 2000 },
        { PORTS (" 2000-2009"), "app tcp 443", 2009, 2009 },
        { PORTS (" 2000-2009"), "app udp 53", 2010, 2000 },
        { PORTS (" 2000-2009"), "app icmp", 50000, 2000 },
        { PORTS (" 65535"), "app tcp 443", 1, 65535 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (cases[i].patch);
        CvpnPathWalk how = { .scenario = scenario,
                             .to = cases[i].to,
                             .source_port = cases[i].wanted };
        CvpnWalk walk;
        CvpnTrace trace;
        CU_ASSERT_FATAL (scenario != NULL);
        cvpn_assert_int (cvpn_path_walk (&how, &walk, &trace), CVPN_OUTCOME_DELIVERED);
        cvpn_assert_int (walk.packet.source_port, cases[i].got);
        cvpn_assert_int (walk.packet.source, 0x0a0001fe); /* 10.0.1.254 */
        cvpn_assert_int (walk.binding.tuple, CVPN_NONE);
    }
}

static void
test_none (void)
{
    static const CvpnPathCase cases[] = {
        { PORTS (""), NULL, "app tcp 443", "dropped 5 CVPN_SNAT_PORT_EXHAUSTED", "cvpn-1: " },
        { PORTS (""), NULL, "app udp 53", "dropped 5 CVPN_SNAT_PORT_EXHAUSTED", NULL },
        { PORTS (""), NULL, "app icmp", "dropped 5 CVPN_SNAT_PORT_EXHAUSTED", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_SNAT, cases, G_N_ELEMENTS (cases));
}

/* Flows that walk with a table take ports and give none back by themselves. */
static void
test_table (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (PORTS (" 3000-3002"));
    g_autoptr (CvpnSnatTable) table = cvpn_snat_table_new ();
    CvpnPathWalk how = {
        .scenario = scenario, .to = "app tcp 443", .source_port = 3001, .snat = table
    };
    static const guint16 ports[] = { 3001, 3002, 3000 };
    CvpnWalk walk, first = { 0 };
    CvpnTrace trace;

    CU_ASSERT_FATAL (scenario != NULL);
    for (guint i = 0; i < G_N_ELEMENTS (ports); i++) {
        cvpn_assert_int (cvpn_path_walk (&how, &walk, &trace), CVPN_OUTCOME_DELIVERED);
        cvpn_assert_int (walk.packet.source_port, ports[i]);
        if (i == 0)
            first = walk;
    }
    cvpn_assert_int (cvpn_path_walk (&how, &walk, &trace), CVPN_OUTCOME_DROPPED);
    cvpn_assert_int (trace.verdicts[trace.n - 1].code, CVPN_CODE_CVPN_SNAT_PORT_EXHAUSTED);
    cvpn_assert_int (walk.binding.tuple, CVPN_NONE);

    /* Another destination, another landing: ports of their own. */
    how.to = "neighbour tcp 443";
    cvpn_assert_int (cvpn_path_walk (&how, &walk, &trace), CVPN_OUTCOME_DELIVERED);
    cvpn_assert_int (walk.packet.source_port, 3001);
    how.to = "app tcp 443";
    how.association = 1;
    cvpn_assert_int (cvpn_path_walk (&how, &walk, &trace), CVPN_OUTCOME_DELIVERED);
    cvpn_assert_int (walk.packet.source_port, 3001);

    cvpn_snat_table_release (table, first.binding);
    how.association = 0;
    how.source_port = 3000;
    cvpn_assert_int (cvpn_path_walk (&how, &walk, &trace), CVPN_OUTCOME_DELIVERED);
    cvpn_assert_int (walk.packet.source_port, 3001);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "the source is rewritten", test_rewrite },
        { "no ports", test_none },
        { "ports in use", test_table },
    };

    return cvpn_test_main ("path step 5", tests, G_N_ELEMENTS (tests));
}
