/* diagnose --apply over random networks: nothing that worked works less, what is left has no
 * mend, the packets of what was found are delivered, and the file's other lines are as they were.
 * CVPN_TEST_SEED and CVPN_TEST_NETWORKS choose. */
#include <cvpnsim/apply.h>
#include <cvpnsim/diff.h>
#include <cvpnsim/explain.h>
#include <glib/gstdio.h>

#include "analyze/diagnosis.h"
#include "packets.h"
#include "random_scenario.h"
#include "scenario_text.h"
#include "sound_network.h"
#include "support.h"

#define N_NETWORKS 40
#define N_PACKETS  6

typedef struct {
    guint networks, found, left, changes, refused, packets, clean;
} Totals;

static const CvpnDiagnoseOptions everything = { .source_port = -1,
                                                .finds = CVPN_FINDS_USUAL | CVPN_FINDS_LIMITS };

static void
complain (const char *text, const CvpnApplied *applied, const char *why)
{
    g_autofree char *said = cvpn_diagnosis_text (applied->left, FALSE, FALSE);

    g_printerr ("%s:\n%s\n%s\n", why, g_getenv ("CVPN_TEST_VERBOSE") ? text : "", said);
    for (guint i = 0; i < applied->refused->len; i++)
        g_printerr ("%s\n", (const char *) applied->refused->pdata[i]);
    CU_FAIL ("apply");
}

/* How many lines of the first text are not in the second one, in their order: what the longest
 * common subsequence lacks. */
static guint
count_missing (const char *before, const char *after)
{
    g_auto (GStrv) old = g_strsplit (before, "\n", -1);
    g_auto (GStrv) new = g_strsplit (after, "\n", -1);
    const guint n = g_strv_length (old), m = g_strv_length (new);
    g_autofree guint *common = g_new0 (guint, (m + 1) * 2);

    for (guint i = 0; i < n; i++) {
        guint *row = common + (i + 1) % 2 * (m + 1), *above = common + i % 2 * (m + 1);
        for (guint j = 0; j < m; j++)
            row[j + 1] = g_str_equal (old[i], new[j]) ? above[j] + 1 : MAX (row[j], above[j + 1]);
    }
    return n - common[n % 2 * (m + 1) + m];
}

static void
check_text (const char *text, const char *path, const CvpnApplied *applied)
{
    g_autofree char *after = NULL;

    CU_ASSERT (g_file_get_contents (path, &after, NULL, NULL));
    if (!after || count_missing (text, after) > applied->n_changes)
        complain (text, applied, "lines are missing");
}

static void
check_lost (const char *text, const CvpnScenario *scenario, const CvpnApplied *applied)
{
    const CvpnDiffOptions options = { 0 };
    g_autoptr (CvpnDiff) diff = cvpn_diff (scenario, applied->mended, &options);

    if (cvpn_diff_count (diff, CVPN_DIFFERENCE_LOST) > 0)
        complain (text, applied, "something works less");
}

/* What is left has no mend, or one that was refused. */
static void
check_left (const char *text, const CvpnApplied *applied, Totals *totals)
{
    const GPtrArray *left = applied->left->discoveries;

    totals->left += left->len;
    totals->refused += applied->refused->len;
    totals->clean += left->len == 0;
    for (guint i = 0; i < left->len && applied->refused->len == 0; i++) {
        const CvpnDiscovery *discovery = left->pdata[i];
        if (discovery->mends->len > 0)
            complain (text, applied, "mends are left");
    }
}

/* Is the packet among what is left? */
static gboolean
is_left (const CvpnApplied *applied, guint32 address, guint32 selector)
{
    for (guint i = 0; i < applied->left->discoveries->len; i++) {
        const CvpnDiscovery *discovery = applied->left->discoveries->pdata[i];
        const GPtrArray *boxes = cvpn_region_boxes (discovery->region);
        for (guint j = 0; j < boxes->len; j++) {
            const CvpnBox *box = boxes->pdata[j];
            gboolean here = FALSE, asked = FALSE;
            for (guint k = 0; k < box->ranges->len; k++) {
                const CvpnRange *range = &g_array_index (box->ranges, CvpnRange, k);
                here |= range->first <= address && address <= range->last;
            }
            for (guint k = 0; k < box->selectors->len; k++) {
                const CvpnSelectors *range = &g_array_index (box->selectors, CvpnSelectors, k);
                asked |= range->first <= selector && selector <= range->last;
            }
            if (here && asked)
                return TRUE;
        }
    }
    return FALSE;
}

/* "ADDRESS PROTOCOL [PORT]" */
static char *
write_packet (guint32 address, guint32 selector)
{
    const guint16 port = cvpn_selector_port (selector);
    const PacketChoice packet = { .address = address,
                                  .protocol = cvpn_selector_protocol (selector),
                                  .port = MAX (port, 1),
                                  .icmp_type = (guint8) (port >> 8),
                                  .icmp_code = (guint8) port };

    return packet_text (&packet);
}

