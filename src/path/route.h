/* route: one look into a subnet's route table, and where its target leads. */
#pragma once

#include "path/walk.h"

typedef struct {
    CvpnCode code;     /* NONE: 'target' carries the packet on */
    guint32 rule;      /* the route, or the table as a whole */
    CvpnTarget target; /* valid unless code is NO_ROUTE_TO_DESTINATION */
} CvpnRouteResult;

/* Looks up 'destination' in the table of 'subnet', for a sender that has a
 * public address or not, and asks what the target requires at this spot. */
CvpnRouteResult cvpn_route_lookup (const CvpnNetwork *net, guint32 subnet, guint32 destination,
                                   gboolean sender_is_public);

/* The target that would lead to 'destination' from 'vpc' if a route named it: the
 * VPC itself, a peering, a virtual private gateway, an internet gateway.  FALSE:
 * none. */
gboolean cvpn_route_suppose (const CvpnNetwork *net, guint32 vpc, guint32 destination,
                             CvpnTarget *target);

/* The gateway endpoint of 'vpc' whose prefix list has the packet's destination, and
 * that carries such packets; CVPN_NONE: none. */
guint32 cvpn_route_endpoint (const CvpnNetwork *net, guint32 vpc, const CvpnPacket *packet);

/* "Gateway endpoints": TCP, and ICMP echo requests. */
gboolean cvpn_route_endpoint_carries (const CvpnPacket *packet);

/* Where a packet to 'destination' is once 'target' of 'vpc' has taken it.  A
 * place may lack host, subnet or gateway: the destination step says why. */
CvpnPlace cvpn_route_arrive (const CvpnNetwork *net, guint32 vpc, CvpnTarget target,
                             guint32 destination);

/* The VPC at the other end of a peering. */
guint32 cvpn_route_peer (const CvpnNetwork *net, guint32 peering, guint32 vpc);
