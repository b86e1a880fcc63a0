/* diagnose: everybody is asked for, every packet is surveyed, and what is wrong is gathered. */
#include <string.h>

#include <cvpnsim/error.h>

#include "analyze/diagnosis.h"
#include "base/spelling.h"
#include "classes/boundaries.h"
#include "control/timeline.h"

static const struct {
    const char *word;
    CvpnFinds bit;
} find_words[] = {
    { "intermittent", CVPN_FINDS_INTERMITTENT },
    { "never", CVPN_FINDS_NEVER },
    { "unauthorized", CVPN_FINDS_UNAUTHORIZED },
    { "undetermined", CVPN_FINDS_UNDETERMINED },
    { "ports", CVPN_FINDS_PORTS },
    { "limits", CVPN_FINDS_LIMITS },
};

static guint
find_bit (const char *word, GError **error)
{
    const char *known[G_N_ELEMENTS (find_words)];

    for (guint i = 0; i < G_N_ELEMENTS (find_words); i++) {
        known[i] = find_words[i].word;
        if (g_str_equal (word, known[i]))
            return find_words[i].bit;
    }
    const char *nearest = cvpn_spelling_nearest (word, known, G_N_ELEMENTS (known));
    g_set_error (
        error, CVPN_ERROR, CVPN_ERROR_USAGE,
        "--only '%s': expected intermittent, never, unauthorized, undetermined, ports or limits"
        "%s%s%s",
        word, nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
    return 0;
}

gboolean
cvpn_finds_parse (const char *only, guint *finds, GError **error)
{
    g_auto (GStrv) words = g_strsplit (only, ",", -1);

    *finds = 0;
    for (guint i = 0; words[i]; i++) {
        const guint bit = find_bit (g_strstrip (words[i]), error);
        if (bit == 0)
            return FALSE;
        *finds |= bit;
    }
    if (*finds == 0)
        g_set_error (
            error, CVPN_ERROR, CVPN_ERROR_USAGE,
            "--only: expected intermittent, never, unauthorized, undetermined, ports or limits");
    return *finds != 0;
}

const CvpnSubnet *
cvpn_diagnosis_landing (const CvpnDiagnosis *d, guint32 crowd, guint landing)
{
    const CvpnColumn *column = &g_array_index (d->survey->columns, CvpnColumn,
                                               cvpn_diagnosis_crowd (d, crowd)->column + landing);

    return cvpn_subnet (d->net, cvpn_association (d->net, column->association)->subnet);
}

static void
unref_list (gpointer data)
{
    if (data)
        g_ptr_array_unref (data);
}

static CvpnDiagnosis *
new_diagnosis (const CvpnScenario *scenario, const CvpnDiagnoseOptions *options)
{
    CvpnDiagnosis *d = g_new0 (CvpnDiagnosis, 1);

    d->scenario = scenario;
    d->at_ns = options->at_ns ? *options->at_ns : -1;
    d->net = cvpn_timeline_at (scenario->timeline, d->at_ns);
    d->finds = options->finds ? options->finds : CVPN_FINDS_USUAL;
    d->people = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_answer_free);
    d->survey = cvpn_survey_new ();
    d->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
    d->set_ids =
        g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
    d->alike = g_ptr_array_new_with_free_func (unref_list);
    d->starts = g_array_new (FALSE, FALSE, sizeof (guint32));
    d->classes = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_class_free);
    d->discoveries = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_discovery_free);
    d->findings = g_ptr_array_new ();
    d->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    if (options->source_port >= 0)
        d->survey->source_port = (guint16) options->source_port;
    return d;
}

void
cvpn_diagnosis_free (CvpnDiagnosis *d)
{
    if (!d)
        return;
    g_hash_table_unref (d->taken);
    g_ptr_array_unref (d->findings);
    g_ptr_array_unref (d->discoveries);
    g_ptr_array_unref (d->classes);
    g_ptr_array_unref (d->alike);
    g_array_unref (d->starts);
    g_hash_table_unref (d->set_ids);
    g_ptr_array_unref (d->sets);
    cvpn_survey_free (d->survey);
    g_ptr_array_unref (d->people);
    g_free (d);
}

static void
add_asked (CvpnDiagnosis *d, CvpnAnswer *asked)
{
    const char *client = asked->user ? asked->user : asked->clients;

    g_ptr_array_add (d->people, asked);
    cvpn_survey_add_person (d->survey, 0, &asked->person, client, asked->groups);
}

static gboolean
add_clients (CvpnDiagnosis *d, const char *const *clients, GError **error)
{
    for (guint i = 0; clients[i]; i++) {
        CvpnAnswer *asked = cvpn_answer_new (d->scenario, d->at_ns);
        if (!cvpn_answer_ask_client (asked, clients[i], error)) {
            cvpn_answer_free (asked);
            return FALSE;
        }
        add_asked (d, asked);
    }
    return TRUE;
}

