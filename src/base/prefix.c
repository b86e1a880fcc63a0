/* prefix: strict dotted quads, and the arithmetic of CIDR blocks.
 *
 * Stricter than inet_aton: four decimal numbers without leading zeros, since
 * "010" is 8 to some programs and 10 to others. */
#include "base/prefix.h"

#include <string.h>

#include <cvpnsim/error.h>

#define NUMBER_MAX 1000u /* above every number of a block; larger ones count as this */

typedef enum {
    QUAD_FINE,
    QUAD_MALFORMED,
    QUAD_LEADING_ZERO,
    QUAD_TOO_LARGE,
} Quad;

static Quad
scan_decimal (const char **at, guint32 maximum, guint32 *result)
{
    const char *const start = *at;
    const char *end = start;
    guint32 number = 0;

    for (; *end >= '0' && *end <= '9'; end++)
        number = MIN (number * 10 + (guint32) (*end - '0'), NUMBER_MAX);
    *at = end;
    if (end == start)
        return QUAD_MALFORMED;
    const gboolean padded = end > start + 1 && *start == '0';
    if (padded)
        return QUAD_LEADING_ZERO;
    if (number > maximum)
        return QUAD_TOO_LARGE;
    *result = number;
    return QUAD_FINE;
}

static Quad
scan_quad (const char **at, guint32 *address)
{
    Quad worst = QUAD_FINE;

    *address = 0;
    for (guint i = 0; i < 4; i++) {
        guint32 octet = 0;
        if (i > 0 && *(*at)++ != '.')
            return QUAD_MALFORMED;
        const Quad quad = scan_decimal (at, 255, &octet);
        if (quad == QUAD_MALFORMED)
            return quad;
        worst = MAX (worst, quad);
        *address = *address << 8 | octet;
    }
    return worst;
}

/* Two colons among hexadecimal digits; "10.0.0.1:443" is something else. */
static gboolean
is_ipv6 (const char *text)
{
    const gsize length = strspn (text, "0123456789abcdefABCDEF:.");
    const char *first = strchr (text, ':');

    if (text[length] != '\0' && text[length] != '/' && text[length] != '%')
        return FALSE;
    return first && first < text + length &&
           memchr (first + 1, ':', (gsize) (text + length - first - 1));
}

static gboolean
refuse (GError **error, const char *text, Quad quad, const char *expected)
{
    if (is_ipv6 (text))
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                     "'%s' is IPv6; Client VPN scenarios are IPv4 only", text);
    else if (quad == QUAD_LEADING_ZERO)
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                     "'%s' has a number with a leading zero, which some read as octal; "
                     "expected %s",
                     text, expected);
    else if (quad == QUAD_TOO_LARGE)
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                     "'%s' has a number above 255 in its address; expected %s", text, expected);
    else
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE, "'%s' is not %s", text, expected);
    return FALSE;
}

gboolean
cvpn_address_parse (const char *text, guint32 *result, GError **error)
{
    const char *at = text;
    guint32 address;
    Quad quad = scan_quad (&at, &address);

    if (quad != QUAD_MALFORMED && *at != '\0')
        quad = QUAD_MALFORMED;
    if (quad != QUAD_FINE)
        return refuse (error, text, quad, "an IPv4 address, as 10.0.0.1");
    *result = address;
    return TRUE;
}

/* The text is ADDRESS/LENGTH and the length at most 32; host bits may be set. */
static gboolean
scan_prefix (const char *text, CvpnPrefix *prefix, GError **error)
{
    static const char expected[] = "a CIDR block; expected ADDRESS/LENGTH, as 10.0.0.0/16";
    static const char wanted[] = "ADDRESS/LENGTH, as 10.0.0.0/16";
    const char *at = text;
    guint32 length = 0;
    const Quad quad = scan_quad (&at, &prefix->address);

    if (quad == QUAD_MALFORMED || *at++ != '/')
        return refuse (error, text, QUAD_MALFORMED, expected);
    const Quad tail = scan_decimal (&at, 32, &length);
    if (tail == QUAD_MALFORMED || *at != '\0')
        return refuse (error, text, QUAD_MALFORMED, expected);
    if (quad != QUAD_FINE || tail == QUAD_LEADING_ZERO)
        return refuse (error, text, quad != QUAD_FINE ? quad : tail, wanted);
    if (tail == QUAD_TOO_LARGE) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                     "'%s' has a prefix length above 32; expected %s", text, wanted);
        return FALSE;
    }
    prefix->length = (guint8) length;
    return TRUE;
}

