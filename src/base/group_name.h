/* group_name: what may be the name of a group: [A-Za-z0-9][A-Za-z0-9._-]*. */
#pragma once

#include <glib.h>

gboolean cvpn_group_name_is_legal (const char *text);
