/* flow_time: what a way takes that crosses more than one distance. */
#include "path/walk.h"
#include "recording.h"
#include "support.h"

#define PEERED                                                                                     \
    "[vpc vpc-b]\ncidr-block = 10.1.0.0/16\n"                                                      \
    "[subnet far]\nvpc = vpc-b\navailability-zone = us-east-1b\ncidr-block = 10.1.1.0/24\n"        \
    "[vpc-peering-connection pcx]\nrequester-vpc = vpc-a\naccepter-vpc = vpc-b\n"                  \
    "[route-table rtb-near]\nvpc = vpc-a\nmain = true\n10.1.0.0/16 = pcx\n"                        \
    "[route-table rtb-far]\nvpc = vpc-b\nmain = true\n10.0.0.0/16 = pcx\n"                         \
    "[security-group sg-far]\nvpc = vpc-b\ningress = all 0.0.0.0/0\n"                              \
    "[host db]\nsubnet = far\naddress = 10.1.1.9\nsecurity-groups = sg-far\n"                      \
    "[event a]\nat = 0s\nendpoint = cvpn-1\naction = create-route 10.1.0.0/16 subnet-a\n"          \
    "[event b]\nat = 0s\nendpoint = cvpn-1\naction = authorize 10.1.0.0/16 *\n"

/* A way over a peering into another zone: two draws, whose sum would be even if they were one. */
static void
distances_are_drawn_apart (void)
{
    g_autoptr (GString) text =
        g_string_new (RECORDING_SCENARIO ("duration = 10min", "") RECORDING_AT_ONCE PEERED
                      "[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
                      "[traffic t]\nclients = one\nto = db tcp 443\nevery = 10s\n");
    guint odd = 0, passed = 0;

    cvpn_assert_int (g_string_replace (text, "cross-zone = 3ms", "cross-zone = uniform 0s 1s", 0),
                     1);
    cvpn_assert_int (g_string_replace (text, "peering = 5ms", "peering = uniform 0s 1s", 0), 1);
    g_autoptr (Recording) run = recording_of (text->str);
    for (guint i = 0; i < run->flows->len; i++) {
        const CvpnFlowRecord *flow = recorded_flow (run, i);

        passed += flow->outcome == CVPN_OUTCOME_DELIVERED;
        odd += flow->n_stages > CVPN_STAGE_RETURN &&
               flow->stages[CVPN_STAGE_RETURN].latency_ns % 2 != 0;
    }
    CU_ASSERT (passed > 40 && odd > 10 && odd < passed);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "distances are drawn apart", distances_are_drawn_apart },
    };

    return cvpn_test_main ("flow_time", tests, G_N_ELEMENTS (tests));
}
