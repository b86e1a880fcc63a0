/* client: one user's visits: connect, retry, reconnect, go away, come back. */
#pragma once

#include "control/timeline.h"
#include "sim/state.h"

/* A new client of the population; its index.  Moves other clients. */
guint32 cvpn_client_add (CvpnSimulation *sim, guint32 population, guint32 number);

/* How many flow_counts a client of the population has: one that makes its source ports, and one for
 * each traffic. */
static inline guint32
cvpn_client_n_counts (const CvpnPopulation *population)
{
    return 1 + population->traffics.count;
}

/* Begins a visit that stays for 'stay_ns' once connected; -1: as `session` says. */
void cvpn_client_visit (CvpnSimulation *sim, guint32 client, gint64 stay_ns);

/* How long the session that begins now is, if nobody else ends it. */
gint64 cvpn_client_session_length (const CvpnSimulation *sim, guint32 client);

/* What the client does next: its attempt has failed; its session has ended, with
 * 'stay_left_ns' to go, and was of no use since 'lost_ns'. */
void cvpn_client_attempt_failed (CvpnSimulation *sim, guint32 client, CvpnReason reason);
void cvpn_client_session_ended (CvpnSimulation *sim, guint32 client, CvpnEnd end, gint64 lost_ns,
                                gint64 stay_left_ns);

CvpnStream cvpn_client_stream (const CvpnSimulation *sim, const CvpnClient *client);
CvpnUser cvpn_client_user (const CvpnSimulation *sim, const CvpnClient *client);
/* "engineers-7", or what a listed user is called; the caller's. */
char *cvpn_client_name (const CvpnSimulation *sim, const CvpnClient *client);
