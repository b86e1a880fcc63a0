/* daily_rate: the line between two neighbours of a profile. */
#include "model/daily_rate.h"

#include "base/quantity.h"

static gint64
time_of (const GArray *points, guint i)
{
    return g_array_index (points, CvpnRatePoint, i).time_of_day_ns;
}

/* How many are at or before that time of day. */
static guint
count_until (const GArray *points, gint64 time_of_day)
{
    guint low = 0, high = points->len;

    while (low < high) {
        const guint middle = (low + high) / 2;

        if (time_of (points, middle) <= time_of_day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static gint64
wrap_day (gint64 ns)
{
    return (ns % CVPN_DAY + CVPN_DAY) % CVPN_DAY;
}

double
cvpn_daily_rate_at (const GArray *points, gint64 time_of_day)
{
    const guint n = points->len;
    /* The last of all, the day before, where the first is later. */
    const guint i = (count_until (points, time_of_day) + n - 1) % n, next = (i + 1) % n;
    const double from = g_array_index (points, CvpnRatePoint, i).rate;
    const double to = g_array_index (points, CvpnRatePoint, next).rate;
    const gint64 gap = wrap_day (time_of (points, next) - time_of (points, i));

    if (gap == 0) /* one point */
        return from;
    return from +
           (to - from) * (double) wrap_day (time_of_day - time_of (points, i)) / (double) gap;
}

double
cvpn_daily_rate_peak (const GArray *points)
{
    double peak = 0;

    for (guint i = 0; i < points->len; i++)
        peak = MAX (peak, g_array_index (points, CvpnRatePoint, i).rate);
    return peak;
}

/* Between points the mean is the rate in the middle. */
double
cvpn_daily_rate_mean (const GArray *points, gint64 from_ns, gint64 to_ns)
{
    double sum = 0;

    for (gint64 at = from_ns; at < to_ns;) {
        const guint next = count_until (points, at);
        const gint64 end = next < points->len ? MIN (time_of (points, next), to_ns) : to_ns;
        sum += cvpn_daily_rate_at (points, at + (end - at) / 2) * (double) (end - at);
        at = end;
    }
    return sum / (double) (to_ns - from_ns);
}
