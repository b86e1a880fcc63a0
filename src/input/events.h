/* events: what shows only when all groups have been read. */
#pragma once

#include "model/spec.h"

/* Warns of events that no run comes to; reports access groups of several words that nobody
 * is in, which are a word too many. */
void cvpn_events_check (const CvpnSpec *spec, CvpnReport *report);
