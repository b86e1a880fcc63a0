/* The simulation and explain judge every flow alike.
 *
 * Every scenario of the project is simulated whole, and random networks beside
 * them; each flow's outcome, step and code must be what explain says of that
 * user, destination and landing at that time.  What only the simulation knows is
 * left out: that a flow found no port; that the configuration changed while it was
 * under way; that its session is up and needs no connection, or is up no more and has
 * not noticed. */
#include <cvpnsim/explain.h>
#include <cvpnsim/simulation.h>

#include "flow_text.h"
#include "analyze/answer.h"
#include "control/timeline.h"
#include "model/scenario.h"
#include "path_cases.h"
#include "random_scenario.h"
#include "scenario_text.h"
#include "support.h"

#define N_NETWORKS 200

typedef struct {
    const CvpnScenario *scenario;
    GHashTable *answers; /* question as text -> answer in words, owned */
    gboolean ask_port;   /* explain the very port, not the default one */
    guint flows, exempt, differing;
    gboolean seen[CVPN_N_OUTCOMES];
} Recording;

/* The client's own port is not in the record; the one behind SNAT does as well. */
static gint
find_port (const Recording *recording, const CvpnFlowRecord *record)
{
    return recording->ask_port && record->snat_port != 0 ? record->snat_port : -1;
}

static char *
ask_explain (const Recording *recording, const CvpnFlowRecord *record, const char *to)
{
    g_autofree char *user = cvpn_test_user_name (&record->user);
    const CvpnQuestion question = { .clients = user,
                                    .to = to,
                                    .landing = record->subnet,
                                    .source_port = find_port (recording, record),
                                    .at_ns = &record->start_ns };
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnAnswer) answer = cvpn_explain (recording->scenario, &question, &error);

    if (!answer)
        return g_strdup (error->message);
    return cvpn_path_describe (
        cvpn_answer_outcome (answer),
        cvpn_trace_obstacle (&g_array_index (answer->landings, CvpnLanding, 0).trace));
}

static const CvpnNetwork *
find_version (const Recording *recording, gint64 time_ns)
{
    return cvpn_timeline_at (recording->scenario->timeline, time_ns);
}

/* Users of one population are treated alike, so each question is asked once of each
 * version of the network. */
static const char *
look_up (Recording *recording, const CvpnFlowRecord *record)
{
    g_autofree char *to = cvpn_test_flow_text (record);
    g_autofree char *key = g_strdup_printf (
        "%s to %s on %s from %d at %p", record->user.population, to, record->subnet,
        find_port (recording, record), (const void *) find_version (recording, record->start_ns));
    const char *answer = g_hash_table_lookup (recording->answers, key);

    if (!answer) {
        g_hash_table_insert (recording->answers, g_steal_pointer (&key),
                             ask_explain (recording, record, to));
        return look_up (recording, record);
    }
    return answer;
}

/* Ports are state; and a change while it was under way was seen by some of its stages. */
static gboolean
is_state (const Recording *recording, const CvpnFlowRecord *record)
{
    return record->verdict.code == CVPN_CODE_CVPN_SNAT_PORT_EXHAUSTED ||
           record->verdict.code == CVPN_CODE_NGW_PORT_ALLOCATION ||
           find_version (recording, record->start_ns) != find_version (recording, record->end_ns);
}

/* Explain's user connects at that time; this one has a session from before the last change.
 * That is seen in step 1 only. */
static gboolean
is_of_older_session (const Recording *recording, const CvpnFlowRecord *record, const char *wanted)
{
    if (find_version (recording, record->start_ns) == recording->scenario->net)
        return FALSE;
    return g_str_has_prefix (wanted, "rejected 1 ") ||
           (record->verdict.code == CVPN_CODE_BAD_STATE &&
            record->verdict.step == CVPN_STEP_CONNECTION);
}

static void
check_flow (gpointer self, const CvpnFlowRecord *record)
{
    Recording *recording = self;
    const gboolean failed = record->verdict.code != CVPN_CODE_NONE;
    g_autofree char *got = cvpn_path_describe (record->outcome, failed ? &record->verdict : NULL);

    recording->flows++;
    recording->seen[record->outcome] = TRUE;
    const char *wanted = is_state (recording, record) ? NULL : look_up (recording, record);
    if (!wanted || is_of_older_session (recording, record, wanted)) {
        recording->exempt++;
        return;
    }
    if (g_str_equal (got, wanted) || ++recording->differing > 5)
        return;
    g_autofree char *to = cvpn_test_flow_text (record);
    g_printerr ("%s: %s to %s on %s\n  explain:    %s\n  simulation: %s\n",
                cvpn_scenario_path (recording->scenario), record->user.population, to,
                record->subnet, wanted, got);
}

