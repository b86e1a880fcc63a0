/* ranks_module: what the program and the module cvpnsim-mpi agree on.
 *
 * The module is the only thing that is linked to MPI; the program loads it when mpirun has
 * started it (docs/decisions/0010-ranks.md). */
#pragma once

#include "experiment/ranks.h"

/* Changes with CvpnRanks, so that an old module is not taken. */
#define CVPN_RANKS_MODULE_VERSION 2
#define CVPN_RANKS_MODULE_SYMBOL  "cvpn_ranks_module_open"

/* NULL: 'why' says what failed, newly allocated. Once per process. */
typedef const CvpnRanks *(*CvpnRanksModuleOpen) (guint version, char **why);
