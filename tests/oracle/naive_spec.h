/* naive_spec: what the oracle reads off a scenario: names, blocks, tables, lists. */
#pragma once

#include "model/spec.h"

/* The first of an array of specs whose group has this name, or NULL. */
gpointer naive_find (const GPtrArray *all, const char *name);

gboolean naive_contains (CvpnPrefix block, guint32 address);
gboolean naive_contains_any (const GArray *blocks, guint32 address);
/* An address that no internet gateway forwards. */
gboolean naive_is_private (guint32 address);

typedef struct {
    guint8 protocol, icmp_type, icmp_code;
    guint32 source, destination;
    guint16 source_port, destination_port;
} NaivePacket;

gboolean naive_match (const CvpnMatch *match, const NaivePacket *packet);

const CvpnSubnetSpec *naive_subnet_at (const CvpnSpec *spec, const char *vpc, guint32 address);
const CvpnHostSpec *naive_host_in_vpc (const CvpnSpec *spec, const char *vpc, guint32 address);
const CvpnHostSpec *naive_host_in_network (const CvpnSpec *spec, const char *network,
                                           guint32 address);
gboolean naive_vpc_has_gateway (const CvpnSpec *spec, const char *vpc);
gboolean naive_vpcs_joined (const CvpnSpec *spec, const char *one, const char *other);

/* The address that the endpoint's interface has in this subnet; a NAT gateway's
 * primary private address. */
guint32 naive_interface (const CvpnSpec *spec, const CvpnEndpointSpec *endpoint,
                         const CvpnSubnetSpec *subnet);
guint32 naive_nat_address (const CvpnSpec *spec, const CvpnNatGatewaySpec *nat);

/* The transit gateway's attachment to the VPC, or NULL. */
const CvpnAttachmentSpec *naive_attachment (const CvpnSpec *spec, const char *transit_gateway,
                                            const char *vpc);
/* The attachment's subnet in this zone, or NULL. */
const CvpnSubnetSpec *naive_attachment_subnet (const CvpnSpec *spec,
                                               const CvpnAttachmentSpec *attachment,
                                               const char *zone);

/* The target of the subnet's longest route: a name, "local", "blackhole"; NULL: none.
 * A route to a peering that is not active is a blackhole. */
const char *naive_route (const CvpnSpec *spec, const CvpnSubnetSpec *subnet, guint32 address);
/* The same in a transit gateway's table: an attachment, "blackhole", NULL. */
const char *naive_transit_route (const CvpnSpec *spec, const CvpnTransitRouteTableSpec *table,
                                 guint32 address);

/* The [unknown] by which a route that the file lacks may decide instead, or NULL. */
const CvpnUnknownSpec *naive_route_doubt (const CvpnSpec *spec, const CvpnSubnetSpec *subnet,
                                          guint32 address);
const CvpnUnknownSpec *naive_transit_route_doubt (const CvpnSpec *spec,
                                                  const CvpnTransitRouteTableSpec *table,
                                                  guint32 address);

/* The VPN connection whose route through this gateway is the longest, or NULL. */
const CvpnVpnConnectionSpec *naive_connection (const CvpnSpec *spec, const char *gateway,
                                               guint32 address);

/* A subnet's ACL, numbered and first match. */
gboolean naive_acl (const CvpnSpec *spec, const CvpnSubnetSpec *subnet, gboolean inbound,
                    const NaivePacket *packet);
