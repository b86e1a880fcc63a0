/* Completeness: every packet gets from explain what its class says.
 *
 * Random networks, and every scenario of the project; random packets, anywhere and
 * where anything in the file begins or ends; for every crowd, each landing's
 * outcome, step and code, and what they come to together, is explain's.  Where one
 * differs, the network is shrunk while it does, and printed.
 * CVPN_TEST_SEED, CVPN_TEST_NETWORKS and CVPN_TEST_PACKETS (of each) choose. */
#include <cvpnsim/explain.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/answer.h"
#include "classes/survey.h"
#include "control/timeline.h"
#include "model/to.h"
#include "naive_walk.h"
#include "packets.h"
#include "path_cases.h"
#include "random_scenario.h"
#include "random_variety.h"
#include "scenario_text.h"
#include "shrink.h"
#include "support.h"

#define HOUR (3600 * G_GINT64_CONSTANT (1000000000))

typedef struct {
    guint networks, packets, answers, intermittent, differing;
    guint outcomes[CVPN_N_OUTCOMES];
} Totals;

/* A scenario that is asked, at a time. */
typedef struct {
    const CvpnScenario *scenario;
    CvpnSurvey *survey;
    gint64 at_ns;            /* -1: before all events */
    const char *failed_zone; /* or NULL */
    gboolean naive;          /* the naive walk understands the file */
} Subject;

static guint
read_setting (const char *name, guint otherwise)
{
    const char *value = g_getenv (name);

    return value ? (guint) strtoul (value, NULL, 10) : otherwise;
}

static CvpnSurvey *
survey_everything (const CvpnScenario *scenario, gint64 at_ns)
{
    CvpnSurvey *survey = cvpn_survey_new ();

    cvpn_survey_add_view (survey, cvpn_timeline_at (scenario->timeline, at_ns));
    cvpn_survey_add_everybody (survey, 0, scenario);
    cvpn_survey_run (survey, (CvpnPrefix){ 0, 0 }, CVPN_SELECTORS_ALL);
    return survey;
}

static const CvpnNetwork *
subject_network (const Subject *subject)
{
    return subject->survey->views->pdata[0];
}

static const char *
landing_name (const CvpnNetwork *net, guint32 association)
{
    return cvpn_subnet (net, cvpn_association (net, association)->subnet)->name;
}

static void
describe_landing (GString *text, const char *landing, CvpnOutcome outcome,
                  const CvpnVerdict *obstacle)
{
    g_autofree char *words = cvpn_path_describe (outcome, obstacle);

    g_string_append_printf (text, "; %s %s", landing, words);
}

static char *
ask_explain (const Subject *subject, const CvpnCrowd *crowd, const char *to)
{
    const CvpnNetwork *net = subject_network (subject);
    g_autofree char *groups = NULL;
    g_autoptr (GError) error = NULL;
    CvpnQuestion question = { .to = to, .source_port = -1, .at_ns = &subject->at_ns };
    GString *text = g_string_new (NULL);

    if (crowd->clients->len > 0) {
        question.clients = crowd->clients->pdata[0];
    } else {
        g_ptr_array_add (crowd->groups, NULL);
        groups = g_strjoinv (";", (char **) crowd->groups->pdata);
        g_ptr_array_remove_index (crowd->groups, crowd->groups->len - 1);
        question.groups = groups;
        question.endpoint = cvpn_endpoint (net, crowd->person.endpoint)->name;
    }
    g_autoptr (CvpnAnswer) answer = cvpn_explain (subject->scenario, &question, &error);
    if (!answer)
        return g_string_free (g_string_append (text, error->message), FALSE);
    g_string_printf (text, "%s %.4f", cvpn_outcome_word (answer->outcome), answer->probability);
    for (guint i = 0; i < answer->landings->len; i++) {
        const CvpnLanding *landing = &g_array_index (answer->landings, CvpnLanding, i);
        describe_landing (text, landing_name (net, landing->association), landing->outcome,
                          cvpn_trace_obstacle (&landing->trace));
    }
    return g_string_free (text, FALSE);
}

