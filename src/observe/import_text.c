/* What an import read, left out and did not find, for a person: what is missing stands below the
 * command that supplies it. */
#include <cvpnsim/import.h>

#include <string.h>

#include "base/count.h"
#include "observe/import_calls.h"
#include "observe/layout.h"

#define WIDTH 100

typedef struct {
    GString *out;
    const GPtrArray *notes;
    gboolean color;
} Writer;

static guint
count_notes (const Writer *w, CvpnImportNoteKind kind)
{
    guint n = 0;

    for (guint i = 0; i < w->notes->len; i++)
        n += ((const CvpnImportNote *) w->notes->pdata[i])->kind == kind;
    return n;
}

static void
append_heading (const Writer *w, const char *text)
{
    g_string_append_printf (w->out, "%s%s%s%s\n", w->out->len > 0 ? "\n" : "",
                            w->color ? "\033[1m" : "", text, w->color ? "\033[0m" : "");
}

static void
append_counted (const Writer *w, const CvpnImportNote *note)
{
    char count[CVPN_COUNT_TEXT];
    g_autofree char *text = NULL;

    cvpn_count_format (note->count, count);
    text = *note->text ? g_strdup_printf ("%s: %s", note->what, note->text) : g_strdup (note->what);
    g_string_append_printf (w->out, "%8s  %s\n", count, text);
}

static void
append_counts (const Writer *w, CvpnImportNoteKind kind, const char *heading)
{
    if (count_notes (w, kind) == 0)
        return;
    append_heading (w, heading);
    for (guint i = 0; i < w->notes->len; i++) {
        const CvpnImportNote *note = w->notes->pdata[i];
        if (note->kind == kind)
            append_counted (w, note);
    }
}

/* "FILE: what: why" */
static void
append_sentences (const Writer *w, CvpnImportNoteKind kind, const char *heading)
{
    if (count_notes (w, kind) == 0)
        return;
    append_heading (w, heading);
    for (guint i = 0; i < w->notes->len; i++) {
        const CvpnImportNote *note = w->notes->pdata[i];
        if (note->kind != kind)
            continue;
        g_autoptr (GString) text = g_string_new (NULL);
        if (note->file)
            g_string_append_printf (text, "%s: ", note->file);
        if (note->what)
            g_string_append_printf (text, "%s: ", note->what);
        g_string_append (text, note->text);
        cvpn_layout_wrap (w->out, text->str, 2, WIDTH);
    }
}

static guint
find_width (const GPtrArray *notes)
{
    gsize width = 0;

    for (guint i = 0; i < notes->len; i++)
        width = MAX (width, strlen (((const CvpnImportNote *) notes->pdata[i])->what));
    return (guint) MIN (width, 48);
}

static void
append_call (const Writer *w, const CvpnImportCall *call)
{
    const guint width = find_width (call->notes);

    if (call->command)
        g_string_append_printf (w->out, "  %s%s%s\n", w->color ? "\033[36m" : "",
                                call->command->str, w->color ? "\033[0m" : "");
    else
        g_string_append (w->out, "  no call of AWS's tells:\n");
    for (guint i = 0; i < call->notes->len; i++) {
        const CvpnImportNote *note = call->notes->pdata[i];
        g_string_append_printf (w->out, "      %-*s  %s\n", (int) width, note->what, note->text);
    }
}

static void
append_missing (const Writer *w)
{
    g_autoptr (GPtrArray) calls = cvpn_import_calls (w->notes);

    if (calls->len == 0)
        return;
    append_heading (w, "MISSING: what depends on these is undetermined; what would supply them:");
    for (guint i = 0; i < calls->len; i++)
        append_call (w, calls->pdata[i]);
}

char *
cvpn_import_report_text (const CvpnImport *import, gboolean color)
{
    const Writer w = { g_string_new (NULL), cvpn_import_notes (import), color };

    append_counts (&w, CVPN_IMPORT_READ, "READ");
    append_sentences (&w, CVPN_IMPORT_SKIPPED, "SKIPPED");
    append_counts (&w, CVPN_IMPORT_LEFT_OUT, "LEFT OUT");
    append_missing (&w);
    append_sentences (&w, CVPN_IMPORT_REMARK, "REMARKS");
    return g_string_free (w.out, FALSE);
}
