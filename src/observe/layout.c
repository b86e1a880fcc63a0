/* layout: text in columns and within a width. */
#include "observe/layout.h"

/* Text is as wide as it has characters: all of it is ASCII but for arrows and dots. */
void
cvpn_layout_pad (GString *out, gsize line_start, guint column)
{
    const glong width = g_utf8_strlen (out->str + line_start, -1);

    for (glong i = width; i < (glong) column; i++)
        g_string_append_c (out, ' ');
}

void
cvpn_layout_wrap (GString *out, const char *text, guint indent, guint width)
{
    g_auto (GStrv) words = g_strsplit (text, " ", -1);
    glong column = 0;

    for (guint i = 0; words[i]; i++) {
        const glong length = g_utf8_strlen (words[i], -1);
        if (column > 0 && column + 1 + length > (glong) width) {
            g_string_append_c (out, '\n');
            column = 0;
        }
        if (column == 0) {
            g_string_append_printf (out, "%*s", (int) indent, "");
            column = (glong) indent;
        } else {
            g_string_append_c (out, ' ');
            column++;
        }
        g_string_append (out, words[i]);
        column += length;
    }
    g_string_append_c (out, '\n');
}
