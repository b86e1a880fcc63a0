/* hosts: is each host that is authorized and routed reached from any landing, and do its
 * answers come back?  (From some and not from others: landings.c.)
 *
 * The evaluator says it, flow by flow; here a flow is chosen for each host and what it listens
 * to.  That a security group or a firewall refuses everybody alike is how hosts are protected,
 * and no finding.  (AWS Client VPN Administrator Guide, "Access to a peered VPC"; AWS re:Post,
 * "AWS Client VPN connection and traffic flow handling simplified") */
#include "check/check.h"

typedef struct {
    CvpnCheck *check;
    const CvpnTables *tables;
    CvpnPerson person;
    GHashTable *told; /* "CODE RULE", of what has been reported */
} Search;

static gboolean
is_route_code (guint16 code)
{
    switch (code) {
    case CVPN_CODE_NO_ROUTE_TO_DESTINATION:
    case CVPN_CODE_BAD_STATE_ROUTE:
    case CVPN_CODE_TGW_ROUTE_AZ_RESTRICTION:
    case CVPN_CODE_TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION:
    case CVPN_CODE_TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT:
    case CVPN_CODE_TGW_RTB_BAD_STATE_ROUTE:
    case CVPN_CODE_PCX_REQUIRES_ADDRESS_IN_VPC_CIDR:
    case CVPN_CODE_IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS:
    case CVPN_CODE_VGW_NO_ROUTE:
    case CVPN_CODE_NO_RETURN_ROUTE:
    case CVPN_CODE_CVPN_ROUTING_LOOP:
        return TRUE;
    default:
        return FALSE;
    }
}

static CvpnFinding *
tell (const Search *s, CvpnFindingCode code, const CvpnVerdict *verdict, char *message)
{
    g_autofree char *text = message;

    if (!g_hash_table_add (s->told, g_strdup_printf ("%u %u", code, verdict->rule)))
        return NULL;
    return cvpn_found_at_rule (s->check, code, verdict->rule, "%s", text);
}

static gboolean
attached (const CvpnNetwork *net, guint32 transit_gateway, guint32 vpc)
{
    return cvpn_network_attachment (net, transit_gateway, vpc) != CVPN_NONE;
}

/* Somebody has meant the endpoint's VPC to reach the host: a rule or a route names its
 * network, or a peering or a transit gateway joins the two. */
static gboolean
is_meant (const Search *s, const CvpnHost *host)
{
    const CvpnNetwork *net = s->check->net;
    const CvpnEndpoint *endpoint = s->tables->endpoint;
    const CvpnPrefix everything = { 0, 0 };
    const guint32 route = cvpn_prefix_table_lookup (endpoint->pushed, host->address);
    const guint32 rule = cvpn_prefix_table_lookup (endpoint->authorization, host->address);

    if (route != cvpn_prefix_table_get (endpoint->pushed, everything) ||
        rule != cvpn_prefix_table_get (endpoint->authorization, everything) ||
        host->subnet == CVPN_NONE)
        return TRUE;
    const guint32 vpc = cvpn_subnet (net, host->subnet)->vpc;
    for (guint32 i = 0; i < net->transit_gateways->len; i++)
        if (attached (net, i, vpc) && attached (net, i, endpoint->vpc))
            return TRUE;
    return cvpn_network_vpcs_joined (net, endpoint->vpc, vpc);
}

/* From nowhere: a way that is missing, or an ACL that lets the request pass and not its
 * answer.  'from': " from subnet-a", of the landings where it is this; or "" of all. */
static void
report_failure (const Search *s, const CvpnHost *host, const char *flow, const char *from,
                const CvpnVerdict *verdict)
{
    const gboolean back = verdict->direction == CVPN_RETURN;
    CvpnFindingCode code = back ? CVPN_FINDING_RETURN_ROUTE_MISSING : CVPN_FINDING_ROUTE_MISSING;

    if (verdict->code == CVPN_CODE_SUBNET_ACL_RESTRICTION && back)
        code = CVPN_FINDING_ACL_EPHEMERAL_PORTS;
    else if (!is_route_code (verdict->code))
        return;
    CvpnFinding *finding = tell (s, code, verdict,
                                 g_strdup_printf ("[host %s], %s, is %s%s: %s", host->name, flow,
                                                  back ? "reached, and its answers do not come back"
                                                       : "authorized and routed, and not reached",
                                                  from, cvpn_code_text ((CvpnCode) verdict->code)));
    /* A transit gateway has blackholes that are meant. */
    if (finding && (verdict->code == CVPN_CODE_TGW_RTB_BAD_STATE_ROUTE || !is_meant (s, host)))
        finding->severity = CVPN_SEVERITY_NOTE;
}

