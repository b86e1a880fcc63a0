/* date: days of the calendar, as scenario files write them: 2026-01-05.
 *
 * A day is the number of its midnight since 1970-01-01; there are no time zones
 * and no leap seconds, so each has 86400 s. */
#pragma once

#include <glib.h>

/* "YYYY-MM-DD", from 1970 on: seconds from 1970-01-01 00:00 to its midnight.
 * On failure sets 'error' (CVPN_ERROR_VALUE), and leaves 'result_s' untouched. */
gboolean cvpn_date_parse (const char *text, gint64 *result_s, GError **error);

/* Monday to Friday; holidays are not known.  'day' counts from 1970-01-01, a
 * Thursday. */
gboolean cvpn_date_is_working_day (gint64 day);
