/* session: what attempts and sessions are made of, their records, and how a session
 * begins. */
#include "sim/session.h"

#include <string.h>

#include "sim/client.h"
#include "sim/connection_log.h"
#include "sim/counters.h"
#include "sim/portal.h"
#include "sim/session_end.h"
#include "sim/traffic.h"

gsize
cvpn_session_size (const CvpnWorkload *workload)
{
    guint32 most = 0;

    for (guint i = 0; i < workload->populations->len; i++)
        most =
            MAX (most, cvpn_client_n_counts (cvpn_at (workload->populations, CvpnPopulation, i)));
    return sizeof (CvpnSession) + most * sizeof (guint32);
}

CvpnSession *
cvpn_session_begin (CvpnSimulation *sim, guint32 client)
{
    CvpnClient *self = cvpn_simulation_client (sim, client);
    const CvpnPopulation *population = cvpn_simulation_population (sim, self->population);
    CvpnSession *session = cvpn_slab_take (&sim->sessions);
    CvpnSessionLife *life = cvpn_slab_take (&sim->lives);

    *life = (CvpnSessionLife){ .slot = life->slot,
                               .person = population->person,
                               .start_ns = sim->now_ns,
                               .established_ns = -1,
                               .opened_ns = -1,
                               .silent_ns = -1,
                               .notice_ns = -1,
                               .returned_after_ns = -1 };
    life->person.mfa_prompt |= cvpn_portal_has_new_file (sim, self);
    *session = (CvpnSession){ .slot = session->slot,
                              .client = client,
                              .association = CVPN_NONE,
                              .entity = self->entity,
                              .population = self->population,
                              .user_number = self->number,
                              .user_name = self->name,
                              .number = ++sim->n_sessions,
                              .life = life,
                              .pushed = life->person.pushed };
    memcpy (session->flow_counts, &g_array_index (sim->flow_counts, guint32, self->flow_counts),
            cvpn_client_n_counts (population) * sizeof (guint32));
    self->session = session->slot.handle;
    return session;
}

void
cvpn_session_finish (CvpnSimulation *sim, CvpnSession *session)
{
    const CvpnClient *client = cvpn_simulation_client (sim, session->client);

    memcpy (&g_array_index (sim->flow_counts, guint32, client->flow_counts), session->flow_counts,
            cvpn_client_n_counts (cvpn_session_population (sim, session)) * sizeof (guint32));
    cvpn_slab_give_back (&sim->lives, session->life);
    cvpn_slab_give_back (&sim->sessions, session);
}

CvpnSession *
cvpn_session_of (const CvpnSimulation *sim, const CvpnEvent *event)
{
    return cvpn_slab_lookup (&sim->sessions, (CvpnHandle){ event->a, event->b });
}

static void
fetch (gconstpointer object, gsize size)
{
    for (gsize at = 0; at < size; at += CVPN_CACHE_LINE)
        __builtin_prefetch ((const char *) object + at, 1);
}

void
cvpn_session_fetch (const CvpnSimulation *sim, const CvpnEvent *event)
{
    fetch (cvpn_slab_slot (&sim->sessions, event->a), 2 * CVPN_CACHE_LINE);
}

void
cvpn_session_fetch_rest (const CvpnSimulation *sim, const CvpnEvent *event)
{
    const CvpnSession *session = cvpn_session_of (sim, event);

    if (session == NULL)
        return;
    fetch (session->life, sizeof *session->life);
    fetch (cvpn_simulation_client (sim, session->client), sizeof (CvpnClient));
}

void
cvpn_session_schedule (CvpnSimulation *sim, const CvpnSession *session, CvpnEvent event,
                       gint64 delay_ns)
{
    event.a = session->slot.handle.slot;
    event.b = session->slot.handle.generation;
    cvpn_simulation_schedule (sim, delay_ns, event);
}

const CvpnPopulation *
cvpn_session_population (const CvpnSimulation *sim, const CvpnSession *session)
{
    return cvpn_simulation_population (sim, session->population);
}

const CvpnEndpoint *
cvpn_session_endpoint (const CvpnSimulation *sim, const CvpnSession *session)
{
    return cvpn_endpoint (sim->net, cvpn_session_population (sim, session)->person.endpoint);
}

CvpnStream
cvpn_session_stream (const CvpnSimulation *sim, const CvpnSession *session)
{
    return (CvpnStream){ sim->populations[session->population].key, session->entity };
}

gint64
cvpn_session_draw (const CvpnSimulation *sim, const CvpnSession *session, guint16 purpose,
                   const CvpnDistribution *distribution)
{
    const CvpnClient *client = cvpn_simulation_client (sim, session->client);

    if (distribution->kind == CVPN_DISTRIBUTION_UNSET)
        return 0;
    return cvpn_stream_sample (cvpn_client_stream (sim, client), purpose, client->attempts,
                               distribution);
}

