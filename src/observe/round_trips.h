/* round_trips: how long round trips took, as a histogram.
 *
 * Bins grow by at most one percent, from a microsecond to a thousand seconds;
 * what lies outside counts in the first or the last bin. */
#pragma once

#include <glib.h>

typedef struct CvpnRoundTrips CvpnRoundTrips;

CvpnRoundTrips *cvpn_round_trips_new (void);
void cvpn_round_trips_free (CvpnRoundTrips *trips);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnRoundTrips, cvpn_round_trips_free)

void cvpn_round_trips_add (CvpnRoundTrips *trips, gint64 ns);

/* All in microseconds; NaN while there is none.  Mean and maximum are exact. */
double cvpn_round_trips_mean (const CvpnRoundTrips *trips);
double cvpn_round_trips_max (const CvpnRoundTrips *trips);
/* The upper bound of the bin in which the ceil (share * n)-th lies, but no more
 * than the maximum: never too small, and at most one percent too large. */
double cvpn_round_trips_quantile (const CvpnRoundTrips *trips, double share);

guint cvpn_round_trips_bins (const CvpnRoundTrips *trips);
double cvpn_round_trips_bin_upper (const CvpnRoundTrips *trips, guint bin);
gint64 cvpn_round_trips_bin_count (const CvpnRoundTrips *trips, guint bin);
