/* A run with events and explain --at judge alike.
 *
 * Random scenarios with random events are simulated.  Each flow that began and was judged
 * between two neighbouring changes must be, in verdict, step, code and rule, what explain says of
 * that user and landing at that time; so must each attempt to connect that failed for a reason that
 * does not depend on who else is there, nor on chance.  Left out is what explain does not
 * ask: ports that are all in use, and sessions that are up where nobody could connect now, or
 * that keep routes of a time before.  CVPN_TEST_SEED and CVPN_TEST_NETWORKS choose. */

#include <cvpnsim/explain.h>
#include <cvpnsim/simulation.h>

#include "flow_text.h"
#include "analyze/answer.h"
#include "control/timeline.h"
#include "path_cases.h"
#include "random_events.h"
#include "random_scenario.h"
#include "scenario_text.h"
#include "support.h"

/* What is asked of explain, and what the run said. */
typedef struct {
    guint64 session; /* of flows; 0: an attempt */
    gint64 start, end;
    char *user, *to, *wanted;
    const char *subnet;
    gint port;
    guint32 endpoint, rule;
} Case;

typedef struct {
    const CvpnScenario *scenario;
    GArray *cases;           /* Case */
    GHashTable *established; /* session -> gint64 */
    guint compared, exempt, split, attempts, differing, later;
    gboolean seen[CVPN_N_OUTCOMES];
} Recording;

/* What only a simulation has: ports, quotas, addresses. */
static gboolean
is_of_the_moment (guint code)
{
    return code == CVPN_CODE_CVPN_SNAT_PORT_EXHAUSTED || code == CVPN_CODE_NGW_PORT_ALLOCATION ||
           code == CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED ||
           code == CVPN_CODE_CVPN_CLIENT_CIDR_EXHAUSTED;
}

static gboolean
is_drawn (CvpnReason reason)
{
    return (reason >= CVPN_REASON_HANDLER_DENIED && reason <= CVPN_REASON_HANDLER_SERVICE_ERROR) ||
           reason == CVPN_REASON_WRONG_CREDENTIALS || reason == CVPN_REASON_ASSERTION_ELSEWHERE;
}

static gboolean
is_between_changes (const Recording *recording, gint64 start, gint64 end)
{
    const CvpnTimeline *timeline = recording->scenario->timeline;

    return cvpn_timeline_at (timeline, start) == cvpn_timeline_at (timeline, end);
}

static void
note_flow (gpointer self, const CvpnFlowRecord *record)
{
    Recording *recording = self;
    const gboolean failed = record->verdict.code != CVPN_CODE_NONE;

    recording->seen[record->outcome] = TRUE;
    if (is_of_the_moment (record->verdict.code) ||
        !is_between_changes (recording, record->start_ns, record->end_ns)) {
        recording->exempt++;
        return;
    }
    const Case item = { .session = record->session,
                        .start = record->start_ns,
                        .user = cvpn_test_user_name (&record->user),
                        .to = cvpn_test_flow_text (record),
                        .wanted =
                            cvpn_path_describe (record->outcome, failed ? &record->verdict : NULL),
                        .subnet = record->subnet,
                        .port = record->snat_port ? record->snat_port : -1,
                        .endpoint =
                            cvpn_network_find_endpoint (recording->scenario->net, record->endpoint),
                        .rule = failed ? record->verdict.rule : CVPN_RULE_NONE };
    g_array_append_val (recording->cases, item);
}

static void
note_session (gpointer self, const CvpnSessionRecord *record)
{
    Recording *recording = self;

    if (record->established) {
        g_hash_table_insert (recording->established, GUINT_TO_POINTER (record->session),
                             g_memdup2 (&record->established_ns, sizeof (gint64)));
        return;
    }
    if (record->end_ns < 0 || is_of_the_moment (record->code) || is_drawn (record->reason) ||
        !is_between_changes (recording, record->start_ns, record->end_ns))
        return;
    const Case item = { .start = record->start_ns,
                        .user = cvpn_test_user_name (&record->user),
                        .to = g_strdup ("10.0.0.1 tcp 443"),
                        .wanted = g_strdup_printf ("%s %s", cvpn_code_word (record->code),
                                                   cvpn_reason_word (record->reason)),
                        .subnet = record->subnet };
    g_array_append_val (recording->cases, item);
}

