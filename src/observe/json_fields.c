/* json_fields: members that several answers have. */
#include "observe/json_fields.h"

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
