/* json_text: JSON as text: indented, numbers as short as they may be, a line
 * feed at the end. */
#pragma once

#include <json-glib/json-glib.h>

/* Takes the builder's root; newly allocated. */
char *cvpn_json_text (JsonBuilder *builder);

/* Appends 'text' as a string in quotes, as json-glib writes it. */
void cvpn_json_append_string (GString *out, const char *text);
