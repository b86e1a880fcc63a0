/* clock: simulated time as a date and a time of day, UTC.
 *
 * A run begins on the day `start-date` at `start` ([scenario]).  What is below a second is
 * cut off, as AWS's logs have it. */
#pragma once

#include <cvpnsim/scenario.h>

/* Seconds from 1970-01-01 00:00 UTC. */
gint64 cvpn_clock_unix (const CvpnScenario *scenario, gint64 time_ns);

/* Appends "2026-01-05 07:30:00". */
void cvpn_clock_append (GString *out, gint64 unix_s);