static char *
ask_survey (const Subject *subject, guint32 crowd, const PacketChoice *packet)
{
    const CvpnCrowd *asked = &g_array_index (subject->survey->crowds, CvpnCrowd, crowd);
    const CvpnCell *cell = cvpn_survey_find (
        subject->survey, packet->address,
        cvpn_selector (packet->protocol, packet->port, packet->icmp_type, packet->icmp_code));
    GString *text = g_string_new ("no cell");
    double probability = 0;

    if (!cell)
        return g_string_free (text, FALSE);
    const CvpnOutcome outcome =
        cvpn_survey_verdict (subject->survey, cell->joint, crowd, &probability);
    g_string_printf (text, "%s %.4f", cvpn_outcome_word (outcome), probability);
    for (guint32 i = asked->column; i < asked->column + asked->n_columns; i++) {
        const CvpnFate *fate = cvpn_survey_fate (subject->survey, cell->joint, i);
        const CvpnVerdict verdict = { .step = fate->step,
                                      .code = fate->code,
                                      .direction = fate->direction };
        const guint32 association =
            g_array_index (subject->survey->columns, CvpnColumn, i).association;
        describe_landing (text, landing_name (subject_network (subject), association),
                          fate->outcome, fate->code == CVPN_CODE_NONE ? NULL : &verdict);
    }
    return g_string_free (text, FALSE);
}

/* As it is written in the file, by the walk that shares no code with the other. */
static char *
ask_naive (const Subject *subject, const CvpnCrowd *crowd, const char *to)
{
    const CvpnNetwork *net = subject_network (subject);
    CvpnToSpec *parsed = cvpn_to_parse (to, NULL);
    GString *text = g_string_new (NULL);

    for (guint32 i = 0; i < crowd->n_columns; i++) {
        const guint32 association =
            g_array_index (subject->survey->columns, CvpnColumn, crowd->column + i).association;
        const CvpnNaiveFlow flow = { crowd->clients->pdata[0],
                                     landing_name (net, association),
                                     parsed,
                                     subject->survey->source_port,
                                     subject->failed_zone,
                                     FALSE };
        const CvpnNaiveVerdict naive = cvpn_naive_walk (subject->scenario->spec, &flow);
        const CvpnVerdict verdict = { .step = naive.step,
                                      .code = naive.code,
                                      .direction = naive.returning ? CVPN_RETURN : CVPN_FORWARD };
        describe_landing (text, flow.landing, naive.outcome,
                          naive.code == CVPN_CODE_NONE ? NULL : &verdict);
    }
    cvpn_to_spec_free (parsed);
    return g_string_free (text, FALSE);
}

/* NULL, or both answers where they differ. */
static char *
compare (const Subject *subject, guint32 crowd, const PacketChoice *packet, char **answer)
{
    const CvpnCrowd *asked = &g_array_index (subject->survey->crowds, CvpnCrowd, crowd);
    g_autofree char *to = packet_text (packet);
    g_autofree char *explained = ask_explain (subject, asked, to);
    g_autofree char *surveyed = ask_survey (subject, crowd, packet);
    g_autofree char *naive = subject->naive && asked->clients->len > 0 && asked->n_columns > 0
                                 ? ask_naive (subject, asked, to)
                                 : NULL;
    char *difference = NULL;

    if (!g_str_equal (explained, surveyed) || (naive && !g_str_has_suffix (surveyed, naive)))
        difference = g_strdup_printf ("explain: %s\nclass:   %s\nnaive:   %s\n", explained,
                                      surveyed, naive ? naive : "not asked");
    if (answer)
        *answer = g_steal_pointer (&surveyed);
    return difference;
}

/* What is looked for again in smaller networks. */
typedef struct {
    PacketChoice packet;
    const char *client, *failed_zone;
    char *difference; /* the last one */
} Difference;

static gboolean
shows_difference (const char *text, gpointer data)
{
    Difference *looked_for = data;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
    char *found = NULL;

    if (!scenario)
        return FALSE;
    if (looked_for->failed_zone)
        cvpn_test_fail_zone (scenario, looked_for->failed_zone);
    g_autoptr (CvpnSurvey) survey = survey_everything (scenario, -1);
    const Subject subject = { scenario, survey, -1, looked_for->failed_zone, FALSE };
    for (guint32 i = 0; !found && i < survey->crowds->len; i++) {
        const CvpnCrowd *crowd = &g_array_index (survey->crowds, CvpnCrowd, i);
        if (crowd->clients->len > 0 && g_str_equal (crowd->clients->pdata[0], looked_for->client))
            found = compare (&subject, i, &looked_for->packet, NULL);
    }
    if (!found)
        return FALSE;
    g_free (looked_for->difference);
    looked_for->difference = found;
    return TRUE;
}

