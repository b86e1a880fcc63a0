/* events: what neither the time nor the action shows alone. */
#pragma once

#include "input/section.h"

/* Of the section: a CvpnEventSpec and the endpoint that it is about. */
void cvpn_events_check_one (gpointer spec, const CvpnReading *at);

/* When all groups have been read: warns of events that no run comes to; reports access groups of
 * several words that nobody is in, which are a word too many. */
void cvpn_events_check (const CvpnSpec *spec, CvpnReport *report);
