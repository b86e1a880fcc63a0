/* Groups of a draft, their lines, and the notes about what was made of the input. */
#include "import/draft/parts.h"

#include <string.h>

#define COMMENT_MAX 120 /* characters of a text that others wrote */

static void
free_line (gpointer data)
{
    CvpnDraftLine *line = data;

    g_free (line->key);
    g_free (line->value);
    g_free (line->comment);
    g_free (line);
}

CvpnDraftGroup *
cvpn_drafting_group_new (const char *kind, const char *name)
{
    CvpnDraftGroup *group = g_new0 (CvpnDraftGroup, 1);

    group->kind = g_strdup (kind);
    group->name = g_strdup (name);
    group->lines = g_ptr_array_new_with_free_func (free_line);
    return group;
}

void
cvpn_drafting_group_free (gpointer data)
{
    CvpnDraftGroup *group = data;

    g_free (group->kind);
    g_free (group->name);
    g_free (group->comment);
    g_ptr_array_unref (group->lines);
    g_free (group);
}

/* Cuts at a character, not in one. */
static char *
shorten (char *text)
{
    if (g_utf8_strlen (text, -1) <= COMMENT_MAX)
        return text;
    g_autofree char *whole = text;
    g_autofree char *cut = g_utf8_substring (whole, 0, COMMENT_MAX - 1);
    return g_strconcat (cut, "…", NULL);
}

/* What ends a line somewhere, tells a terminal what to do, or changes how the rest is shown. */
static gboolean
is_hidden (gunichar c)
{
    const GUnicodeType type = g_unichar_type (c);

    return type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR ||
           type == G_UNICODE_FORMAT || type == G_UNICODE_CONTROL;
}

gboolean
cvpn_drafting_is_plain (const char *text)
{
    if (!g_utf8_validate (text, -1, NULL))
        return FALSE;
    for (const char *at = text; *at; at = g_utf8_next_char (at))
        if (is_hidden (g_utf8_get_char (at)))
            return FALSE;
    return TRUE;
}

char *
cvpn_drafting_line_of (const char *text)
{
    g_autofree char *valid = g_utf8_make_valid (text, -1);
    GString *out = g_string_new (NULL);

    for (const char *at = valid; *at; at = g_utf8_next_char (at)) {
        const gunichar c = g_utf8_get_char (at);
        if (is_hidden (c))
            g_string_append_c (out, g_unichar_isspace (c) ? ' ' : '?');
        else
            g_string_append_unichar (out, c);
    }
    return g_string_free (out, FALSE);
}

char *
cvpn_drafting_clean (const char *text)
{
    return shorten (g_strstrip (cvpn_drafting_line_of (text)));
}

char *
cvpn_drafting_escape (const char *text)
{
    g_auto (GStrv) parts = g_strsplit (text, "\\", -1);

    return g_strjoinv ("\\\\", parts);
}

void
cvpn_drafting_comment (CvpnDraftGroup *group, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    g_autofree char *before = group->comment;
    group->comment = before ? g_strconcat (before, "\n", text, NULL) : g_strdup (text);
}

CvpnDraftGroup *
cvpn_drafting_group_named (CvpnDrafting *d, const char *kind, const char *name,
                           const CvpnThing *thing)
{
    CvpnDraftGroup *group = cvpn_drafting_group_new (kind, name);

    if (thing && thing->name && *thing->name) {
        g_autofree char *tag = cvpn_drafting_clean (thing->name);
        cvpn_drafting_comment (group, "Name: %s", tag);
    }
    g_ptr_array_add (d->draft->groups, group);
    return group;
}

CvpnDraftGroup *
cvpn_drafting_group (CvpnDrafting *d, const char *kind, const CvpnThing *thing)
{
    return cvpn_drafting_group_named (d, kind, thing->id, thing);
}

void
cvpn_drafting_line (CvpnDraftGroup *group, const char *key, const char *value, const char *comment)
{
    CvpnDraftLine *line = g_new (CvpnDraftLine, 1);

    *line = (CvpnDraftLine){ g_strdup (key), g_strdup (value), g_strdup (comment) };
    g_ptr_array_add (group->lines, line);
}

void
cvpn_drafting_flag (CvpnDraftGroup *group, const char *key, gboolean value)
{
    cvpn_drafting_line (group, key, value ? "true" : "false", NULL);
}

