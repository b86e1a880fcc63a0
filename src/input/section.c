/* section: reading a group by its table: named keys, rows, defaults, leftovers. */
#include "input/section.h"

#include <string.h>

#include "base/spelling.h"
#include "input/rows.h"
#include "input/value.h"

void
cvpn_reading_fail (const CvpnReading *at, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    const CvpnEntry *entry = at->within ? at->within : at->entry;
    g_assert (entry || !at->key); /* defaults are well written */
    cvpn_group_fail (at->group, entry ? entry->key : NULL, at->report, "%s", text);
}

void
cvpn_reading_fail_error (const CvpnReading *at, GError *error)
{
    cvpn_reading_fail (at, "%s", error->message);
    g_error_free (error);
}

gboolean
cvpn_reading_has (const CvpnReading *at, const char *key)
{
    return at->group && cvpn_group_entry (at->group, key);
}

/* What the command line names is relative to where it was typed. */
static char *
folder_of (const CvpnReading *at)
{
    if (!at->entry || at->entry->line == 0)
        return NULL;
    g_autofree char *folder = g_path_get_dirname (at->entry->file);
    return strcmp (folder, ".") == 0 ? NULL : g_steal_pointer (&folder);
}

char *
cvpn_reading_path (const CvpnReading *at, const char *name)
{
    g_autofree char *folder = folder_of (at);

    return g_path_is_absolute (name) || !folder ? g_strdup (name)
                                                : g_build_filename (folder, name, NULL);
}

void
cvpn_reading_fail_file (const CvpnReading *at, const char *path, GError *error)
{
    const char *rest = error->message;
    guint64 line = 0;

    /* base/csv.h: the message begins with "PATH:LINE: " where a line is to blame. */
    if (g_str_has_prefix (rest, path) && rest[strlen (path)] == ':') {
        char *end;
        line = g_ascii_strtoull (rest + strlen (path) + 1, &end, 10);
        rest = line > 0 && *end == ':' ? end + 2 : rest;
    }
    if (rest != error->message)
        cvpn_report_add (at->report, CVPN_SEVERITY_ERROR, path, (guint) line, "%s", rest);
    else
        cvpn_reading_fail (at, "%s", error->message);
    g_error_free (error);
}

#define KEYS_BESIDE_ROWS 16 /* at most, of a section that has rows */

static gpointer
field_of (const CvpnKey *key, gpointer spec)
{
    return (char *) spec + key->offset;
}

static gboolean
may_be_empty (const CvpnKey *key)
{
    if (key->flags & CVPN_KEY_MAY_BE_EMPTY)
        return TRUE;
    return !(key->flags & (CVPN_KEY_REQUIRED | CVPN_KEY_NOT_EMPTY)) &&
           (cvpn_value_is_list (key) || key->type == CVPN_KEY_TEXT);
}

static void
read_entry (CvpnReading at, CvpnEntry *entry, gpointer field)
{
    at.entry = entry;
    entry->used = TRUE;
    if (*entry->value || may_be_empty (at.key))
        cvpn_value_read (&at, entry->value, field);
    else
        cvpn_reading_fail (&at, "has no value");
}

static void
read_key (CvpnReading at, gpointer spec)
{
    const CvpnKey *key = at.key;
    CvpnEntry *entry = at.group ? cvpn_group_entry (at.group, key->name) : NULL;

    if (entry)
        read_entry (at, entry, field_of (key, spec));
    else if (key->fallback)
        cvpn_value_read (&at, key->fallback, field_of (key, spec));
    else if (at.group && key->flags & CVPN_KEY_REQUIRED)
        cvpn_group_fail (at.group, key->name, at.report, "is missing");
}

static CvpnRowSpec *
read_row (CvpnReading at, CvpnEntry *entry)
{
    CvpnRowSpec *row = cvpn_rows_new (&at, entry, (at.key->flags & CVPN_KEY_LIST) != 0);

    read_entry (at, entry, row);
    return row;
}

static const CvpnKey *
find_rows (const CvpnSection *section)
{
    for (guint i = 0; i < section->n_keys; i++)
        if (section->keys[i].type == CVPN_KEY_ROWS)
            return &section->keys[i];
    return NULL;
}

static void
refuse_key (const CvpnSection *section, const CvpnReading *at, const CvpnEntry *entry)
{
    g_autofree const char **known = g_new (const char *, section->n_keys);

    for (guint i = 0; i < section->n_keys; i++)
        known[i] = section->keys[i].name;
    g_autofree char *hint = cvpn_spelling_hint (entry->key, known, section->n_keys);
    cvpn_group_fail (at->group, entry->key, at->report, "unknown key%s", hint);
}

/* A misspelt named key beside rows: no row has a letter but an ACL's, and the name of a resource.
 */
static gboolean
is_misspelt (const CvpnSection *section, const CvpnReading *at, const char *key)
{
    const char *known[KEYS_BESIDE_ROWS];
    guint n = 0;

    if (!key[strspn (key, "0123456789./")])
        return FALSE;
    for (guint i = 0; i < section->n_keys; i++)
        if (section->keys[i].type != CVPN_KEY_ROWS) {
            g_assert (n < G_N_ELEMENTS (known));
            known[n++] = section->keys[i].name;
        }
    return cvpn_spelling_nearest (key, known, n) != NULL &&
           !g_hash_table_contains (at->names->resources, key);
}

static void
read_leftovers (const CvpnSection *section, CvpnReading at, gpointer spec)
{
    const CvpnKey *rows = find_rows (section);

    for (guint i = 0; i < at.group->entries->len; i++) {
        CvpnEntry *entry = at.group->entries->pdata[i];
        if (entry->used)
            continue;
        at.key = rows;
        if (!rows || is_misspelt (section, &at, entry->key))
            refuse_key (section, &at, entry);
        else
            g_ptr_array_add (*(GPtrArray **) field_of (rows, spec), read_row (at, entry));
    }
}

void
cvpn_section_read (const CvpnSection *section, const CvpnReading *at, gpointer spec)
{
    CvpnReading reading = *at;

    *(const CvpnGroup **) spec = at->group; /* every spec begins with it */
    for (guint i = 0; i < section->n_keys; i++) {
        reading.key = &section->keys[i];
        cvpn_value_unset (reading.key, field_of (reading.key, spec));
        if (reading.key->type != CVPN_KEY_ROWS)
            read_key (reading, spec);
    }
    if (at->group)
        read_leftovers (section, reading, spec);
    if (section->check)
        section->check (spec, at);
}

CvpnRowSpec *
cvpn_section_read_row (const CvpnSection *section, const CvpnReading *at, CvpnEntry *entry)
{
    CvpnReading reading = *at;

    reading.key = find_rows (section);
    return read_row (reading, entry);
}

void
cvpn_section_read_one (const CvpnSection *section, const CvpnReading *at, gpointer spec)
{
    *(const CvpnGroup **) spec = at->group;
    for (guint i = 0; i < section->n_keys; i++) {
        const CvpnKey *key = &section->keys[i];
        const CvpnReading defaults = { .names = at->names, .report = at->report, .key = key };
        cvpn_value_unset (key, field_of (key, spec));
        if (key != at->key)
            read_key (defaults, spec);
        else if (*at->entry->value || !(key->flags & CVPN_KEY_OPTIONAL))
            cvpn_value_read (at, at->entry->value, field_of (key, spec));
    }
}

void
cvpn_section_clear (const CvpnSection *section, gpointer spec)
{
    for (guint i = 0; i < section->n_keys; i++)
        cvpn_value_clear (&section->keys[i], field_of (&section->keys[i], spec));
}
