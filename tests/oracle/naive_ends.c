/* naive_ends: where a packet leaves AWS, what awaits the request, and where its
 * answer begins. */
#include "naive.h"

gboolean
naive_leave_by_vpn (NaiveTrip *trip, const CvpnVpnConnectionSpec *connection,
                    const CvpnAttachmentSpec *attachment)
{
    Naive *n = trip->n;

    if (trip->returning) /* nobody there waits for it */
        return naive_stop (trip, CVPN_CODE_NO_POSSIBLE_DESTINATION);
    n->network = naive_find (n->spec->networks, connection->network);
    n->host = naive_host_in_network (n->spec, connection->network, trip->packet.destination);
    n->by_vpn = connection;
    n->by_transit = attachment;
    trip->arrived = TRUE;
    return TRUE;
}

/* The service, or who the file says. */
gboolean
naive_leave_by_service (NaiveTrip *trip)
{
    Naive *n = trip->n;

    if (trip->returning)
        return naive_stop (trip, CVPN_CODE_NO_POSSIBLE_DESTINATION);
    n->host = naive_host_in_network (n->spec, "internet", trip->packet.destination);
    n->by_service = trip->subnet->vpc;
    trip->arrived = TRUE;
    return TRUE;
}

static const CvpnHostSpec *
find_public_host (const CvpnSpec *spec, guint32 address)
{
    for (guint i = 0; i < spec->hosts->len; i++)
        if (((CvpnHostSpec *) spec->hosts->pdata[i])->public_address == address)
            return spec->hosts->pdata[i];
    return NULL;
}

/* By public address to a host of a VPC, which needs a gateway of its own. */
static gboolean
meet_public_host (NaiveTrip *trip, const CvpnHostSpec *host)
{
    const CvpnSpec *spec = trip->n->spec;
    const CvpnSubnetSpec *subnet = naive_find (spec->subnets, host->subnet);

    if (subnet && !naive_vpc_has_gateway (spec, subnet->vpc)) {
        const CvpnUnknownSpec *more = naive_more (spec, "internet-gateway", subnet->vpc);
        return naive_stop (trip, more ? naive_doubt (more) : CVPN_CODE_NO_POSSIBLE_DESTINATION);
    }
    if (subnet) {
        trip->packet.destination = host->address;
        return naive_enter_vpc (trip, subnet->vpc, NULL);
    }
    trip->n->host = host;
    trip->n->network = naive_find (spec->networks, host->network);
    trip->arrived = TRUE;
    return TRUE;
}

/* How long the longest block of the network is that covers the address; -1: none. */
static gint
longest_block (const CvpnOutsideSpec *network, guint32 address)
{
    gint longest = -1;

    for (guint i = 0; i < network->cidr_block->len; i++) {
        const CvpnPrefix block = g_array_index (network->cidr_block, CvpnPrefix, i);
        if (naive_contains (block, address))
            longest = MAX (longest, block.length);
    }
    return longest;
}

static const CvpnOutsideSpec *
find_network (const CvpnSpec *spec, guint32 address)
{
    const CvpnOutsideSpec *best = NULL;
    gint longest = -1;

    for (guint i = 0; i < spec->networks->len; i++) {
        const CvpnOutsideSpec *network = spec->networks->pdata[i];
        if (longest_block (network, address) > longest) {
            longest = longest_block (network, address);
            best = network;
        }
    }
    return best;
}

static gboolean
is_in_some_vpc (const CvpnSpec *spec, guint32 address)
{
    for (guint i = 0; i < spec->vpcs->len; i++)
        if (naive_contains_any (((CvpnVpcSpec *) spec->vpcs->pdata[i])->cidr_block, address))
            return TRUE;
    return FALSE;
}

/* A VPC's blocks are known, so they are not the internet; a network answers by its
 * hosts; all else answers. */
static gboolean
send_over_internet (NaiveTrip *trip)
{
    Naive *n = trip->n;
    const guint32 address = trip->packet.destination;
    const CvpnHostSpec *host = find_public_host (n->spec, address);

    if (host)
        return meet_public_host (trip, host);
    if (is_in_some_vpc (n->spec, address))
        return naive_stop (trip, CVPN_CODE_NO_POSSIBLE_DESTINATION);
    n->network = find_network (n->spec, address);
    n->host =
        naive_host_in_network (n->spec, n->network ? n->network->group->name : "internet", address);
    trip->arrived = TRUE;
    return TRUE;
}

gboolean
naive_leave_by_internet (NaiveTrip *trip)
{
    trip->packet.source = trip->public_address;
    trip->referable = FALSE;
    if (!trip->returning) {
        trip->n->by_internet = TRUE;
        return send_over_internet (trip);
    }
    return trip->n->by_internet ? naive_enter_from_internet (trip)
                                : naive_stop (trip, CVPN_CODE_NO_POSSIBLE_DESTINATION);
}

