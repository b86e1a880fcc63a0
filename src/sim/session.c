/* session: name, handshake, authentication, lease, and the end.
 *
 * Step 1 of the documented path, in time.  Who may connect at all is the path
 * layer's decision; here is what depends on who else is connected: the quota of
 * connections and the addresses.  Both are given back the moment a session
 * ends, because an orderly end and a time limit are known to the server. */
#include "sim/session.h"

#include "sim/client.h"
#include "sim/counters.h"
#include "sim/handlers.h"
#include "sim/resolver.h"
#include "sim/traffic.h"

static CvpnSession *
session_of (const CvpnSimulation *sim, const CvpnEvent *event)
{
    return cvpn_slab_lookup (&sim->sessions, (CvpnHandle){ event->a, event->b });
}

static const CvpnPopulation *
population_of (const CvpnSimulation *sim, const CvpnSession *session)
{
    return cvpn_simulation_population (sim,
                                       cvpn_simulation_client (sim, session->client)->population);
}

const CvpnEndpoint *
cvpn_session_endpoint (const CvpnSimulation *sim, const CvpnSession *session)
{
    return cvpn_endpoint (sim->net, population_of (sim, session)->person.endpoint);
}

static gint64
draw_delay (const CvpnSimulation *sim, const CvpnSession *session, guint16 purpose,
            const CvpnDistribution *distribution)
{
    const CvpnClient *client = cvpn_simulation_client (sim, session->client);

    return cvpn_stream_sample (cvpn_client_stream (sim, client), purpose, client->attempts,
                               distribution);
}

static void
schedule_step (CvpnSimulation *sim, const CvpnSession *session, CvpnEventKind kind, gint64 delay_ns)
{
    const CvpnHandle handle = session->slot.handle;

    cvpn_simulation_schedule (
        sim, delay_ns, (CvpnEvent){ .kind = kind, .a = handle.slot, .b = handle.generation });
}

void
cvpn_session_attempt (CvpnSimulation *sim, guint32 client)
{
    CvpnSession *session = cvpn_slab_take (&sim->sessions);

    *session = (CvpnSession){ .slot = session->slot,
                              .number = ++sim->n_sessions,
                              .client = client,
                              .association = CVPN_NONE,
                              .start_ns = sim->now_ns,
                              .established_ns = -1 };
    cvpn_simulation_client (sim, client)->session = session->slot.handle;
    cvpn_counters_attempt (sim, population_of (sim, session)->person.endpoint);
    schedule_step (sim, session, CVPN_EVENT_DNS_ANSWER,
                   draw_delay (sim, session, CVPN_DRAW_DNS, &sim->net->latency.dns));
}

static CvpnSessionRecord
describe (const CvpnSimulation *sim, const CvpnSession *session)
{
    CvpnSessionRecord record = {
        .session = session->number,
        .start_ns = session->start_ns,
        .user = cvpn_client_user (sim, cvpn_simulation_client (sim, session->client)),
        .endpoint = cvpn_session_endpoint (sim, session)->name,
        .client_address = session->address,
        .established = session->established_ns >= 0,
        .established_ns = session->established_ns,
        .end_ns = -1,
        .end_reason = "",
        .returned_after_ns = -1,
        .flows = session->flows,
        .request_bytes = session->request_bytes,
        .response_bytes = session->response_bytes,
    };

    if (session->association != CVPN_NONE) {
        const CvpnSubnet *subnet =
            cvpn_subnet (sim->net, cvpn_association (sim->net, session->association)->subnet);
        record.subnet = subnet->name;
        record.availability_zone = g_ptr_array_index (sim->net->zones, subnet->zone);
    }
    return record;
}

static void
fail (CvpnSimulation *sim, CvpnSession *session, CvpnCode code, CvpnReason reason)
{
    CvpnSessionRecord record = describe (sim, session);
    const guint32 client = session->client;

    record.code = code;
    record.reason = reason;
    record.end_ns = sim->now_ns;
    cvpn_counters_attempt_failed (sim, population_of (sim, session)->person.endpoint, code);
    cvpn_slab_give_back (&sim->sessions, session);
    cvpn_notify (sim, session, &record);
    cvpn_client_attempt_failed (sim, client);
}

void
cvpn_session_handle_dns_answer (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnSession *session = session_of (sim, event);
    CvpnCode code;

    session->association =
        cvpn_resolver_answer (sim, cvpn_simulation_client (sim, session->client), &code);
    if (session->association == CVPN_NONE)
        fail (sim, session, code, CVPN_REASON_NONE);
    else
        schedule_step (
            sim, session, CVPN_EVENT_HANDSHAKE,
            draw_delay (sim, session, CVPN_DRAW_HANDSHAKE, &sim->net->latency.handshake));
}

void
cvpn_session_handle_handshake (CvpnSimulation *sim, const CvpnEvent *event)
{
    const CvpnSession *session = session_of (sim, event);

    schedule_step (
        sim, session, CVPN_EVENT_AUTHENTICATION,
        draw_delay (sim, session, CVPN_DRAW_AUTHENTICATION, &sim->net->latency.authentication));
}

