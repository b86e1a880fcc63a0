/* csv: RFC 4180 by libcsv, in strict mode.
 *
 * libcsv does not count lines, so it is fed one line at a time: what it
 * reports meanwhile belongs to that line, and a row to the line on which it
 * began.  It skips empty lines and the white space around unquoted fields. */
#include "base/csv.h"

#include <csv.h>
#include <string.h>

#include <cvpnsim/error.h>

#include "base/text.h"

#define BYTES_MAX ((gsize) 1 << 30)

typedef struct {
    const char *path;
    CvpnCsv *csv;
    GPtrArray *fields; /* of the row being read */
    guint line;        /* being fed */
    guint begun;       /* the line on which the row being read began; 0: none */
    GError *error;     /* the first */
} Reader;

static void fail_at (Reader *reader, guint line, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
fail_at (Reader *reader, guint line, const char *format, ...)
{
    va_list arguments;

    if (reader->error)
        return;
    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    g_set_error (&reader->error, CVPN_ERROR, CVPN_ERROR_SYNTAX, "%s:%u: %s", reader->path, line,
                 text);
}

static void
free_row (gpointer data)
{
    CvpnCsvRow *row = data;

    g_strfreev (row->fields);
    g_free (row);
}

static void
take_field (void *field, size_t length, void *data)
{
    Reader *reader = data;

    g_ptr_array_add (reader->fields, g_strndup (field, length));
}

static void
take_header (Reader *reader)
{
    CvpnCsv *csv = reader->csv;

    for (guint i = 0; i < reader->fields->len; i++) {
        char *name = g_ptr_array_index (reader->fields, i);
        if (*name && cvpn_csv_column (csv, name) >= 0)
            fail_at (reader, reader->begun, "column '%s' is there twice", name);
        g_ptr_array_add (csv->columns, name);
    }
    g_ptr_array_set_size (reader->fields, 0); /* its strings now belong to the columns */
}

static void
take_row (int terminator, void *data)
{
    Reader *reader = data;
    CvpnCsv *csv = reader->csv;

    (void) terminator;
    if (csv->columns->len == 0) {
        take_header (reader);
    } else {
        if (reader->fields->len != csv->columns->len)
            fail_at (reader, reader->begun, "%u fields; expected %u, as many as the header has",
                     reader->fields->len, csv->columns->len);
        CvpnCsvRow *row = g_new (CvpnCsvRow, 1);
        row->line = reader->begun > 0 ? reader->begun : reader->line; /* after a lone CR */
        g_ptr_array_add (reader->fields, NULL);
        row->fields = (char **) g_ptr_array_steal (reader->fields, NULL);
        g_ptr_array_add (csv->rows, row);
    }
    reader->begun = 0;
}

static gboolean
is_blank (const char *line, gsize length)
{
    gsize i = 0;

    while (i < length && g_ascii_isspace (line[i]))
        i++;
    return i == length;
}

static void
feed_line (Reader *reader, struct csv_parser *parser, const char *line, gsize length)
{
    reader->line++;
    if (reader->begun == 0 && is_blank (line, length))
        return;
    if (reader->begun == 0)
        reader->begun = reader->line;
    if (!g_utf8_validate (line, (gssize) length, NULL))
        fail_at (reader, reader->line, "not valid UTF-8");
    else if (csv_parse (parser, line, length, take_field, take_row, reader) != length)
        fail_at (reader, reader->line,
                 "a quote out of place; a quoted field is in quotes as a whole, and a quote in "
                 "it is doubled");
}

static void
read_lines (Reader *reader, struct csv_parser *parser, const char *content, gsize length)
{
    const char *const end = content + length;

    while (content < end && !reader->error) {
        const char *feed = memchr (content, '\n', (gsize) (end - content));
        const char *next = feed ? feed + 1 : end;
        feed_line (reader, parser, content, (gsize) (next - content));
        content = next;
    }
    if (reader->error)
        return;
    if (csv_fini (parser, take_field, take_row, reader) != 0)
        fail_at (reader, reader->begun, "a quote is left open");
    else if (reader->csv->columns->len == 0)
        fail_at (reader, 1, "no header; expected the columns' names");
}

CvpnCsv *
cvpn_csv_read (const char *path, GError **error)
{
    struct csv_parser parser;
    gsize length;
    g_autofree char *content = cvpn_text_read (path, BYTES_MAX, &length, error);

    if (!content) {
        g_prefix_error (error, "%s: ", path);
        return NULL;
    }
    g_autoptr (CvpnCsv) csv = g_new (CvpnCsv, 1);
    csv->columns = g_ptr_array_new_with_free_func (g_free);
    csv->rows = g_ptr_array_new_with_free_func (free_row);
    Reader reader = { .path = path, .csv = csv, .fields = g_ptr_array_new () };

    csv_init (&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    read_lines (&reader, &parser, content, length);
    csv_free (&parser);
    g_ptr_array_foreach (reader.fields, (GFunc) (void (*) (void)) g_free, NULL);
    g_ptr_array_unref (reader.fields);
    if (!reader.error)
        return g_steal_pointer (&csv);
    g_propagate_error (error, reader.error);
    return NULL;
}

void
cvpn_csv_free (CvpnCsv *csv)
{
    if (!csv)
        return;
    g_ptr_array_unref (csv->columns);
    g_ptr_array_unref (csv->rows);
    g_free (csv);
}

gint
cvpn_csv_column (const CvpnCsv *csv, const char *name)
{
    for (guint i = 0; i < csv->columns->len; i++)
        if (strcmp (g_ptr_array_index (csv->columns, i), name) == 0)
            return (gint) i;
    return -1;
}

gboolean
cvpn_csv_needs_quotes (const char *field, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (field[i] == ',' || field[i] == '"' || field[i] == '\r' || field[i] == '\n')
            return TRUE;
    /* Readers, ours too, drop the white space around a field without quotes. */
    return length > 0 && (g_ascii_isspace (field[0]) || g_ascii_isspace (field[length - 1]));
}

void
cvpn_csv_append (GString *out, const char *field)
{
    if (!cvpn_csv_needs_quotes (field, strlen (field))) {
        g_string_append (out, field);
        return;
    }
    g_string_append_c (out, '"');
    for (const char *p = field; *p; p++) {
        if (*p == '"')
            g_string_append_c (out, '"');
        g_string_append_c (out, *p);
    }
    g_string_append_c (out, '"');
}
