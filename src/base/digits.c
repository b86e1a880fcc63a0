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

/* And what stands behind it. */
static char *
write_octet (char *to, guint32 octet, char behind)
{
    const guint32 zeros = (octet < 100) + (octet < 10);
    const guint32 digits = octet / 100 | octet / 10 % 10 << 8 | octet % 10 << 16;
    const guint32 text = ((digits | 0x303030) | (guint32) behind << 24) >> 8 * zeros;
    const guint32 bytes = GUINT32_TO_LE (text);

    memcpy (to, &bytes, sizeof bytes);
    return to + 4 - zeros;
}

char *
cvpn_digits_write_address (char *to, guint32 address)
{
    to = write_octet (to, address >> 24, '.');
    to = write_octet (to, address >> 16 & 255, '.');
    to = write_octet (to, address >> 8 & 255, '.');
    return write_octet (to, address & 255, '.') - 1;
}
