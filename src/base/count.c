/* count: whole numbers for people. */
#include "base/count.h"

#include <string.h>

char *
cvpn_count_format (guint64 count, char buffer[CVPN_COUNT_TEXT])
{
    g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
    const gsize n = strlen (digits);
    char *at = buffer;

    for (gsize i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            *at++ = ',';
        *at++ = digits[i];
    }
    *at = '\0';
    return buffer;
}

char *
cvpn_count_of (guint64 count, const char *one, const char *many)
{
    char text[CVPN_COUNT_TEXT];

    return g_strdup_printf ("%s %s", cvpn_count_format (count, text), count == 1 ? one : many);
}
