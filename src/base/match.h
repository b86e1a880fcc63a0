/* match: the PROTOCOL and PORTS half of a packet match.
 *
 * "tcp 443", "udp 1024-65535", "tcp *", "icmp", "icmp 8", "icmp 8/0", "all",
 * "47".  The peer (a CIDR or a security group) is the model's business. */
#pragma once

#include <glib.h>

enum {
    CVPN_PROTOCOL_ICMP = 1,
    CVPN_PROTOCOL_TCP = 6,
    CVPN_PROTOCOL_UDP = 17,
    CVPN_PROTOCOL_ALL = -1,
};

#define CVPN_ICMP_ANY (-1)

typedef struct {
    gint16 protocol; /* IANA protocol number, or CVPN_PROTOCOL_ALL */
    guint16 first;   /* ports, inclusive; 0 to 65535 where they do not matter */
    guint16 last;
    gint16 icmp_type; /* CVPN_ICMP_ANY: every type */
    gint16 icmp_code;
} CvpnMatch;

/* Parses fields[0..n) as far as they belong to protocol and ports, and stores
 * how many it took in 'used' (1 or 2).  'fields' may go on with a peer.
 * Ports are required for tcp and udp ("*" for all), optional for icmp, and not
 * allowed for all and for bare protocol numbers.
 * On failure sets 'error' (CVPN_ERROR_VALUE) and returns FALSE. */
gboolean cvpn_match_parse (char *const *fields, guint n, CvpnMatch *match, guint *used,
                           GError **error);

/* "tcp", "udp", "icmp", "all" or a number 0 to 255. */
gboolean cvpn_protocol_parse (const char *text, gint16 *protocol, GError **error);

/* "443", "1024-65535", "*". */
gboolean cvpn_ports_parse (const char *text, guint16 *first, guint16 *last, GError **error);

/* The usual name of a protocol, or its number; newly allocated. */
char *cvpn_protocol_format (gint16 protocol);

/* "tcp 443", "icmp 8/0", "all": what cvpn_match_parse reads; newly allocated. */
char *cvpn_match_format (const CvpnMatch *match);

/* TRUE if 'outer' admits all that 'inner' admits. */
gboolean cvpn_match_covers (const CvpnMatch *outer, const CvpnMatch *inner);

/* 'port' is the destination port; type and code count for icmp only. */
gboolean cvpn_match_admits (const CvpnMatch *match, guint8 protocol, guint16 port, guint8 icmp_type,
                            guint8 icmp_code);
