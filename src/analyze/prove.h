/* prove: whether an [expect] group holds for every flow of a class, on every landing.
 *
 * Nothing is sampled: a survey over the addresses, protocols and ports of the class says what
 * becomes of each packet, and each of its cells is held against the expectation. */
#pragma once

#include "model/scenario.h"

typedef struct {
    guint64 addresses, selectors, failing; /* how many of the addresses have a flow that fails */
    guint landings;
    char *message; /* NULL: it holds; else of the first flow for which it does not; owned */
} CvpnProof;

/* Of an expectation whose 'to' is a class (to->flow is NULL). */
CvpnProof cvpn_prove (const CvpnScenario *scenario, const CvpnExpectSpec *expect);
