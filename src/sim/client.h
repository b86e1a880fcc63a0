/* client: one user's visits: connect, retry, reconnect, go away, come back. */
#pragma once

#include "sim/state.h"

/* A new client of the population; its index.  Moves other clients. */
guint32 cvpn_client_add (CvpnSimulation *sim, guint32 population, guint32 number);

/* Begins a visit that stays for 'stay_ns' once connected; -1: as `session` says. */
void cvpn_client_visit (CvpnSimulation *sim, guint32 client, gint64 stay_ns);

/* How long the session that begins now is, if nobody else ends it. */
gint64 cvpn_client_session_length (const CvpnSimulation *sim, guint32 client);

/* What the client does next: its attempt has failed; its session was ended, by
 * itself or ('involuntary') with 'stay_left_ns' to go. */
void cvpn_client_attempt_failed (CvpnSimulation *sim, guint32 client);
void cvpn_client_session_ended (CvpnSimulation *sim, guint32 client, gboolean involuntary,
                                gint64 stay_left_ns);

CvpnStream cvpn_client_stream (const CvpnSimulation *sim, const CvpnClient *client);
CvpnUser cvpn_client_user (const CvpnSimulation *sim, const CvpnClient *client);
