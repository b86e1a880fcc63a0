/* diagnose_cases: what diagnose finds after a change of tests/support's network. */
#pragma once

#include <cvpnsim/diagnose.h>

/* A change of the network that everything works in, and what is found then. */
typedef struct {
    const char *patch;
    const char *want;    /* a line for each finding: see write_discovery */
    const char *in[4];   /* packets that the first finding is about */
    const char *out[4];  /* and some that it is not about */
    const char *message; /* a part of the first one's; NULL: not asked */
} DiagnoseCase;

/* Asserts each of them, asking for these kinds of findings (CvpnFinds). */
void cvpn_test_diagnose (const DiagnoseCase *cases, guint n, guint finds);
