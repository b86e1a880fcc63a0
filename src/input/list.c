/* list: splitting, trimming, choosing. */
#include "input/list.h"

#include <string.h>

#include "base/spelling.h"

char **
cvpn_list_split (const CvpnReading *at, const char *value)
{
    g_auto (GStrv) parts = g_strsplit (value, ";", -1);
    const guint n = g_strv_length (parts);
    GPtrArray *items = g_ptr_array_new ();

    for (guint i = 0; i < n; i++) {
        const char *item = g_strstrip (parts[i]);
        if (*item)
            g_ptr_array_add (items, g_strdup (item));
        else if (i + 1 < n) /* what is behind the last ';' may be empty */
            cvpn_reading_fail (at, "item %u of the list is empty; expected ITEM; ITEM", i + 1);
    }
    g_ptr_array_add (items, NULL);
    return (char **) g_ptr_array_free (items, FALSE);
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
cvpn_list_choose (const CvpnReading *at, const char *choices, const char *word)
{
    g_auto (GStrv) words = cvpn_list_words (choices);
    const guint n = g_strv_length (words);

    for (guint i = 0; i < n; i++)
        if (strcmp (words[i], word) == 0)
            return (gint) i;
    g_autofree char *hint = cvpn_spelling_hint (word, (const char *const *) words, n);
    cvpn_reading_fail (at, "'%s' is unknown%s", word, hint);
    return -1;
}

void
cvpn_list_check (const CvpnReading *at, char *const *items, gint64 maximum)
{
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
    guint n = 0;

    for (; items[n]; n++)
        if (!g_hash_table_add (seen, items[n]))
            cvpn_reading_fail (at, "'%s' is listed twice", items[n]);
    if (maximum > 0 && n > maximum)
        cvpn_reading_fail (at, "%u items; expected at most %" G_GINT64_FORMAT, n, maximum);
}
