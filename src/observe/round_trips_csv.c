/* round-trips.csv: the summary's histogram, a row for each bin that is not empty. */
#include "observe/summary_state.h"
#include "observe/writer.h"

static void
write_bins (CvpnWriter *writer, const CvpnSummary *summary)
{
    const CvpnRoundTrips *trips = summary->round_trips;
    CvpnCsvFile *csv = writer->csv;

    for (guint bin = 0; bin < cvpn_round_trips_bins (trips); bin++) {
        const gint64 flows = cvpn_round_trips_bin_count (trips, bin);
        if (flows == 0)
            continue;
        cvpn_csv_file_real (csv, cvpn_round_trips_bin_upper (trips, bin));
        cvpn_csv_file_integer (csv, flows);
        cvpn_csv_file_end_row (csv);
    }
}

const CvpnWriterKind cvpn_round_trips_writer = {
    .name = "round-trips",
    .file = "round-trips.csv",
    .header = "upper_us,flows",
    .end = write_bins,
};
