/* sweep: what is asked for, checked as a whole before anything is begun. */
#include "sweep/sweep_state.h"

#include <string.h>

#include <cvpnsim/error.h>
#include <cvpnsim/version.h>

#include "base/quantity.h"
#include "base/refuse.h"
#include "base/spelling.h"
#include "model/scenario.h"
#include "sweep/fingerprint.h"

#define AUTO "auto"

/* What is told where nothing in particular is asked for. */
static const guint usual_metrics[] = { CVPN_METRIC_CONNECTION_SUCCESS, CVPN_METRIC_CONCURRENT_PEAK,
                                       CVPN_METRIC_CONCURRENT_MEAN, CVPN_METRIC_FLOW_SUCCESS };

static gboolean
refuse_metric (const char *name, GError **error)
{
    const char *known[CVPN_N_METRICS];

    for (guint i = 0; i < CVPN_N_METRICS; i++)
        known[i] = cvpn_metric_name (i);
    g_autofree char *hint = cvpn_spelling_hint (name, known, CVPN_N_METRICS);
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "--metric: there is no metric '%s'%s", name,
                 hint);
    return FALSE;
}

static gboolean
has_metric (const GArray *metrics, guint metric)
{
    for (guint i = 0; i < metrics->len; i++)
        if (g_array_index (metrics, guint, i) == metric)
            return TRUE;
    return FALSE;
}

static gboolean
read_metrics (CvpnSweep *sweep, const char *list, GError **error)
{
    g_auto (GStrv) names = g_strsplit (list ? list : "", ",", -1);

    sweep->usual = list == NULL;
    if (!list)
        g_array_append_vals (sweep->metrics, usual_metrics, G_N_ELEMENTS (usual_metrics));
    for (guint i = 0; names[i]; i++) {
        const int metric = cvpn_metric_from_name (g_strstrip (names[i]));
        if (metric < 0)
            return refuse_metric (names[i], error);
        if (has_metric (sweep->metrics, (guint) metric))
            return cvpn_refuse_usage (error, "--metric: '%s' is there twice", names[i]);
        g_array_append_val (sweep->metrics, metric);
    }
    sweep->rule.watched = (const guint *) (const void *) sweep->metrics->data;
    sweep->rule.n_watched = sweep->metrics->len;
    return sweep->metrics->len > 0 || refuse_metric ("", error);
}

/* The seed and the title that the scenario has itself. */
static gboolean
read_scenario (CvpnSweep *sweep, const char *seed, GError **error)
{
    const CvpnSetting *first = g_ptr_array_index (sweep->grid->settings, 0);
    const CvpnOverrides overrides = { .set = first->set, .duration = first->duration };
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    if (seed && !cvpn_integer_parse (seed, 0, G_MAXINT64, &sweep->seed, error)) {
        g_prefix_error (error, "--seed: ");
        return FALSE;
    }
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (first->path, &overrides, report, error);
    if (!scenario)
        return FALSE;
    sweep->title = g_strdup (cvpn_scenario_title (scenario));
    if (!seed)
        sweep->seed = scenario->spec->scenario.seed;
    return TRUE;
}

gboolean
cvpn_sweep_finds_warm_up (const CvpnSweep *sweep)
{
    return g_strcmp0 (sweep->warm_up, AUTO) == 0;
}

/* Each setting has its own duration. */
static gboolean
check_warm_up (const CvpnSweep *sweep, gint64 warm_up_ns, GError **error)
{
    for (guint32 i = 0; i < sweep->grid->times->len; i++) {
        const CvpnGridTimes *times = &g_array_index (sweep->grid->times, CvpnGridTimes, i);
        if (warm_up_ns < times->duration_ns)
            continue;
        g_autofree char *duration = cvpn_duration_format (times->duration_ns);
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                     "--warm-up %s: expected less than the duration, %s", sweep->warm_up, duration);
        return FALSE;
    }
    return TRUE;
}

