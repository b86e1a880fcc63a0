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

/* One thing that a packet met at a step on its way, and the rule behind it. */
typedef struct {
    char *text;
    guint32 rule;
} CvpnFact;

/* The facts of a step that the packet passed, in order; CvpnFact, owned by the
 * array.  The headline of steps 3, 4, 6, 7 and behind is these, joined. */
GPtrArray *cvpn_step_facts (const CvpnAnswer *answer, const CvpnLanding *landing, CvpnStep step);

/* The rule as a person reads it best: "rtb-b 10.0.0.0/16 → pcx-ab"; newly allocated. */
char *cvpn_rule_text (const CvpnNetwork *net, guint32 rule);

/* Of an obstacle of the landing (obstacle_text.c): what it is, and the rule that
 * decided with what there is to say of it (NULL: none); newly allocated. */
char *cvpn_obstacle_headline (const CvpnAnswer *answer, const CvpnLanding *landing,
                              const CvpnVerdict *verdict);
char *cvpn_obstacle_evidence (const CvpnAnswer *answer, const CvpnLanding *landing,
                              const CvpnVerdict *verdict);