/* " from subnet-a and subnet-b": where they stop at this rule; "" if that is everywhere. */
static char *
write_from (const Search *s, const CvpnTried *tried, guint32 rule)
{
    const guint n = s->tables->landings->len;
    g_autoptr (GPtrArray) names = cvpn_name_list_new ();

    for (guint i = 0; i < n; i++) {
        const CvpnVerdict *verdict = cvpn_trace_obstacle (&tried[i].trace);
        if (verdict && verdict->rule == rule)
            cvpn_name_list_add (
                names,
                cvpn_check_landing_subnet (s->check, cvpn_tables_landing (s->tables, i))->name);
    }
    if (names->len == n)
        return g_strdup ("");
    g_autofree char *joined = cvpn_name_list_join (names, G_MAXUINT);
    return g_strdup_printf (" from %s", joined);
}

static void
try_flow (const Search *s, const CvpnHost *host, const CvpnPacket *packet, const char *flow)
{
    const guint n = s->tables->landings->len;
    g_autofree CvpnTried *tried = g_new0 (CvpnTried, n);

    for (guint i = 0; i < n; i++) {
        const guint32 association = cvpn_tables_landing (s->tables, i);
        cvpn_check_try (s->check, &s->person, association, packet, FALSE, &tried[i]);
        if (tried[i].outcome == CVPN_OUTCOME_DELIVERED)
            return;
    }
    for (guint i = 0; i < n; i++) {
        const CvpnVerdict *verdict = cvpn_trace_obstacle (&tried[i].trace);
        if (!verdict || tried[i].outcome == CVPN_OUTCOME_UNDETERMINED ||
            tried[i].outcome == CVPN_OUTCOME_BYPASSED)
            continue;
        g_autofree char *from = write_from (s, tried, verdict->rule);
        report_failure (s, host, flow, from, verdict);
    }
}

static void
try_match (const Search *s, const CvpnHost *host, const CvpnMatch *match)
{
    CvpnPacket packet = { .destination = host->address, .source_port = CVPN_CLIENT_PORT };
    g_autofree char *flow = cvpn_match_format (match);

    packet.protocol =
        (guint8) (match->protocol == CVPN_PROTOCOL_ALL ? CVPN_PROTOCOL_TCP : match->protocol);
    packet.destination_port = MAX (match->first, 1);
    if (match->protocol == CVPN_PROTOCOL_ALL)
        packet.destination_port = 443;
    if (packet.protocol == CVPN_PROTOCOL_ICMP)
        packet.icmp_type = match->icmp_type == CVPN_ICMP_ANY ? 8 : (guint8) match->icmp_type;
    try_flow (s, host, &packet, match->protocol == CVPN_PROTOCOL_ALL ? "tcp 443" : flow);
}

static void
try_host (const Search *s, const CvpnHost *host)
{
    static const CvpnMatch everything = { .protocol = CVPN_PROTOCOL_ALL, .last = 65535 };
    const CvpnPrefix address = { host->address, 32 };

    if (!cvpn_cover_all (address, s->tables->rules) || !cvpn_cover_all (address, s->tables->routes))
        return;
    if (host->listens_to_all)
        try_match (s, host, &everything);
    for (guint32 i = host->listen.first; i < host->listen.first + host->listen.count; i++)
        try_match (s, host, cvpn_at (s->check->net->matches, CvpnMatch, i));
}

void
cvpn_check_hosts (CvpnCheck *check)
{
    for (guint32 i = 0; i < check->net->endpoints->len; i++) {
        g_autoptr (CvpnTables) tables = cvpn_tables_new (check, i);
        g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
        g_autofree guint32 *groups = NULL;
        Search s = { .check = check, .tables = tables, .told = told };
        s.person = cvpn_check_anybody (check, i, &groups);
        for (guint32 j = 0; j < check->net->hosts->len; j++)
            try_host (&s, cvpn_host (check->net, j));
    }
}
