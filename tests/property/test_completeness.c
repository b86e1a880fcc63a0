/* Completeness: every packet gets from explain what its class says.
 *
 * Random networks, and every scenario of the project; random packets, anywhere and
 * where anything in the file begins or ends; for every crowd, each landing's
 * outcome, step and code, and what they come to together, is explain's.  Where one
 * differs, the network is shrunk while it does, and printed.
 * CVPN_TEST_SEED, CVPN_TEST_NETWORKS and CVPN_TEST_PACKETS (of each) choose. */
#include <string.h>

#include "random_besides.h"
#include "random_events.h"
#include "random_scenario.h"
#include "random_variety.h"
#include "scenario_text.h"
#include "shrink.h"
#include "support.h"
#include "witnesses.h"

#define SECOND G_GINT64_CONSTANT (1000000000)
#define HOUR   (3600 * SECOND)

typedef struct {
    guint networks, packets, answers, intermittent, differing;
    guint outcomes[CVPN_N_OUTCOMES];
} Totals;

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
    g_autoptr (Witnesses) w = witnesses_new (scenario, -1, looked_for->failed_zone, FALSE);
    for (guint32 i = 0; !found && i < w->survey->crowds->len; i++) {
        const CvpnCrowd *crowd = cvpn_survey_crowd (w->survey, i);
        if (crowd->clients->len > 0 && g_str_equal (crowd->clients->pdata[0], looked_for->client))
            found = witnesses_differ (w, i, &looked_for->packet, NULL);
    }
    if (!found)
        return FALSE;
    g_free (looked_for->difference);
    looked_for->difference = found;
    return TRUE;
}

static void
report (const char *scenario, const Witnesses *w, guint32 crowd, const PacketChoice *packet,
        const char *difference)
{
    const CvpnCrowd *asked = cvpn_survey_crowd (w->survey, crowd);
    const char *client = asked->clients->len > 0 ? asked->clients->pdata[0] : "";
    Difference looked_for = { *packet, client, w->failed_zone, NULL };
    g_autofree char *shrunk = shrink_scenario (scenario, shows_difference, &looked_for);
    g_autofree char *to = packet_text (packet);

    g_printerr ("%s\n# %s to %s, %s failed\n%s\n", looked_for.difference ? shrunk : "", client, to,
                w->failed_zone ? w->failed_zone : "nothing",
                looked_for.difference ? looked_for.difference : difference);
    g_free (looked_for.difference);
}

/* The client's own port is one of those that the systems use, or any, or where one begins. */
static void
compare_port (const Witnesses *w, guint32 crowd, const PacketChoice *packet, GRand *rand,
              Totals *totals)
{
    static const guint16 ports[] = { 1, 1024, 1025, 2100, 5000, 32768, 49151, 49153, 60999, 65535 };
    const guint16 port = g_rand_boolean (rand)
                             ? ports[g_rand_int_range (rand, 0, G_N_ELEMENTS (ports))]
                             : (guint16) g_rand_int_range (rand, 1, 65536);
    g_autofree char *difference = witnesses_differ_by_port (w, crowd, packet, port);
    g_autofree char *to = packet_text (packet);

    if (difference && ++totals->differing <= 3)
        g_printerr ("to %s %s", to, difference);
}

static void
compare_packets (const char *text, const Witnesses *w, GRand *rand, guint n, Totals *totals)
{
    g_autoptr (PacketChooser) chooser = packet_chooser_new (text);
    const GArray *crowds = w->survey->crowds;

    totals->networks++;
    for (guint i = 0; i < n; i++) {
        const PacketChoice packet = packet_choose (chooser, rand);
        totals->packets++;
        for (guint32 crowd = 0; crowd < crowds->len; crowd++) {
            g_autofree char *answer = NULL;
            g_autofree char *difference = witnesses_differ (w, crowd, &packet, &answer);
            totals->answers++;
            totals->intermittent += g_str_has_prefix (answer, "intermittent");
            for (guint o = 0; o < CVPN_N_OUTCOMES; o++)
                totals->outcomes[o] += g_str_has_prefix (answer, cvpn_outcome_word (o));
            if (difference && ++totals->differing <= 3)
                report (text, w, crowd, &packet, difference);
            if (i % 4 == 0)
                compare_port (w, crowd, &packet, rand, totals);
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
    const gint how = g_rand_int_range (rand, 0, 5);
    const gboolean lacking = how <= 1;
    g_autofree char *text = how == 0   ? random_unknown (rand, varied)
                            : how == 1 ? random_besides (rand, varied)
                                       : g_strdup (varied);
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
    g_autoptr (Witnesses) w = witnesses_new (scenario, -1, failed_zone, !lacking);
    check_partition (w->survey);
    compare_packets (text, w, rand, n, totals);
}

/* Two endpoints, and thirty events before the time that is asked about. */
static void
ask_network_over_time (guint32 seed, guint n, Totals *totals)
{
    static const CvpnRandomEvents how = { .two_endpoints = TRUE };
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autofree char *plain = random_scenario (rand);
    g_autofree char *varied = random_variety (rand, plain);
    g_autofree char *whole = random_events (rand, varied, &how);
    g_autofree char *text =
        g_rand_int_range (rand, 0, 4) == 0 ? random_besides (rand, whole) : g_strdup (whole);
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
    const gint64 at_ns = (gint64) g_rand_int_range (rand, 0, 2 * RANDOM_EVENTS_SPAN) * SECOND;

    if (!scenario)
        return;
    g_autoptr (Witnesses) w = witnesses_new (scenario, at_ns, NULL, FALSE);
    check_partition (w->survey);
    compare_packets (text, w, rand, n, totals);
}

static void
test_over_time (void)
{
    const guint seed = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", 60);
    Totals totals = { 0 };

    for (guint i = 0; i < n; i++)
        ask_network_over_time (seed + i, cvpn_test_setting ("CVPN_TEST_PACKETS", 50), &totals);
    g_print ("  %u networks of %u, %u packets, %u answers, %u intermittent\n", totals.networks, n,
             totals.packets, totals.answers, totals.intermittent);
    cvpn_assert_int (totals.differing, 0);
    CU_ASSERT (totals.networks >= n * 7 / 10);
}

static void
test_random_networks (void)
{
    const guint seed = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", 120);
    Totals totals = { 0 };

    for (guint i = 0; i < n; i++)
        ask_network (seed + i, cvpn_test_setting ("CVPN_TEST_PACKETS", 100), &totals);
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
    const guint n = cvpn_test_setting ("CVPN_TEST_PACKETS", 15);
    const guint before = totals->differing;

    CU_ASSERT_FATAL (scenario != NULL);
    for (guint i = 0; i < 2; i++) {
        const gint64 at_ns = i == 0 ? -1 : (gint64) g_rand_int_range (rand, 0, 48) * HOUR / 4;
        if (i > 0 && !strstr (text, "\n[event "))
            break;
        g_autoptr (Witnesses) w = witnesses_new (scenario, at_ns, NULL, FALSE);
        check_partition (w->survey);
        compare_packets (text, w, rand, n, totals);
    }
    if (totals->differing > before)
        g_printerr ("%s\n", relative);
}

static void
test_scenarios (void)
{
    static const char *const folders[] = { "scenarios", "scenarios/steps", "scenarios/cases",
                                           "scenarios/troubles" };
    g_autoptr (GRand) rand = g_rand_new_with_seed (cvpn_test_setting ("CVPN_TEST_SEED", 1));
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
                               { "over time", test_over_time },
                               { "scenarios", test_scenarios } };

    return cvpn_test_main ("property completeness", tests, G_N_ELEMENTS (tests));
}
