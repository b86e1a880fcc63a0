/* A sweep for a person: the settings by the metrics as mean ± half-width, and what differs from
 * the first setting. */
#include <cvpnsim/sweep.h>

#include "base/count.h"
#include "base/quantity.h"
#include "model/metric_names.h"
#include "observe/sweep_words.h"

#define ROWS_MAX 60 /* of a table; all are in the folder */

typedef struct {
    GString *out;
    const CvpnSweep *sweep;
    CvpnSweepFacts facts;
    gboolean color;
} Writer;

/* Rows of cells, the first one being the header. */
typedef struct {
    GPtrArray *rows; /* GPtrArray * of char *, owned */
    guint n_words;   /* columns of words, to the left; the others are figures, to the right */
} Table;

static void
add_cell (const Table *table, char *cell)
{
    g_ptr_array_add (g_ptr_array_index (table->rows, table->rows->len - 1), cell);
}

static void
begin_row (const Table *table)
{
    g_ptr_array_add (table->rows, g_ptr_array_new_with_free_func (g_free));
}

static guint
width_of (const Table *table, guint column)
{
    glong width = 0;

    for (guint i = 0; i < table->rows->len; i++) {
        const GPtrArray *row = g_ptr_array_index (table->rows, i);
        width = MAX (width, g_utf8_strlen (g_ptr_array_index (row, column), -1));
    }
    return (guint) width;
}

static void
append_cell (GString *out, const char *cell, guint width, gboolean left)
{
    const int pad = (int) (width - (guint) g_utf8_strlen (cell, -1));

    g_string_append_printf (out, "%*s%s%*s", left ? 0 : pad, "", cell, left ? pad : 0, "");
}

static void
append_row (const Writer *w, const Table *table, guint row, const guint *widths)
{
    const GPtrArray *cells = g_ptr_array_index (table->rows, row);
    const gsize start = w->out->len;

    for (guint j = 0; j < cells->len; j++) {
        g_string_append (w->out, j > 0 ? "  " : "");
        append_cell (w->out, g_ptr_array_index (cells, j), widths[j], j < table->n_words);
    }
    while (w->out->len > start && w->out->str[w->out->len - 1] == ' ')
        g_string_truncate (w->out, w->out->len - 1);
    if (row == 0 && w->color) {
        g_string_insert (w->out, (gssize) start, "\033[1m");
        g_string_append (w->out, "\033[0m");
    }
    g_string_append_c (w->out, '\n');
}

static void
append_table (const Writer *w, const Table *table)
{
    const guint n = ((const GPtrArray *) g_ptr_array_index (table->rows, 0))->len;
    g_autofree guint *widths = g_new (guint, n + 1);

    for (guint j = 0; j < n; j++)
        widths[j] = width_of (table, j);
    for (guint i = 0; i < MIN (table->rows->len, ROWS_MAX + 1); i++)
        append_row (w, table, i, widths);
    if (table->rows->len > ROWS_MAX + 1)
        g_string_append_printf (w->out, "… and %u more\n", table->rows->len - ROWS_MAX - 1);
}

static Table
new_table (const Writer *w)
{
    Table table = { .rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref),
                    .n_words = MAX (w->facts.n_keys, 1) };

    begin_row (&table);
    for (guint i = 0; i < w->facts.n_keys; i++)
        add_cell (&table, g_strdup (cvpn_sweep_label (w->sweep, i)));
    if (w->facts.n_keys == 0)
        add_cell (&table, g_strdup ("setting"));
    return table;
}

static void
add_setting (const Writer *w, const Table *table, guint setting)
{
    begin_row (table);
    for (guint i = 0; i < w->facts.n_keys; i++)
        add_cell (table, g_strdup (cvpn_sweep_value (w->sweep, setting, i)));
    if (w->facts.n_keys == 0)
        add_cell (table, g_strdup ("as it is"));
}

static gboolean
until_precise (const Writer *w)
{
    return w->facts.relative_precision > 0;
}

static void
write_settings (const Writer *w)
{
    Table table = new_table (w);

    if (until_precise (w))
        add_cell (&table, g_strdup ("runs"));
    for (guint j = 0; j < w->facts.n_metrics; j++)
        add_cell (&table, g_strdup (cvpn_metric_name (cvpn_sweep_metric (w->sweep, j))));
    for (guint i = 0; i < w->facts.n_settings; i++) {
        add_setting (w, &table, i);
        if (until_precise (w))
            add_cell (&table, g_strdup_printf ("%u%s", cvpn_sweep_replications (w->sweep, i),
                                               cvpn_sweep_is_precise (w->sweep, i) ? " " : "*"));
        for (guint j = 0; j < w->facts.n_metrics; j++) {
            const guint metric = cvpn_sweep_metric (w->sweep, j);
            const CvpnSweepFigure figure = cvpn_sweep_figure (w->sweep, i, metric);
            add_cell (&table, cvpn_sweep_words (metric, &figure, FALSE));
        }
    }
    append_table (w, &table);
    g_ptr_array_unref (table.rows);
}

