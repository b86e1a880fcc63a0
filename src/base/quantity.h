/* quantity: numbers with a unit, as scenario files write them.
 *
 * Durations "250ms", "1h30min" (nanoseconds); sizes "2kB", "4MiB" (bytes);
 * bandwidths "50Mbps" (bits per second); rates "20/min" (per second);
 * fractions "0.5", "50%".  A bare number where a unit is needed is an error;
 * 0 needs its unit too.  Nothing is negative.  Decimals are allowed ("1.5h").
 * Every parser sets 'error' (CVPN_ERROR_VALUE) with a message that says what
 * was expected, and leaves 'result' untouched on failure. */
#pragma once

#include <glib.h>

#define CVPN_SECOND G_GINT64_CONSTANT (1000000000)
#define CVPN_MINUTE (60 * CVPN_SECOND)
#define CVPN_HOUR   (60 * CVPN_MINUTE)
#define CVPN_DAY    (24 * CVPN_HOUR)

/* The largest duration and size that is read: sums of a few do not overflow. */
#define CVPN_QUANTITY_MAX (G_MAXINT64 / 4)

gboolean cvpn_duration_parse (const char *text, gint64 *result_ns, GError **error);
gboolean cvpn_size_parse (const char *text, gint64 *result_bytes, GError **error);
gboolean cvpn_bandwidth_parse (const char *text, double *result_bps, GError **error);
gboolean cvpn_rate_parse (const char *text, double *result_per_second, GError **error);
gboolean cvpn_fraction_parse (const char *text, double *result, GError **error);

/* "09:30" or "09:30:15": nanoseconds since midnight. */
gboolean cvpn_time_of_day_parse (const char *text, gint64 *result_ns, GError **error);

/* In CSV files: a duration with units, or plain seconds ("12.5"). */
gboolean cvpn_seconds_parse (const char *text, gint64 *result_ns, GError **error);

/* A bare number, "0.4". */
gboolean cvpn_number_parse (const char *text, double *result, GError **error);

/* A whole number within bounds; a '-' or a fraction is an error. */
gboolean cvpn_integer_parse (const char *text, gint64 minimum, gint64 maximum, gint64 *result,
                             GError **error);

/* "1h30min", "250ms", "0s": what cvpn_duration_parse reads; newly allocated. */
char *cvpn_duration_format (gint64 ns);
