/* The storm after a zone has failed, by arithmetic: who notices when, who tries again when.
 *
 * With constant latencies the time until a client is back depends on one number: how many of its
 * attempts end at a dead landing.  Each does with the same probability while the resolver
 * names the dead, so it is geometric, and bounded by the attempts that fit in. */
#pragma once

#include "replicate.h"

#define MS     G_GINT64_CONSTANT (1000000)
#define SECOND (1000 * MS)
#define MINUTE (60 * SECOND)

/* outage.ini, and the endpoint's defaults. */
#define FAILED_AT    (600250 * MS)
#define MEMBERS      60
#define DNS          (20 * MS)
#define CONNECT      (2150 * MS) /* handshake and authentication */
#define PING_RESTART (20 * SECOND)
#define KEEPALIVE    (40 * SECOND)
#define RECONNECT    SECOND

typedef struct {
    const char *name, *scenario, *targets; /* the latter a change, or NULL */
    guint zones, dead;                     /* the first ones of them */
    gint64 health_check, time_out;
    gboolean openvpn; /* retry; else after 3 s */
    guint seed;
} Storm;

ValidationRun storm_run (const Storm *storm, guint i);

/* From the failure to the query of who has tried in vain so often. */
gint64 storm_query (const Storm *storm, guint attempts);
guint storm_most_attempts (const Storm *storm);
double storm_attempts_mass (guint k, gconstpointer storm);

/* Whether silence ended it. */
gboolean storm_lost (const ValidationSession *session);
