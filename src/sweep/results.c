/* results: rows in the order of settings, then of the list of metrics.
 *
 * Ten digits: shares near 1 differ behind the sixth. */
#include "sweep/results.h"

#include <math.h>

#include "base/csv.h"

static const char *
unit_word (CvpnMetric metric)
{
    static const char *const words[] = {
        [CVPN_UNIT_COUNT] = "count", [CVPN_UNIT_SHARE] = "share", [CVPN_UNIT_SECONDS] = "seconds"
    };

    return words[cvpn_metric_unit (metric)];
}

/* ",NUMBER"; an empty field where there is none. */
static void
append_number (GString *out, double number)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append_c (out, ',');
    if (isfinite (number)) /* + 0.0: no "-0" */
        g_string_append (out, g_ascii_formatd (text, sizeof text, "%.10g", number + 0.0));
}

static void
append_field (GString *out, const char *field)
{
    cvpn_csv_append (out, field);
    g_string_append_c (out, ',');
}

static void
append_header (GString *out, const CvpnGrid *grid, const char *rest)
{
    g_string_append (out, "setting,");
    for (guint i = 0; i < grid->keys->len; i++)
        append_field (out, g_ptr_array_index (grid->keys, i));
    g_string_append_printf (out, "%s\n", rest);
}

/* Which setting, and its values. */
static void
append_setting (GString *out, const CvpnGrid *grid, guint32 setting)
{
    const CvpnSetting *of = g_ptr_array_index (grid->settings, setting);

    g_string_append_printf (out, "%u,", setting);
    for (guint i = 0; i < grid->keys->len; i++)
        append_field (out, of->values[i]);
}

static void
append_mean (GString *out, const CvpnEstimate *estimate)
{
    append_number (out, estimate->mean);
    append_number (out, estimate->half_width);
    append_number (out, estimate->mean - estimate->half_width);
    append_number (out, estimate->mean + estimate->half_width);
}

char *
cvpn_results_csv (const CvpnGrid *grid, const CvpnExperiment *experiment)
{
    GString *out = g_string_new (NULL);

    append_header (out, grid,
                   "metric,unit,replications,mean,half_width,lower,upper,standard_deviation,"
                   "minimum,maximum");
    for (guint32 i = 0; i < grid->settings->len; i++)
        for (guint j = 0; j < CVPN_N_METRICS; j++) {
            const CvpnEstimate estimate = cvpn_experiment_estimate (experiment, i, j);
            append_setting (out, grid, i);
            g_string_append_printf (out, "%s,%s,%u", cvpn_metric_name (j), unit_word (j),
                                    estimate.n);
            append_mean (out, &estimate);
            append_number (out, estimate.deviation);
            append_number (out, estimate.minimum);
            append_number (out, estimate.maximum);
            g_string_append_c (out, '\n');
        }
    return g_string_free (out, FALSE);
}

char *
cvpn_differences_csv (const CvpnGrid *grid, const CvpnExperiment *experiment)
{
    GString *out = g_string_new (NULL);

    append_header (out, grid,
                   "against,metric,unit,replications,mean,half_width,lower,upper,significant");
    for (guint32 i = 1; i < grid->settings->len; i++)
        for (guint j = 0; j < CVPN_N_METRICS; j++) {
            const CvpnEstimate estimate = cvpn_experiment_difference (experiment, i, 0, j);
            append_setting (out, grid, i);
            g_string_append_printf (out, "0,%s,%s,%u", cvpn_metric_name (j), unit_word (j),
                                    estimate.n);
            append_mean (out, &estimate);
            g_string_append_printf (out, ",%s\n",
                                    estimate.n == 0                            ? ""
                                    : cvpn_estimate_is_significant (&estimate) ? "true"
                                                                               : "false");
        }
    return g_string_free (out, FALSE);
}

static gboolean
is_number (const char *text, double *number)
{
    char *end;

    *number = g_ascii_strtod (text, &end);
    return end != text && *end == '\0' && isfinite (*number);
}

static const char *
value_of (const CvpnGrid *grid, guint32 setting, guint key)
{
    return ((const CvpnSetting *) g_ptr_array_index (grid->settings, setting))->values[key];
}

