/* report: the faults found in a user's files, all of them, in one run.
 *
 * A fault is FILE:LINE: error: MESSAGE, in the manner of a compiler.  Faults
 * are kept in the order of file and line and printed once, at the end. */
#pragma once

#include <glib.h>

typedef enum {
    CVPN_SEVERITY_NOTE, /* of findings only, never of faults */
    CVPN_SEVERITY_WARNING,
    CVPN_SEVERITY_ERROR,
} CvpnSeverity;

typedef struct {
    char *file; /* NULL: of no file */
    guint line; /* 0: of no line */
    CvpnSeverity severity;
    char *text;
} CvpnFault;

typedef struct CvpnReport CvpnReport;

CvpnReport *cvpn_report_new (void);
void cvpn_report_free (CvpnReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnReport, cvpn_report_free)

void cvpn_report_add (CvpnReport *report, CvpnSeverity severity, const char *file, guint line,
                      const char *format, ...) G_GNUC_PRINTF (5, 6);

guint cvpn_report_errors (const CvpnReport *report);

/* The faults sorted by file (in the order files were first named) and line;
 * CvpnFault, owned by the report, valid until the next add. */
const GPtrArray *cvpn_report_faults (CvpnReport *report);

/* One line a fault, as a compiler prints them; newly allocated.  After 200 the
 * rest is counted, not printed. */
char *cvpn_report_format (CvpnReport *report);
