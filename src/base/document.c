/* document: groups and entries in the order of their files, and by name.
 *
 * document_read.c fills it from files; here is what holds it, what the command
 * line changes in it, and how a fault is tied to its line. */
#include "base/document.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "base/spelling.h"

#define SET_FILE "--set"

/* From here on a hash table is faster than looking at each. */
#define ENTRIES_FEW 8

static void
free_group (gpointer data)
{
    CvpnGroup *group = data;

    cvpn_number_index_free (group->places);
    g_ptr_array_unref (group->entries);
}

static guint
hash_header (gconstpointer data)
{
    const CvpnGroup *group = data;

    return g_str_hash (group->kind) * 31 + g_str_hash (group->name);
}

static gboolean
equal_headers (gconstpointer left, gconstpointer right)
{
    const CvpnGroup *a = left, *b = right;

    return strcmp (a->name, b->name) == 0 && strcmp (a->kind, b->kind) == 0;
}

/* "kind name", or "kind". */
static char *
join_header (const char *kind, const char *name)
{
    return *name ? g_strconcat (kind, " ", name, NULL) : g_strdup (kind);
}

CvpnDocument *
cvpn_document_new (void)
{
    CvpnDocument *document = g_new (CvpnDocument, 1);

    document->groups = g_ptr_array_new_with_free_func (free_group);
    document->by_header = g_hash_table_new (hash_header, equal_headers);
    document->files = g_string_chunk_new (256);
    document->texts = g_ptr_array_new_with_free_func (g_free);
    document->arena = cvpn_arena_new ();
    return document;
}

void
cvpn_document_free (CvpnDocument *document)
{
    if (!document)
        return;
    g_hash_table_unref (document->by_header);
    g_ptr_array_unref (document->groups);
    g_string_chunk_free (document->files);
    g_ptr_array_unref (document->texts);
    cvpn_arena_free (document->arena);
    g_free (document);
}

CvpnGroup *
cvpn_document_add (CvpnDocument *document, const char *kind, const char *name, const char *file,
                   guint line)
{
    CvpnGroup *group = cvpn_arena_take (document->arena, sizeof *group);

    *group = (CvpnGroup){ .kind = cvpn_arena_text (document->arena, kind),
                          .name = cvpn_arena_text (document->arena, name),
                          .file = g_string_chunk_insert_const (document->files, file),
                          .line = line,
                          .entries = g_ptr_array_new (),
                          .arena = document->arena };
    g_ptr_array_add (document->groups, group);
    g_hash_table_add (document->by_header, group);
    return group;
}

static void
index_entry (CvpnGroup *group, guint place)
{
    const CvpnEntry *entry = g_ptr_array_index (group->entries, place);

    cvpn_number_index_add (group->places, cvpn_number_hash (entry->key, 0), place);
}

static void
index_entries (CvpnGroup *group)
{
    g_clear_pointer (&group->places, cvpn_number_index_free);
    if (group->entries->len <= ENTRIES_FEW)
        return;
    group->places = cvpn_number_index_new (group->entries->len);
    for (guint i = 0; i < group->entries->len; i++)
        index_entry (group, i);
}

CvpnEntry *
cvpn_group_add_kept (CvpnGroup *group, char *key, char *value, const char *file, guint line)
{
    CvpnEntry *entry = cvpn_arena_take (group->arena, sizeof *entry);

    *entry = (CvpnEntry){ .key = key, .value = value, .file = file, .line = line };
    g_ptr_array_add (group->entries, entry);
    if (group->places)
        index_entry (group, group->entries->len - 1);
    else
        index_entries (group);
    return entry;
}

CvpnEntry *
cvpn_group_add (CvpnGroup *group, const char *key, const char *value, const char *file, guint line)
{
    return cvpn_group_add_kept (group, cvpn_arena_text (group->arena, key),
                                cvpn_arena_text (group->arena, value), file, line);
}

