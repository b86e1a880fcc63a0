/* spec_rows: what several groups of a scenario are made of. */
#pragma once

#include "base/document.h"
#include "base/match.h"
#include "base/prefix.h"

/* A key whose name is data (a route's destination, an ACL entry's number). */
typedef struct {
    const CvpnEntry *entry;
    CvpnPrefix prefix;       /* route tables, endpoint routes, rules; of an ACL entry the peer */
    const char *prefix_list; /* route tables: the destination's name, then 'prefix' is unset;
                                or NULL; borrowed */
    char *text;              /* route tables: the target's name */
    GPtrArray *names;        /* endpoint routes: subnets; rules: groups or "*"; elsewhere NULL */
    gboolean inbound;        /* ACL entries, as what follows */
    guint16 number;
    gboolean allow;
    CvpnMatch match;
} CvpnRowSpec;

/* One item of a list of packet matches. */
typedef struct {
    gboolean allow; /* firewalls; elsewhere TRUE */
    CvpnMatch match;
    char *peer;       /* CIDR or a name; NULL for `listen` */
    CvpnPrefix block; /* the CIDR; unset where the peer is a name, or there is none */
    char *text;       /* the item as written */
} CvpnMatchSpec;

/* For how long the security groups of an interface remember a flow in silence. */
typedef struct {
    gint64 tcp_established_ns, udp_ns, udp_stream_ns;
} CvpnTracking;
