/* A sweep as JSON: what cvpn_sweep_text says, and the intervals' ends. */
#include <cvpnsim/sweep.h>

#include <math.h>

#include "base/quantity.h"
#include "model/metric_names.h"
#include "observe/json_fields.h"
#include "observe/json_text.h"

static void
add_mean (JsonBuilder *json, const CvpnSweepFigure *figure)
{
    cvpn_json_add_count (json, "replications", figure->replications);
    cvpn_json_add_number (json, "mean", figure->mean);
    cvpn_json_add_number (json, "half_width", figure->half_width);
    cvpn_json_add_number (json, "lower", figure->mean - figure->half_width);
    cvpn_json_add_number (json, "upper", figure->mean + figure->half_width);
}

static void
add_figures (JsonBuilder *json, const CvpnSweep *sweep, guint setting, guint n)
{
    cvpn_json_begin_object (json, "metrics");
    for (guint j = 0; j < n; j++) {
        const guint metric = cvpn_sweep_metric (sweep, j);
        const CvpnSweepFigure figure = cvpn_sweep_figure (sweep, setting, metric);
        cvpn_json_begin_object (json, cvpn_metric_name (metric));
        add_mean (json, &figure);
        cvpn_json_add_number (json, "standard_deviation", figure.deviation);
        cvpn_json_add_number (json, "minimum", figure.minimum);
        cvpn_json_add_number (json, "maximum", figure.maximum);
        json_builder_end_object (json);
    }
    json_builder_end_object (json);
}

static void
add_differences (JsonBuilder *json, const CvpnSweep *sweep, guint setting, guint n)
{
    if (setting == 0) {
        json_builder_set_member_name (json, "differences");
        json_builder_add_null_value (json);
        return;
    }
    cvpn_json_begin_object (json, "differences");
    for (guint j = 0; j < n; j++) {
        const guint metric = cvpn_sweep_metric (sweep, j);
        const CvpnSweepFigure figure = cvpn_sweep_difference (sweep, setting, metric);
        cvpn_json_begin_object (json, cvpn_metric_name (metric));
        add_mean (json, &figure);
        cvpn_json_add_flag (json, "significant", figure.significant);
        json_builder_end_object (json);
    }
    json_builder_end_object (json);
}

static void
add_setting (JsonBuilder *json, const CvpnSweep *sweep, const CvpnSweepFacts *facts, guint setting)
{
    json_builder_begin_object (json);
    cvpn_json_add_count (json, "setting", setting);
    cvpn_json_begin_object (json, "values");
    for (guint i = 0; i < facts->n_keys; i++)
        cvpn_json_add_text (json, cvpn_sweep_key (sweep, i), cvpn_sweep_value (sweep, setting, i));
    json_builder_end_object (json);
    cvpn_json_add_count (json, "replications", cvpn_sweep_replications (sweep, setting));
    cvpn_json_add_flag (json, "precise", cvpn_sweep_is_precise (sweep, setting));
    add_figures (json, sweep, setting, facts->n_metrics);
    add_differences (json, sweep, setting, facts->n_metrics);
    json_builder_end_object (json);
}

static void
add_head (JsonBuilder *json, const CvpnSweepFacts *facts)
{
    g_autofree char *name = g_filename_display_basename (facts->scenario);

    cvpn_json_add_text (json, "scenario", name);
    cvpn_json_add_text (json, "title", facts->title);
    cvpn_json_add_count (json, "seed", (guint64) facts->seed);
    cvpn_json_add_text (json, "version", facts->version);
    cvpn_json_add_number (json, "confidence", facts->confidence);
    cvpn_json_add_count (json, "minimum_replications", facts->minimum);
    cvpn_json_add_count (json, "maximum_replications", facts->maximum);
    cvpn_json_add_number (json, "relative_precision",
                          facts->relative_precision > 0 ? facts->relative_precision : NAN);
    cvpn_json_add_text (json, "warm_up", facts->warm_up);
    cvpn_json_add_number (json, "warm_up_found_s",
                          facts->warm_up_ns >= 0 ? (double) facts->warm_up_ns / CVPN_SECOND : NAN);
}

char *
cvpn_sweep_json (const CvpnSweep *sweep)
{
    const CvpnSweepFacts facts = cvpn_sweep_facts (sweep);
    g_autoptr (JsonBuilder) json = json_builder_new ();

    json_builder_begin_object (json);
    add_head (json, &facts);
    json_builder_set_member_name (json, "settings");
    json_builder_begin_array (json);
    for (guint i = 0; i < facts.n_settings; i++)
        add_setting (json, sweep, &facts, i);
    json_builder_end_array (json);
    json_builder_end_object (json);
    return cvpn_json_text (json);
}