/* The first obstacle of step 1. */
static char *
describe_attempt (const CvpnAnswer *answer)
{
    if (answer->landings->len == 0)
        return g_strdup_printf ("%s %s", cvpn_code_word (answer->verdict.code),
                                cvpn_reason_word (answer->verdict.reason));
    const CvpnTrace *trace = &g_array_index (answer->landings, CvpnLanding, 0).trace;
    for (guint i = 0; i < trace->n; i++)
        if (trace->verdicts[i].step == CVPN_STEP_CONNECTION &&
            trace->verdicts[i].code != CVPN_CODE_NONE)
            return g_strdup_printf ("%s %s", cvpn_code_word (trace->verdicts[i].code),
                                    cvpn_reason_word (trace->verdicts[i].reason));
    return g_strdup ("no obstacle");
}

/* Routes that a session with split tunnel was sent may be others than those of now. */
static gboolean
has_old_routes (const Recording *recording, const Case *item)
{
    const CvpnTimeline *timeline = recording->scenario->timeline;
    const gint64 *since =
        g_hash_table_lookup (recording->established, GUINT_TO_POINTER (item->session));
    const CvpnNetwork *then = cvpn_timeline_at (timeline, since ? *since : 0);
    const CvpnNetwork *now = cvpn_timeline_at (timeline, item->start);

    return then != now && (cvpn_endpoint (then, item->endpoint)->split_tunnel ||
                           cvpn_endpoint (now, item->endpoint)->split_tunnel);
}

static void
complain (Recording *recording, const Case *item, const char *said)
{
    if (++recording->differing > 5)
        return;
    g_printerr ("at %" G_GINT64_FORMAT "ns %s %s on %s\n  explain:    %s\n  simulation: %s\n",
                item->start, item->user, item->to, item->subnet, said, item->wanted);
}

/* With step 1 out of the way: the session is up. */
static gboolean
fails_at_once (const CvpnVerdict *obstacle)
{
    return obstacle && obstacle->step == CVPN_STEP_CONNECTION &&
           obstacle->code != CVPN_CODE_MTU_EXCEEDED;
}

static void
compare_flow (Recording *recording, const Case *item, const CvpnAnswer *answer)
{
    const CvpnLanding *landing = &g_array_index (answer->landings, CvpnLanding, 0);
    const CvpnVerdict *obstacle = cvpn_trace_obstacle (&landing->trace);
    g_autofree char *said = cvpn_path_describe (cvpn_answer_outcome (answer), obstacle);

    if (fails_at_once (obstacle) || has_old_routes (recording, item)) {
        recording->split += !fails_at_once (obstacle);
        recording->exempt++;
        return;
    }
    recording->compared++;
    recording->later += answer->net != recording->scenario->net;
    if (!g_str_equal (said, item->wanted) ||
        (obstacle && obstacle->code != CVPN_CODE_NONE && obstacle->rule != item->rule))
        complain (recording, item, said);
}

/* Where the packet does not enter the tunnel, step 1 is not asked. */
static void
compare_attempt (Recording *recording, const Case *item, const CvpnAnswer *answer)
{
    g_autofree char *said = describe_attempt (answer);

    if (cvpn_answer_outcome (answer) == CVPN_OUTCOME_BYPASSED) {
        recording->exempt++;
        return;
    }
    recording->attempts++;
    if (!g_str_equal (said, item->wanted))
        complain (recording, item, said);
}

static void
compare_case (Recording *recording, const Case *item)
{
    const CvpnQuestion question = { .clients = item->user,
                                    .to = item->to,
                                    .landing = item->subnet,
                                    .source_port = item->session ? item->port : -1,
                                    .at_ns = &item->start };
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnAnswer) answer = cvpn_explain (recording->scenario, &question, &error);

    if (item->session == 0 && answer) {
        compare_attempt (recording, item, answer);
    } else if (answer) {
        compare_flow (recording, item, answer);
    } else if (g_strrstr (error->message, "nobody lands there")) {
        recording->exempt++;
    } else {
        complain (recording, item, error->message);
    }
}

