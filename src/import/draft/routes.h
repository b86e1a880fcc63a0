/* draft_routes: targets of routes. */
#pragma once

#include "import/draft/parts.h"

/* targets.c: the name that an active route leads to: a group, or an [unknown]. */
const char *cvpn_drafting_target (CvpnDrafting *d, const CvpnRouteTableThing *table,
                                  const CvpnRouteThing *route);
