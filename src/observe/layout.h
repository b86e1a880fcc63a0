/* layout: text in columns and within a width, for a person. */
#pragma once

#include <glib.h>

/* Spaces up to 'column', counted from where the line starts in 'out'; none if it is longer. */
void cvpn_layout_pad (GString *out, gsize line_start, guint column);

/* A paragraph and a line feed: words in lines of at most 'width' characters, each of which
 * begins with 'indent' spaces. */
void cvpn_layout_wrap (GString *out, const char *text, guint indent, guint width);
