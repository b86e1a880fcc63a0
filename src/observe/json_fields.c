/* json_fields: members that several answers have. */
#include "observe/json_fields.h"

#include <math.h>

void
cvpn_json_add_text (JsonBuilder *json, const char *name, const char *text)
{
    json_builder_set_member_name (json, name);
    if (text && *text)
        json_builder_add_string_value (json, text);
    else
        json_builder_add_null_value (json);
}

void
cvpn_json_add_count (JsonBuilder *json, const char *name, guint64 count)
{
    json_builder_set_member_name (json, name);
    json_builder_add_int_value (json, (gint64) count);
}

void
cvpn_json_add_number (JsonBuilder *json, const char *name, double number)
{
    json_builder_set_member_name (json, name);
    if (isfinite (number))
        json_builder_add_double_value (json, number + 0.0); /* no negative zero */
    else
        json_builder_add_null_value (json);
}

void
cvpn_json_add_flag (JsonBuilder *json, const char *name, gboolean flag)
{
    json_builder_set_member_name (json, name);
    json_builder_add_boolean_value (json, flag);
}

void
cvpn_json_begin_object (JsonBuilder *json, const char *name)
{
    json_builder_set_member_name (json, name);
    json_builder_begin_object (json);
}

void
cvpn_json_begin_array (JsonBuilder *json, const char *name)
{
    json_builder_set_member_name (json, name);
    json_builder_begin_array (json);
}

void
cvpn_json_add_texts (JsonBuilder *json, const char *name, const GPtrArray *texts)
{
    cvpn_json_begin_array (json, name);
    for (guint i = 0; i < texts->len; i++)
        json_builder_add_string_value (json, texts->pdata[i]);
    json_builder_end_array (json);
}

void
cvpn_json_add_fate (JsonBuilder *json, const CvpnFate *fate)
{
    const gboolean failed = fate->code != CVPN_CODE_NONE;

    cvpn_json_add_text (json, "verdict", cvpn_outcome_word (fate->outcome));
    cvpn_json_add_text (json, "step", failed ? cvpn_step_number (fate->step) : NULL);
    cvpn_json_add_text (json, "code", failed ? cvpn_code_word (fate->code) : NULL);
}

void
cvpn_json_add_destination (JsonBuilder *json, const GArray *ranges)
{
    g_autoptr (GArray) prefixes = cvpn_ranges_prefixes (ranges);
    char text[CVPN_PREFIX_TEXT];

    json_builder_set_member_name (json, "destination");
    json_builder_begin_array (json);
    for (guint i = 0; i < prefixes->len; i++)
        json_builder_add_string_value (
            json, cvpn_prefix_format (g_array_index (prefixes, CvpnPrefix, i), text));
    json_builder_end_array (json);
}

void
cvpn_json_add_service (JsonBuilder *json, const CvpnService *service)
{
    cvpn_json_add_text (json, "protocol", service->protocol);
    cvpn_json_add_texts (json, "ports", service->ports);
}

void
cvpn_json_add_line (JsonBuilder *json, const char *file, guint line)
{
    cvpn_json_add_text (json, "file", file);
    json_builder_set_member_name (json, "line");
    if (file && line > 0)
        json_builder_add_int_value (json, line);
    else
        json_builder_add_null_value (json);
}

void
cvpn_json_add_mend (JsonBuilder *json, const CvpnMend *mend)
{
    json_builder_begin_object (json);
    cvpn_json_add_text (json, "group", mend->group);
    cvpn_json_add_text (json, "key", mend->key);
    json_builder_set_member_name (json, "value");
    if (mend->value) /* which may be empty; null: the key is taken away */
        json_builder_add_string_value (json, mend->value);
    else
        json_builder_add_null_value (json);
    cvpn_json_add_text (json, "command", mend->command);
    cvpn_json_add_line (json, mend->file, mend->line);
    json_builder_end_object (json);
}
