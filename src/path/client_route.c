/* Before the seven steps: does the client's device send it into the tunnel?
 *
 * Full tunnel: everything, but what the client's own network covers; a network
 * outside RFC 1918 is blocked and captured ("Rules and best practices for using
 * AWS Client VPN").  Split tunnel: what the pushed routes cover, longest prefix
 * against the client's own network, which wins a tie.
 *
 * Routes are pushed when a session begins: one that was made later is stale news
 * to it.  A pushed default route covers the endpoint's own address too, for split
 * tunnel makes no exception for it as full tunnel does: a client that follows it
 * loses its tunnel, again and again.  (AWS Client VPN Administrator Guide,
 * "Split-tunnel on Client VPN endpoints": "not recommended") */
#include "path/step.h"

static const CvpnPrefix everything = { 0, 0 };

/* What the device's routes say of the destination. */
typedef struct {
    gint length; /* of the pushed route; -1: none covers it */
    guint32 rule;
} Pushed;

static void
bypass (CvpnWalk *walk, CvpnTrace *trace, CvpnCode code, guint32 rule)
{
    cvpn_step_fail (walk, trace, CVPN_STAGE_CLIENT_ROUTE, code, rule);
    walk->outcome = CVPN_OUTCOME_BYPASSED;
}

/* "block-local": what lies outside RFC 1918 and the link-local block is captured. */
static gboolean
stays_local (CvpnPrefix lan)
{
    static const CvpnPrefix blocks[] = {
        { 0x0a000000, 8 }, { 0xac100000, 12 }, { 0xc0a80000, 16 }, { 0xa9fe0000, 16 }
    };

    for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
        if (cvpn_prefix_covers (blocks[i], lan))
            return TRUE;
    return FALSE;
}

static gboolean
is_on_lan (const CvpnWalk *walk)
{
    const CvpnPrefix lan = walk->person->local_network;

    return lan.length != CVPN_PREFIX_UNSET && cvpn_prefix_contains (lan, walk->packet.destination);
}

static void
decide_full_tunnel (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);

    if (is_on_lan (walk) && stays_local (walk->person->local_network))
        bypass (walk, trace, CVPN_CODE_CVPN_CLIENT_LOCAL_CIDR_OVERLAP, endpoint->rule);
    else
        cvpn_step_pass (trace, CVPN_STAGE_CLIENT_ROUTE, endpoint->rule);
}

static Pushed
describe_route (const CvpnWalk *walk, guint32 route)
{
    if (route == CVPN_PREFIX_TABLE_NONE)
        return (Pushed){ -1, cvpn_walk_endpoint (walk)->rule };
    const CvpnVpnRoute *pushed = cvpn_at (walk->net->vpn_routes, CvpnVpnRoute, route);
    return (Pushed){ pushed->destination.length, pushed->rule };
}

/* As of a session that begins now. */
static Pushed
find_present (const CvpnWalk *walk)
{
    return describe_route (walk, cvpn_prefix_table_lookup (cvpn_walk_endpoint (walk)->pushed,
                                                           walk->packet.destination));
}

/* The length of the longest route that the client took, which takes 'limit' of them (0: all). */
static guint32
find_taken (const CvpnWalk *walk, guint32 limit)
{
    const CvpnPrefixTable *pushed =
        walk->person->pushed ? walk->person->pushed : cvpn_walk_endpoint (walk)->pushed_lengths;
    const guint32 address = walk->packet.destination;
    guint32 route = cvpn_prefix_table_lookup (pushed, address);

    while (route != CVPN_PREFIX_TABLE_NONE && limit > 0 && route >> 6 >= limit) {
        guint8 length = (guint8) (route & 63);
        route = CVPN_PREFIX_TABLE_NONE;
        while (route == CVPN_PREFIX_TABLE_NONE && length-- > 0)
            route = cvpn_prefix_table_get (
                pushed, (CvpnPrefix){ address & cvpn_prefix_mask (length), length });
    }
    return route == CVPN_PREFIX_TABLE_NONE ? route : route & 63;
}

/* As of this session; the endpoint speaks for a route that it has no more. */
static Pushed
find_pushed (const CvpnWalk *walk, guint32 limit)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const guint32 address = walk->packet.destination;
    guint32 length;

    if (!walk->person->pushed && limit == 0)
        return find_present (walk);
    length = find_taken (walk, limit);
    if (length == CVPN_PREFIX_TABLE_NONE)
        return (Pushed){ -1, endpoint->rule };
    const CvpnPrefix prefix = { address & cvpn_prefix_mask ((guint8) length), (guint8) length };
    const Pushed present = describe_route (walk, cvpn_prefix_table_get (endpoint->pushed, prefix));
    return (Pushed){ (gint) length, present.rule };
}

