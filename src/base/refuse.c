/* refuse: a function's way out. */
#include "base/refuse.h"

#include <errno.h>

#include <cvpnsim/error.h>

G_GNUC_PRINTF (3, 0)
static gboolean
refuse (GError **error, CvpnError code, const char *format, va_list arguments)
{
    g_autofree char *message = g_strdup_vprintf (format, arguments);

    g_set_error_literal (error, CVPN_ERROR, code, message);
    return FALSE;
}

gboolean
cvpn_refuse (GError **error, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    refuse (error, CVPN_ERROR_VALUE, format, arguments);
    va_end (arguments);
    return FALSE;
}

gboolean
cvpn_refuse_usage (GError **error, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    refuse (error, CVPN_ERROR_USAGE, format, arguments);
    va_end (arguments);
    return FALSE;
}

gboolean
cvpn_refuse_io (GError **error, const char *path, const char *what)
{
    const int reason = errno;

    g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "%s: %s: %s", path, what, g_strerror (reason));
    return FALSE;
}
