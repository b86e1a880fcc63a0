/* explain: what becomes of one flow, on every landing, without a clock. */
#pragma once

#include <cvpnsim/scenario.h>
#include <cvpnsim/verdict.h>

/* Nothing is owned; unset: NULL and -1. */
typedef struct {
    const char *clients;  /* a population, or one of its users */
    const char *groups;   /* instead: "G1;G2", an authenticated user of these groups */
    const char *endpoint; /* with 'groups', where there are several endpoints */
    const char *to;       /* "HOST|ADDRESS PROTOCOL [PORT]" */
    const char *landing;  /* one associated subnet only; "*" or NULL: all */
    gint source_port;     /* the client's own; -1: 49152 */
    gint64 packet_bytes;  /* payload of the packets of both directions; 0: small ones */
    gint64 idle_ns;       /* silence between the request and its answer */
    const gint64 *at_ns;  /* after the events up to then; NULL: as the file has it */
} CvpnQuestion;

typedef struct CvpnAnswer CvpnAnswer;

/* Fails with CVPN_ERROR_USAGE or CVPN_ERROR_REFERENCE where the question is
 * wrong.  'scenario' must outlive the answer. */
CvpnAnswer *cvpn_explain (const CvpnScenario *scenario, const CvpnQuestion *question,
                          GError **error);
void cvpn_answer_free (CvpnAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnAnswer, cvpn_answer_free)

CvpnOutcome cvpn_answer_outcome (const CvpnAnswer *answer);

/* Both newly allocated. */
char *cvpn_answer_json (const CvpnAnswer *answer);
char *cvpn_answer_text (const CvpnAnswer *answer, gboolean color);
