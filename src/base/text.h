/* text: a user's text file in memory, or why it is none. */
#pragma once

#include <glib.h>

/* Reads 'path', at most 'bytes_max' bytes of it; a byte order mark is left out.
 * The content ends in a NUL and holds no other; it may be invalid UTF-8, whose
 * line only the caller can name.  Fails with CVPN_ERROR_IO (cannot be read) or
 * CVPN_ERROR_SYNTAX (too large, not text); the message does not name the path,
 * since a report does. */
char *cvpn_text_read (const char *path, gsize bytes_max, gsize *length, GError **error);
