/* cvpnsim plot: the pictures of a finished run, sweep or plan, one per script of plots/.
 *
 * A folder is of the kind whose file it has; the scripts of sweeps and plans begin with that word.
 *
 * A script names the run's files that it reads in a line "# needs: FILE …"; it
 * is left out where one of them is missing.  Behind "# needs rows: FILE …" are those
 * that are empty in many runs; where one is, there is nothing to draw or to say.  Behind
 * "# needs above 0: FILE COLUMN …" stand columns of which one must have a positive figure. */
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include <cvpnsim/error.h>

#include "base/csv.h"
#include "cli/cli.h"
#include "cli/gnuplot.h"
#include "observe/writers.h"

#define SCRIPT_SUFFIX ".gp"
#define NEEDS         "\n# needs: "
#define NEEDS_ROWS    "\n# needs rows: "
#define NEEDS_FIGURES "\n# needs above 0: "

/* What else than a run a folder may be of. */
static const struct {
    const char *file, *prefix;
} kinds[] = {
    { "sweep.json", "sweep-" },
    { "plan.json", "plan-" },
};

typedef struct {
    CvpnCommon common;
    char *folder; /* for the pictures; NULL: the run's */
    gboolean png, svg;
} PlotOptions;

static void
clear_options (PlotOptions *options)
{
    cvpn_common_clear (&options->common);
    g_free (options->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlotOptions, clear_options)

static gboolean
parse (char **argv, PlotOptions *options, int *status)
{
    const GOptionEntry entries[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->folder,
          "Folder for the pictures (default: DIR)", "OUTDIR" },
        { "png", 0, 0, G_OPTION_ARG_NONE, &options->png, "PNG only (default: both)", NULL },
        { "svg", 0, 0, G_OPTION_ARG_NONE, &options->svg, "SVG only (default: both)", NULL },
        { 0 },
    };
    const CvpnUsage usage = {
        .command = "plot",
        .parameters = "DIR",
        .summary = "Draws the pictures of the run, sweep or plan in DIR, by gnuplot. The scripts "
                   "are taken from\n"
                   "the folder that CVPNSIM_PLOTS names, or from where they were installed.",
        .takes = CVPN_TAKES_QUIET,
        .n_min = 1,
        .n_max = 1,
        .entries = entries,
    };

    if (!cvpn_cli_parse (&usage, argv, &options->common, status))
        return FALSE;
    if (!options->png && !options->svg)
        options->png = options->svg = TRUE;
    return TRUE;
}

/* The prefix of the scripts that draw what is in the folder: "" of a run; NULL: it is of none. */
static const char *
find_prefix (const char *folder)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name, *prefix = NULL;

    while (dir && (name = g_dir_read_name (dir))) {
        for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
            if (strcmp (name, kinds[i].file) == 0)
                return kinds[i].prefix;
        if (cvpn_writers_knows (name))
            prefix = "";
    }
    return prefix;
}

/* TRUE if the script draws what is in a folder of that prefix. */
static gboolean
is_of_kind (const char *script, const char *prefix)
{
    if (*prefix)
        return g_str_has_prefix (script, prefix);
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (g_str_has_prefix (script, kinds[i].prefix))
            return FALSE;
    return TRUE;
}

static const char *
find_scripts (void)
{
    const char *chosen = g_getenv ("CVPNSIM_PLOTS");

    if (chosen && *chosen)
        return chosen;
    return g_file_test (CVPN_PLOTS_INSTALLED, G_FILE_TEST_IS_DIR) ? CVPN_PLOTS_INSTALLED
                                                                  : CVPN_PLOTS_SOURCE;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of the scripts of that kind in order, without the suffix. */
static GPtrArray *
list_scripts (const char *folder, const char *prefix, GError **error)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir)))
        if (g_str_has_suffix (name, SCRIPT_SUFFIX) && *name != '.' && is_of_kind (name, prefix))
            g_ptr_array_add (names, g_strndup (name, strlen (name) - strlen (SCRIPT_SUFFIX)));
    if (names->len == 0) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "%s: holds no gnuplot script", folder);
        return NULL;
    }
    g_ptr_array_sort (names, compare_names);
    return g_steal_pointer (&names);
}

typedef gboolean (*IsMissing) (const char *path);

static gboolean
is_absent (const char *path)
{
    return g_access (path, R_OK) < 0;
}

/* TRUE if there is nothing below the header. */
static gboolean
has_no_row (const char *path)
{
    FILE *file = fopen (path, "r");
    int c = EOF;

    if (!file)
        return FALSE;
    while ((c = fgetc (file)) != EOF && c != '\n')
        continue;
    if (c != EOF)
        c = fgetc (file);
    fclose (file);
    return c == EOF;
}

