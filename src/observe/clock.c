/* clock: GLib knows the calendar. */
#include "observe/clock.h"

#include "base/quantity.h"
#include "model/scenario.h"

#define DAY_S        (CVPN_DAY / CVPN_SECOND)
#define FIRST_JULIAN 719163u /* 1970-01-01, by GLib's count of days */
#define LAST_DAY     2932896 /* 9999-12-31, from 1970-01-01 on */

gint64
cvpn_clock_unix (const CvpnScenario *scenario, gint64 time_ns)
{
    const CvpnScenarioSpec *spec = &scenario->spec->scenario;

    return spec->start_date_s + (spec->start_ns + time_ns) / CVPN_SECOND;
}

/* The last two digits of 'value', and what stands behind them. */
static char *
write_two (char *to, guint value, char behind)
{
    to[0] = (char) ('0' + value / 10 % 10);
    to[1] = (char) ('0' + value % 10);
    to[2] = behind;
    return to + 3;
}

void
cvpn_clock_append (GString *out, gint64 unix_s)
{
    const gint64 day = unix_s / DAY_S;
    const guint second = (guint) (unix_s % DAY_S);
    char text[] = "YYYY-MM-DD hh:mm:ss";
    GDate date;

    g_assert (day >= 0 && day <= LAST_DAY); /* the calendar ends in the year 9999 */
    g_date_clear (&date, 1);
    g_date_set_julian (&date, FIRST_JULIAN + (guint32) day);
    const guint year = g_date_get_year (&date);
    char *to = write_two (text, year / 100, '\0') - 1;
    to = write_two (to, year, '-');
    to = write_two (to, g_date_get_month (&date), '-');
    to = write_two (to, g_date_get_day (&date), ' ');
    to = write_two (to, second / 3600, ':');
    to = write_two (to, second / 60 % 60, ':');
    write_two (to, second % 60, '\0');
    g_string_append_len (out, text, sizeof text - 1);
}
