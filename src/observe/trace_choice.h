/* trace_choice: which flows the trace shows, from `--trace`. */
#pragma once

#include <glib.h>

typedef enum {
    CVPN_TRACE_DROPPED, /* those that failed, and the first of each kind */
    CVPN_TRACE_ALL,
    CVPN_TRACE_EVERY, /* one in 'every', by the flow's number */
    CVPN_TRACE_NONE,  /* not even the file */
} CvpnTraceMode;

typedef struct {
    CvpnTraceMode mode;
    guint64 every;
} CvpnTraceChoice;

/* "all", "dropped", "1/N" or "none"; NULL is "dropped".  Fails with
 * CVPN_ERROR_USAGE. */
gboolean cvpn_trace_choice_parse (const char *text, CvpnTraceChoice *choice, GError **error);
