/* fields: the words of an item of a list. */
#include "base/fields.h"

#include <string.h>

char **
cvpn_fields_split (const char *item)
{
    g_auto (GStrv) parts = g_strsplit_set (item, " \t", -1);
    GPtrArray *fields = g_ptr_array_new ();

    for (guint i = 0; parts[i]; i++)
        if (*parts[i])
            g_ptr_array_add (fields, g_strdup (parts[i]));
    g_ptr_array_add (fields, NULL);
    return (char **) g_ptr_array_free (fields, FALSE);
}

gboolean
cvpn_field_is_numeric (const char *field)
{
    return strpbrk (field, "/:") || field[strspn (field, "0123456789.")] == '\0';
}
