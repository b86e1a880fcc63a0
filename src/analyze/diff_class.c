/* diff_class: what became different of a packet, for some people. */
#include "analyze/diff.h"

#include "path/outcomes.h"

void
cvpn_diff_class_free (CvpnDiffClass *class)
{
    g_ptr_array_unref (class->clients);
    g_ptr_array_unref (class->groups);
    g_array_unref (class->landings);
    cvpn_region_free (class->region);
    g_free (class->key);
    g_free (class);
}

static const CvpnCrowd *
crowd_at (const CvpnSurvey *survey, const CvpnDiffPair *pair, guint side)
{
    return cvpn_survey_crowd (survey, pair->crowds[side]);
}

static CvpnDiffLanding *
find_landing (GArray *landings, const char *subnet)
{
    const CvpnDiffLanding fresh = { .subnet = subnet };

    for (guint i = 0; i < landings->len; i++) {
        CvpnDiffLanding *landing = &g_array_index (landings, CvpnDiffLanding, i);
        if (g_str_equal (landing->subnet, subnet))
            return landing;
    }
    g_array_append_val (landings, fresh);
    return &g_array_index (landings, CvpnDiffLanding, landings->len - 1);
}

static void
add_landings (const CvpnSurvey *survey, const CvpnDiffPair *pair, guint side, guint32 joint,
              GArray *landings)
{
    const CvpnCrowd *crowd = crowd_at (survey, pair, side);
    const CvpnNetwork *net = survey->views->pdata[side];

    for (guint32 i = crowd->column; i < crowd->column + crowd->n_columns; i++) {
        const guint32 association = cvpn_survey_association (survey, i);
        CvpnDiffLanding *landing = find_landing (
            landings, cvpn_subnet (net, cvpn_association (net, association)->subnet)->name);
        landing->present[side] = TRUE;
        landing->fates[side] = *cvpn_survey_fate (survey, joint, i);
    }
}

static gboolean
landing_differs (const CvpnDiffLanding *landing, gboolean codes)
{
    const CvpnFate *before = &landing->fates[CVPN_BEFORE], *after = &landing->fates[CVPN_AFTER];

    if (!landing->present[CVPN_BEFORE] || !landing->present[CVPN_AFTER])
        return FALSE;
    return before->outcome != after->outcome ||
           (codes && (before->step != after->step || before->code != after->code));
}

/* A public address is reached beside the tunnel, too; a private one is another network's. */
static gboolean
works (const CvpnDiffClass *class, CvpnOutcome outcome)
{
    return outcome == CVPN_OUTCOME_DELIVERED ||
           (outcome == CVPN_OUTCOME_BYPASSED && !class->is_private);
}

/* How likely a fresh connection works on that side. */
static double
find_worth (const CvpnDiffClass *class, guint side)
{
    return works (class, class->outcomes[side]) ? 1 : class->probabilities[side];
}

/* What comes out of the tunnel is lost even if it goes beside it now. */
static gboolean
is_worse (const CvpnDiffClass *class, const CvpnDiffLanding *landing)
{
    const CvpnOutcome before = landing->fates[CVPN_BEFORE].outcome,
                      after = landing->fates[CVPN_AFTER].outcome;

    if (!landing->present[CVPN_BEFORE] || !landing->present[CVPN_AFTER])
        return FALSE;
    return before == CVPN_OUTCOME_DELIVERED ? after != CVPN_OUTCOME_DELIVERED
                                            : works (class, before) && !works (class, after);
}

static gboolean
is_lost (const CvpnDiffClass *class)
{
    gboolean lost = class->probabilities[CVPN_AFTER] < class->probabilities[CVPN_BEFORE] ||
                    find_worth (class, CVPN_AFTER) < find_worth (class, CVPN_BEFORE);

    for (guint i = 0; i < class->landings->len; i++)
        lost |= is_worse (class, &g_array_index (class->landings, CvpnDiffLanding, i));
    return lost;
}

static CvpnDifference
judge (const CvpnDiffClass *class)
{
    if (is_lost (class))
        return CVPN_DIFFERENCE_LOST;
    return find_worth (class, CVPN_AFTER) > find_worth (class, CVPN_BEFORE)
               ? CVPN_DIFFERENCE_GAINED
               : CVPN_DIFFERENCE_CHANGED;
}

