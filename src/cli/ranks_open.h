/* ranks_open: whether mpirun has started this process as one of several. */
#pragma once

#include "experiment/ranks.h"

/* NULL without 'error': the process is alone, and no module was loaded.  Fails with
 * CVPN_ERROR_USAGE where it is one of several and cannot speak with them.  Of other ranks than the
 * first the message is empty: they say nothing and exit with 0, since any other status would have
 * mpirun kill the first before it has said why.  'leave' is for the very end. */
const CvpnRanks *cvpn_ranks_open (GError **error);

/* How many processes of this program mpirun has started, 1 without it; '*first': this is the first.
 */
guint64 cvpn_ranks_started (gboolean *first);

/* How many threads this process had best have: the cores that it may use, of which every rank on
 * this machine gets its part. */
guint cvpn_ranks_threads (void);
