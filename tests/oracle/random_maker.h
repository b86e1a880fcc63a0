/* random_maker: what the files that write a random scenario share. */
#pragma once

#include <glib.h>

#define N_VPCS     3
#define N_SUBNETS  4
#define N_ZONES    2
#define N_LISTS    2
#define N_TABLES   3 /* of each VPC; what stands in front of a gateway, behind it, or anywhere */
#define N_NATS     2 /* of each VPC */
#define N_TRANSITS 2

typedef struct {
    GRand *rand;
    GString *text;
    guint n_vpcs, n_subnets[N_VPCS];
    const char *blocks[N_VPCS];  /* "10.0": the /16 */
    gboolean two_blocks[N_VPCS]; /* the last subnet is in another */
    gboolean peered[N_VPCS][N_VPCS];
    gboolean gateway[N_VPCS]; /* internet gateway */
    gboolean private_gateway; /* of one VPC: */
    guint private_gateway_vpc;
    guint n_nats[N_VPCS], nat_subnet[N_VPCS][N_NATS];
    gboolean forwarder[N_VPCS]; /* a host that routes may lead to */
    guint forwarder_subnet[N_VPCS];
    guint n_transits;
    gboolean attached[N_TRANSITS][N_VPCS];
    gboolean vpn_attached; /* to the first transit gateway */
    gboolean tidy;         /* little is wrong in this network */
    gint hub;              /* the VPC whose NAT gateway serves the others; -1: none does */
    guint n_lists;
    gboolean listed[N_VPCS][N_TABLES][N_LISTS]; /* the table has a route to the list */
    GHashTable *keys;                           /* of the group that is being written */
} Maker;

guint maker_pick (Maker *m, guint n);
gboolean maker_chance (Maker *m, guint percent);
/* The same for what goes wrong: rarer in a tidy network. */
gboolean maker_slips (Maker *m, guint percent);
#define MAKER_PICK(m, array) ((array)[maker_pick ((m), G_N_ELEMENTS (array))])

void maker_add (Maker *m, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Begins a group whose keys must not repeat. */
void maker_begin (Maker *m, const char *header);
/* TRUE if the key is new in this group. */
gboolean maker_is_new (Maker *m, const char *key);

/* A block around an address that means something there; newly allocated. */
char *maker_block (Maker *m);
/* "tcp 443", "icmp 8", … */
const char *maker_match (Maker *m);

gboolean maker_has_private_gateway (const Maker *m, guint vpc);
/* "10.0.1", the first three bytes of a subnet. */
void maker_place (Maker *m, guint vpc, guint subnet, char place[16]);

void maker_network (Maker *m);
void maker_tables (Maker *m, guint vpc);
/* NAT gateways, hosts that forward, transit gateways: which there are, then their groups. */
void maker_plan_gateways (Maker *m);
void maker_gateways (Maker *m);
