/* refuse: a function's way out: 'error' says why, and FALSE is for the caller to return. */
#pragma once

#include <glib.h>

/* CVPN_ERROR_VALUE: text that is read is wrong. */
gboolean cvpn_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* CVPN_ERROR_USAGE: the program is called wrongly. */
gboolean cvpn_refuse_usage (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* CVPN_ERROR_IO: "PATH: WHAT: " and what errno says. */
gboolean cvpn_refuse_io (GError **error, const char *path, const char *what);
