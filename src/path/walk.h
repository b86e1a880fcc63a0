/* walk: one flow's way through the steps; the one evaluator.
 *
 * A stage is what happens at one spot; the list of stages is the way of a
 * packet and of its answer, in order.  Each step of the documented path lives
 * in a file of its own (step1_connection.c … step7_nacl.c, destination.c,
 * return_path.c).  A stage reads the const network and the walk, writes what it
 * found into the walk for the stages behind it, and appends its verdicts to the
 * trace.  No clock, no input or output, nothing allocated.
 *
 * The simulation runs a stage per event and stops at the first obstacle, as a
 * packet does; explain sets 'go_on' and gets every further one. */
#pragma once

#include <cvpnsim/verdict.h>

#include "base/selector.h"
#include "model/workload.h"
#include "path/snat_table.h"

/* STAGE (word, step it belongs to, direction) */
#define CVPN_STAGES(STAGE)                                                                         \
    STAGE (CLIENT_ROUTE, CONNECTION, FORWARD)                                                      \
    STAGE (CONNECTION, CONNECTION, FORWARD)                                                        \
    STAGE (AUTHORIZATION, AUTHORIZATION, FORWARD)                                                  \
    STAGE (VPN_ROUTE, VPN_ROUTE, FORWARD)                                                          \
    STAGE (SECURITY_GROUP, SECURITY_GROUP, FORWARD)                                                \
    STAGE (SNAT, SNAT, FORWARD)                                                                    \
    STAGE (SUBNET_ROUTE, SUBNET_ROUTE, FORWARD)                                                    \
    STAGE (NACL_OUTBOUND, NACL, FORWARD)                                                           \
    STAGE (DESTINATION, DESTINATION, FORWARD)                                                      \
    STAGE (RETURN, RETURN, RETURN)                                                                 \
    STAGE (NACL_INBOUND, NACL, RETURN)

typedef enum {
#define CVPN_STAGE_ENUM(word, step, direction) CVPN_STAGE_##word,
    CVPN_STAGES (CVPN_STAGE_ENUM) CVPN_N_STAGES
#undef CVPN_STAGE_ENUM
} CvpnStage;

/* Route tables that may decide one way, there or back, before it is a loop (an
 * assumption: the time to live is longer, but no path that works has so many). */
#define CVPN_HOPS_MAX  16
#define CVPN_TRACE_MAX 256

typedef struct {
    guint32 source, destination; /* addresses as they are now */
    guint16 source_port, destination_port;
    guint8 protocol, icmp_type, icmp_code;
} CvpnPacket;

/* A client's own port where none is asked for: the first of the range that IANA gives to such
 * ports (RFC 6335), and Windows and macOS use. */
#define CVPN_CLIENT_PORT 49152

/* Ports, both ends in it. */
typedef struct {
    guint16 first, last;
} CvpnPorts;

#define CVPN_PORTS_ALL ((CvpnPorts){ 0, G_MAXUINT16 })

/* What else of flows may differ without an answer that does; both ends in it. */
typedef struct {
    gint64 first, last;
} CvpnExtent;

typedef struct {
    CvpnExtent packet, answer; /* bytes of payload each way */
    CvpnExtent idle;           /* nanoseconds */
} CvpnShapes;

#define CVPN_EXTENT_ALL ((CvpnExtent){ 0, G_MAXINT64 })
#define CVPN_SHAPES_ALL ((CvpnShapes){ CVPN_EXTENT_ALL, CVPN_EXTENT_ALL, CVPN_EXTENT_ALL })

/* Where an obstacle stands, for who proposes a cure: valid for verdicts that are
 * FAIL or ALSO. */
typedef struct {
    guint32 subnet;     /* whose table or ACL judged, or CVPN_NONE */
    guint32 attachment; /* by which it came to the transit gateway, or CVPN_NONE */
    guint32 host;       /* whose groups judged, or CVPN_NONE */
    gboolean inbound;   /* ACLs and groups */
    gboolean referable; /* this and the next as in CvpnWay */
    guint32 source_vpc;
    CvpnPacket packet; /* as it was judged */
} CvpnSpot;

typedef struct {
    guint n;
    CvpnVerdict verdicts[CVPN_TRACE_MAX];
    CvpnSpot spots[CVPN_TRACE_MAX];
} CvpnTrace;

/* Where a target leads: the packet's end, or the next interface on its way. */
typedef enum {
    CVPN_PLACE_NOWHERE, /* not known: a route is missing and none can be supposed */
    CVPN_PLACE_CLIENT,  /* another client of the endpoint */
    CVPN_PLACE_VPC,
    CVPN_PLACE_NETWORK, /* an outside network */
    CVPN_PLACE_INTERNET,
    CVPN_PLACE_SERVICE,  /* behind a gateway endpoint */
    CVPN_PLACE_RESOLVER, /* the DNS server that Amazon provides in the landing's VPC */
} CvpnPlaceKind;

typedef struct {
    guint8 kind;                        /* CvpnPlaceKind */
    guint8 via;                         /* CvpnTargetKind: how it gets there */
    gboolean final;                     /* else the table of 'subnet' decides again */
    guint32 gateway;                    /* peering, VPN connection or gateway endpoint it came by */
    guint32 vpc, subnet, network, host; /* CVPN_NONE where they do not apply */
} CvpnPlace;

