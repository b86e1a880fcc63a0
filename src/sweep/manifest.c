/* manifest: a sweep as a value: made, compared, written as JSON. */
#include "sweep/manifest.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include <cvpnsim/version.h>

static GPtrArray *
copy_words (const GPtrArray *words)
{
    GPtrArray *copy = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < words->len; i++)
        g_ptr_array_add (copy, g_strdup (g_ptr_array_index (words, i)));
    return copy;
}

CvpnManifest *
cvpn_manifest_new (const CvpnGrid *grid, gint64 seed, const char *digest, const char *warm_up,
                   const CvpnStoppingRule *rule)
{
    CvpnManifest *manifest = g_new (CvpnManifest, 1);

    *manifest = (CvpnManifest){
        .version = g_strdup (CVPN_VERSION),
        .scenario = g_filename_display_basename (grid->path),
        .digest = g_strdup (digest),
        .seed = seed,
        .duration = g_strdup (grid->duration),
        .fixed = copy_words (grid->fixed),
        .keys = copy_words (grid->keys),
        .settings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev),
        .warm_up = g_strdup (warm_up),
        .warm_up_ns = -1,
        .cuts = g_array_new (FALSE, FALSE, sizeof (gint64)),
        .rule = *rule,
        .watched = g_array_new (FALSE, FALSE, sizeof (guint)),
    };
    for (guint i = 0; i < grid->settings->len; i++) {
        const CvpnSetting *setting = g_ptr_array_index (grid->settings, i);
        g_ptr_array_add (manifest->settings, g_strdupv (setting->values));
    }
    if (rule->n_watched > 0)
        g_array_append_vals (manifest->watched, rule->watched, rule->n_watched);
    manifest->rule.watched = (const guint *) (const void *) manifest->watched->data;
    return manifest;
}

void
cvpn_manifest_free (CvpnManifest *manifest)
{
    if (!manifest)
        return;
    g_free (manifest->version);
    g_free (manifest->scenario);
    g_free (manifest->digest);
    g_free (manifest->duration);
    g_free (manifest->warm_up);
    g_ptr_array_unref (manifest->fixed);
    g_ptr_array_unref (manifest->keys);
    g_ptr_array_unref (manifest->settings);
    g_array_unref (manifest->cuts);
    g_array_unref (manifest->watched);
    g_free (manifest);
}

/* As a string of JSON; NULL is null. */
static void
append_word (GString *out, const char *word)
{
    g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
    g_autofree char *valid = word ? g_utf8_make_valid (word, -1) : NULL;

    if (!valid) {
        g_string_append (out, "null");
        return;
    }
    json_node_set_string (node, valid);
    g_autofree char *text = json_to_string (node, FALSE);
    g_string_append (out, text);
}

static void
append_words (GString *out, char *const *words, guint n)
{
    g_string_append_c (out, '[');
    for (guint i = 0; i < n; i++) {
        g_string_append (out, i > 0 ? ", " : "");
        append_word (out, words[i]);
    }
    g_string_append_c (out, ']');
}

static void
append_member (GString *out, const char *name, const char *word)
{
    g_string_append_printf (out, "  \"%s\": ", name);
    append_word (out, word);
    g_string_append (out, ",\n");
}

static gboolean
same_number (double a, double b)
{
    return a <= b && a >= b;
}

/* json-glib would write 0.95 with 17 digits; few numbers need them. */
static void
append_number (GString *out, const char *name, double number)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_formatd (text, sizeof text, "%.15g", number);
    if (!same_number (g_ascii_strtod (text, NULL), number))
        g_ascii_formatd (text, sizeof text, "%.17g", number);
    g_string_append_printf (out, "\"%s\": %s", name, text);
}

static void
append_settings (GString *out, const CvpnManifest *manifest)
{
    g_string_append (out, "  \"keys\": ");
    append_words (out, (char *const *) manifest->keys->pdata, manifest->keys->len);
    g_string_append (out, ",\n  \"settings\": [\n");
    for (guint i = 0; i < manifest->settings->len; i++) {
        g_string_append (out, "    ");
        append_words (out, g_ptr_array_index (manifest->settings, i), manifest->keys->len);
        g_string_append (out, i + 1 < manifest->settings->len ? ",\n" : "\n");
    }
    g_string_append (out, "  ],\n");
}

static void
append_warm_up (GString *out, const CvpnManifest *manifest)
{
    append_member (out, "warm_up", manifest->warm_up);
    g_string_append (out, "  \"warm_up_found\": ");
    if (manifest->warm_up_ns < 0) {
        g_string_append (out, "null,\n");
        return;
    }
    g_string_append_printf (out, "{\"ns\": %" G_GINT64_FORMAT ", \"settings_ns\": [",
                            manifest->warm_up_ns);
    for (guint i = 0; i < manifest->cuts->len; i++)
        g_string_append_printf (out, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "",
                                g_array_index (manifest->cuts, gint64, i));
    g_string_append (out, "]},\n");
}

