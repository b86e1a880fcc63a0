/* sweep_facts: what a sweep has found, for those who write it. */
#include "sweep/sweep_state.h"

#include <cvpnsim/version.h>

guint
cvpn_sweep_found (const CvpnSweep *sweep)
{
    return sweep->found;
}

CvpnSweepFacts
cvpn_sweep_facts (const CvpnSweep *sweep)
{
    return (CvpnSweepFacts){
        .scenario = sweep->grid->path,
        .title = sweep->title,
        .folder = sweep->folder,
        .version = CVPN_VERSION,
        .seed = sweep->seed,
        .confidence = sweep->rule.confidence,
        .relative_precision = sweep->rule.relative_precision,
        .minimum = sweep->rule.minimum,
        .maximum = sweep->rule.maximum,
        .warm_up = sweep->warm_up,
        .warm_up_ns = sweep->journal ? cvpn_journal_manifest (sweep->journal)->warm_up_ns : -1,
        .n_keys = sweep->grid->keys->len,
        .n_settings = sweep->grid->settings->len,
        .n_metrics = sweep->shown->len,
    };
}

const char *
cvpn_sweep_key (const CvpnSweep *sweep, guint key)
{
    return g_ptr_array_index (sweep->grid->keys, key);
}

const char *
cvpn_sweep_label (const CvpnSweep *sweep, guint key)
{
    return g_ptr_array_index (sweep->labels, key);
}

const char *
cvpn_sweep_value (const CvpnSweep *sweep, guint setting, guint key)
{
    return ((const CvpnSetting *) g_ptr_array_index (sweep->grid->settings, setting))->values[key];
}

guint
cvpn_sweep_metric (const CvpnSweep *sweep, guint index)
{
    return g_array_index (sweep->shown, guint, index);
}

guint32
cvpn_sweep_replications (const CvpnSweep *sweep, guint setting)
{
    return cvpn_experiment_replications (sweep->experiment, setting);
}

gboolean
cvpn_sweep_is_precise (const CvpnSweep *sweep, guint setting)
{
    return cvpn_experiment_is_precise (sweep->experiment, setting);
}

static CvpnSweepFigure
figure_of (const CvpnEstimate *estimate)
{
    return (CvpnSweepFigure){
        .replications = estimate->n,
        .mean = estimate->mean,
        .half_width = estimate->half_width,
        .deviation = estimate->deviation,
        .minimum = estimate->minimum,
        .maximum = estimate->maximum,
    };
}

CvpnSweepFigure
cvpn_sweep_figure (const CvpnSweep *sweep, guint setting, guint metric)
{
    const CvpnEstimate estimate = cvpn_experiment_estimate (sweep->experiment, setting, metric);

    return figure_of (&estimate);
}

CvpnSweepFigure
cvpn_sweep_difference (const CvpnSweep *sweep, guint setting, guint metric)
{
    const CvpnEstimate estimate =
        cvpn_experiment_difference (sweep->experiment, setting, 0, metric);
    CvpnSweepFigure figure = figure_of (&estimate);

    figure.significant = cvpn_estimate_is_significant (&estimate);
    return figure;
}
