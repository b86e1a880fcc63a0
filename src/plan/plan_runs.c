/* plan_runs: an experiment for each lot of runs, which gets the trials that are there already. */
#include "plan/plan_runs.h"

#include <math.h>

#include <json-glib/json-glib.h>

CvpnPlanRuns *
cvpn_plan_runs_new (CvpnSetting *setting)
{
    CvpnPlanRuns *runs = g_new0 (CvpnPlanRuns, 1);

    runs->setting = setting;
    runs->trials = g_ptr_array_new_with_free_func (cvpn_trial_free);
    return runs;
}

void
cvpn_plan_runs_free (CvpnPlanRuns *runs)
{
    if (!runs)
        return;
    cvpn_setting_free (runs->setting);
    g_ptr_array_unref (runs->trials);
    g_free (runs);
}

static void
put_trial (CvpnPlanRuns *runs, guint i, const CvpnTrial *trial)
{
    const CvpnTrial copy = cvpn_trial_copy (trial);

    if (runs->trials->len <= i)
        g_ptr_array_set_size (runs->trials, (gint) i + 1);
    g_assert (!runs->trials->pdata[i]);
    runs->trials->pdata[i] = g_memdup2 (&copy, sizeof copy);
}

static const CvpnTrial *
find_trial (const CvpnPlanRuns *runs, guint i)
{
    return i < runs->trials->len ? runs->trials->pdata[i] : NULL;
}

void
cvpn_plan_runs_take (CvpnPlanRuns *runs, const CvpnPlanRuns *from, guint i)
{
    if (!find_trial (runs, i))
        put_trial (runs, i, find_trial (from, i));
}

double
cvpn_plan_runs_figure (const CvpnPlanRuns *runs, guint i, CvpnMetric metric)
{
    return find_trial (runs, i)->figures[metric];
}

double *
cvpn_plan_runs_figures (const CvpnPlanRuns *runs, CvpnMetric metric)
{
    double *figures = g_new (double, runs->trials->len + 1);

    for (guint i = 0; i < runs->trials->len; i++)
        figures[i] = cvpn_plan_runs_figure (runs, i, metric);
    return figures;
}

CvpnPlanFigure
cvpn_plan_figure (const double *values, guint n, double confidence)
{
    const CvpnEstimate of = cvpn_estimate (values, n, confidence);

    return (CvpnPlanFigure){ .mean = of.n > 0 ? of.mean : NAN,
                             .lower = of.n > 0 ? of.mean - of.half_width : NAN,
                             .upper = of.n > 0 ? of.mean + of.half_width : NAN,
                             .replications = of.n };
}

CvpnPlanFigure
cvpn_plan_runs_estimate (const CvpnPlanRuns *runs, CvpnMetric metric, double confidence)
{
    g_autofree double *figures = cvpn_plan_runs_figures (runs, metric);

    return cvpn_plan_figure (figures, runs->trials->len, confidence);
}

double
cvpn_plan_runs_highest (const CvpnPlanRuns *runs, CvpnMetric metric)
{
    double highest = NAN;

    for (guint i = 0; i < runs->trials->len; i++)
        highest = fmax (highest, cvpn_plan_runs_figure (runs, i, metric));
    return highest;
}

static guint64
events_of (const CvpnTrial *trial)
{
    g_autoptr (JsonNode) root = json_from_string (trial->summary, NULL);
    JsonObject *object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

    return object ? (guint64) json_object_get_int_member_with_default (object, "events", 0) : 0;
}

guint64
cvpn_plan_runs_events (const CvpnPlanRuns *runs)
{
    guint64 events = 0;

    for (guint i = 0; i < runs->trials->len; i++)
        events += events_of (find_trial (runs, i));
    return events;
}

typedef struct {
    const CvpnExperiment *experiment;
    const CvpnPlanRunsWatch *watch;
} Looking;

static gboolean
look (gpointer data)
{
    const Looking *looking = data;
    guint there, expected;

    cvpn_experiment_progress (looking->experiment, &there, &expected);
    return looking->watch->interrupted (looking->watch->data,
                                        expected > 0 ? (double) there / expected : 1);
}

static void
add_known (CvpnExperiment *experiment, CvpnPlanRuns *const *runs, guint n)
{
    for (guint32 setting = 0; setting < n; setting++)
        for (guint32 i = 0; i < runs[setting]->trials->len; i++)
            if (find_trial (runs[setting], i)) {
                CvpnTrial copy = cvpn_trial_copy (find_trial (runs[setting], i));
                const gboolean fits =
                    cvpn_experiment_add (experiment, (CvpnJob){ setting, i + 1 }, &copy);
                g_assert (fits);
            }
}

/* Trials behind what the rule has asked for are dropped: what counts is what it says. */
static void
keep_trials (const CvpnExperiment *experiment, CvpnPlanRuns *const *runs, guint n)
{
    for (guint32 setting = 0; setting < n; setting++) {
        const guint32 replications = cvpn_experiment_replications (experiment, setting);
        g_ptr_array_set_size (runs[setting]->trials, (gint) replications);
        for (guint32 i = 0; i < replications; i++)
            if (!find_trial (runs[setting], i))
                put_trial (runs[setting], i, cvpn_experiment_trial (experiment, setting, i + 1));
    }
}

CvpnCrewEnd
cvpn_plan_runs_work (CvpnPlanRuns *const *runs, guint n, const CvpnPlanEffort *effort,
                     const CvpnPlanOptions *options, const CvpnPlanRunsWatch *watch, GError **error)
{
    g_autoptr (GPtrArray) settings = g_ptr_array_new ();
    const CvpnStoppingRule rule = { .minimum = effort->minimum,
                                    .maximum = effort->maximum,
                                    .relative_precision = effort->relative_precision,
                                    .confidence = options->confidence,
                                    .watched = effort->watched,
                                    .n_watched = effort->n_watched };

    for (guint i = 0; i < n; i++)
        g_ptr_array_add (settings, runs[i]->setting);
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, options->seed);
    Looking looking = { experiment, watch };
    const CvpnCrew crew = { .threads = options->threads, .interrupted = look, .data = &looking };
    add_known (experiment, runs, n);
    const CvpnCrewEnd end = cvpn_experiment_run (experiment, &crew, NULL, NULL, error);
    if (end == CVPN_CREW_DONE)
        keep_trials (experiment, runs, n);
    return end;
}