/* Numbers have their place on an axis; words stand side by side. */
static gboolean
are_numbers (const CvpnGrid *grid, guint key)
{
    double number;

    for (guint32 i = 0; i < grid->settings->len; i++)
        if (!is_number (value_of (grid, i, key), &number))
            return FALSE;
    return TRUE;
}

/* What pictures know of a key: its name, and which of its distinct values comes how-manieth. */
typedef struct {
    guint key;
    char *label;
    GHashTable *places; /* value, borrowed -> from 1 */
} Axis;

static Axis
make_axis (const CvpnGrid *grid, guint key)
{
    Axis axis = { .key = key,
                  .label = cvpn_grid_label (grid, key),
                  .places = g_hash_table_new (g_str_hash, g_str_equal) };

    for (guint32 i = 0; i < grid->settings->len; i++) {
        char *value = ((CvpnSetting *) g_ptr_array_index (grid->settings, i))->values[key];
        if (!g_hash_table_contains (axis.places, value))
            g_hash_table_insert (axis.places, value,
                                 GUINT_TO_POINTER (g_hash_table_size (axis.places) + 1));
    }
    return axis;
}

static void
clear_axis (Axis *axis)
{
    g_free (axis->label);
    g_hash_table_unref (axis->places);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Axis, clear_axis)

/* "KEY,VALUE,PLACE" */
static void
append_place (GString *out, const CvpnGrid *grid, guint32 setting, const Axis *axis)
{
    const char *value = value_of (grid, setting, axis->key);

    append_field (out, axis->label);
    append_field (out, value);
    g_string_append_printf (out, "%u",
                            GPOINTER_TO_UINT (g_hash_table_lookup (axis->places, value)));
}

char *
cvpn_curve_csv (const CvpnGrid *grid, const CvpnExperiment *experiment, const CvpnShown *shown)
{
    if (grid->keys->len != 1)
        return NULL;
    const gboolean numeric = are_numbers (grid, 0);
    g_auto (Axis) axis = make_axis (grid, 0);
    GString *out = g_string_new ("key,value,place,x,metric,unit,replications,mean,lower,upper\n");
    for (guint j = 0; j < shown->n; j++)
        for (guint32 i = 0; i < grid->settings->len; i++) {
            const CvpnEstimate estimate =
                cvpn_experiment_estimate (experiment, i, shown->metrics[j]);
            double x = NAN;
            if (numeric)
                is_number (value_of (grid, i, 0), &x);
            append_place (out, grid, i, &axis);
            append_number (out, x);
            g_string_append_printf (out, ",%s,%s,%u", cvpn_metric_name (shown->metrics[j]),
                                    unit_word (shown->metrics[j]), estimate.n);
            append_number (out, estimate.mean);
            append_number (out, estimate.mean - estimate.half_width);
            append_number (out, estimate.mean + estimate.half_width);
            g_string_append_c (out, '\n');
        }
    return g_string_free (out, FALSE);
}

char *
cvpn_heat_map_csv (const CvpnGrid *grid, const CvpnExperiment *experiment, const CvpnShown *shown)
{
    if (grid->keys->len != 2)
        return NULL;
    g_auto (Axis) y = make_axis (grid, 0);
    g_auto (Axis) x = make_axis (grid, 1);
    GString *out = g_string_new ("y_key,y_value,y,x_key,x_value,x,metric,unit,mean,half_width\n");
    for (guint j = 0; j < shown->n; j++)
        for (guint32 i = 0; i < grid->settings->len; i++) {
            const CvpnEstimate estimate =
                cvpn_experiment_estimate (experiment, i, shown->metrics[j]);
            append_place (out, grid, i, &y);
            g_string_append_c (out, ',');
            append_place (out, grid, i, &x);
            g_string_append_printf (out, ",%s,%s", cvpn_metric_name (shown->metrics[j]),
                                    unit_word (shown->metrics[j]));
            append_number (out, estimate.mean);
            append_number (out, estimate.half_width);
            g_string_append_c (out, '\n');
        }
    return g_string_free (out, FALSE);
}
