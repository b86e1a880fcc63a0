/* Findings of check as JSON, in the documented names. */
#include <cvpnsim/check.h>

#include "observe/json_fields.h"
#include "observe/json_text.h"
#include "observe/severity_text.h"

static void
add_finding (JsonBuilder *json, const CvpnFinding *finding)
{
    json_builder_begin_object (json);
    cvpn_json_add_text (json, "severity", cvpn_severity_word (finding->severity));
    cvpn_json_add_text (json, "code", finding->code);
    cvpn_json_add_text (json, "message", finding->message);
    cvpn_json_add_line (json, finding->file, finding->line);
    cvpn_json_add_text (json, "source", finding->source);
    json_builder_end_object (json);
}

char *
cvpn_findings_json (const GPtrArray *findings)
{
    g_autoptr (JsonBuilder) json = json_builder_new ();

    json_builder_begin_object (json);
    json_builder_set_member_name (json, "findings");
    json_builder_begin_array (json);
    for (guint i = 0; i < findings->len; i++)
        add_finding (json, findings->pdata[i]);
    json_builder_end_array (json);
    json_builder_end_object (json);
    return cvpn_json_text (json);
}
