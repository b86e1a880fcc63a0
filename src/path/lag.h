/* lag: interfaces whose security groups are not yet the endpoint's.
 *
 * "Modify a Client VPN endpoint": other groups take up to 4 hours to be the interfaces', where
 * they are not applied to the target network (AWS Client VPN Administrator Guide; Amazon EC2
 * API Reference, ApplySecurityGroupsToClientVpnTargetNetwork). */
#pragma once

#include "path/filter.h"

/* TRUE if the interface of the association has other groups than the endpoint. */
gboolean cvpn_lag_is (const CvpnNetwork *net, guint32 association);

/* What the interface's groups were asked about: a packet that they let out, or that the groups of
 * a host admitted from them. */
typedef struct {
    guint32 association;
    guint32 host;       /* CVPN_NONE: the interface's own outbound rules */
    gboolean referable; /* of a host: its rules may name the sender's groups */
    const CvpnPacket *packet;
    CvpnSame alike; /* narrowed to what answers alike */
} CvpnLagQuestion;

/* Whether the endpoint's groups, applied, would be admitted. */
gboolean cvpn_lag_admits (const CvpnNetwork *net, const CvpnLagQuestion *question);
