/* expected: what became of a flow, held against what an [expect] group expects of it. */
#pragma once

#include "analyze/answer.h"
#include "classes/survey.h"
#include "model/scenario.h"

typedef struct {
    guint32 association;
    CvpnFate fate;
} CvpnLanded;

/* Of one flow, or of all that share its fate. */
typedef struct {
    const CvpnNetwork *net;
    CvpnFate whole; /* over all landings, INTERMITTENT too; step and code where all have the same,
                       or where there is no landing */
    GArray *landed; /* CvpnLanded, in the order of the landings */
} CvpnLandedAll;

/* NULL if it is as expected; else what was expected and what was got.  'packet' (NULL: none) is
 * named as the one that this is about.  Newly allocated. */
char *cvpn_expected_compare (const CvpnExpectSpec *expect, const CvpnLandedAll *got,
                             const char *packet);

/* The same for what explain has found out. */
char *cvpn_expected_compare_answer (const CvpnExpectSpec *expect, const CvpnAnswer *answer,
                                    const char *packet);
