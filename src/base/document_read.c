/* document_read: one key file into a document, all its faults into a report.
 *
 * GKeyFile stops at the first bad line, merges repeated groups, keeps the last
 * of a repeated key and counts no lines.  So the lines are classified here, by
 * its rules; those without a fault are written again, clean, and GKeyFile
 * reads that: from it come the values, with their escapes.  One pass over the
 * bytes, one hash lookup a line. */
#include "base/document.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "base/group_name.h"
#include "base/text.h"

/* GKeyFile refuses a key "Encoding" in its first group; this one is first and has none. */
#define FIRST_GROUP "[/]\n"

#define COMMENTS "a comment is a whole line that begins with '#'"

typedef struct {
    CvpnDocument *document;
    CvpnReport *report;
    const char *const *mergeable;
    const char *file;
    guint line;
    GHashTable *here;      /* the groups that this file has named, as a set */
    CvpnDocument *scratch; /* owns 'stray' */
    CvpnGroup *stray;      /* takes the keys of a group that is not kept */
    CvpnGroup *group;      /* takes the next key; NULL before the first header */
    CvpnGroup *earlier;    /* the group that the current header repeats, or NULL */
    GString *clean;        /* what GKeyFile is to read */
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
    g_hash_table_remove_all (reader->stray->by_key);
    g_ptr_array_set_size (reader->stray->entries, 0);
    reader->group = reader->stray;
    reader->earlier = earlier;
}

static void
append_header (GString *out, const CvpnGroup *group)
{
    g_string_append_printf (out, *group->name ? "%s %s" : "%s%s", group->kind, group->name);
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

    if (group && (g_hash_table_contains (reader->here, group) || !is_mergeable (reader, kind))) {
        fail (reader, "[%s%s%s] is already given at %s:%u", kind, *name ? " " : "", name,
              group->file, group->line);
        open_stray (reader, group);
        return;
    }
    if (!group)
        group = cvpn_document_add (reader->document, kind, name, reader->file, reader->line);
    g_hash_table_add (reader->here, group);
    reader->group = group;
    reader->earlier = NULL;
    g_string_append_c (reader->clean, '[');
    append_header (reader->clean, group);
    g_string_append (reader->clean, "]\n");
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

static void
add_pair (Reader *reader, const char *key, const char *value)
{
    const CvpnEntry *entry = find_earlier (reader, key);

    if (entry) {
        fail (reader, "key '%s' is already given at %s:%u", key, entry->file, entry->line);
        return;
    }
    cvpn_group_add (reader->group, key, NULL, reader->file, reader->line);
    if (reader->group != reader->stray)
        g_string_append_printf (reader->clean, "%s=%s\n", key, value);
}

static void
scan_pair (Reader *reader, char *line, char *equals)
{
    *equals = '\0';
    char *key = g_strstrip (line);
    squeeze_spaces (key);
    if (*key == '\0')
        fail (reader, "no key before the '='; expected KEY = VALUE");
    else if (strpbrk (key, "[]"))
        fail (reader, "a key has no '[' or ']'; expected KEY = VALUE, not '%s'", key);
    else if (!reader->group)
        fail (reader, "key '%s' stands before any group; expected '[group]' first", key);
    else
        add_pair (reader, key, g_strchug (equals + 1));
}

static void
scan_line (Reader *reader, char *line)
{
    char *equals;

    if (!g_utf8_validate (line, -1, NULL)) {
        fail (reader, "not valid UTF-8");
        return;
    }
    g_strstrip (line);
    if (*line == '\0' || *line == '#')
        return;
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
    while (content && *content) {
        char *feed = strchr (content, '\n');
        if (feed)
            *feed = '\0';
        reader->line++;
        scan_line (reader, content);
        content = feed ? feed + 1 : NULL;
    }
}

/* A bad escape keeps its text, so that no "missing key" follows from it. */
static void
take_value (Reader *reader, GKeyFile *keys, const char *header, CvpnEntry *entry)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *value = g_key_file_get_string (keys, header, entry->key, &error);

    if (!error) {
        entry->value = g_steal_pointer (&value);
        return;
    }
    entry->value = g_key_file_get_value (keys, header, entry->key, NULL);
    if (!entry->value)
        entry->value = g_strdup ("");
    reader->line = entry->line;
    fail (reader, "key '%s' has a bad escape; known: \\s \\n \\t \\r \\\\, not '%s'", entry->key,
          entry->value);
}

static void
take_values (Reader *reader, GKeyFile *keys, const CvpnGroup *group)
{
    g_autoptr (GString) header = g_string_new (NULL);

    append_header (header, group);
    for (guint i = 0; i < group->entries->len; i++) {
        CvpnEntry *entry = g_ptr_array_index (group->entries, i);
        if (!entry->value) /* of this file, not of one read before */
            take_value (reader, keys, header->str, entry);
    }
}

static gboolean
load_values (Reader *reader)
{
    g_autoptr (GKeyFile) keys = g_key_file_new ();
    g_autoptr (GError) error = NULL;
    const gboolean loaded = g_key_file_load_from_data (keys, reader->clean->str, reader->clean->len,
                                                       G_KEY_FILE_NONE, &error);

    for (guint i = 0; i < reader->document->groups->len; i++)
        take_values (reader, keys, g_ptr_array_index (reader->document->groups, i));
    if (loaded)
        return TRUE;
    reader->line = 0; /* GKeyFile knows none; no file is known to get here */
    fail (reader, "%s", error->message);
    return FALSE;
}

static gboolean
read_content (Reader *reader, char *content)
{
    reader->here = g_hash_table_new (NULL, NULL);
    reader->scratch = cvpn_document_new ();
    reader->stray = cvpn_document_add (reader->scratch, "", "", "", 0);
    reader->clean = g_string_new (FIRST_GROUP);

    scan_lines (reader, content);
    const gboolean loaded = load_values (reader);

    g_string_free (reader->clean, TRUE);
    cvpn_document_free (reader->scratch);
    g_hash_table_unref (reader->here);
    return loaded;
}

gboolean
cvpn_document_read_text (CvpnDocument *document, const char *path, const char *text,
                         const char *const *mergeable, CvpnReport *report)
{
    g_autofree char *content = g_strdup (text);
    Reader reader = { .document = document,
                      .report = report,
                      .mergeable = mergeable,
                      .file = g_string_chunk_insert_const (document->files, path) };

    if (*content)
        return read_content (&reader, content);
    fail (&reader, "the file is empty");
    return FALSE;
}

gboolean
cvpn_document_read (CvpnDocument *document, const char *path, const char *const *mergeable,
                    CvpnReport *report)
{
    g_autoptr (GError) error = NULL;
    gsize length;
    g_autofree char *content = cvpn_text_read (path, CVPN_DOCUMENT_BYTES_MAX, &length, &error);

    if (content)
        return cvpn_document_read_text (document, path, content, mergeable, report);
    cvpn_report_add (report, CVPN_SEVERITY_ERROR,
                     g_string_chunk_insert_const (document->files, path), 0, "%s", error->message);
    return FALSE;
}
