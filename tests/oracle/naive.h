/* naive: one flow on its way through the oracle, and what its files share. */
#pragma once

#include "naive_spec.h"
#include "naive_walk.h"

typedef struct {
    const CvpnSpec *spec;
    const CvpnEndpointSpec *endpoint;
    const CvpnClientsSpec *clients;
    const CvpnSubnetSpec *landing;
    NaivePacket packet; /* as it is now */
    gboolean to_client;

    /* Where step 6 has sent it. */
    gboolean local, public; /* inside the VPC; by public addresses */
    gboolean service;       /* behind a gateway endpoint, which needs no way back */
    const char *vpc;        /* NULL: outside AWS */
    const CvpnSubnetSpec *subnet;
    const CvpnHostSpec *host;
    const CvpnOutsideSpec *network; /* outside AWS; NULL: the internet at large */
    CvpnCode entry;                 /* what stops it before it gets there */
} Naive;

typedef CvpnNaiveVerdict (*NaiveStep) (Naive *n);

CvpnNaiveVerdict naive_pass (void);
CvpnNaiveVerdict naive_drop (CvpnStep step, CvpnCode code);

/* The groups that stand at one end: those named, or the VPC's declared default
 * group; an empty list means the implied one. */
GPtrArray *naive_groups (const Naive *n, const GPtrArray *named, const char *vpc);

/* NONE if one of the groups' rules admits the packet. */
CvpnCode naive_judge_groups (const Naive *n, const GPtrArray *groups, gboolean egress,
                             const NaivePacket *packet);

CvpnNaiveVerdict naive_subnet_route (Naive *n);
CvpnNaiveVerdict naive_nacl_outbound (Naive *n);
CvpnNaiveVerdict naive_destination (Naive *n);
CvpnNaiveVerdict naive_return (Naive *n);
CvpnNaiveVerdict naive_nacl_inbound (Naive *n);