static gboolean
add_people (CvpnDiagnosis *d, const CvpnDiagnoseOptions *options, GError **error)
{
    if (options->clients && options->groups) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                     "--client and --groups exclude each other");
        return FALSE;
    }
    if (options->clients)
        return add_clients (d, options->clients, error);
    for (guint32 i = 0; options->groups && i < d->net->endpoints->len; i++) {
        CvpnAnswer *asked = cvpn_answer_new (d->scenario, d->at_ns);
        cvpn_answer_ask_groups (asked, i, options->groups);
        add_asked (d, asked);
    }
    if (!options->groups)
        cvpn_survey_add_everybody (d->survey, 0, d->scenario);
    return TRUE;
}

/* Where the survey may have put addresses together whose tables differ in what they say. */
static void
find_starts (CvpnDiagnosis *d)
{
    cvpn_boundaries_of_network (d->starts, d->net);
    for (guint32 i = 0; i < d->survey->crowds->len; i++)
        cvpn_boundaries_of_person (d->starts, &cvpn_diagnosis_crowd (d, i)->person);
    cvpn_boundaries_sort (d->starts, (CvpnPrefix){ 0, 0 });
}

/* Errors first; then by kind; by place in the file; by address. */
static gint
compare_discoveries (gconstpointer a, gconstpointer b)
{
    const CvpnDiscovery *x = *(CvpnDiscovery *const *) a, *y = *(CvpnDiscovery *const *) b;
    guint32 s, t;

    if (x->finding.severity != y->finding.severity)
        return (gint) y->finding.severity - (gint) x->finding.severity;
    if (x->subject.kind != y->subject.kind)
        return (gint) x->subject.kind - (gint) y->subject.kind;
    const guint32 first = cvpn_region_first (x->region, &s);
    const guint32 second = cvpn_region_first (y->region, &t);
    if (first != second)
        return first < second ? -1 : 1;
    if (s != t)
        return s < t ? -1 : 1;
    const gint order = g_strcmp0 (x->finding.code, y->finding.code);
    if (order != 0)
        return order;
    return g_strcmp0 (x->finding.message, y->finding.message);
}

/* What is looked for in one go, and was not asked for. */
static void
leave_out (CvpnDiagnosis *d)
{
    for (guint i = d->discoveries->len; i > 0; i--) {
        const CvpnSubject *subject = &((CvpnDiscovery *) d->discoveries->pdata[i - 1])->subject;
        if (subject->kind != CVPN_FINDS_INTERMITTENT ||
            (d->finds & (subject->limit ? CVPN_FINDS_LIMITS : CVPN_FINDS_INTERMITTENT)))
            continue;
        d->limited |= subject->limit;
        g_ptr_array_remove_index (d->discoveries, i - 1);
    }
}

static void
discover (CvpnDiagnosis *d)
{
    g_autoptr (CvpnSubjects) subjects = cvpn_subjects_new ();

    if (d->finds & (CVPN_FINDS_INTERMITTENT | CVPN_FINDS_LIMITS))
        cvpn_diagnosis_intermittent (d, subjects);
    if (d->finds & CVPN_FINDS_NEVER)
        cvpn_diagnosis_never (d, subjects);
    if (d->finds & (CVPN_FINDS_UNAUTHORIZED | CVPN_FINDS_UNDETERMINED))
        cvpn_diagnosis_notes (d, subjects);
    if (d->finds & CVPN_FINDS_PORTS)
        cvpn_diagnosis_ports (d, subjects);
    cvpn_subjects_discover (subjects, d);
    leave_out (d);
    for (guint i = 0; i < d->discoveries->len; i++)
        cvpn_discovery_explain (d->discoveries->pdata[i], d);
    g_ptr_array_sort (d->discoveries, compare_discoveries);
    for (guint i = 0; i < d->discoveries->len; i++)
        g_ptr_array_add (d->findings, &((CvpnDiscovery *) d->discoveries->pdata[i])->finding);
}

CvpnDiagnosis *
cvpn_diagnose (const CvpnScenario *scenario, const CvpnDiagnoseOptions *options, GError **error)
{
    g_autoptr (CvpnDiagnosis) d = new_diagnosis (scenario, options);

    cvpn_survey_add_view (d->survey, d->net);
    if (!add_people (d, options, error))
        return NULL;
    cvpn_survey_run (d->survey, (CvpnPrefix){ 0, 0 }, CVPN_SELECTORS_ALL);
    g_ptr_array_set_size (d->alike, (gint) d->survey->n_joints);
    find_starts (d);
    cvpn_diagnosis_classify (d);
    discover (d);
    return g_steal_pointer (&d);
}

const GPtrArray *
cvpn_diagnosis_findings (const CvpnDiagnosis *diagnosis)
{
    return diagnosis->findings;
}

guint
cvpn_diagnosis_count (const CvpnDiagnosis *diagnosis, CvpnSeverity severity)
{
    guint n = 0;

    for (guint i = 0; i < diagnosis->findings->len; i++)
        n += ((const CvpnFinding *) diagnosis->findings->pdata[i])->severity == severity;
    return n;
}
