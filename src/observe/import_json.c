/* What an import read, left out and did not find, as JSON. */
#include <cvpnsim/import.h>

#include "observe/import_calls.h"
#include "observe/json_fields.h"
#include "observe/json_text.h"

static void
add_note (JsonBuilder *json, const CvpnImportNote *note)
{
    const gboolean counted = note->kind == CVPN_IMPORT_READ || note->kind == CVPN_IMPORT_LEFT_OUT;

    json_builder_begin_object (json);
    cvpn_json_add_text (json, "what", note->what);
    if (note->kind != CVPN_IMPORT_READ)
        cvpn_json_add_text (json, "text", note->text);
    if (note->kind == CVPN_IMPORT_SKIPPED || note->kind == CVPN_IMPORT_REMARK)
        cvpn_json_add_text (json, "file", note->file);
    if (note->kind == CVPN_IMPORT_MISSING)
        cvpn_json_add_text (json, "call", note->call);
    if (counted)
        cvpn_json_add_count (json, "count", note->count);
    json_builder_end_object (json);
}

static void
add_notes (JsonBuilder *json, const char *name, const GPtrArray *notes, CvpnImportNoteKind kind)
{
    cvpn_json_begin_array (json, name);
    for (guint i = 0; i < notes->len; i++) {
        const CvpnImportNote *note = notes->pdata[i];
        if (note->kind == kind)
            add_note (json, note);
    }
    json_builder_end_array (json);
}

/* One command fetches many ids. */
static void
add_commands (JsonBuilder *json, const GPtrArray *notes)
{
    g_autoptr (GPtrArray) calls = cvpn_import_calls (notes);

    cvpn_json_begin_array (json, "commands");
    for (guint i = 0; i < calls->len; i++) {
        const CvpnImportCall *call = calls->pdata[i];
        if (call->command)
            json_builder_add_string_value (json, call->command->str);
    }
    json_builder_end_array (json);
}

char *
cvpn_import_report_json (const CvpnImport *import)
{
    const GPtrArray *notes = cvpn_import_notes (import);
    g_autoptr (JsonBuilder) json = json_builder_new ();

    json_builder_begin_object (json);
    add_notes (json, "read", notes, CVPN_IMPORT_READ);
    add_notes (json, "skipped", notes, CVPN_IMPORT_SKIPPED);
    add_notes (json, "left_out", notes, CVPN_IMPORT_LEFT_OUT);
    add_notes (json, "missing", notes, CVPN_IMPORT_MISSING);
    add_commands (json, notes);
    add_notes (json, "remarks", notes, CVPN_IMPORT_REMARK);
    json_builder_end_object (json);
    return cvpn_json_text (json);
}
