/* json_text: JSON as text: indented, numbers as short as they may be, a line
 * feed at the end. */
#pragma once

#include <json-glib/json-glib.h>

/* Takes the builder's root; newly allocated. */
char *cvpn_json_text (JsonBuilder *builder);
