/* relay: observers that are told in a thread of their own, so that the simulation goes on while
 * they write.
 *
 * What is told is copied into batches, which pass to the thread in order: each observer is told
 * the same, in the same order, as without a relay.  Only records can be told, and their stages;
 * names in them must stay where they are until the end.  The thread begins when the first batch
 * is full: short runs have none, and those that may not have another thread tell in their own.
 * It takes neither SIGINT nor SIGTERM. */
#pragma once

#include <cvpnsim/observer.h>

typedef struct CvpnRelay CvpnRelay;

CvpnRelay *cvpn_relay_new (void);
/* Ends the thread; what has not been told by then is not told. */
void cvpn_relay_free (CvpnRelay *relay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnRelay, cvpn_relay_free)

/* 'observer' and 'self' must outlive the relay; before the first record only. */
void cvpn_relay_add (CvpnRelay *relay, const CvpnObserver *observer, gpointer self);

/* Takes, with the relay as its 'self', what any of those added takes. */
const CvpnObserver *cvpn_relay_observer (const CvpnRelay *relay);

/* Returns when everything has been told; nothing more may come. */
void cvpn_relay_finish (CvpnRelay *relay);
