/* Packet size: what passes the tunnel, and what a host's link takes.
 *
 * A payload of more than 1,400 bytes does not pass: failing pings beyond that are
 * the guide's test.  Arithmetic agrees: of the 1,500 bytes of the way to the
 * endpoint the tunnel takes 52 (20 IP, 8 UDP, 4 opcode and peer, 4 packet number,
 * 16 tag), and 1,448 bytes hold such a payload with its headers.  `mssfix` keeps
 * TCP's segments so short that the datagram around them, without its own headers,
 * has that many bytes at most; other protocols it does not touch.  No hop in AWS
 * takes less than the tunnel leaves.  (AWS Client VPN Administrator Guide,
 * "Access to a peered VPC, Amazon S3, or the internet is intermittent"; OpenVPN's
 * manual, `mssfix`; Amazon EC2 User Guide, "Network MTU for your EC2 instance")
 *
 * Packets are taken not to be fragmented, as ping's are in that test.  A host's
 * link is asked only of what TCP does not carry: TCP's ends tell each other what
 * their links take (RFC 9293, 3.7.1). */
#include "path/step.h"

#define PATH_BYTES    1500u
#define TUNNEL_BYTES  52u
#define PAYLOAD_MAX   1400u
#define TCP_HEADERS   40u /* IP's among them */
#define OTHER_HEADERS 28u /* of UDP, and of ICMP's echoes */
#define SEALING_BYTES 24u /* what mssfix counts besides the segment: 4, 4 and 16 */

G_STATIC_ASSERT (PAYLOAD_MAX + TCP_HEADERS <= PATH_BYTES - TUNNEL_BYTES);

/* What packets hold at most, whatever is to be sent. */
static gint64
limit_segments (const CvpnWalk *walk)
{
    const gint64 mssfix = cvpn_walk_endpoint (walk)->mssfix;
    const gint64 rest = SEALING_BYTES + TCP_HEADERS;

    if (walk->packet.protocol != CVPN_PROTOCOL_TCP || mssfix < 0)
        return G_MAXINT64;
    return MAX (mssfix, rest) - rest;
}

static gboolean
passes_tunnel (const CvpnWalk *walk, guint32 payload, CvpnExtent *alike)
{
    return limit_segments (walk) <= PAYLOAD_MAX ||
           cvpn_extent_at_most (alike, payload, PAYLOAD_MAX);
}

static gboolean
request_passes_tunnel (const CvpnWalk *walk)
{
    return passes_tunnel (walk, walk->packet_bytes,
                          walk->alike_shapes ? &walk->alike_shapes->packet : NULL);
}

static gboolean
answer_passes_tunnel (const CvpnWalk *walk)
{
    return passes_tunnel (walk, walk->answer_bytes,
                          walk->alike_shapes ? &walk->alike_shapes->answer : NULL);
}

static gboolean
has_ended (const CvpnWalk *walk)
{
    return walk->failed && !walk->go_on;
}

/* Nobody got the packet, so nobody answers. */
static gboolean
is_unanswered (const CvpnWalk *walk)
{
    const CvpnPlace *place = &walk->way.place;

    return place->kind == CVPN_PLACE_NOWHERE ||
           ((place->kind == CVPN_PLACE_VPC || place->kind == CVPN_PLACE_NETWORK) &&
            place->host == CVPN_NONE);
}

void
cvpn_step_size_forward (CvpnWalk *walk, CvpnTrace *trace)
{
    if (!has_ended (walk) && !request_passes_tunnel (walk))
        cvpn_step_fail (walk, trace, CVPN_STAGE_CONNECTION, CVPN_CODE_MTU_EXCEEDED,
                        cvpn_walk_endpoint (walk)->rule);
}

/* Nothing larger than what the tunnel lets pass gets there. */
gboolean
cvpn_step_size_at_host (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnHost *host = cvpn_host (walk->net, walk->way.place.host);
    const gint64 link = (gint64) host->mtu - OTHER_HEADERS;

    if (walk->packet.protocol == CVPN_PROTOCOL_TCP || PAYLOAD_MAX <= link ||
        cvpn_extent_at_most (walk->alike_shapes ? &walk->alike_shapes->packet : NULL,
                             walk->packet_bytes, link))
        return TRUE;
    cvpn_step_fail (walk, trace, CVPN_STAGE_DESTINATION, CVPN_CODE_MTU_EXCEEDED, host->rule);
    return walk->go_on;
}

/* What is too large on the way there is mended for both ways. */
void
cvpn_step_size_back (CvpnWalk *walk, CvpnTrace *trace)
{
    if (!has_ended (walk) && !is_unanswered (walk) && request_passes_tunnel (walk) &&
        !answer_passes_tunnel (walk))
        cvpn_step_fail (walk, trace, CVPN_STAGE_RETURN, CVPN_CODE_MTU_EXCEEDED,
                        cvpn_walk_endpoint (walk)->rule);
}
