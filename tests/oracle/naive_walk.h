/* naive_walk: what becomes of one flow, decided from the scenario as it was
 * written.
 *
 * Slow and obvious: linear scans over CvpnSpec, names compared as names, no
 * table and no index.  Written from docs/model.md; it shares no code with the
 * evaluator and does not see CvpnNetwork, so that the two can be held against
 * each other. */
#pragma once

#include <cvpnsim/verdict.h>

#include "model/spec.h"

typedef struct {
    const char *clients; /* a population */
    const char *landing; /* an associated subnet */
    const CvpnToSpec *to;
    guint16 source_port;
    const char *failed_zone; /* or NULL */
    gboolean connected;      /* the session is up */
} CvpnNaiveFlow;

typedef struct {
    CvpnOutcome outcome;
    CvpnCode code; /* NONE where delivered; then 'step' means nothing */
    CvpnStep step;
    gboolean returning; /* step 7, on the way back */
} CvpnNaiveVerdict;

/* 'spec' has one endpoint, and every name in it exists. */
CvpnNaiveVerdict cvpn_naive_walk (const CvpnSpec *spec, const CvpnNaiveFlow *flow);

/* What the evaluator would say of that obstacle: step, code and direction. */
static inline CvpnVerdict
cvpn_naive_obstacle (const CvpnNaiveVerdict *naive)
{
    return (CvpnVerdict){ .step = (guint8) naive->step,
                          .code = (guint16) naive->code,
                          .direction = naive->returning ? CVPN_RETURN : CVPN_FORWARD };
}
