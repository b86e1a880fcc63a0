/* scenario: from a path to a frozen scenario; each step needs the one before. */
#include "model/scenario.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "control/timeline.h"
#include "input/include.h"
#include "input/prune.h"
#include "input/sections.h"

/* Routes and rules take their endpoint's name, so their group can be made where
 * the file has none: "client-vpn-routes.cvpn-1.10.0.0.0/8=…". */
static void
make_owned_group (CvpnDocument *document, const char *assignment)
{
    guint n;
    const CvpnSection *const *sections = cvpn_sections (&n);

    for (guint i = 0; i < n; i++)
        for (guint j = 0; sections[i]->owner && j < document->groups->len; j++) {
            const CvpnGroup *owner = document->groups->pdata[j];
            g_autofree char *start = g_strdup_printf ("%s.%s.", sections[i]->kind, owner->name);
            if (g_str_equal (owner->kind, sections[i]->owner) &&
                g_str_has_prefix (assignment, start) &&
                !cvpn_document_group (document, sections[i]->kind, owner->name))
                cvpn_document_add (document, sections[i]->kind, owner->name,
                                   g_string_chunk_insert_const (document->files, "--set"), 0);
        }
}

/* Errors of overrides are of the call, whatever they are called below. */
static gboolean
set_key (CvpnDocument *document, const char *assignment, GError **error)
{
    GError *cause = NULL;

    make_owned_group (document, assignment);
    if (cvpn_document_set (document, assignment, &cause))
        return TRUE;
    g_set_error_literal (error, CVPN_ERROR, CVPN_ERROR_USAGE, cause->message);
    g_error_free (cause);
    return FALSE;
}

/* --seed and --duration; faults of the value then name the option.  A file that has no
 * such group is refused for that. */
static gboolean
set_option (CvpnDocument *document, const char *key, const char *option, const char *value,
            GError **error)
{
    g_autofree char *assignment = g_strdup_printf ("scenario.%s=%s", key, value);

    if (!value || !cvpn_document_group (document, "scenario", ""))
        return TRUE;
    if (!set_key (document, assignment, error))
        return FALSE;
    CvpnEntry *entry = cvpn_group_entry (cvpn_document_group (document, "scenario", ""), key);
    entry->file = g_string_chunk_insert_const (document->files, option);
    return TRUE;
}

static gboolean
apply_overrides (CvpnDocument *document, const CvpnOverrides *overrides, GError **error)
{
    static const char include[] = "scenario.include";

    if (!overrides)
        return TRUE;
    for (guint i = 0; overrides->set && overrides->set[i]; i++) {
        if (g_str_has_prefix (overrides->set[i], include)) {
            g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                         "'%s': files are included before anything is set", overrides->set[i]);
            return FALSE;
        }
        if (!set_key (document, overrides->set[i], error))
            return FALSE;
    }
    return set_option (document, "seed", "--seed", overrides->seed, error) &&
           set_option (document, "duration", "--duration", overrides->duration, error);
}

/* The title is there, and with it the place for everything else. */
static void
require_scenario (const CvpnDocument *document, const char *path, CvpnReport *report)
{
    for (guint i = 0; i < document->groups->len; i++)
        if (strcmp (((CvpnGroup *) document->groups->pdata[i])->kind, "scenario") == 0)
            return;
    cvpn_report_add (report, CVPN_SEVERITY_ERROR, path, 1,
                     "no [scenario] group; expected one, with a title at least");
}

static gboolean
check_report (const char *path, const CvpnReport *report, GError **error)
{
    const guint n = cvpn_report_errors (report);

    if (n > 0)
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_SCENARIO, "%s: %u error%s", path, n,
                     n == 1 ? "" : "s");
    return n == 0;
}

/* More faults than a person reads are not worth the search for others. */
#define FAULTS_WORTH_MORE 100

