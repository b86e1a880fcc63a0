/* diff_people: who is who on the two sides. */
#include <string.h>

#include "analyze/diff.h"

void
cvpn_diff_pair_free (CvpnDiffPair *pair)
{
    g_ptr_array_unref (pair->clients);
    g_ptr_array_unref (pair->groups);
    g_free (pair);
}

G_GNUC_PRINTF (2, 3)
static void
remark (CvpnDiff *diff, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_ptr_array_add (diff->remarks, g_strdup_vprintf (format, arguments));
    va_end (arguments);
}

/* People whom nothing tells apart on either side are one pair. */
static CvpnDiffPair *
find_pair (CvpnDiff *diff, const guint32 crowds[2])
{
    CvpnDiffPair *pair;

    for (guint i = 0; i < diff->pairs->len; i++) {
        pair = diff->pairs->pdata[i];
        if (pair->crowds[0] == crowds[0] && pair->crowds[1] == crowds[1])
            return pair;
    }
    pair = g_new0 (CvpnDiffPair, 1);
    memcpy (pair->crowds, crowds, sizeof pair->crowds);
    pair->clients = g_ptr_array_new_with_free_func (g_free);
    pair->groups = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (diff->pairs, pair);
    return pair;
}

static const CvpnPopulation *
population_at (const CvpnDiff *diff, guint side, guint i)
{
    return &g_array_index (diff->scenarios[side]->workload->populations, CvpnPopulation, i);
}

static guint
count_populations (const CvpnDiff *diff, guint side)
{
    return diff->scenarios[side]->workload->populations->len;
}

static const CvpnPopulation *
find_population (const CvpnDiff *diff, guint side, const char *name)
{
    for (guint i = 0; i < count_populations (diff, side); i++)
        if (g_str_equal (population_at (diff, side, i)->name, name))
            return population_at (diff, side, i);
    return NULL;
}

static void
add_populations (CvpnDiff *diff, CvpnSurvey *survey, const CvpnPopulation *before,
                 const CvpnPopulation *after)
{
    const guint32 crowds[2] = { cvpn_survey_add_population (survey, CVPN_BEFORE, before),
                                cvpn_survey_add_population (survey, CVPN_AFTER, after) };
    CvpnDiffPair *pair = find_pair (diff, crowds);

    g_ptr_array_add (pair->clients, g_strdup (before->name));
    for (guint i = 0;
         pair->groups->len == 0 && before->person.groups && i < before->spec->groups->len; i++)
        g_ptr_array_add (pair->groups, g_strdup (before->spec->groups->pdata[i]));
}

static gboolean
groups_equal (const CvpnPopulation *a, const CvpnPopulation *b)
{
    const GPtrArray *left = a->spec->groups, *right = b->spec->groups;

    for (guint i = 0; i < left->len && left->len == right->len; i++)
        if (!g_ptr_array_find_with_equal_func ((GPtrArray *) (gsize) right, left->pdata[i],
                                               g_str_equal, NULL))
            return FALSE;
    return left->len == right->len;
}

/* One that is on the other side only, too, and has the same groups: perhaps renamed. */
static const CvpnPopulation *
find_renamed (const CvpnDiff *diff, const CvpnPopulation *population, GHashTable *taken)
{
    for (guint i = 0; i < count_populations (diff, CVPN_AFTER); i++) {
        const CvpnPopulation *other = population_at (diff, CVPN_AFTER, i);
        if (!find_population (diff, CVPN_BEFORE, other->name) &&
            !g_hash_table_contains (taken, other->name) && groups_equal (population, other))
            return other;
    }
    return NULL;
}

static void
match_populations (CvpnDiff *diff, CvpnSurvey *survey)
{
    g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint i = 0; i < count_populations (diff, CVPN_BEFORE); i++) {
        const CvpnPopulation *before = population_at (diff, CVPN_BEFORE, i);
        const CvpnPopulation *after = find_population (diff, CVPN_AFTER, before->name);
        if (!after) {
            after = find_renamed (diff, before, taken);
            if (after)
                remark (diff, "clients %s are compared with %s, who have the same groups",
                        before->name, after->name);
            else
                remark (diff, "clients %s are in the file before only", before->name);
        }
        if (!after)
            continue;
        g_hash_table_add (taken, (gpointer) (gsize) after->name);
        add_populations (diff, survey, before, after);
    }
    for (guint i = 0; i < count_populations (diff, CVPN_AFTER); i++) {
        const char *name = population_at (diff, CVPN_AFTER, i)->name;
        if (!g_hash_table_contains (taken, name))
            remark (diff, "clients %s are in the file after only", name);
    }
}

