/* lease: what a session holds on the server's side: a place among the concurrent
 * connections and a client address. */
#pragma once

#include "sim/session.h"

/* What a session held that has ended in silence. */
typedef struct {
    CvpnSlot slot;
    guint32 endpoint, association, address;
    CvpnConnectionRecord reset; /* what the log will say */
} CvpnLease;

/* The session has ended.  What it held is free at once, or, where the server has heard
 * nothing of its end, when it notices ("keepalive-time-out" after the last packet). */
void cvpn_lease_give_back (CvpnSimulation *sim, const CvpnSession *session);
