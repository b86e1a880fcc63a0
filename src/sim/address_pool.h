/* address_pool: the client addresses of one endpoint.
 *
 * Addresses never used come first, in ascending order, then the one that has
 * been free for longest.  Two models of which addresses there are:
 *
 * half    half as many as the block holds, from its third address up (the
 *         first is the network, the second the gateway); every landing may use
 *         all of them.  AWS documents the half, not which.
 * blocks  /27 blocks dealt to the landings in turn; of each the network, the
 *         gateway and the last address stay unused, which leaves 29.
 *
 * Lease and release take constant time. */
#pragma once

#include "base/prefix.h"
#include "model/spec.h"

typedef struct CvpnAddressPool CvpnAddressPool;

/* 'landings' is how many associations there are. */
CvpnAddressPool *cvpn_address_pool_new (CvpnPrefix block, CvpnAddressModel model, guint32 landings);
void cvpn_address_pool_free (CvpnAddressPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnAddressPool, cvpn_address_pool_free)

/* An address for a session on that landing (from 0); 0 if none is free. */
guint32 cvpn_address_pool_lease (CvpnAddressPool *pool, guint32 landing);
/* Gives back what was leased on that landing. */
void cvpn_address_pool_release (CvpnAddressPool *pool, guint32 landing, guint32 address);

/* How many addresses a landing may use. */
guint32 cvpn_address_pool_limit (const CvpnAddressPool *pool, guint32 landing);
