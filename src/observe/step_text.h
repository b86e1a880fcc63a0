/* step_text: what a step decided, in words. */
#pragma once

#include "analyze/answer.h"

typedef struct {
    char *headline; /* what is so: "172.31.0.0/16 for everyone" */
    char *evidence; /* of an obstacle: the rule that decided; NULL: none */
} CvpnStepText;

/* 'result' must be of 'landing'.  Both texts are the caller's to free. */
CvpnStepText cvpn_step_text (const CvpnAnswer *answer, const CvpnLanding *landing,
                             const CvpnStepResult *result);
