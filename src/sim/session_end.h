/* session_end: why and when sessions end. */
#pragma once

#include "sim/session.h"

/* Of a session that has just been established. */
void cvpn_session_end_plan (CvpnSimulation *sim, CvpnSession *session);

/* The time limit is another now.  TRUE: the session is older, and has ended. */
gboolean cvpn_session_end_limit (CvpnSimulation *sim, CvpnSession *session);

/* The server ends it, now; TRUE.  FALSE: the client does not hear that, because the
 * zone has failed; the session ends when one of them notices. */
gboolean cvpn_session_end_by_server (CvpnSimulation *sim, CvpnSession *session, CvpnEnd end);

/* The zone of its landing fails; is back.  TRUE: the session is lost by that, has ended. */
gboolean cvpn_session_end_lose (CvpnSimulation *sim, CvpnSession *session);
gboolean cvpn_session_end_find (CvpnSimulation *sim, CvpnSession *session);
