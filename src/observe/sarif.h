/* sarif: findings in the Static Analysis Results Interchange Format 2.1.0 (OASIS), as tools
 * for code review take it.
 *
 * A finding's file is named relative to the present folder, which should be the top of the
 * repository; from elsewhere, to that top, or where there is none to the scenario's folder.  A
 * finding that stands nowhere is placed at the beginning of 'about.path'. */
#pragma once

#include <cvpnsim/finding.h>

typedef struct {
    const char *command; /* "check": what ran */
    const char *path;    /* the scenario as it was named */
} CvpnSarif;

/* 'findings': CvpnFinding *.  Newly allocated; ends in a line feed. */
char *cvpn_sarif_text (const CvpnSarif *about, const GPtrArray *findings);
