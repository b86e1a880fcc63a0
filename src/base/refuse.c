/* refuse: a parser's way out. */
#include "base/refuse.h"

#include <cvpnsim/error.h>

gboolean
cvpn_refuse (GError **error, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    g_set_error_literal (error, CVPN_ERROR, CVPN_ERROR_VALUE, message);
    return FALSE;
}
