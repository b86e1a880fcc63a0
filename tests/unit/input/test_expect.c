/* expect: verdicts, figures and their bounds. */
#include "read_spec.h"

#include <math.h>

#include <cvpnsim/verdict.h>

#define FLOW TITLE STAFF WEB "[expect e]\nclients = staff-2\nto = web tcp 443\n"

static void
test_flow (void)
{
    g_autoptr (CvpnSpec) spec =
        read_good (FLOW "verdict = dropped\nstep = destination\ncode = SUBNET_ACL_RESTRICTION\n"
                        "landing = subnet-a\nat = 1h\nsource-port = 1025\npacket-size = 2kB\n");
    const CvpnExpectSpec *expect = spec->expects->pdata[0];

    cvpn_assert_int (expect->verdict, CVPN_OUTCOME_DROPPED);
    cvpn_assert_str (expect->clients, "staff-2");
    cvpn_assert_str (expect->to->flow->target, "web");
    cvpn_assert_str (expect->step, "destination");
    cvpn_assert_str (expect->code, "SUBNET_ACL_RESTRICTION");
    cvpn_assert_str (expect->landing, "subnet-a");
    cvpn_assert_int (expect->source_port, 1025);
    cvpn_assert_int (expect->packet_bytes, 2000);
    CU_ASSERT (isnan (expect->minimum_value));
}

static void
test_class (void)
{
    g_autoptr (CvpnSpec) spec =
        read_good (TITLE STAFF WEB "[expect e]\nclients = staff\nto = 10.0.0.0/8 tcp 1-1024\n");
    const CvpnExpectSpec *expect = spec->expects->pdata[0];

    CU_ASSERT_PTR_NULL (expect->to->flow);
    cvpn_assert_int (expect->to->destination.length, 8);
    cvpn_assert_int (expect->to->selectors.last & 0xffff, 1024);
}

static void
test_default_verdict (void)
{
    g_autoptr (CvpnSpec) spec = read_good (FLOW);

    cvpn_assert_int (((CvpnExpectSpec *) spec->expects->pdata[0])->verdict, CVPN_OUTCOME_DELIVERED);
}

static void
test_figure (void)
{
    g_autoptr (CvpnSpec) spec =
        read_good (TITLE "[expect a]\nmetric = connection-success\nminimum = 99.9%\n"
                         "[expect b]\nmetric = session-mean\nminimum = 30min\nmaximum = 1h\n"
                         "[expect c]\nmetric = concurrent-mean\nmaximum = 12.5\n");
    const CvpnExpectSpec *share = spec->expects->pdata[0], *time = spec->expects->pdata[1],
                         *count = spec->expects->pdata[2];

    cvpn_assert_near (share->minimum_value, 0.999, 1e-12);
    CU_ASSERT (isnan (share->maximum_value));
    cvpn_assert_int (share->verdict, -1);
    cvpn_assert_str (share->landing, "*");
    cvpn_assert_near (time->minimum_value, 1800, 1e-9);
    cvpn_assert_near (time->maximum_value, 3600, 1e-9);
    cvpn_assert_near (count->maximum_value, 12.5, 0);
    CU_ASSERT_PTR_NULL (count->to);
}

static void
check_faults (const char *text, const char *part)
{
    g_autofree char *faults = read_faults (text);

    cvpn_assert_has (faults, part);
}

static void
test_faults (void)
{
    check_faults (TITLE "[expect e]\n", "[expect e]: expects nothing;");
    check_faults (TITLE "[expect e]\nminimum = 1\n", "[expect e]: expects nothing;");
    check_faults (FLOW "step = 3\n", "[expect e] verdict: is missing, and a flow");
    check_faults (FLOW "verdict = delivered\nmaximum = 1\n", "goes with 'metric' only");
    check_faults (FLOW "metric = flows\nminimum = 1\n", "to: does not go with 'metric'");
    check_faults (FLOW "verdict = intermittent\nlanding = subnet-a\n",
                  "landing: one landing is never intermittent");
    check_faults (FLOW "verdict = dropped\ncode = NONE\n", "'NONE' is unknown");
    check_faults (FLOW "verdict = dropped\nstep = 0\n", "'0' is unknown");
    check_faults (TITLE "[expect e]\nmetric = flows\n", "metric: no bound is given");
    check_faults (TITLE "[expect e]\nmetric = flows\nminimum = 2\nmaximum = 1\n",
                  "maximum: '1' is below the minimum, '2'");
    check_faults (TITLE "[expect e]\nmetric = flow-success\nminimum = 2\n", "is more than 1");
    check_faults (TITLE "[expect e]\nmetric = session-mean\nmaximum = 2\n", "has no unit");
}

/* The words of a choice are in the order of the enum that stores them. */
static void
test_outcomes (void)
{
    for (guint i = 0; i < CVPN_N_OUTCOMES; i++) {
        g_autofree char *text =
            g_strconcat (FLOW "verdict = ", cvpn_outcome_word ((CvpnOutcome) i), "\n", NULL);
        g_autoptr (CvpnSpec) spec = read_good (text);
        cvpn_assert_int (((CvpnExpectSpec *) spec->expects->pdata[0])->verdict, i);
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "a flow", test_flow },    { "a class of flows", test_class },
        { "figures", test_figure }, { "default verdict", test_default_verdict },
        { "faults", test_faults },  { "every outcome", test_outcomes },
    };

    return cvpn_test_main ("expect", tests, G_N_ELEMENTS (tests));
}
