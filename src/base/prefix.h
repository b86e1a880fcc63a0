/* prefix: IPv4 addresses and CIDR blocks.
 *
 * Addresses are guint32 in host byte order.  A prefix never has host bits set:
 * the parser refuses them, naming the network meant, as the contract of
 * scenario files asks.  IPv6 is refused by name. */
#pragma once

#include <glib.h>

typedef struct {
    guint32 address;
    guint8 length; /* 0 to 32; CVPN_PREFIX_UNSET where a key was not given */
} CvpnPrefix;

#define CVPN_PREFIX_UNSET 255
#define CVPN_ADDRESS_TEXT 16 /* "255.255.255.255" and its NUL */
#define CVPN_PREFIX_TEXT  19 /* "255.255.255.255/32" and its NUL */

/* Both parsers set 'error' (CVPN_ERROR_VALUE) with a message for a person and
 * leave 'result' untouched on failure. */
gboolean cvpn_address_parse (const char *text, guint32 *result, GError **error);
gboolean cvpn_prefix_parse (const char *text, CvpnPrefix *result, GError **error);

/* Both write into 'buffer' and return it. */
char *cvpn_address_format (guint32 address, char buffer[CVPN_ADDRESS_TEXT]);
char *cvpn_prefix_format (CvpnPrefix prefix, char buffer[CVPN_PREFIX_TEXT]);

/* The mask of a prefix of that length: 0 for 0, all ones for 32. */
guint32 cvpn_prefix_mask (guint8 length);

/* How many addresses the block holds: 1 to 2^32. */
guint64 cvpn_prefix_size (CvpnPrefix prefix);

gboolean cvpn_prefix_contains (CvpnPrefix prefix, guint32 address);
gboolean cvpn_prefix_covers (CvpnPrefix outer, CvpnPrefix inner);
gboolean cvpn_prefix_overlaps (CvpnPrefix a, CvpnPrefix b);
gboolean cvpn_prefix_equal (CvpnPrefix a, CvpnPrefix b);

/* Addresses that no internet gateway forwards: RFC 1918, and the other blocks
 * that are not routed on the internet (RFC 6890: 0/8, 100.64/10, 127/8,
 * 169.254/16, 224/3). */
gboolean cvpn_address_is_private (guint32 address);
/* Their blocks, disjoint and ascending. */
const CvpnPrefix *cvpn_prefix_private_blocks (guint *n);

/* The last address up to which all are as private, or as public, as this one. */
guint32 cvpn_address_private_end (guint32 address);
