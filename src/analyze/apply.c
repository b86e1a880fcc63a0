/* apply: diagnose, mend, read again, and compare, until there is nothing to mend.
 *
 * All mends of a round are tried together; where that takes something away, or makes no
 * scenario, finding by finding, to leave out those that do. */
#include <cvpnsim/apply.h>

#include <string.h>

#include <cvpnsim/amend.h>
#include <cvpnsim/diff.h>
#include <cvpnsim/error.h>

#include "analyze/diagnosis.h"
#include "base/new_file.h"

#define ROUNDS_MAX 10

typedef struct {
    CvpnNewFile *file;
    char *folder;
    const CvpnScenario *asked; /* as diagnosed in this round */
    const CvpnScenario *now;   /* as mended so far */
    CvpnScenario *owned;       /* the same, unless it is the first */
    char *text;                /* the file of it; NULL: not written yet */
    GHashTable *changed;       /* "group\nkey", owned, as a set */
    GHashTable *refused;       /* the mends, described, that were */
    GPtrArray *messages;       /* char *, of CvpnApplied */
    GError *error;             /* the first that ends it all */
} Work;

static const char *
find_present (const CvpnScenario *scenario, const CvpnMend *mend)
{
    g_auto (GStrv) words = g_strsplit (mend->group, " ", 2);
    const CvpnGroup *group =
        cvpn_document_group (scenario->spec->document, words[0], words[1] ? words[1] : "");
    const CvpnEntry *entry = group ? cvpn_group_entry (group, mend->key) : NULL;

    return entry ? entry->value : NULL;
}

static CvpnMend *
copy_mend (const CvpnMend *mend)
{
    CvpnMend *copy = g_new0 (CvpnMend, 1);

    copy->group = g_strdup (mend->group);
    copy->key = g_strdup (mend->key);
    copy->value = g_strdup (mend->value);
    return copy;
}

/* What a value adds to the list that is there: "; ITEM…"; NULL: it is no list that goes on. */
static char *
find_addition (const char *present, const char *value)
{
    if (!present || !value || !g_str_has_prefix (value, present))
        return NULL;
    const char *rest = value + strlen (present);
    return *present == '\0' ? g_strconcat ("; ", rest, NULL)
           : *rest == ';'   ? g_strdup (rest)
                            : NULL;
}

/* Two findings may add to one list: what the second one adds follows.  Else the first one
 * counts, and the next round sees to the other. */
static void
merge (const char *present, CvpnMend *there, const CvpnMend *mend)
{
    g_autofree char *first = find_addition (present, there->value);
    g_autofree char *second = find_addition (present, mend->value);

    if (!first || !second || strstr (first, second))
        return;
    char *both = g_strconcat (there->value, second, NULL);
    g_free (there->value);
    there->value = both;
}

static void
add_change (const Work *work, GPtrArray *changes, const CvpnMend *mend)
{
    const char *present = find_present (work->now, mend);

    /* Done already; or another mend of this round has changed what this one was made of. */
    if (g_strcmp0 (present, mend->value) == 0 ||
        g_strcmp0 (present, find_present (work->asked, mend)) != 0)
        return;
    for (guint i = 0; i < changes->len; i++) {
        CvpnMend *there = changes->pdata[i];
        if (g_str_equal (there->group, mend->group) && g_str_equal (there->key, mend->key)) {
            merge (present, there, mend);
            return;
        }
    }
    g_ptr_array_add (changes, copy_mend (mend));
}

/* The same for the same mends of any round. */
static char *
describe (const CvpnDiscovery *discovery)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < discovery->mends->len; i++) {
        const CvpnMend *mend = discovery->mends->pdata[i];
        g_autofree char *text = cvpn_mend_text (mend);
        g_string_append_printf (out, "%s\n", text);
    }
    return g_string_free (out, FALSE);
}

