/* replica: it is what is loaded with its seed, and the scenario that it is of stays as it is. */
#include "control/replica.h"

#include "history.h"

/* Nothing drawn; drawn. */
#define CREATE "[event e]\nat = 10min\naction = create-route 192.168.0.0/16 subnet-b\n"
#define DRAWN  CREATE "[operations]\ncreate-route = uniform 1min 1h\n"

static CvpnScenario *
load (const char *patch, gint64 seed)
{
    g_autofree char *text = g_strdup_printf ("%s[scenario]\nseed = %d\n", patch, (int) seed);

    return history_load (text);
}

static void
what_is_not_drawn_is_shared (void)
{
    g_autoptr (CvpnScenario) scenario = load (CREATE, 1);
    g_autoptr (CvpnReplica) replica = cvpn_replica_new (scenario, 2);
    const CvpnScenario *is = cvpn_replica_scenario (replica);

    CU_ASSERT (is->net == scenario->net && is->workload == scenario->workload);
    CU_ASSERT (is->timeline == scenario->timeline);
    cvpn_assert_int (is->spec->scenario.seed, 2);
    cvpn_assert_int (scenario->spec->scenario.seed, 1);
    cvpn_assert_str (cvpn_scenario_path (is), cvpn_scenario_path (scenario));
}

/* Its seed's timeline is there, with another one it must be made. */
static void
what_is_drawn_is_the_seeds (void)
{
    g_autoptr (CvpnScenario) scenario = load (DRAWN, 1);
    g_autoptr (CvpnReplica) same = cvpn_replica_new (scenario, 1);
    g_autofree char *want = history_of (scenario);
    g_autofree char *got = history_of (cvpn_replica_scenario (same));

    cvpn_assert_str (got, want);
    CU_ASSERT_PTR_NULL (cvpn_replica_new (scenario, 2));
}

static void
of_itself (void)
{
    g_autoptr (CvpnReplica) replica = cvpn_replica_take (load (DRAWN, 3));
    g_autoptr (CvpnScenario) loaded = load (DRAWN, 3);
    g_autofree char *want = history_of (loaded);
    g_autofree char *got = history_of (cvpn_replica_scenario (replica));

    cvpn_assert_str (got, want);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "what is drawn is the seed's", what_is_drawn_is_the_seeds },
        { "what is not drawn is shared", what_is_not_drawn_is_shared },
        { "of itself", of_itself },
    };

    return cvpn_test_main ("replica", tests, G_N_ELEMENTS (tests));
}
