/* changes: the timeline of the configuration, as the run comes to each of its changes. */
#pragma once

#include "sim/state.h"

/* Schedules all of them; the first thing to be scheduled, so that a change comes before
 * whatever else happens at its time. */
void cvpn_changes_start (CvpnSimulation *sim);
