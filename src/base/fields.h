/* fields: the words of an item of a list. */
#pragma once

#include <glib.h>

/* The fields of an item, which runs of blanks separate; NULL-terminated, newly
 * allocated as one (g_free). */
char **cvpn_fields_split (const char *item);
/* The same within 'room', of 'size' bytes, if that is enough; what it returns is to be freed if it
 * is not 'room'. */
char **cvpn_fields_split_in (const char *item, gpointer room, gsize size);

/* Whether a field is an address or a CIDR, well written or not, and no name. */
gboolean cvpn_field_is_numeric (const char *field);
