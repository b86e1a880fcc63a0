/* naive_hops: a packet's way, one route table after the other. */
#include "naive.h"

gboolean
naive_stop (NaiveTrip *trip, CvpnCode code)
{
    trip->verdict = naive_drop (trip->returning ? CVPN_STEP_RETURN : CVPN_STEP_DESTINATION, code);
    return FALSE;
}

/* A subnet's ACL; the landing subnet's own is step 7. */
static gboolean
pass_acl (NaiveTrip *trip, const CvpnSubnetSpec *subnet, gboolean inbound)
{
    if (naive_acl (trip->n->spec, subnet, inbound, &trip->packet))
        return TRUE;
    naive_stop (trip, CVPN_CODE_SUBNET_ACL_RESTRICTION);
    if (subnet == trip->n->landing) {
        trip->verdict.step = CVPN_STEP_NACL;
        trip->verdict.returning = trip->returning;
    }
    return FALSE;
}

static gboolean
enter_subnet (NaiveTrip *trip, const CvpnSubnetSpec *subnet, const CvpnSubnetSpec *from)
{
    return subnet == from || pass_acl (trip, subnet, TRUE);
}

/* The answer is back at a NAT gateway that translated the request: it goes on to who
 * stood as the source before, and the table of the NAT gateway's subnet decides. */
static void
translate_back (NaiveTrip *trip)
{
    Naive *n = trip->n;

    trip->subnet = n->sources[--n->n_sources].subnet;
    trip->packet.destination = n->sources[n->n_sources - 1].address;
    trip->packet.destination_port = n->sources[n->n_sources - 1].port;
    trip->public_address = 0;
    trip->referable = FALSE;
}

/* Does anybody wait for it: for an answer who sent the request on, for a request a
 * host?  Interfaces and NAT gateways take none. */
static gboolean
has_taker (const NaiveTrip *trip, const char *vpc, const CvpnSubnetSpec *subnet)
{
    const NaiveSource *waiting = &trip->n->sources[trip->n->n_sources - 1];

    if (!subnet)
        return FALSE;
    if (trip->returning)
        return waiting->subnet == subnet && waiting->address == trip->packet.destination;
    return naive_host_in_vpc (trip->n->spec, vpc, trip->packet.destination) != NULL;
}

/* An answer at whoever has its destination's address. */
static gboolean
meet_waiting (NaiveTrip *trip)
{
    const NaiveSource *waiting = &trip->n->sources[trip->n->n_sources - 1];

    if (waiting->nat)
        translate_back (trip);
    else
        trip->arrived = TRUE;
    return TRUE;
}

static gboolean
meet_host (NaiveTrip *trip, const char *vpc)
{
    const CvpnHostSpec *host = naive_host_in_vpc (trip->n->spec, vpc, trip->packet.destination);
    CvpnCode code;

    code = naive_admit_in (trip, host->security_groups, vpc);
    if (code != CVPN_CODE_NONE)
        return naive_stop (trip, code);
    trip->n->host = host;
    trip->arrived = TRUE;
    return TRUE;
}

/* Nobody of the file has the address, and somebody may: the subnet's zone and ACL are known. */
static gboolean
look_for_host (NaiveTrip *trip, const CvpnSubnetSpec *subnet, const CvpnSubnetSpec *from,
               const CvpnUnknownSpec *more)
{
    if (subnet && naive_is_dead (trip->n, subnet))
        return naive_stop (trip, CVPN_CODE_BAD_STATE);
    if (subnet && !enter_subnet (trip, subnet, from))
        return FALSE;
    return naive_stop (trip, naive_doubt (more));
}

