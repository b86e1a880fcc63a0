/* shrink: one pass after another over all groups and lines. */
#include "shrink.h"

#include <string.h>

/* Leaves out lines [first, first + n) of the text. */
static char *
without_lines (char **lines, guint first, guint n)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; lines[i]; i++)
        if (i < first || i >= first + n)
            g_string_append_printf (text, "%s\n", lines[i]);
    return g_string_free (text, FALSE);
}

/* A header takes its group along. */
static guint
count_lines (char **lines, guint first)
{
    guint n = 1;

    while (*lines[first] == '[' && lines[first + n] && *lines[first + n] != '[')
        n++;
    return n;
}

/* TRUE if something could be left out. */
static gboolean
shrink_once (char **text, ShrinkFunc shows, gpointer data)
{
    gboolean shorter = FALSE;

    for (guint at = 0;; at++) {
        g_auto (GStrv) lines = g_strsplit (*text, "\n", -1);
        if (at >= g_strv_length (lines))
            return shorter;
        char *less = without_lines (lines, at, count_lines (lines, at));
        if (strlen (less) < strlen (*text) && shows (less, data)) {
            g_free (*text);
            *text = less;
            shorter = TRUE;
            at--;
        } else {
            g_free (less);
        }
    }
}

char *
shrink_scenario (const char *text, ShrinkFunc shows, gpointer data)
{
    char *shrunk = g_strdup (text);

    while (shrink_once (&shrunk, shows, data))
        continue;
    return shrunk;
}
