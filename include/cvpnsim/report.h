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
    const char *code; /* of what can be read and would be refused (below); else NULL */
    char *text;
} CvpnFault;

typedef struct CvpnReport CvpnReport;

CvpnReport *cvpn_report_new (void);
void cvpn_report_free (CvpnReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnReport, cvpn_report_free)

void cvpn_report_add (CvpnReport *report, CvpnSeverity severity, const char *file, guint line,
                      const char *format, ...) G_GNUC_PRINTF (5, 6);

guint cvpn_report_errors (const CvpnReport *report);

/* A fault that leaves no doubt about what is meant, and that AWS's API would refuse: of the
 * kind 'code' (finding_codes.h), never freed.  It counts like any other, unless the report
 * tolerates such faults: then it is kept apart, and is no error. */
void cvpn_report_refuse (CvpnReport *report, CvpnSeverity severity, const char *code,
                         const char *file, guint line, const char *text);
void cvpn_report_tolerate (CvpnReport *report);
gboolean cvpn_report_tolerates (const CvpnReport *report);
/* Those kept apart, in the order of their coming; CvpnFault, owned by the report. */
const GPtrArray *cvpn_report_refusals (const CvpnReport *report);

/* The faults sorted by file (in the order files were first named) and line;
 * CvpnFault, owned by the report, valid until the next add. */
const GPtrArray *cvpn_report_faults (CvpnReport *report);

/* One line a fault, as a compiler prints them; newly allocated.  After 200 the
 * rest is counted, not printed. */
char *cvpn_report_format (CvpnReport *report);