void
cvpn_group_remove (CvpnGroup *group, CvpnEntry *entry)
{
    g_ptr_array_remove (group->entries, entry);
    index_entries (group);
}

void
cvpn_group_empty (CvpnGroup *group)
{
    g_ptr_array_set_size (group->entries, 0);
    index_entries (group);
}

CvpnGroup *
cvpn_document_group (const CvpnDocument *document, const char *kind, const char *name)
{
    /* Only looked at. */
    const CvpnGroup header = { .kind = GSIZE_TO_POINTER ((gsize) kind),
                               .name = GSIZE_TO_POINTER ((gsize) name) };

    return g_hash_table_lookup (document->by_header, &header);
}

static gboolean
has_key (gconstpointer entries, guint32 place, gconstpointer key)
{
    const CvpnEntry *entry = g_ptr_array_index ((const GPtrArray *) entries, place);

    return strcmp (entry->key, key) == 0;
}

/* In a group of many entries. */
static CvpnEntry *
find_entry (const CvpnGroup *group, const char *key)
{
    const guint32 place = cvpn_number_index_find (group->places, cvpn_number_hash (key, 0), has_key,
                                                  group->entries, key);

    return place == CVPN_NUMBER_NONE ? NULL : g_ptr_array_index (group->entries, place);
}

CvpnEntry *
cvpn_group_entry (const CvpnGroup *group, const char *key)
{
    if (group->places)
        return find_entry (group, key);
    for (guint i = 0; i < group->entries->len; i++) {
        CvpnEntry *entry = g_ptr_array_index (group->entries, i);
        if (*entry->key == *key && strcmp (entry->key, key) == 0)
            return entry;
    }
    return NULL;
}

/* The group of that kind whose NAME and '.' begin 'rest', the longest name first. */
static CvpnGroup *
find_named (const CvpnDocument *document, const char *kind, const char *rest)
{
    CvpnGroup *longest = NULL;
    gsize best = 0;

    for (guint i = 0; i < document->groups->len; i++) {
        CvpnGroup *group = g_ptr_array_index (document->groups, i);
        const gsize length = strlen (group->name);
        if (length > best && strcmp (group->kind, kind) == 0 &&
            strncmp (rest, group->name, length) == 0 && rest[length] == '.') {
            longest = group;
            best = length;
        }
    }
    return longest;
}

