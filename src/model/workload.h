/* workload: who connects when, and what they send; frozen beside the network. */
#pragma once

#include "model/network.h"

/* What the evaluator must know of a user. */
typedef struct {
    guint32 endpoint;
    const char *user;      /* NULL: nobody in particular */
    const guint32 *groups; /* access groups, ascending, those that count (see below) */
    guint n_groups;
    guint authentication; /* bits: the methods the client brings */
    CvpnHostname hostname;
    gboolean mfa_prompt;
    const GPtrArray *outbound; /* CvpnMatchSpec, what its own network lets out; NULL or empty:
                                  everything */
    double wrong_credentials;  /* share of its attempts */
    CvpnPrefix local_network;  /* CVPN_PREFIX_UNSET: none */
    /* Split tunnel: the routes that the session got when it began, by cvpn_pushed_route;
     * NULL: the endpoint's present ones.  Borrowed. */
    const CvpnPrefixTable *pushed;
    guint32 pushed_limit;       /* how many of them the client takes; 0: all */
    gboolean tunnel_route_loop; /* a pushed default route captures the tunnel itself */
} CvpnPerson;

static inline gboolean
cvpn_person_is_in (const CvpnPerson *person, guint32 group)
{
    for (guint i = 0; i < person->n_groups; i++)
        if (person->groups[i] == group)
            return TRUE;
    return FALSE;
}

typedef struct {
    const char *name;
    const CvpnClientsSpec *spec; /* arrival, session, away, retry … */
    /* Groups are there only where the endpoint authenticates users (directory
     * or federation): a certificate alone has none.  At most the quota of
     * groups per user counts, the first of the list. */
    CvpnPerson person;
    guint32 first_port, n_ports; /* that the clients' systems take their own from */
    CvpnSpan traffics;           /* in traffic_lists: what its sessions send */
} CvpnPopulation;

/* A destination of a traffic: a host's address or a bare one. */
typedef struct {
    guint32 host; /* or CVPN_NONE */
    guint32 address;
    guint8 protocol, icmp_type, icmp_code;
    guint16 port;
    guint32 label; /* index into destination_names, for per-destination figures */
} CvpnDestination;

typedef struct {
    const char *name;
    const CvpnTrafficSpec *spec;
    CvpnSpan destinations; /* in destinations */
} CvpnTraffic;

typedef struct {
    const CvpnSpec *spec; /* owned by the scenario */
    const CvpnNetwork *net;
    GArray *populations;          /* CvpnPopulation */
    GArray *traffics;             /* CvpnTraffic */
    GArray *traffic_lists;        /* guint32 */
    GArray *destinations;         /* CvpnDestination */
    GPtrArray *destination_names; /* char *: host name or address */
    GHashTable *label_by_name;    /* -> index into them + 1 */
    GPtrArray *groups;            /* guint32 *, owned arrays that persons point to */
    GPtrArray *pushed;            /* CvpnPrefixTable *, likewise */
} CvpnWorkload;

/* Resolves the people and the traffic of 'spec' over 'net'.  Faults go to
 * 'report'; NULL if there was an error.  'spec' and 'net' must outlive it. */
CvpnWorkload *cvpn_workload_build (const CvpnSpec *spec, const CvpnNetwork *net,
                                   CvpnReport *report);
void cvpn_workload_free (CvpnWorkload *workload);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnWorkload, cvpn_workload_free)

/* The population of that name, or the one whose user it names ("engineers-7");
 * CVPN_NONE: neither. */
guint32 cvpn_workload_find_population (const CvpnWorkload *workload, const char *name);

/* Nobody in particular, who has authenticated as the endpoint asks, of no group yet, in a network
 * of their own that overlaps nothing. */
CvpnPerson cvpn_person_of_endpoint (const CvpnNetwork *net, guint32 endpoint);

/* Writes the handles of those of names[0..n) that any rule names, ascending, into
 * 'groups' (room for n), counting at most the quota of groups per user.
 * Returns how many. */
guint cvpn_person_groups (const CvpnNetwork *net, char *const *names, guint n, guint32 *groups);

/* A destination from its written form; FALSE with 'error' if the host is not there. */
gboolean cvpn_destination_resolve (const CvpnNetwork *net, const CvpnToSpec *to,
                                   CvpnDestination *destination, GError **error);
