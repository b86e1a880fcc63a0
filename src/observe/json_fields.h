/* json_fields: members that several answers have. */
#pragma once

#include <json-glib/json-glib.h>

#include "analyze/answer.h"
#include "classes/survey.h"

/* Empty and NULL are null. */
void cvpn_json_add_text (JsonBuilder *json, const char *name, const char *text);
void cvpn_json_add_count (JsonBuilder *json, const char *name, guint64 count);
/* NaN and infinities are null. */
void cvpn_json_add_number (JsonBuilder *json, const char *name, double number);
void cvpn_json_add_flag (JsonBuilder *json, const char *name, gboolean flag);
/* To be ended by json_builder_end_object or _array. */
void cvpn_json_begin_object (JsonBuilder *json, const char *name);
void cvpn_json_begin_array (JsonBuilder *json, const char *name);
/* An array of char *. */
void cvpn_json_add_texts (JsonBuilder *json, const char *name, const GPtrArray *texts);
/* "verdict", "step", "code" of what became of a packet: the latter null where nothing failed. */
void cvpn_json_add_fate (JsonBuilder *json, const CvpnFate *fate);
/* "destination": the blocks of the ranges. */
void cvpn_json_add_destination (JsonBuilder *json, const GArray *ranges);
/* "protocol" and "ports" */
void cvpn_json_add_service (JsonBuilder *json, const CvpnService *service);
/* "file" and "line"; both or none. */
void cvpn_json_add_line (JsonBuilder *json, const char *file, guint line);
/* {"group", "key", "value", "command", "file", "line"} */
void cvpn_json_add_mend (JsonBuilder *json, const CvpnMend *mend);
