#include "base/group_name.h"

#include <string.h>

gboolean
cvpn_group_name_is_legal (const char *text)
{
    if (!g_ascii_isalnum (*text))
        return FALSE;
    while (g_ascii_isalnum (*text) || (*text && strchr ("._-", *text)))
        text++;
    return *text == '\0';
}
