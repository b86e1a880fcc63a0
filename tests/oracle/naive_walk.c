/* naive_walk: the steps in the order of docs/model.md, one function each. */
#include "naive.h"

CvpnNaiveVerdict
naive_pass (void)
{
    return (CvpnNaiveVerdict){ .outcome = CVPN_OUTCOME_DELIVERED };
}

static CvpnNaiveVerdict
stop (CvpnOutcome outcome, CvpnStep step, CvpnCode code)
{
    return (CvpnNaiveVerdict){ .outcome = outcome, .step = step, .code = code };
}

CvpnNaiveVerdict
naive_drop (CvpnStep step, CvpnCode code)
{
    const gboolean doubt =
        code == CVPN_CODE_UNKNOWN_RESOURCE || code == CVPN_CODE_UNSUPPORTED_COMPONENT;

    return stop (doubt ? CVPN_OUTCOME_UNDETERMINED : CVPN_OUTCOME_DROPPED, step, code);
}

/* A landing that may not be there. */
static gboolean
is_maybe (const Naive *n)
{
    return n->unknown_landing && n->unknown_landing->of;
}

static CvpnCode
more_of_endpoint (const Naive *n, const char *kind)
{
    return naive_doubt (naive_more (n->spec, kind, n->endpoint->group->name));
}

/* The longest endpoint route to an address; of 'subnet', or of all where NULL.
 * Length -1: there is none. */
static gint
longest_vpn_route (const Naive *n, const char *subnet, gboolean *is_local)
{
    const CvpnVpcSpec *vpc = naive_find (n->spec->vpcs, n->vpc);
    const CvpnEndpointRowsSpec *rows =
        naive_find (n->spec->endpoint_routes, n->endpoint->group->name);
    const guint32 address = n->packet.destination;
    const gboolean automatic = n->endpoint->target_networks->len > 0 &&
                               !n->endpoint->automatic_routes_none && !(subnet && is_maybe (n));
    gint longest = -1;

    *is_local = FALSE;
    for (guint i = 0; automatic && i < vpc->cidr_block->len; i++) { /* for every association */
        const CvpnPrefix block = g_array_index (vpc->cidr_block, CvpnPrefix, i);
        if (naive_contains (block, address))
            longest = MAX (longest, block.length);
    }
    for (guint i = 0; rows && i < rows->rows->len; i++) {
        const CvpnRowSpec *row = rows->rows->pdata[i];
        for (guint j = 0; j < row->names->len; j++) {
            const char *name = row->names->pdata[j];
            const gboolean local = g_str_equal (name, "local");
            if ((subnet && !local && !g_str_equal (name, subnet)) ||
                row->prefix.length <= longest || !naive_contains (row->prefix, address))
                continue;
            longest = row->prefix.length;
            *is_local = local;
        }
    }
    return longest;
}

/* RFC 1918, and link-local addresses: the whole block. */
static gboolean
is_home_network (CvpnPrefix lan)
{
    static const CvpnPrefix blocks[] = {
        { 0x0a000000, 8 }, { 0xac100000, 12 }, { 0xc0a80000, 16 }, { 0xa9fe0000, 16 }
    };

    for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
        if (lan.length >= blocks[i].length && naive_contains (blocks[i], lan.address))
            return TRUE;
    return FALSE;
}

static CvpnNaiveVerdict
client_route (Naive *n)
{
    const CvpnPrefix lan = n->clients->local_network;
    const gboolean in_lan = lan.length <= 32 && naive_contains (lan, n->packet.destination);
    gboolean is_local;
    const gint pushed = longest_vpn_route (n, NULL, &is_local);
    const CvpnCode more = more_of_endpoint (n, "client-vpn-routes");

    if (is_maybe (n) && n->endpoint->target_networks->len == 0)
        return naive_drop (CVPN_STEP_CONNECTION, naive_doubt (n->unknown_landing));
    if (!n->endpoint->split_tunnel)
        return in_lan && is_home_network (lan) ? stop (CVPN_OUTCOME_BYPASSED, CVPN_STEP_CONNECTION,
                                                       CVPN_CODE_CVPN_CLIENT_LOCAL_CIDR_OVERLAP)
                                               : naive_pass ();
    if ((pushed < 0 || (in_lan && lan.length >= pushed)) && more != CVPN_CODE_NONE &&
        !(in_lan && lan.length == 32))
        return naive_drop (CVPN_STEP_CONNECTION, more);
    if (pushed < 0)
        return stop (CVPN_OUTCOME_BYPASSED, CVPN_STEP_CONNECTION,
                     CVPN_CODE_CVPN_SPLIT_TUNNEL_NOT_CAPTURED);
    if (in_lan && lan.length >= pushed)
        return stop (CVPN_OUTCOME_BYPASSED, CVPN_STEP_CONNECTION,
                     CVPN_CODE_CVPN_CLIENT_LOCAL_CIDR_OVERLAP);
    return naive_pass ();
}

