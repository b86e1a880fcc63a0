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

static char *
history_of_replica (const CvpnScenario *of, gint64 seed)
{
    g_autoptr (CvpnReplica) replica = cvpn_replica_new (of, seed);

    cvpn_assert_int (cvpn_replica_scenario (replica)->spec->scenario.seed, seed);
    return history_of (cvpn_replica_scenario (replica));
}

/* Again and again, so that no seed leaves anything behind. */
static void
what_is_drawn_is_the_seeds (void)
{
    g_autoptr (CvpnScenario) scenario = load (DRAWN, 1);
    g_autofree char *before = history_of (scenario);

    for (gint64 i = 0; i < 20; i++) {
        const gint64 seed = 1 + i % 7;
        g_autoptr (CvpnScenario) loaded = load (DRAWN, seed);
        g_autofree char *want = history_of (loaded);
        g_autofree char *got = history_of_replica (scenario, seed);
        cvpn_assert_str (got, want);
        CU_ASSERT ((g_strcmp0 (got, before) == 0) == (seed == 1));
    }
    g_autofree char *after = history_of (scenario);
    cvpn_assert_str (after, before);
    cvpn_assert_int (scenario->spec->scenario.seed, 1);
}

static void
what_is_not_drawn_is_shared (void)
{
    g_autoptr (CvpnScenario) scenario = load (CREATE, 1), drawn = load (DRAWN, 1);
    g_autoptr (CvpnReplica) replica = cvpn_replica_new (scenario, 2);
    g_autoptr (CvpnReplica) other = cvpn_replica_new (drawn, 2);
    const CvpnScenario *is = cvpn_replica_scenario (replica);
    const CvpnScenario *differs = cvpn_replica_scenario (other);

    CU_ASSERT (is->net == scenario->net && is->workload == scenario->workload);
    CU_ASSERT (is->timeline == scenario->timeline);
    CU_ASSERT (differs->net == drawn->net && differs->workload == drawn->workload);
    CU_ASSERT (differs->timeline != drawn->timeline);
    cvpn_assert_str (cvpn_scenario_path (is), cvpn_scenario_path (scenario));
}

/* Which of two events is refused is the seed's, and the other one is impossible. */
#define IMPOSSIBLE                                                                                 \
    "[quotas]\nconcurrent-operations = 1\n[operations]\nauthorize = uniform 1min 10min\n"          \
    "[vpc vpc-b]\ncidr-block = 10.9.0.0/16\n[security-group sg-x]\nvpc = vpc-b\n"                  \
    "[event first]\nat = 0s\naction = authorize 10.9.0.0/16 *\n"                                   \
    "[event e]\nat = 5min\naction = apply-security-groups sg-x\n"

static void
faults_of_a_seed (void)
{
    g_autofree char *text = cvpn_test_patch (history_base, IMPOSSIBLE);
    g_autoptr (GString) fails = g_string_new (NULL);
    CvpnScenario *fine = NULL;

    for (int seed = 1; seed <= 8; seed++) {
        g_autofree char *more = g_strdup_printf ("[scenario]\nseed = %d\n", seed);
        g_autofree char *seeded = cvpn_test_patch (text, more);
        g_autofree char *faults = NULL;
        CvpnScenario *scenario = cvpn_test_load (seeded, &faults);
        g_string_append_c (fails, scenario ? '.' : 'x');
        if (!fine)
            fine = g_steal_pointer (&scenario);
        cvpn_scenario_free (scenario);
    }
    CU_ASSERT_FATAL (fine != NULL);
    for (int seed = 1; seed <= 8; seed++) {
        g_autoptr (CvpnReplica) replica = cvpn_replica_new (fine, seed);
        CU_ASSERT ((replica == NULL) == (fails->str[seed - 1] == 'x'));
    }
    cvpn_assert_has (fails->str, "x");
    cvpn_scenario_free (fine);
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
        { "faults of a seed", faults_of_a_seed },
        { "of itself", of_itself },
    };

    return cvpn_test_main ("replica", tests, G_N_ELEMENTS (tests));
}
