/* clock: GLib knows the calendar. */
#include "observe/clock.h"

#include "base/quantity.h"
#include "model/scenario.h"

gint64
cvpn_clock_unix (const CvpnScenario *scenario, gint64 time_ns)
{
    const CvpnScenarioSpec *spec = &scenario->spec->scenario;

    return spec->start_date_s + (spec->start_ns + time_ns) / CVPN_SECOND;
}

void
cvpn_clock_append (GString *out, gint64 unix_s)
{
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (unix_s);

    g_assert (date != NULL); /* the calendar ends in the year 9999 */
    g_string_append_printf (out, "%04d-%02d-%02d %02d:%02d:%02d", g_date_time_get_year (date),
                            g_date_time_get_month (date), g_date_time_get_day_of_month (date),
                            g_date_time_get_hour (date), g_date_time_get_minute (date),
                            g_date_time_get_second (date));
}
