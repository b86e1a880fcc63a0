/* report: faults collected, sorted and printed as a compiler prints them.
 *
 * Text comes from users' files: control characters are made visible, so that
 * no file writes to the terminal, and a long value is cut in its middle, where
 * neither its beginning nor the explanation behind it is lost.  A file of
 * garbage has a fault a line: past FAULTS_KEPT they are only counted. */
#include <cvpnsim/report.h>

#define FAULTS_PRINTED 200
#define FAULTS_KEPT    10000
#define TEXT_END       300 /* characters kept of a long text's beginning, and of its end */

struct CvpnReport {
    GPtrArray *faults;   /* CvpnFault *, owned */
    GPtrArray *refusals; /* CvpnFault *, owned: those that are tolerated */
    gboolean tolerates;
    GHashTable *ranks;   /* file -> its place in the order of first naming */
    GStringChunk *files; /* the names that faults point to */
    guint errors;
    guint left_out; /* counted, not kept */
};

static void
free_fault (gpointer data)
{
    CvpnFault *fault = data;

    g_free (fault->text);
    g_free (fault);
}

CvpnReport *
cvpn_report_new (void)
{
    CvpnReport *report = g_new0 (CvpnReport, 1);

    report->faults = g_ptr_array_new_with_free_func (free_fault);
    report->refusals = g_ptr_array_new_with_free_func (free_fault);
    report->ranks = g_hash_table_new (g_str_hash, g_str_equal);
    report->files = g_string_chunk_new (256);
    return report;
}

void
cvpn_report_free (CvpnReport *report)
{
    if (!report)
        return;
    g_ptr_array_unref (report->faults);
    g_ptr_array_unref (report->refusals);
    g_hash_table_unref (report->ranks);
    g_string_chunk_free (report->files);
    g_free (report);
}

/* Those that turn the direction of writing or end a line are no letters either. */
static gboolean
is_invisible (gunichar c)
{
    const GUnicodeType type = g_unichar_type (c);

    return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
           type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

static void
append_visible (GString *out, gunichar c)
{
    if (is_invisible (c))
        g_string_append_printf (out, "\\x%02x", c);
    else
        g_string_append_unichar (out, c);
}

static char *
make_printable (const char *raw)
{
    g_autofree char *valid = g_utf8_make_valid (raw, -1);
    glong length;
    g_autofree gunichar *letters = g_utf8_to_ucs4_fast (valid, -1, &length);
    GString *out = g_string_new (NULL);

    for (glong i = 0; i < length; i++) {
        if (i == TEXT_END && length - i > TEXT_END) {
            g_string_append (out, "...");
            i = length - TEXT_END;
        }
        append_visible (out, letters[i]);
    }
    return g_string_free (out, FALSE);
}

/* The report's own copy of the name, ranked when it is named first. */
static char *
keep_file (CvpnReport *report, const char *file)
{
    char *kept = g_string_chunk_insert_const (report->files, file ? file : "");

    if (!g_hash_table_contains (report->ranks, kept))
        g_hash_table_insert (report->ranks, kept,
                             GUINT_TO_POINTER (g_hash_table_size (report->ranks)));
    return file ? kept : NULL;
}

/* 'fault' as the caller has it: its texts are copied. */
static void
keep_fault (CvpnReport *report, GPtrArray *faults, CvpnFault fault)
{
    if (faults->len >= FAULTS_KEPT) {
        report->left_out++;
        return;
    }
    fault.file = keep_file (report, fault.file);
    fault.text = make_printable (fault.text);
    g_ptr_array_add (faults, g_memdup2 (&fault, sizeof fault));
}

void
cvpn_report_add (CvpnReport *report, CvpnSeverity severity, const char *file, guint line,
                 const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *raw = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    cvpn_report_refuse (report, severity, NULL, file, line, raw);
}

void
cvpn_report_refuse (CvpnReport *report, CvpnSeverity severity, const char *code, const char *file,
                    guint line, const char *text)
{
    const gboolean apart = code && report->tolerates;
    g_autofree char *raw = g_strdup (text);
    g_autofree char *name = g_strdup (file);

    report->errors += severity == CVPN_SEVERITY_ERROR && !apart;
    keep_fault (
        report, apart ? report->refusals : report->faults,
        (CvpnFault){ .file = name, .line = line, .severity = severity, .code = code, .text = raw });
}

void
cvpn_report_tolerate (CvpnReport *report)
{
    report->tolerates = TRUE;
}

gboolean
cvpn_report_tolerates (const CvpnReport *report)
{
    return report->tolerates;
}

const GPtrArray *
cvpn_report_refusals (const CvpnReport *report)
{
    return report->refusals;
}

guint
cvpn_report_errors (const CvpnReport *report)
{
    return report->errors;
}

static guint
rank_file (const CvpnReport *report, const CvpnFault *fault)
{
    const char *file = fault->file ? fault->file : "";

    return GPOINTER_TO_UINT (g_hash_table_lookup (report->ranks, file));
}

static gint
compare_faults (gconstpointer left, gconstpointer right, gpointer data)
{
    const CvpnFault *a = *(const CvpnFault *const *) left;
    const CvpnFault *b = *(const CvpnFault *const *) right;
    const guint rank_a = rank_file (data, a), rank_b = rank_file (data, b);

    if (rank_a != rank_b)
        return rank_a < rank_b ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

const GPtrArray *
cvpn_report_faults (CvpnReport *report)
{
    g_ptr_array_sort_with_data (report->faults, compare_faults, report); /* stable, says GLib */
    return report->faults;
}

/* Names of files are others' too: an account's folder has what somebody packed into it. */
static void
append_file (GString *out, const char *file)
{
    g_autofree char *valid = g_utf8_make_valid (file, -1);

    for (const char *at = valid; *at; at = g_utf8_next_char (at))
        append_visible (out, g_utf8_get_char (at));
}

static void
append_fault (GString *out, const CvpnFault *fault)
{
    if (fault->file)
        append_file (out, fault->file);
    if (fault->file && fault->line > 0)
        g_string_append_printf (out, ":%u", fault->line);
    g_string_append_printf (out, "%s%s: %s\n", fault->file ? ": " : "",
                            fault->severity == CVPN_SEVERITY_ERROR ? "error" : "warning",
                            fault->text);
}

char *
cvpn_report_format (CvpnReport *report)
{
    const GPtrArray *faults = cvpn_report_faults (report);
    const guint printed = MIN (faults->len, FAULTS_PRINTED);
    const guint more = faults->len - printed + report->left_out;
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < printed; i++)
        append_fault (out, g_ptr_array_index (faults, i));
    if (more > 0)
        g_string_append_printf (out, "and %u more\n", more);
    return g_string_free (out, FALSE);
}
