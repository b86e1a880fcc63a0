/* connection: an attempt on its way to a session.
 *
 * Who may connect at all is the path layer's decision, asked at the moment at which a
 * server would decide; here is what takes time, and what chance decides. */
#pragma once

#include "sim/session.h"

/* Begins an attempt of the client, who has no session. */
void cvpn_connection_attempt (CvpnSimulation *sim, guint32 client);

/* The endpoint refuses it, now: an entry of the log. */
void cvpn_connection_refuse (CvpnSimulation *sim, CvpnSession *session, CvpnCode code,
                             CvpnReason reason);

/* Does the landing answer?  If not the attempt fails, when the client gives it up. */
gboolean cvpn_connection_require_landing (CvpnSimulation *sim, CvpnSession *session);