static void
add_changes (const Work *work, GPtrArray *changes, const CvpnDiscovery *discovery)
{
    g_autofree char *what = describe (discovery);

    if (g_hash_table_contains (work->refused, what))
        return;
    for (guint i = 0; i < discovery->mends->len; i++)
        add_change (work, changes, discovery->mends->pdata[i]);
}

/* The scenario as it would be; 'text' receives its file.  NULL: it is none, or an error. */
static CvpnScenario *
try_changes (Work *work, const GPtrArray *changes, char **text)
{
    g_autofree CvpnAmendment *list = g_new0 (CvpnAmendment, changes->len + 1);
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    for (guint i = 0; i < changes->len; i++) {
        const CvpnMend *mend = changes->pdata[i];
        list[i] = (CvpnAmendment){ mend->group, mend->key, mend->value };
    }
    *text = cvpn_scenario_amend (work->now, list, changes->len, work->folder, &work->error);
    if (!*text || !cvpn_new_file_write (work->file, *text, &work->error))
        return NULL;
    return cvpn_scenario_load (cvpn_new_file_path (work->file), NULL, report, NULL);
}

static gboolean
takes_away (const CvpnScenario *before, const CvpnScenario *after)
{
    const CvpnDiffOptions options = { 0 };
    g_autoptr (CvpnDiff) diff = cvpn_diff (before, after, &options);

    return cvpn_diff_count (diff, CVPN_DIFFERENCE_LOST) > 0;
}

static void
note_changes (const Work *work, const GPtrArray *changes)
{
    for (guint i = 0; i < changes->len; i++) {
        const CvpnMend *mend = changes->pdata[i];
        g_hash_table_add (work->changed, g_strconcat (mend->group, "\n", mend->key, NULL));
    }
}

/* Makes the changes, unless that takes something away; FALSE: not made, 'why' receives it. */
static gboolean
make_changes (Work *work, const GPtrArray *changes, const char **why)
{
    g_autofree char *text = NULL;
    CvpnScenario *next = try_changes (work, changes, &text);

    *why = next ? "it would take away something that works" : "the file would have faults";
    if (next && !takes_away (work->now, next)) {
        note_changes (work, changes);
        cvpn_scenario_free (work->owned);
        work->now = work->owned = next;
        g_free (work->text);
        work->text = g_steal_pointer (&text);
        return TRUE;
    }
    cvpn_scenario_free (next);
    if (work->text && !work->error) /* what is to be amended next */
        cvpn_new_file_write (work->file, work->text, &work->error);
    return FALSE;
}

static GPtrArray *
new_changes (void)
{
    return g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_mend_free);
}

static gboolean
mend_alone (Work *work, const CvpnDiscovery *discovery)
{
    g_autoptr (GPtrArray) changes = new_changes ();
    const char *why;

    add_changes (work, changes, discovery);
    if (changes->len == 0)
        return FALSE;
    if (make_changes (work, changes, &why))
        return TRUE;
    if (!work->error) {
        g_hash_table_add (work->refused, describe (discovery));
        g_ptr_array_add (work->messages,
                         g_strdup_printf ("%s: not mended, %s: %s", discovery->finding.code, why,
                                          discovery->finding.message));
    }
    return FALSE;
}

/* FALSE: nothing was mended. */
static gboolean
mend_all (Work *work, const CvpnDiagnosis *diagnosis)
{
    g_autoptr (GPtrArray) changes = new_changes ();
    gboolean mended = FALSE;
    const char *why;

    for (guint i = 0; i < diagnosis->discoveries->len; i++)
        add_changes (work, changes, diagnosis->discoveries->pdata[i]);
    if (changes->len == 0)
        return FALSE;
    if (make_changes (work, changes, &why))
        return TRUE;
    for (guint i = 0; i < diagnosis->discoveries->len && !work->error; i++)
        mended |= mend_alone (work, diagnosis->discoveries->pdata[i]);
    return mended;
}

