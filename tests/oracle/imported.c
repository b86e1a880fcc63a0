/* imported: the public API, asked. */
#include "imported.h"

#include <cvpnsim/explain.h>
#include <cvpnsim/import.h>

#include "analyze/answer.h"
#include "path_cases.h"
#include "support.h"

char *
import_folder (const char *folder, char **faults)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    const CvpnImportOptions options = { 0 };
    g_autoptr (CvpnImport) import = cvpn_import (folder, &options, report, &error);
    g_autofree char *said = NULL;

    if (import)
        return g_strdup (cvpn_import_scenario (import));
    said = cvpn_report_format (report);
    *faults = g_strdup_printf ("%s\n%s", error ? error->message : "no error", said);
    return NULL;
}

char *
imported_ask (const CvpnScenario *scenario, const char *endpoint, const char *landing,
              const char *groups, const char *packet)
{
    const CvpnQuestion question = {
        .groups = groups, .endpoint = endpoint, .to = packet, .landing = landing, .source_port = -1
    };
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, &error);

    if (!answer)
        return g_strdup (error->message);
    return cvpn_path_describe (
        cvpn_answer_outcome (answer),
        cvpn_trace_obstacle (&g_array_index (answer->landings, CvpnLanding, 0).trace));
}
