/* sound_network: random networks in which every landing is alike and everything works, and
 * defects to plant there. */
#pragma once

#include <glib.h>

/* A VPC with two to four landings, each with a table and an ACL of its own; some of: a peered
 * VPC, one behind a transit gateway, an office behind a VPN, the internet by an internet gateway
 * or by a NAT gateway.  What the endpoint has routes to is authorized by rules of its own. */
typedef struct {
    guint n_landings; /* "land-0", 10.0.0.0/24 in zone-0, and so on */
    gboolean peering, transit, office, internet, nat;
    gboolean split_tunnel;
} SoundNetwork;

SoundNetwork sound_network_draw (GRand *rand);
/* Newly allocated. */
char *sound_network_text (const SoundNetwork *network);

/* What is wrong with one landing, or with all but one. */
typedef struct {
    char *patch;          /* scenario_text.h */
    const char *code;     /* of the finding */
    const char *packet;   /* one that shows it, "172.31.1.10 tcp 443" */
    guint landing;        /* the one that differs */
    gboolean only_one_ok; /* it alone delivers; else it alone fails */
    char *what;           /* for a person */
} SoundDefect;

#define SOUND_N_DEFECTS 12

/* FALSE: the network has not what this one is about. */
gboolean sound_network_plant (const SoundNetwork *network, GRand *rand, guint which,
                              SoundDefect *defect);
void sound_defect_clear (SoundDefect *defect);
