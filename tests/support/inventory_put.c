#include "inventory_put.h"

void
cvpn_text_put (GString *out, const char *key, const char *value)
{
    if (value)
        g_string_append_printf (out, " %s=%s", key, value);
}

void
cvpn_text_put_flag (GString *out, const char *word, gboolean set)
{
    if (set)
        g_string_append_printf (out, " %s", word);
}

void
cvpn_text_put_number (GString *out, const char *key, gint64 value)
{
    if (value >= 0)
        g_string_append_printf (out, " %s=%" G_GINT64_FORMAT, key, value);
}

void
cvpn_text_put_cidr (GString *out, CvpnPrefix cidr)
{
    char text[CVPN_PREFIX_TEXT];

    if (cidr.length != CVPN_PREFIX_UNSET)
        g_string_append_printf (out, " %s", cvpn_prefix_format (cidr, text));
}

void
cvpn_text_put_cidrs (GString *out, const GArray *cidrs)
{
    for (guint i = 0; i < cidrs->len; i++)
        cvpn_text_put_cidr (out, g_array_index (cidrs, CvpnPrefix, i));
}

void
cvpn_text_put_address (GString *out, const char *key, guint32 address)
{
    char text[CVPN_ADDRESS_TEXT];

    if (address)
        cvpn_text_put (out, key, cvpn_address_format (address, text));
}

void
cvpn_text_put_addresses (GString *out, const char *key, const GArray *addresses)
{
    for (guint i = 0; i < addresses->len; i++)
        cvpn_text_put_address (out, key, g_array_index (addresses, guint32, i));
}

void
cvpn_text_put_ids (GString *out, const char *key, const GPtrArray *ids)
{
    for (guint i = 0; ids && i < ids->len; i++)
        cvpn_text_put (out, key, g_ptr_array_index (ids, i));
}
