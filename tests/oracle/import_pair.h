/* import_pair: a network, what the AWS CLI would print of it, and what its import makes of that. */
#pragma once

#include "imported.h"

typedef struct {
    char *text, *imported_text;
    CvpnScenario *original, *imported;
    GPtrArray *answers; /* AwsAnswer */
    guint seed;         /* for messages */
    guint *outcomes;    /* CVPN_N_OUTCOMES: how often each was an answer; or NULL */
} ImportPair;

/* What remains of 'scenario' (aws_export_form), exported and imported; 'pair' has its seed.
 * FALSE: it is no valid scenario; that the import fails is a failed assertion. */
gboolean import_pair_make (ImportPair *pair, const char *scenario, GRand *rand);
void import_pair_clear (ImportPair *pair);

/* Writes the answers, neatly without 'layout', and imports them; NULL is a failed assertion. */
char *import_answers (const GPtrArray *answers, GRand *layout, guint seed);

/* Puts the packet to both.  1 if the answers differ, which is printed; with 'less', where the
 * import knows less: if it is sure of something else.  'what' is not there then, or "". */
guint import_pair_ask (const ImportPair *pair, const CvpnScenario *imported, guint32 landing,
                       const char *groups, const char *packet, gboolean less, const char *what);

/* The same of many packets on all landings; how many differ, after three it ends. */
guint import_pair_compare (const ImportPair *pair, const CvpnScenario *imported, guint n_packets,
                           GRand *rand, gboolean less, const char *what);

/* That interfaces lag behind their endpoint is known from the interfaces only. */
gboolean import_pair_lags (const ImportPair *pair);
