/* tables: rows of CSV into what the spec keeps of them.
 *
 * Every faulty field is reported, each on its line; columns may stand in any
 * order, and others beside them are left alone. */
#include "input/tables.h"

#include <string.h>

#include "base/csv.h"
#include "base/quantity.h"
#include "input/list.h"
#include "input/sections.h"
#include "input/to.h"
#include "model/daily_rate.h"
#include "model/to.h"

#define COLUMNS_MAX 7

typedef struct {
    const CvpnReading *at;
    const char *file; /* interned in the document */
    CvpnCsv *csv;
    const char *const *names;
    gint columns[COLUMNS_MAX];
    const CvpnCsvRow *row; /* being read */
    gboolean fine;
} Table;

static void fail (Table *table, guint line, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
fail (Table *table, guint line, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    table->fine = FALSE;
    cvpn_report_add (table->at->report, CVPN_SEVERITY_ERROR, table->file, line, "%s", text);
}

static char *
join_names (const char *const *names)
{
    GString *out = g_string_new (names[0]);

    for (guint i = 1; names[i]; i++)
        g_string_append_printf (out, ",%s", names[i]);
    return g_string_free (out, FALSE);
}

static gboolean
find_columns (Table *table)
{
    for (guint i = 0; table->names[i]; i++) {
        table->columns[i] = cvpn_csv_column (table->csv, table->names[i]);
        if (table->columns[i] < 0) {
            g_autofree char *header = join_names (table->names);
            fail (table, 1, "no column '%s'; expected the header %s", table->names[i], header);
        }
    }
    return table->fine;
}

static gboolean
open_table (Table *table, const CvpnReading *at, const char *name, const char *const *names)
{
    g_autofree char *path = cvpn_reading_path (at, name);
    GError *error = NULL;

    *table = (Table){ .at = at, .names = names };
    table->file = g_string_chunk_insert_const (at->names->document->files, path);
    table->csv = cvpn_csv_read (path, &error);
    if (!table->csv) {
        cvpn_reading_fail_file (at, path, error);
        return FALSE;
    }
    table->fine = TRUE;
    return find_columns (table);
}

static const char *
field_of (const Table *table, guint column)
{
    return table->row->fields[table->columns[column]];
}

static void
fail_field (Table *table, guint column, GError *error)
{
    fail (table, table->row->line, "%s: %s", table->names[column], error->message);
    g_error_free (error);
}

static void
read_time (Table *table, guint column, gint64 *result)
{
    GError *error = NULL;

    if (!cvpn_seconds_parse (field_of (table, column), result, &error))
        fail_field (table, column, error);
}

static void
read_bytes (Table *table, guint column, gint64 *result)
{
    const char *text = field_of (table, column);
    const gboolean plain = *text && text[strspn (text, "0123456789")] == '\0';
    GError *error = NULL;

    if (!(plain ? cvpn_integer_parse (text, 0, CVPN_QUANTITY_MAX, result, &error)
                : cvpn_size_parse (text, result, &error)))
        fail_field (table, column, error);
}

static char *
read_user (Table *table, guint column)
{
    const char *user = field_of (table, column);

    if (!*user)
        fail (table, table->row->line, "%s: has no value", table->names[column]);
    return g_strdup (user);
}

static void
read_point (Table *table, GArray *points)
{
    const CvpnRatePoint *before =
        points->len > 0 ? &g_array_index (points, CvpnRatePoint, points->len - 1) : NULL;
    CvpnRatePoint point = { 0 };
    GError *error = NULL;

    if (!cvpn_time_of_day_parse (field_of (table, 0), &point.time_of_day_ns, &error))
        fail_field (table, 0, error);
    else if (before && point.time_of_day_ns <= before->time_of_day_ns)
        fail (table, table->row->line, "%s: '%s' does not come after the row above",
              table->names[0], field_of (table, 0));
    error = NULL;
    if (!cvpn_rate_parse (field_of (table, 1), &point.rate, &error))
        fail_field (table, 1, error);
    g_array_append_val (points, point);
}

GArray *
cvpn_tables_read_profile (const CvpnReading *at, const char *name)
{
    static const char *const names[] = { "time_of_day", "rate", NULL };
    GArray *points = g_array_new (FALSE, FALSE, sizeof (CvpnRatePoint));
    Table table;

    if (open_table (&table, at, name, names)) {
        for (guint i = 0; i < table.csv->rows->len; i++) {
            table.row = table.csv->rows->pdata[i];
            read_point (&table, points);
        }
        if (table.fine && cvpn_daily_rate_peak (points) <= 0)
            fail (&table, 1, "no row has a rate above 0; nobody would ever arrive");
    }
    cvpn_csv_free (table.csv);
    if (!table.fine)
        g_clear_pointer (&points, g_array_unref);
    return points;
}

static void
free_login (gpointer data)
{
    CvpnLogin *login = data;

    g_free (login->user);
    g_free (login);
}

static gint
compare_logins (gconstpointer left, gconstpointer right)
{
    const CvpnLogin *a = *(const CvpnLogin *const *) left;
    const CvpnLogin *b = *(const CvpnLogin *const *) right;

    return (a->time_ns > b->time_ns) - (a->time_ns < b->time_ns);
}

static CvpnLogin *
read_login (Table *table)
{
    CvpnLogin *login = g_new0 (CvpnLogin, 1);

    login->duration_ns = -1;
    read_time (table, 0, &login->time_ns);
    login->user = read_user (table, 1);
    if (*field_of (table, 2))
        read_time (table, 2, &login->duration_ns);
    return login;
}

GPtrArray *
cvpn_tables_read_logins (const CvpnReading *at, const char *name)
{
    static const char *const names[] = { "time", "user", "duration", NULL };
    GPtrArray *logins = g_ptr_array_new_with_free_func (free_login);
    Table table;

    if (open_table (&table, at, name, names))
        for (guint i = 0; i < table.csv->rows->len; i++) {
            table.row = table.csv->rows->pdata[i];
            g_ptr_array_add (logins, read_login (&table));
        }
    cvpn_csv_free (table.csv);
    g_ptr_array_sort (logins, compare_logins); /* stable */
    if (!table.fine)
        g_clear_pointer (&logins, g_ptr_array_unref);
    return logins;
}

static void
free_flow (gpointer data)
{
    CvpnListedFlow *flow = data;

    g_free (flow->user);
    g_free (flow->to.target);
    g_free (flow->to.text);
    g_free (flow);
}

static gint
compare_flows (gconstpointer left, gconstpointer right)
{
    const CvpnListedFlow *a = *(const CvpnListedFlow *const *) left;
    const CvpnListedFlow *b = *(const CvpnListedFlow *const *) right;

    return (a->time_ns > b->time_ns) - (a->time_ns < b->time_ns);
}

/* The three columns destination, protocol and port, as `to` writes them. */
static void
read_destination (Table *table, CvpnToSpec *result)
{
    g_autofree char *text =
        g_strdup_printf ("%s %s %s", field_of (table, 2), field_of (table, 3), field_of (table, 4));
    GError *error = NULL;
    CvpnToSpec *to = cvpn_to_parse (g_strchomp (text), &error);

    if (!to) {
        fail_field (table, 2, error);
        return;
    }
    *result = *to;
    g_free (to); /* its strings have moved */
    g_autofree char *fault =
        result->target ? cvpn_names_check_known (table->at->names, "host", result->target) : NULL;
    if (fault && *fault)
        fail (table, table->row->line, "%s: %s", table->names[2], fault);
}

static CvpnListedFlow *
read_flow (Table *table)
{
    CvpnListedFlow *flow = g_new0 (CvpnListedFlow, 1);

    flow->file = table->file;
    flow->line = table->row->line;
    read_time (table, 0, &flow->time_ns);
    flow->user = read_user (table, 1);
    read_destination (table, &flow->to);
    read_bytes (table, 5, &flow->request);
    read_bytes (table, 6, &flow->response);
    return flow;
}

void
cvpn_tables_parse_flows (const CvpnReading *at, const char *value, gpointer field)
{
    static const char *const names[] = { "time", "user",    "destination", "protocol",
                                         "port", "request", "response",    NULL };
    GPtrArray *flows = g_ptr_array_new_with_free_func (free_flow);
    Table table;

    if (open_table (&table, at, value, names))
        for (guint i = 0; i < table.csv->rows->len; i++) {
            table.row = table.csv->rows->pdata[i];
            g_ptr_array_add (flows, read_flow (&table));
        }
    cvpn_csv_free (table.csv);
    g_ptr_array_sort (flows, compare_flows); /* stable */
    if (!table.fine)
        g_clear_pointer (&flows, g_ptr_array_unref);
    *(GPtrArray **) field = flows;
}

void
cvpn_tables_clear_flows (gpointer field)
{
    g_clear_pointer ((GPtrArray **) field, g_ptr_array_unref);
}
