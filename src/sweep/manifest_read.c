/* manifest_read: sweep.json, strictly: what is not as it was written is not a sweep's. */
#include "sweep/manifest.h"

#include <json-glib/json-glib.h>
#include <math.h>

#include <cvpnsim/error.h>

#include "base/nesting.h"

/* The member, if it is such a value. */
static JsonNode *
find_value (JsonObject *object, const char *name, GType type)
{
    JsonNode *node = json_object_get_member (object, name);

    return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node
                                                                                           : NULL;
}

static gboolean
read_word (JsonObject *object, const char *name, char **word)
{
    JsonNode *node = find_value (object, name, G_TYPE_STRING);

    if (node)
        *word = json_node_dup_string (node);
    return node != NULL;
}

/* null is NULL. */
static gboolean
read_optional (JsonObject *object, const char *name, char **word)
{
    JsonNode *node = json_object_get_member (object, name);

    return (node && JSON_NODE_HOLDS_NULL (node)) || read_word (object, name, word);
}

static gboolean
read_integer (JsonObject *object, const char *name, gint64 minimum, gint64 maximum, gint64 *value)
{
    JsonNode *node = find_value (object, name, G_TYPE_INT64);

    if (node)
        *value = json_node_get_int (node);
    return node && *value >= minimum && *value <= maximum;
}

static gboolean
read_number (JsonObject *object, const char *name, double *value)
{
    JsonNode *node = json_object_get_member (object, name);

    if (!node || !JSON_NODE_HOLDS_VALUE (node))
        return FALSE;
    *value = json_node_get_double (node); /* of whole ones, too */
    return isfinite (*value);
}

static JsonArray *
find_array (JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member (object, name);

    return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
is_word (JsonNode *node)
{
    return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
read_words (JsonObject *object, const char *name, GPtrArray *words)
{
    JsonArray *array = find_array (object, name);

    for (guint i = 0; array && i < json_array_get_length (array); i++) {
        JsonNode *node = json_array_get_element (array, i);
        if (!is_word (node))
            return FALSE;
        g_ptr_array_add (words, json_node_dup_string (node));
    }
    return array != NULL;
}

static gboolean
read_settings (JsonObject *object, CvpnManifest *manifest)
{
    JsonArray *array = find_array (object, "settings");

    for (guint i = 0; array && i < json_array_get_length (array); i++) {
        JsonNode *node = json_array_get_element (array, i);
        JsonArray *values = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
        if (!values || json_array_get_length (values) != manifest->keys->len)
            return FALSE;
        char **row = g_new0 (char *, manifest->keys->len + 1);
        g_ptr_array_add (manifest->settings, row);
        for (guint j = 0; j < manifest->keys->len; j++) {
            if (!is_word (json_array_get_element (values, j)))
                return FALSE;
            row[j] = g_strdup (json_array_get_string_element (values, j));
        }
    }
    return array && json_array_get_length (array) > 0;
}

static gboolean
read_warm_up (JsonObject *object, CvpnManifest *manifest)
{
    JsonNode *node = json_object_get_member (object, "warm_up_found");

    manifest->warm_up_ns = -1;
    if (!node || !read_optional (object, "warm_up", &manifest->warm_up))
        return FALSE;
    if (JSON_NODE_HOLDS_NULL (node))
        return TRUE;
    JsonObject *found = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    JsonArray *cuts = found ? find_array (found, "settings_ns") : NULL;
    if (!cuts || json_array_get_length (cuts) != manifest->settings->len ||
        !read_integer (found, "ns", 0, G_MAXINT64, &manifest->warm_up_ns))
        return FALSE;
    for (guint i = 0; i < json_array_get_length (cuts); i++) {
        const gint64 cut = json_array_get_int_element (cuts, i);
        g_array_append_val (manifest->cuts, cut);
    }
    return TRUE;
}

static gboolean
read_rule (JsonObject *object, CvpnManifest *manifest)
{
    JsonNode *node = json_object_get_member (object, "rule");
    JsonObject *rule = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    gint64 minimum, maximum;

    if (!rule || !read_number (rule, "confidence", &manifest->rule.confidence) ||
        !read_number (rule, "relative_precision", &manifest->rule.relative_precision) ||
        !read_integer (rule, "minimum", 1, G_MAXUINT32, &minimum) ||
        !read_integer (rule, "maximum", minimum, G_MAXUINT32, &maximum) ||
        !read_words (rule, "metrics", names))
        return FALSE;
    for (guint i = 0; i < names->len; i++) {
        const int metric = cvpn_metric_from_name (g_ptr_array_index (names, i));
        if (metric < 0)
            return FALSE;
        g_array_append_val (manifest->watched, metric);
    }
    manifest->rule.minimum = (guint32) minimum;
    manifest->rule.maximum = (guint32) maximum;
    manifest->rule.watched = (const guint *) (const void *) manifest->watched->data;
    manifest->rule.n_watched = manifest->watched->len;
    return TRUE;
}

static gboolean
read_members (JsonObject *object, CvpnManifest *manifest)
{
    JsonNode *complete = find_value (object, "complete", G_TYPE_BOOLEAN);

    if (!complete)
        return FALSE;
    manifest->complete = json_node_get_boolean (complete);
    return read_word (object, "version", &manifest->version) &&
           read_word (object, "scenario", &manifest->scenario) &&
           read_word (object, "files_sha256", &manifest->digest) &&
           read_integer (object, "seed", G_MININT64, G_MAXINT64, &manifest->seed) &&
           read_optional (object, "duration", &manifest->duration) &&
           read_words (object, "set", manifest->fixed) &&
           read_words (object, "keys", manifest->keys) && read_settings (object, manifest) &&
           read_warm_up (object, manifest) && read_rule (object, manifest);
}

CvpnManifest *
cvpn_manifest_read (const char *path, GError **error)
{
    g_autoptr (CvpnManifest) manifest = g_new0 (CvpnManifest, 1);
    g_autoptr (GError) reason = NULL;
    g_autofree char *text = NULL;
    gsize length;

    manifest->fixed = g_ptr_array_new_with_free_func (g_free);
    manifest->keys = g_ptr_array_new_with_free_func (g_free);
    manifest->settings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
    manifest->cuts = g_array_new (FALSE, FALSE, sizeof (gint64));
    manifest->watched = g_array_new (FALSE, FALSE, sizeof (guint));
    if (!g_file_get_contents (path, &text, &length, &reason)) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "%s", reason->message);
        return NULL;
    }
    g_autoptr (JsonNode) root =
        cvpn_nesting_is_shallow (text, length) ? json_from_string (text, NULL) : NULL;
    if (root && JSON_NODE_HOLDS_OBJECT (root) &&
        read_members (json_node_get_object (root), manifest))
        return g_steal_pointer (&manifest);
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                 "%s: is not what sweep writes, or not of this version", path);
    return NULL;
}
