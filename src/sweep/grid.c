/* grid: keys with their values, and the product of them.
 *
 * A dimension is what varies together: one key of --set, or all columns of the file of settings. */
#include "sweep/grid.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "base/csv.h"

/* Rows of as many values as there are keys. */
typedef struct {
    GPtrArray *keys; /* char *, owned */
    GPtrArray *rows; /* char **, owned */
} Dimension;

static Dimension *
new_dimension (void)
{
    Dimension *dimension = g_new (Dimension, 1);

    dimension->keys = g_ptr_array_new_with_free_func (g_free);
    dimension->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
    return dimension;
}

static void
free_dimension (gpointer data)
{
    Dimension *dimension = data;

    g_ptr_array_unref (dimension->keys);
    g_ptr_array_unref (dimension->rows);
    g_free (dimension);
}

static gboolean
refuse (GError **error, const char *what, const char *why)
{
    g_autofree char *shown = g_utf8_make_valid (what, -1);

    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "%s: %s", shown, why);
    return FALSE;
}

/* The values of "V1,V2", each a row of 'dimension'. */
static void
split_values (const char *text, Dimension *dimension)
{
    g_autoptr (GString) value = g_string_new (NULL);

    for (const char *p = text;; p++) {
        if (*p == '\\' && (p[1] == ',' || p[1] == '\\')) {
            g_string_append_c (value, *++p);
        } else if (*p == ',' || *p == '\0') {
            char **row = g_new0 (char *, 2);
            row[0] = g_strstrip (g_strdup (value->str));
            g_ptr_array_add (dimension->rows, row);
            g_string_truncate (value, 0);
        } else {
            g_string_append_c (value, *p);
        }
        if (*p == '\0')
            return;
    }
}

/* An empty value is more likely a comma too many than what is meant, and a value that is there
 * twice would be the same setting twice. */
static gboolean
check_values (const Dimension *dimension, const char *assignment, GError **error)
{
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint i = 0; i < dimension->rows->len; i++) {
        char **row = g_ptr_array_index (dimension->rows, i);
        if (!*row[0])
            return refuse (error, assignment,
                           dimension->rows->len > 1 ? "a value is empty" : "has no value");
        if (!g_hash_table_add (seen, row[0]))
            return refuse (error, assignment, "a value is there twice");
    }
    return TRUE;
}

/* NULL with 'error'. */
static Dimension *
read_assignment (const char *assignment, GError **error)
{
    const char *equals = strchr (assignment, '=');
    const char *dot = strchr (assignment, '.');

    if (!equals || !dot || dot > equals || !g_utf8_validate (assignment, -1, NULL)) {
        refuse (error, assignment, "is not a setting; expected GROUP.KEY=VALUE or GROUP.KEY=V1,V2");
        return NULL;
    }
    Dimension *dimension = new_dimension ();
    g_ptr_array_add (dimension->keys,
                     g_strstrip (g_strndup (assignment, (gsize) (equals - assignment))));
    split_values (equals + 1, dimension);
    if (check_values (dimension, assignment, error))
        return dimension;
    free_dimension (dimension);
    return NULL;
}

static gboolean
take_row (Dimension *dimension, const CvpnCsvRow *row, const char *path, GError **error)
{
    for (guint i = 0; i < dimension->keys->len; i++)
        if (!*row->fields[i]) {
            g_set_error (error, CVPN_ERROR, CVPN_ERROR_SYNTAX, "%s:%u: no value of '%s'", path,
                         row->line, (char *) g_ptr_array_index (dimension->keys, i));
            return FALSE;
        }
    g_ptr_array_add (dimension->rows, g_strdupv (row->fields));
    return TRUE;
}

static gboolean
take_rows (Dimension *dimension, const CvpnCsv *csv, const char *path, GError **error)
{
    for (guint i = 0; i < csv->columns->len; i++) {
        const char *key = g_ptr_array_index (csv->columns, i);
        if (!strchr (key, '.') || strchr (key, '=')) {
            g_set_error (error, CVPN_ERROR, CVPN_ERROR_SYNTAX,
                         "%s:1: column '%s'; expected a key, GROUP.KEY", path, key);
            return FALSE;
        }
        g_ptr_array_add (dimension->keys, g_strdup (key));
    }
    for (guint i = 0; i < csv->rows->len; i++)
        if (!take_row (dimension, g_ptr_array_index (csv->rows, i), path, error))
            return FALSE;
    return csv->rows->len > 0 || refuse (error, path, "has no row, which would be a setting");
}

