/* date: what is read and refused, and the days of the week. */
#include "base/date.h"

#include <cvpnsim/error.h>

#include "support.h"

static void
test_parse (void)
{
    static const struct {
        const char *text;
        gint64 seconds; /* of date -u -d TEXT +%s */
    } rows[] = {
        { "1970-01-01", 0 },          { "1970-01-02", 86400 },        { "2026-01-05", 1767571200 },
        { "2024-02-29", 1709164800 }, { "2000-02-29", 951782400 },    { "2038-01-20", 2147558400 },
        { "2026-12-31", 1798675200 }, { "9999-12-31", 253402214400 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        gint64 got = -1;

        CU_ASSERT (cvpn_date_parse (rows[i].text, &got, &error));
        cvpn_assert_int (got, rows[i].seconds);
    }
}

static void
test_bad (void)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        { "", "'' is not a date; expected YYYY-MM-DD, as 2026-01-05" },
        { "2026-1-5", "'2026-1-5' is not a date" },
        { "05.01.2026", "is not a date" },
        { "2026-01-05 ", "is not a date" },
        { "2026-01-05T00:00", "is not a date" },
        { "2026/01/05", "is not a date" },
        { "+026-01-05", "is not a date" },
        { "2026-02-29", "'2026-02-29' is not in the calendar; expected a date YYYY-MM-DD" },
        { "2100-02-29", "is not in the calendar" },
        { "2026-13-01", "is not in the calendar" },
        { "2026-00-01", "is not in the calendar" },
        { "2026-04-31", "is not in the calendar" },
        { "2026-04-00", "is not in the calendar" },
        { "0000-01-01", "is not in the calendar" },
        { "1969-12-31", "'1969-12-31' is too early; expected 1970-01-01 or later" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        gint64 got = 77;

        CU_ASSERT (!cvpn_date_parse (rows[i].text, &got, &error));
        CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_VALUE));
        cvpn_assert_has (error ? error->message : NULL, rows[i].message);
        cvpn_assert_int (got, 77);
    }
}

static void
test_working_days (void)
{
    static const char *const dates[] = { "1970-01-01", "2026-01-05", "2026-01-09", "2024-02-29",
                                         "2026-01-10", "2026-01-11", "1970-01-04" };
    static const gboolean works[] = { TRUE, TRUE, TRUE, TRUE, FALSE, FALSE, FALSE };

    for (guint i = 0; i < G_N_ELEMENTS (dates); i++) {
        gint64 seconds = 0;

        CU_ASSERT (cvpn_date_parse (dates[i], &seconds, NULL));
        cvpn_assert_int (cvpn_date_is_working_day (seconds / 86400), works[i]);
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "parse", test_parse },
        { "bad", test_bad },
        { "working days", test_working_days },
    };

    return cvpn_test_main ("base date", tests, G_N_ELEMENTS (tests));
}
