/* daily_rate: a rate by time of day, linear between points, around midnight too. */
#pragma once

#include "model/spec.h"

/* 'points' are CvpnRatePoint, ascending, at least one; rates are per second. */
double cvpn_daily_rate_at (const GArray *points, gint64 time_of_day_ns);
double cvpn_daily_rate_peak (const GArray *points);
/* The mean from one time of day to a later one, of the same day. */
double cvpn_daily_rate_mean (const GArray *points, gint64 from_ns, gint64 to_ns);