/* A packet of an intermittent finding: mended, it is delivered on every landing. */
static void
check_packet (const char *text, const CvpnApplied *applied, const char *clients, guint32 address,
              guint32 selector)
{
    g_autofree char *to = write_packet (address, selector);
    const CvpnQuestion question = { .clients = clients, .to = to, .source_port = -1 };
    g_autoptr (CvpnAnswer) answer = cvpn_explain (applied->mended, &question, NULL);

    CU_ASSERT_FATAL (answer != NULL);
    if (cvpn_answer_outcome (answer) == CVPN_OUTCOME_DELIVERED)
        return;
    g_autofree char *said = cvpn_answer_text (answer, FALSE);
    g_printerr ("%s\n", said);
    complain (text, applied, "not delivered");
}

static void
check_packets (const char *text, const CvpnDiagnosis *before, const CvpnApplied *applied,
               const char *clients, GRand *rand, Totals *totals)
{
    for (guint i = 0; i < before->discoveries->len; i++) {
        const CvpnDiscovery *discovery = before->discoveries->pdata[i];
        const GPtrArray *boxes = cvpn_region_boxes (discovery->region);
        if (discovery->finding.severity != CVPN_SEVERITY_ERROR)
            continue;
        for (guint j = 0; j < N_PACKETS; j++) {
            const CvpnBox *box = boxes->pdata[g_rand_int_range (rand, 0, (gint) boxes->len)];
            const CvpnRange *range = &g_array_index (
                box->ranges, CvpnRange, g_rand_int_range (rand, 0, (gint) box->ranges->len));
            const CvpnSelectors *selectors =
                &g_array_index (box->selectors, CvpnSelectors,
                                g_rand_int_range (rand, 0, (gint) box->selectors->len));
            const guint32 address =
                (guint32) g_rand_double_range (rand, range->first, (double) range->last + 1);
            const guint32 selector = (guint32) g_rand_double_range (rand, MAX (selectors->first, 1),
                                                                    (double) selectors->last + 1);
            if (is_left (applied, address, selector))
                continue;
            totals->packets++;
            check_packet (text, applied, clients, address, selector);
        }
    }
}

static void
try_network (const char *text, const char *clients, GRand *rand, Totals *totals)
{
    g_autofree char *path = g_build_filename (cvpn_test_folder (), "mended.ini", NULL);
    g_autofree char *faults = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);

    if (!scenario) /* random ones are nearly always valid */
        return;
    g_autoptr (CvpnDiagnosis) before = cvpn_diagnose (scenario, &everything, NULL);
    g_autoptr (CvpnApplied) applied =
        cvpn_diagnosis_apply (scenario, &everything, path, TRUE, &error);
    cvpn_assert_str (error ? error->message : NULL, NULL);
    if (!applied)
        return;
    totals->networks++;
    totals->found += before->discoveries->len;
    totals->changes += applied->n_changes;
    check_text (text, path, applied);
    check_lost (text, scenario, applied);
    check_left (text, applied, totals);
    check_packets (text, before, applied, clients, rand, totals);
    g_unlink (path);
}

static void
print_totals (const Totals *t)
{
    g_print ("  %u networks: %u findings, %u left, %u networks clean; %u lines changed, %u mends "
             "refused; %u packets asked for\n",
             t->networks, t->found, t->left, t->clean, t->changes, t->refused, t->packets);
}

static void
test_random (void)
{
    const guint32 first = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", N_NETWORKS);
    Totals totals = { 0 };

    for (guint32 seed = first; seed < first + n; seed++) {
        g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
        g_autofree char *text = random_scenario (rand);
        try_network (text, "users", rand, &totals);
    }
    print_totals (&totals);
    CU_ASSERT (totals.found > n && totals.left < totals.found && totals.packets > n / 2);
}

/* Several defects at once, in networks that have no other. */
static void
test_planted (void)
{
    const guint32 first = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", N_NETWORKS);
    Totals totals = { 0 };

    for (guint32 seed = first; seed < first + n; seed++) {
        g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
        const SoundNetwork network = sound_network_draw (rand);
        g_autofree char *text = sound_network_text (&network);
        for (guint i = 0; i < 3; i++) {
            SoundDefect defect = { 0 };
            if (!sound_network_plant (&network, rand,
                                      (guint) g_rand_int_range (rand, 0, SOUND_N_DEFECTS), &defect))
                continue;
            char *spoiled = cvpn_test_patch (text, defect.patch);
            g_free (text);
            text = spoiled;
            sound_defect_clear (&defect);
        }
        try_network (text, "staff", rand, &totals);
    }
    print_totals (&totals);
    CU_ASSERT (totals.packets > n && totals.clean > 9 * totals.networks / 10);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "random networks", test_random },
        { "several defects planted in sound networks", test_planted },
    };

    return cvpn_test_main ("property apply", tests, G_N_ELEMENTS (tests));
}
