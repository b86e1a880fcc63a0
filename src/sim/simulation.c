/* simulation: the clock, and who handles what.
 *
 * Events are handled in the queue's total order, and nothing else makes time
 * pass, so a run cut into slices is the same run. */
#include <cvpnsim/error.h>
#include <cvpnsim/simulation.h>

#include "sim/arrival.h"
#include "sim/changes.h"
#include "sim/counters.h"
#include "sim/flow.h"
#include "sim/flow_verdict.h"
#include "sim/handlers.h"
#include "sim/lease.h"
#include "sim/listed_flows.h"
#include "sim/nat_counters.h"
#include "sim/session.h"
#include "sim/traffic.h"

typedef void (*Handler) (CvpnSimulation *sim, const CvpnEvent *event);

#define HANDLER(word, handler) [CVPN_EVENT_##word] = handler,

static const Handler handlers[CVPN_N_EVENTS] = { CVPN_EVENTS (HANDLER) };

gboolean
cvpn_simulation_go_on (CvpnSimulation *sim, gint64 delay_ns)
{
    if (sim->slice_left == 0 || delay_ns > sim->duration_ns - sim->now_ns ||
        !cvpn_event_queue_would_be_next (sim->queue, sim->now_ns + delay_ns))
        return FALSE;
    sim->now_ns += delay_ns;
    sim->slice_left--;
    sim->events++;
    return TRUE;
}

static CvpnRngKey make_key (const CvpnSimulation *sim, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

static CvpnRngKey
make_key (const CvpnSimulation *sim, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *name = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    return cvpn_rng_key ((guint64) sim->scenario->spec->scenario.seed, name);
}

static void
add_sources (CvpnSimulation *sim, guint32 population)
{
    const CvpnPopulation *self = cvpn_simulation_population (sim, population);

    for (guint32 i = 0; i < self->traffics.count; i++) {
        CvpnSource *source = &sim->sources[self->traffics.first + i];
        source->population = population;
        source->traffic =
            g_array_index (sim->workload->traffic_lists, guint32, self->traffics.first + i);
        source->key = make_key (
            sim, "traffic/%s/clients/%s",
            cvpn_at (sim->workload->traffics, CvpnTraffic, source->traffic)->name, self->name);
    }
}

static void
add_populations (CvpnSimulation *sim)
{
    const guint n = sim->workload->populations->len;

    sim->populations = g_new0 (CvpnPopulationState, n);
    sim->sources = g_new0 (CvpnSource, sim->workload->traffic_lists->len);
    for (guint32 i = 0; i < n; i++) {
        sim->populations[i].free_client = CVPN_NONE;
        sim->populations[i].key =
            make_key (sim, "clients/%s", cvpn_simulation_population (sim, i)->name);
        add_sources (sim, i);
    }
}

static void
add_endpoints (CvpnSimulation *sim)
{
    sim->associations = g_new0 (CvpnSubnetRecord, sim->net->associations->len);
    sim->endpoints = g_new0 (CvpnEndpointState, sim->net->endpoints->len);
    for (guint32 i = 0; i < sim->net->endpoints->len; i++) {
        const CvpnEndpoint *endpoint = cvpn_endpoint (sim->net, i);
        sim->endpoints[i].pool = cvpn_address_pool_new (
            endpoint->client_cidr, endpoint->address_model, endpoint->associations.count);
    }
}

CvpnSimulation *
cvpn_simulation_new (const CvpnScenario *scenario, GError **error)
{
    const gint64 duration = scenario->spec->scenario.duration_ns;

    if (duration < 0) {
        const CvpnGroup *group = scenario->spec->scenario.group;
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_SCENARIO,
                     "%s:%u: error: [scenario] duration: is missing; a run needs it, as 8h",
                     group->file, group->line);
        return NULL;
    }

    CvpnSimulation *sim = g_new0 (CvpnSimulation, 1);

    sim->scenario = scenario;
    sim->net = scenario->net;
    sim->workload = scenario->workload;
    sim->duration_ns = duration;
    sim->listeners = g_array_new (FALSE, FALSE, sizeof (CvpnListener));
    sim->queue = cvpn_event_queue_new ();
    sim->clients = g_array_new (FALSE, FALSE, sizeof (CvpnClient));
    sim->flow_counts = g_array_new (FALSE, FALSE, sizeof (guint32));
    sim->snat = cvpn_snat_table_new ();
    sim->nat = cvpn_nat_counters_new (sim->net);
    sim->passages = cvpn_passages_new (CVPN_PASSAGES_MOST);
    sim->kinds = cvpn_flow_kinds_new ();
    sim->listed = g_new0 (CvpnListedState *, sim->workload->traffics->len);
    cvpn_slab_init (&sim->sessions, cvpn_session_size (sim->workload));
    cvpn_slab_init (&sim->lives, sizeof (CvpnSessionLife));
    cvpn_slab_init (&sim->leases, sizeof (CvpnLease));
    cvpn_slab_init (&sim->flows, sizeof (CvpnFlow));
    cvpn_slab_init (&sim->walks, sizeof (CvpnOwnWalk));
    cvpn_changes_start (sim);
    add_endpoints (sim);
    add_populations (sim);
    cvpn_counters_start (sim);
    for (guint32 i = 0; i < sim->workload->populations->len; i++)
        cvpn_arrival_start (sim, i);
    cvpn_listed_flows_start (sim);
    return sim;
}