/* What contradicts what, in the groups that are well written. */
static void
look_for_contradictions (CvpnSpec *spec, CvpnReport *report)
{
    if (cvpn_report_errors (report) > FAULTS_WORTH_MORE)
        return;
    cvpn_spec_prune (spec, report);
    cvpn_network_free (cvpn_network_build (spec, report));
}

static CvpnSpec *
read_spec (const char *path, const char *text, const CvpnOverrides *overrides, CvpnReport *report,
           GError **error)
{
    g_autoptr (CvpnDocument) document = cvpn_document_new ();

    if (!cvpn_include_read (document, path, text, report)) {
        check_report (path, report, error);
        return NULL;
    }
    require_scenario (document, path, report);
    if (!apply_overrides (document, overrides, error))
        return NULL;
    g_autoptr (CvpnSpec) spec = cvpn_spec_read (g_steal_pointer (&document), report);
    if (cvpn_report_errors (report) > 0)
        look_for_contradictions (spec, report);
    return check_report (path, report, error) ? g_steal_pointer (&spec) : NULL;
}

/* A scenario, and what of it is freed in the end: for everybody else all that is constant, since
 * runs on several threads share it. */
typedef struct {
    CvpnScenario scenario; /* what is given out; first, so that the rest is found */
    CvpnSpec *spec;
    CvpnNetwork *net;
    CvpnWorkload *workload;
    CvpnTimeline *timeline;
} Loaded;

static CvpnScenario *
give_out (Loaded *loaded)
{
    loaded->scenario.spec = loaded->spec;
    loaded->scenario.net = loaded->net;
    loaded->scenario.workload = loaded->workload;
    loaded->scenario.timeline = loaded->timeline;
    return &loaded->scenario;
}

static CvpnScenario *
load (const char *path, const char *text, const CvpnOverrides *overrides, CvpnReport *report,
      GError **error)
{
    CvpnSpec *spec = read_spec (path, text, overrides, report, error);
    if (!spec)
        return NULL;
    Loaded *loaded = g_new0 (Loaded, 1);
    loaded->scenario.path = g_strdup (path);
    loaded->spec = spec;
    loaded->net = cvpn_network_build (spec, report);
    if (loaded->net)
        loaded->workload = cvpn_workload_build (spec, loaded->net, report);
    if (loaded->workload)
        loaded->timeline = cvpn_timeline_new (spec, loaded->net, report);
    g_autoptr (CvpnScenario) scenario = give_out (loaded);
    if (!check_report (path, report, error))
        return NULL;
    g_assert (scenario->timeline); /* who builds nothing has reported why */
    return g_steal_pointer (&scenario);
}

CvpnScenario *
cvpn_scenario_load (const char *path, const CvpnOverrides *overrides, CvpnReport *report,
                    GError **error)
{
    g_return_val_if_fail (path && report, NULL);

    return load (path, NULL, overrides, report, error);
}

CvpnScenario *
cvpn_scenario_load_text (const char *path, const char *text, const CvpnOverrides *overrides,
                         CvpnReport *report, GError **error)
{
    g_return_val_if_fail (path && text && report, NULL);

    return load (path, text, overrides, report, error);
}

void
cvpn_scenario_free (CvpnScenario *scenario)
{
    Loaded *loaded = (Loaded *) scenario;

    if (!loaded)
        return;
    cvpn_timeline_free (loaded->timeline);
    g_clear_pointer (&loaded->workload, cvpn_workload_free);
    g_clear_pointer (&loaded->net, cvpn_network_free);
    cvpn_spec_free (loaded->spec);
    g_free (loaded->scenario.path);
    g_free (loaded);
}

const CvpnNetwork *
cvpn_scenario_network (const CvpnScenario *scenario)
{
    return scenario->net;
}

const char *
cvpn_scenario_path (const CvpnScenario *scenario)
{
    return scenario->path;
}

const char *
cvpn_scenario_title (const CvpnScenario *scenario)
{
    return scenario->spec->scenario.title;
}
