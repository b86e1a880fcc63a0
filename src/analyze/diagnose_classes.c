/* Classes: the cells of the survey, by whom they concern and what becomes of them. */
#include <string.h>

#include "analyze/diagnosis.h"

static void
free_alike (gpointer data)
{
    CvpnAlike *alike = data;

    g_array_unref (alike->fates);
    g_free (alike);
}

guint
cvpn_diagnosis_set (CvpnDiagnosis *d, const GArray *crowds)
{
    g_autoptr (GBytes) looked_for = g_bytes_new (crowds->data, crowds->len * sizeof (guint32));
    const guint found = GPOINTER_TO_UINT (g_hash_table_lookup (d->set_ids, looked_for));
    GArray *copy;

    if (found != 0)
        return found - 1;
    copy = g_array_sized_new (FALSE, FALSE, sizeof (guint32), crowds->len);
    g_array_append_vals (copy, crowds->data, crowds->len);
    g_ptr_array_add (d->sets, copy);
    g_hash_table_insert (d->set_ids, g_steal_pointer (&looked_for),
                         GUINT_TO_POINTER (d->sets->len));
    return d->sets->len - 1;
}

static gboolean
fates_equal (const CvpnFate *a, const CvpnFate *b)
{
    return a->outcome == b->outcome && a->step == b->step && a->direction == b->direction &&
           a->reason == b->reason && a->code == b->code && a->rule == b->rule;
}

static GArray *
read_fates (const CvpnDiagnosis *d, guint32 joint, guint32 crowd)
{
    const CvpnCrowd *c = cvpn_diagnosis_crowd (d, crowd);
    GArray *fates = g_array_sized_new (FALSE, TRUE, sizeof (CvpnFate), c->n_columns);

    for (guint32 i = 0; i < c->n_columns; i++)
        g_array_append_val (fates, *cvpn_survey_fate (d->survey, joint, c->column + i));
    return fates;
}

static gboolean
lists_equal (const GArray *a, const GArray *b)
{
    if (a->len != b->len)
        return FALSE;
    for (guint i = 0; i < a->len; i++)
        if (!fates_equal (&g_array_index (a, CvpnFate, i), &g_array_index (b, CvpnFate, i)))
            return FALSE;
    return TRUE;
}

/* Crowds under way to a set. */
typedef struct {
    guint32 endpoint;
    GArray *fates, *crowds;
} Group;

static Group *
get_group (GPtrArray *groups, guint32 endpoint, GArray *fates)
{
    Group *group;

    for (guint i = 0; i < groups->len; i++) {
        group = groups->pdata[i];
        if (group->endpoint == endpoint && lists_equal (group->fates, fates))
            return group;
    }
    group = g_new (Group, 1);
    group->endpoint = endpoint;
    group->fates = g_array_ref (fates);
    group->crowds = g_array_new (FALSE, FALSE, sizeof (guint32));
    g_ptr_array_add (groups, group);
    return group;
}

static void
free_group (gpointer data)
{
    Group *group = data;

    g_array_unref (group->fates);
    g_array_unref (group->crowds);
    g_free (group);
}

static CvpnAlike *
new_alike (CvpnDiagnosis *d, guint32 joint, const Group *group)
{
    CvpnAlike *alike = g_new (CvpnAlike, 1);

    alike->set = cvpn_diagnosis_set (d, group->crowds);
    alike->crowds = d->sets->pdata[alike->set];
    alike->fates = g_array_ref (group->fates);
    alike->verdict = cvpn_survey_verdict (
        d->survey, joint, g_array_index (group->crowds, guint32, 0), &alike->probability);
    return alike;
}

const GPtrArray *
cvpn_diagnosis_alike (CvpnDiagnosis *d, guint32 joint)
{
    g_autoptr (GPtrArray) groups = NULL;
    GPtrArray *list = d->alike->pdata[joint];

    if (list)
        return list;
    groups = g_ptr_array_new_with_free_func (free_group);
    for (guint32 crowd = 0; crowd < d->survey->crowds->len; crowd++) {
        g_autoptr (GArray) fates = read_fates (d, joint, crowd);
        Group *group = get_group (groups, cvpn_diagnosis_crowd (d, crowd)->person.endpoint, fates);
        g_array_append_val (group->crowds, crowd);
    }
    list = g_ptr_array_new_with_free_func (free_alike);
    for (guint i = 0; i < groups->len; i++)
        g_ptr_array_add (list, new_alike (d, joint, groups->pdata[i]));
    d->alike->pdata[joint] = list;
    return list;
}

/* What a class tells of a fate. */
static GArray *
reduce_fates (const GArray *fates)
{
    GArray *reduced = g_array_sized_new (FALSE, TRUE, sizeof (CvpnFate), fates->len);

    for (guint i = 0; i < fates->len; i++) {
        const CvpnFate *fate = &g_array_index (fates, CvpnFate, i);
        CvpnFate short_fate;
        memset (&short_fate, 0, sizeof short_fate);
        short_fate.outcome = fate->outcome;
        short_fate.reason = fate->reason;
        short_fate.code = fate->code;
        short_fate.step = fate->code == CVPN_CODE_NONE ? 0 : fate->step;
        short_fate.rule = CVPN_RULE_NONE;
        g_array_append_val (reduced, short_fate);
    }
    return reduced;
}