/* How telling a landing is: one that both sides have and that differs in the way that counts. */
static guint
rank_landing (const CvpnDiffClass *class, const CvpnDiffLanding *landing)
{
    const guint good = class->change == CVPN_DIFFERENCE_LOST ? CVPN_BEFORE : CVPN_AFTER;
    const gboolean worked = landing->present[good] && works (class, landing->fates[good].outcome);
    const gboolean fails = landing->present[!good] && !works (class, landing->fates[!good].outcome);

    if (landing->present[good] && landing->present[!good])
        return worked && fails ? 4 : landing_differs (landing, TRUE) ? 2 : 0;
    return worked || fails ? 3 : 1;
}

static guint
choose_landing (const CvpnDiffClass *class)
{
    guint best = 0, chosen = 0;

    for (guint i = 0; i < class->landings->len; i++) {
        const guint rank =
            rank_landing (class, &g_array_index (class->landings, CvpnDiffLanding, i));
        if (rank > best) {
            best = rank;
            chosen = i;
        }
    }
    return chosen;
}

CvpnDiffClass *
cvpn_diff_class_new (const CvpnSurvey *survey, const CvpnDiffPair *pair, const CvpnCell *cell)
{
    CvpnDiffClass *class = g_new0 (CvpnDiffClass, 1);

    class->clients = g_ptr_array_new_with_free_func (g_free);
    class->groups = g_ptr_array_new_with_free_func (g_free);
    class->landings = g_array_new (FALSE, TRUE, sizeof (CvpnDiffLanding));
    class->region = cvpn_region_new ();
    for (guint side = 0; side < 2; side++) {
        const CvpnCrowd *crowd = crowd_at (survey, pair, side);
        const CvpnNetwork *net = survey->views->pdata[side];
        class->endpoints[side] = cvpn_endpoint (net, crowd->person.endpoint)->name;
        class->outcomes[side] = cvpn_survey_verdict (survey, cell->joint, pair->crowds[side],
                                                     &class->probabilities[side]);
        if (crowd->n_columns == 0)
            class->whys[side] = cvpn_outcomes_why_none (net, crowd->person.endpoint);
        add_landings (survey, pair, side, cell->joint, class->landings);
        class->rules[side] = CVPN_RULE_NONE;
    }
    class->is_private = cvpn_address_is_private (cell->first);
    class->change = judge (class);
    class->shown = choose_landing (class);
    return class;
}

gboolean
cvpn_diff_class_differs (const CvpnDiffClass *class, gboolean codes)
{
    gboolean differs = class->outcomes[0] != class->outcomes[1] ||
                       class->probabilities[0] < class->probabilities[1] ||
                       class->probabilities[0] > class->probabilities[1] ||
                       (codes && class->whys[0] != class->whys[1]);

    for (guint i = 0; i < class->landings->len; i++)
        differs |= landing_differs (&g_array_index (class->landings, CvpnDiffLanding, i), codes);
    return differs;
}

char *
cvpn_diff_class_key (const CvpnDiffClass *class)
{
    const gboolean mattering = class->change != CVPN_DIFFERENCE_CHANGED;
    GString *key = g_string_new (cvpn_difference_word (class->change));

    for (guint side = 0; side < 2; side++)
        g_string_append_printf (key, " %s %u %u %u|", class->endpoints[side], class->outcomes[side],
                                class->whys[side], mattering ? class->rules[side] : 0);
    for (guint i = 0; i < class->landings->len; i++) {
        const CvpnDiffLanding *landing = &g_array_index (class->landings, CvpnDiffLanding, i);
        g_string_append (key, landing->subnet);
        for (guint side = 0; side < 2; side++)
            g_string_append_printf (key, " %d %u %u %u", landing->present[side],
                                    landing->fates[side].outcome, landing->fates[side].step,
                                    landing->fates[side].code);
        g_string_append_c (key, '|');
    }
    return g_string_free (key, FALSE);
}

const char *
cvpn_difference_word (CvpnDifference change)
{
    static const char *const words[] = { "lost", "changed", "gained" };

    return words[change];
}
