/* connection_log: the entries of the endpoints' connection logs.
 *
 * One for an attempt that has come to authentication, one for the end of a connection
 * that it has opened.  Observers are told of all endpoints; which of them keep a log
 * is for who writes it. */
#pragma once

#include "sim/session.h"

void cvpn_connection_log_attempt (const CvpnSimulation *sim, const CvpnSession *session,
                                  CvpnAttemptStatus status, CvpnReason reason);

/* The end of a connection that ends now: of the session; of the first of a SAML log-in. */
CvpnConnectionRecord cvpn_connection_log_describe_reset (const CvpnSimulation *sim,
                                                         const CvpnSession *session);
void cvpn_connection_log_reset (const CvpnSimulation *sim, CvpnConnectionRecord *reset);
void cvpn_connection_log_assertion (const CvpnSimulation *sim, const CvpnSession *session,
                                    gboolean received);
