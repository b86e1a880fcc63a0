/* Findings of check as text: a line each, as compilers print them, the document below, and how
 * many there are. */
#include <cvpnsim/check.h>

#include "observe/severity_text.h"

static const char *
color_of (CvpnSeverity severity)
{
    static const char *const colors[] = { [CVPN_SEVERITY_NOTE] = "\033[36m",
                                          [CVPN_SEVERITY_WARNING] = "\033[33m",
                                          [CVPN_SEVERITY_ERROR] = "\033[31m" };

    return colors[severity];
}

static void
append_place (GString *out, const char *file, guint line)
{
    if (file && line > 0)
        g_string_append_printf (out, "%s:%u: ", file, line);
    else if (file)
        g_string_append_printf (out, "%s: ", file);
}

static void
append_finding (GString *out, const CvpnFinding *finding, gboolean color)
{
    append_place (out, finding->file, finding->line);
    g_string_append_printf (out, "%s%s%s: %s [%s]\n", color ? color_of (finding->severity) : "",
                            cvpn_severity_word (finding->severity), color ? "\033[0m" : "",
                            finding->message, finding->code);
    for (guint i = 0; i < finding->places->len; i++) {
        const CvpnFindingPlace *place = finding->places->pdata[i];
        g_string_append (out, "    ");
        append_place (out, place->file, place->line);
        g_string_append_printf (out, "%s\n", place->text);
    }
    if (finding->source)
        g_string_append_printf (out, "    %s\n", finding->source);
}

static void
append_count (GString *out, guint n, const char *what, const char *before)
{
    g_string_append_printf (out, "%s%u %s%s", before, n, what, n == 1 ? "" : "s");
}

char *
cvpn_findings_text (const GPtrArray *findings, gboolean color)
{
    const guint errors = cvpn_findings_count (findings, CVPN_SEVERITY_ERROR);
    const guint warnings = cvpn_findings_count (findings, CVPN_SEVERITY_WARNING) - errors;
    const guint notes = findings->len - errors - warnings;
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < findings->len; i++)
        append_finding (out, findings->pdata[i], color);
    if (findings->len > 0)
        g_string_append_c (out, '\n');
    append_count (out, errors, "error", "");
    append_count (out, warnings, "warning", ", ");
    append_count (out, notes, "note", ", ");
    g_string_append_c (out, '\n');
    return g_string_free (out, FALSE);
}
