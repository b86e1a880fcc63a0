/* gateways: what leads out of a VPC, as a built network has it (network.h): gateways,
 * peerings, transit gateways and VPN connections.  Handles are indices into the
 * arrays of CvpnNetwork; 'rule' is a number in its 'rules'. */
#pragma once

#include "base/prefix_table.h"
#include "model/span.h"
#include "model/spec.h"

typedef struct {
    const char *name;
    guint32 vpc;
    CvpnPrefixTable *routes;  /* virtual private gateways: -> index into connection_routes */
    guint32 more_connections; /* as in network.h */
    guint32 rule;
} CvpnGateway;

/* The ports of a NAT gateway are counted for each of its private addresses. */
typedef struct {
    const char *name;
    guint32 subnet;
    CvpnSpan addresses; /* in nat_addresses, the primary one first; none in an unknown subnet */
    guint32 n_ports;    /* of each address, from 1024 on */
    guint32 rule;
} CvpnNatGateway;

typedef struct {
    guint32 gateway;
    guint32 address, public_address; /* public 0: a private NAT gateway, or no internet gateway */
} CvpnNatAddress;

typedef struct {
    const char *name;
    gboolean security_group_referencing;
    guint32 more_attachments, more_connections; /* as in network.h */
    guint32 rule;
} CvpnTransitGateway;

typedef struct {
    const char *name;
    guint32 transit_gateway;
    guint32 vpc, vpn_connection; /* one of them; the other CVPN_NONE */
    CvpnSpan subnets;        /* in attachment_subnets; handles of subnets, in the file's order */
    guint32 table;           /* in transit_route_tables; CVPN_NONE: associated with none */
    gboolean appliance_mode; /* what enters the VPC does so by the first subnet */
    gboolean security_group_referencing;
    gboolean unknown;
    guint32 rule;
} CvpnAttachment;

typedef struct {
    CvpnPrefix destination;
    guint32 attachment; /* CVPN_NONE: a blackhole */
    gboolean propagated;
    guint32 rule;
} CvpnTransitRoute;

typedef struct {
    const char *name;
    guint32 transit_gateway;
    CvpnSpan unknown_routes;         /* in unknown_routes; targets are not used */
    CvpnSpan routes;                 /* in transit_routes; losers of a tie are not among them */
    CvpnPrefixTable *by_destination; /* -> index into transit_routes */
    gboolean unknown;
    guint32 rule;
} CvpnTransitRouteTable;

/* What a virtual private gateway knows of the far side of one of its VPN connections. */
typedef struct {
    CvpnPrefix destination;
    guint32 connection;
    guint32 rule;
} CvpnConnectionRoute;

typedef struct {
    const char *name;
    guint32 requester, accepter; /* VPCs */
    CvpnPeeringStatus status;
    guint32 rule;
} CvpnPeering;

typedef struct {
    const char *name;
    guint32 gateway;    /* virtual private gateway, or CVPN_NONE and: */
    guint32 attachment; /* to a transit gateway; CVPN_NONE too: that gateway has none to it, or
                           is unknown */
    guint32 network;
    gboolean unknown;
    guint32 rule;
} CvpnVpnConnection;