static gboolean
has_kind (const CvpnDocument *document, const char *kind)
{
    for (guint i = 0; i < document->groups->len; i++) {
        const CvpnGroup *group = g_ptr_array_index (document->groups, i);
        if (strcmp (group->kind, kind) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Always NULL.  A name ends at its first dot, since keys have dots more often. */
static CvpnGroup *
refuse_group (const CvpnDocument *document, const char *kind, const char *rest, GError **error)
{
    g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
    const char *dot = strchr (rest, '.');
    g_autofree char *name = dot ? g_strndup (rest, (gsize) (dot - rest)) : g_strdup ("");
    g_autofree char *header = join_header (kind, name);

    for (guint i = 0; i < document->groups->len; i++) {
        const CvpnGroup *group = g_ptr_array_index (document->groups, i);
        if (dot || strcmp (group->kind, kind) == 0)
            g_ptr_array_add (headers, join_header (group->kind, group->name));
    }
    g_autofree char *hint =
        cvpn_spelling_hint (header, (const char *const *) headers->pdata, headers->len);
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_REFERENCE, "'%s.%s': no group [%s]%s", kind, rest,
                 header, hint);
    return NULL;
}

/* The group that "KIND.REST" is about; '*key' is what follows its name. */
static CvpnGroup *
find_target (CvpnDocument *document, const char *kind, const char *rest, const char **key,
             GError **error)
{
    CvpnGroup *group = find_named (document, kind, rest);

    if (group) {
        *key = rest + strlen (group->name) + 1;
        return group;
    }
    *key = rest;
    group = cvpn_document_group (document, kind, "");
    if (group)
        return group;
    /* A dot means that a name was meant; a kind that has names needs one. */
    if (strchr (rest, '.') || has_kind (document, kind))
        return refuse_group (document, kind, rest, error);
    return cvpn_document_add (document, kind, "", SET_FILE, 0);
}

static gboolean
refuse_assignment (const char *assignment, GError **error)
{
    g_autofree char *shown = g_utf8_make_valid (assignment, -1);

    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                 "'%s' is not a setting; expected KIND.NAME.KEY=VALUE or KIND.KEY=VALUE", shown);
    return FALSE;
}

static void
set_entry (CvpnDocument *document, CvpnGroup *group, const char *key, const char *value)
{
    CvpnEntry *entry = cvpn_group_entry (group, key);
    const char *file = g_string_chunk_insert_const (document->files, SET_FILE);

    if (!entry) {
        cvpn_group_add (group, key, value, file, 0);
        return;
    }
    entry->value = cvpn_arena_text (group->arena, value);
    entry->file = file;
    entry->line = 0;
}

gboolean
cvpn_document_set (CvpnDocument *document, const char *assignment, GError **error)
{
    g_auto (GStrv) sides = g_strsplit (assignment, "=", 2);
    char *rest = sides[0] ? strchr (g_strstrip (sides[0]), '.') : NULL;
    const char *key;

    if (!rest || !sides[1] || !g_utf8_validate (assignment, -1, NULL))
        return refuse_assignment (assignment, error);
    *rest++ = '\0';
    const char *kind = sides[0];
    if (!*kind || !*rest || kind[strspn (kind, "abcdefghijklmnopqrstuvwxyz-")])
        return refuse_assignment (assignment, error);
    CvpnGroup *group = find_target (document, kind, rest, &key, error);
    if (!group)
        return FALSE;
    if (!*key)
        return refuse_assignment (assignment, error);
    set_entry (document, group, key, g_strstrip (sides[1]));
    return TRUE;
}

/* 'mark' begins the value or a word of it. */
static gboolean
has_word (const char *value, char mark)
{
    for (const char *p = strchr (value, mark); p; p = strchr (p + 1, mark))
        if (p == value || g_ascii_isspace (p[-1]))
            return TRUE;
    return FALSE;
}

/* ';' separates lists too, so it is a remark only where the message complains
 * of the value as a whole. */
static const char *
hint_remark (const CvpnEntry *entry, const char *text)
{
    if (!entry || entry->line == 0)
        return "";
    if (has_word (entry->value, '#') ||
        (has_word (entry->value, ';') && strstr (text, entry->value)))
        return "; a comment is a whole line that begins with '#'";
    return "";
}

static void
add_fault (const CvpnGroup *group, const char *key, CvpnReport *report, CvpnSeverity severity,
           const char *code, const char *text)
{
    const CvpnEntry *entry = key ? cvpn_group_entry (group, key) : NULL;
    const char *hint = severity == CVPN_SEVERITY_ERROR ? hint_remark (entry, text) : "";

    g_autofree char *whole =
        g_strdup_printf ("[%s%s%s]%s%s: %s%s", group->kind, *group->name ? " " : "", group->name,
                         key ? " " : "", key ? key : "", text, hint);
    cvpn_report_refuse (report, severity, code, entry ? entry->file : group->file,
                        entry ? entry->line : group->line, whole);
}

void
cvpn_group_fail (const CvpnGroup *group, const char *key, CvpnReport *report, const char *format,
                 ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    add_fault (group, key, report, CVPN_SEVERITY_ERROR, NULL, text);
}

void
cvpn_group_warn (const CvpnGroup *group, const char *key, CvpnReport *report, const char *format,
                 ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    add_fault (group, key, report, CVPN_SEVERITY_WARNING, NULL, text);
}

void
cvpn_group_refuse (const CvpnGroup *group, const char *key, CvpnReport *report,
                   CvpnSeverity severity, const char *code, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    add_fault (group, key, report, severity, code, text);
}
