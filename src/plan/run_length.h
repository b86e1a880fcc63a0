/* run_length: how long the runs are that are to show the demand, and what of them is left out. */
#pragma once

#include "plan/planning.h"

/* As the scenario has it: duration_ns and warm_up_ns of the plan. */
void cvpn_run_length_choose (CvpnPlanning *planning);

/* So long that constant arrivals come to their steady state, once their form is known; and that
 * those who come by the time of day find there whom the day before has left. */
void cvpn_run_length_settle (CvpnPlanning *planning);
