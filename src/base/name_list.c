/* name_list: lists of names for sentences. */
#include "base/name_list.h"

GPtrArray *
cvpn_name_list_new (void)
{
    return g_ptr_array_new_with_free_func (g_free);
}

void
cvpn_name_list_add (GPtrArray *names, const char *name)
{
    if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (name));
}

void
cvpn_name_list_add_all (GPtrArray *names, const GPtrArray *more)
{
    for (guint i = 0; i < more->len; i++)
        cvpn_name_list_add (names, more->pdata[i]);
}

char *
cvpn_name_list_join (const GPtrArray *names, guint most)
{
    GString *text = g_string_new (NULL);
    const guint shown = names->len > most ? most - 1 : names->len;

    for (guint i = 0; i < shown; i++) {
        const gboolean last = i > 0 && i + 1 == names->len;
        g_string_append_printf (text, "%s%s",
                                i == 0 ? ""
                                : last ? " and "
                                       : ", ",
                                (const char *) names->pdata[i]);
    }
    if (shown < names->len)
        g_string_append_printf (text, " and %u more", names->len - shown);
    return g_string_free (text, FALSE);
}
