/* fields: the words of an item of a list. */
#include "base/fields.h"

#include <string.h>

static gboolean
is_blank (char c)
{
    return c == ' ' || c == '\t';
}

static char *
skip_blanks (char *text)
{
    while (is_blank (*text))
        text++;
    return text;
}

char **
cvpn_fields_split (const char *item)
{
    return cvpn_fields_split_in (item, NULL, 0);
}

char **
cvpn_fields_split_in (const char *item, gpointer room, gsize size)
{
    const gsize length = strlen (item), n_max = length / 2 + 1;
    const gsize wanted = (n_max + 1) * sizeof (char *) + length + 1;
    /* The fields, and behind them what they point to. */
    char **fields = wanted <= size ? room : g_malloc (wanted);
    char *text = memcpy (fields + n_max + 1, item, length + 1);
    guint n = 0;

    for (text = skip_blanks (text); *text; text = skip_blanks (text)) {
        fields[n++] = text;
        while (*text && !is_blank (*text))
            text++;
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
