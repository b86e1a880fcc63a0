/* profile_rates: how many come when, of a file, for so many people a day. */
#pragma once

#include <glib.h>

/* The file's points with its rates multiplied so that 'people' come in a day on average, as
 * `arrival = daily` has them: "08:00 1.5/min; 09:00 3/min"; newly allocated.  All faults of
 * the file are in the one error, CVPN_ERROR_SCENARIO, each with its line. */
char *cvpn_profile_rates (const char *path, double people, GError **error);