static void
report (const char *scenario, const Subject *subject, guint32 crowd, const PacketChoice *packet,
        const char *difference)
{
    const CvpnCrowd *asked = &g_array_index (subject->survey->crowds, CvpnCrowd, crowd);
    const char *client = asked->clients->len > 0 ? asked->clients->pdata[0] : "";
    Difference looked_for = { *packet, client, subject->failed_zone, NULL };
    g_autofree char *shrunk = shrink_scenario (scenario, shows_difference, &looked_for);
    g_autofree char *to = packet_text (packet);

    g_printerr ("%s\n# %s to %s, %s failed\n%s\n", looked_for.difference ? shrunk : "", client, to,
                subject->failed_zone ? subject->failed_zone : "nothing",
                looked_for.difference ? looked_for.difference : difference);
    g_free (looked_for.difference);
}

static void
compare_packets (const char *text, const Subject *subject, GRand *rand, guint n, Totals *totals)
{
    g_autoptr (PacketChooser) chooser = packet_chooser_new (text);
    const GArray *crowds = subject->survey->crowds;

    totals->networks++;
    for (guint i = 0; i < n; i++) {
        const PacketChoice packet = packet_choose (chooser, rand);
        totals->packets++;
        for (guint32 crowd = 0; crowd < crowds->len; crowd++) {
            g_autofree char *answer = NULL;
            g_autofree char *difference = compare (subject, crowd, &packet, &answer);
            totals->answers++;
            totals->intermittent += g_str_has_prefix (answer, "intermittent");
            for (guint o = 0; o < CVPN_N_OUTCOMES; o++)
                totals->outcomes[o] += g_str_has_prefix (answer, cvpn_outcome_word (o));
            if (difference && ++totals->differing <= 3)
                report (text, subject, crowd, &packet, difference);
        }
    }
}

/* Each cell begins where the one before it ends, by address and then by selector. */
static void
check_partition (const CvpnSurvey *survey)
{
    guint64 address = 0, selector = 0;

    for (guint i = 0; i < survey->cells->len; i++) {
        const CvpnCell *cell = &g_array_index (survey->cells, CvpnCell, i);
        CU_ASSERT (cell->first == address && cell->selectors.first == selector);
        CU_ASSERT (cell->joint < survey->n_joints);
        selector = cell->selectors.last + 1;
        if (selector > CVPN_SELECTOR_LAST) {
            selector = 0;
            address = (guint64) cell->last + 1;
        }
    }
    CU_ASSERT (address == (guint64) 1 << 32 && selector == 0);
}

static void
ask_network (guint32 seed, guint n, Totals *totals)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autofree char *plain = random_scenario (rand);
    g_autofree char *varied = random_variety (rand, plain);
    const gboolean lacking = g_rand_int_range (rand, 0, 5) == 0;
    g_autofree char *text = lacking ? random_unknown (rand, varied) : g_strdup (varied);
    const char *failed_zone = random_failure (rand);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);

    if (!scenario) {
        if (g_getenv ("CVPN_TEST_VERBOSE"))
            g_printerr ("seed %u: %s", seed, faults);
        return;
    }
    if (failed_zone)
        cvpn_test_fail_zone (scenario, failed_zone);
    g_autoptr (CvpnSurvey) survey = survey_everything (scenario, -1);
    const Subject subject = { scenario, survey, -1, failed_zone, !lacking };
    check_partition (survey);
    compare_packets (text, &subject, rand, n, totals);
}