static gboolean
add_settings_file (GPtrArray *dimensions, const char *path, GError **error)
{
    g_autoptr (CvpnCsv) csv = cvpn_csv_read (path, error);

    if (!csv) {
        if (error && g_error_matches (*error, CVPN_ERROR, CVPN_ERROR_IO))
            (*error)->code = CVPN_ERROR_USAGE; /* what is not there was named wrongly */
        return FALSE;
    }
    g_ptr_array_add (dimensions, new_dimension ());
    return take_rows (g_ptr_array_index (dimensions, dimensions->len - 1), csv, path, error);
}

/* No key twice, none that is not the user's to set. */
static gboolean
check_keys (const GPtrArray *dimensions, const char *duration, GError **error)
{
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint i = 0; i < dimensions->len; i++) {
        const Dimension *dimension = g_ptr_array_index (dimensions, i);
        for (guint j = 0; j < dimension->keys->len; j++) {
            char *key = g_ptr_array_index (dimension->keys, j);
            if (!g_hash_table_add (seen, key))
                return refuse (error, key, "is set twice");
            if (strcmp (key, "scenario.seed") == 0)
                return refuse (error, key,
                               "each replication has a seed of its own; --seed gives other ones");
            if (duration && strcmp (key, "scenario.duration") == 0)
                return refuse (error, key, "is set by --duration already");
        }
    }
    return TRUE;
}

static gboolean
varies (const Dimension *dimension)
{
    return dimension->rows->len > 1;
}

static gboolean
check_size (const GPtrArray *dimensions, GError **error)
{
    guint64 n = 1;

    for (guint i = 0; i < dimensions->len; i++) {
        n *= ((const Dimension *) g_ptr_array_index (dimensions, i))->rows->len;
        if (n > CVPN_GRID_SETTINGS_MAX) {
            g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "the grid has more than %d settings",
                         CVPN_GRID_SETTINGS_MAX);
            return FALSE;
        }
    }
    return TRUE;
}

static char *
join_assignment (const Dimension *dimension, guint key, guint row)
{
    char **values = g_ptr_array_index (dimension->rows, row);

    return g_strdup_printf ("%s=%s", (char *) g_ptr_array_index (dimension->keys, key),
                            values[key]);
}

static void
add_setting (CvpnGrid *grid, const GPtrArray *dimensions, const guint *at)
{
    g_autoptr (GStrvBuilder) set = g_strv_builder_new ();
    g_autoptr (GStrvBuilder) values = g_strv_builder_new ();

    for (guint i = 0; i < dimensions->len; i++) {
        const Dimension *dimension = g_ptr_array_index (dimensions, i);
        char **row = g_ptr_array_index (dimension->rows, at[i]);
        for (guint j = 0; j < dimension->keys->len; j++) {
            g_autofree char *assignment = join_assignment (dimension, j, at[i]);
            g_strv_builder_add (set, assignment);
            if (varies (dimension))
                g_strv_builder_add (values, row[j]);
        }
    }
    g_auto (GStrv) assignments = g_strv_builder_end (set);
    CvpnSetting *setting =
        cvpn_setting_new (grid->path, NULL, (const char *const *) assignments, grid->duration);
    setting->values = g_strv_builder_end (values);
    g_ptr_array_add (grid->settings, setting);
}

/* The next combination, the last dimension fastest; FALSE after the last one. */
static gboolean
step (const GPtrArray *dimensions, guint *at)
{
    for (guint i = dimensions->len; i-- > 0;) {
        const Dimension *dimension = g_ptr_array_index (dimensions, i);
        if (++at[i] < dimension->rows->len)
            return TRUE;
        at[i] = 0;
    }
    return FALSE;
}