gboolean
naive_enter_vpc (NaiveTrip *trip, const char *vpc, const CvpnSubnetSpec *from)
{
    const CvpnSubnetSpec *subnet = naive_subnet_at (trip->n->spec, vpc, trip->packet.destination);

    const CvpnUnknownSpec *more =
        trip->returning ? NULL : naive_more_hosts (trip->n->spec, vpc, trip->packet.destination);

    if (more)
        return look_for_host (trip, subnet, from, more);
    if (!has_taker (trip, vpc, subnet))
        return naive_stop (trip, CVPN_CODE_NO_POSSIBLE_DESTINATION);
    if (naive_is_dead (trip->n, subnet))
        return naive_stop (trip, CVPN_CODE_BAD_STATE);
    return enter_subnet (trip, subnet, from) &&
           (trip->returning ? meet_waiting (trip) : meet_host (trip, vpc));
}

static gboolean
is_of_vpc (const NaiveTrip *trip, guint32 address)
{
    const CvpnVpcSpec *vpc = naive_find (trip->n->spec->vpcs, trip->subnet->vpc);

    return naive_contains_any (vpc->cidr_block, address);
}

static gboolean
take_peering (NaiveTrip *trip, const CvpnPeeringSpec *peering)
{
    const char *peer = g_str_equal (peering->requester_vpc, trip->subnet->vpc)
                           ? peering->accepter_vpc
                           : peering->requester_vpc;
    const CvpnVpcSpec *far = naive_find (trip->n->spec->vpcs, peer);

    if (!naive_contains_any (far->cidr_block, trip->packet.destination) ||
        !is_of_vpc (trip, trip->packet.source))
        return naive_stop (trip, CVPN_CODE_PCX_REQUIRES_ADDRESS_IN_VPC_CIDR);
    return naive_enter_vpc (trip, peer, NULL);
}

static gboolean
take_virtual_private_gateway (NaiveTrip *trip, const char *gateway)
{
    const CvpnVpnConnectionSpec *connection =
        naive_connection (trip->n->spec, gateway, trip->packet.destination);

    if (!is_of_vpc (trip, trip->packet.source))
        return naive_stop (trip, CVPN_CODE_VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS);
    const CvpnUnknownSpec *more =
        naive_more_connections (trip->n->spec, gateway, trip->packet.destination);
    if (more)
        return naive_stop (trip, naive_doubt (more));
    if (!connection)
        return naive_stop (trip, CVPN_CODE_VGW_NO_ROUTE);
    return naive_leave_by_vpn (trip, connection, NULL);
}

/* TCP and echo requests. */
static gboolean
take_gateway_endpoint (NaiveTrip *trip)
{
    const NaivePacket *p = &trip->packet;

    if (!is_of_vpc (trip, p->source))
        return naive_stop (trip, CVPN_CODE_GATEWAY_REJECTS_SPOOFED_TRAFFIC);
    if (p->protocol != 6 && (p->protocol != 1 || p->icmp_type != 8))
        return naive_stop (trip, CVPN_CODE_VPCE_GATEWAY_PROTOCOL_RESTRICTION);
    return naive_leave_by_service (trip);
}

/* The source becomes the NAT gateway's first address: to one flow alone all its ports
 * are free, so the packet keeps its own if that is among them. */
static gboolean
translate (NaiveTrip *trip, const CvpnNatGatewaySpec *nat, const CvpnSubnetSpec *subnet)
{
    Naive *n = trip->n;
    NaivePacket *p = &trip->packet;
    const gboolean public =
        nat->connectivity_type == CVPN_NAT_PUBLIC && naive_vpc_has_gateway (n->spec, subnet->vpc);

    if (p->protocol != 6 && p->protocol != 17 && p->protocol != 1)
        return naive_stop (trip, CVPN_CODE_PROTOCOL_RESTRICTION);
    if (nat->ports_per_destination == 0)
        return naive_stop (trip, CVPN_CODE_NGW_PORT_ALLOCATION);
    p->source = naive_nat_address (n->spec, nat);
    if (p->source_port < 1024 || p->source_port >= 1024 + nat->ports_per_destination)
        p->source_port = 1024;
    n->sources[n->n_sources++] = (NaiveSource){ nat, subnet, p->source, p->source_port };
    trip->subnet = subnet;
    trip->public_address = public ? NAIVE_PUBLIC_ADDRESS : 0;
    trip->source_vpc = subnet->vpc;
    trip->referable = FALSE;
    return TRUE;
}

