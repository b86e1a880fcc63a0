/* diff over random networks and random edits: a network does not differ from itself, and what
 * explain says of a packet before and after an edit is what the packet's class says of it.
 * CVPN_TEST_SEED and CVPN_TEST_NETWORKS choose. */
#include <string.h>

#include <cvpnsim/diff.h>
#include <cvpnsim/explain.h>

#include "analyze/answer.h"
#include "analyze/diff.h"
#include "analyze/packet.h"
#include "base/match.h"
#include "model/to.h"
#include "random_scenario.h"
#include "scenario_text.h"
#include "support.h"

#define N_NETWORKS 40
#define N_EDITS    3   /* of each network */
#define N_PACKETS  200 /* of each edit */
#define N_SAMPLES  10  /* of each class */
#define N_ATTEMPTS 20  /* an edit may make a file that AWS would refuse */

typedef struct {
    guint edits, packets, in_class, lost;
} Totals;

/* Lines that decide something. */
static gboolean
is_rule (const char *line, const char *group)
{
    static const struct {
        const char *group, *key; /* their beginnings */
    } kinds[] = {
        { "[client-vpn-routes", "" },
        { "[authorization-rules", "" },
        { "[route-table", "" },
        { "[network-acl", "" },
        { "[security-group", "" },
        { "[transit-gateway-route-table", "" },
        { "[client-vpn-endpoint", "target-networks" },
    };

    if (!strstr (line, " = ") || g_str_has_prefix (line, "vpc = ") ||
        g_str_has_prefix (line, "transit-gateway = "))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (g_str_has_prefix (group, kinds[i].group) && g_str_has_prefix (line, kinds[i].key))
            return TRUE;
    return FALSE;
}

/* The value without its last item; NULL: it has one only. */
static char *
drop_item (const char *line)
{
    g_autofree char *text = g_strchomp (g_strdup (line));
    const gsize n = strlen (text);

    if (n > 0 && text[n - 1] == ';')
        text[n - 1] = '\0';
    char *last = strrchr (text, ';');
    if (!last)
        return NULL;
    *last = '\0';
    return g_steal_pointer (&text);
}

/* One rule less, or one item of it. */
static char *
edit (GRand *rand, const char *text)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    g_autoptr (GArray) rules = g_array_new (FALSE, FALSE, sizeof (guint));
    const char *group = "";

    for (guint i = 0; lines[i]; i++) {
        if (lines[i][0] == '[')
            group = lines[i];
        else if (is_rule (lines[i], group))
            g_array_append_val (rules, i);
    }
    const guint chosen =
        g_array_index (rules, guint, g_rand_int_range (rand, 0, (gint32) rules->len));
    char *shorter = g_rand_boolean (rand) ? drop_item (lines[chosen]) : NULL;
    g_free (lines[chosen]);
    lines[chosen] = shorter ? shorter : g_strdup ("#");
    return g_strjoinv ("\n", lines);
}

static gboolean
class_contains (const CvpnDiffClass *class, guint32 address, guint32 selector)
{
    const GPtrArray *boxes = cvpn_region_boxes (class->region);

    for (guint i = 0; i < boxes->len; i++) {
        const CvpnBox *box = boxes->pdata[i];
        gboolean here = FALSE, asked = FALSE;
        for (guint j = 0; j < box->ranges->len; j++) {
            const CvpnRange *r = &g_array_index (box->ranges, CvpnRange, j);
            here |= r->first <= address && address <= r->last;
        }
        for (guint j = 0; j < box->selectors->len; j++) {
            const CvpnSelectors *s = &g_array_index (box->selectors, CvpnSelectors, j);
            asked |= s->first <= selector && selector <= s->last;
        }
        if (here && asked)
            return TRUE;
    }
    return FALSE;
}

/* NULL: in none.  Asserts that it is in one only. */
static const CvpnDiffClass *
find_class (const CvpnDiff *diff, const CvpnDestination *to)
{
    const guint32 selector = cvpn_selector (to->protocol, to->port, to->icmp_type, to->icmp_code);
    const CvpnDiffClass *found = NULL;

    for (guint i = 0; i < diff->classes->len; i++)
        if (class_contains (diff->classes->pdata[i], to->address, selector)) {
            CU_ASSERT_PTR_NULL (found);
            found = diff->classes->pdata[i];
        }
    return found;
}

