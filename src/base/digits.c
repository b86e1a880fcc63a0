/* digits: eight digits at a time, side by side in one word.
 *
 * A number below 10^8 is cut into halves of four digits, these into halves of two and those
 * into single ones; each cut divides all parts of the word at once.  Dividing by 100 and by 10
 * is a product and a shift, exact for as many digits as a part has. */
#include "base/digits.h"

#include <string.h>

#define ZEROS     G_GUINT64_CONSTANT (0x3030303030303030)
#define EIGHT     100000000u
#define LAST_BYTE 56 /* bits below the eighth digit */

/* The digits of 'value', which is below 10^8, as bytes 0 to 9; the first in the lowest byte. */
static guint64
spread (guint32 value)
{
    guint64 parts = value / 10000 | (guint64) (value % 10000) << 32;
    guint64 upper = (parts * 10486 >> 20) & G_GUINT64_CONSTANT (0x0000007f0000007f);

    parts = upper | (parts - upper * 100) << 16;
    upper = (parts * 103 >> 10) & G_GUINT64_CONSTANT (0x000f000f000f000f);
    return upper | (parts - upper * 10) << 8;
}

static void
store (char *to, guint64 text)
{
    const guint64 bytes = GUINT64_TO_LE (text);

    memcpy (to, &bytes, sizeof bytes);
}

static char *
write_short (char *to, guint32 value)
{
    const guint64 digits = spread (value);
    /* The last digit stays, even if it is 0. */
    const guint zeros = (guint) __builtin_ctzll (digits | G_GUINT64_CONSTANT (1) << LAST_BYTE) / 8;

    store (to, (digits | ZEROS) >> 8 * zeros);
    return to + 8 - zeros;
}

char *
cvpn_digits_write (char *to, guint64 value)
{
    if (value < EIGHT)
        return write_short (to, (guint32) value);
    to = cvpn_digits_write (to, value / EIGHT);
    store (to, spread ((guint32) (value % EIGHT)) | ZEROS);
    return to + 8;
}

char *
cvpn_digits_write_signed (char *to, gint64 value)
{
    if (value >= 0)
        return cvpn_digits_write (to, (guint64) value);
    *to = '-';
    return cvpn_digits_write (to + 1, -(guint64) value);
}

char *
cvpn_digits_write_six (char *to, guint32 value)
{
    store (to, (spread (value) | ZEROS) >> 16);
    return to + 6;
}

/* Of eight digits two are seconds, and six behind the point. */
char *
cvpn_digits_write_seconds (char *to, gint64 ns)
{
    const guint64 microseconds = (ns < 0 ? -(guint64) ns : (guint64) ns) / 1000;
    const guint64 upper = microseconds / EIGHT;
    const guint64 digits = spread ((guint32) (microseconds % EIGHT));
    guint zeros = 0;

    *to = '-';
    to += ns < 0;
    if (upper > 0)
        to = cvpn_digits_write (to, upper);
    else
        zeros = (digits & G_MAXUINT8) == 0;
    store (to, (digits | ZEROS) >> 8 * zeros);
    to += 2 - zeros;
    *to = '.';
    store (to + 1, (digits | ZEROS) >> 16);
    return to + 7;
}

/* An octet and a dot, the first digit in the lowest byte. */
#define DIGIT(n, power) ((guint32) ('0' + (n) / (power) % 10))
#define OCTET(n)                                                                                   \
    ((DIGIT (n, 100) | DIGIT (n, 10) << 8 | DIGIT (n, 1) << 16 | (guint32) '.' << 24) >>           \
     ((n) < 10    ? 16                                                                             \
      : (n) < 100 ? 8                                                                              \
                  : 0))
#define OCTETS_4(n)  OCTET (n), OCTET ((n) + 1), OCTET ((n) + 2), OCTET ((n) + 3)
#define OCTETS_16(n) OCTETS_4 (n), OCTETS_4 ((n) + 4), OCTETS_4 ((n) + 8), OCTETS_4 ((n) + 12)
#define OCTETS_64(n) OCTETS_16 (n), OCTETS_16 ((n) + 16), OCTETS_16 ((n) + 32), OCTETS_16 ((n) + 48)

static const guint32 octets[256] = { OCTETS_64 (0), OCTETS_64 (64), OCTETS_64 (128),
                                     OCTETS_64 (192) };

static char *
write_octet (char *to, guint32 octet)
{
    const guint32 bytes = GUINT32_TO_LE (octets[octet]);

    memcpy (to, &bytes, sizeof bytes);
    return to + 2 + (octet >= 10) + (octet >= 100);
}

char *
cvpn_digits_write_address (char *to, guint32 address)
{
    to = write_octet (to, address >> 24);
    to = write_octet (to, address >> 16 & 255);
    to = write_octet (to, address >> 8 & 255);
    return write_octet (to, address & 255) - 1;
}
