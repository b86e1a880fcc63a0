/* list: splitting, trimming, choosing. */
#include "input/list.h"

#include <string.h>

#include "base/number_index.h"
#include "base/spelling.h"

static guint
count_items (const char *value)
{
    guint n = 1;

    for (const char *p = strchr (value, ';'); p; p = strchr (p + 1, ';'))
        n++;
    return n;
}

char **
cvpn_list_split (const CvpnReading *at, const char *value)
{
    const guint n = *value ? count_items (value) : 0;
    const gsize size = strlen (value) + 1;
    /* The items, and behind them what they point to. */
    char **items = g_malloc ((n + 1) * sizeof *items + size);
    char *part = memcpy (items + n + 1, value, size);
    guint kept = 0;

    for (guint i = 0; i < n; i++) {
        char *end = strchrnul (part, ';');
        *end = '\0';
        const char *item = g_strstrip (part);
        if (*item)
            items[kept++] = part;
        else if (i + 1 < n) /* what is behind the last ';' may be empty */
            cvpn_reading_fail (at, "item %u of the list is empty; expected ITEM; ITEM", i + 1);
        part = end + 1;
    }
    items[kept] = NULL;
    return items;
}

char **
cvpn_list_words (const char *choices)
{
    char **words = g_strsplit (choices, "|", -1);
    const guint n = g_strv_length (words);

    if (n > 0 && *words[n - 1] == '\0')
        g_clear_pointer (&words[n - 1], g_free);
    return words;
}

gint
cvpn_list_find (const char *choices, const char *word)
{
    const gsize length = strlen (word);
    gint i = 0;

    if (length == 0 || strchr (word, '|'))
        return -1;
    for (const char *p = choices; p; p = strchr (p, '|'), i++) {
        p += *p == '|';
        if (*p == *word && strncmp (p, word, length) == 0 &&
            (p[length] == '|' || p[length] == '\0'))
            return i;
    }
    return -1;
}

gint
cvpn_list_choose (const CvpnReading *at, const char *choices, const char *word)
{
    const gint found = cvpn_list_find (choices, word);

    if (found >= 0)
        return found;
    g_auto (GStrv) words = cvpn_list_words (choices);
    const guint n = g_strv_length (words);

    g_autofree char *hint = cvpn_spelling_hint (word, (const char *const *) words, n);
    cvpn_reading_fail (at, "'%s' is unknown%s", word, hint);
    return -1;
}

/* From here on a hash table is faster than looking at each. */
#define ITEMS_FEW 8

static gboolean
is_item (gconstpointer items, guint32 i, gconstpointer item)
{
    return strcmp (((char *const *) items)[i], item) == 0;
}

/* Whether items[n] stands before, too. */
static gboolean
is_repeated (char *const *items, guint n, CvpnNumberIndex *seen)
{
    if (seen) {
        const guint32 hash = cvpn_number_hash (items[n], 0);
        if (cvpn_number_index_find (seen, hash, is_item, items, items[n]) != CVPN_NUMBER_NONE)
            return TRUE;
        cvpn_number_index_add (seen, hash, n);
        return FALSE;
    }
    for (guint i = 0; i < n; i++)
        if (strcmp (items[i], items[n]) == 0)
            return TRUE;
    return FALSE;
}

void
cvpn_list_check (const CvpnReading *at, char *const *items, gint64 maximum)
{
    guint n = 0;

    while (items[n])
        n++;
    CvpnNumberIndex *seen = n > ITEMS_FEW ? cvpn_number_index_new (n) : NULL;
    for (guint i = 0; i < n; i++)
        if (is_repeated (items, i, seen))
            cvpn_reading_fail (at, "'%s' is listed twice", items[i]);
    cvpn_number_index_free (seen);
    if (maximum > 0 && n > maximum)
        cvpn_reading_fail (at, "%u items; expected at most %" G_GINT64_FORMAT, n, maximum);
}