CvpnUser
cvpn_session_user (const CvpnSimulation *sim, const CvpnSession *session)
{
    return (CvpnUser){ .population = cvpn_session_population (sim, session)->name,
                       .name = session->user_name,
                       .number = session->user_number };
}

CvpnSessionRecord
cvpn_session_describe (const CvpnSimulation *sim, const CvpnSession *session)
{
    CvpnSessionRecord record = {
        .session = session->number,
        .start_ns = session->life->start_ns,
        .user = cvpn_session_user (sim, session),
        .endpoint = cvpn_session_endpoint (sim, session)->name,
        .client_address = session->address,
        .established = session->life->established_ns >= 0,
        .established_ns = session->life->established_ns,
        .end_ns = -1,
        .end_reason = cvpn_end_word (CVPN_END_NONE),
        .flows = session->flows,
        .request_bytes = session->request_bytes,
        .response_bytes = session->response_bytes,
        .request_packets = session->request_packets,
        .response_packets = session->response_packets,
        .returned_after_ns = session->life->returned_after_ns,
    };

    if (session->association != CVPN_NONE) {
        const CvpnSubnet *subnet =
            cvpn_subnet (sim->net, cvpn_association (sim->net, session->association)->subnet);
        record.subnet = subnet->name;
        record.availability_zone =
            subnet->unknown ? "unknown" : g_ptr_array_index (sim->net->zones, subnet->zone);
    }
    return record;
}

/* Of an open population, only where flows are listed for its users by name. */
void
cvpn_session_note_presence (CvpnSimulation *sim, const CvpnSession *session, gboolean present)
{
    const CvpnClient *client = cvpn_simulation_client (sim, session->client);
    GHashTable *table = sim->populations[client->population].present;
    gpointer number = GUINT_TO_POINTER (client->number);
    gpointer self = GUINT_TO_POINTER (session->client + 1);

    if (table == NULL)
        return;
    if (present)
        g_hash_table_insert (table, number, self);
    else if (g_hash_table_lookup (table, number) == self)
        g_hash_table_remove (table, number);
}

/* With split tunnel a client keeps the routes that it is sent now (AWS Client VPN
 * Administrator Guide, "Split-tunnel Client VPN"). */
static void
push_routes (const CvpnSimulation *sim, CvpnSession *session)
{
    const CvpnEndpoint *endpoint = cvpn_session_endpoint (sim, session);

    if (endpoint->split_tunnel && session->life->person.pushed == NULL)
        session->pushed = session->life->person.pushed = endpoint->pushed_lengths;
}

static void
note_return (CvpnSimulation *sim, CvpnSession *session)
{
    CvpnClient *client = cvpn_simulation_client (sim, session->client);

    if (client->lost_ns < 0)
        return;
    session->life->returned_after_ns = sim->now_ns - client->lost_ns;
    client->lost_ns = -1;
    cvpn_counters_returned (sim, session->life->person.endpoint);
}

void
cvpn_session_establish (CvpnSimulation *sim, CvpnSession *session)
{
    session->life->established_ns = session->life->opened_ns = sim->now_ns;
    session->client_latency_ns =
        cvpn_session_draw (sim, session, CVPN_DRAW_CLIENT, &sim->net->latency.client);
    push_routes (sim, session);
    note_return (sim, session);
    cvpn_counters_connected (sim, session->association);
    cvpn_session_note_presence (sim, session, TRUE);
    cvpn_connection_log_attempt (sim, session, CVPN_ATTEMPT_SUCCESSFUL, CVPN_REASON_NONE);
    cvpn_session_end_plan (sim, session);
    cvpn_traffic_start (sim, session);
}

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
    const CvpnSession *one = *(const CvpnSession *const *) a;
    const CvpnSession *other = *(const CvpnSession *const *) b;

    return one->number < other->number ? -1 : one->number > other->number;
}

GPtrArray *
cvpn_session_list (const CvpnSimulation *sim)
{
    GPtrArray *sessions = cvpn_slab_list (&sim->sessions);

    g_ptr_array_sort (sessions, compare_numbers);
    return sessions;
}

void
cvpn_session_report_all (const CvpnSimulation *sim)
{
    g_autoptr (GPtrArray) sessions = cvpn_session_list (sim);

    for (guint i = 0; i < sessions->len; i++) {
        const CvpnSessionRecord record =
            cvpn_session_describe (sim, g_ptr_array_index (sessions, i));

        cvpn_notify (sim, session, &record);
    }
}
