/* summary_json: summary.json.  Keys and their order are part of the contract;
 * what cannot be computed is null. */
#include "observe/summary_state.h"

#include <math.h>

#include <cvpnsim/version.h>

#include "base/quantity.h"
#include "model/scenario.h"
#include "observe/json_text.h"

#define MICRO     1e6
#define EXACT_MAX 9007199254740992.0 /* 2^53: whole numbers below are exact */

static void
add_string (JsonBuilder *json, const char *name, const char *value)
{
    json_builder_set_member_name (json, name);
    json_builder_add_string_value (json, value);
}

static void
add_integer (JsonBuilder *json, const char *name, gint64 value)
{
    json_builder_set_member_name (json, name);
    json_builder_add_int_value (json, value);
}

/* Six decimals are kept; whole numbers are written as such. */
static void
add_real (JsonBuilder *json, const char *name, double value)
{
    const double rounded = round (value * MICRO) / MICRO;

    json_builder_set_member_name (json, name);
    if (isnan (value))
        json_builder_add_null_value (json);
    else if (fabs (value) < EXACT_MAX && fabs (value - trunc (value)) <= 0)
        json_builder_add_int_value (json, (gint64) value);
    else
        json_builder_add_double_value (json, rounded);
}

static void
begin_object (JsonBuilder *json, const char *name)
{
    json_builder_set_member_name (json, name);
    json_builder_begin_object (json);
}

static void
add_head (JsonBuilder *json, const CvpnSummary *summary)
{
    g_autofree char *name = g_filename_display_basename (cvpn_scenario_path (summary->scenario));

    add_string (json, "scenario", name);
    add_integer (json, "seed", summary->scenario->spec->scenario.seed);
    add_string (json, "version", CVPN_VERSION);
    add_real (json, "simulated_s", (double) summary->end_ns / CVPN_SECOND);
    add_integer (json, "events", (gint64) summary->events);
    json_builder_set_member_name (json, "complete");
    json_builder_add_boolean_value (json, summary->complete);
}

static void
add_metrics (JsonBuilder *json, const CvpnSummary *summary)
{
    begin_object (json, "metrics");
    for (guint i = 0; i < CVPN_N_METRICS; i++) {
        double value = NAN;
        cvpn_summary_metric (summary, cvpn_metric_name (i), &value);
        add_real (json, cvpn_metric_name (i), value);
    }
    json_builder_end_object (json);
}

static void
add_counts (JsonBuilder *json, const CvpnSummary *summary)
{
    begin_object (json, "verdicts");
    for (guint i = 0; i < CVPN_N_OUTCOMES; i++)
        if (i != CVPN_OUTCOME_INTERMITTENT)
            add_integer (json, cvpn_outcome_word (i), summary->outcomes[i]);
    json_builder_end_object (json);
    begin_object (json, "steps");
    for (guint i = 0; i < CVPN_N_STEPS; i++)
        add_integer (json, cvpn_step_number (i), cvpn_summary_stopped_at (summary, i));
    json_builder_end_object (json);
    begin_object (json, "codes");
    for (guint i = CVPN_CODE_NONE + 1; i < CVPN_N_CODES; i++)
        if (cvpn_summary_flows_with_code (summary, i) > 0)
            add_integer (json, cvpn_code_word (i), cvpn_summary_flows_with_code (summary, i));
    json_builder_end_object (json);
}

static void
add_landings (JsonBuilder *json, const CvpnSummary *summary)
{
    g_autoptr (GPtrArray) landings = cvpn_landings_sorted (summary->landings);

    json_builder_set_member_name (json, "landings");
    json_builder_begin_array (json);
    for (guint i = 0; i < landings->len; i++) {
        const CvpnLanding *landing = g_ptr_array_index (landings, i);
        json_builder_begin_object (json);
        add_string (json, "endpoint", landing->endpoint);
        add_string (json, "subnet", landing->subnet);
        add_string (json, "destination", landing->destination);
        add_integer (json, "flows", landing->flows);
        add_integer (json, "delivered", landing->delivered);
        add_real (json, "success", cvpn_landing_success (landing));
        json_builder_end_object (json);
    }
    json_builder_end_array (json);
}

static void
add_round_trips (JsonBuilder *json, const CvpnRoundTrips *trips)
{
    begin_object (json, "round_trip_us");
    add_real (json, "p50", ceil (cvpn_round_trips_quantile (trips, 0.50)));
    add_real (json, "p90", ceil (cvpn_round_trips_quantile (trips, 0.90)));
    add_real (json, "p99", ceil (cvpn_round_trips_quantile (trips, 0.99)));
    add_real (json, "max", ceil (cvpn_round_trips_max (trips)));
    json_builder_end_object (json);
}

static void
add_peaks (JsonBuilder *json, const CvpnSummary *summary)
{
    json_builder_set_member_name (json, "peaks");
    json_builder_begin_array (json);
    for (guint i = 0; i < summary->peaks->len; i++) {
        const CvpnPeakRecord *peak = &g_array_index (summary->peaks, CvpnPeakRecord, i);
        json_builder_begin_object (json);
        add_string (json, "quota", peak->quota);
        add_integer (json, "peak", peak->peak);
        add_integer (json, "limit", peak->limit);
        add_string (json, "component", peak->component);
        json_builder_end_object (json);
    }
    json_builder_end_array (json);
}

static void
add_connection_codes (JsonBuilder *json, const CvpnSummary *summary)
{
    begin_object (json, "connection_codes");
    for (guint i = CVPN_CODE_NONE + 1; i < CVPN_N_CODES; i++)
        if (summary->connection_codes[i] > 0)
            add_integer (json, cvpn_code_word (i), summary->connection_codes[i]);
    json_builder_end_object (json);
}

static void
add_session_ends (JsonBuilder *json, const CvpnSummary *summary)
{
    begin_object (json, "session_ends");
    for (guint i = CVPN_END_NONE + 1; i < CVPN_N_ENDS; i++)
        if (summary->ends[i] > 0)
            add_integer (json, cvpn_end_word (i), summary->ends[i]);
    json_builder_end_object (json);
}

char *
cvpn_summary_json (const CvpnSummary *summary)
{
    g_autoptr (JsonBuilder) json = json_builder_new ();

    json_builder_begin_object (json);
    add_head (json, summary);
    add_metrics (json, summary);
    add_counts (json, summary);
    add_landings (json, summary);
    add_round_trips (json, summary->round_trips);
    add_peaks (json, summary);
    begin_object (json, "intervals"); /* of confidence: several replications only */
    json_builder_end_object (json);
    add_connection_codes (json, summary);
    add_session_ends (json, summary);
    add_integer (json, "changes", summary->changes);
    json_builder_end_object (json);
    return cvpn_json_text (json);
}
