/* Interfaces on the way: NAT gateways, which translate, and hosts that forward.
 *
 * A NAT gateway has 55,000 ports for each destination address, port and protocol
 * on each of its addresses, takes TCP, UDP and ICMP, and starts no conversation
 * from outside.  A host forwards if its source/destination check is off; its
 * security groups judge what comes in and what goes out, and track it.  (Amazon
 * VPC User Guide, "NAT gateway basics"; Amazon EC2 User Guide, "Security group
 * connection tracking"; Reachability Analyzer, explanation codes) */
#include "path/way.h"

#include "base/match.h"
#include "path/filter.h"
#include "path/step.h"

#define FIRST_PORT 1024u

static CvpnMove
come_in (const CvpnLeg *leg)
{
    const guint32 subnet = leg->way->place.subnet;

    if (!cvpn_way_meets_life (leg, subnet))
        return CVPN_MOVE_STOPPED;
    return subnet == leg->way->subnet || cvpn_way_enter (leg, subnet) ? CVPN_MOVE_ON
                                                                      : CVPN_MOVE_STOPPED;
}

/* The packet stands at the middlebox's interface now. */
static void
stand_there (CvpnWay *way)
{
    way->subnet = way->place.subnet;
    way->referable = FALSE;
}

/* With nothing else in use, as SNAT chooses. */
static guint16
choose_port (CvpnWalk *walk, const CvpnNatGateway *gateway, guint16 wanted)
{
    const guint32 last = MIN (FIRST_PORT + gateway->n_ports - 1, G_MAXUINT16);

    if (cvpn_filter_ports (walk->alike_ports, wanted, (CvpnPorts){ FIRST_PORT, (guint16) last }))
        return wanted;
    walk->alike_ports = NULL;
    return FIRST_PORT;
}

/* The first of the gateway's addresses that has a port left; FALSE: none. */
static gboolean
take_port (const CvpnLeg *leg, const CvpnNatGateway *gateway, CvpnTranslation *t, guint16 *port)
{
    const CvpnNetwork *net = leg->walk->net;
    const CvpnPacket *packet = &leg->way->packet;
    CvpnSnatTuple tuple = { .destination = packet->destination,
                            .port = packet->destination_port,
                            .protocol = packet->protocol };

    for (guint32 i = 0; i < gateway->addresses.count && gateway->n_ports > 0; i++) {
        t->nat_address = gateway->addresses.first + i;
        if (!leg->walk->snat) {
            *port = choose_port (leg->walk, gateway, packet->source_port);
            return TRUE;
        }
        tuple.interface = net->associations->len + t->nat_address; /* behind the endpoints' */
        if (cvpn_snat_table_take (leg->walk->snat, &tuple, packet->source_port, FIRST_PORT,
                                  gateway->n_ports, &t->binding)) {
            *port = t->binding.port;
            return TRUE;
        }
    }
    return FALSE;
}

/* FALSE: the walk ends here. */
static gboolean
translate (const CvpnLeg *leg, const CvpnNatGateway *gateway)
{
    CvpnWalk *walk = leg->walk;
    CvpnPacket *packet = &leg->way->packet;
    CvpnTranslation *t = &walk->translations[walk->n_translations];
    guint16 port = packet->source_port;

    *t = (CvpnTranslation){ .nat_address = gateway->addresses.first,
                            .source = packet->source,
                            .source_port = packet->source_port,
                            .binding = { .tuple = CVPN_NONE } };
    if (!cvpn_snat_serves (packet->protocol)) { /* nothing mends that: no use in going on */
        cvpn_way_fail (leg, CVPN_CODE_PROTOCOL_RESTRICTION, gateway->rule);
        return FALSE;
    }
    if (!take_port (leg, gateway, t, &port)) {
        if (!cvpn_way_fail (leg, CVPN_CODE_NGW_PORT_ALLOCATION, gateway->rule))
            return FALSE;
    } else {
        cvpn_step_pass (leg->trace, leg->stage, gateway->rule);
    }
    walk->n_translations++;
    packet->source = cvpn_at (walk->net->nat_addresses, CvpnNatAddress, t->nat_address)->address;
    packet->source_port = t->port = port;
    leg->way->source_vpc = leg->way->vpc;
    return TRUE;
}