void
cvpn_session_handle_authentication (CvpnSimulation *sim, const CvpnEvent *event)
{
    static const CvpnPacket no_packet = { 0 };
    CvpnSession *session = session_of (sim, event);
    CvpnTrace trace = { 0 };
    CvpnWalk walk;

    cvpn_walk_init (&walk, sim->net, &population_of (sim, session)->person, session->association,
                    &no_packet);
    cvpn_walk_stage (&walk, CVPN_STAGE_CONNECTION, &trace);

    const CvpnVerdict *obstacle = cvpn_trace_obstacle (&trace);

    if (obstacle)
        fail (sim, session, obstacle->code, obstacle->reason);
    else
        schedule_step (sim, session, CVPN_EVENT_LEASE, 0);
}

/* Of an open population, only where flows are listed for its users by name. */
static void
note_presence (CvpnSimulation *sim, const CvpnSession *session, gboolean present)
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

static gint64
end_earlier (CvpnSession *session, gint64 length, gint64 limit, CvpnCode code)
{
    if (limit >= length)
        return length;
    session->end_code = code;
    return limit;
}

/* How long it will last.  A tunnel that its own route captures is silent from the
 * start, and given up after `ping-restart`. */
static gint64
foresee_end (const CvpnSimulation *sim, CvpnSession *session)
{
    const CvpnEndpoint *endpoint = cvpn_session_endpoint (sim, session);
    gint64 length = cvpn_simulation_client (sim, session->client)->stay_left_ns;

    length =
        end_earlier (session, length, endpoint->session_timeout_ns, CVPN_CODE_CVPN_SESSION_EXPIRED);
    if (cvpn_client_route_loops (sim->net, &population_of (sim, session)->person))
        length = end_earlier (session, length, endpoint->ping_restart_ns,
                              CVPN_CODE_CVPN_TUNNEL_ROUTE_LOOP);
    return length;
}

static void
establish (CvpnSimulation *sim, CvpnSession *session)
{
    session->established_ns = sim->now_ns;
    session->client_latency_ns =
        draw_delay (sim, session, CVPN_DRAW_CLIENT, &sim->net->latency.client);
    cvpn_counters_connected (sim, session->association);
    note_presence (sim, session, TRUE);
    schedule_step (sim, session, CVPN_EVENT_SESSION_END, foresee_end (sim, session));
    cvpn_traffic_start (sim, session);
}

static guint32
landing_of (const CvpnSimulation *sim, const CvpnSession *session)
{
    return session->association - cvpn_session_endpoint (sim, session)->associations.first;
}

void
cvpn_session_handle_lease (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnSession *session = session_of (sim, event);
    const CvpnEndpoint *endpoint = cvpn_session_endpoint (sim, session);
    CvpnEndpointState *state = &sim->endpoints[population_of (sim, session)->person.endpoint];

    if (state->period.active_connections >= endpoint->connection_quota) {
        fail (sim, session, CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED, CVPN_REASON_NONE);
        return;
    }
    session->address = cvpn_address_pool_lease (state->pool, landing_of (sim, session));
    if (session->address == 0)
        fail (sim, session, CVPN_CODE_CVPN_CLIENT_CIDR_EXHAUSTED, CVPN_REASON_NONE);
    else
        establish (sim, session);
}

static const char *
name_end (CvpnCode code)
{
    switch (code) {
    case CVPN_CODE_CVPN_SESSION_EXPIRED:
        return "session-timeout";
    case CVPN_CODE_CVPN_TUNNEL_ROUTE_LOOP:
        return "tunnel-route-loop";
    default:
        return "client-disconnect";
    }
}

void
cvpn_session_handle_end (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnSession *session = session_of (sim, event);
    CvpnEndpointState *state = &sim->endpoints[population_of (sim, session)->person.endpoint];
    CvpnSessionRecord record = describe (sim, session);
    const CvpnClient *client = cvpn_simulation_client (sim, session->client);
    const gint64 stay_left = client->stay_left_ns - (sim->now_ns - session->established_ns);
    const CvpnCode code = session->end_code;

    record.code = code;
    record.end_ns = sim->now_ns;
    record.end_reason = name_end (code);
    cvpn_address_pool_release (state->pool, landing_of (sim, session), session->address);
    cvpn_counters_disconnected (sim, session->association);
    note_presence (sim, session, FALSE);
    const guint32 index = session->client;
    cvpn_slab_give_back (&sim->sessions, session);
    cvpn_notify (sim, session, &record);
    cvpn_client_session_ended (sim, index, code != CVPN_CODE_NONE, stay_left);
}

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
    const CvpnSession *one = *(const CvpnSession *const *) a;
    const CvpnSession *other = *(const CvpnSession *const *) b;

    return one->number < other->number ? -1 : one->number > other->number;
}

void
cvpn_session_report_all (const CvpnSimulation *sim)
{
    g_autoptr (GPtrArray) sessions = cvpn_slab_list (&sim->sessions);

    g_ptr_array_sort (sessions, compare_numbers);
    for (guint i = 0; i < sessions->len; i++) {
        const CvpnSessionRecord record = describe (sim, g_ptr_array_index (sessions, i));

        cvpn_notify (sim, session, &record);
    }
}
