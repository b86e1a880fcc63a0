/* document_read: one key file into a document, all its faults into a report.
 *
 * GKeyFile stops at the first bad line, merges repeated groups, keeps the last
 * of a repeated key and counts no lines.  So the lines are read here, by its
 * rules.  One pass over the bytes, in which keys and values stay where they
 * are, and one look-up a line. */
#include "base/document.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "base/group_name.h"
#include "base/text.h"

#define BLANKS   " \t\n\f\r" /* what is white space to GLib */
#define COMMENTS "a comment is a whole line that begins with '#'"

typedef struct {
    CvpnDocument *document;
    CvpnReport *report;
    const char *const *mergeable;
    const char *file;
    guint line;
    GHashTable *here;      /* the mergeable groups that this file has named, as a set */
    CvpnDocument *scratch; /* owns 'stray' */
    CvpnGroup *stray;      /* takes the keys of a group that is not kept */
    CvpnGroup *group;      /* takes the next key; NULL before the first header */
    CvpnGroup *earlier;    /* the group that the current header repeats, or NULL */
    GPtrArray *bad;        /* entries whose value has a bad escape, borrowed */
} Reader;

static void fail (Reader *reader, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
fail (Reader *reader, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    cvpn_report_add (reader->report, CVPN_SEVERITY_ERROR, reader->file, reader->line, "%s", text);
}

/* From here on keys belong to no group of the document; repeated ones are
 * faults even so. */
static void
open_stray (Reader *reader, CvpnGroup *earlier)
{
    cvpn_group_empty (reader->stray);
    reader->group = reader->stray;
    reader->earlier = earlier;
}

static gboolean
is_mergeable (const Reader *reader, const char *kind)
{
    return reader->mergeable && g_strv_contains (reader->mergeable, kind);
}

static void
open_group (Reader *reader, const char *kind, const char *name)
{
    CvpnGroup *group = cvpn_document_group (reader->document, kind, name);
    const gboolean mergeable = is_mergeable (reader, kind);

    if (group && (!mergeable || g_hash_table_contains (reader->here, group))) {
        fail (reader, "[%s%s%s] is already given at %s:%u", kind, *name ? " " : "", name,
              group->file, group->line);
        open_stray (reader, group);
        return;
    }
    if (!group)
        group = cvpn_document_add (reader->document, kind, name, reader->file, reader->line);
    if (mergeable)
        g_hash_table_add (reader->here, group);
    reader->group = group;
    reader->earlier = NULL;
}

static gboolean
is_kind (const char *text)
{
    return g_ascii_islower (*text) && !text[strspn (text, "abcdefghijklmnopqrstuvwxyz-")];
}

/* Ends the first word of 'text' and returns what follows it, trimmed. */
static char *
split_word (char *text)
{
    char *space = strpbrk (text, " \t");

    if (!space)
        return text + strlen (text);
    *space = '\0';
    return g_strstrip (space + 1);
}

static void
scan_header (Reader *reader, char *line)
{
    char *end = strchr (line, ']');

    open_stray (reader, NULL); /* until the header proves good */
    if (!end) {
        fail (reader, "the group header has no ']'; expected [KIND] or [KIND NAME], not '%s'",
              line);
        return;
    }
    if (end[1] != '\0') {
        fail (reader, "text behind a group header; " COMMENTS ": '%s'", g_strchug (end + 1));
        return;
    }
    *end = '\0';
    char *kind = g_strstrip (line + 1);
    char *name = split_word (kind);
    if (!is_kind (kind))
        fail (reader, "'%s' is not a kind of group; a kind is lower-case letters and dashes", kind);
    else if (strpbrk (name, " \t"))
        fail (reader, "a word too many in a group header; expected [KIND NAME], not [%s %s]", kind,
              name);
    else if (*name && !cvpn_group_name_is_legal (name))
        fail (reader,
              "'%s' is not a name; a name begins with a letter or digit and goes on with those, "
              "'.', '_' and '-'",
              name);
    else
        open_group (reader, kind, name);
}

static char *
skip_blanks (char *text)
{
    while (g_ascii_isspace (*text))
        text++;
    return text;
}

/* Ends 'text' before 'end' and the white space there. */
static void
cut_blanks (const char *text, char *end)
{
    while (end > text && g_ascii_isspace (end[-1]))
        end--;
    *end = '\0';
}

/* A run of white space becomes one space: "inbound  100" is "inbound 100". */
static void
squeeze_spaces (char *text)
{
    char *to = text;

    for (const char *from = text; *from; from++) {
        if (!g_ascii_isspace (*from))
            *to++ = *from;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
    }
    *to = '\0';
}

/* An earlier entry of that key in the group, or in the group that it repeats. */
static const CvpnEntry *
find_earlier (const Reader *reader, const char *key)
{
    const CvpnEntry *entry = cvpn_group_entry (reader->group, key);

    return entry || !reader->earlier ? entry : cvpn_group_entry (reader->earlier, key);
}

/* Resolves escapes, in place.  With a bad one the text stays as it is, so that no
 * "missing key" follows from it. */
static gboolean
resolve_escapes (char *text)
{
    static const char codes[] = "sntr\\", meant[] = " \n\t\r\\";
    char *to = strchr (text, '\\');

    for (const char *p = to; p; p = strchr (p + 2, '\\'))
        if (!p[1] || !strchr (codes, p[1]))
            return FALSE;
    for (const char *from = to; from && *from; from++, to++) {
        const gboolean escape = *from == '\\';
        from += escape;
        *to = escape ? meant[strchr (codes, *from) - codes] : *from;
    }
    if (to)
        *to = '\0';
    return TRUE;
}

static void
add_pair (Reader *reader, char *key, char *value)
{
    const CvpnEntry *entry = find_earlier (reader, key);

    if (entry) {
        fail (reader, "key '%s' is already given at %s:%u", key, entry->file, entry->line);
        return;
    }
    CvpnEntry *added = cvpn_group_add_kept (reader->group, key, value, reader->file, reader->line);
    if (reader->group != reader->stray && !resolve_escapes (value))
        g_ptr_array_add (reader->bad, added);
}

static void
scan_pair (Reader *reader, char *line, char *equals)
{
    char *const key = line;

    cut_blanks (key, equals);
    const char *unusual = strpbrk (key, BLANKS "[]");
    if (unusual)
        squeeze_spaces (key);
    if (*key == '\0')
        fail (reader, "no key before the '='; expected KEY = VALUE");
    else if (unusual && strpbrk (key, "[]"))
        fail (reader, "a key has no '[' or ']'; expected KEY = VALUE, not '%s'", key);
    else if (!reader->group)
        fail (reader, "key '%s' stands before any group; expected '[group]' first", key);
    else
        add_pair (reader, key, skip_blanks (equals + 1));
}

/* Plain ASCII, which nearly every line is, is looked at in words. */
static gboolean
is_valid (const char *line, gsize length)
{
    guint64 bits = 0, word;

    for (; length >= sizeof word; line += sizeof word, length -= sizeof word) {
        memcpy (&word, line, sizeof word);
        if (word & G_GUINT64_CONSTANT (0x8080808080808080))
            return g_utf8_validate (line, (gssize) length, NULL);
    }
    for (gsize i = 0; i < length; i++)
        bits |= (guchar) line[i];
    return bits < 0x80 || g_utf8_validate (line, (gssize) length, NULL);
}

static void
scan_line (Reader *reader, char *line, char *end)
{
    char *equals;

    if (!is_valid (line, (gsize) (end - line))) {
        fail (reader, "not valid UTF-8");
        return;
    }
    line = skip_blanks (line);
    if (*line == '\0' || *line == '#')
        return;
    cut_blanks (line, end);
    if (*line == '[')
        scan_header (reader, line);
    else if (*line == ';')
        fail (reader, "a comment begins with '#', not with ';'");
    else if ((equals = strchr (line, '=')))
        scan_pair (reader, line, equals);
    else
        fail (reader, "expected '[group]', 'KEY = VALUE' or a '#' comment, not '%s'", line);
}

static void
scan_lines (Reader *reader, char *content)
{
    for (char *next; *content; content = next) {
        char *end = strchrnul (content, '\n');
        next = *end ? end + 1 : end;
        *end = '\0';
        reader->line++;
        scan_line (reader, content, end);
    }
}

static void
report_escapes (Reader *reader)
{
    for (guint i = 0; i < reader->bad->len; i++) {
        const CvpnEntry *entry = g_ptr_array_index (reader->bad, i);
        reader->line = entry->line;
        fail (reader, "key '%s' has a bad escape; known: \\s \\n \\t \\r \\\\, not '%s'",
              entry->key, entry->value);
    }
}

static void
read_content (Reader *reader, char *content)
{
    reader->here = g_hash_table_new (NULL, NULL);
    reader->bad = g_ptr_array_new ();
    reader->scratch = cvpn_document_new ();
    reader->stray = cvpn_document_add (reader->scratch, "", "", "", 0);

    scan_lines (reader, content);
    report_escapes (reader);

    cvpn_document_free (reader->scratch);
    g_ptr_array_unref (reader->bad);
    g_hash_table_unref (reader->here);
}

gboolean
cvpn_document_take_text (CvpnDocument *document, const char *path, char *text,
                         const char *const *mergeable, CvpnReport *report)
{
    Reader reader = { .document = document,
                      .report = report,
                      .mergeable = mergeable,
                      .file = g_string_chunk_insert_const (document->files, path) };

    g_ptr_array_add (document->texts, text);
    if (*text)
        read_content (&reader, text);
    else
        fail (&reader, "the file is empty");
    return reader.line > 0;
}

gboolean
cvpn_document_read_text (CvpnDocument *document, const char *path, const char *text,
                         const char *const *mergeable, CvpnReport *report)
{
    return cvpn_document_take_text (document, path, g_strdup (text), mergeable, report);
}

gboolean
cvpn_document_read (CvpnDocument *document, const char *path, const char *const *mergeable,
                    CvpnReport *report)
{
    g_autoptr (GError) error = NULL;
    gsize length;
    char *content = cvpn_text_read (path, CVPN_DOCUMENT_BYTES_MAX, &length, &error);

    if (content)
        return cvpn_document_take_text (document, path, content, mergeable, report);
    cvpn_report_add (report, CVPN_SEVERITY_ERROR,
                     g_string_chunk_insert_const (document->files, path), 0, "%s", error->message);
    return FALSE;
}
