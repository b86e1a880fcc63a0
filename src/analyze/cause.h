/* cause: why a landing fails where another delivers; the finding codes of diagnose. */
#pragma once

#include "analyze/diagnosis.h"
#include "path/route.h"

#define CVPN_CAUSE_CVPN_ROUTES_DIFFER   "CVPN_ROUTES_DIFFER"
#define CVPN_CAUSE_SUBNET_ROUTES_DIFFER "SUBNET_ROUTES_DIFFER"
#define CVPN_CAUSE_SUBNET_ACLS_DIFFER   "SUBNET_ACLS_DIFFER"
#define CVPN_CAUSE_RETURN_ROUTES_DIFFER "RETURN_ROUTES_DIFFER"
#define CVPN_CAUSE_INTERFACE_GROUPS_LAG "INTERFACE_GROUPS_LAG"
#define CVPN_CAUSE_RULE_TOO_BROAD       "RULE_TOO_BROAD"
#define CVPN_CAUSE_CLIENT_PORTS_DIFFER  "CLIENT_PORTS_DIFFER"

/* What the packet's fates are on the landings of an endpoint. */
typedef struct {
    const CvpnNetwork *net;
    guint32 endpoint;
    const guint32 *associations; /* by landing */
    const CvpnFate *fates;       /* by landing */
    guint8 *roles;               /* CvpnRole, by landing: GOOD is set, the rest not yet */
    const gboolean *carries;     /* by landing: some packet to the address is delivered */
    guint n_landings;
    CvpnPacket packet; /* the client's */
} CvpnCase;

typedef struct {
    const char *code;
    CvpnPrefix block; /* that the finding is for; UNSET: none */
    guint32 blame;
    gboolean limit; /* of a gateway, which no change of a route or rule removes */
} CvpnCause;

/* A protocol that a gateway does not carry. */
gboolean cvpn_cause_is_limit (CvpnCode code);

/* Why this landing fails. */
CvpnCause cvpn_cause_find (const CvpnCase *c, guint landing);

/* What a route is for: one by a prefix list is for all of it, named by its first entry. */
CvpnPrefix cvpn_cause_block (const CvpnNetwork *net, guint32 route);

/* What the table of a landing's subnet says of the packet: the route's block, UNSET if it has
 * none, and where it leads. */
CvpnRouteResult cvpn_cause_route (const CvpnNetwork *net, guint32 association,
                                  const CvpnPacket *packet, CvpnPrefix *block);
