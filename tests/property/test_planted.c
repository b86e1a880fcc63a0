/* Planted defects: in a network where every landing is alike and all that is authorized
 * works, diagnose finds nothing; of one defect exactly that, with its cause, at the packets
 * that it spoils and at no other; and its mend leaves nothing.
 * CVPN_TEST_SEED and CVPN_TEST_NETWORKS choose. */
#include <cvpnsim/apply.h>
#include <cvpnsim/explain.h>
#include <string.h>

#include "analyze/diagnosis.h"
#include "model/scenario.h"
#include "packets.h"
#include "scenario_text.h"
#include "sound_network.h"
#include "support.h"

#define N_PACKETS 40

typedef struct {
    guint networks, defects, packets, spoiled;
    guint seen[SOUND_N_DEFECTS];
} Totals;

static CvpnDiagnosis *
diagnose (const CvpnScenario *scenario)
{
    const CvpnDiagnoseOptions options = { .source_port = -1 };
    g_autoptr (GError) error = NULL;
    CvpnDiagnosis *diagnosis = cvpn_diagnose (scenario, &options, &error);

    cvpn_assert_str (error ? error->message : NULL, NULL);
    return diagnosis;
}

static CvpnScenario *
load (const char *text)
{
    g_autofree char *faults = NULL;
    CvpnScenario *scenario = cvpn_test_load (text, &faults);

    if (!scenario)
        g_printerr ("%s\n%s\n", text, faults);
    CU_ASSERT (scenario != NULL);
    return scenario;
}

static void
complain (const char *text, const CvpnDiagnosis *diagnosis, const char *what, const char *why)
{
    g_autofree char *said = cvpn_diagnosis_text (diagnosis, FALSE, FALSE);

    g_printerr ("%s: %s\n%s\n%s\n", why, what, g_getenv ("CVPN_TEST_VERBOSE") ? text : "", said);
    CU_FAIL ("planted");
}

/* Neither errors nor warnings nor notes. */
static void
check_sound (const char *text)
{
    g_autoptr (CvpnScenario) scenario = load (text);

    if (!scenario)
        return;
    g_autoptr (CvpnDiagnosis) diagnosis = diagnose (scenario);
    if (cvpn_diagnosis_findings (diagnosis)->len > 0)
        complain (text, diagnosis, "", "found in a sound network");
}

/* The only finding that is an error. */
static const CvpnDiscovery *
find_error (const CvpnDiagnosis *diagnosis)
{
    const CvpnDiscovery *found = NULL;

    if (cvpn_diagnosis_count (diagnosis, CVPN_SEVERITY_ERROR) != 1)
        return NULL;
    for (guint i = 0; i < diagnosis->discoveries->len; i++) {
        const CvpnDiscovery *discovery = diagnosis->discoveries->pdata[i];
        if (discovery->finding.severity == CVPN_SEVERITY_ERROR)
            found = discovery;
    }
    return found;
}

