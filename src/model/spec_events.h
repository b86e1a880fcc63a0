/* spec_events: what happens when, as it was written: events, how long operations take,
 * revocation lists. */
#pragma once

#include "base/distribution.h"
#include "model/spec_rows.h"

struct CvpnEndpointSpec;
struct CvpnSpec;

typedef struct {
    const CvpnGroup *group; /* its name is the endpoint's */
    gint64 next_update_ns;  /* simulated time; -1: never */
    GPtrArray *revoked;     /* names of users */
} CvpnCrlSpec;              /* certificate-revocation-list */

/* ACTION (word, its parameters, as the format writes them) */
/* clang-format off */
#define CVPN_ACTIONS(ACTION)                                                        \
    ACTION (ASSOCIATE, "associate", "SUBNET")                                       \
    ACTION (DISASSOCIATE, "disassociate", "SUBNET")                                 \
    ACTION (CREATE_ROUTE, "create-route", "CIDR SUBNET")                            \
    ACTION (DELETE_ROUTE, "delete-route", "CIDR SUBNET")                            \
    ACTION (AUTHORIZE, "authorize", "CIDR GROUP|*")                                 \
    ACTION (REVOKE, "revoke", "CIDR GROUP|*")                                       \
    ACTION (APPLY_SECURITY_GROUPS, "apply-security-groups", "NAME…")                \
    ACTION (SET_ROUTE, "set-route", "TABLE CIDR TARGET")                            \
    ACTION (UNSET_ROUTE, "unset-route", "TABLE CIDR")                               \
    ACTION (SET_ACL_ENTRY, "set-acl-entry", "ACL inbound|outbound NUMBER RULE")     \
    ACTION (UNSET_ACL_ENTRY, "unset-acl-entry", "ACL inbound|outbound NUMBER")      \
    ACTION (FAIL_AVAILABILITY_ZONE, "fail-availability-zone", "AZ")                 \
    ACTION (RESTORE_AVAILABILITY_ZONE, "restore-availability-zone", "AZ")           \
    ACTION (TERMINATE_CONNECTIONS, "terminate-connections", "CLIENTS")              \
    ACTION (IMPORT_CRL, "import-crl", "DURATION")                                   \
    ACTION (REVOKE_CERTIFICATE, "revoke-certificate", "USER")                       \
    ACTION (MODIFY_ENDPOINT, "modify-endpoint", "KEY VALUE")                        \
    ACTION (DELETE_ENDPOINT, "delete-endpoint", "")
/* clang-format on */

typedef enum {
#define CVPN_ACTION_ENUM(word, text, parameters) CVPN_ACTION_##word,
    CVPN_ACTIONS (CVPN_ACTION_ENUM) CVPN_N_ACTIONS
#undef CVPN_ACTION_ENUM
} CvpnActionKind;

/* What an event does; unset members: NULL, -1, CVPN_PREFIX_UNSET.  Owned. */
typedef struct {
    gint kind;  /* CvpnActionKind; -1: could not be read */
    char *text; /* the action's parameters, as written */
    char *name; /* the subnet, access group or "*", route table, ACL, zone, population or user;
                   of modify-endpoint the key */
    GPtrArray *names;      /* apply-security-groups */
    CvpnRowSpec *row;      /* routes, rules and ACL entries: as if it stood in its group, at the
                              event's line.  Its entry is owned by the action. */
    gint64 next_update_ns; /* import-crl: how long the list will be valid */
    struct CvpnEndpointSpec *endpoint; /* modify-endpoint: the value, in the key's member;
                                          everything else is at its default */
} CvpnActionSpec;

typedef struct {
    const CvpnGroup *group;
    gint64 at_ns;
    CvpnActionSpec action;
    char *endpoint; /* NULL: the only one, or none is concerned */
} CvpnEventSpec;

/* How long the operations of the control plane take. */
typedef struct {
    const CvpnGroup *group;
    CvpnDistribution associate, disassociate, create_route, delete_route, authorize, revoke,
        apply_security_groups, modify_endpoint, certificate, import_crl, terminate_connections,
        delete_endpoint;
} CvpnOperationsSpec;

/* The name of the endpoint that the event is about; NULL: none, or it is not said which. */
const char *cvpn_event_endpoint (const struct CvpnSpec *spec, const CvpnEventSpec *event);
/* "create-route" */
const char *cvpn_action_word (gint kind);
const char *cvpn_action_parameters (gint kind);
gint cvpn_action_from_word (const char *word); /* -1: none */
