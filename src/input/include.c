/* include: files read in the order of their dependence, and no circles.
 *
 * What a file includes is only known when it has been read, and stands before
 * it all the same: so its text is taken twice, first alone, for its [scenario]
 * include, with its faults kept for the second time.  The file itself is read
 * once: a pipe gives its text only once. */
#include "input/include.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "input/list.h"

typedef struct {
    CvpnDocument *document;
    CvpnReport *report;
    GHashTable *done;   /* real path, of files that are read */
    GPtrArray *pending; /* real paths, of files whose includes are being read; owned */
    GPtrArray *chain;   /* the same as they were named; owned */
} Includer;

static gboolean read_file (Includer *includer, const char *path, const char *given);

/* Where the name leads to, so that one file under two names is one. */
static char *
find_identity (const char *path)
{
    char *real = realpath (path, NULL);
    char *identity = g_strdup (real ? real : path);

    free (real);
    return identity;
}

static gboolean
is_pending (const Includer *includer, const char *identity)
{
    for (guint i = 0; i < includer->pending->len; i++)
        if (strcmp (includer->pending->pdata[i], identity) == 0)
            return TRUE;
    return FALSE;
}

static void
refuse_circle (const Includer *includer, const CvpnReading *at, const char *path)
{
    GString *chain = g_string_new (NULL);

    for (guint i = 0; i < includer->chain->len; i++)
        g_string_append_printf (chain, "%s -> ", (const char *) includer->chain->pdata[i]);
    cvpn_reading_fail (at, "files include each other in a circle: %s%s", chain->str, path);
    g_string_free (chain, TRUE);
}

static void
read_included (Includer *includer, const CvpnReading *at, const char *name)
{
    g_autofree char *path = cvpn_reading_path (at, name);
    g_autofree char *identity = find_identity (path);

    if (is_pending (includer, identity))
        refuse_circle (includer, at, path);
    else if (!g_file_test (path, G_FILE_TEST_EXISTS))
        cvpn_reading_fail (at, "no file '%s'", path);
    else
        read_file (includer, path, NULL);
}

/* Whether a line begins with the key: nearly every file includes nothing, and its text need
 * not be taken twice. */
static gboolean
may_include (const char *text)
{
    static const char key[] = "include", blanks[] = " \t\r\v\f";

    for (const char *p = strstr (text, key); p; p = strstr (p + 1, key)) {
        const char *start = p;
        while (start > text && strchr (blanks, start[-1]))
            start--;
        const char *end = p + strlen (key);
        if ((start == text || start[-1] == '\n') && end[strspn (end, blanks)] == '=')
            return TRUE;
    }
    return FALSE;
}

static void
read_includes (Includer *includer, const char *path, const char *text)
{
    g_autoptr (CvpnDocument) alone = cvpn_document_new ();
    g_autoptr (CvpnReport) later = cvpn_report_new ();

    cvpn_document_read_text (alone, path, text, NULL, later);
    const CvpnGroup *group = cvpn_document_group (alone, "scenario", "");
    const CvpnEntry *entry = group ? cvpn_group_entry (group, "include") : NULL;
    if (!entry)
        return;
    const CvpnReading at = { .report = includer->report, .group = group, .entry = entry };
    const CvpnReading silent = { .report = later, .group = group, .entry = entry };
    g_autofree char **names = cvpn_list_split (&silent, entry->value);
    for (guint i = 0; names[i]; i++)
        read_included (includer, &at, names[i]);
}

/* Every file may have an `include` of its own; it has done its work. */
static void
drop_include (const CvpnDocument *document)
{
    CvpnGroup *group = cvpn_document_group (document, "scenario", "");
    CvpnEntry *entry = group ? cvpn_group_entry (group, "include") : NULL;

    if (entry)
        cvpn_group_remove (group, entry);
}

/* 'given' is its text where the caller has it already, else NULL. */
static gboolean
read_file (Includer *includer, const char *path, const char *given)
{
    static const char *const mergeable[] = { "scenario", NULL };
    char *identity = find_identity (path);
    g_autofree char *text = NULL;
    gsize length;

    if (g_hash_table_contains (includer->done, identity)) {
        g_free (identity);
        return TRUE;
    }
    g_ptr_array_add (includer->pending, identity);
    g_ptr_array_add (includer->chain, g_strdup (path));
    text = given ? g_strdup (given) : cvpn_text_read (path, CVPN_DOCUMENT_BYTES_MAX, &length, NULL);
    if (text && may_include (text))
        read_includes (includer, path, text);
    g_ptr_array_set_size (includer->chain, (gint) includer->chain->len - 1);
    g_hash_table_add (includer->done, g_strdup (identity));
    g_ptr_array_set_size (includer->pending, (gint) includer->pending->len - 1);

    drop_include (includer->document);
    if (text)
        return cvpn_document_take_text (includer->document, path, g_steal_pointer (&text),
                                        mergeable, includer->report);
    return cvpn_document_read (includer->document, path, mergeable, includer->report);
}

gboolean
cvpn_include_read (CvpnDocument *document, const char *path, const char *text, CvpnReport *report)
{
    Includer includer = { .document = document,
                          .report = report,
                          .done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                          .pending = g_ptr_array_new_with_free_func (g_free),
                          .chain = g_ptr_array_new_with_free_func (g_free) };
    const gboolean fine = read_file (&includer, path, text);

    g_ptr_array_unref (includer.chain);
    g_ptr_array_unref (includer.pending);
    g_hash_table_unref (includer.done);
    return fine;
}