gboolean
naive_is_dead (const Naive *n, const CvpnSubnetSpec *subnet)
{
    return subnet && n->failed_zone && g_str_equal (subnet->availability_zone, n->failed_zone);
}

static CvpnNaiveVerdict
connection (Naive *n)
{
    const guint needed = n->endpoint->authentication;
    const guint brought = n->clients->authentication ? n->clients->authentication : needed;
    CvpnCode code = CVPN_CODE_NONE;

    if (n->connected)
        return naive_is_dead (n, n->landing)
                   ? naive_drop (CVPN_STEP_CONNECTION, CVPN_CODE_BAD_STATE)
                   : naive_pass ();
    if (n->clients->remote_random_hostname == CVPN_HOSTNAME_UNSUPPORTED)
        code = CVPN_CODE_CVPN_DNS_NO_ANSWER;
    else if (naive_is_dead (n, n->landing))
        code = CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT;
    else if ((needed & brought) != needed)
        code = CVPN_CODE_CVPN_AUTHENTICATION_FAILED;
    else if (n->endpoint->mfa && (needed & CVPN_AUTHENTICATION_DIRECTORY) &&
             !n->clients->mfa_prompt)
        code = CVPN_CODE_CVPN_AUTHENTICATION_FAILED;
    else if (n->landing && n->landing->available_addresses == 0)
        code = CVPN_CODE_CVPN_SUBNET_ADDRESS_EXHAUSTED;
    else if (n->spec->quotas.concurrent_connections == 0)
        code = CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED;
    return code == CVPN_CODE_NONE ? naive_pass ()
                                  : stop (CVPN_OUTCOME_REJECTED, CVPN_STEP_CONNECTION, code);
}

static gboolean
rule_names (const Naive *n, const CvpnRowSpec *row)
{
    const gboolean users = (n->endpoint->authentication & ~(guint) CVPN_AUTHENTICATION_CERTIFICATE);
    const gboolean grouped =
        users && !naive_contains (n->endpoint->client_cidr_block, n->packet.destination);

    for (guint i = 0; i < row->names->len; i++) {
        if (g_str_equal (row->names->pdata[i], "*"))
            return TRUE;
        for (guint j = 0; grouped && j < n->clients->groups->len; j++)
            if (g_str_equal (row->names->pdata[i], n->clients->groups->pdata[j]))
                return TRUE;
    }
    return FALSE;
}

static CvpnNaiveVerdict
authorization (Naive *n)
{
    const CvpnEndpointRowsSpec *rows =
        naive_find (n->spec->authorization_rules, n->endpoint->group->name);
    const CvpnRowSpec *best = NULL;

    for (guint i = 0; rows && i < rows->rows->len; i++) {
        const CvpnRowSpec *row = rows->rows->pdata[i];
        if (naive_contains (row->prefix, n->packet.destination) &&
            (!best || row->prefix.length > best->prefix.length))
            best = row;
    }
    const CvpnCode more = more_of_endpoint (n, "authorization-rules");
    if (more != CVPN_CODE_NONE && !(best && best->prefix.length == 32 && rule_names (n, best)))
        return naive_drop (CVPN_STEP_AUTHORIZATION, more);
    if (!best)
        return naive_drop (CVPN_STEP_AUTHORIZATION, CVPN_CODE_CVPN_NO_AUTHORIZATION_RULE);
    return rule_names (n, best)
               ? naive_pass ()
               : naive_drop (CVPN_STEP_AUTHORIZATION, CVPN_CODE_CVPN_AUTHORIZATION_GROUP_MISMATCH);
}

/* Amazon's DNS server, two above the first block or 169.254.169.253; unless the file has a
 * host there. */
static gboolean
asks_dns_server (const Naive *n)
{
    const CvpnVpcSpec *vpc = naive_find (n->spec->vpcs, n->vpc);
    const guint32 first = g_array_index (vpc->cidr_block, CvpnPrefix, 0).address;
    const guint32 address = n->packet.destination;

    for (guint i = 0; i < n->spec->hosts->len; i++) {
        const CvpnHostSpec *host = n->spec->hosts->pdata[i];
        const CvpnSubnetSpec *subnet = naive_find (n->spec->subnets, host->subnet);
        if (subnet && host->address == address && g_str_equal (subnet->vpc, n->vpc))
            return FALSE;
    }
    return (n->packet.protocol == 6 || n->packet.protocol == 17) &&
           n->packet.destination_port == 53 && (address == first + 2 || address == 0xa9fea9fd);
}

