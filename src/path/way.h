/* way: how a packet moves from table to table, there and back.
 *
 * At each interface the subnet's route table decides, the subnet's ACL judges
 * what leaves it and what enters it, and the target carries the packet on: to its
 * end, or to the next interface where a table decides.  The same moves make the
 * way of the request and of its answer. */
#pragma once

#include "path/walk.h"

/* Who is to get an answer: the interface that sent the request on. */
typedef struct {
    guint32 vpc, subnet;
    guint32 address, public_address; /* public 0: none */
    gboolean landing;                /* the endpoint's own interface, the last one */
} CvpnRecipient;

typedef struct {
    CvpnWalk *walk;
    CvpnTrace *trace;
    CvpnWay *way;
    CvpnStage stage;                /* whose verdicts these are; ACLs of the landing's subnet are
                                       step 7's all the same */
    const CvpnRecipient *recipient; /* of an answer; NULL: a request */
} CvpnLeg;

typedef enum {
    CVPN_MOVE_STOPPED, /* an obstacle, and nothing can be said of what is behind it */
    CVPN_MOVE_ON,      /* at another interface, whose table decides */
    CVPN_MOVE_ARRIVED, /* at way->place */
} CvpnMove;

/* The subnet's route table decides; where it fails and the walk goes on, a target
 * is supposed.  FALSE: the walk ends here. */
gboolean cvpn_way_look_up (const CvpnLeg *leg);

/* FALSE: the next interface stands in the same subnet, no ACL judges. */
gboolean cvpn_way_leaves_subnet (const CvpnWay *way);

/* The subnet's ACL, where the packet leaves it.  FALSE: the walk ends here. */
gboolean cvpn_way_leave (const CvpnLeg *leg);

/* Through the target, which must be known. */
CvpnMove cvpn_way_move (const CvpnLeg *leg);

/* From the present interface to the end of the leg: tables, ACLs and moves. */
CvpnMove cvpn_way_run (const CvpnLeg *leg);

/* An obstacle of the leg; 'spot' may be NULL.  FALSE: the walk ends here. */
gboolean cvpn_way_fail (const CvpnLeg *leg, CvpnCode code, guint32 rule);

/* What the packet comes to stands in this subnet: an obstacle if the zone has failed
 * (zone.c), before the subnet's ACL is asked.  FALSE: the walk ends here. */
gboolean cvpn_way_meets_life (const CvpnLeg *leg, guint32 subnet);

/* The packet enters a subnet through its ACL. */
gboolean cvpn_way_enter (const CvpnLeg *leg, guint32 subnet);

/* The security groups of an interface that the packet passes. */
typedef struct {
    CvpnSpan groups; /* in group_lists */
    guint32 vpc;
    guint32 host;    /* whose interface it is; CVPN_NONE: an endpoint's */
    gboolean egress; /* else inbound */
    gboolean late;   /* it belongs to a flow that they have forgotten */
} CvpnGate;

gboolean cvpn_way_pass_gate (const CvpnLeg *leg, const CvpnGate *gate);

/* The groups of a host; 'late' as above. */
gboolean cvpn_way_groups (const CvpnLeg *leg, guint32 host, gboolean egress, gboolean late);

/* Have groups that remember for so long forgotten the walk's flow when its answer
 * comes?  (tracking.c) */
gboolean cvpn_tracking_expired (const CvpnTracking *tracking, const CvpnWalk *walk);

/* Transit gateways (transit.c).  The packet has come in by 'attachment', from
 * 'zone' (CVPN_NONE: from outside AWS): its table decides. */
CvpnMove cvpn_transit_forward (const CvpnLeg *leg, guint32 attachment, guint32 zone);
CvpnMove cvpn_transit_move (const CvpnLeg *leg);

/* NAT gateways and hosts that forward (middlebox.c). */
CvpnMove cvpn_nat_gateway_move (const CvpnLeg *leg);
CvpnMove cvpn_forwarder_move (const CvpnLeg *leg);