static void
multiply (CvpnGrid *grid, const GPtrArray *dimensions)
{
    g_autofree guint *at = g_new0 (guint, dimensions->len + 1);

    for (guint i = 0; i < dimensions->len; i++) {
        const Dimension *dimension = g_ptr_array_index (dimensions, i);
        for (guint j = 0; j < dimension->keys->len; j++)
            if (varies (dimension))
                g_ptr_array_add (grid->keys, g_strdup (dimension->keys->pdata[j]));
            else
                g_ptr_array_add (grid->fixed, join_assignment (dimension, j, 0));
    }
    do
        add_setting (grid, dimensions, at);
    while (step (dimensions, at));
}

static gboolean
read_dimensions (GPtrArray *dimensions, char *const *set, const char *settings_file, GError **error)
{
    if (settings_file && !add_settings_file (dimensions, settings_file, error))
        return FALSE;
    for (guint i = 0; set && set[i]; i++) {
        Dimension *dimension = read_assignment (set[i], error);
        if (!dimension)
            return FALSE;
        g_ptr_array_add (dimensions, dimension);
    }
    return TRUE;
}

CvpnGrid *
cvpn_grid_new (const char *path, char *const *set, const char *settings_file, const char *duration,
               GError **error)
{
    g_autoptr (GPtrArray) dimensions = g_ptr_array_new_with_free_func (free_dimension);

    if (!read_dimensions (dimensions, set, settings_file, error) ||
        !check_keys (dimensions, duration, error) || !check_size (dimensions, error))
        return NULL;
    CvpnGrid *grid = g_new (CvpnGrid, 1);
    *grid = (CvpnGrid){
        .keys = g_ptr_array_new_with_free_func (g_free),
        .settings = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_setting_free),
        .fixed = g_ptr_array_new_with_free_func (g_free),
        .times = g_array_new (FALSE, TRUE, sizeof (CvpnGridTimes)),
        .path = g_strdup (path),
        .duration = g_strdup (duration),
    };
    multiply (grid, dimensions);
    return grid;
}

void
cvpn_grid_free (CvpnGrid *grid)
{
    if (!grid)
        return;
    g_ptr_array_unref (grid->keys);
    g_ptr_array_unref (grid->settings);
    g_ptr_array_unref (grid->fixed);
    g_array_unref (grid->times);
    g_free (grid->path);
    g_free (grid->duration);
    g_free (grid);
}

void
cvpn_grid_fix (CvpnGrid *grid, const char *assignment)
{
    g_ptr_array_add (grid->fixed, g_strdup (assignment));
    for (guint i = 0; i < grid->settings->len; i++) {
        CvpnSetting *setting = g_ptr_array_index (grid->settings, i);
        const guint n = setting->set ? g_strv_length (setting->set) : 0;
        setting->set = g_renew (char *, setting->set, n + 2);
        setting->set[n] = g_strdup (assignment);
        setting->set[n + 1] = NULL;
    }
}

gboolean
cvpn_grid_sets (const CvpnGrid *grid, const char *key)
{
    g_autofree char *start = g_strconcat (key, "=", NULL);

    for (guint i = 0; i < grid->fixed->len; i++)
        if (g_str_has_prefix (g_ptr_array_index (grid->fixed, i), start))
            return TRUE;
    return g_ptr_array_find_with_equal_func (grid->keys, key, g_str_equal, NULL);
}

static const char *
last_word (const char *key)
{
    return strrchr (key, '.') + 1;
}

char *
cvpn_grid_label (const CvpnGrid *grid, guint key)
{
    const char *whole = g_ptr_array_index (grid->keys, key), *word = last_word (whole);
    guint same = 0;

    for (guint i = 0; i < grid->keys->len; i++)
        same += strcmp (last_word (g_ptr_array_index (grid->keys, i)), word) == 0;
    return g_strdup (same == 1 && g_ascii_isalpha (*word) ? word : whole);
}

char *
cvpn_grid_describe (const CvpnGrid *grid, guint32 setting)
{
    const CvpnSetting *of = g_ptr_array_index (grid->settings, setting);
    GString *out = g_string_new (grid->keys->len > 0 ? NULL : "as it is");

    for (guint i = 0; i < grid->keys->len; i++) {
        g_autofree char *label = cvpn_grid_label (grid, i);
        g_string_append_printf (out, "%s%s=%s", i > 0 ? " " : "", label, of->values[i]);
    }
    return g_string_free (out, FALSE);
}
