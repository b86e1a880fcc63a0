/* events.csv: a row for each change of the configuration, or of what is the case. */
#include "observe/writer.h"

static void
write_change (gpointer self, const CvpnChangeRecord *change)
{
    CvpnCsvFile *csv = ((CvpnWriter *) self)->csv;

    cvpn_csv_file_seconds (csv, change->time_ns);
    cvpn_csv_file_text (csv, change->event);
    cvpn_csv_file_text (csv, change->action);
    cvpn_csv_file_text (csv, change->endpoint);
    cvpn_csv_file_text (csv, change->object);
    cvpn_csv_file_text (csv, change->state);
    cvpn_csv_file_text (csv, change->error);
    cvpn_csv_file_integer (csv, change->sessions);
    cvpn_csv_file_end_row (csv);
}

const CvpnWriterKind cvpn_events_writer = {
    .name = "events",
    .file = "events.csv",
    .header = "time_s,event,action,endpoint,object,state,error,sessions",
    .observer = { .change = write_change },
};
