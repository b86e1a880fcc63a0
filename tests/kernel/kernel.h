/* kernel: a scenario's network as the Linux kernel has it.
 *
 * Built from CvpnSpec and CvpnNetwork, names, addresses and rules; never from src/path, which is
 * what the kernel is held against.  One file per sort of thing. */
#pragma once

#include "model/scenario.h"
#include "world.h"

/* Tables of a VPC's router: by which a packet is delivered inside it, and from this number on
 * each subnet's own. */
#define KERNEL_LOCAL_TABLE  50
#define KERNEL_SUBNET_TABLE 100

/* What filters must know of a packet's way, and addresses do not show, it bears as a DSCP; in
 * nft's words.  Not referable: references to security groups do not match its sender.  Foreign:
 * its source is not who sent it on, which an internet gateway minds. */
#define KERNEL_NOT_REFERABLE         "1"
#define KERNEL_FOREIGN_NOT_REFERABLE "2"
#define KERNEL_FOREIGN_REFERABLE     "3"
#define KERNEL_FOREIGN               "{ 2, 3 }"
#define KERNEL_REFERABLE             "{ 0, 3 }"

typedef struct {
    KernelWorld world;
    const CvpnScenario *scenario;
    const CvpnNetwork *net;
    GArray *tcp_ports, *udp_ports; /* guint16: at which something may listen */

    /* By the handle in the network; a VPC's internet gateway by the VPC's. */
    KernelSpace **vpcs, **internet_gateways, **private_gateways, **networks, **services, **hosts,
        **landings, **nat_gateways, **transit_gateways;
    KernelSpace **clients; /* [association * populations + population], NULL: of another endpoint */
    KernelSpace **peers, **resolvers; /* other clients and DNS servers, by the association */
    KernelLink *resolver_links;       /* a: the landing */
    KernelLink *host_links, *nat_links, *internet_links, *private_links, *service_links;
    KernelLink *connection_links; /* a: the gateway */
    KernelLink *peering_links;    /* a: the requester */
    KernelLink *attachment_links; /* by the handle in attachment_subnets; a: the VPC's router */
} Kernel;

/* How many there are in an array of the network that may not have been made. */
static inline guint32
kernel_count (const GArray *array)
{
    return array ? array->len : 0;
}

/* Makes all spaces and writes what they consist of; kernel_world_make does it. */
void kernel_build (Kernel *k);

/* vpc.c, routes.c: routers with a table per subnet and its ACLs. */
void kernel_build_vpcs (Kernel *k);
void kernel_build_tables (Kernel *k);
/* An interface in a subnet: its link to the VPC's router.  'kind' and 'index' make its name. */
KernelLink kernel_attach (Kernel *k, guint32 subnet, KernelSpace *space, char kind, guint32 index);
void kernel_attach_address (Kernel *k, guint32 subnet, KernelSpace *space, const KernelLink *link,
                            guint32 address);

/* gateways.c, outside.c */
void kernel_build_internet_gateways (Kernel *k);
void kernel_build_private_gateways (Kernel *k);
void kernel_build_internet (Kernel *k);
void kernel_build_networks (Kernel *k);
void kernel_build_services (Kernel *k);

/* hosts.c, landing.c, clients.c */
void kernel_build_hosts (Kernel *k);
void kernel_build_landings (Kernel *k);
/* The devices of one landing's clients, and its link to the other clients (a: the landing). */
KernelLink kernel_build_clients (Kernel *k, guint32 association);
/* Where Amazon's DNS server answers in the VPC of the landing; 0: a host has the address. */
guint32 kernel_resolver (const CvpnNetwork *net, guint32 association);

/* nat.c, transit.c */
void kernel_build_nat_gateways (Kernel *k);
void kernel_build_transit_gateways (Kernel *k);

/* rules.c: matches and filters in nft's words. */
char *kernel_prefix (CvpnPrefix prefix); /* newly allocated, as all three */
char *kernel_address (guint32 address);
char *kernel_match (const CvpnMatch *match); /* ends with a space, or is empty */
/* 'field' is "saddr" or "daddr"; empty for every address. */
char *kernel_peer (const char *field, CvpnPrefix prefix);
/* A chain that drops what no rule of the groups admits. */
void kernel_groups_chain (Kernel *k, KernelSpace *space, const char *name, CvpnSpan groups,
                          gboolean egress);
/* A chain that drops what the numbered list denies. */
void kernel_acl_chain (Kernel *k, KernelSpace *space, const char *name, CvpnSpan entries,
                       const char *field);
/* "{ 10.0.0.0/16, … }" for a VPC's blocks; newly allocated. */
char *kernel_blocks (const Kernel *k, CvpnSpan cidrs);

/* A space that owns every address (but for the routes of its table 60). */
#define KERNEL_SPECIFIC_TABLE 60
void kernel_own_everything (KernelWorld *world, KernelSpace *space, gboolean forwards);
