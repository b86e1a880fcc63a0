/* fields: the words of an item of a list. */
#include "base/fields.h"

#include <string.h>

char **
cvpn_fields_split (const char *item)
{
    static const char blanks[] = " \t";
    const gsize length = strlen (item), n_max = length / 2 + 1;
    /* The fields, and behind them what they point to. */
    char **fields = g_malloc ((n_max + 1) * sizeof *fields + length + 1);
    char *text = memcpy (fields + n_max + 1, item, length + 1);
    guint n = 0;

    for (text += strspn (text, blanks); *text; text += strspn (text, blanks)) {
        fields[n++] = text;
        text += strcspn (text, blanks);
        if (*text)
            *text++ = '\0';
    }
    fields[n] = NULL;
    return fields;
}

gboolean
cvpn_field_is_numeric (const char *field)
{
    return strpbrk (field, "/:") || field[strspn (field, "0123456789.")] == '\0';
}