static void
test_random_networks (void)
{
    const guint seed = read_setting ("CVPN_TEST_SEED", 1);
    const guint n = read_setting ("CVPN_TEST_NETWORKS", 120);
    Totals totals = { 0 };

    for (guint i = 0; i < n; i++)
        ask_network (seed + i, read_setting ("CVPN_TEST_PACKETS", 100), &totals);
    g_print ("  %u networks of %u, %u packets, %u answers, %u delivered, %u intermittent, "
             "%u undetermined\n",
             totals.networks, n, totals.packets, totals.answers,
             totals.outcomes[CVPN_OUTCOME_DELIVERED], totals.intermittent,
             totals.outcomes[CVPN_OUTCOME_UNDETERMINED]);
    cvpn_assert_int (totals.differing, 0);
    CU_ASSERT (totals.networks >= n * 8 / 10);
    CU_ASSERT (totals.intermittent >= totals.answers / 50);
    for (guint i = 0; n >= 100 && i < CVPN_N_OUTCOMES; i++)
        CU_ASSERT (totals.outcomes[i] > 0);
}

/* With the files that it includes. */
static char *
read_with_included (const char *relative)
{
    g_autofree char *folder = g_path_get_dirname (relative);
    g_autofree char *content = cvpn_test_read (relative);
    GString *text = g_string_new (content);
    g_auto (GStrv) lines = g_strsplit (content, "\n", -1);

    for (guint i = 0; lines[i]; i++) {
        g_auto (GStrv) names = g_strsplit (lines[i], ";", -1);
        if (!g_str_has_prefix (lines[i], "include = "))
            continue;
        for (guint j = 0; names[j]; j++) {
            const char *name = j == 0 ? names[j] + strlen ("include = ") : names[j];
            g_autofree char *trimmed = g_strstrip (g_strdup (name));
            g_autofree char *path = g_build_filename (folder, trimmed, NULL);
            g_autofree char *included = *trimmed ? cvpn_test_read (path) : NULL;
            g_string_append_printf (text, "\n%s", included ? included : "");
        }
    }
    return g_string_free (text, FALSE);
}

static void
ask_file (const char *relative, GRand *rand, Totals *totals)
{
    g_autofree char *path = cvpn_test_path (relative);
    g_autofree char *text = read_with_included (relative);
    g_autoptr (CvpnReport) faults = cvpn_report_new ();
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (path, NULL, faults, NULL);
    const guint n = read_setting ("CVPN_TEST_PACKETS", 15);
    const guint before = totals->differing;

    CU_ASSERT_FATAL (scenario != NULL);
    for (guint i = 0; i < 2; i++) {
        const gint64 at_ns = i == 0 ? -1 : (gint64) g_rand_int_range (rand, 0, 48) * HOUR / 4;
        g_autoptr (CvpnSurvey) survey = survey_everything (scenario, at_ns);
        const Subject subject = { scenario, survey, at_ns, NULL, FALSE };
        if (i > 0 && !strstr (text, "\n[event "))
            break;
        check_partition (survey);
        compare_packets (text, &subject, rand, n, totals);
    }
    if (totals->differing > before)
        g_printerr ("%s\n", relative);
}

static void
test_scenarios (void)
{
    static const char *const folders[] = { "scenarios", "scenarios/steps", "scenarios/cases",
                                           "scenarios/troubles" };
    g_autoptr (GRand) rand = g_rand_new_with_seed (read_setting ("CVPN_TEST_SEED", 1));
    Totals totals = { 0 };

    for (guint i = 0; i < G_N_ELEMENTS (folders); i++) {
        g_autofree char *path = cvpn_test_path (folders[i]);
        g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
        CU_ASSERT_FATAL (folder != NULL);
        for (const char *name = g_dir_read_name (folder); name; name = g_dir_read_name (folder)) {
            g_autofree char *relative = g_build_filename (folders[i], name, NULL);
            if (g_str_has_suffix (name, ".ini"))
                ask_file (relative, rand, &totals);
        }
    }
    g_print ("  %u scenarios and times, %u packets, %u answers, %u intermittent\n", totals.networks,
             totals.packets, totals.answers, totals.intermittent);
    cvpn_assert_int (totals.differing, 0);
    CU_ASSERT (totals.networks > 100);
}

int
main (void)
{
    const CvpnTest tests[] = { { "random networks", test_random_networks },
                               { "scenarios", test_scenarios } };

    return cvpn_test_main ("property completeness", tests, G_N_ELEMENTS (tests));
}