static guint
count_imprecise (const Writer *w)
{
    guint n = 0;

    for (guint i = 0; i < w->facts.n_settings; i++)
        n += !cvpn_sweep_is_precise (w->sweep, i);
    return n;
}

/* What is not significant is a dot: it may be chance. */
static gboolean
add_differences (const Writer *w, const Table *table, guint setting)
{
    gboolean any = FALSE;

    add_setting (w, table, setting);
    for (guint j = 0; j < w->facts.n_metrics; j++) {
        const guint metric = cvpn_sweep_metric (w->sweep, j);
        const CvpnSweepFigure figure = cvpn_sweep_difference (w->sweep, setting, metric);
        add_cell (table,
                  figure.significant ? cvpn_sweep_words (metric, &figure, TRUE) : g_strdup ("·"));
        any |= figure.significant;
    }
    return any;
}

static char *
describe_first (const Writer *w)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < w->facts.n_keys; i++)
        g_string_append_printf (out, "%s%s=%s", i > 0 ? " " : "", cvpn_sweep_label (w->sweep, i),
                                cvpn_sweep_value (w->sweep, 0, i));
    return g_string_free (out, FALSE);
}

/* What is in one run only has no interval. */
static gboolean
has_intervals (const Writer *w)
{
    return cvpn_sweep_replications (w->sweep, 0) > 1;
}

static void
write_differences (const Writer *w)
{
    Table table = new_table (w);
    g_autofree char *first = describe_first (w);
    g_autofree char *share = cvpn_sweep_percent (w->facts.confidence);
    guint alike = 0;

    for (guint j = 0; j < w->facts.n_metrics; j++)
        add_cell (&table, g_strdup (cvpn_metric_name (cvpn_sweep_metric (w->sweep, j))));
    for (guint i = 1; i < w->facts.n_settings; i++)
        if (!add_differences (w, &table, i)) {
            g_ptr_array_set_size (table.rows, (gint) table.rows->len - 1);
            alike++;
        }
    if (table.rows->len > 1) {
        g_string_append_printf (w->out,
                                "\nAgainst %s, replication by replication; what may be chance at "
                                "%s is a dot:\n",
                                first, share);
        append_table (w, &table);
        if (alike > 0)
            g_string_append_printf (w->out, "%u other%s not differ by more than chance\n", alike,
                                    alike == 1 ? " does" : "s do");
    } else {
        g_string_append_printf (w->out, "\nNothing differs from %s by more than chance at %s.\n",
                                first, share);
    }
    g_ptr_array_unref (table.rows);
}

static guint
count_runs (const Writer *w)
{
    guint n = 0;

    for (guint i = 0; i < w->facts.n_settings; i++)
        n += cvpn_sweep_replications (w->sweep, i);
    return n;
}

static void
write_warm_up (const Writer *w)
{
    if (w->facts.warm_up_ns >= 0) {
        g_autofree char *time = cvpn_duration_format (w->facts.warm_up_ns);
        g_string_append_printf (w->out, "Warm-up: %s, found by MSER-5 on pilot runs\n", time);
    } else if (w->facts.warm_up) {
        g_string_append_printf (w->out, "Warm-up: %s\n", w->facts.warm_up);
    }
}

static void
write_head (const Writer *w)
{
    g_autofree char *settings = cvpn_count_of (w->facts.n_settings, "setting", "settings");
    g_autofree char *runs = cvpn_count_of (count_runs (w), "run", "runs");
    g_autofree char *share = cvpn_sweep_percent (w->facts.confidence);

    g_string_append_printf (w->out, "%s\n%s, %s", w->facts.title, settings, runs);
    if (!until_precise (w))
        g_string_append_printf (w->out, " (%u of each)", w->facts.maximum);
    g_string_append_printf (w->out, "; mean ± half of the %s interval\n", share);
    write_warm_up (w);
    g_string_append_c (w->out, '\n');
}

static void
write_imprecise (const Writer *w)
{
    g_autofree char *precision = cvpn_sweep_percent (w->facts.relative_precision);

    if (until_precise (w) && count_imprecise (w) > 0)
        g_string_append_printf (w->out,
                                "* stopped at --max-replications %u, less precise than %s\n",
                                w->facts.maximum, precision);
}

char *
cvpn_sweep_text (const CvpnSweep *sweep, gboolean color)
{
    const Writer w = { .out = g_string_new (NULL),
                       .sweep = sweep,
                       .facts = cvpn_sweep_facts (sweep),
                       .color = color };

    write_head (&w);
    write_settings (&w);
    write_imprecise (&w);
    if (w.facts.n_settings > 1 && has_intervals (&w))
        write_differences (&w);
    return g_string_free (w.out, FALSE);
}
