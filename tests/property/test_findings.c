/* Findings hold: of random networks and random packets, explain says what the classes and the
 * findings of diagnose say, and an intermittent packet has a finding.
 * CVPN_TEST_SEED, CVPN_TEST_NETWORKS and CVPN_TEST_PACKETS (of each) choose. */

#include "analyze/diagnosis.h"
#include "packets.h"
#include "random_scenario.h"
#include "random_besides.h"
#include "random_variety.h"
#include "scenario_text.h"
#include "support.h"

typedef struct {
    guint networks, packets, intermittent, latent, never, unauthorized, undetermined, differing;
} Totals;

static gboolean
has_crowd (const GArray *crowds, guint32 crowd)
{
    for (guint i = 0; i < crowds->len; i++)
        if (g_array_index (crowds, guint32, i) == crowd)
            return TRUE;
    return FALSE;
}

/* In how many boxes it is: they must be disjoint. */
static guint
count_boxes (CvpnRegion *region, const PacketChoice *packet)
{
    const GPtrArray *boxes = cvpn_region_boxes (region);
    const guint32 selector =
        cvpn_selector (packet->protocol, packet->port, packet->icmp_type, packet->icmp_code);
    guint n = 0;

    for (guint i = 0; i < boxes->len; i++) {
        const CvpnBox *box = boxes->pdata[i];
        n += cvpn_ranges_have (box->ranges, packet->address) &&
             cvpn_ranges_have (box->selectors, selector);
    }
    return n;
}

static CvpnAnswer *
explain (const CvpnScenario *scenario, const CvpnCrowd *crowd, const PacketChoice *packet)
{
    g_autofree char *to = packet_text (packet);
    const CvpnQuestion question = { .clients = crowd->clients->pdata[0],
                                    .to = to,
                                    .source_port = -1 };

    return cvpn_explain (scenario, &question, NULL);
}

static gboolean
landing_agrees (const CvpnLanding *landing, const CvpnFate *fate)
{
    const CvpnVerdict *verdict = cvpn_trace_obstacle (&landing->trace);

    if (landing->outcome != fate->outcome)
        return FALSE;
    return !verdict || (verdict->step == fate->step && verdict->code == fate->code &&
                        verdict->reason == fate->reason);
}

/* The one class that it is in says the same; NULL: it does. */
static const char *
check_class (CvpnDiagnosis *d, guint32 crowd, const PacketChoice *packet, const CvpnAnswer *answer)
{
    const CvpnClass *found = NULL;

    for (guint i = 0; i < d->classes->len; i++) {
        const CvpnClass *class = d->classes->pdata[i];
        const guint n = has_crowd (class->crowds, crowd) ? count_boxes (class->region, packet) : 0;
        if (n > 1 || (n == 1 && found))
            return "is in two classes";
        if (n == 1)
            found = class;
    }
    if (!found)
        return "is in no class";
    if (found->verdict != answer->outcome || found->probability != answer->probability)
        return "has another verdict";
    for (guint i = 0; i < answer->landings->len; i++)
        if (!landing_agrees (&g_array_index (answer->landings, CvpnLanding, i),
                             &g_array_index (found->fates, CvpnFate, i)))
            return "fares differently on a landing";
    return NULL;
}

/* A wrong way has many obstacles; all else is the rule that it says. */
static gboolean
blame_agrees (const CvpnSubject *s, guint landing, const CvpnVerdict *verdict)
{
    return g_str_equal (s->code, "SUBNET_ROUTES_DIFFER") ||
           s->objects[landing] != s->fates[landing].rule || verdict->rule == s->objects[landing];
}

/* What the finding is about fails as it says, and what it calls good delivers. */
static gboolean
roles_agree (const CvpnSubject *s, const CvpnAnswer *answer)
{
    for (guint i = 0; i < s->n_landings; i++) {
        const CvpnLanding *landing = &g_array_index (answer->landings, CvpnLanding, i);
        const CvpnVerdict *verdict = cvpn_trace_obstacle (&landing->trace);
        const gboolean delivered = landing->outcome == CVPN_OUTCOME_DELIVERED;
        if (s->roles[i] == CVPN_ROLE_GOOD && !s->latent && !delivered)
            return FALSE;
        if (s->roles[i] == CVPN_ROLE_FAILING && (!verdict || !blame_agrees (s, i, verdict)))
            return FALSE;
    }
    return TRUE;
}

