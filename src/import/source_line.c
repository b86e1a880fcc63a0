/* source_line: values by their places, once more.
 *
 * Where the elements of an array begin is kept: a fault in each of a hundred thousand must not be
 * as many walks through the file. */
#include <string.h>

#include "import/scan.h"
#include "import/source_memo.h"
#include "import/source_text.h"

typedef struct {
    gsize at;
    guint line;
} Place;

static struct CvpnSourceMemo *
new_memo (void)
{
    struct CvpnSourceMemo *memo = g_new0 (struct CvpnSourceMemo, 1);

    memo->said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    memo->faulty = g_hash_table_new (NULL, NULL);
    memo->lists =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
    return memo;
}

static void
free_memo (struct CvpnSourceMemo *memo)
{
    g_hash_table_unref (memo->said);
    g_hash_table_unref (memo->faulty);
    g_hash_table_unref (memo->lists);
    if (memo->text)
        g_string_free (memo->text, TRUE);
    g_free (memo);
}

CvpnSource *
cvpn_source_new (const char *path, const char *name)
{
    CvpnSource *source = g_new0 (CvpnSource, 1);

    source->path = g_strdup (path);
    source->name = g_utf8_make_valid (name, -1);
    source->memo = new_memo ();
    return source;
}

void
cvpn_source_free (CvpnSource *source)
{
    if (!source)
        return;
    g_clear_pointer (&source->memo, free_memo);
    g_free (source->path);
    g_free (source->name);
    g_free (source);
}

gboolean
cvpn_source_says (const CvpnSource *source, const char *what)
{
    return !source->memo || g_hash_table_add (source->memo->said, g_strdup (what));
}

gboolean
cvpn_source_is_faulty (const CvpnSource *source, gconstpointer value)
{
    return source->memo && g_hash_table_contains (source->memo->faulty, value);
}

void
cvpn_source_mark_faulty (const CvpnSource *source, gconstpointer value)
{
    if (source->memo)
        g_hash_table_add (source->memo->faulty, (gpointer) (gsize) value);
}

guint64
cvpn_source_memory (const CvpnSource *source)
{
    return source->memo ? source->memo->memory : 0;
}

/* At the value itself. */
static gboolean
find_place (CvpnScan *scan, guint document, const CvpnSourceStep *path, gsize steps)
{
    for (guint i = 0; i < document; i++)
        if (!cvpn_scan_value (scan))
            return FALSE;
    return cvpn_scan_find (scan, path, steps);
}

/* The elements of the array on which the scan stands. */
static GArray *
list_elements (CvpnScan *scan)
{
    GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));
    Place place = { 0, 1 };

    scan->at++;
    while (cvpn_scan_skip_space (scan) && scan->text[scan->at] != ']') {
        place.line += cvpn_scan_line (scan->text + place.at, scan->at - place.at, NULL) - 1;
        place.at = scan->at;
        g_array_append_val (places, place);
        if (!cvpn_scan_value (scan) || !cvpn_scan_skip_space (scan))
            break;
        scan->at += scan->text[scan->at] == ',';
    }
    return places;
}

static char *
write_key (guint document, const CvpnSourceStep *path, gsize steps)
{
    GString *key = g_string_new (NULL);

    g_string_append_printf (key, "%u", document);
    for (gsize i = 0; i < steps; i++)
        g_string_append_printf (key, "\n%s", path[i].member);
    return g_string_free (key, FALSE);
}

/* The elements of the first array on the path, 'steps' members down. */
static const GArray *
look_up_list (struct CvpnSourceMemo *memo, guint document, const CvpnSourceStep *path, gsize steps)
{
    g_autofree char *key = write_key (document, path, steps);
    GArray *list = g_hash_table_lookup (memo->lists, key);
    CvpnScan scan;

    if (list)
        return list;
    cvpn_scan_init (&scan, memo->text->str, memo->text->len, 0);
    if (find_place (&scan, document, path, steps) && scan.text[scan.at] == '[') {
        list = list_elements (&scan);
        g_hash_table_insert (memo->lists, g_steal_pointer (&key), list);
    }
    cvpn_scan_clear (&scan);
    return list;
}

/* From a place on, along what is left of the path. */
static guint
find_line (const GString *text, Place from, guint document, const CvpnSourceStep *path, gsize steps)
{
    CvpnScan scan;
    guint line = 0;

    cvpn_scan_init (&scan, text->str, text->len, from.at);
    if (find_place (&scan, document, path, steps))
        line = from.line - 1 + cvpn_scan_line (text->str + from.at, scan.at - from.at, NULL);
    cvpn_scan_clear (&scan);
    return line;
}

static guint
look_up_line (struct CvpnSourceMemo *memo, guint document, const CvpnSourceStep *path, gsize steps)
{
    const GArray *list = NULL;
    gsize members = 0;

    while (members < steps && path[members].member)
        members++;
    if (members == steps)
        return find_line (memo->text, (Place){ 0, 1 }, document, path, steps);
    list = look_up_list (memo, document, path, members);
    if (!list || path[members].index >= list->len)
        return 0;
    return find_line (memo->text, g_array_index (list, Place, path[members].index), 0,
                      path + members + 1, steps - members - 1);
}

/* A file that is no text any more has no places. */
static const GString *
read_again (struct CvpnSourceMemo *memo, const char *path)
{
    if (memo->text)
        return memo->text;
    memo->text = cvpn_source_text (path, NULL);
    if (memo->text && !g_utf8_validate_len (memo->text->str, memo->text->len, NULL))
        g_string_truncate (memo->text, 0);
    return memo->text;
}

guint
cvpn_source_line (const CvpnSource *source, guint document, const CvpnSourceStep *path, gsize steps)
{
    struct CvpnSourceMemo *memo = source->memo ? source->memo : new_memo ();
    guint line = 0;

    if (read_again (memo, source->path))
        line = look_up_line (memo, document, path, steps);
    if (!source->memo)
        free_memo (memo);
    return line;
}

guint
cvpn_source_word_line (const CvpnSource *source, const char *word)
{
    struct CvpnSourceMemo *memo = source->memo ? source->memo : new_memo ();
    const GString *text = read_again (memo, source->path);
    g_autofree char *quoted = g_strdup_printf ("\"%s\"", word);
    const char *at = text ? memmem (text->str, text->len, quoted, strlen (quoted)) : NULL;
    const guint line = at ? cvpn_scan_line (text->str, (gsize) (at - text->str), NULL) : 0;

    if (!source->memo)
        free_memo (memo);
    return line;
}
