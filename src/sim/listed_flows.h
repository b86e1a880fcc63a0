/* listed_flows: the flows of a traffic that a CSV file lists, by user and time. */
#pragma once

#include "sim/state.h"

/* Finds the users of every list and schedules the first flows; the populations
 * must have been started. */
void cvpn_listed_flows_start (CvpnSimulation *sim);
