/* selector: what a packet asks for, its protocol and destination port, as one number.
 *
 * PROTOCOL << 16 | PORT; of ICMP, TYPE << 8 | CODE stands for the port; of protocols
 * that have neither, all 65,536 numbers are alike.  So every set of protocols and
 * ports is a list of ranges, and two protocols that are treated alike stand next to
 * each other. */
#pragma once

#include "base/match.h"

#define CVPN_SELECTOR_LAST 0xffffffu

/* Both ends are in it. */
typedef struct {
    guint32 first, last;
} CvpnSelectors;

#define CVPN_SELECTORS_ALL ((CvpnSelectors){ 0, CVPN_SELECTOR_LAST })

static inline guint32
cvpn_selector (guint8 protocol, guint16 port, guint8 icmp_type, guint8 icmp_code)
{
    if (protocol == CVPN_PROTOCOL_ICMP)
        return (guint32) protocol << 16 | (guint32) icmp_type << 8 | icmp_code;
    if (protocol == CVPN_PROTOCOL_TCP || protocol == CVPN_PROTOCOL_UDP)
        return (guint32) protocol << 16 | port;
    return (guint32) protocol << 16;
}

static inline guint8
cvpn_selector_protocol (guint32 selector)
{
    return (guint8) (selector >> 16);
}

/* Port, or type and code. */
static inline guint16
cvpn_selector_port (guint32 selector)
{
    return (guint16) selector;
}

/* What of it belongs to which field of a packet; 0 where its protocol has no such field. */
static inline guint16
cvpn_selector_destination_port (guint32 selector)
{
    return cvpn_selector_protocol (selector) == CVPN_PROTOCOL_ICMP ? 0
                                                                   : cvpn_selector_port (selector);
}

static inline guint8
cvpn_selector_icmp_type (guint32 selector)
{
    return cvpn_selector_protocol (selector) == CVPN_PROTOCOL_ICMP ? (guint8) (selector >> 8) : 0;
}

static inline guint8
cvpn_selector_icmp_code (guint32 selector)
{
    return cvpn_selector_protocol (selector) == CVPN_PROTOCOL_ICMP ? (guint8) selector : 0;
}

/* The selectors around this one that differ from it in what no match says: its protocol, if it
 * is one that has ports or types, and whether it is an echo request. */
CvpnSelectors cvpn_selectors_around (guint32 selector);

/* Narrows 'range', which contains 'selector', to those around it of which 'match' says
 * the same. */
void cvpn_selectors_narrow (CvpnSelectors *range, guint32 selector, const CvpnMatch *match);

/* Adds what 'match' admits to a list of CvpnSelectors, in no order. */
void cvpn_selectors_add_match (GArray *list, const CvpnMatch *match);
