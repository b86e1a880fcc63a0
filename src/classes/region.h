/* region: sets of packets, by destination and selector: sums of products, and how to write
 * them down. */
#pragma once

#include "base/prefix.h"
#include "base/selector.h"

/* Addresses, both ends in it. */
typedef struct {
    guint32 first, last;
} CvpnRange;

/* Every address of the one with every selector of the other. */
typedef struct {
    GArray *ranges;    /* CvpnRange, ascending, never touching */
    GArray *selectors; /* CvpnSelectors, likewise */
} CvpnBox;

typedef struct CvpnRegion CvpnRegion;

CvpnRegion *cvpn_region_new (void);
void cvpn_region_free (CvpnRegion *region);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnRegion, cvpn_region_free)

/* Packets are added in ascending order of address, those of one address ascending by
 * selector, none twice. */
void cvpn_region_add (CvpnRegion *region, CvpnRange addresses, CvpnSelectors selectors);

/* As few boxes as have equal selectors for every address, disjoint: CvpnBox, owned by the
 * region, by their lowest address. */
const GPtrArray *cvpn_region_boxes (CvpnRegion *region);

/* How many addresses occur in it. */
guint64 cvpn_region_addresses (CvpnRegion *region);

/* Any packet of it: the lowest.  The region must not be empty. */
guint32 cvpn_region_first (const CvpnRegion *region, guint32 *selector);

/* Is the number in one of the ranges (CvpnRange or CvpnSelectors)? */
gboolean cvpn_ranges_have (const GArray *ranges, guint32 number);

/* The fewest CIDR blocks that make up the ranges: CvpnPrefix, ascending. */
GArray *cvpn_ranges_prefixes (const GArray *ranges);
guint64 cvpn_ranges_addresses (const GArray *ranges);

/* The selectors of a box, a protocol at a time: "tcp", "udp", "icmp", numbers and ranges of
 * them ("2-5;7-16"), or "all", and its ports ("443", "1024-65535"; of ICMP types "8" or
 * types and codes "3/4"; "0-65535" where all are meant). */
typedef struct {
    char *protocol;
    GPtrArray *ports; /* char * */
} CvpnService;

/* CvpnService *, owned by the array. */
GPtrArray *cvpn_selectors_services (const GArray *selectors);

/* "tcp 443, 8080-8090; udp 53", "everything": for a person. */
char *cvpn_selectors_text (const GArray *selectors);