static const char *
check_discovery (const CvpnDiscovery *discovery, const CvpnAnswer *answer, Totals *totals)
{
    const CvpnSubject *s = &discovery->subject;
    const gboolean works = answer->probability > 0;

    switch (s->kind) {
    case CVPN_FINDS_INTERMITTENT:
        totals->latent += s->latent ? 1 : 0;
        if (s->latent == CVPN_LATENT_NO_HOST && works)
            return "is not latent";
        if (answer->outcome != (s->latent == CVPN_LATENT_NOT       ? CVPN_OUTCOME_INTERMITTENT
                                : s->latent == CVPN_LATENT_UNKNOWN ? CVPN_OUTCOME_UNDETERMINED
                                                                   : answer->outcome))
            return "is not intermittent";
        if (!s->latent && discovery->probability != answer->probability)
            return "has another probability";
        return roles_agree (s, answer) ? NULL : "fails for another reason";
    case CVPN_FINDS_NEVER:
        totals->never++;
        return works ? "works" : roles_agree (s, answer) ? NULL : "fails for another reason";
    case CVPN_FINDS_UNAUTHORIZED:
        totals->unauthorized++;
        return works ? NULL : "does not work";
    case CVPN_FINDS_PORTS:
        return NULL; /* of other ports than the one that is asked */
    default:
        totals->undetermined++;
        return answer->outcome == CVPN_OUTCOME_UNDETERMINED ? NULL : "can be judged";
    }
}

/* Every finding that it is in holds; it is in one if it has to be. */
static const char *
check_findings (CvpnDiagnosis *d, guint32 crowd, const PacketChoice *packet,
                const CvpnAnswer *answer, Totals *totals)
{
    gboolean named = FALSE;

    for (guint i = 0; i < d->discoveries->len; i++) {
        const CvpnDiscovery *discovery = d->discoveries->pdata[i];
        const char *why;
        if (!has_crowd (discovery->crowds, crowd) || count_boxes (discovery->region, packet) == 0)
            continue;
        why = check_discovery (discovery, answer, totals);
        if (why)
            return why;
        named |= discovery->subject.kind == CVPN_FINDS_INTERMITTENT ||
                 discovery->subject.kind == CVPN_FINDS_UNDETERMINED;
    }
    if (answer->outcome == CVPN_OUTCOME_INTERMITTENT) {
        totals->intermittent++;
        return named ? NULL : "is intermittent and has no finding";
    }
    if (answer->outcome == CVPN_OUTCOME_UNDETERMINED)
        return named ? NULL : "cannot be judged and has no finding";
    return NULL;
}

static void
check_packet (CvpnDiagnosis *d, const char *text, const PacketChoice *packet, Totals *totals)
{
    for (guint32 i = 0; i < d->survey->crowds->len; i++) {
        const CvpnCrowd *crowd = cvpn_diagnosis_crowd (d, i);
        g_autoptr (CvpnAnswer) answer = explain (d->scenario, crowd, packet);
        g_autofree char *to = packet_text (packet);
        const char *why = "cannot be asked";
        if (answer)
            why = check_class (d, i, packet, answer);
        if (answer && !why)
            why = check_findings (d, i, packet, answer, totals);
        totals->packets++;
        if (why && totals->differing++ < 3) {
            g_autofree char *said = cvpn_diagnosis_text (d, FALSE, FALSE);
            g_printerr ("%s\n%s\n# %s → %s %s\n", g_getenv ("CVPN_TEST_VERBOSE") ? text : "", said,
                        (char *) crowd->clients->pdata[0], to, why);
        }
    }
}

static void
check_network (guint32 seed, guint n, Totals *totals)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autofree char *plain = random_scenario (rand);
    g_autofree char *varied = random_variety (rand, plain);
    const gint how = g_rand_int_range (rand, 0, 5);
    g_autofree char *text = how == 0   ? random_unknown (rand, varied)
                            : how == 1 ? random_besides (rand, varied)
                                       : g_strdup (varied);
    const CvpnDiagnoseOptions options = { .source_port = -1,
                                          .finds = CVPN_FINDS_USUAL | CVPN_FINDS_LIMITS };
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);

    if (!scenario)
        return;
    g_autoptr (CvpnDiagnosis) d = cvpn_diagnose (scenario, &options, NULL);
    g_autoptr (PacketChooser) chooser = packet_chooser_new (text);
    CU_ASSERT_FATAL (d != NULL);
    totals->networks++;
    for (guint i = 0; i < n; i++) {
        const PacketChoice packet = packet_choose (chooser, rand);
        check_packet (d, text, &packet, totals);
    }
}

static void
test_random_networks (void)
{
    const guint seed = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", 100);
    Totals totals = { 0 };

    for (guint i = 0; i < n; i++)
        check_network (seed + i, cvpn_test_setting ("CVPN_TEST_PACKETS", 60), &totals);
    g_print ("  %u networks, %u packets: %u intermittent, %u latent, %u never, %u unauthorized, "
             "%u undetermined\n",
             totals.networks, totals.packets, totals.intermittent, totals.latent, totals.never,
             totals.unauthorized, totals.undetermined);
    cvpn_assert_int (totals.differing, 0);
    CU_ASSERT (totals.intermittent > 0 && totals.latent > 0 && totals.never > 0);
    CU_ASSERT (totals.unauthorized > 0 && totals.undetermined > 0);
}

int
main (void)
{
    const CvpnTest tests[] = { { "random networks", test_random_networks } };

    return cvpn_test_main ("property findings", tests, G_N_ELEMENTS (tests));
}
