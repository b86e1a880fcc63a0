/* naive_state: what is so at a time: sets of texts, mostly. */
#pragma once

#include "naive_timeline.h"

/* A subnet that is associated, or that an event names. */
typedef struct {
    const char *subnet, *zone;
    gboolean associated, failed;       /* the last attempt to associate it */
    const GPtrArray *groups;           /* of its interface; NULL: the endpoint's */
    guint associating, disassociating; /* operations under way */
    gboolean out;                      /* the health check has seen its zone fail */
    gint64 last_health;                /* the latest one that has been planned */
} NaivePlace;

#define NAIVE_EXPIRIES 3 /* list, server certificate, identity provider's certificate */

typedef struct {
    const char *name, *vpc;
    CvpnEndpointSpec settings;            /* the file's, with what was modified */
    GPtrArray *places;                    /* NaivePlace, owned */
    GHashTable *routes, *rules, *revoked; /* texts, owned */
    gboolean has_list, deleted;
    gint64 next_update;
    gint64 told[NAIVE_EXPIRIES]; /* the time that was said to be past; -1: none */
    guint running, deleting;
} NaiveEndpoint;

typedef struct {
    const CvpnSpec *spec;
    gint64 now;
    GPtrArray *endpoints, *items, *changes; /* NaiveEndpoint; naive_timeline.c; lines */
    GHashTable *failed_zones;               /* names */
    GHashTable *rows; /* "rtb-a 10.0.0.0/8" -> target, "acl-a inbound 10" -> entry */
    guint n_items;
} NaiveState;

NaiveState *naive_state_new (const CvpnSpec *spec);
void naive_state_free (NaiveState *state);
char *naive_state_describe (const NaiveState *state);

NaiveEndpoint *naive_state_endpoint (const NaiveState *state, const char *name);
NaivePlace *naive_state_place (const NaiveEndpoint *endpoint, const char *subnet);
guint naive_state_associated (const NaiveEndpoint *endpoint);
gboolean naive_state_zone_failed (const NaiveState *state, const NaivePlace *place);
/* -1: never */
gint64 naive_state_expiry (const NaiveEndpoint *endpoint, guint which);

/* "10.0.0.0/8 NAME" */
char *naive_state_pair (CvpnPrefix prefix, const char *name);
/* The automatic routes: blocks as CvpnPrefix; free with g_array_unref. */
GArray *naive_state_blocks (const NaiveState *state, const NaiveEndpoint *endpoint);
/* Of a route table or ACL: what the row is known by, and what it says. */
char *naive_state_row_key (const char *owner, const CvpnRowSpec *row);
char *naive_state_row_value (const CvpnRowSpec *row);

/* naive_operations.c: an event's time, and the end of what it began. */
void naive_operation_begin (NaiveState *state, const CvpnEventSpec *event);
void naive_operation_end (NaiveState *state, const CvpnEventSpec *event);

/* naive_refusals.c: AWS's error code; NULL: it is not refused. */
const char *naive_refusal (const NaiveState *state, const NaiveEndpoint *endpoint,
                           const CvpnActionSpec *action);

/* naive_timeline.c */
void naive_note (NaiveState *state, const char *object, const char *change, const char *error,
                 const char *end);
void naive_expect_end (NaiveState *state, gint64 after, const CvpnEventSpec *event);
void naive_expect_expiries (NaiveState *state, NaiveEndpoint *endpoint);