static const CvpnLanding *
find_landing (const CvpnAnswer *answer, const char *subnet)
{
    for (guint i = 0; i < answer->landings->len; i++) {
        const CvpnLanding *landing = &g_array_index (answer->landings, CvpnLanding, i);
        const guint32 place = cvpn_association (answer->net, landing->association)->subnet;
        if (g_str_equal (cvpn_subnet (answer->net, place)->name, subnet))
            return landing;
    }
    return NULL;
}

/* By definition, of what explain says. */
static gboolean
answers_differ (const CvpnAnswer *before, const CvpnAnswer *after)
{
    gboolean differ = before->outcome != after->outcome ||
                      before->probability < after->probability ||
                      before->probability > after->probability;

    for (guint i = 0; i < before->landings->len; i++) {
        const CvpnLanding *landing = &g_array_index (before->landings, CvpnLanding, i);
        const guint32 place = cvpn_association (before->net, landing->association)->subnet;
        const CvpnLanding *other = find_landing (after, cvpn_subnet (before->net, place)->name);
        differ |= other && other->outcome != landing->outcome;
    }
    return differ;
}

static gboolean
class_agrees (const CvpnDiffClass *class, const CvpnAnswer *const answers[2])
{
    gboolean agrees = TRUE;

    for (guint side = 0; side < 2; side++) {
        agrees &= class->outcomes[side] == answers[side]->outcome;
        for (guint i = 0; i < class->landings->len; i++) {
            const CvpnDiffLanding *landing = &g_array_index (class->landings, CvpnDiffLanding, i);
            const CvpnLanding *other = find_landing (answers[side], landing->subnet);
            agrees &= landing->present[side] == (other != NULL);
            agrees &= !other || other->outcome == landing->fates[side].outcome;
        }
    }
    if (answers[CVPN_AFTER]->probability < answers[CVPN_BEFORE]->probability)
        agrees &= class->change == CVPN_DIFFERENCE_LOST;
    if (answers[CVPN_AFTER]->probability > answers[CVPN_BEFORE]->probability)
        agrees &= class->change != CVPN_DIFFERENCE_CHANGED;
    return agrees;
}

static void
check_packet (const CvpnDiff *diff, const char *flow, Totals *totals)
{
    const CvpnQuestion question = { .clients = "users", .to = flow, .source_port = -1 };
    g_autoptr (CvpnAnswer) before = cvpn_explain (diff->scenarios[0], &question, NULL);
    g_autoptr (CvpnAnswer) after = cvpn_explain (diff->scenarios[1], &question, NULL);
    const CvpnAnswer *const answers[2] = { before, after };

    CU_ASSERT_FATAL (before && after);
    const CvpnDiffClass *class = find_class (diff, &before->destination);
    const gboolean fine = class ? class_agrees (class, answers) : !answers_differ (before, after);
    if (!fine) {
        g_autofree char *old = cvpn_answer_text (before, FALSE);
        g_autofree char *new = cvpn_answer_text (after, FALSE);
        g_autofree char *text = cvpn_diff_text (diff, FALSE);
        g_printerr ("%s: %s in a class, but:\n%s\n%s\n%s\n", flow, class ? "it is" : "it is not",
                    old, new, text);
    }
    CU_ASSERT (fine);
    totals->packets++;
    totals->in_class += class != NULL;
}

/* A flow that means something there, or to an address near it, or anywhere. */
static char *
choose_flow (GRand *rand, const CvpnScenario *scenario, const char *text)
{
    g_autofree char *flow = random_flow (rand, text);
    const guint kind = g_rand_int_range (rand, 0, 4);
    CvpnDestination to;
    char address[CVPN_ADDRESS_TEXT];

    if (kind < 2)
        return g_steal_pointer (&flow);
    CvpnToSpec *spec = cvpn_to_parse (flow, NULL);
    CU_ASSERT_FATAL (spec && cvpn_destination_resolve (scenario->net, spec, &to, NULL));
    cvpn_to_spec_free (spec);
    const guint32 other =
        kind == 2 ? to.address ^ 1u << g_rand_int_range (rand, 0, 12) : g_rand_int (rand);
    return g_strconcat (cvpn_address_format (other, address), strchr (flow, ' '), NULL);
}

