/* region_text: sets of packets and of people, and what becomes of them, for a person. */
#pragma once

#include "analyze/diagnosis.h"

/* All addresses of a region: CvpnRange, ascending; the caller's. */
GArray *cvpn_region_ranges (CvpnRegion *region);

/* "10.0.0.0/16", "0.0.0.0/0 but for 12 blocks", hosts by name where they are few:
 * "web (172.31.5.10)"; newly allocated. */
char *cvpn_ranges_text (const CvpnNetwork *net, const GArray *ranges);

/* "web (172.31.5.10), tcp 443" */
char *cvpn_region_text (const CvpnNetwork *net, CvpnRegion *region);

/* Of all of these crowds: the populations and users; the groups, each once, and "" for a
 * crowd that was asked for by groups and has none.  char *, the caller's. */
GPtrArray *cvpn_crowds_clients (const CvpnDiagnosis *d, const GArray *crowds);
GPtrArray *cvpn_crowds_groups (const CvpnDiagnosis *d, const GArray *crowds);

/* "staff, engineers"; "users of dev, of no group"; "all 4 kinds of clients". */
char *cvpn_crowds_text (const CvpnDiagnosis *d, const GArray *crowds);

/* "dropped at step 3: CVPN_NO_ROUTE_TO_DESTINATION", 'separator' being ": "; newly allocated. */
char *cvpn_fate_text (const CvpnFate *fate, const char *separator);
