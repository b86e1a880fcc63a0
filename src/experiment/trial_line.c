/* trial_line: a trial as a line of JSON, and back.
 *
 * json-glib writes doubles with 17 digits, which give the same double back.  Figures go by name:
 * a line of another version, whose figures are others, is refused. */
#include "experiment/trial.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include <cvpnsim/error.h>

#include "base/nesting.h"

static void
add_integer (JsonBuilder *json, const char *name, gint64 value)
{
    json_builder_set_member_name (json, name);
    json_builder_add_int_value (json, value);
}

static void
add_figures (JsonBuilder *json, const double *figures)
{
    json_builder_set_member_name (json, "figures");
    json_builder_begin_object (json);
    for (guint i = 0; i < CVPN_N_METRICS; i++) {
        json_builder_set_member_name (json, cvpn_metric_name (i));
        if (isfinite (figures[i]))
            json_builder_add_double_value (json, figures[i]);
        else
            json_builder_add_null_value (json);
    }
    json_builder_end_object (json);
}

static void
add_hours (JsonBuilder *json, const GArray *hours)
{
    json_builder_set_member_name (json, "hours");
    json_builder_begin_array (json);
    for (guint i = 0; i < hours->len; i++)
        json_builder_add_int_value (json, g_array_index (hours, gint64, i));
    json_builder_end_array (json);
}

char *
cvpn_trial_to_line (const CvpnTrial *trial, CvpnJob job)
{
    g_autoptr (JsonBuilder) json = json_builder_new ();

    json_builder_begin_object (json);
    add_integer (json, "setting", job.setting);
    add_integer (json, "replication", job.replication);
    add_integer (json, "seed", trial->seed);
    add_figures (json, trial->figures);
    add_hours (json, trial->hours);
    json_builder_end_object (json);
    g_autoptr (JsonNode) root = json_builder_get_root (json);
    g_autofree char *text = json_to_string (root, FALSE);
    text[strlen (text) - 1] = '\0'; /* the brace */
    /* It is one line of JSON already. */
    return g_strconcat (text, ",\"summary\":", trial->summary, "}", NULL);
}

/* What 'object' has under 'name', if it is a number, an array …; else NULL. */
static JsonNode *
find (JsonObject *object, const char *name, JsonNodeType type)
{
    JsonNode *node = json_object_get_member (object, name);

    return node && JSON_NODE_TYPE (node) == type ? node : NULL;
}

static gboolean
is_integer (JsonNode *node)
{
    return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;
}

static gboolean
read_integer (JsonObject *object, const char *name, gint64 minimum, gint64 maximum, gint64 *value)
{
    JsonNode *node = find (object, name, JSON_NODE_VALUE);

    if (!node || !is_integer (node))
        return FALSE;
    *value = json_node_get_int (node);
    return *value >= minimum && *value <= maximum;
}

static gboolean
read_figure (JsonObject *figures, const char *name, double *value)
{
    JsonNode *node = json_object_get_member (figures, name);

    if (!node)
        return FALSE;
    *value = NAN;
    if (JSON_NODE_HOLDS_NULL (node))
        return TRUE;
    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_DOUBLE)
        return FALSE;
    *value = json_node_get_double (node);
    return isfinite (*value); /* what is not is written as null */
}

static gboolean
read_figures (JsonObject *line, double *figures)
{
    JsonNode *node = find (line, "figures", JSON_NODE_OBJECT);

    if (!node || json_object_get_size (json_node_get_object (node)) != CVPN_N_METRICS)
        return FALSE;
    for (guint i = 0; i < CVPN_N_METRICS; i++)
        if (!read_figure (json_node_get_object (node), cvpn_metric_name (i), &figures[i]))
            return FALSE;
    return TRUE;
}

static gboolean
read_hours (JsonObject *line, GArray *hours)
{
    JsonNode *node = find (line, "hours", JSON_NODE_ARRAY);
    JsonArray *array = node ? json_node_get_array (node) : NULL;

    for (guint i = 0; array && i < json_array_get_length (array); i++) {
        JsonNode *element = json_array_get_element (array, i);
        if (!is_integer (element))
            return FALSE;
        const gint64 hour = json_node_get_int (element);
        g_array_append_val (hours, hour);
    }
    return array != NULL;
}

static gboolean
read_trial (JsonObject *line, CvpnJob *job, CvpnTrial *trial)
{
    const gint64 seed_max = (G_GINT64_CONSTANT (1) << 53) - 1;
    gint64 setting, replication;
    JsonNode *summary = find (line, "summary", JSON_NODE_OBJECT);

    if (!summary || json_object_get_size (line) != 6 ||
        !read_integer (line, "setting", 0, G_MAXUINT32, &setting) ||
        !read_integer (line, "replication", 1, G_MAXUINT32, &replication) ||
        !read_integer (line, "seed", 0, seed_max, &trial->seed) ||
        !read_figures (line, trial->figures) || !read_hours (line, trial->hours))
        return FALSE;
    *job = (CvpnJob){ (guint32) setting, (guint32) replication };
    trial->summary = json_to_string (summary, FALSE);
    return TRUE;
}

gboolean
cvpn_trial_from_line (const char *line, CvpnJob *job, CvpnTrial *trial, GError **error)
{
    g_autoptr (JsonParser) parser = json_parser_new_immutable ();
    g_autoptr (GError) cause = NULL;

    *trial = (CvpnTrial){ .hours = g_array_new (FALSE, FALSE, sizeof (gint64)) };
    if (cvpn_nesting_is_shallow (line, strlen (line)) &&
        json_parser_load_from_data (parser, line, (gssize) strlen (line), &cause)) {
        JsonNode *root = json_parser_get_root (parser);
        if (root && JSON_NODE_HOLDS_OBJECT (root) &&
            read_trial (json_node_get_object (root), job, trial))
            return TRUE;
    }
    cvpn_trial_clear (trial);
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_SYNTAX, "%s",
                 cause ? cause->message : "it is not the result of a run of this version");
    return FALSE;
}
