/* source_text: the bytes of a source as UTF-8. */
#pragma once

#include "import/source.h"

/* NULL with 'error' (CVPN_ERROR_IO, CVPN_ERROR_SYNTAX): cannot be read, too large, no text.
 * Without a byte order mark; a NUL stands behind the last byte. */
GString *cvpn_source_text (const char *path, GError **error);
