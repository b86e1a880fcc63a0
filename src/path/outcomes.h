/* outcomes: what the landings of one endpoint come to together. */
#pragma once

#include "path/walk.h"

/* All alike: that; else undetermined if any is; else intermittent if one is delivered
 * and one is not; else the first landing's.  'n' is at least 1.  (docs/model.md) */
CvpnOutcome cvpn_outcomes_combine (const guint8 *outcomes, guint n);

/* That a fresh connection is delivered: every landing is as likely. */
double cvpn_outcomes_probability (const guint8 *outcomes, guint n);

/* The landing that the endpoint may have besides those that the resolver names, for what is said
 * of all of them; CVPN_NONE: no other. */
guint32 cvpn_outcomes_maybe (const CvpnNetwork *net, guint32 endpoint);

/* Why nobody lands anywhere: nothing is associated, or the resolver names none of it. */
CvpnCode cvpn_outcomes_why_none (const CvpnNetwork *net, guint32 endpoint);
