/* route: one look into a subnet's route table, and where its target leads. */
#pragma once

#include "path/walk.h"

typedef struct {
    CvpnCode code;     /* NONE: 'target' carries the packet on */
    guint32 rule;      /* the route, the table as a whole, or an [unknown] */
    CvpnTarget target; /* valid unless code is NO_ROUTE_TO_DESTINATION or UNKNOWN_RESOURCE */
} CvpnRouteResult;

/* Looks up the packet's destination in the table of the subnet where it is, and
 * asks what the target requires at this spot: a public address, a private
 * destination, an attachment in the zone, a zone that lives. */
CvpnRouteResult cvpn_route_look_up (const CvpnNetwork *net, const CvpnWay *way);

/* What an internet gateway makes of the packet's source; 0: it has none for it.  An
 * address of another VPC is not that of an interface here, even where the two VPCs
 * have one block. */
guint32 cvpn_route_public_source (const CvpnNetwork *net, const CvpnWay *way);

/* The rule of what may decide in place of 'best', the longest route that is known
 * (NULL: none is), for its destination is not known; CVPN_RULE_NONE: nothing. */
guint32 cvpn_route_unknown (const CvpnNetwork *net, const CvpnRouteTable *table,
                            const CvpnRoute *best, guint32 destination);

/* The target that would lead to the destination if a route named it: the VPC
 * itself, a peering, a transit gateway, a virtual private gateway, an internet
 * gateway or a NAT gateway.  FALSE: none. */
gboolean cvpn_route_suppose (const CvpnNetwork *net, const CvpnWay *way, CvpnTarget *target);

/* The gateway endpoint of 'vpc' whose prefix list has the packet's destination, and
 * that carries such packets; CVPN_NONE: none. */
guint32 cvpn_route_endpoint (const CvpnNetwork *net, guint32 vpc, const CvpnPacket *packet);

/* "Gateway endpoints": TCP, and ICMP echo requests. */
gboolean cvpn_route_endpoint_carries (const CvpnPacket *packet);

/* Where the packet is once the way's target has taken it.  A place may lack host,
 * subnet or gateway: who moves it there says why. */
CvpnPlace cvpn_route_arrive (const CvpnNetwork *net, const CvpnWay *way);

/* TRUE if the subnet's zone has failed, and with it all that stands there (zone.c);
 * CVPN_NONE and what is unknown has no zone. */
gboolean cvpn_subnet_is_dead (const CvpnNetwork *net, guint32 subnet);

/* TRUE if the association has an interface: it is not one that is still to come, or gone. */
static inline gboolean
cvpn_association_stands (const CvpnAssociation *association)
{
    return association->status == CVPN_ASSOCIATION_ASSOCIATED ||
           association->status == CVPN_ASSOCIATION_DISASSOCIATING;
}

/* The VPC at the other end of a peering. */
guint32 cvpn_route_peer (const CvpnNetwork *net, guint32 peering, guint32 vpc);

/* The attachment of the transit gateway behind which the address is: its VPC's, or
 * a VPN's network's; CVPN_NONE: none. */
guint32 cvpn_route_attachment (const CvpnNetwork *net, guint32 transit_gateway, guint32 address);