gboolean
cvpn_prefix_parse (const char *text, CvpnPrefix *result, GError **error)
{
    CvpnPrefix prefix = { 0 };
    char buffer[CVPN_PREFIX_TEXT];

    if (!scan_prefix (text, &prefix, error))
        return FALSE;
    const guint32 network = prefix.address & cvpn_prefix_mask (prefix.length);
    if (network != prefix.address) {
        prefix.address = network;
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                     "'%s' has host bits set; the network is %s", text,
                     cvpn_prefix_format (prefix, buffer));
        return FALSE;
    }
    *result = prefix;
    return TRUE;
}

char *
cvpn_address_format (guint32 address, char buffer[CVPN_ADDRESS_TEXT])
{
    g_snprintf (buffer, CVPN_ADDRESS_TEXT, "%u.%u.%u.%u", address >> 24, address >> 16 & 255,
                address >> 8 & 255, address & 255);
    return buffer;
}

char *
cvpn_prefix_format (CvpnPrefix prefix, char buffer[CVPN_PREFIX_TEXT])
{
    char address[CVPN_ADDRESS_TEXT];

    g_snprintf (buffer, CVPN_PREFIX_TEXT, "%s/%u", cvpn_address_format (prefix.address, address),
                prefix.length);
    return buffer;
}

guint32
cvpn_prefix_mask (guint8 length)
{
    return length == 0 ? 0 : G_MAXUINT32 << (32 - length); /* a shift by 32 is undefined */
}

guint64
cvpn_prefix_size (CvpnPrefix prefix)
{
    return G_GUINT64_CONSTANT (1) << (32 - prefix.length);
}

gboolean
cvpn_prefix_contains (CvpnPrefix prefix, guint32 address)
{
    return (address & cvpn_prefix_mask (prefix.length)) == prefix.address;
}

gboolean
cvpn_prefix_covers (CvpnPrefix outer, CvpnPrefix inner)
{
    return outer.length <= inner.length && cvpn_prefix_contains (outer, inner.address);
}

gboolean
cvpn_prefix_overlaps (CvpnPrefix a, CvpnPrefix b)
{
    return cvpn_prefix_covers (a, b) || cvpn_prefix_covers (b, a);
}

gboolean
cvpn_prefix_equal (CvpnPrefix a, CvpnPrefix b)
{
    return a.address == b.address && a.length == b.length;
}

static const CvpnPrefix private_blocks[] = {
    { 0x00000000, 8 },  /* 0/8, this network */
    { 0x0a000000, 8 },  /* 10/8, RFC 1918 */
    { 0x64400000, 10 }, /* 100.64/10, shared by carriers */
    { 0x7f000000, 8 },  /* 127/8, loopback */
    { 0xa9fe0000, 16 }, /* 169.254/16, link local */
    { 0xac100000, 12 }, /* 172.16/12, RFC 1918 */
    { 0xc0a80000, 16 }, /* 192.168/16, RFC 1918 */
    { 0xe0000000, 3 },  /* 224/3, multicast and reserved */
};

const CvpnPrefix *
cvpn_prefix_private_blocks (guint *n)
{
    *n = G_N_ELEMENTS (private_blocks);
    return private_blocks;
}

gboolean
cvpn_address_is_private (guint32 address)
{
    for (guint i = 0; i < G_N_ELEMENTS (private_blocks); i++)
        if (cvpn_prefix_contains (private_blocks[i], address))
            return TRUE;
    return FALSE;
}

guint32
cvpn_address_private_end (guint32 address)
{
    guint32 end = G_MAXUINT32;

    for (guint i = 0; i < G_N_ELEMENTS (private_blocks); i++) {
        const CvpnPrefix block = private_blocks[i];
        if (cvpn_prefix_contains (block, address))
            return block.address | ~cvpn_prefix_mask (block.length);
        if (block.address > address)
            end = MIN (end, block.address - 1);
    }
    return end;
}
