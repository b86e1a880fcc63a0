/* connect_handler: the client connect handler, a Lambda function that is asked after
 * authentication (AWS Client VPN Administrator Guide, "Connection authorization"). */
#pragma once

#include "sim/session.h"

/* Calls it, if the endpoint has one; the lease is what follows. */
void cvpn_connect_handler_call (CvpnSimulation *sim, CvpnSession *session);