/* A packet under way, at the interface that sends it on. */
typedef struct {
    CvpnPacket packet;   /* as it is now */
    guint32 vpc, subnet; /* whose route table decides; CVPN_NONE: outside AWS */
    guint32 source_vpc;  /* where the source is an interface's address; CVPN_NONE: nowhere */
    guint8 hops;         /* tables asked so far */
    guint8 crossed;      /* CVPN_DISTANCE bits of gateways gone through */
    gboolean target_known;
    gboolean referable; /* rules may name the sender's security groups */
    CvpnTarget target;  /* what the table chose, or supposed */
    CvpnPlace place;    /* where that leads */
} CvpnWay;

/* What a NAT gateway did to the packet: undone for the answer, the last one first. */
typedef struct {
    guint32 nat_address; /* in nat_addresses */
    guint32 source;      /* what it was before */
    guint16 source_port;
    guint16 port; /* what its port has become */
    CvpnSnatBinding binding;
} CvpnTranslation;

/* "NAT gateway basics": what is idle for 350 s is forgotten. */
#define CVPN_NAT_IDLE (350 * G_GINT64_CONSTANT (1000000000))

#define CVPN_TRANSLATIONS_MAX 3
#define CVPN_FORWARDERS_MAX   CVPN_HOPS_MAX

typedef struct {
    const CvpnNetwork *net;
    const CvpnPerson *person;
    CvpnSnatTable *snat;      /* NULL: every port is free */
    guint32 association;      /* the landing */
    gboolean go_on;           /* go on within and after a stage that failed */
    gboolean connected;       /* the session is up: step 1 asks no more for it */
    gint64 idle_ns;           /* silence between the request and its answer */
    gboolean stream;          /* UDP of more than one exchange */
    CvpnSelectors *alike;     /* narrowed to the protocols and ports for which all that was asked
                                 of them so far answers alike; NULL: nobody wants to know.  At first
                                 it must not go beyond cvpn_selectors_around */
    CvpnPorts *alike_ports;   /* the same of the client's own port, which answers go to */
    CvpnShapes *alike_shapes; /* the same of packets' sizes and of 'idle_ns'; NULL as above */
    guint32 packet_bytes, answer_bytes; /* payload of the largest packet each way; 0: small */

    CvpnPacket packet; /* rewritten by SNAT */
    CvpnSnatBinding binding;
    CvpnWay way; /* from the landing's interface to the destination */
    CvpnTranslation translations[CVPN_TRANSLATIONS_MAX];
    guint32 forwarders[CVPN_FORWARDERS_MAX]; /* hosts that forwarded it, which track it */
    guint8 n_translations, n_forwarders;
    gboolean answer_is_error; /* what comes back is an ICMP error, nothing listens */
    gboolean answer_enters;   /* the answer comes into the landing's subnet from outside it */
    gboolean failed;          /* an obstacle has been met */
    guint8 outcome;           /* CvpnOutcome, final once the walk has ended */
} CvpnWalk;

/* Begins a walk.  'packet' has the client's own port and, as its source, the
 * client's address where one is leased (else 0). */
void cvpn_walk_init (CvpnWalk *walk, const CvpnNetwork *net, const CvpnPerson *person,
                     guint32 association, const CvpnPacket *packet);

/* Runs one stage, appending at least one verdict.  Returns FALSE when the walk
 * ends here: at an obstacle without 'go_on', at a bypass, or after the last
 * stage; 'walk->outcome' is then final. */
gboolean cvpn_walk_stage (CvpnWalk *walk, CvpnStage stage, CvpnTrace *trace);

/* Runs all stages, from the first. */
CvpnOutcome cvpn_walk_run (CvpnWalk *walk, CvpnTrace *trace);

/* TRUE if the person's sessions lose their tunnel to a pushed default route. */
gboolean cvpn_client_route_loops (const CvpnNetwork *net, const CvpnPerson *person);

CvpnStep cvpn_stage_step (CvpnStage stage);
CvpnDirection cvpn_stage_direction (CvpnStage stage);

/* The trace's first obstacle, or NULL. */
const CvpnVerdict *cvpn_trace_obstacle (const CvpnTrace *trace);

/* The distances that one way to the destination takes, as bits; the
 * simulation draws their latencies. */
enum {
    CVPN_DISTANCE_SAME_ZONE = 1 << 0,
    CVPN_DISTANCE_CROSS_ZONE = 1 << 1,
    CVPN_DISTANCE_PEERING = 1 << 2,
    CVPN_DISTANCE_VPN_CONNECTION = 1 << 3,
    CVPN_DISTANCE_INTERNET = 1 << 4,
    CVPN_DISTANCE_TRANSIT_GATEWAY = 1 << 5,
};
guint cvpn_walk_distance (const CvpnWalk *walk);

/* The ports that SNAT has for the walk's packet as it comes to it. */
typedef struct {
    CvpnSnatTuple tuple;
    guint16 first;
    guint32 count;
} CvpnSnatPorts;

CvpnSnatPorts cvpn_walk_snat_ports (const CvpnWalk *walk);
