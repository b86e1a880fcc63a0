/* timeline: what the configuration is at each time, and why it changes.
 *
 * The control plane does not depend on who is connected, so the whole of it is known
 * before a run: what each event begins, when its operation ends or why it is refused, what
 * expires, when a zone leaves the resolver's answer.  Each change names the version of the
 * network that is in force from then on.  The simulation, explain and verify look here, and
 * so see the same at the same time.  Constant once built.
 *
 * (AWS Client VPN Administrator Guide, "Working with Client VPN"; Amazon EC2 API Reference,
 * the states of associations, routes, rules and lists) */
#pragma once

#include "model/workload.h"

/* What a change does to sessions.  EFFECT (word) */
typedef enum {
    CVPN_EFFECT_NONE,
    CVPN_EFFECT_RESET,     /* ends all of the endpoint */
    CVPN_EFFECT_UNLAND,    /* ends those of the association, which is no more */
    CVPN_EFFECT_TERMINATE, /* ends those of a population or of one of its users */
    CVPN_EFFECT_AGE,       /* ends those that are older than the new time limit */
    CVPN_EFFECT_LOSE, /* the association's zone has failed: those on it get no answer any more */
    CVPN_EFFECT_FIND, /* the zone is back: those that have not noticed go on */
} CvpnEffect;

/* Why a session ended.  END (word, as sessions.csv has it, TRUE: the user did not want it) */
/* clang-format off */
#define CVPN_ENDS(END)                                              \
    END (NONE, "", FALSE)                                           \
    END (CLIENT_DISCONNECT, "client-disconnect", FALSE)             \
    END (CLIENT_VANISHED, "client-vanished", FALSE)                 \
    END (SESSION_TIMEOUT, "session-timeout", TRUE)                  \
    END (TUNNEL_ROUTE_LOOP, "tunnel-route-loop", TRUE)              \
    END (ROUTE_CHANGE, "route-change", TRUE)                        \
    END (RULE_CHANGE, "rule-change", TRUE)                          \
    END (CRL_IMPORT, "crl-import", TRUE)                            \
    END (DNS_CHANGE, "dns-change", TRUE)                            \
    END (CERTIFICATE_CHANGE, "certificate-change", TRUE)            \
    END (SPLIT_TUNNEL_CHANGE, "split-tunnel-change", TRUE)          \
    END (PORT_CHANGE, "port-change", TRUE)                          \
    END (DISASSOCIATED, "disassociated", TRUE)                      \
    END (TERMINATED, "terminated", TRUE)                            \
    END (ENDPOINT_DELETED, "endpoint-deleted", TRUE)                \
    END (ZONE_FAILURE, "zone-failure", TRUE)
/* clang-format on */

typedef enum {
#define CVPN_END_ENUM(word, text, involuntary) CVPN_END_##word,
    CVPN_ENDS (CVPN_END_ENUM) CVPN_N_ENDS
#undef CVPN_END_ENUM
} CvpnEnd;

const char *cvpn_end_word (CvpnEnd end);
gboolean cvpn_end_is_involuntary (CvpnEnd end);

typedef struct {
    gint64 time_ns;
    const CvpnNetwork *net;     /* in force from then on */
    const CvpnEventSpec *event; /* NULL: it comes of itself */
    guint32 endpoint;           /* or CVPN_NONE: of none in particular */
    const char *object;         /* "172.31.0.0/16 subnet-b", "us-east-1b", … */
    const char *state;   /* "creating", "active", "failed", …: AWS's words where it has one */
    const char *error;   /* AWS's error code, of what is refused; or NULL */
    guint8 effect;       /* CvpnEffect */
    guint8 end;          /* CvpnEnd, of the sessions that the effect ends */
    guint32 association; /* UNLAND, LOSE, FIND */
    const char *clients; /* TERMINATE: a population or a user */
} CvpnChange;

typedef struct CvpnTimeline {
    const CvpnNetwork *first; /* borrowed */
    struct CvpnDraft *draft;  /* what the later versions are built from */
    GPtrArray *networks;      /* CvpnNetwork *, the later versions, owned */
    GArray *changes;          /* CvpnChange, in the order of their time */
    GStringChunk *texts;
} CvpnTimeline;

/* All that happens from 'first', the file's own network, on.  What AWS would refuse at any
 * time, whoever else is there (a target that serves another VPC), goes to 'report' as an error
 * of the event; NULL then. */
CvpnTimeline *cvpn_timeline_new (const CvpnSpec *spec, const CvpnNetwork *first,
                                 CvpnReport *report);
void cvpn_timeline_free (CvpnTimeline *timeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnTimeline, cvpn_timeline_free)

/* TRUE: the timeline depends on the seed, for an operation takes as long as is drawn. */
gboolean cvpn_timeline_draws (const CvpnSpec *spec);

/* The version in force at a time, changes at that very time among them; before all: the first. */
const CvpnNetwork *cvpn_timeline_at (const CvpnTimeline *timeline, gint64 time_ns);