/* FALSE: nothing was mended. */
static gboolean
mend_round (Work *work, const CvpnDiagnoseOptions *options)
{
    /* The diagnosis speaks of the scenario before, which is freed within the round. */
    g_autoptr (CvpnDiagnosis) diagnosis = cvpn_diagnose (work->now, options, &work->error);
    CvpnScenario *before = g_steal_pointer (&work->owned);

    work->asked = work->now;
    const gboolean mended = diagnosis && mend_all (work, diagnosis);
    if (work->now == before) {
        work->owned = before;
    } else {
        g_clear_pointer (&diagnosis, cvpn_diagnosis_free);
        cvpn_scenario_free (before);
    }
    return mended && !work->error;
}

static guint
mend_in_rounds (Work *work, const CvpnDiagnoseOptions *options)
{
    guint round = 0;

    while (round < ROUNDS_MAX && mend_round (work, options))
        round++;
    return round;
}

/* Nothing to mend makes a file, too. */
static void
finish (Work *work, gboolean force)
{
    if (!work->error && !work->text) {
        work->text = cvpn_scenario_amend (work->now, NULL, 0, work->folder, &work->error);
        if (work->text)
            cvpn_new_file_write (work->file, work->text, &work->error);
    }
    if (!work->error)
        cvpn_new_file_commit (work->file, force, &work->error);
}

static gboolean
read_back (CvpnApplied *applied, const char *path, const CvpnDiagnoseOptions *options,
           GError **error)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    applied->mended = cvpn_scenario_load (path, NULL, report, error);
    if (applied->mended)
        applied->left = cvpn_diagnose (applied->mended, options, error);
    return applied->left != NULL;
}

static void
clear_work (Work *work)
{
    cvpn_scenario_free (work->owned);
    cvpn_new_file_free (work->file);
    g_free (work->folder);
    g_free (work->text);
    g_hash_table_unref (work->changed);
    g_hash_table_unref (work->refused);
    g_clear_error (&work->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, clear_work)

/* Lines of what lets packets pass. */
static guint
count_openings (GHashTable *changed)
{
    static const char *const filters[] = { "security-group ", "network-acl ", "network " };
    GHashTableIter iter;
    gpointer key;
    guint n = 0;

    g_hash_table_iter_init (&iter, changed);
    while (g_hash_table_iter_next (&iter, &key, NULL))
        for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
            n += g_str_has_prefix (key, filters[i]) && !g_str_has_suffix (key, "\nreturn-routes");
    return n;
}

CvpnApplied *
cvpn_diagnosis_apply (const CvpnScenario *scenario, const CvpnDiagnoseOptions *options,
                      const char *path, gboolean force, GError **error)
{
    g_autoptr (CvpnApplied) applied = NULL;

    if (options->at_ns) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                     "--apply changes what the file begins with; expected no --at");
        return NULL;
    }
    if (!cvpn_scenario_check_output (scenario, path, force, error))
        return NULL;
    applied = g_new0 (CvpnApplied, 1);
    applied->refused = g_ptr_array_new_with_free_func (g_free);
    g_auto (Work) work = {
        .folder = g_path_get_dirname (path),
        .now = scenario,
        .changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .messages = applied->refused,
    };
    work.file = cvpn_new_file_new (path, error);
    if (!work.file)
        return NULL;
    applied->n_rounds = mend_in_rounds (&work, options);
    finish (&work, force);
    applied->n_changes = g_hash_table_size (work.changed);
    applied->n_openings = count_openings (work.changed);
    if (work.error) {
        g_propagate_error (error, g_steal_pointer (&work.error));
        return NULL;
    }
    return read_back (applied, path, options, error) ? g_steal_pointer (&applied) : NULL;
}

void
cvpn_applied_free (CvpnApplied *applied)
{
    if (!applied)
        return;
    g_ptr_array_unref (applied->refused);
    cvpn_diagnosis_free (applied->left);
    cvpn_scenario_free (applied->mended);
    g_free (applied);
}