static CvpnNaiveVerdict
vpn_route (Naive *n)
{
    gboolean is_local;
    const gint longest = longest_vpn_route (
        n, n->landing ? n->landing->group->name : n->unknown_landing->group->name, &is_local);
    const CvpnPrefix clients = n->endpoint->client_cidr_block;
    CvpnCode more = more_of_endpoint (n, "client-vpn-routes");

    n->to_client = naive_contains (clients, n->packet.destination);
    if (is_maybe (n) && !n->to_client)
        more = naive_doubt (n->unknown_landing);
    if (more != CVPN_CODE_NONE &&
        (longest < 0 || (n->to_client && !is_local && longest <= clients.length)))
        return naive_drop (CVPN_STEP_VPN_ROUTE, more);
    if (longest < 0)
        return naive_drop (CVPN_STEP_VPN_ROUTE, CVPN_CODE_CVPN_NO_ROUTE_TO_DESTINATION);
    n->to_dns_server = !n->to_client && asks_dns_server (n);
    if (n->to_client && !is_local)
        return naive_drop (CVPN_STEP_VPN_ROUTE, CVPN_CODE_CVPN_CLIENT_TO_CLIENT_RESTRICTION);
    return naive_pass ();
}

static CvpnNaiveVerdict
security_group (Naive *n)
{
    if (n->to_client || n->to_dns_server)
        return naive_pass ();
    const CvpnCode code = naive_admit_out (n, naive_landing_groups (n), n->vpc, &n->packet);
    return code == CVPN_CODE_NONE ? naive_pass () : naive_drop (CVPN_STEP_SECURITY_GROUP, code);
}

/* TCP and UDP have ports; ICMP's identifier is one. */
static gboolean
needs_port (const NaivePacket *packet)
{
    return packet->protocol == 6 || packet->protocol == 17 || packet->protocol == 1;
}

static CvpnNaiveVerdict
snat (Naive *n)
{
    const CvpnEndpointSpec *e = n->endpoint;

    if (n->to_client)
        return naive_pass ();
    if (!n->landing)
        return naive_drop (CVPN_STEP_SNAT, naive_doubt (n->unknown_landing));
    if (e->snat_ports_none && needs_port (&n->packet))
        return naive_drop (CVPN_STEP_SNAT, CVPN_CODE_CVPN_SNAT_PORT_EXHAUSTED);
    n->packet.source = naive_interface (n->spec, e, n->landing);
    if (n->packet.source_port < e->snat_first || n->packet.source_port > e->snat_last)
        n->packet.source_port = e->snat_first;
    n->sources[n->n_sources++] =
        (NaiveSource){ NULL, n->landing, n->packet.source, n->packet.source_port };
    return naive_pass ();
}

/* That of the first target network that is known, where the file does not say. */
static const char *
find_vpc (const CvpnSpec *spec, const CvpnEndpointSpec *endpoint)
{
    for (guint i = 0; !endpoint->vpc && i < endpoint->target_networks->len; i++) {
        const CvpnSubnetSpec *subnet =
            naive_find (spec->subnets, endpoint->target_networks->pdata[i]);
        if (subnet)
            return subnet->vpc;
    }
    return endpoint->vpc;
}

CvpnNaiveVerdict
cvpn_naive_walk (const CvpnSpec *spec, const CvpnNaiveFlow *flow)
{
    static const NaiveStep steps[] = {
        client_route,   connection, authorization, vpn_route,
        security_group, snat,       naive_request, naive_answer,
    };
    Naive n = {
        .spec = spec,
        .endpoint = spec->endpoints->pdata[0],
        .clients = naive_find (spec->clients, flow->clients),
        .landing = naive_find (spec->subnets, flow->landing),
        .unknown_landing = naive_find (spec->unknowns, flow->landing),
        .vpc = find_vpc (spec, spec->endpoints->pdata[0]),
        .failed_zone = flow->failed_zone,
        .connected = flow->connected,
        .packet = { .destination = flow->to->address,
                    .protocol = flow->to->protocol,
                    .icmp_type = flow->to->icmp_type,
                    .icmp_code = flow->to->icmp_code,
                    .source_port = flow->source_port,
                    .destination_port = flow->to->port },
    };

    if (flow->to->target)
        n.packet.destination =
            ((const CvpnHostSpec *) naive_find (spec->hosts, flow->to->target))->address;
    for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
        const CvpnNaiveVerdict verdict = steps[i](&n);
        if (verdict.outcome != CVPN_OUTCOME_DELIVERED)
            return verdict;
    }
    return naive_pass ();
}
