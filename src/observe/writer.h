/* writer: what the writers of a run share.
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
    const CvpnScenario *scenario;
    const CvpnNetwork *net;
    CvpnTraceChoice trace;
    gpointer state; /* the kind's own, made by its 'begin' */
} CvpnWriter;

typedef struct {
    const char *name; /* as --only has it */
    const char *file;
    const char *header;    /* or NULL */
    CvpnObserver observer; /* 'self' is the CvpnWriter */
    /* Each may be NULL: before the first record, behind the last one, and when 'state'
     * is needed no more. */
    void (*begin) (CvpnWriter *writer);
    void (*end) (CvpnWriter *writer, const CvpnSummary *summary);
    GDestroyNotify free_state;
} CvpnWriterKind;

extern const CvpnWriterKind cvpn_flows_writer, cvpn_trace_writer, cvpn_sessions_writer,
    cvpn_metrics_writer, cvpn_subnets_writer, cvpn_nat_gateways_writer, cvpn_events_writer,
    cvpn_connection_log_writer, cvpn_flow_logs_writer, cvpn_connections_writer,
    cvpn_landings_writer, cvpn_round_trips_writer;

/* "COMPONENT TEXT" of a rule; NULL: there is none of this number. */
char *cvpn_writer_rule_text (const CvpnWriter *writer, guint32 rule);
