/* file_names: which keys name files is what the table of sections says. */
#include "input/file_names.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "input/people.h"
#include "input/sections.h"
#include "input/tables.h"

char *
cvpn_file_name_between (const char *folder, const char *path)
{
    g_auto (GStrv) from = g_strsplit (folder + 1, "/", -1);
    g_auto (GStrv) to = g_strsplit (path + 1, "/", -1);
    const guint n_from = *folder && folder[1] ? g_strv_length (from) : 0;
    const guint n_to = g_strv_length (to);
    guint common = 0;
    GString *out = g_string_new (NULL);

    while (common < n_from && common + 1 < n_to && g_str_equal (from[common], to[common]))
        common++;
    for (guint i = common; i < n_from; i++)
        g_string_append (out, "../");
    for (guint i = common; i < n_to; i++)
        g_string_append_printf (out, "%s%s", to[i], i + 1 < n_to ? "/" : "");
    return g_string_free (out, FALSE);
}

/* NULL: the name stays. */
static char *
move_name (const CvpnFileNames *names, const char *name)
{
    if (names->found)
        g_ptr_array_add (names->found, g_strdup (name));
    if (g_path_is_absolute (name) || g_str_equal (names->from, names->to))
        return NULL;
    g_autofree char *path = g_canonicalize_filename (name, names->from);
    return cvpn_file_name_between (names->to, path);
}

/* The word behind "empirical": a part of a mixture ends with a comma. */
static char *
move_samples (CvpnFileNames *names, const char *value)
{
    g_autoptr (GString) out = g_string_new (NULL);
    const char *at = value;
    gboolean moved = FALSE;

    while (*at) {
        const gsize gap = strspn (at, " \t,"), length = strcspn (at + gap, " \t,");
        g_autofree char *word = g_strndup (at + gap, length);
        g_string_append_len (out, at, (gssize) (gap + length));
        at += gap + length;
        if (!g_str_equal (word, "empirical"))
            continue;
        const gsize space = strspn (at, " \t"), name_length = strcspn (at + space, " \t");
        g_autofree char *name = g_strndup (at + space, name_length);
        g_autofree char *other = move_name (names, name);
        if (other && strpbrk (other, " \t,") && !names->error)
            g_set_error (&names->error, CVPN_ERROR, CVPN_ERROR_VALUE,
                         "'%s' cannot be named from %s: '%s' has a blank or a comma", name,
                         names->to, other);
        g_string_append_len (out, at, (gssize) space);
        g_string_append (out, other ? other : name);
        at += space + name_length;
        moved |= other != NULL;
    }
    return moved ? g_strdup (out->str) : NULL;
}

/* "csv FILE", "daily FILE"; else perhaps a distribution. */
static char *
move_arrival (CvpnFileNames *names, const char *value)
{
    const gsize length = strcspn (value, " \t"), gap = strspn (value + length, " \t");
    g_autofree char *word = g_strndup (value, length);

    if (!g_str_equal (word, "csv") && !g_str_equal (word, "daily"))
        return move_samples (names, value);
    g_autofree char *other = move_name (names, value + length + gap);
    return other ? g_strdup_printf ("%.*s%s", (int) (length + gap), value, other) : NULL;
}

/* An event may give the endpoint's handler another distribution. */
static gboolean
is_action (const char *kind, const char *key, const char *value)
{
    return g_str_equal (kind, "event") && g_str_equal (key, "action") &&
           g_str_has_prefix (value, "modify-endpoint");
}

static const CvpnKey *
find_key (const char *kind, const char *name)
{
    const CvpnSection *section = cvpn_sections_find (kind);

    for (guint i = 0; section && i < section->n_keys; i++)
        if (g_str_equal (section->keys[i].name, name))
            return &section->keys[i];
    return NULL;
}

char *
cvpn_file_names_move (const char *kind, const char *key, const char *value, gpointer file_names)
{
    CvpnFileNames *names = file_names;
    const CvpnKey *known = find_key (kind, key);

    if (!known)
        return NULL;
    if (known->type == CVPN_KEY_DURATION_DRAW || known->type == CVPN_KEY_SIZE_DRAW ||
        known->parse == cvpn_people_parse_retry || is_action (kind, key, value))
        return move_samples (names, value);
    if (known->parse == cvpn_people_parse_arrival)
        return move_arrival (names, value);
    return known->parse == cvpn_tables_parse_flows ? move_name (names, value) : NULL;
}

void
cvpn_file_names_move_all (CvpnFileNames *names, CvpnLines *lines)
{
    cvpn_lines_replace (lines, cvpn_file_names_move, names);
}
