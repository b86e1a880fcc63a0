/* route: subnet route tables and their targets.
 *
 * Longest prefix decides; ties were settled when the table was built.  A route
 * to a peering that is not active is a blackhole.  An internet gateway carries
 * public addresses only and asks for a public address of the source (Amazon VPC
 * User Guide, "Route tables", "Internet gateways"; Amazon VPC Peering Guide). */
#include "path/route.h"

guint32
cvpn_route_peer (const CvpnNetwork *net, guint32 peering, guint32 vpc)
{
    const CvpnPeering *p = cvpn_at (net->peerings, CvpnPeering, peering);

    return p->requester == vpc ? p->accepter : p->requester;
}

guint32
cvpn_route_public_source (const CvpnNetwork *net, const CvpnWay *way)
{
    return way->source_vpc == way->vpc
               ? cvpn_network_public_address (net, way->vpc, way->packet.source)
               : 0;
}

static CvpnCode
check_internet_gateway (const CvpnNetwork *net, const CvpnWay *way)
{
    if (cvpn_address_is_private (way->packet.destination))
        return CVPN_CODE_IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS;
    return cvpn_route_public_source (net, way) != 0
               ? CVPN_CODE_NONE
               : CVPN_CODE_IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS;
}

static CvpnCode
doubt (CvpnRouteResult *result, guint32 rule)
{
    result->rule = rule;
    return CVPN_CODE_UNKNOWN_RESOURCE;
}

/* Without an attachment of the VPC the route's target is not there; an unknown one, or
 * an unknown subnet of one, may be what is missing. */
static CvpnCode
check_transit_gateway (const CvpnNetwork *net, const CvpnWay *way, CvpnRouteResult *result)
{
    const guint32 attachment = cvpn_network_attachment (net, result->target.index, way->vpc);
    const guint32 zone = cvpn_subnet (net, way->subnet)->zone;

    if (attachment == CVPN_NONE) {
        const guint32 more =
            cvpn_at (net->transit_gateways, CvpnTransitGateway, result->target.index)
                ->more_attachments;
        const guint32 missing = more == CVPN_RULE_NONE ? net->unknown_attachment : more;
        return missing == CVPN_RULE_NONE ? CVPN_CODE_BAD_STATE_ROUTE : doubt (result, missing);
    }
    if (cvpn_network_attachment_subnet (net, attachment, zone) != CVPN_NONE)
        return CVPN_CODE_NONE;
    const guint32 unknown = cvpn_network_attachment_unknown_subnet (net, attachment);
    return unknown == CVPN_NONE ? CVPN_CODE_TGW_ROUTE_AZ_RESTRICTION
                                : doubt (result, cvpn_subnet (net, unknown)->rule);
}

/* What stands in a zone that has failed is no target any more. */
static CvpnCode
check_subnet (const CvpnNetwork *net, guint32 subnet, CvpnRouteResult *result)
{
    if (!cvpn_subnet_is_dead (net, subnet))
        return CVPN_CODE_NONE;
    result->rule = cvpn_subnet (net, subnet)->rule;
    return CVPN_CODE_BAD_STATE;
}

static CvpnCode
check_target (const CvpnNetwork *net, const CvpnWay *way, CvpnRouteResult *result)
{
    const CvpnTarget target = result->target;

    switch ((CvpnTargetKind) target.kind) {
    case CVPN_TARGET_UNKNOWN:
        return doubt (result, target.index);
    case CVPN_TARGET_BLACKHOLE:
        return CVPN_CODE_BAD_STATE_ROUTE;
    case CVPN_TARGET_PEERING:
        return cvpn_at (net->peerings, CvpnPeering, target.index)->status == CVPN_PEERING_ACTIVE
                   ? CVPN_CODE_NONE
                   : CVPN_CODE_BAD_STATE_ROUTE;
    case CVPN_TARGET_INTERNET_GATEWAY:
        return check_internet_gateway (net, way);
    case CVPN_TARGET_TRANSIT_GATEWAY:
        return check_transit_gateway (net, way, result);
    case CVPN_TARGET_NAT_GATEWAY:
        return check_subnet (net, cvpn_at (net->nat_gateways, CvpnNatGateway, target.index)->subnet,
                             result);
    case CVPN_TARGET_HOST:
        return check_subnet (net, cvpn_host (net, target.index)->subnet, result);
    case CVPN_TARGET_LOCAL:
    case CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY:
    case CVPN_TARGET_VPC_ENDPOINT:
        break;
    }
    return CVPN_CODE_NONE;
}

CvpnRouteResult
cvpn_route_look_up (const CvpnNetwork *net, const CvpnWay *way)
{
    const CvpnRouteTable *table =
        cvpn_at (net->route_tables, CvpnRouteTable, cvpn_subnet (net, way->subnet)->route_table);
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, way->packet.destination);
    CvpnRouteResult result = { .code = CVPN_CODE_NO_ROUTE_TO_DESTINATION, .rule = table->rule };

    const CvpnRoute *route =
        hit == CVPN_PREFIX_TABLE_NONE ? NULL : cvpn_at (net->routes, CvpnRoute, hit);
    const guint32 unknown = table->unknown
                                ? table->rule
                                : cvpn_route_unknown (net, table, route, way->packet.destination);

    if (unknown != CVPN_RULE_NONE) {
        result.code = doubt (&result, unknown);
    } else if (route) {
        result.rule = route->rule;
        result.target = route->target;
        result.code = check_target (net, way, &result);
    }
    return result;
}

gboolean
cvpn_route_endpoint_carries (const CvpnPacket *packet)
{
    return packet->protocol == CVPN_PROTOCOL_TCP ||
           (packet->protocol == CVPN_PROTOCOL_ICMP && packet->icmp_type == 8);
}

guint32
cvpn_route_endpoint (const CvpnNetwork *net, guint32 vpc, const CvpnPacket *packet)
{
    if (!cvpn_route_endpoint_carries (packet))
        return CVPN_NONE;
    for (guint32 i = 0; i < net->vpc_endpoints->len; i++) {
        const CvpnVpcEndpoint *endpoint = cvpn_at (net->vpc_endpoints, CvpnVpcEndpoint, i);
        if (endpoint->vpc == vpc &&
            cvpn_network_prefix_list_contains (net, endpoint->prefix_list, packet->destination))
            return i;
    }
    return CVPN_NONE;
}