/* What '--warm-up' says is set in every setting. */
static gboolean
set_warm_up (CvpnSweep *sweep, GError **error)
{
    gint64 warm_up_ns;

    if (!sweep->warm_up)
        return TRUE;
    if (cvpn_grid_sets (sweep->grid, "scenario.warm-up")) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                     "scenario.warm-up: is set by --warm-up already");
        return FALSE;
    }
    if (cvpn_sweep_finds_warm_up (sweep))
        return TRUE;
    if (!cvpn_duration_parse (sweep->warm_up, &warm_up_ns, error)) {
        g_prefix_error (error, "--warm-up: expected auto or a time: ");
        return FALSE;
    }
    g_autofree char *assignment = g_strconcat ("scenario.warm-up=", sweep->warm_up, NULL);
    cvpn_grid_fix (sweep->grid, assignment);
    return check_warm_up (sweep, warm_up_ns, error);
}

static void
make_labels (CvpnSweep *sweep)
{
    for (guint i = 0; i < sweep->grid->keys->len; i++)
        g_ptr_array_add (sweep->labels, cvpn_grid_label (sweep->grid, i));
}

/* 'sweep' has its grid; the rest of it, and whether it can be run. */
static gboolean
prepare (CvpnSweep *sweep, const CvpnSweepOptions *options, CvpnReport *report, GError **error)
{
    sweep->rule = (CvpnStoppingRule){ .minimum = options->minimum,
                                      .maximum = options->maximum,
                                      .relative_precision = options->relative_precision,
                                      .confidence = options->confidence };
    sweep->warm_up = g_strdup (options->warm_up);
    make_labels (sweep);
    if (!read_metrics (sweep, options->metrics, error) ||
        !cvpn_grid_check (sweep->grid, report, error) || !set_warm_up (sweep, error) ||
        !read_scenario (sweep, options->seed, error))
        return FALSE;
    sweep->digest = cvpn_fingerprint (sweep->grid, error);
    return sweep->digest != NULL;
}

/* It is read here, by each setting's first run at least, and again when the sweep goes on. */
static gboolean
check_path (const char *path, GError **error)
{
    if (!g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_REGULAR) ||
        g_file_test (path, G_FILE_TEST_IS_DIR))
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                 "%s: can be read only once, and a sweep reads it for each run; expected a file",
                 path);
    return FALSE;
}

CvpnSweep *
cvpn_sweep_new (const CvpnSweepOptions *options, CvpnReport *report, GError **error)
{
    g_autoptr (CvpnSweep) sweep = g_new0 (CvpnSweep, 1);

    sweep->metrics = g_array_new (FALSE, FALSE, sizeof (guint));
    sweep->shown = g_array_new (FALSE, FALSE, sizeof (guint));
    sweep->labels = g_ptr_array_new_with_free_func (g_free);
    if (!check_path (options->scenario, error))
        return NULL;
    sweep->grid = cvpn_grid_new (options->scenario, options->set, options->settings_file,
                                 options->duration, error);
    return sweep->grid && prepare (sweep, options, report, error) ? g_steal_pointer (&sweep) : NULL;
}

void
cvpn_sweep_free (CvpnSweep *sweep)
{
    if (!sweep)
        return;
    g_clear_pointer (&sweep->experiment, cvpn_experiment_free);
    g_clear_pointer (&sweep->pilots, cvpn_pilots_free);
    g_clear_pointer (&sweep->journal, cvpn_journal_free);
    g_clear_pointer (&sweep->grid, cvpn_grid_free);
    g_array_unref (sweep->metrics);
    g_array_unref (sweep->shown);
    g_ptr_array_unref (sweep->labels);
    g_free (sweep->title);
    g_free (sweep->folder);
    g_free (sweep->warm_up);
    g_free (sweep->digest);
    g_free (sweep);
}

gboolean
cvpn_sweep_open (CvpnSweep *sweep, const char *folder, gboolean force, GError **error)
{
    sweep->folder = g_strdup (folder);
    sweep->journal = cvpn_journal_open (
        folder,
        cvpn_manifest_new (sweep->grid, sweep->seed, sweep->digest, sweep->warm_up, &sweep->rule),
        force, error);
    return sweep->journal != NULL;
}
