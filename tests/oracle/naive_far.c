/* naive_far: step 6 and what lies behind it: places, hosts, and the way back. */
#include "naive.h"

/* What stands for the public address that AWS gives an interface: in no block. */
#define PUBLIC_ADDRESS 0xc6120001u

/* Why a target cannot take the packet on from a sender with or without a public
 * address. */
static CvpnCode
check_target (const Naive *n, const char *target, guint32 destination, gboolean sender_is_public)
{
    if (!target)
        return CVPN_CODE_NO_ROUTE_TO_DESTINATION;
    if (g_str_equal (target, "blackhole"))
        return CVPN_CODE_BAD_STATE_ROUTE;
    if (!naive_find (n->spec->internet_gateways, target))
        return CVPN_CODE_NONE;
    if (naive_is_private (destination))
        return CVPN_CODE_IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS;
    return sender_is_public ? CVPN_CODE_NONE : CVPN_CODE_IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS;
}

static const char *
peer_of (const CvpnPeeringSpec *peering, const char *vpc)
{
    return g_str_equal (peering->requester_vpc, vpc) ? peering->accepter_vpc
                                                     : peering->requester_vpc;
}

static void
enter_vpc (Naive *n, const char *vpc, guint32 address)
{
    n->vpc = vpc;
    n->subnet = naive_subnet_at (n->spec, vpc, address);
    n->host = naive_host_in_vpc (n->spec, vpc, address);
    if (!n->host)
        n->entry = CVPN_CODE_NO_POSSIBLE_DESTINATION;
}

static void
enter_peering (Naive *n, const CvpnPeeringSpec *peering)
{
    const CvpnVpcSpec *far = naive_find (n->spec->vpcs, peer_of (peering, n->landing->vpc));

    enter_vpc (n, far->group->name, n->packet.destination);
    if (!naive_contains_any (far->cidr_block, n->packet.destination))
        n->entry = CVPN_CODE_PCX_REQUIRES_ADDRESS_IN_VPC_CIDR;
}

static void
enter_network (Naive *n, const CvpnOutsideSpec *network)
{
    n->network = network;
    n->host = naive_host_in_network (n->spec, network->group->name, n->packet.destination);
}

static void
enter_vpn (Naive *n, const char *gateway)
{
    const CvpnVpnConnectionSpec *connection =
        naive_connection (n->spec, gateway, n->packet.destination);

    if (connection)
        enter_network (n, naive_find (n->spec->networks, connection->network));
    else
        n->entry = CVPN_CODE_VGW_NO_ROUTE;
}

