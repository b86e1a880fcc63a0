/* date: GLib knows the calendar, the shape is checked here. */
#include "base/date.h"

#include "base/refuse.h"

#define SECONDS_OF_A_DAY 86400
#define JULIAN_OF_1970   719163 /* 1970-01-01 as g_date_get_julian counts */

/* Digits where 'shape' has a 0, and what it has elsewhere. */
static gboolean
has_shape (const char *text, const char *shape)
{
    for (; *shape; text++, shape++)
        if (*shape == '0' ? !g_ascii_isdigit (*text) : *text != *shape)
            return FALSE;
    return *text == '\0';
}

/* The number in the first 'n' digits. */
static guint
read_digits (const char *text, guint n)
{
    guint number = 0;

    while (n-- > 0)
        number = number * 10 + (guint) g_ascii_digit_value (*text++);
    return number;
}

gboolean
cvpn_date_parse (const char *text, gint64 *result_s, GError **error)
{
    if (!has_shape (text, "0000-00-00"))
        return cvpn_refuse (error, "'%s' is not a date; expected YYYY-MM-DD, as 2026-01-05", text);

    const GDateYear year = (GDateYear) read_digits (text, 4);
    const GDateMonth month = (GDateMonth) read_digits (text + 5, 2);
    const GDateDay day = (GDateDay) read_digits (text + 8, 2);
    GDate date;

    if (!g_date_valid_dmy (day, month, year))
        return cvpn_refuse (error,
                            "'%s' is not in the calendar; expected a date YYYY-MM-DD, as "
                            "2026-01-05",
                            text);
    if (year < 1970)
        return cvpn_refuse (error, "'%s' is too early; expected 1970-01-01 or later", text);
    g_date_clear (&date, 1);
    g_date_set_dmy (&date, day, month, year);
    *result_s = ((gint64) g_date_get_julian (&date) - JULIAN_OF_1970) * SECONDS_OF_A_DAY;
    return TRUE;
}

gboolean
cvpn_date_is_working_day (gint64 day)
{
    const gint64 weekday = (day + 3) % 7; /* 0: Monday */

    return weekday < 5;
}
