/* nesting: brackets are counted where they are not in a string. */
#include "base/nesting.h"

gboolean
cvpn_nesting_is_shallow (const char *text, gsize length)
{
    gboolean quoted = FALSE;
    guint depth = 0;

    for (gsize i = 0; i < length && depth <= CVPN_NESTING_MAX; i++) {
        const char c = text[i];
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '[' || c == '{'))
            depth++;
        else if (!quoted && depth > 0 && (c == ']' || c == '}'))
            depth--;
    }
    return depth <= CVPN_NESTING_MAX;
}
