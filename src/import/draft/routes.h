/* draft_routes: targets of routes. */
#pragma once

#include "import/draft/parts.h"

/* targets.c: the name that an active route leads to: a group, or an [unknown]. */
const char *cvpn_drafting_target (CvpnDrafting *d, const CvpnRouteTableThing *table,
                                  const CvpnRouteThing *route);
/* The same of a route whose destination is a block of the table's VPC: it takes the place of the
 * local route. */
const char *cvpn_drafting_local_target (CvpnDrafting *d, const CvpnRouteTableThing *table,
                                        const CvpnRouteThing *route);
