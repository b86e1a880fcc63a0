/* truncation: where the start-up of a series of figures ends.
 *
 * MSER-5 (K. P. White, "An effective truncation heuristic for bias reduction in simulation
 * output", Simulation 69, 1997; batches of five: Spratt 1998): of all truncations that one whose
 * remaining series has the smallest standard error of the mean. */
#pragma once

#include <glib.h>

#define CVPN_TRUNCATION_BATCH   5
#define CVPN_TRUNCATION_MINIMUM 50 /* values of which something can be said */

/* How many of the n values to leave out, a multiple of CVPN_TRUNCATION_BATCH; n >=
 * CVPN_TRUNCATION_MINIMUM. More than half of them: the series settles too late to tell, or never
 * does. */
guint cvpn_truncation (const double *values, guint n);
