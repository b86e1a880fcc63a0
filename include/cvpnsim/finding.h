/* finding: something about a configuration that somebody should know, and where it stands;
 * what diagnose and check report. */
#pragma once

#include <cvpnsim/report.h>

/* A further place that a finding speaks of. */
typedef struct {
    const char *file; /* owned by the scenario */
    guint line;
    char *text;
} CvpnFindingPlace;

typedef struct {
    CvpnSeverity severity; /* NOTE, WARNING or ERROR */
    const char *code;      /* upper snake case, one per kind of finding; never freed */
    char *message;         /* a sentence or two, for a person */
    const char *file;      /* owned by the scenario, or its report (check.h); NULL: nowhere */
    guint line;            /* 0: of no line */
    const char *source;    /* the document it rests on: title and section; NULL: ours */
    GPtrArray *places;     /* CvpnFindingPlace *, owned; may be empty */
} CvpnFinding;

void cvpn_finding_init (CvpnFinding *finding, CvpnSeverity severity, const char *code);
void cvpn_finding_clear (CvpnFinding *finding);
/* 'file' is borrowed, 'text' copied. */
void cvpn_finding_add_place (CvpnFinding *finding, const char *file, guint line, const char *text);

/* Of a list of CvpnFinding *: how many are that severe, or worse. */
guint cvpn_findings_count (const GPtrArray *findings, CvpnSeverity least);
