/* crew_ranks: the crew's work over several ranks: the first leads, the others serve. */
#pragma once

#include "experiment/crew.h"

#define CVPN_CREW_POLL_US (G_USEC_PER_SEC / 10) /* how often 'interrupted' is asked */
/* How long a rank waits for a job's end before it looks for messages.  A thousand times a second
 * is under 1 % of a core, and little against a run (docs/decisions/0010-ranks.md). */
#define CVPN_CREW_WAIT_US 1000
#define CVPN_CREW_HERE_US (5 * G_USEC_PER_SEC) /* how often the first says that it is there */

CvpnCrewEnd cvpn_crew_lead (const CvpnCrew *crew, const CvpnWork *work, gpointer self,
                            GError **error);
CvpnCrewEnd cvpn_crew_serve (const CvpnCrew *crew, const CvpnWork *work, gpointer self);