void
cvpn_drafting_prefix (CvpnDraftGroup *group, const char *key, CvpnPrefix prefix)
{
    char text[CVPN_PREFIX_TEXT];

    cvpn_drafting_line (group, key, cvpn_prefix_format (prefix, text), NULL);
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *) a, *(const char *const *) b);
}

void
cvpn_drafting_sort_unique (GPtrArray *items)
{
    g_ptr_array_sort (items, compare_texts);
    for (guint i = items->len; i > 1; i--)
        if (strcmp (items->pdata[i - 1], items->pdata[i - 2]) == 0)
            g_ptr_array_remove_index (items, i - 1);
}

void
cvpn_drafting_list (CvpnDraftGroup *group, const char *key, GPtrArray *items, gboolean sort)
{
    g_autoptr (GString) value = g_string_new (NULL);

    if (sort)
        cvpn_drafting_sort_unique (items);
    for (guint i = 0; i < items->len; i++)
        g_string_append_printf (value, "%s%s", i > 0 ? "; " : "", (char *) items->pdata[i]);
    cvpn_drafting_line (group, key, value->str, NULL);
}

gint
cvpn_drafting_compare_prefixes (CvpnPrefix a, CvpnPrefix b)
{
    if (a.address != b.address)
        return a.address < b.address ? -1 : 1;
    return (gint) a.length - (gint) b.length;
}

static gint
compare_elements (gconstpointer a, gconstpointer b)
{
    return cvpn_drafting_compare_prefixes (*(const CvpnPrefix *) a, *(const CvpnPrefix *) b);
}

GArray *
cvpn_drafting_copy_array (const GArray *array)
{
    const guint size = g_array_get_element_size (GSIZE_TO_POINTER ((gsize) array));
    GArray *copy = g_array_sized_new (FALSE, FALSE, size, array->len);

    if (array->len > 0)
        g_array_append_vals (copy, array->data, array->len);
    return copy;
}

GPtrArray *
cvpn_drafting_prefixes (const GArray *prefixes)
{
    GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GArray) sorted = cvpn_drafting_copy_array (prefixes);
    char text[CVPN_PREFIX_TEXT];

    g_array_sort (sorted, compare_elements);
    for (guint i = 0; i < sorted->len; i++) {
        const CvpnPrefix prefix = g_array_index (sorted, CvpnPrefix, i);
        if (i == 0 || !cvpn_prefix_equal (prefix, g_array_index (sorted, CvpnPrefix, i - 1)))
            g_ptr_array_add (texts, g_strdup (cvpn_prefix_format (prefix, text)));
    }
    return texts;
}

void
cvpn_drafting_left_out (CvpnDrafting *d, const char *what, guint64 count, const char *text)
{
    g_autofree char *key = g_strdup_printf ("%s\n%s", what, text);
    CvpnImportNote *note = g_hash_table_lookup (d->left_out, key);

    if (note) {
        note->count += count;
        return;
    }
    note = g_new0 (CvpnImportNote, 1);
    g_hash_table_insert (d->left_out, g_steal_pointer (&key), note);
    *note = (CvpnImportNote){ .kind = CVPN_IMPORT_LEFT_OUT,
                              .what = cvpn_inventory_keep (d->inventory, what),
                              .text = cvpn_inventory_keep (d->inventory, text),
                              .count = count };
    g_ptr_array_add (d->draft->notes, note);
}

void
cvpn_drafting_remark (CvpnDrafting *d, const char *what, const char *format, ...)
{
    CvpnImportNote *note = g_new0 (CvpnImportNote, 1);
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    *note = (CvpnImportNote){ .kind = CVPN_IMPORT_REMARK,
                              .what = cvpn_inventory_keep (d->inventory, what),
                              .text = cvpn_inventory_keep (d->inventory, text) };
    g_ptr_array_add (d->draft->notes, note);
}

void
cvpn_drafting_fault (CvpnDrafting *d, const CvpnThing *thing, const char *format, ...)
{
    const CvpnSource *source = NULL;
    const guint line = cvpn_inventory_line (d->inventory, thing->id, &source);
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    if (!source)
        source = thing->source;
    cvpn_report_add (d->inventory->report, CVPN_SEVERITY_ERROR, source ? source->path : NULL, line,
                     "%s: %s", thing->id, text);
}
