/* diff: a survey over both networks, and what differs between its sides. */
#include "analyze/diff.h"

#include "analyze/packet.h"
#include "base/name_list.h"
#include "control/timeline.h"

typedef struct {
    CvpnDiff *diff;
    CvpnSurvey *survey;
    gboolean codes;
    const CvpnDiffPair *pair; /* under way */
    gint8 *differing;         /* by joint: 1, or -1; 0: not asked yet */
    GHashTable *by_key;       /* char * -> CvpnDiffClass of that pair; both borrowed */
    GPtrArray *found;         /* CvpnDiffClass: of that pair */
} Work;

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

static void
find_rules (const Work *w, CvpnDiffClass *class, const CvpnCell *cell)
{
    guint32 selector;

    if (class->landings->len > 0 && cvpn_cell_flow (cell, &selector))
        cvpn_diff_rules (w->survey, w->pair,
                         &g_array_index (class->landings, CvpnDiffLanding, class->shown),
                         cell->first, selector, class->rules);
}

/* A rule that not all packets of the class share is nobody's. */
static void
join_rules (CvpnDiffClass *class, const CvpnDiffClass *more)
{
    for (guint side = 0; side < 2; side++)
        if (class->rules[side] != more->rules[side])
            class->rules[side] = CVPN_RULE_NONE;
}

/* Adds the packets of a differing cell to their class. */
static void
add_cell (Work *w, const CvpnCell *cell)
{
    CvpnDiffClass *class = cvpn_diff_class_new (w->survey, w->pair, cell), *known;

    find_rules (w, class, cell);
    class->key = cvpn_diff_class_key (class);
    known = g_hash_table_lookup (w->by_key, class->key);
    if (known) {
        join_rules (known, class);
        cvpn_diff_class_free (class);
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

/* The pair's classes; those that another pair has, too, are one class of both. */
static void
keep_classes (Work *w, GHashTable *by_packets)
{
    for (guint i = 0; i < w->found->len; i++) {
        CvpnDiffClass *class = w->found->pdata[i];
        char *packets = write_packets (class);
        CvpnDiffClass *known = g_hash_table_lookup (by_packets, packets);
        if (known) {
            cvpn_diff_class_free (class);
            g_free (packets);
        } else {
            known = class;
            known->addresses = cvpn_region_addresses (known->region);
            g_hash_table_insert (by_packets, packets, known);
            g_ptr_array_add (w->diff->classes, known);
        }
        cvpn_name_list_add_all (known->clients, w->pair->clients);
        cvpn_name_list_add_all (known->groups, w->pair->groups);
    }
}

/* Whether the pair's people see a difference there; asked once for each joint. */
static gboolean
is_different (const Work *w, const CvpnCell *cell)
{
    gint8 *known = &w->differing[cell->joint];

    if (*known == 0) {
        CvpnDiffClass *class = cvpn_diff_class_new (w->survey, w->pair, cell);
        *known = cvpn_diff_class_differs (class, w->codes) ? 1 : -1;
        cvpn_diff_class_free (class);
    }
    return *known > 0;
}

/* Cells [first, end) are of the same addresses; private and public ones are judged apart. */
static void
judge_cells (Work *w, guint first, guint end)
{
    const CvpnCell *cells = &g_array_index (w->survey->cells, CvpnCell, 0);
    guint32 selector, last;

    for (guint64 next = cells[first].first; next <= cells[first].last; next = (guint64) last + 1) {
        last = MIN (cvpn_address_private_end ((guint32) next), cells[first].last);
        for (guint i = first; i < end; i++) {
            const CvpnCell part = { (guint32) next, last, cells[i].selectors, cells[i].joint };
            if (is_different (w, &part) && cvpn_cell_flow (&part, &selector))
                add_cell (w, &part);
        }
    }
}

static void
judge_pair (Work *w, GHashTable *by_packets)
{
    g_autofree gint8 *differing = g_malloc0 (w->survey->n_joints + 1);
    g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);
    g_autoptr (GPtrArray) found = g_ptr_array_new ();
    const GArray *cells = w->survey->cells;

    w->differing = differing;
    w->by_key = by_key;
    w->found = found;
    for (guint i = 0, end; i < cells->len; i = end) {
        for (end = i + 1; end < cells->len && g_array_index (cells, CvpnCell, end).first ==
                                                  g_array_index (cells, CvpnCell, i).first;)
            end++;
        judge_cells (w, i, end);
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
free_class (gpointer data)
{
    cvpn_diff_class_free (data);
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