/* What the script has behind 'word', by spaces; NULL: it has no such line. */
static char **
read_needs (const char *script, const char *word)
{
    g_autofree char *text = NULL;

    if (!g_file_get_contents (script, &text, NULL, NULL))
        return NULL; /* gnuplot will say it */
    const char *needs = strstr (text, word);
    if (!needs)
        return NULL;
    needs += strlen (word);
    g_autofree char *line = g_strndup (needs, strcspn (needs, "\n"));
    return g_strsplit (line, " ", -1);
}

static gboolean
is_above_0 (const CvpnCsv *csv, const char *column)
{
    const gint index = cvpn_csv_column (csv, column);

    for (guint i = 0; index >= 0 && i < csv->rows->len; i++) {
        const CvpnCsvRow *row = csv->rows->pdata[i];
        if (g_ascii_strtod (row->fields[index], NULL) > 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_figures (const char *script, const char *run)
{
    g_auto (GStrv) words = read_needs (script, NEEDS_FIGURES);

    if (!words || !words[0])
        return TRUE;
    g_autofree char *path = g_build_filename (run, words[0], NULL);
    g_autoptr (CvpnCsv) csv = cvpn_csv_read (path, NULL);
    for (guint i = 1; csv && words[i]; i++)
        if (is_above_0 (csv, words[i]))
            return TRUE;
    return FALSE;
}

/* The first of the run's files that the script names behind 'word' and that is
 * 'missing'; NULL: none. */
static char *
find_missing (const char *script, const char *run, const char *word, IsMissing missing)
{
    g_auto (GStrv) files = read_needs (script, word);

    for (guint i = 0; files && files[i]; i++) {
        g_autofree char *path = g_build_filename (run, files[i], NULL);
        if (*files[i] && missing (path))
            return g_strdup (files[i]);
    }
    return NULL;
}

/* FALSE, and a remark, where the run lacks a file. */
static gboolean
can_draw (const PlotOptions *options, const char *script, const char *name)
{
    const char *run = options->common.arguments[0];
    g_autofree char *absent = find_missing (script, run, NEEDS, is_absent);

    /* Which of these a sweep or plan has depends on what was asked for. */
    if (absent && !options->common.quiet && is_of_kind (name, ""))
        cvpn_cli_remark ("no picture '%s': the run has no %s", name, absent);
    if (absent)
        return FALSE;
    g_autofree char *rowless = find_missing (script, run, NEEDS_ROWS, has_no_row);
    return rowless == NULL && has_figures (script, run);
}

static gboolean
draw (const PlotOptions *options, const char *script, const char *name, const char *format,
      GError **error)
{
    const char *run = options->common.arguments[0];
    g_autofree char *file = g_strdup_printf ("%s.%s", name, format);
    g_autofree char *out = g_build_filename (options->folder ? options->folder : run, file, NULL);
    const CvpnPicture picture = { .script = script, .run = run, .format = format, .out = out };

    if (!cvpn_gnuplot_draw (&picture, error))
        return FALSE;
    puts (out);
    return TRUE;
}

static gboolean
draw_all (const PlotOptions *options, const char *scripts, const GPtrArray *names, guint *drawn,
          GError **error)
{
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index (names, i);
        g_autofree char *file = g_strconcat (name, SCRIPT_SUFFIX, NULL);
        g_autofree char *script = g_build_filename (scripts, file, NULL);
        if (!can_draw (options, script, name))
            continue;
        if ((options->png && !draw (options, script, name, "png", error)) ||
            (options->svg && !draw (options, script, name, "svg", error)))
            return FALSE;
        (*drawn)++;
    }
    return TRUE;
}

int
cvpn_cmd_plot (char **argv)
{
    g_auto (PlotOptions) options = { 0 };
    g_autoptr (GError) error = NULL;
    int status = CVPN_EXIT_FINE;
    guint drawn = 0;

    if (!parse (argv, &options, &status))
        return status;
    const char *run = options.common.arguments[0];
    const char *prefix = find_prefix (run);
    if (!prefix)
        return cvpn_cli_fail_input ("%s: is not the folder of a run, sweep or plan", run);
    if (options.folder && g_mkdir (options.folder, 0777) < 0 && errno != EEXIST) {
        const int reason = errno;
        cvpn_cli_fail_input ("%s: cannot make the folder: %s", options.folder, g_strerror (reason));
        return CVPN_EXIT_OUTSIDE;
    }
    const char *scripts = find_scripts ();
    g_autoptr (GPtrArray) names = list_scripts (scripts, prefix, &error);
    if (!names || !draw_all (&options, scripts, names, &drawn, &error))
        return cvpn_cli_fail (error);
    if (drawn == 0 && strcmp (prefix, "sweep-") == 0)
        return cvpn_cli_fail_input (
            "%s: has no picture; a sweep of one key has a curve, one of two "
            "a heat map",
            run);
    if (drawn == 0)
        return cvpn_cli_fail_input ("%s: has none of the files that pictures are drawn from", run);
    return CVPN_EXIT_FINE;
}
