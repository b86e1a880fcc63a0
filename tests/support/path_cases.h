/* Flows over a small network, and what is to become of them: the tables of the
 * step tests. */
#pragma once

#include "path/walk.h"
#include <cvpnsim/scenario.h>

typedef struct {
    const char *patch;   /* what differs from the base (scenario_text.h); NULL: nothing */
    const char *landing; /* NULL: the first association */
    const char *to;      /* "HOST|ADDRESS PROTOCOL [PORT]" */
    const char *want;    /* "delivered", "dropped 6 BAD_STATE_ROUTE", "dropped 7 … return" */
    const char *rule;    /* "COMPONENT: TEXT" of what decided there, or NULL: not asked */
} CvpnPathCase;

/* Walks every case over the base, a file of the source tree, and asserts what
 * it wants; for a delivered flow 'rule' is asked of 'step'.  The walk is done
 * with and without 'go_on', which must agree. */
void cvpn_path_check (const char *base, CvpnStep step, const CvpnPathCase *cases, guint n);

/* The same in a network that is not as its file has it. */
typedef struct {
    const char *base;
    const char *failed_zone;                  /* or NULL */
    void (*change) (const CvpnScenario *now); /* or NULL */
    gboolean connected;                       /* the session is up */
} CvpnPathSetting;

void cvpn_path_check_in (const CvpnPathSetting *setting, CvpnStep step, const CvpnPathCase *cases,
                         guint n);

/* One walk: its trace, and the outcome in words; newly allocated. */
typedef struct {
    const CvpnScenario *scenario;
    guint32 population, association;
    const char *to;
    guint16 source_port; /* 0: 49152 */
    gboolean go_on;
    guint32 packet_bytes, answer_bytes; /* 0: small */
    gint64 idle_ns;
    gboolean stream, connected;
    CvpnSnatTable *snat;
} CvpnPathWalk;

CvpnOutcome cvpn_path_walk (const CvpnPathWalk *how, CvpnWalk *walk, CvpnTrace *trace);
char *cvpn_path_describe (CvpnOutcome outcome, const CvpnVerdict *verdict);
