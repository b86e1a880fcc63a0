/* random_maker: what the files that write a random scenario share. */
#pragma once

#include <glib.h>

#define N_VPCS    3
#define N_SUBNETS 4
#define N_LISTS   2
#define N_TABLES  2 /* of each VPC */

typedef struct {
    GRand *rand;
    GString *text;
    guint n_vpcs, n_subnets[N_VPCS];
    const char *blocks[N_VPCS]; /* "10.0": the /16 */
    gboolean peered[N_VPCS][N_VPCS];
    gboolean gateway[N_VPCS]; /* internet gateway */
    gboolean private_gateway;
    guint n_lists;
    gboolean listed[N_VPCS][N_TABLES][N_LISTS]; /* the table has a route to the list */
    GHashTable *keys;                           /* of the group that is being written */
} Maker;

guint maker_pick (Maker *m, guint n);
gboolean maker_chance (Maker *m, guint percent);
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

void maker_network (Maker *m);
