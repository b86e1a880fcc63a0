/* landings.csv: the summary's landings, a row each. */
#include "observe/summary_state.h"
#include "observe/writer.h"

static void
write_landings (CvpnWriter *writer, const CvpnSummary *summary)
{
    CvpnCsvFile *csv = writer->csv;
    g_autoptr (GPtrArray) landings = cvpn_landings_sorted (summary->landings);

    for (guint i = 0; i < landings->len; i++) {
        const CvpnLanding *landing = g_ptr_array_index (landings, i);
        cvpn_csv_file_text (csv, landing->endpoint);
        cvpn_csv_file_text (csv, landing->subnet);
        cvpn_csv_file_text (csv, landing->destination);
        cvpn_csv_file_integer (csv, landing->flows);
        cvpn_csv_file_integer (csv, landing->delivered);
        cvpn_csv_file_real (csv, cvpn_landing_success (landing));
        cvpn_csv_file_end_row (csv);
    }
}

const CvpnWriterKind cvpn_landings_writer = {
    .name = "landings",
    .file = "landings.csv",
    .header = "endpoint,subnet,destination,flows,delivered,success",
    .end = write_landings,
};