void
cvpn_class_free (CvpnClass *class)
{
    g_array_unref (class->fates);
    cvpn_region_free (class->region);
    g_free (class);
}

/* Classes by their crowds and fates. */
typedef struct {
    CvpnDiagnosis *d;
    GHashTable *by_key;  /* GBytes -> CvpnClass *, borrowed */
    GPtrArray *by_joint; /* GPtrArray of CvpnClass *, or NULL */
} Sorting;

static CvpnClass *
get_class (const Sorting *s, guint set, GArray *fates, const CvpnAlike *alike)
{
    g_autoptr (GByteArray) words = g_byte_array_new ();
    CvpnClass *class;

    g_byte_array_append (words, (const guint8 *) &set, sizeof set);
    if (fates->len > 0)
        g_byte_array_append (words, (const guint8 *) fates->data,
                             (guint) (fates->len * sizeof (CvpnFate)));
    g_autoptr (GBytes) key = g_byte_array_free_to_bytes (g_steal_pointer (&words));
    class = g_hash_table_lookup (s->by_key, key);
    if (class)
        return class;
    class = g_new (CvpnClass, 1);
    class->crowds = s->d->sets->pdata[set];
    class->fates = g_array_ref (fates);
    class->verdict = alike->verdict;
    class->probability = alike->probability;
    class->region = cvpn_region_new ();
    g_ptr_array_add (s->d->classes, class);
    g_hash_table_insert (s->by_key, g_steal_pointer (&key), class);
    return class;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

    return x < y ? -1 : x > y;
}

/* Those alike but for rules are one. */
static GPtrArray *
find_classes (const Sorting *s, guint32 joint)
{
    const GPtrArray *list = cvpn_diagnosis_alike (s->d, joint);
    g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (free_group);
    g_autoptr (GPtrArray) firsts = g_ptr_array_new ();
    GPtrArray *classes = g_ptr_array_new ();

    for (guint i = 0; i < list->len; i++) {
        const CvpnAlike *alike = list->pdata[i];
        const guint32 crowd = g_array_index (alike->crowds, guint32, 0);
        g_autoptr (GArray) reduced = reduce_fates (alike->fates);
        Group *group =
            get_group (groups, cvpn_diagnosis_crowd (s->d, crowd)->person.endpoint, reduced);
        g_array_append_vals (group->crowds, alike->crowds->data, alike->crowds->len);
        if (firsts->len < groups->len)
            g_ptr_array_add (firsts, (gpointer) (gsize) alike);
    }
    for (guint i = 0; i < groups->len; i++) {
        Group *group = groups->pdata[i];
        g_array_sort (group->crowds, compare_numbers);
        const guint set = cvpn_diagnosis_set (s->d, group->crowds);
        g_ptr_array_add (classes, get_class (s, set, group->fates, firsts->pdata[i]));
    }
    return classes;
}

static gint
order_of (CvpnOutcome verdict)
{
    static const gint order[CVPN_N_OUTCOMES] = {
        [CVPN_OUTCOME_INTERMITTENT] = 0, [CVPN_OUTCOME_UNDETERMINED] = 1,
        [CVPN_OUTCOME_DROPPED] = 2,      [CVPN_OUTCOME_REJECTED] = 3,
        [CVPN_OUTCOME_BYPASSED] = 4,     [CVPN_OUTCOME_DELIVERED] = 5,
    };

    return order[verdict];
}

/* Intermittent ones first; then by address; then by whom they concern. */
static gint
compare_classes (gconstpointer a, gconstpointer b)
{
    const CvpnClass *x = *(CvpnClass *const *) a, *y = *(CvpnClass *const *) b;
    guint32 s, t;

    if (x->verdict != y->verdict)
        return order_of (x->verdict) - order_of (y->verdict);
    const guint32 first = cvpn_region_first (x->region, &s);
    const guint32 second = cvpn_region_first (y->region, &t);
    if (first != second)
        return first < second ? -1 : 1;
    if (s != t)
        return s < t ? -1 : 1;
    return compare_numbers (x->crowds->data, y->crowds->data);
}

static void
unref_list (gpointer data)
{
    if (data)
        g_ptr_array_unref (data);
}

void
cvpn_diagnosis_classify (CvpnDiagnosis *d)
{
    g_autoptr (GPtrArray) by_joint = g_ptr_array_new_with_free_func (unref_list);
    g_autoptr (GHashTable) by_key =
        g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
    const Sorting s = { d, by_key, by_joint };

    g_ptr_array_set_size (by_joint, (gint) d->survey->n_joints);
    for (guint i = 0; i < d->survey->cells->len; i++) {
        const CvpnCell *cell = &g_array_index (d->survey->cells, CvpnCell, i);
        if (!by_joint->pdata[cell->joint])
            by_joint->pdata[cell->joint] = find_classes (&s, cell->joint);
        const GPtrArray *classes = by_joint->pdata[cell->joint];
        for (guint j = 0; j < classes->len; j++)
            cvpn_region_add (((CvpnClass *) classes->pdata[j])->region,
                             (CvpnRange){ cell->first, cell->last }, cell->selectors);
    }
    g_ptr_array_sort (d->classes, compare_classes);
}
