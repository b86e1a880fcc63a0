/* What `check` finds in a file, as lines that a test compares. */
#pragma once

#include <cvpnsim/check.h>

typedef struct {
    CvpnReport *report;
    CvpnScenario *scenario;
    GPtrArray *findings; /* NULL: it could not be read, and why stands on standard error */
} CvpnChecked;

/* 'path' is a file; 'text' the content of one. */
CvpnChecked cvpn_test_check (const char *path);
CvpnChecked cvpn_test_check_text (const char *text);
void cvpn_checked_clear (CvpnChecked *checked);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CvpnChecked, cvpn_checked_clear)

/* The first finding of that code, or NULL. */
const CvpnFinding *cvpn_checked_find (const CvpnChecked *checked, const char *code);
