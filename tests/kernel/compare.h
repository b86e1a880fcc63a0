/* compare: one scenario, the kernel's verdicts against the evaluator's. */
#pragma once

#include "model/scenario.h"

typedef struct {
    const char *title; /* for messages */
    guint cap;         /* about how many probes beside the expected flows */
    guint32 seed;
    gboolean shell; /* a shell in the outer namespace before it ends */
} KernelQuestion;

/* Shared between processes. */
typedef struct {
    guint scenarios, failed; /* failed: disagreements, or not to be built */
    guint probes, not_probed, again, disagreements;
    guint outcomes[8]; /* by CvpnOutcome, as the kernel has it */
} KernelTotals;

/* Builds the scenario in namespaces of this process, which must be for it alone, probes and
 * compares; FALSE if the two disagree anywhere. */
gboolean kernel_compare (const CvpnScenario *scenario, const KernelQuestion *question,
                         KernelTotals *totals);
