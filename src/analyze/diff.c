/* diff: a survey over both networks, and what differs between its sides. */
#include "analyze/diff.h"

#include "analyze/packet.h"
#include "control/timeline.h"
#include "path/outcomes.h"

typedef struct {
    CvpnDiff *diff;
    CvpnSurvey *survey;
    gboolean codes;
    const CvpnDiffPair *pair; /* under way */
    GHashTable *by_key;       /* char * -> CvpnDiffClass of that pair; both borrowed */
    GPtrArray *found;         /* CvpnDiffClass: of that pair */
} Work;

static void
free_class (gpointer data)
{
    CvpnDiffClass *class = data;

    g_ptr_array_unref (class->clients);
    g_ptr_array_unref (class->groups);
    g_array_unref (class->landings);
    cvpn_region_free (class->region);
    g_free (class->key);
    g_free (class);
}

void
cvpn_diff_free (CvpnDiff *diff)
{
    if (!diff)
        return;
    g_ptr_array_unref (diff->remarks);
    g_ptr_array_unref (diff->pairs);
    g_ptr_array_unref (diff->classes);
    g_free (diff);
}

static const CvpnCrowd *
crowd_at (const Work *w, guint side)
{
    return &g_array_index (w->survey->crowds, CvpnCrowd, w->pair->crowds[side]);
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
add_landings (const Work *w, guint side, guint32 joint, GArray *landings)
{
    const CvpnCrowd *crowd = crowd_at (w, side);
    const CvpnNetwork *net = w->diff->nets[side];

    for (guint32 i = crowd->column; i < crowd->column + crowd->n_columns; i++) {
        const guint32 association = g_array_index (w->survey->columns, CvpnColumn, i).association;
        CvpnDiffLanding *landing = find_landing (
            landings, cvpn_subnet (net, cvpn_association (net, association)->subnet)->name);
        landing->present[side] = TRUE;
        landing->fates[side] = *cvpn_survey_fate (w->survey, joint, i);
    }
}

gboolean
cvpn_diff_landing_differs (const CvpnDiffLanding *landing, gboolean codes)
{
    const CvpnFate *before = &landing->fates[CVPN_BEFORE], *after = &landing->fates[CVPN_AFTER];

    if (!landing->present[CVPN_BEFORE] || !landing->present[CVPN_AFTER])
        return FALSE;
    return before->outcome != after->outcome ||
           (codes && (before->step != after->step || before->code != after->code));
}

/* What works without the tunnel works, too. */
static gboolean
works (CvpnOutcome outcome)
{
    return outcome == CVPN_OUTCOME_DELIVERED || outcome == CVPN_OUTCOME_BYPASSED;
}

/* It passed the tunnel and does not, or worked beside it and does not. */
static gboolean
is_worse (CvpnOutcome before, CvpnOutcome after)
{
    return before == CVPN_OUTCOME_DELIVERED ? after != CVPN_OUTCOME_DELIVERED
                                            : works (before) && !works (after);
}

static gboolean
is_lost (const CvpnDiffClass *class)
{
    gboolean lost = class->probabilities[CVPN_AFTER] < class->probabilities[CVPN_BEFORE] ||
                    is_worse (class->outcomes[CVPN_BEFORE], class->outcomes[CVPN_AFTER]);

    for (guint i = 0; i < class->landings->len; i++) {
        const CvpnDiffLanding *landing = &g_array_index (class->landings, CvpnDiffLanding, i);
        if (landing->present[CVPN_BEFORE] && landing->present[CVPN_AFTER])
            lost |=
                is_worse (landing->fates[CVPN_BEFORE].outcome, landing->fates[CVPN_AFTER].outcome);
    }
    return lost;
}

static CvpnDifference
judge (const CvpnDiffClass *class)
{
    if (is_lost (class))
        return CVPN_DIFFERENCE_LOST;
    return class->probabilities[CVPN_AFTER] > class->probabilities[CVPN_BEFORE]
               ? CVPN_DIFFERENCE_GAINED
               : CVPN_DIFFERENCE_CHANGED;
}

/* How telling a landing is: one that both sides have and that differs in the way that counts. */
static guint
rank_landing (const CvpnDiffLanding *landing, CvpnDifference change)
{
    const guint good = change == CVPN_DIFFERENCE_LOST ? CVPN_BEFORE : CVPN_AFTER;
    const gboolean worked = landing->present[good] && works (landing->fates[good].outcome);
    const gboolean fails = landing->present[!good] && !works (landing->fates[!good].outcome);

    if (landing->present[good] && landing->present[!good])
        return worked && fails ? 4 : cvpn_diff_landing_differs (landing, TRUE) ? 2 : 0;
    return worked || fails ? 3 : 1;
}

static guint
choose_landing (const CvpnDiffClass *class)
{
    guint best = 0, chosen = 0;

    for (guint i = 0; i < class->landings->len; i++) {
        const guint rank =
            rank_landing (&g_array_index (class->landings, CvpnDiffLanding, i), class->change);
        if (rank > best) {
            best = rank;
            chosen = i;
        }
    }
    return chosen;
}

static CvpnDiffClass *
new_class (const Work *w, guint32 joint)
{
    CvpnDiffClass *class = g_new0 (CvpnDiffClass, 1);

    class->clients = g_ptr_array_new_with_free_func (g_free);
    class->groups = g_ptr_array_new_with_free_func (g_free);
    class->landings = g_array_new (FALSE, TRUE, sizeof (CvpnDiffLanding));
    class->region = cvpn_region_new ();
    for (guint side = 0; side < 2; side++) {
        const CvpnCrowd *crowd = crowd_at (w, side);
        const CvpnNetwork *net = w->diff->nets[side];
        class->endpoints[side] = cvpn_endpoint (net, crowd->person.endpoint)->name;
        class->outcomes[side] = cvpn_survey_verdict (w->survey, joint, w->pair->crowds[side],
                                                     &class->probabilities[side]);
        if (crowd->n_columns == 0)
            class->whys[side] = cvpn_outcomes_why_none (net, crowd->person.endpoint);
        add_landings (w, side, joint, class->landings);
        class->rules[side] = CVPN_RULE_NONE;
    }
    class->change = judge (class);
    class->shown = choose_landing (class);
    return class;
}

static gboolean
differs (const Work *w, const CvpnDiffClass *class)
{
    gboolean differs = class->outcomes[0] != class->outcomes[1] ||
                       class->probabilities[0] < class->probabilities[1] ||
                       class->probabilities[0] > class->probabilities[1] ||
                       (w->codes && class->whys[0] != class->whys[1]);

    for (guint i = 0; i < class->landings->len; i++)
        differs |= cvpn_diff_landing_differs (&g_array_index (class->landings, CvpnDiffLanding, i),
                                              w->codes);
    return differs;
}

/* All that a class says of its packets, but which they are. */
static char *
write_key (const CvpnDiffClass *class)
{
    GString *key = g_string_new (NULL);

    for (guint side = 0; side < 2; side++)
        g_string_append_printf (key, "%s %u %u %u|", class->endpoints[side], class->outcomes[side],
                                class->whys[side], class->rules[side]);
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

static void
find_rules (const Work *w, CvpnDiffClass *class, const CvpnCell *cell)
{
    guint32 selector;

    if (class->landings->len > 0 && cvpn_cell_flow (cell, &selector))
        cvpn_diff_rules (w->survey, w->pair,
                         &g_array_index (class->landings, CvpnDiffLanding, class->shown),
                         cell->first, selector, class->rules);
}

/* Adds the cell to its class, if it is different at all. */
static void
judge_cell (Work *w, const CvpnCell *cell)
{
    CvpnDiffClass *class = new_class (w, cell->joint), *known;

    find_rules (w, class, cell);
    class->key = write_key (class);
    known = g_hash_table_lookup (w->by_key, class->key);
    if (known) {
        free_class (class);
    } else {
        known = class;
        g_hash_table_insert (w->by_key, known->key, known);
        g_ptr_array_add (w->found, known);
    }
    cvpn_region_add (known->region, (CvpnRange){ cell->first, cell->last }, cell->selectors);
}

/* The packets themselves, for a comparison between people. */
static char *
write_packets (const CvpnDiffClass *class)
{
    const GPtrArray *boxes = cvpn_region_boxes (class->region);
    GString *text = g_string_new (class->key);

    for (guint i = 0; i < boxes->len; i++) {
        const CvpnBox *box = boxes->pdata[i];
        for (guint j = 0; j < box->ranges->len; j++) {
            const CvpnRange *range = &g_array_index (box->ranges, CvpnRange, j);
            g_string_append_printf (text, " %u-%u", range->first, range->last);
        }
        for (guint j = 0; j < box->selectors->len; j++) {
            const CvpnSelectors *s = &g_array_index (box->selectors, CvpnSelectors, j);
            g_string_append_printf (text, " +%u-%u", s->first, s->last);
        }
    }
    return g_string_free (text, FALSE);
}

static void
add_names (GPtrArray *names, const GPtrArray *more)
{
    for (guint i = 0; i < more->len; i++)
        if (!g_ptr_array_find_with_equal_func (names, more->pdata[i], g_str_equal, NULL))
            g_ptr_array_add (names, g_strdup (more->pdata[i]));
}

/* The pair's classes; those that another pair has, too, are one class of both. */
static void
keep_classes (Work *w, GHashTable *by_packets)
{
    for (guint i = 0; i < w->found->len; i++) {
        CvpnDiffClass *class = w->found->pdata[i];
        char *packets = write_packets (class);
        CvpnDiffClass *known = g_hash_table_lookup (by_packets, packets);
        if (known) {
            free_class (class);
            g_free (packets);
        } else {
            known = class;
            known->addresses = cvpn_region_addresses (known->region);
            g_hash_table_insert (by_packets, packets, known);
            g_ptr_array_add (w->diff->classes, known);
        }
        add_names (known->clients, w->pair->clients);
        add_names (known->groups, w->pair->groups);
    }
}

static void
judge_pair (Work *w, GHashTable *by_packets)
{
    g_autofree gint8 *differing = g_malloc0 (w->survey->n_joints + 1);
    g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);
    g_autoptr (GPtrArray) found = g_ptr_array_new ();
    guint32 selector;

    w->by_key = by_key;
    w->found = found;
    for (guint i = 0; i < w->survey->cells->len; i++) {
        const CvpnCell *cell = &g_array_index (w->survey->cells, CvpnCell, i);
        gint8 *known = &differing[cell->joint]; /* 0: not asked yet */
        if (*known == 0) {
            CvpnDiffClass *class = new_class (w, cell->joint);
            *known = differs (w, class) ? 1 : -1;
            free_class (class);
        }
        if (*known > 0 && cvpn_cell_flow (cell, &selector))
            judge_cell (w, cell);
    }
    keep_classes (w, by_packets);
}

static gint
compare_changes (gconstpointer a, gconstpointer b)
{
    const CvpnDiffClass *left = *(CvpnDiffClass *const *) a, *right = *(CvpnDiffClass *const *) b;

    return (gint) left->change - (gint) right->change;
}

static void
free_pair (gpointer data)
{
    cvpn_diff_pair_free (data);
}

static CvpnDiff *
new_diff (const CvpnScenario *before, const CvpnScenario *after, gint64 at_ns)
{
    CvpnDiff *diff = g_new0 (CvpnDiff, 1);

    diff->scenarios[CVPN_BEFORE] = before;
    diff->scenarios[CVPN_AFTER] = after;
    diff->at_ns = at_ns;
    for (guint side = 0; side < 2; side++)
        diff->nets[side] = cvpn_timeline_at (diff->scenarios[side]->timeline, at_ns);
    diff->remarks = g_ptr_array_new_with_free_func (g_free);
    diff->pairs = g_ptr_array_new_with_free_func (free_pair);
    diff->classes = g_ptr_array_new_with_free_func (free_class);
    return diff;
}

CvpnDiff *
cvpn_diff (const CvpnScenario *before, const CvpnScenario *after, const CvpnDiffOptions *options)
{
    CvpnDiff *diff = new_diff (before, after, options->at_ns ? *options->at_ns : -1);
    g_autoptr (CvpnSurvey) survey = cvpn_survey_new ();
    g_autoptr (GHashTable) by_packets =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    Work w = { .diff = diff, .survey = survey, .codes = options->codes };

    cvpn_survey_add_view (survey, diff->nets[CVPN_BEFORE]);
    cvpn_survey_add_view (survey, diff->nets[CVPN_AFTER]);
    cvpn_diff_people (diff, survey);
    cvpn_survey_run (survey, (CvpnPrefix){ 0, 0 }, CVPN_SELECTORS_ALL);
    for (guint i = 0; i < diff->pairs->len; i++) {
        w.pair = diff->pairs->pdata[i];
        judge_pair (&w, by_packets);
    }
    g_ptr_array_sort (diff->classes, compare_changes);
    return diff;
}

guint
cvpn_diff_count (const CvpnDiff *diff, CvpnDifference change)
{
    guint n = 0;

    for (guint i = 0; i < diff->classes->len; i++)
        n += ((const CvpnDiffClass *) diff->classes->pdata[i])->change == change;
    return n;
}

const char *
cvpn_difference_word (CvpnDifference change)
{
    static const char *const words[] = { "lost", "changed", "gained" };

    return words[change];
}
