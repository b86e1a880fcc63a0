/* ranks_open: whether mpirun has started this process as one of several. */
#pragma once

#include "experiment/ranks.h"

/* NULL without 'error': the process is alone, and no module was loaded.  Fails with
 * CVPN_ERROR_USAGE where it is one of several and cannot speak with them.  Of other ranks than the
 * first the message is empty: they say nothing and exit with 0, since any other status would have
 * mpirun kill the first before it has said why.  'leave' is for the very end. */
const CvpnRanks *cvpn_ranks_open (GError **error);

/* For commands that mpirun is not to start several processes of, which would all do the same, and
 * into one folder: FALSE with the exit status if it has, said by the first of them. */
gboolean cvpn_ranks_alone (const char *command, int *status);

/* How many threads this process had best have: the cores that it may use, of which every rank on
 * this machine gets its part. */
guint cvpn_ranks_threads (void);
