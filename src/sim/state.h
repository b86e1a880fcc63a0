/* state: everything of a simulation that changes.
 *
 * One struct owns it all and is passed to every handler.  Sessions and flows
 * live in slabs and are named by handles; clients, populations, endpoints and
 * associations by their index (the latter three the network's own, the same in all
 * its versions). */
#pragma once

#include <cvpnsim/simulation.h>

#include "model/scenario.h"
#include "sim/address_pool.h"
#include "sim/event_queue.h"
#include "sim/passage.h"
#include "sim/slab.h"
#include "sim/streams.h"

/* A user who connects, or may yet.  Those of a closed population stay for the
 * run; any other is there for one visit. */
typedef struct {
    guint32 population, number; /* from 1 */
    guint32 entity;             /* of its streams */
    guint32 flow_counts;        /* first of its in flow_counts */
    const char *name;           /* of a listed user; else NULL */
    guint32 visits, attempts;   /* so far: they index draws */
    guint32 failures;           /* of attempts, since the visit began or a session was lost */
    guint32 next_free;
    gint64 retries_left, stay_left_ns;
    gint64 lost_ns;     /* when its last session was; -1: it was not, or the user is back */
    gboolean waits;     /* for its next attempt, after a failure or a loss */
    CvpnHandle session; /* its present or last one */
} CvpnClient;

typedef struct {
    guint32 entity, number;
} CvpnLoginState;

/* Where in an office day a user is, or which one is next. */
typedef struct {
    gint64 day;      /* counted from 1970 */
    gint64 lunch_ns; /* when it goes, in simulated time; before: not, or it has been */
    gboolean second; /* session of the day */
} CvpnDayState;

typedef struct {
    CvpnRngKey key;
    guint32 first_client; /* of a closed population: its users in order */
    guint32 free_client;
    guint32 users;          /* of an open population: so far */
    guint32 candidates;     /* arrivals drawn so far */
    double peak_rate;       /* per second */
    guint32 cached_landing; /* what the resolver keeps, until: */
    gint64 cached_until_ns;
    CvpnDayState *days;       /* of an office day: by user */
    CvpnLoginState *logins;   /* parallel to the spec's */
    GHashTable *user_numbers; /* of listed users: name -> number */
    GHashTable *present;      /* number -> client + 1; NULL unless flows are listed */
    GHashTable *new_files;    /* number -> gint64: when the user has one; NULL: nobody ever */
} CvpnPopulationState;

/* What one population sends of one traffic; the index is that in traffic_lists. */
typedef struct {
    CvpnRngKey key;
    guint32 traffic, population;
} CvpnSource;

typedef struct {
    guint32 source, number; /* of the user */
} CvpnListedState;

typedef struct {
    CvpnAddressPool *pool;
    guint64 queries;      /* the resolver's rotation */
    gint64 handler_calls; /* under way */
    CvpnPeriodRecord period;
    gint64 peak_connections, peak_addresses;
    gint64 highest_quota; /* of connections, so far */
} CvpnEndpointState;

typedef struct CvpnNatCounters CvpnNatCounters;

typedef struct {
    const CvpnObserver *observer;
    gpointer self;
} CvpnListener;

struct CvpnSimulation {
    const CvpnScenario *scenario;
    const CvpnNetwork *net; /* the version in force: control/timeline.h */
    const CvpnWorkload *workload;
    GArray *listeners;                       /* CvpnListener */
    gboolean wants_stages, wants_interfaces; /* any of them */

    CvpnEventQueue *queue;
    gint64 now_ns, duration_ns;
    guint64 events, slice_left; /* handled; still to be, before the caller is asked */
    gboolean complete, finished;

    CvpnPopulationState *populations;
    CvpnSource *sources;
    CvpnListedState **listed; /* by traffic; NULL where none is listed */
    CvpnEndpointState *endpoints;
    CvpnSubnetRecord *associations; /* counters, as records */
    gint64 last_period_ns, active;

    GArray *clients;     /* CvpnClient */
    GArray *flow_counts; /* guint32: of clients, between sessions */
    CvpnSlab sessions, lives, leases, flows, walks;
    guint64 n_sessions, n_connections, n_flows;
    CvpnSnatTable *snat;
    CvpnNatCounters *nat;   /* NULL: no NAT gateway */
    CvpnPassages *passages; /* NULL: the evaluator is asked for every flow */
    GHashTable *kinds;
};

/* Puts 'event' into the queue, 'delay_ns' from now; one past the run's end is
 * forgotten. */
static inline void
cvpn_simulation_schedule (CvpnSimulation *sim, gint64 delay_ns, CvpnEvent event)
{
    if (delay_ns > sim->duration_ns - sim->now_ns)
        return;
    event.time = sim->now_ns + delay_ns;
    cvpn_event_queue_push (sim->queue, event);
}

/* For a handler that has nothing left to do but to schedule the next event of the same thing,
 * and can handle that itself: TRUE if it would be the very next one of all.  It counts as
 * handled, and it is its time; FALSE: schedule it. */
gboolean cvpn_simulation_go_on (CvpnSimulation *sim, gint64 delay_ns);

/* cvpn_notify (sim, flow, &record): the callback of every observer that has it. */
#define cvpn_notify(sim, callback, ...)                                                            \
    for (guint i_ = 0; i_ < (sim)->listeners->len; i_++) {                                         \
        const CvpnListener *listener_ = &g_array_index ((sim)->listeners, CvpnListener, i_);       \
        if (listener_->observer->callback)                                                         \
            listener_->observer->callback (listener_->self, __VA_ARGS__);                          \
    }

static inline CvpnClient *
cvpn_simulation_client (const CvpnSimulation *sim, guint32 client)
{
    return &g_array_index (sim->clients, CvpnClient, client);
}

static inline const CvpnPopulation *
cvpn_simulation_population (const CvpnSimulation *sim, guint32 population)
{
    return cvpn_at (sim->workload->populations, CvpnPopulation, population);
}