void
cvpn_simulation_free (CvpnSimulation *sim)
{
    if (sim == NULL)
        return;
    for (guint i = 0; i < sim->workload->populations->len; i++)
        cvpn_population_state_clear (&sim->populations[i]);
    for (guint i = 0; i < sim->workload->traffics->len; i++)
        g_free (sim->listed[i]);
    for (guint i = 0; i < sim->net->endpoints->len; i++)
        cvpn_address_pool_free (sim->endpoints[i].pool);
    g_free (sim->populations);
    g_free (sim->sources);
    g_free (sim->listed);
    g_free (sim->endpoints);
    g_free (sim->associations);
    g_array_unref (sim->listeners);
    g_array_unref (sim->clients);
    g_array_unref (sim->flow_counts);
    cvpn_event_queue_free (sim->queue);
    cvpn_slab_clear (&sim->sessions);
    cvpn_slab_clear (&sim->lives);
    cvpn_slab_clear (&sim->leases);
    cvpn_slab_clear (&sim->flows);
    cvpn_slab_clear (&sim->walks);
    cvpn_passages_free (sim->passages);
    cvpn_snat_table_free (sim->snat);
    cvpn_nat_counters_free (sim->nat);
    g_hash_table_unref (sim->kinds);
    g_free (sim);
}

void
cvpn_simulation_set_uncached (CvpnSimulation *sim)
{
    g_return_if_fail (sim->events == 0);
    g_clear_pointer (&sim->passages, cvpn_passages_free);
}

void
cvpn_simulation_add_observer (CvpnSimulation *sim, const CvpnObserver *observer, gpointer self)
{
    const CvpnListener listener = { observer, self };

    g_array_append_val (sim->listeners, listener);
    sim->wants_stages |= observer->wants_stages;
    sim->wants_interfaces |= observer->wants_interfaces;
}

/* What will be needed soon is fetched from memory in the meantime: sessions lie apart there, and
 * each is touched once a minute or so. */
static void
look_ahead (const CvpnSimulation *sim)
{
    const CvpnEvent *soon = cvpn_event_queue_ahead (sim->queue, 3);
    const CvpnEvent *sooner = cvpn_event_queue_ahead (sim->queue, 1);

    if (soon && (soon->kind == CVPN_EVENT_FLOW_DUE || soon->kind == CVPN_EVENT_SESSION_END))
        cvpn_session_fetch (sim, soon);
    if (sooner && sooner->kind == CVPN_EVENT_SESSION_END)
        cvpn_session_fetch_rest (sim, sooner);
}

gboolean
cvpn_simulation_advance (CvpnSimulation *sim, guint64 events)
{
    g_return_val_if_fail (!sim->finished, FALSE);
    sim->slice_left = events;
    while (sim->slice_left > 0) {
        CvpnEvent event;

        if (!cvpn_event_queue_pop (sim->queue, &event)) {
            sim->now_ns = sim->duration_ns;
            sim->complete = TRUE;
            return FALSE;
        }
        look_ahead (sim);
        sim->now_ns = event.time;
        sim->slice_left--;
        sim->events++;
        handlers[event.kind](sim, &event);
    }
    return TRUE;
}

void
cvpn_simulation_finish (CvpnSimulation *sim)
{
    g_return_if_fail (!sim->finished);
    sim->finished = TRUE;
    cvpn_session_report_all (sim);
    cvpn_counters_finish (sim);
    cvpn_notify (sim, finish, sim->now_ns, sim->events, sim->complete);
}

CvpnProgress
cvpn_simulation_progress (const CvpnSimulation *sim)
{
    return (CvpnProgress){ sim->now_ns, sim->duration_ns, sim->events };
}