static gboolean
take_nat_gateway (NaiveTrip *trip, const CvpnNatGatewaySpec *nat)
{
    const CvpnSubnetSpec *subnet = naive_find (trip->n->spec->subnets, nat->subnet);
    const NaiveSource *waiting = &trip->n->sources[trip->n->n_sources - 1];

    if (!enter_subnet (trip, subnet, trip->subnet))
        return FALSE;
    /* To its own address by a route that names it: it has arrived. */
    if (trip->returning && waiting->nat == nat && waiting->address == trip->packet.destination)
        return meet_waiting (trip);
    if (trip->returning)
        return naive_stop (trip, CVPN_CODE_NO_POSSIBLE_DESTINATION);
    return translate (trip, nat, subnet);
}

/* What passed there before is tracked, and so is the answer to it. */
static CvpnCode
pass_groups (NaiveTrip *trip, const CvpnHostSpec *host, const char *vpc)
{
    Naive *n = trip->n;
    CvpnCode code;

    for (guint i = 0; i < n->n_forwarders; i++)
        if (n->forwarders[i] == host)
            return CVPN_CODE_NONE;
    code = naive_admit_in (trip, host->security_groups, vpc);
    if (code == CVPN_CODE_NONE)
        code = naive_admit_out (n, host->security_groups, vpc, &trip->packet);
    return code;
}

static gboolean
take_host (NaiveTrip *trip, const CvpnHostSpec *host)
{
    Naive *n = trip->n;
    const CvpnSubnetSpec *subnet = naive_find (n->spec->subnets, host->subnet);
    CvpnCode code = CVPN_CODE_ENI_SOURCE_DEST_CHECK_RESTRICTION;

    if (trip->packet.destination == host->address)
        return naive_enter_vpc (trip, subnet->vpc, trip->subnet);
    if (!enter_subnet (trip, subnet, trip->subnet))
        return FALSE;
    if (!host->source_dest_check)
        code = pass_groups (trip, host, subnet->vpc);
    if (code != CVPN_CODE_NONE)
        return naive_stop (trip, code);
    if (!trip->returning)
        n->forwarders[n->n_forwarders++] = host;
    trip->subnet = subnet;
    trip->referable = FALSE;
    return TRUE;
}

/* The attachment's subnet where the packet is. */
static const CvpnSubnetSpec *
subnet_of_attachment (const NaiveTrip *trip, const char *gateway)
{
    const CvpnAttachmentSpec *attachment =
        naive_attachment (trip->n->spec, gateway, trip->subnet->vpc);

    return naive_attachment_subnet (trip->n->spec, attachment, trip->subnet->availability_zone);
}

/* By way of the attachment's subnet in the sender's zone, whose inbound ACL is asked
 * even where the sender stands in it.  AWS Transit Gateway guide, "Network ACLs for
 * transit gateways". */
static gboolean
take_transit_gateway (NaiveTrip *trip, const char *gateway)
{
    const CvpnSubnetSpec *subnet = subnet_of_attachment (trip, gateway);

    return pass_acl (trip, subnet, TRUE) &&
           naive_cross_transit (trip, naive_attachment (trip->n->spec, gateway, subnet->vpc),
                                subnet->availability_zone);
}