/* By name; if each side has just one, that. */
static guint32
match_endpoint (CvpnDiff *diff, guint side, guint32 endpoint)
{
    const CvpnNetwork *net = diff->nets[side], *other = diff->nets[!side];

    if (net->endpoints->len == 1 && other->endpoints->len == 1)
        return 0;
    return cvpn_network_find_endpoint (other, cvpn_endpoint (net, endpoint)->name);
}

static void
remark_endpoints (CvpnDiff *diff)
{
    static const char *const words[] = { "before", "after" };

    for (guint side = 0; side < 2; side++)
        for (guint32 i = 0; i < diff->nets[side]->endpoints->len; i++) {
            const char *name = cvpn_endpoint (diff->nets[side], i)->name;
            const guint32 other = match_endpoint (diff, side, i);
            if (other == CVPN_NONE)
                remark (diff, "endpoint %s is in the file %s only", name, words[side]);
            else if (side == CVPN_BEFORE &&
                     !g_str_equal (cvpn_endpoint (diff->nets[!side], other)->name, name))
                remark (diff, "endpoint %s is compared with %s, the only one", name,
                        cvpn_endpoint (diff->nets[!side], other)->name);
        }
}

/* A user of at most one group who has authenticated by whatever the endpoint asks; a
 * certificate alone has no groups. */
static guint32
add_member (CvpnSurvey *survey, guint view, guint32 endpoint, const GPtrArray *groups)
{
    const CvpnNetwork *net = survey->views->pdata[view];
    CvpnPerson person = cvpn_person_of_endpoint (net, endpoint);

    if (person.authentication & ~(guint) CVPN_AUTHENTICATION_CERTIFICATE) {
        guint32 *handles = g_new0 (guint32, groups->len + 1);
        g_ptr_array_add (survey->handles, handles);
        person.n_groups =
            cvpn_person_groups (net, (char *const *) groups->pdata, groups->len, handles);
        person.groups = handles;
    }
    return cvpn_survey_add_person (survey, view, &person, NULL, groups);
}

/* The groups that either side's rules name; the first, NULL, stands for none. */
static GPtrArray *
collect_groups (const CvpnDiff *diff)
{
    GPtrArray *names = g_ptr_array_new ();

    g_ptr_array_add (names, NULL);
    for (guint side = 0; side < 2; side++)
        for (guint i = 0; i < diff->nets[side]->access_groups->len; i++) {
            char *name = diff->nets[side]->access_groups->pdata[i];
            gboolean known = FALSE;
            for (guint j = 1; j < names->len; j++)
                known = known || g_str_equal (names->pdata[j], name);
            if (!known)
                g_ptr_array_add (names, name);
        }
    return names;
}

static void
match_groups (CvpnDiff *diff, CvpnSurvey *survey)
{
    g_autoptr (GPtrArray) names = collect_groups (diff);

    for (guint32 i = 0; i < diff->nets[CVPN_BEFORE]->endpoints->len; i++) {
        const guint32 other = match_endpoint (diff, CVPN_BEFORE, i);
        for (guint j = 0; j < names->len && other != CVPN_NONE; j++) {
            g_autoptr (GPtrArray) groups = g_ptr_array_new ();
            if (names->pdata[j])
                g_ptr_array_add (groups, names->pdata[j]);
            const guint32 crowds[2] = { add_member (survey, CVPN_BEFORE, i, groups),
                                        add_member (survey, CVPN_AFTER, other, groups) };
            const guint known = diff->pairs->len;
            CvpnDiffPair *pair = find_pair (diff, crowds);
            if (diff->pairs->len > known)
                g_ptr_array_add (pair->groups, g_strdup (names->pdata[j] ? names->pdata[j] : ""));
        }
    }
}

void
cvpn_diff_people (CvpnDiff *diff, CvpnSurvey *survey)
{
    const gboolean named[2] = { count_populations (diff, CVPN_BEFORE) > 0,
                                count_populations (diff, CVPN_AFTER) > 0 };

    remark_endpoints (diff);
    if (named[CVPN_BEFORE] && named[CVPN_AFTER]) {
        match_populations (diff, survey);
        return;
    }
    if (named[CVPN_BEFORE] != named[CVPN_AFTER])
        remark (diff, "the file %s has no clients: users are compared by their access groups",
                named[CVPN_BEFORE] ? "after" : "before");
    match_groups (diff, survey);
}
