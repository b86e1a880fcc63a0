/* verify: do a scenario's [expect] groups hold? */
#pragma once

#include <cvpnsim/scenario.h>

/* Gives a flat figure of the scenario's run; FALSE if there is none. */
typedef gboolean (*CvpnMetricFunc) (gpointer data, const char *name, double *value);

typedef struct {
    gboolean ok;
    const char *name; /* of the group, owned by the scenario, as 'file' */
    const char *file;
    guint line;
    char *message; /* what was expected and what was got; "" where it holds */
    char *covers;  /* how much that is about, "65,536 addresses, 2 landings"; "" of a figure */
} CvpnExpectation;

/* How many groups there are, and whether one of them asks for a metric. */
guint cvpn_verify_count (const CvpnScenario *scenario);
gboolean cvpn_verify_needs_run (const CvpnScenario *scenario);

/* Evaluates group number 'i' (from 0, in the order of the file).  'metric' is
 * asked for figures, with 'data'.  The result is the caller's to clear. */
CvpnExpectation cvpn_verify_expect (const CvpnScenario *scenario, guint i, CvpnMetricFunc metric,
                                    gpointer data);
void cvpn_expectation_clear (CvpnExpectation *expectation);