/* What the route itself asks for, before the packet leaves. */
static CvpnCode
check_route (const NaiveTrip *trip, const char *target)
{
    const CvpnSpec *spec = trip->n->spec;
    const CvpnNatGatewaySpec *nat = naive_find (spec->nat_gateways, target);
    const CvpnHostSpec *host = naive_find (spec->hosts, target);
    const CvpnUnknownSpec *more = naive_route_doubt (spec, trip->subnet, trip->packet.destination);

    if (more)
        return naive_doubt (more);
    if (!target)
        return CVPN_CODE_NO_ROUTE_TO_DESTINATION;
    if (nat && naive_is_dead (trip->n, naive_find (spec->subnets, nat->subnet)))
        return CVPN_CODE_BAD_STATE;
    if (host && naive_is_dead (trip->n, naive_find (spec->subnets, host->subnet)))
        return CVPN_CODE_BAD_STATE;
    if (g_str_equal (target, "blackhole"))
        return CVPN_CODE_BAD_STATE_ROUTE;
    if (naive_find (spec->internet_gateways, target)) {
        if (naive_is_private (trip->packet.destination))
            return CVPN_CODE_IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS;
        if (trip->public_address == 0 || !g_str_equal (trip->source_vpc, trip->subnet->vpc))
            return CVPN_CODE_IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS;
    }
    if (naive_find (spec->transit_gateways, target)) {
        more = naive_more (spec, "transit-gateway-attachment", target);
        if (!naive_attachment (spec, target, trip->subnet->vpc))
            return more ? naive_doubt (more) : CVPN_CODE_BAD_STATE_ROUTE;
        if (!subnet_of_attachment (trip, target))
            return CVPN_CODE_TGW_ROUTE_AZ_RESTRICTION;
    }
    return CVPN_CODE_NONE;
}

/* The subnet of the interface that the packet goes to next; NULL: beyond the VPC, or
 * nowhere. */
static const CvpnSubnetSpec *
next_subnet (const NaiveTrip *trip, const char *target)
{
    const CvpnSpec *spec = trip->n->spec;
    const CvpnNatGatewaySpec *nat = naive_find (spec->nat_gateways, target);
    const CvpnHostSpec *host = naive_find (spec->hosts, target);

    if (g_str_equal (target, "local"))
        return naive_subnet_at (spec, trip->subnet->vpc, trip->packet.destination);
    if (nat)
        return naive_find (spec->subnets, nat->subnet);
    return host ? naive_find (spec->subnets, host->subnet) : NULL;
}

static gboolean
take_target (NaiveTrip *trip, const char *target)
{
    const CvpnSpec *spec = trip->n->spec;

    if (g_str_equal (target, "local"))
        return naive_enter_vpc (trip, trip->subnet->vpc, trip->subnet);
    if (naive_find (spec->peerings, target))
        return take_peering (trip, naive_find (spec->peerings, target));
    if (naive_find (spec->virtual_private_gateways, target))
        return take_virtual_private_gateway (trip, target);
    if (naive_find (spec->vpc_endpoints, target))
        return take_gateway_endpoint (trip);
    if (naive_find (spec->nat_gateways, target))
        return take_nat_gateway (trip, naive_find (spec->nat_gateways, target));
    if (naive_find (spec->transit_gateways, target))
        return take_transit_gateway (trip, target);
    if (naive_find (spec->hosts, target))
        return take_host (trip, naive_find (spec->hosts, target));
    return naive_leave_by_internet (trip);
}

static gboolean
take_hop (NaiveTrip *trip)
{
    const char *target = naive_route (trip->n->spec, trip->subnet, trip->packet.destination);
    const CvpnCode code = check_route (trip, target);

    if (++trip->hops > NAIVE_HOPS_MAX)
        return naive_stop (trip, CVPN_CODE_CVPN_ROUTING_LOOP);
    if (code != CVPN_CODE_NONE) {
        naive_stop (trip, code);
        if (trip->hops == 1 && !trip->returning)
            trip->verdict.step = CVPN_STEP_SUBNET_ROUTE;
        return FALSE;
    }
    if (next_subnet (trip, target) != trip->subnet && !pass_acl (trip, trip->subnet, FALSE))
        return FALSE;
    return take_target (trip, target);
}

gboolean
naive_travel (NaiveTrip *trip)
{
    while (!trip->arrived)
        if (!take_hop (trip))
            return FALSE;
    return TRUE;
}

gboolean
naive_enter_from_internet (NaiveTrip *trip)
{
    const NaiveSource *waiting = &trip->n->sources[trip->n->n_sources - 1];

    trip->packet.destination = waiting->address;
    return naive_enter_vpc (trip, waiting->subnet->vpc, NULL);
}
