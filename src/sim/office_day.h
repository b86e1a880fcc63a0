/* office_day: the working days of a closed population.
 *
 * Each user comes on each working day with the probability `attendance`, once
 * or twice, and may go to lunch in between.  What a user does on a day is drawn
 * from the date and the user alone, so no day depends on another. */
#pragma once

#include "sim/state.h"

/* Adds the users, and the first day of each. */
void cvpn_office_day_start (CvpnSimulation *sim, guint32 population);

/* How long a session that begins now is, of a client who has 'stay_left_ns' to
 * go: until lunch, if that comes first. */
gint64 cvpn_office_day_session (const CvpnSimulation *sim, const CvpnClient *client,
                                gint64 stay_left_ns);

/* The client has ended its session: for how long it is at lunch, or -1 if it has
 * left. */
gint64 cvpn_office_day_lunch (CvpnSimulation *sim, const CvpnClient *client);

/* The visit is over: the second one of the day, or the next day. */
void cvpn_office_day_leave (CvpnSimulation *sim, guint32 client);
