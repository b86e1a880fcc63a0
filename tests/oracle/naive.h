/* naive: one flow on its way through the oracle, and what its files share. */
#pragma once

#include "naive_spec.h"
#include "naive_unknown.h"
#include "naive_walk.h"

#define NAIVE_HOPS_MAX 16
/* What stands for the public address that AWS gives an interface: in no block. */
#define NAIVE_PUBLIC_ADDRESS 0xc6120001u

/* Who stands as the source of the request: the endpoint's interface, then each NAT
 * gateway that translated it. */
typedef struct {
    const CvpnNatGatewaySpec *nat; /* NULL: the interface */
    const CvpnSubnetSpec *subnet;
    guint32 address;
    guint16 port;
} NaiveSource;

typedef struct {
    const CvpnSpec *spec;
    const CvpnEndpointSpec *endpoint;
    const CvpnClientsSpec *clients;
    const CvpnSubnetSpec *landing;          /* or NULL and: */
    const CvpnUnknownSpec *unknown_landing; /* of which only the name is known, if it is one */
    const char *vpc;                        /* the endpoint's */
    const char *failed_zone;                /* or NULL */
    gboolean connected;
    NaivePacket packet; /* the request as it is now */
    gboolean to_client, to_dns_server;

    /* What the request met on its way, and where it came to. */
    NaiveSource sources[NAIVE_HOPS_MAX + 1];
    guint n_sources;
    const CvpnHostSpec *forwarders[NAIVE_HOPS_MAX];
    guint n_forwarders;
    const CvpnHostSpec *host;
    const CvpnOutsideSpec *network;       /* outside AWS; NULL: nowhere that the file names */
    gboolean by_internet;                 /* by public addresses */
    const char *by_service;               /* the VPC whose gateway endpoint took it, or NULL */
    const CvpnVpnConnectionSpec *by_vpn;  /* or NULL */
    const CvpnAttachmentSpec *by_transit; /* the connection's, to a transit gateway; or NULL */
} Naive;

typedef CvpnNaiveVerdict (*NaiveStep) (Naive *n);

CvpnNaiveVerdict naive_pass (void);
CvpnNaiveVerdict naive_drop (CvpnStep step, CvpnCode code);

/* Does it stand in the zone that has failed? */
gboolean naive_is_dead (const Naive *n, const CvpnSubnetSpec *subnet);

/* One packet, the request or its answer, from table to table.  It stands in a subnet,
 * whose route table decides. */
typedef struct {
    Naive *n;
    gboolean returning;
    NaivePacket packet;
    const CvpnSubnetSpec *subnet;
    guint hops;
    /* The public address of the interface whose own packet this is; 0: it has none, or
     * somebody else's packet is passed on. */
    guint32 public_address; /* of the source; 0: none */
    const char *source_vpc; /* where that one is an interface's */
    /* Rules that name a security group see who sent it: these groups of this VPC. */
    gboolean referable;
    const GPtrArray *sender_groups;
    const char *sender_vpc; /* NULL: outside */
    gboolean arrived;
    CvpnNaiveVerdict verdict; /* if it was stopped */
} NaiveTrip;

/* Sends the packet on until it has arrived (TRUE) or is stopped (FALSE). */
gboolean naive_travel (NaiveTrip *trip);

/* Notes that the packet stops here, and returns FALSE. */
gboolean naive_stop (NaiveTrip *trip, CvpnCode code);

/* The packet enters the VPC, to who has its destination's address there.  From a
 * subnet of that VPC, whose ACL then is not asked, or NULL. */
gboolean naive_enter_vpc (NaiveTrip *trip, const char *vpc, const CvpnSubnetSpec *from);
/* What an attachment's table says of a packet from there; 'zone': where it was. */
gboolean naive_cross_transit (NaiveTrip *trip, const CvpnAttachmentSpec *from, const char *zone);
/* From outside to the public address of who stands as the request's source. */
gboolean naive_enter_from_internet (NaiveTrip *trip);

/* Where a packet leaves AWS. */
gboolean naive_leave_by_internet (NaiveTrip *trip);
gboolean naive_leave_by_service (NaiveTrip *trip);
gboolean naive_leave_by_vpn (NaiveTrip *trip, const CvpnVpnConnectionSpec *connection,
                             const CvpnAttachmentSpec *attachment);

/* The groups that the landing's interface has; a list of names. */
const GPtrArray *naive_landing_groups (const Naive *n);

/* NONE if one of the groups that stand at an interface of the VPC admits the packet.
 * Inbound the trip says who sent it. */
CvpnCode naive_admit_out (const Naive *n, const GPtrArray *named, const char *vpc,
                          const NaivePacket *packet);
CvpnCode naive_admit_in (const NaiveTrip *trip, const GPtrArray *named, const char *vpc);

/* Steps 6, 7 and destination; the answer's way. */
CvpnNaiveVerdict naive_request (Naive *n);
CvpnNaiveVerdict naive_answer (Naive *n);
