/* refuse: a parser's way out. */
#pragma once

#include <glib.h>

/* Sets 'error' (CVPN_ERROR_VALUE) and returns FALSE, for the caller to return. */
gboolean cvpn_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