static gboolean
has_address (const CvpnNetwork *net, const CvpnNatGateway *gateway, guint32 address)
{
    for (guint32 i = 0; i < gateway->addresses.count; i++)
        if (cvpn_at (net->nat_addresses, CvpnNatAddress, gateway->addresses.first + i)->address ==
            address)
            return TRUE;
    return FALSE;
}

/* An answer that a route sends here: to the gateway's own address it has arrived, as it
 * would by the local route; no request asked for another. */
static CvpnMove
meet_gateway (const CvpnLeg *leg, const CvpnNatGateway *gateway)
{
    const guint32 address = leg->way->packet.destination;

    if (address == leg->recipient->address && has_address (leg->walk->net, gateway, address))
        return CVPN_MOVE_ARRIVED;
    cvpn_way_fail (leg, CVPN_CODE_NO_POSSIBLE_DESTINATION, gateway->rule);
    return CVPN_MOVE_STOPPED;
}

CvpnMove
cvpn_nat_gateway_move (const CvpnLeg *leg)
{
    const CvpnNetwork *net = leg->walk->net;
    const CvpnNatGateway *gateway =
        cvpn_at (net->nat_gateways, CvpnNatGateway, leg->way->target.index);

    if (come_in (leg) == CVPN_MOVE_STOPPED)
        return CVPN_MOVE_STOPPED;
    if (leg->recipient)
        return meet_gateway (leg, gateway);
    if (leg->walk->n_translations == CVPN_TRANSLATIONS_MAX) {
        cvpn_way_fail (leg, CVPN_CODE_CVPN_ROUTING_LOOP, gateway->rule);
        return CVPN_MOVE_STOPPED;
    }
    if (!translate (leg, gateway))
        return CVPN_MOVE_STOPPED;
    stand_there (leg->way);
    return CVPN_MOVE_ON;
}

static gboolean
has_tracked (const CvpnWalk *walk, guint32 host)
{
    for (guint i = 0; i < walk->n_forwarders; i++)
        if (walk->forwarders[i] == host)
            return TRUE;
    return FALSE;
}

/* What it has let through it tracks, and lets the answer pass while it remembers. */
static gboolean
pass_groups (const CvpnLeg *leg, guint32 index)
{
    CvpnWalk *walk = leg->walk;
    const gboolean tracked = has_tracked (walk, index);
    const gboolean late = tracked && leg->recipient &&
                          cvpn_tracking_expired (&cvpn_host (walk->net, index)->tracking, walk);

    if (tracked && !late)
        return TRUE;
    if (!cvpn_way_groups (leg, index, FALSE, late))
        return FALSE;
    leg->way->referable = FALSE;
    if (!leg->recipient && walk->n_forwarders < CVPN_FORWARDERS_MAX)
        walk->forwarders[walk->n_forwarders++] = index;
    return cvpn_way_groups (leg, index, TRUE, late);
}

CvpnMove
cvpn_forwarder_move (const CvpnLeg *leg)
{
    const guint32 index = leg->way->place.host;
    const CvpnHost *host = cvpn_host (leg->walk->net, index);

    if (come_in (leg) == CVPN_MOVE_STOPPED)
        return CVPN_MOVE_STOPPED;
    if (host->source_dest_check &&
        !cvpn_way_fail (leg, CVPN_CODE_ENI_SOURCE_DEST_CHECK_RESTRICTION, host->rule))
        return CVPN_MOVE_STOPPED;
    if (!pass_groups (leg, index))
        return CVPN_MOVE_STOPPED;
    stand_there (leg->way);
    return CVPN_MOVE_ON;
}
