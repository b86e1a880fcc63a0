/* varying: the infinite server whose arrivals depend on the time of day.
 *
 * Poisson arrivals at rate l (t), each there for S: the number there at t is Poisson, of mean
 * the integral over u of l (t - u) P (S > u) (Palm 1943; Eick, Massey and Whitt, "The physics of
 * the Mt/G/∞ queue", Operations Research 41, 1993).  Here after many days of the same profile. */
#pragma once

#include "base/quantity.h"
#include "plan/holding.h"

/* Half a minute: within one, rate and survival are taken for independent. */
#define CVPN_VARYING_CELL  (30 * CVPN_SECOND)
#define CVPN_VARYING_CELLS ((guint) (CVPN_DAY / CVPN_VARYING_CELL))

/* Adds to mean[i] how many are there at the beginning of cell i of the day. */
void cvpn_varying_add (double *mean, const GArray *points, const CvpnHolding *holding);