static void
simulate (Recording *recording)
{
    static const CvpnObserver observer = { .flow = check_flow };
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnSimulation) simulation = cvpn_simulation_new (recording->scenario, &error);

    CU_ASSERT (simulation != NULL);
    if (!simulation) {
        g_printerr ("%s: %s\n", cvpn_scenario_path (recording->scenario), error->message);
        return;
    }
    cvpn_simulation_add_observer (simulation, &observer, recording);
    while (cvpn_simulation_advance (simulation, G_MAXUINT32))
        continue;
    cvpn_simulation_finish (simulation);
}

static guint
check_scenario (const char *path, gboolean seen[CVPN_N_OUTCOMES])
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (path, NULL, report, NULL);
    Recording recording = { .scenario = scenario };

    CU_ASSERT (scenario != NULL);
    if (!scenario)
        return 0;
    recording.answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    simulate (&recording);
    g_hash_table_unref (recording.answers);
    cvpn_assert_int (recording.differing, 0);
    if (recording.flows <= recording.exempt && scenario->workload->traffics->len > 0)
        g_printerr ("%s: no flow to compare\n", path);
    CU_ASSERT (recording.flows > recording.exempt || scenario->workload->traffics->len == 0);
    for (guint i = 0; i < CVPN_N_OUTCOMES; i++)
        seen[i] |= recording.seen[i];
    return recording.flows - recording.exempt;
}

static guint
check_folder (const char *relative, gboolean seen[CVPN_N_OUTCOMES])
{
    g_autofree char *folder = cvpn_test_path (relative);
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;
    guint flows = 0;

    CU_ASSERT_FATAL (dir != NULL);
    while ((name = g_dir_read_name (dir)))
        if (g_str_has_suffix (name, ".ini")) {
            g_autofree char *path = g_build_filename (folder, name, NULL);
            flows += check_scenario (path, seen);
        }
    return flows;
}

static void
test_scenarios (void)
{
    gboolean seen[CVPN_N_OUTCOMES] = { FALSE };
    const guint flows = check_folder ("scenarios", seen) + check_folder ("scenarios/steps", seen);

    g_print ("  %u flows compared\n", flows);
    CU_ASSERT (flows > 10000);
    CU_ASSERT (seen[CVPN_OUTCOME_DELIVERED] && seen[CVPN_OUTCOME_DROPPED] &&
               seen[CVPN_OUTCOME_UNDETERMINED]);
}

/* A random network whose users send to a dozen places for a while. */
static char *
make_busy_network (GRand *rand)
{
    g_autofree char *network = random_scenario (rand);
    g_autoptr (GString) patch = g_string_new ("[scenario]\nduration = 20min\n"
                                              "[clients users]\ncount = 12\n"
                                              "[traffic all]\nclients = users\n"
                                              "every = exponential 20s\nto = ");
    g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < 12; i++) {
        char *flow = random_flow (rand, network);
        if (!g_hash_table_contains (listed, flow))
            g_string_append_printf (patch, "%s; ", flow);
        g_hash_table_add (listed, flow);
    }
    return cvpn_test_patch (network, patch->str);
}

static void
compare_network (Recording *recording, guint32 seed)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autofree char *text = make_busy_network (rand);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);

    if (faults)
        g_printerr ("seed %u: %s", seed, faults);
    CU_ASSERT (scenario != NULL);
    if (!scenario)
        return;
    recording->scenario = scenario;
    recording->differing = 0;
    recording->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    simulate (recording);
    g_hash_table_unref (recording->answers);
    if (recording->differing > 0)
        g_printerr ("seed %u\n", seed);
    cvpn_assert_int (recording->differing, 0);
}

static void
test_random_networks (void)
{
    Recording recording = { .ask_port = TRUE };
    const gboolean *seen = recording.seen;

    for (guint32 seed = 1; seed <= N_NETWORKS; seed++)
        compare_network (&recording, seed);
    g_print ("  %u flows compared\n", recording.flows - recording.exempt);
    CU_ASSERT (recording.flows > 10000);
    CU_ASSERT (seen[CVPN_OUTCOME_DELIVERED] && seen[CVPN_OUTCOME_DROPPED] &&
               seen[CVPN_OUTCOME_REJECTED] && seen[CVPN_OUTCOME_BYPASSED]);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "scenarios", test_scenarios },
        { "random networks", test_random_networks },
    };

    return cvpn_test_main ("property agreement", tests, G_N_ELEMENTS (tests));
}
