/* step: what the step files share: their signature and how they report. */
#pragma once

#include "path/route.h"
#include "path/walk.h"

/* Each looks at the walk, writes what it found there, and appends verdicts. */
typedef void (*CvpnStepFunc) (CvpnWalk *walk, CvpnTrace *trace);

/* Where a verdict stands: step and direction of the stage that says it. */
void cvpn_step_pass (CvpnTrace *trace, CvpnStage stage, guint32 rule);
void cvpn_step_skip (CvpnTrace *trace, CvpnStage stage);

/* An obstacle: the first of the walk is FAIL and makes it `dropped`, or
 * `undetermined` with the code UNKNOWN_RESOURCE, 'rule' being then that of the
 * [unknown] (and the code UNSUPPORTED_COMPONENT if it is not modelled); a further one is ALSO.
 * Returns TRUE if it was the first. */
gboolean cvpn_step_fail (CvpnWalk *walk, CvpnTrace *trace, CvpnStage stage, CvpnCode code,
                         guint32 rule);

/* The first obstacle of a walk that an answer tells the client of. */
gboolean cvpn_step_reject (CvpnWalk *walk, CvpnTrace *trace, CvpnStage stage, CvpnCode code,
                           CvpnReason reason, guint32 rule);

static inline const CvpnAssociation *
cvpn_walk_landing (const CvpnWalk *walk)
{
    return cvpn_association (walk->net, walk->association);
}

static inline const CvpnSubnet *
cvpn_walk_subnet (const CvpnWalk *walk)
{
    return cvpn_subnet (walk->net, cvpn_walk_landing (walk)->subnet);
}

static inline const CvpnEndpoint *
cvpn_walk_endpoint (const CvpnWalk *walk)
{
    return cvpn_endpoint (walk->net, cvpn_walk_landing (walk)->endpoint);
}

static inline gboolean
cvpn_walk_landing_is_dead (const CvpnWalk *walk)
{
    return cvpn_subnet_is_dead (walk->net, cvpn_walk_landing (walk)->subnet);
}

/* Of the landing's subnet nothing is known but that people land there. */
static inline gboolean
cvpn_walk_landing_is_unknown (const CvpnWalk *walk)
{
    return cvpn_walk_subnet (walk)->unknown;
}

/* TRUE if the endpoint's groups, the landing's table and its ACL are not asked:
 * between clients, and on the way to the Amazon-provided DNS server. */
static inline gboolean
cvpn_walk_is_exempt (const CvpnWalk *walk)
{
    return walk->way.place.kind == CVPN_PLACE_CLIENT || walk->way.place.kind == CVPN_PLACE_RESOLVER;
}

/* Is 'value' at most 'limit'?  'alike' (or NULL) keeps what answers so, too. */
static inline gboolean
cvpn_extent_at_most (CvpnExtent *alike, gint64 value, gint64 limit)
{
    if (alike && value <= limit)
        alike->last = MIN (alike->last, limit);
    else if (alike)
        alike->first = MAX (alike->first, limit + 1);
    return value <= limit;
}

/* The answer to a packet, as it travels back. */
CvpnPacket cvpn_walk_answer (const CvpnWalk *walk, const CvpnPacket *packet);

/* DELIVERED if the answer would reach the client: the return path and the landing's
 * inbound ACL let it pass; else what its first obstacle makes of it. */
CvpnOutcome cvpn_walk_answer_outcome (const CvpnWalk *walk);

/* MTU_EXCEEDED, or nothing: into the tunnel, at the link of the host where the
 * packet has arrived (FALSE: the walk ends there), and the answer on its way back
 * to the client. */
void cvpn_step_size_forward (CvpnWalk *walk, CvpnTrace *trace);
gboolean cvpn_step_size_at_host (CvpnWalk *walk, CvpnTrace *trace);
void cvpn_step_size_back (CvpnWalk *walk, CvpnTrace *trace);

/* TCP or UDP to the port of DNS (step3_vpn_route.c). */
gboolean cvpn_step_is_dns (const CvpnWalk *walk);

void cvpn_step_client_route (CvpnWalk *walk, CvpnTrace *trace);
void cvpn_step_connection (CvpnWalk *walk, CvpnTrace *trace);
void cvpn_step_authorization (CvpnWalk *walk, CvpnTrace *trace);
void cvpn_step_vpn_route (CvpnWalk *walk, CvpnTrace *trace);
void cvpn_step_security_group (CvpnWalk *walk, CvpnTrace *trace);
void cvpn_step_snat (CvpnWalk *walk, CvpnTrace *trace);
void cvpn_step_subnet_route (CvpnWalk *walk, CvpnTrace *trace);
void cvpn_step_nacl_outbound (CvpnWalk *walk, CvpnTrace *trace);
void cvpn_step_nacl_inbound (CvpnWalk *walk, CvpnTrace *trace);
void cvpn_step_destination (CvpnWalk *walk, CvpnTrace *trace);
void cvpn_step_return (CvpnWalk *walk, CvpnTrace *trace);
