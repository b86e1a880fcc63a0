/* boundaries: where the addresses are to be cut, so that nothing in a network tells two
 * addresses of a piece apart. */
#pragma once

#include "model/workload.h"

/* Sets of guint32: addresses where something begins; unsorted, with repetitions. */

/* Whatever in the network has an address or a block, whoever asks it, and the blocks that the
 * evaluator knows by heart. */
void cvpn_boundaries_of_network (GArray *starts, const CvpnNetwork *net);

/* The person's own network, and what was pushed to it. */
void cvpn_boundaries_of_person (GArray *starts, const CvpnPerson *person);

/* Ascending, each once, those in the block alone and its first address. */
void cvpn_boundaries_sort (GArray *starts, CvpnPrefix block);
