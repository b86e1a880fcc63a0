/* writer: what the CSV writers of a run share.
 *
 * A kind of writer is one file of the run's folder.  Most are observers that
 * write a row per record; those of small tables write once, at the end, from
 * the summary, so that pictures of large runs need no list of flows. */
#pragma once

#include <cvpnsim/scenario.h>
#include <cvpnsim/summary.h>

#include "observe/csv_file.h"
#include "observe/trace_choice.h"

typedef struct {
    CvpnCsvFile *csv;
    const CvpnNetwork *net;
    CvpnTraceChoice trace;
    GHashTable *kinds; /* of flows seen, for the trace */
    GString *scratch;
} CvpnWriter;

typedef struct {
    const char *name; /* as --only has it */
    const char *file;
    const char *header;
    CvpnObserver observer; /* 'self' is the CvpnWriter */
    void (*from_summary) (CvpnWriter *writer, const CvpnSummary *summary); /* or NULL */
} CvpnWriterKind;

extern const CvpnWriterKind cvpn_flows_writer, cvpn_trace_writer, cvpn_sessions_writer,
    cvpn_metrics_writer, cvpn_subnets_writer, cvpn_nat_gateways_writer, cvpn_landings_writer,
    cvpn_round_trips_writer;

/* The field "COMPONENT TEXT" of the rule that decided; empty for none. */
void cvpn_writer_rule (CvpnWriter *writer, guint32 rule);
