/* Before the seven steps: does the client's device send it into the tunnel?
 *
 * Full tunnel: everything, but what the client's own network covers; a network
 * outside RFC 1918 is blocked and captured ("Rules and best practices for using
 * AWS Client VPN").  Split tunnel: what the pushed routes cover, longest prefix
 * against the client's own network, which wins a tie. */
#include "path/step.h"

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

static void
decide_full_tunnel (CvpnWalk *walk, CvpnTrace *trace, gboolean local)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);

    if (local && stays_local (walk->person->local_network))
        bypass (walk, trace, CVPN_CODE_CVPN_CLIENT_LOCAL_CIDR_OVERLAP, endpoint->rule);
    else
        cvpn_step_pass (trace, CVPN_STAGE_CLIENT_ROUTE, endpoint->rule);
}

void
cvpn_step_client_route (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const CvpnPrefix lan = walk->person->local_network;
    const guint32 address = walk->packet.destination;
    const gboolean local = lan.length != CVPN_PREFIX_UNSET && cvpn_prefix_contains (lan, address);

    if (!endpoint->split_tunnel) {
        decide_full_tunnel (walk, trace, local);
        return;
    }
    const guint32 hit = cvpn_prefix_table_lookup (endpoint->pushed, address);
    if (hit == CVPN_PREFIX_TABLE_NONE) {
        bypass (walk, trace, CVPN_CODE_CVPN_SPLIT_TUNNEL_NOT_CAPTURED, endpoint->rule);
        return;
    }
    const CvpnVpnRoute *pushed = cvpn_at (walk->net->vpn_routes, CvpnVpnRoute, hit);
    if (local && lan.length >= pushed->destination.length)
        bypass (walk, trace, CVPN_CODE_CVPN_CLIENT_LOCAL_CIDR_OVERLAP, pushed->rule);
    else
        cvpn_step_pass (trace, CVPN_STAGE_CLIENT_ROUTE, pushed->rule);
}
