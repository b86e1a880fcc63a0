/* answer: what explain found out, as data; the texts are made from it. */
#pragma once

#include <cvpnsim/explain.h>

#include "base/selector.h"
#include "model/scenario.h"
#include "path/walk.h"

/* One landing of the flow. */
typedef struct {
    guint32 association;
    CvpnOutcome outcome;
    CvpnWalk walk; /* as it ended */
    CvpnTrace trace;
} CvpnLanding;

/* A change that removes an obstacle: a line of the scenario, and the AWS CLI
 * command that does the same ("" where AWS has no say in it). */
typedef struct {
    char *group, *key, *value; /* "route-table rtb-a", "10.0.0.0/8", "pcx-ab"; value NULL: the key
                                  is taken away */
    char *command;
    const char *file; /* where the line stands, or its group; NULL: nowhere yet */
    guint line;
} CvpnMend;

struct CvpnAnswer {
    const CvpnScenario *scenario;
    const CvpnNetwork *net; /* the version that was asked */
    gint64 at_ns;           /* -1: before all events */
    char *clients;          /* the population's name, or NULL */
    char *user;             /* the user asked for, or NULL */
    GPtrArray *groups;      /* char *: the groups that count or were asked for */
    CvpnPerson person;
    guint32 *person_groups; /* owned, where 'groups' were asked for */
    CvpnDestination destination;
    guint16 source_port;
    guint32 packet_bytes;
    gint64 idle_ns;
    GArray *landings; /* CvpnLanding */
    CvpnOutcome outcome;
    CvpnVerdict verdict;  /* code NONE where nothing failed or the landings differ */
    double probability;   /* that a fresh connection is delivered */
    const GArray *extent; /* CvpnSelectors, ascending: what the mends are for besides the flow
                             itself, which is one of them; NULL: the flow alone */
    GPtrArray *mends;     /* CvpnMend * */
    GHashTable *taken;    /* "GROUP\nKEY" -> value: lines of other answers' mends; NULL: none */
};

/* What one of the nine steps came to on one landing. */
typedef struct {
    CvpnStep step;
    CvpnResult result;
    const CvpnVerdict *verdict; /* what decided, or NULL where skipped */
} CvpnStepResult;

/* An answer without a question: of nobody, to nowhere; -1: before all events. */
CvpnAnswer *cvpn_answer_new (const CvpnScenario *scenario, gint64 at_ns);

/* Who asks: a population or one of its users; FALSE with 'error' if there is none of that name.
 * Or "G1;G2": an authenticated user of these groups. */
gboolean cvpn_answer_ask_client (CvpnAnswer *answer, const char *name, GError **error);
void cvpn_answer_ask_groups (CvpnAnswer *answer, guint32 endpoint, const char *groups);

/* Adds a landing: walks the flow there, past every obstacle. */
void cvpn_answer_walk (CvpnAnswer *answer, guint32 association);

/* " at 2h", or "" before all events; newly allocated. */
char *cvpn_answer_when (const CvpnAnswer *answer);

/* Steps that the packet does not reach are SKIPPED, unless a further obstacle
 * stands there. */
CvpnStepResult cvpn_landing_step (const CvpnLanding *landing, CvpnStep step);

/* TRUE if verdict number 'i' of the trace was reached by the packet. */
gboolean cvpn_landing_reached (const CvpnLanding *landing, guint i);

/* Adds to answer->mends what takes away the obstacles of all landings, in path order, each
 * change once; what is there already is taken to be done too, and lists go on from it. */
void cvpn_answer_mend (CvpnAnswer *answer);
void cvpn_mend_free (CvpnMend *mend);
/* "[route-table rtb-a] 10.0.0.0/8 = pcx-ab", "[…] without 10.0.0.0/8"; newly allocated. */
char *cvpn_mend_text (const CvpnMend *mend);
