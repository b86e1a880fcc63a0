/* mend: what the files that write cures share. */
#pragma once

#include "analyze/answer.h"

typedef struct {
    CvpnAnswer *answer; /* its mends grow */
    const CvpnNetwork *net;
    const CvpnLanding *landing;
    const CvpnVerdict *verdict; /* the obstacle */
    const CvpnSpot *spot;       /* where it stands; of steps 6 and 7, destination and return */
    const CvpnEndpoint *endpoint;
    const CvpnSubnet *subnet; /* the landing's */
} CvpnMendContext;

/* Adds a change, or its command to the change of the same key. */
void cvpn_mend_add (const CvpnMendContext *c, const char *kind, const char *name, const char *key,
                    const char *value, const char *command);

/* Takes a key away that the file has. */
void cvpn_mend_remove (const CvpnMendContext *c, const char *kind, const char *name,
                       const char *key, const char *command);

/* Adds one more item to a list, on top of those that it gets already. */
void cvpn_mend_add_item (const CvpnMendContext *c, const char *kind, const char *name,
                         const char *key, const char *item, const char *command);

/* As a shell takes it: access groups have names of an identity provider, with blanks and
 * whatever else.  Newly allocated. */
char *cvpn_mend_shell_word (const char *text);

/* Is the host called by the id of an instance, "i-0a1b", rather than of an interface? */
gboolean cvpn_mend_is_instance (const char *host);

/* Is it in the list, in the file or by what it gets already? */
gboolean cvpn_mend_has_item (const CvpnMendContext *c, const char *kind, const char *name,
                             const char *key, const char *item);

/* What the file does not declare but every VPC has, "vpc-b/main" and
 * "vpc-b/default", must be declared before it can have a line of its own, or be
 * named: adds that, and returns its name; newly allocated. */
char *cvpn_mend_declare (const CvpnMendContext *c, const char *kind, const char *name);

/* TRUE if there is a change of this key already, to another value. */
gboolean cvpn_mend_differs (const CvpnMendContext *c, const char *kind, const char *name,
                            const char *key, const char *value);

/* What the file says, or a change that is made already; NULL: nothing.  Owned elsewhere. */
const char *cvpn_mend_present (const CvpnMendContext *c, const char *kind, const char *name,
                               const char *key);

/* The same as cvpn_mend_add, in the place of a change that was made already. */
void cvpn_mend_put (const CvpnMendContext *c, const char *kind, const char *name, const char *key,
                    const char *value, const char *command);

/* The matches of rules that admit what is to be mended (CvpnAnswer.extent), 'one' being the
 * flow's own; CvpnMatch, newly allocated. */
GArray *cvpn_mend_matches (const CvpnMendContext *c, const CvpnMatch *one);

/* The key's present value with one more item of its list; newly allocated. */
char *cvpn_mend_append (const CvpnMendContext *c, const char *kind, const char *name,
                        const char *key, const char *item);

/* The block that one would name for this address: its VPC's or network's, the
 * client CIDR, a service's, the address itself, or 0.0.0.0/0 for the internet. */
CvpnPrefix cvpn_mend_block (const CvpnMendContext *c, guint32 address);

/* Gives the table a route to the block, or the one that it has another target. */
void cvpn_mend_set_route (const CvpnMendContext *c, const CvpnRouteTable *table, CvpnPrefix block,
                          CvpnTarget target);

/* The landing's own table gets the route of the gateway endpoint that serves the destination;
 * FALSE: there is none, or another route would decide even so. */
gboolean cvpn_mend_service (const CvpnMendContext *c);

/* Whether a landing was made to send the packet like one that delivers it. */
typedef enum {
    CVPN_ALIKE_NOT,       /* their tables do not differ, or none delivers */
    CVPN_ALIKE_SAME_WAY,  /* the walk has supposed that way already */
    CVPN_ALIKE_OTHER_WAY, /* what the walk met behind the table does not count any more */
} CvpnAlikeness;

/* The same choice in the landing's own table; of an obstacle to routing, on the way there. */
CvpnAlikeness cvpn_mend_alike (const CvpnMendContext *c);
/* The same for an answer to this landing in the table where it got lost; FALSE: not done. */
gboolean cvpn_mend_return_alike (const CvpnMendContext *c);

void cvpn_mend_name (const CvpnMendContext *c);
void cvpn_mend_transport (const CvpnMendContext *c);
void cvpn_mend_authentication (const CvpnMendContext *c);
void cvpn_mend_limit (const CvpnMendContext *c);
void cvpn_mend_authorization (const CvpnMendContext *c);
void cvpn_mend_vpn_route (const CvpnMendContext *c);
void cvpn_mend_tunnel_route (const CvpnMendContext *c);
void cvpn_mend_size (const CvpnMendContext *c);
void cvpn_mend_snat (const CvpnMendContext *c);
void cvpn_mend_route (const CvpnMendContext *c);
/* An answer that a route leads astray; a destination that nobody has is no fault. */
void cvpn_mend_lost_answer (const CvpnMendContext *c);
/* At the table that closed the circle, or at the transit gateway that it leads to. */
void cvpn_mend_loop (const CvpnMendContext *c);
void cvpn_mend_transit_route (const CvpnMendContext *c, guint32 attachment);
void cvpn_mend_transit (const CvpnMendContext *c);
/* FALSE: appliance mode would change nothing. */
gboolean cvpn_mend_appliance (const CvpnMendContext *c);
void cvpn_mend_nat_gateway (const CvpnMendContext *c);
void cvpn_mend_forwarder (const CvpnMendContext *c);
void cvpn_mend_acl (const CvpnMendContext *c);
void cvpn_mend_group (const CvpnMendContext *c);
/* The endpoint's groups are applied to interfaces that have others, where that matters to the
 * obstacle; TRUE: it takes all of it away. */
gboolean cvpn_mend_lag (const CvpnMendContext *c);
void cvpn_mend_network (const CvpnMendContext *c);
void cvpn_mend_listener (const CvpnMendContext *c);