static void
simulate (Recording *recording)
{
    static const CvpnObserver observer = { .flow = note_flow, .session = note_session };
    g_autoptr (CvpnSimulation) simulation = cvpn_simulation_new (recording->scenario, NULL);

    CU_ASSERT_FATAL (simulation != NULL);
    cvpn_simulation_add_observer (simulation, &observer, recording);
    while (cvpn_simulation_advance (simulation, G_MAXUINT32))
        continue;
    cvpn_simulation_finish (simulation);
}

/* Its users come back, whatever happens, and send to a dozen places. */
static char *
make_text (GRand *rand, guint32 seed)
{
    g_autofree char *network = random_scenario (rand);
    const CvpnRandomEvents how = { .two_endpoints = seed % 4 == 0 };
    g_autofree char *events = random_events (rand, network, &how);
    g_autoptr (GString) patch =
        g_string_new ("[scenario]\nduration = 150min\n"
                      "[clients users]\nretry = openvpn\nreconnect = after 5s\n"
                      "arrival = uniform 0s 1min\nlog-in-again = 1min\n");
    g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    if (how.two_endpoints)
        g_string_append (patch, "[clients guests]\nretry = openvpn\nreconnect = after 5s\n");
    g_string_append_printf (patch,
                            "[traffic all]\nclients = users%s\nevery = exponential 1min\nto = ",
                            how.two_endpoints ? "; guests" : "");
    for (guint i = 0; i < 12; i++) {
        char *flow = random_flow (rand, network);
        if (!g_hash_table_contains (listed, flow))
            g_string_append_printf (patch, "%s; ", flow);
        g_hash_table_add (listed, flow);
    }
    return cvpn_test_patch (events, patch->str);
}

static void
clear_case (gpointer data)
{
    Case *item = data;

    g_free (item->user);
    g_free (item->to);
    g_free (item->wanted);
}

static void
check_scenario (Recording *recording, guint32 seed)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autofree char *text = make_text (rand, seed);
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
    const guint before = recording->differing;

    if (!scenario)
        return;
    recording->scenario = scenario;
    recording->cases = g_array_new (FALSE, FALSE, sizeof (Case));
    g_array_set_clear_func (recording->cases, clear_case);
    recording->established = g_hash_table_new_full (NULL, NULL, NULL, g_free);
    simulate (recording);
    for (guint i = 0; i < recording->cases->len; i++)
        compare_case (recording, &g_array_index (recording->cases, Case, i));
    g_array_unref (recording->cases);
    g_hash_table_unref (recording->established);
    if (recording->differing == before)
        return;
    g_printerr ("seed %u\n", seed);
    if (g_getenv ("CVPN_TEST_TEXT"))
        g_printerr ("%s\n", text);
}

static void
test_agreement (void)
{
    Recording recording = { 0 };
    const guint first = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", 100);
    const gboolean *seen = recording.seen;

    for (guint i = 0; i < n; i++)
        check_scenario (&recording, first + i);
    g_print ("  %u flows (%u after a change) and %u failed attempts compared; %u exempt, "
             "%u of them with routes of before\n",
             recording.compared, recording.later, recording.attempts, recording.exempt,
             recording.split);
    cvpn_assert_int (recording.differing, 0);
    if (n < 100)
        return;
    CU_ASSERT (recording.later > 5000);
    CU_ASSERT (recording.attempts > 1000);
    CU_ASSERT (seen[CVPN_OUTCOME_DELIVERED] && seen[CVPN_OUTCOME_DROPPED] &&
               seen[CVPN_OUTCOME_REJECTED] && seen[CVPN_OUTCOME_BYPASSED]);
}

int
main (void)
{
    const CvpnTest tests[] = { { "agreement over time", test_agreement } };

    return cvpn_test_main ("property agreement over time", tests, G_N_ELEMENTS (tests));
}