/* A packet of the class; NULL: nothing that explain takes (port 0, which no flow goes to). */
static char *
choose_sample (GRand *rand, const CvpnDiffClass *class)
{
    const GPtrArray *boxes = cvpn_region_boxes (class->region);
    const CvpnBox *box = boxes->pdata[g_rand_int_range (rand, 0, (gint32) boxes->len)];
    const CvpnRange *r = &g_array_index (box->ranges, CvpnRange,
                                         g_rand_int_range (rand, 0, (gint32) box->ranges->len));
    const CvpnSelectors *s = &g_array_index (
        box->selectors, CvpnSelectors, g_rand_int_range (rand, 0, (gint32) box->selectors->len));
    const guint32 selector = s->first + g_rand_int (rand) % (s->last - s->first + 1);
    const guint8 protocol = cvpn_selector_protocol (selector);
    const guint64 n = (guint64) r->last - r->first + 1;

    if ((protocol == CVPN_PROTOCOL_TCP || protocol == CVPN_PROTOCOL_UDP) &&
        cvpn_selector_port (selector) == 0)
        return NULL;
    return cvpn_packet_text (r->first + (guint32) (g_rand_int (rand) % n), selector);
}

static void
check_samples (GRand *rand, const CvpnDiff *diff, Totals *totals)
{
    for (guint i = 0; i < diff->classes->len; i++)
        for (guint j = 0; j < N_SAMPLES; j++) {
            g_autofree char *flow = choose_sample (rand, diff->classes->pdata[i]);
            if (flow)
                check_packet (diff, flow, totals);
        }
}

static CvpnScenario *
load_edited (GRand *rand, const char *text)
{
    for (guint i = 0; i < N_ATTEMPTS; i++) {
        g_autofree char *edited = edit (rand, text);
        CvpnScenario *scenario = cvpn_test_load (edited, NULL);
        if (scenario)
            return scenario;
    }
    return NULL;
}

static void
check_edit (GRand *rand, const CvpnScenario *before, const char *text, Totals *totals)
{
    const CvpnDiffOptions options = { 0 };
    g_autoptr (CvpnScenario) after = load_edited (rand, text);

    if (!after)
        return;
    g_autoptr (CvpnDiff) diff = cvpn_diff (before, after, &options);
    g_autoptr (CvpnDiff) back = cvpn_diff (after, before, &options);
    totals->edits++;
    totals->lost += cvpn_diff_count (diff, CVPN_DIFFERENCE_LOST) > 0;
    CU_ASSERT ((diff->classes->len == 0) == (back->classes->len == 0));
    for (guint i = 0; i < N_PACKETS; i++) {
        g_autofree char *flow = choose_flow (rand, before, text);
        check_packet (diff, flow, totals);
    }
    check_samples (rand, diff, totals);
}

static void
test_edits (void)
{
    const guint32 first = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", N_NETWORKS);
    Totals totals = { 0 };

    for (guint i = 0; i < n; i++) {
        g_autoptr (GRand) rand = g_rand_new_with_seed (first + i);
        g_autofree char *text = random_scenario (rand);
        g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
        for (guint j = 0; scenario && j < N_EDITS; j++)
            check_edit (rand, scenario, text, &totals);
    }
    g_print ("  %u edits, %u of which lose something; %u packets, %u of them in a class\n",
             totals.edits, totals.lost, totals.packets, totals.in_class);
    CU_ASSERT (totals.edits > 2 * n);
    CU_ASSERT (totals.lost > totals.edits / 20);
    CU_ASSERT (totals.in_class > totals.packets / 50);
}

static void
test_itself (void)
{
    const CvpnDiffOptions options = { .codes = TRUE };

    for (guint32 seed = 1; seed <= N_NETWORKS; seed++) {
        g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
        g_autofree char *text = random_scenario (rand);
        g_autoptr (CvpnScenario) before = cvpn_test_load (text, NULL);
        g_autoptr (CvpnScenario) after = cvpn_test_load (text, NULL);
        if (!before)
            continue;
        g_autoptr (CvpnDiff) diff = cvpn_diff (before, after, &options);
        cvpn_assert_int (diff->classes->len, 0);
        cvpn_assert_int (diff->remarks->len, 0);
    }
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "a network and itself", test_itself },
        { "random edits", test_edits },
    };

    return cvpn_test_main ("property diffs", tests, G_N_ELEMENTS (tests));
}
