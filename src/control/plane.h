/* plane: the control plane while its timeline is made.
 *
 * An agenda of what is to come in the order (time, sequence); what it leads to are changes
 * and, once all of one time is done, a new version of the network. */
#pragma once

#include "control/draft.h"
#include "control/timeline.h"

/* What comes.  ITEM */
typedef enum {
    CVPN_ITEM_EVENT,  /* an event's time */
    CVPN_ITEM_DONE,   /* its operation's end */
    CVPN_ITEM_EXPIRY, /* something of the endpoint expires: see CvpnExpiry */
    CVPN_ITEM_HEALTH, /* the association's health check has seen its zone */
} CvpnItemKind;

/* clang-format off */
#define CVPN_EXPIRIES(EXPIRY)                                                        \
    EXPIRY (LIST, "certificate-revocation-list", "certificate-revocation-list")      \
    EXPIRY (SERVER_CERTIFICATE, "server-certificate", "server-certificate-expires")  \
    EXPIRY (IDENTITY_PROVIDER_CERTIFICATE, "identity-provider-certificate",          \
            "identity-provider-certificate-expires")
/* clang-format on */

typedef enum {
#define CVPN_EXPIRY_ENUM(word, object, key) CVPN_EXPIRY_##word,
    CVPN_EXPIRIES (CVPN_EXPIRY_ENUM) CVPN_N_EXPIRIES
#undef CVPN_EXPIRY_ENUM
} CvpnExpiry;

typedef struct {
    gint64 time_ns;
    guint64 sequence;
    guint8 kind;                /* CvpnItemKind */
    guint8 expiry;              /* CvpnExpiry */
    const CvpnEventSpec *event; /* EVENT, DONE */
    guint32 endpoint;           /* DONE, EXPIRY */
    guint32 association;        /* HEALTH */
} CvpnItem;

/* What is so and stands in no group. */
typedef struct {
    guint associating, disassociating; /* operations under way */
    gboolean failed;                   /* the last one that would have associated it */
    gboolean out;                      /* its zone has failed, and the health check has seen it */
    gint64 health_ns;                  /* when that sees how its zone is now */
} CvpnPlaceState;

typedef struct {
    guint running;  /* operations */
    guint deleting; /* of them */
    gboolean deleted;
    gint64 told_ns[CVPN_N_EXPIRIES]; /* the expiry that was told, + 1 */
} CvpnEndpointPlane;

typedef struct {
    const CvpnSpec *spec;
    CvpnReport *report;
    CvpnTimeline *timeline;
    CvpnDraft *draft;
    const CvpnNetwork *net; /* the present version */
    GSequence *agenda;      /* CvpnItem */
    guint64 n_items;
    gint64 now_ns;
    gboolean dirty;               /* the present version is out of date */
    const CvpnEventSpec *blamed;  /* the event that made it so */
    gboolean *zone_failed;        /* by zone */
    CvpnPlaceState *places;       /* by association */
    CvpnEndpointPlane *endpoints; /* by endpoint */
} CvpnPlane;

void cvpn_plane_expect (CvpnPlane *plane, gint64 time_ns, CvpnItem item);

/* Adds a change of this time; one that is not about an association begins with
 * CVPN_CHANGE_NONE. */
void cvpn_plane_note (CvpnPlane *plane, CvpnChange change);
#define CVPN_CHANGE_NONE .association = CVPN_NONE

/* operations.c */
void cvpn_plane_begin (CvpnPlane *plane, const CvpnEventSpec *event);
void cvpn_plane_done (CvpnPlane *plane, const CvpnItem *item);

/* zones.c */
void cvpn_plane_zone_event (CvpnPlane *plane, const CvpnEventSpec *event);
void cvpn_plane_health (CvpnPlane *plane, const CvpnItem *item);
/* A new association's zone may have failed already. */
void cvpn_plane_look (CvpnPlane *plane, guint32 association);

/* expiries.c */
void cvpn_plane_expect_expiries (CvpnPlane *plane, guint32 endpoint);
void cvpn_plane_expire (CvpnPlane *plane, const CvpnItem *item);

/* situation.c: puts into a version that has just been built what the draft does not say. */
void cvpn_plane_adjust (const CvpnPlane *plane, CvpnNetwork *net);
