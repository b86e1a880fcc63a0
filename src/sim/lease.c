/* lease: quota and address.
 *
 * An orderly end and whatever the server does itself are known to it at once; a client
 * that vanishes, or whose tunnel is silent, it misses only after a while, and until then
 * the client's next session needs another address and counts beside it. */
#include "sim/lease.h"

#include "sim/connection.h"
#include "sim/connection_log.h"
#include "sim/counters.h"
#include "sim/handlers.h"

static guint32
landing_of (const CvpnSimulation *sim, guint32 association)
{
    const guint32 endpoint = cvpn_association (sim->net, association)->endpoint;

    return association - cvpn_endpoint (sim->net, endpoint)->associations.first;
}

static void
take (CvpnSimulation *sim, CvpnSession *session)
{
    const CvpnEndpoint *endpoint = cvpn_session_endpoint (sim, session);
    CvpnEndpointState *state = &sim->endpoints[session->life->person.endpoint];

    if (state->period.active_connections >= endpoint->connection_quota) {
        cvpn_connection_refuse (sim, session, CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED,
                                CVPN_REASON_NONE);
        return;
    }
    session->address =
        cvpn_address_pool_lease (state->pool, landing_of (sim, session->association));
    if (session->address == 0)
        cvpn_connection_refuse (sim, session, CVPN_CODE_CVPN_CLIENT_CIDR_EXHAUSTED,
                                CVPN_REASON_NONE);
    else
        cvpn_session_establish (sim, session);
}

void
cvpn_lease_handle (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnSession *session = cvpn_session_of (sim, event);

    if (cvpn_connection_require_landing (sim, session))
        take (sim, session);
}

/* The server knows: all of it is free. */
static void
release (CvpnSimulation *sim, CvpnLease *lease)
{
    cvpn_address_pool_release (sim->endpoints[lease->endpoint].pool,
                               landing_of (sim, lease->association), lease->address);
    cvpn_counters_disconnected (sim, lease->association);
    cvpn_connection_log_reset (sim, &lease->reset);
}

static void
hold (CvpnSimulation *sim, const CvpnLease *lease, gint64 delay_ns)
{
    CvpnLease *held = cvpn_slab_take (&sim->leases);
    const CvpnSlot slot = held->slot;

    *held = *lease;
    held->slot = slot;
    cvpn_simulation_schedule (sim, delay_ns,
                              (CvpnEvent){ .kind = CVPN_EVENT_LEASE_END,
                                           .a = slot.handle.slot,
                                           .b = slot.handle.generation });
}

void
cvpn_lease_give_back (CvpnSimulation *sim, const CvpnSession *session)
{
    CvpnLease lease = { .endpoint = session->life->person.endpoint,
                        .association = session->association,
                        .address = session->address,
                        .reset = cvpn_connection_log_describe_reset (sim, session) };
    const gint64 patience = cvpn_session_endpoint (sim, session)->keepalive_time_out_ns;

    if (session->life->silent_ns >= 0 && session->life->silent_ns + patience > sim->now_ns)
        hold (sim, &lease, session->life->silent_ns + patience - sim->now_ns);
    else
        release (sim, &lease);
}

void
cvpn_lease_handle_end (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnLease *lease = cvpn_slab_lookup (&sim->leases, (CvpnHandle){ event->a, event->b });

    release (sim, lease);
    cvpn_slab_give_back (&sim->leases, lease);
}