static CvpnCode
check_firewall (const Naive *n)
{
    for (guint i = 0; n->network && i < n->network->firewall->len; i++) {
        const CvpnMatchSpec *rule = n->network->firewall->pdata[i];
        CvpnPrefix block;
        g_assert (cvpn_prefix_parse (rule->peer, &block, NULL));
        if (naive_match (&rule->match, &n->packet) && naive_contains (block, n->packet.source))
            return rule->allow ? CVPN_CODE_NONE : CVPN_CODE_FIREWALL_RULES_RESTRICTION;
    }
    return CVPN_CODE_NONE;
}

static gboolean
listens (const CvpnHostSpec *host, const NaivePacket *packet)
{
    for (guint i = 0; i < host->listen->len; i++)
        if (naive_match (&((CvpnMatchSpec *) host->listen->pdata[i])->match, packet))
            return TRUE;
    return !host->listen_given;
}

/* The answer as it leaves the host: ports and addresses change places. */
static NaivePacket
answer_of (const NaivePacket *p, gboolean icmp_error)
{
    NaivePacket answer = { .protocol = p->protocol,
                           .icmp_type = p->icmp_type == 8 ? 0 : p->icmp_type,
                           .icmp_code = p->icmp_code,
                           .source = p->destination,
                           .destination = p->source,
                           .source_port = p->destination_port,
                           .destination_port = p->source_port };

    if (icmp_error) {
        answer.protocol = 1;
        answer.icmp_type = answer.icmp_code = 3;
    }
    return answer;
}

/* From a host of a VPC by its subnet's table. */
static gboolean
return_from_host (NaiveTrip *trip)
{
    const CvpnHostSpec *host = trip->n->host;

    trip->subnet = naive_find (trip->n->spec->subnets, host->subnet);
    trip->public_address = host->public_address;
    trip->source_vpc = trip->subnet->vpc;
    trip->referable = TRUE;
    trip->sender_groups = host->security_groups;
    trip->sender_vpc = trip->subnet->vpc;
    return TRUE;
}

/* By the connection that the request came by. */
static gboolean
return_by_vpn (NaiveTrip *trip)
{
    Naive *n = trip->n;
    const CvpnGatewaySpec *gateway =
        naive_find (n->spec->virtual_private_gateways, n->by_vpn->gateway);

    if (!naive_contains_any (n->network->return_routes, trip->packet.destination))
        return naive_stop (trip, CVPN_CODE_NO_RETURN_ROUTE);
    return n->by_transit ? naive_cross_transit (trip, n->by_transit, NULL)
                         : naive_enter_vpc (trip, gateway->vpc, NULL);
}

static gboolean
return_by_origin (NaiveTrip *trip)
{
    const Naive *n = trip->n;

    if (n->host && n->host->subnet)
        return return_from_host (trip);
    if (n->by_vpn)
        return return_by_vpn (trip);
    if (n->by_service)
        return naive_enter_vpc (trip, n->by_service, NULL);
    return naive_enter_from_internet (trip);
}

static CvpnNaiveVerdict
send_answer (Naive *n, gboolean icmp_error)
{
    NaiveTrip trip = { .n = n, .returning = TRUE, .packet = answer_of (&n->packet, icmp_error) };

    return return_by_origin (&trip) && naive_travel (&trip) ? naive_pass () : trip.verdict;
}

/* A reset, or an ICMP error, is an answer if it gets back; silence to an echo. */
static CvpnNaiveVerdict
refuse (Naive *n)
{
    CvpnNaiveVerdict verdict = naive_drop (CVPN_STEP_DESTINATION, CVPN_CODE_NO_LISTENER);

    if (n->packet.protocol == 1)
        return verdict;
    const CvpnOutcome answer = send_answer (n, n->packet.protocol != 6).outcome;
    if (answer == CVPN_OUTCOME_DELIVERED)
        verdict.outcome = CVPN_OUTCOME_REJECTED;
    else if (answer == CVPN_OUTCOME_UNDETERMINED)
        verdict.outcome = CVPN_OUTCOME_UNDETERMINED;
    return verdict;
}

CvpnNaiveVerdict
naive_request (Naive *n)
{
    const gboolean has_gateway = naive_vpc_has_gateway (n->spec, n->vpc);
    NaiveTrip trip = { .n = n,
                       .packet = n->packet,
                       .subnet = n->landing,
                       .public_address = has_gateway ? NAIVE_PUBLIC_ADDRESS : 0,
                       .source_vpc = n->vpc,
                       .referable = TRUE,
                       .sender_groups = naive_landing_groups (n),
                       .sender_vpc = n->vpc };

    if (n->to_client || n->to_dns_server)
        return naive_pass ();
    if (!naive_travel (&trip))
        return trip.verdict;
    n->packet = trip.packet;
    const CvpnCode code = check_firewall (n);
    if (code != CVPN_CODE_NONE)
        return naive_drop (CVPN_STEP_DESTINATION, code);
    if (n->network && !n->host)
        return naive_drop (CVPN_STEP_DESTINATION, CVPN_CODE_NO_POSSIBLE_DESTINATION);
    return n->host && !listens (n->host, &n->packet) ? refuse (n) : naive_pass ();
}

CvpnNaiveVerdict
naive_answer (Naive *n)
{
    return n->to_client || n->to_dns_server ? naive_pass () : send_answer (n, FALSE);
}