static void
append_rule (GString *out, const CvpnManifest *manifest)
{
    const CvpnStoppingRule *rule = &manifest->rule;

    g_string_append (out, "  \"rule\": {");
    append_number (out, "confidence", rule->confidence);
    g_string_append_printf (out, ", \"minimum\": %u, \"maximum\": %u, ", rule->minimum,
                            rule->maximum);
    append_number (out, "relative_precision", rule->relative_precision);
    g_string_append (out, ", \"metrics\": [");
    for (guint i = 0; i < rule->n_watched; i++) {
        g_string_append (out, i > 0 ? ", " : "");
        append_word (out, cvpn_metric_name (rule->watched[i]));
    }
    g_string_append (out, "]},\n");
}

char *
cvpn_manifest_text (const CvpnManifest *manifest)
{
    GString *out = g_string_new ("{\n");

    append_member (out, "version", manifest->version);
    append_member (out, "scenario", manifest->scenario);
    append_member (out, "files_sha256", manifest->digest);
    g_string_append_printf (out, "  \"seed\": %" G_GINT64_FORMAT ",\n", manifest->seed);
    append_member (out, "duration", manifest->duration);
    g_string_append (out, "  \"set\": ");
    append_words (out, (char *const *) manifest->fixed->pdata, manifest->fixed->len);
    g_string_append (out, ",\n");
    append_settings (out, manifest);
    append_warm_up (out, manifest);
    append_rule (out, manifest);
    g_string_append_printf (out, "  \"complete\": %s\n}\n", manifest->complete ? "true" : "false");
    return g_string_free (out, FALSE);
}

static gboolean
same_words (const GPtrArray *a, const GPtrArray *b)
{
    gboolean same = a->len == b->len;

    for (guint i = 0; same && i < a->len; i++)
        same = strcmp (g_ptr_array_index (a, i), g_ptr_array_index (b, i)) == 0;
    return same;
}

static gboolean
same_settings (const CvpnManifest *a, const CvpnManifest *b)
{
    gboolean same = a->settings->len == b->settings->len;

    for (guint i = 0; same && i < a->settings->len; i++)
        same =
            g_strv_equal (g_ptr_array_index (a->settings, i), g_ptr_array_index (b->settings, i));
    return same;
}

static char *
tell (const char *what, const char *there, const char *wanted)
{
    return g_strdup_printf ("its %s is %s, not %s", what, there ? there : "the scenario's",
                            wanted ? wanted : "the scenario's");
}

static char *
tell_grid (const CvpnManifest *there, const CvpnManifest *wanted)
{
    if (!same_words (there->keys, wanted->keys))
        return g_strdup ("its grid has other keys");
    if (!same_settings (there, wanted))
        return g_strdup ("the keys of its grid have other values");
    return same_words (there->fixed, wanted->fixed) ? NULL
                                                    : g_strdup ("something else is set in it");
}

char *
cvpn_manifest_difference (const CvpnManifest *there, const CvpnManifest *wanted)
{
    if (strcmp (there->version, wanted->version) != 0)
        return g_strdup_printf ("it is of version %s of cvpnsim", there->version);
    if (strcmp (there->scenario, wanted->scenario) != 0)
        return tell ("scenario", there->scenario, wanted->scenario);
    if (strcmp (there->digest, wanted->digest) != 0)
        return g_strdup ("its scenario, or a file that the scenario reads, has changed since");
    if (there->seed != wanted->seed)
        return g_strdup_printf ("its seed is %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT,
                                there->seed, wanted->seed);
    if (g_strcmp0 (there->duration, wanted->duration) != 0)
        return tell ("duration", there->duration, wanted->duration);
    if (g_strcmp0 (there->warm_up, wanted->warm_up) != 0)
        return tell ("warm-up", there->warm_up, wanted->warm_up);
    return tell_grid (there, wanted);
}

gboolean
cvpn_manifest_same_rule (const CvpnManifest *a, const CvpnManifest *b)
{
    return a->rule.minimum == b->rule.minimum && a->rule.maximum == b->rule.maximum &&
           same_number (a->rule.relative_precision, b->rule.relative_precision) &&
           same_number (a->rule.confidence, b->rule.confidence) &&
           a->rule.n_watched == b->rule.n_watched &&
           memcmp (a->watched->data, b->watched->data, a->watched->len * sizeof (guint)) == 0;
}
