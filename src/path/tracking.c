/* Connection tracking's idle time-outs.
 *
 * Security groups let an answer pass because they remember the request.  After so
 * much silence they have forgotten it, and the answer is judged by their rules as
 * if it were new; an answer that the rules admit anyway (an untracked flow's) is
 * let through.  TCP is remembered for 432,000 s or as set, UDP for 30 s, or 180 s
 * if it is a stream, other protocols for 600 s; ICMP as UDP, which is an
 * assumption.  (Amazon EC2 User Guide, "Security group connection tracking") */
#include "path/way.h"

#include "base/match.h"
#include "base/quantity.h"
#include "path/step.h"

#define OTHER_TIMEOUT (600 * CVPN_SECOND)

static gint64
remember_for (const CvpnTracking *tracking, const CvpnWalk *walk)
{
    switch (walk->packet.protocol) {
    case CVPN_PROTOCOL_TCP:
        return tracking->tcp_established_ns;
    case CVPN_PROTOCOL_UDP:
        return walk->stream ? tracking->udp_stream_ns : tracking->udp_ns;
    case CVPN_PROTOCOL_ICMP:
        return tracking->udp_ns;
    default:
        return OTHER_TIMEOUT;
    }
}

gboolean
cvpn_tracking_expired (const CvpnTracking *tracking, const CvpnWalk *walk)
{
    return !cvpn_extent_at_most (walk->alike_shapes ? &walk->alike_shapes->idle : NULL,
                                 walk->idle_ns, remember_for (tracking, walk));
}