static gboolean
is_in_region (CvpnRegion *region, const PacketChoice *packet)
{
    const GPtrArray *boxes = cvpn_region_boxes (region);
    const guint32 selector =
        cvpn_selector (packet->protocol, packet->port, packet->icmp_type, packet->icmp_code);

    for (guint i = 0; i < boxes->len; i++) {
        const CvpnBox *box = boxes->pdata[i];
        if (cvpn_ranges_have (box->ranges, packet->address) &&
            cvpn_ranges_have (box->selectors, selector))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_intermittent (const CvpnScenario *scenario, const char *to)
{
    const CvpnQuestion question = { .clients = "staff", .to = to, .source_port = -1 };
    g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, NULL);

    CU_ASSERT_FATAL (answer != NULL);
    return cvpn_answer_outcome (answer) == CVPN_OUTCOME_INTERMITTENT;
}

/* Beside the error, what a gateway does not carry anyway is found as a warning. */
static gboolean
is_found (const CvpnDiagnosis *diagnosis, const PacketChoice *packet)
{
    for (guint i = 0; i < diagnosis->discoveries->len; i++) {
        const CvpnDiscovery *discovery = diagnosis->discoveries->pdata[i];
        if (discovery->subject.kind == CVPN_FINDS_INTERMITTENT &&
            is_in_region (discovery->region, packet))
            return TRUE;
    }
    return FALSE;
}

/* What is found is about the packets that explain calls intermittent, and no others; many of
 * those that are tried are to the address that was spoiled. */
static gboolean
check_region (const char *text, const CvpnScenario *scenario, const CvpnDiagnosis *diagnosis,
              guint32 spoiled, GRand *rand, Totals *totals)
{
    g_autoptr (PacketChooser) chooser = packet_chooser_new (text);

    for (guint i = 0; i < N_PACKETS; i++) {
        PacketChoice packet = packet_choose (chooser, rand);
        if (i % 4 == 0)
            packet.address = spoiled;
        g_autofree char *to = packet_text (&packet);
        const gboolean intermittent = is_intermittent (scenario, to);
        totals->packets++;
        totals->spoiled += intermittent ? 1 : 0;
        if (intermittent != is_found (diagnosis, &packet)) {
            g_printerr ("%s is %s\n", to, intermittent ? "left out" : "not intermittent");
            return FALSE;
        }
    }
    return TRUE;
}

/* The landing that was spoiled fails, or it alone delivers. */
static gboolean
check_roles (const CvpnDiscovery *discovery, const SoundDefect *defect, guint n_landings)
{
    gboolean fine = discovery->subject.n_landings == n_landings;

    for (guint i = 0; fine && i < n_landings; i++) {
        const gboolean fails = (i == defect->landing) != defect->only_one_ok;
        fine = discovery->subject.roles[i] == (fails ? CVPN_ROLE_FAILING : CVPN_ROLE_GOOD);
    }
    return fine;
}

/* What --apply writes is sound again, and no mend was refused. */
static void
check_mends (const char *spoiled, const CvpnScenario *scenario, const SoundDefect *defect)
{
    const CvpnDiagnoseOptions options = { .source_port = -1 };
    g_autofree char *path = g_build_filename (cvpn_test_folder (), "mended.ini", NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnApplied) applied = cvpn_diagnosis_apply (scenario, &options, path, TRUE, &error);

    cvpn_assert_str (error ? error->message : NULL, NULL);
    if (!applied)
        return;
    for (guint i = 0; i < applied->refused->len; i++)
        g_printerr ("refused: %s\n", (char *) applied->refused->pdata[i]);
    if (applied->refused->len > 0 || cvpn_diagnosis_findings (applied->left)->len > 0)
        complain (spoiled, applied->left, defect->what, "left by the mends");
    CU_ASSERT (!is_intermittent (applied->mended, defect->packet));
}

static void
check_defect (const char *sound, const SoundNetwork *network, const SoundDefect *defect,
              GRand *rand, Totals *totals)
{
    g_autofree char *text = cvpn_test_patch (sound, defect->patch);
    g_autoptr (CvpnScenario) scenario = load (text);
    g_autofree char *host = g_strndup (defect->packet, strcspn (defect->packet, " "));
    guint32 spoiled = 0;

    if (!scenario)
        return;
    CU_ASSERT (cvpn_address_parse (host, &spoiled, NULL));
    CU_ASSERT (is_intermittent (scenario, defect->packet));
    g_autoptr (CvpnDiagnosis) diagnosis = diagnose (scenario);
    const CvpnDiscovery *discovery = find_error (diagnosis);
    if (!discovery)
        complain (text, diagnosis, defect->what, "not one error");
    else if (!g_str_equal (discovery->finding.code, defect->code))
        complain (text, diagnosis, defect->what, "another cause");
    else if (!check_roles (discovery, defect, network->n_landings))
        complain (text, diagnosis, defect->what, "other landings");
    else if (!check_region (text, scenario, diagnosis, spoiled, rand, totals))
        complain (text, diagnosis, defect->what, "other packets");
    else
        check_mends (text, scenario, defect);
}

static void
test_planted (void)
{
    const guint seed = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", 20);
    Totals totals = { 0 };

    for (guint i = 0; i < n; i++) {
        g_autoptr (GRand) rand = g_rand_new_with_seed (seed + i);
        const SoundNetwork network = sound_network_draw (rand);
        g_autofree char *sound = sound_network_text (&network);
        totals.networks++;
        check_sound (sound);
        for (guint which = 0; which < SOUND_N_DEFECTS; which++) {
            SoundDefect defect;
            if (sound_network_plant (&network, rand, which, &defect)) {
                totals.defects++;
                totals.seen[which]++;
                check_defect (sound, &network, &defect, rand, &totals);
            }
            sound_defect_clear (&defect);
        }
    }
    g_print ("  %u networks, %u defects, %u packets, %u of them spoiled\n", totals.networks,
             totals.defects, totals.packets, totals.spoiled);
    for (guint i = 0; n >= 30 && i < SOUND_N_DEFECTS; i++)
        CU_ASSERT (totals.seen[i] > 0);
    CU_ASSERT (totals.spoiled > totals.packets / 20);
}

int
main (void)
{
    const CvpnTest tests[] = { { "planted", test_planted } };

    return cvpn_test_main ("property planted", tests, G_N_ELEMENTS (tests));
}
