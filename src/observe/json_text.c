/* json_text: json-glib's text, with its numbers shortened, and UTF-8 in any case.
 *
 * json-glib prints every double with 17 digits, 0.95 as 0.94999999999999996.
 * Each such number is read again and printed with the fewest digits that give
 * the same double back.  A file's name may be any bytes, which JSON may not. */
#include "observe/json_text.h"

#include <string.h>

#define DIGITS_MIN 6
#define DIGITS_MAX 17

static void
append_shortest (GString *out, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    char format[] = "%.17g";

    for (guint digits = DIGITS_MIN; digits <= DIGITS_MAX; digits++) {
        g_snprintf (format, sizeof format, "%%.%ug", digits);
        g_ascii_formatd (text, sizeof text, format, value);
        if (g_ascii_strtod (text, NULL) >= value && g_ascii_strtod (text, NULL) <= value)
            break;
    }
    g_string_append (out, text);
}

/* The end of the string that begins at 'quote'. */
static const char *
end_of_string (const char *quote)
{
    const char *p = quote + 1;

    while (*p && *p != '"')
        p += *p == '\\' && p[1] ? 2 : 1;
    return *p ? p + 1 : p;
}

char *
cvpn_json_text (JsonBuilder *builder)
{
    g_autoptr (JsonNode) root = json_builder_get_root (builder);
    g_autofree char *raw = json_to_string (root, TRUE);
    g_autofree char *text = g_utf8_make_valid (raw, -1);
    GString *out = g_string_sized_new (strlen (text) + 1);
    const char *p = text;

    while (*p) {
        const char *from = p;
        if (*p == '"') {
            p = end_of_string (p);
            g_string_append_len (out, from, p - from);
        } else if (g_ascii_isdigit (*p) || *p == '-') {
            p += strspn (p, "+-.0123456789eE");
            if (memchr (from, '.', (size_t) (p - from)) || memchr (from, 'e', (size_t) (p - from)))
                append_shortest (out, g_ascii_strtod (from, NULL));
            else
                g_string_append_len (out, from, p - from);
        } else {
            g_string_append_c (out, *p++);
        }
    }
    g_string_append_c (out, '\n');
    return g_string_free (out, FALSE);
}

/* TRUE for what stands for itself in a string. */
static gboolean
is_plain (const char *text)
{
    for (const char *p = text; *p; p++)
        if (g_ascii_iscntrl (*p) || *p == '"' || *p == '\\')
            return FALSE;
    return TRUE;
}

void
cvpn_json_append_string (GString *out, const char *text)
{
    if (is_plain (text)) {
        g_string_append_c (out, '"');
        g_string_append (out, text);
        g_string_append_c (out, '"');
        return;
    }
    g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
    g_autofree char *quoted = json_to_string (node, FALSE);
    g_string_append (out, quoted);
}
