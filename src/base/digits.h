/* digits: numbers as decimal text, without printf.
 *
 * Each writes at 'to' and returns where the text ends.  Stores are eight bytes wide, so that
 * up to seven bytes behind the end are written too: they need CVPN_DIGITS_ROOM bytes at 'to'. */
#pragma once

#include <glib.h>

#define CVPN_DIGITS_ROOM 32

char *cvpn_digits_write (char *to, guint64 value);
char *cvpn_digits_write_signed (char *to, gint64 value);
/* Six digits, with zeros in front; 'value' is below a million. */
char *cvpn_digits_write_six (char *to, guint32 value);
/* Of a time in nanoseconds the seconds, with six decimals; what is below a microsecond is cut off.
 */
char *cvpn_digits_write_seconds (char *to, gint64 ns);
/* Dotted: "10.0.1.254". */
char *cvpn_digits_write_address (char *to, guint32 address);
