/* arrival: who comes when. */
#pragma once

#include "sim/state.h"

/* Makes the population's keys and schedules who comes first. */
void cvpn_arrival_start (CvpnSimulation *sim, guint32 population);

void cvpn_population_state_clear (CvpnPopulationState *state);