/* Why it stays outside; NONE: it is captured. */
static CvpnCode
judge (const CvpnWalk *walk, Pushed pushed)
{
    if (pushed.length < 0)
        return CVPN_CODE_CVPN_SPLIT_TUNNEL_NOT_CAPTURED;
    if (is_on_lan (walk) && walk->person->local_network.length >= pushed.length)
        return CVPN_CODE_CVPN_CLIENT_LOCAL_CIDR_OVERLAP;
    return CVPN_CODE_NONE;
}

gboolean
cvpn_client_route_loops (const CvpnNetwork *net, const CvpnPerson *person)
{
    const CvpnEndpoint *endpoint = cvpn_endpoint (net, person->endpoint);
    const CvpnPrefixTable *pushed = person->pushed ? person->pushed : endpoint->pushed;

    return person->tunnel_route_loop && endpoint->split_tunnel &&
           cvpn_prefix_table_get (pushed, everything) != CVPN_PREFIX_TABLE_NONE;
}

static void
reject_loop (CvpnWalk *walk, CvpnTrace *trace)
{
    const guint32 route = cvpn_prefix_table_get (cvpn_walk_endpoint (walk)->pushed, everything);

    cvpn_step_reject (walk, trace, CVPN_STAGE_CLIENT_ROUTE, CVPN_CODE_CVPN_TUNNEL_ROUTE_LOOP,
                      CVPN_REASON_NONE, describe_route (walk, route).rule);
}

/* Would routes that the endpoint may have besides make a difference?  A longer one would
 * capture it, unless the client's own network is that one address; a default route would cut
 * off who follows it; and of who takes no more than a number nobody knows which. */
static gboolean
is_in_doubt (const CvpnWalk *walk, CvpnCode code)
{
    const CvpnPerson *person = walk->person;

    if (cvpn_walk_endpoint (walk)->more_routes == CVPN_RULE_NONE)
        return FALSE;
    if (code != CVPN_CODE_NONE)
        return !is_on_lan (walk) || person->local_network.length < 32;
    return person->pushed_limit > 0 ||
           (person->tunnel_route_loop && !cvpn_client_route_loops (walk->net, person));
}

static void
doubt (CvpnWalk *walk, CvpnTrace *trace, guint32 rule)
{
    cvpn_step_fail (walk, trace, CVPN_STAGE_CLIENT_ROUTE, CVPN_CODE_UNKNOWN_RESOURCE, rule);
}

static void
decide_split_tunnel (CvpnWalk *walk, CvpnTrace *trace)
{
    const Pushed pushed = find_pushed (walk, walk->person->pushed_limit);
    const Pushed present = find_present (walk);
    const CvpnCode code = judge (walk, pushed);

    if (is_in_doubt (walk, code))
        doubt (walk, trace, cvpn_walk_endpoint (walk)->more_routes);
    else if (code != CVPN_CODE_NONE && judge (walk, find_pushed (walk, 0)) == CVPN_CODE_NONE)
        bypass (walk, trace, CVPN_CODE_CVPN_PUSHED_ROUTES_TRUNCATED, find_pushed (walk, 0).rule);
    else if (code != CVPN_CODE_NONE && judge (walk, present) == CVPN_CODE_NONE)
        bypass (walk, trace, CVPN_CODE_CVPN_CLIENT_ROUTE_STALE, present.rule);
    else if (code != CVPN_CODE_NONE)
        bypass (walk, trace, code, pushed.rule);
    else if (cvpn_client_route_loops (walk->net, walk->person))
        reject_loop (walk, trace);
    else
        cvpn_step_pass (trace, CVPN_STAGE_CLIENT_ROUTE, pushed.rule);
}

/* A landing that may not be there, and no other that anybody is led to. */
static gboolean
lacks_landing (const CvpnWalk *walk)
{
    const CvpnSpan a = cvpn_walk_endpoint (walk)->associations;

    for (guint32 i = a.first; i < a.first + a.count; i++)
        if (cvpn_association (walk->net, i)->answers)
            return FALSE;
    return cvpn_walk_landing (walk)->maybe;
}

void
cvpn_step_client_route (CvpnWalk *walk, CvpnTrace *trace)
{
    if (lacks_landing (walk))
        doubt (walk, trace, cvpn_walk_subnet (walk)->rule);
    else if (cvpn_walk_endpoint (walk)->split_tunnel)
        decide_split_tunnel (walk, trace);
    else
        decide_full_tunnel (walk, trace);
}