/* A gateway endpoint: TCP and echo requests; the service, or who the file says. */
static void
enter_service (Naive *n)
{
    const NaivePacket *p = &n->packet;

    n->service = TRUE;
    n->host = naive_host_in_network (n->spec, "internet", p->destination);
    if (p->protocol != 6 && (p->protocol != 1 || p->icmp_type != 8))
        n->entry = CVPN_CODE_VPCE_GATEWAY_PROTOCOL_RESTRICTION;
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
static void
enter_public_host (Naive *n, const CvpnHostSpec *host)
{
    n->host = host;
    n->packet.source = PUBLIC_ADDRESS;
    n->packet.destination = host->address;
    n->network = naive_find (n->spec->networks, host->network);
    if (!host->subnet)
        return;
    n->subnet = naive_find (n->spec->subnets, host->subnet);
    n->vpc = n->subnet->vpc;
    if (!naive_vpc_has_gateway (n->spec, n->vpc))
        n->entry = CVPN_CODE_NO_POSSIBLE_DESTINATION;
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

/* A VPC's blocks are known, so they are not the internet; a network's answer by
 * its hosts; all else answers. */
static void
enter_internet (Naive *n)
{
    const guint32 address = n->packet.destination;
    const CvpnHostSpec *host = find_public_host (n->spec, address);
    gint longest = -1;

    n->public = TRUE;
    if (host) {
        enter_public_host (n, host);
        return;
    }
    for (guint i = 0; i < n->spec->vpcs->len; i++)
        if (naive_contains_any (((CvpnVpcSpec *) n->spec->vpcs->pdata[i])->cidr_block, address))
            n->entry = CVPN_CODE_NO_POSSIBLE_DESTINATION;
    for (guint i = 0; i < n->spec->networks->len; i++) {
        const CvpnOutsideSpec *network = n->spec->networks->pdata[i];
        if (longest_block (network, address) > longest) {
            longest = longest_block (network, address);
            enter_network (n, network);
        }
    }
    if (!n->network)
        n->host = naive_host_in_network (n->spec, "internet", address);
    n->packet.source = PUBLIC_ADDRESS;
}

CvpnNaiveVerdict
naive_subnet_route (Naive *n)
{
    const char *target = naive_route (n->spec, n->landing, n->packet.destination);
    const gboolean sender_is_public = naive_vpc_has_gateway (n->spec, n->landing->vpc);
    const CvpnCode code = check_target (n, target, n->packet.destination, sender_is_public);
    const CvpnPeeringSpec *peering = naive_find (n->spec->peerings, target);

    if (n->to_client)
        return naive_pass ();
    if (code != CVPN_CODE_NONE)
        return naive_drop (CVPN_STEP_SUBNET_ROUTE, code);
    n->local = g_str_equal (target, "local");
    if (n->local)
        enter_vpc (n, n->landing->vpc, n->packet.destination);
    else if (peering)
        enter_peering (n, peering);
    else if (naive_find (n->spec->vpc_endpoints, target))
        enter_service (n);
    else if (naive_find (n->spec->internet_gateways, target))
        n->public = TRUE; /* entered behind the landing's ACL, which sees private addresses */
    else
        enter_vpn (n, target);
    return naive_pass ();
}

static gboolean
stays_in_subnet (const Naive *n)
{
    return n->local && n->subnet == n->landing;
}

CvpnNaiveVerdict
naive_nacl_outbound (Naive *n)
{
    if (n->to_client || stays_in_subnet (n) || naive_acl (n->spec, n->landing, FALSE, &n->packet))
        return naive_pass ();
    return naive_drop (CVPN_STEP_NACL, CVPN_CODE_SUBNET_ACL_RESTRICTION);
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
answer_of (const Naive *n, gboolean icmp_error)
{
    const NaivePacket *p = &n->packet;
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

static CvpnCode
check_far_table (const Naive *n)
{
    const guint32 address = n->packet.source;
    const char *target = naive_route (n->spec, n->subnet, address);
    const CvpnCode code = check_target (n, target, address, n->host->public_address != 0);
    const CvpnPeeringSpec *peering = naive_find (n->spec->peerings, target);

    if (code != CVPN_CODE_NONE)
        return code;
    if (naive_find (n->spec->internet_gateways, target))
        return n->public ? CVPN_CODE_NONE : CVPN_CODE_NO_POSSIBLE_DESTINATION;
    if (naive_find (n->spec->vpc_endpoints, target))
        return CVPN_CODE_NO_POSSIBLE_DESTINATION;
    if (naive_find (n->spec->virtual_private_gateways, target))
        return naive_connection (n->spec, target, address) ? CVPN_CODE_NO_POSSIBLE_DESTINATION
                                                           : CVPN_CODE_VGW_NO_ROUTE;
    if (peering)
        return !n->public && g_str_equal (peer_of (peering, n->vpc), n->landing->vpc)
                   ? CVPN_CODE_NONE
                   : CVPN_CODE_PCX_REQUIRES_ADDRESS_IN_VPC_CIDR;
    return g_str_equal (n->vpc, n->landing->vpc) && !n->public ? CVPN_CODE_NONE
                                                               : CVPN_CODE_NO_POSSIBLE_DESTINATION;
}

/* What keeps this answer from leaving the far side. */
static CvpnCode
judge_return (const Naive *n, const NaivePacket *answer)
{
    if (n->vpc) {
        const CvpnCode code = check_far_table (n);
        if (code != CVPN_CODE_NONE || stays_in_subnet (n))
            return code;
        return naive_acl (n->spec, n->subnet, FALSE, answer) ? CVPN_CODE_NONE
                                                             : CVPN_CODE_SUBNET_ACL_RESTRICTION;
    }
    if (n->public || n->service || !n->network)
        return CVPN_CODE_NONE;
    return naive_contains_any (n->network->return_routes, n->packet.source)
               ? CVPN_CODE_NONE
               : CVPN_CODE_NO_RETURN_ROUTE;
}

/* The landing's inbound ACL sees the answer un-NATed from public addresses by the
 * gateway: it goes to the interface's private address, from where it was sent to. */
static gboolean
enters_landing (const Naive *n, const NaivePacket *answer)
{
    NaivePacket back = *answer;

    if (n->public && n->host && n->host->public_address != 0)
        back.source = n->host->public_address;
    return stays_in_subnet (n) || naive_acl (n->spec, n->landing, TRUE, &back);
}

/* A reset, or an ICMP error, is an answer if it gets back; silence to an echo. */
static CvpnNaiveVerdict
refuse (const Naive *n)
{
    const NaivePacket answer = answer_of (n, n->packet.protocol != 6);
    const gboolean arrives = n->packet.protocol != 1 &&
                             judge_return (n, &answer) == CVPN_CODE_NONE &&
                             enters_landing (n, &answer);
    CvpnNaiveVerdict verdict = naive_drop (CVPN_STEP_DESTINATION, CVPN_CODE_NO_LISTENER);

    if (arrives)
        verdict.outcome = CVPN_OUTCOME_REJECTED;
    return verdict;
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

/* The far subnet's inbound ACL, then the host's groups. */
static CvpnCode
check_vpc (const Naive *n)
{
    if (!stays_in_subnet (n) && !naive_acl (n->spec, n->subnet, TRUE, &n->packet))
        return CVPN_CODE_SUBNET_ACL_RESTRICTION;
    g_autoptr (GPtrArray) own = naive_groups (n, n->host->security_groups, n->vpc);
    g_autoptr (GPtrArray) theirs = naive_groups (n, n->endpoint->security_groups, n->landing->vpc);
    if (own->len > 0)
        return naive_judge_groups (n, own, FALSE, &n->packet);
    /* The implied default group admits from itself. */
    return theirs->len == 0 && !n->public && g_str_equal (n->vpc, n->landing->vpc)
               ? CVPN_CODE_NONE
               : CVPN_CODE_ENI_SG_RULES_MISMATCH;
}

CvpnNaiveVerdict
naive_destination (Naive *n)
{
    CvpnCode code;

    if (n->to_client)
        return naive_pass ();
    if (n->public)
        enter_internet (n);
    code = n->entry;
    if (code == CVPN_CODE_NONE)
        code = n->vpc ? check_vpc (n) : check_firewall (n);
    if (code == CVPN_CODE_NONE && n->network && !n->host)
        code = CVPN_CODE_NO_POSSIBLE_DESTINATION;
    if (code != CVPN_CODE_NONE)
        return naive_drop (CVPN_STEP_DESTINATION, code);
    return n->host && !listens (n->host, &n->packet) ? refuse (n) : naive_pass ();
}

CvpnNaiveVerdict
naive_return (Naive *n)
{
    const NaivePacket answer = answer_of (n, FALSE);
    const CvpnCode code = n->to_client ? CVPN_CODE_NONE : judge_return (n, &answer);

    return code == CVPN_CODE_NONE ? naive_pass () : naive_drop (CVPN_STEP_RETURN, code);
}

CvpnNaiveVerdict
naive_nacl_inbound (Naive *n)
{
    const NaivePacket answer = answer_of (n, FALSE);
    CvpnNaiveVerdict verdict = naive_drop (CVPN_STEP_NACL, CVPN_CODE_SUBNET_ACL_RESTRICTION);

    verdict.returning = TRUE;
    return n->to_client || enters_landing (n, &answer) ? naive_pass () : verdict;
}
