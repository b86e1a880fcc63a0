/* json_fields: members that several answers have. */
#pragma once

#include <json-glib/json-glib.h>

#include "analyze/answer.h"

/* Empty and NULL are null. */
void cvpn_json_add_text (JsonBuilder *json, const char *name, const char *text);
/* "file" and "line"; both or none. */
void cvpn_json_add_line (JsonBuilder *json, const char *file, guint line);
/* {"group", "key", "value", "command", "file", "line"} */
void cvpn_json_add_mend (JsonBuilder *json, const CvpnMend *mend);
