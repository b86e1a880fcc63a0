/* connection_log: entries, made when they are due. */
#include "sim/connection_log.h"

#include "base/prefix.h"
#include "sim/client.h"

/* Behind the ports that systems keep for themselves. */
#define FIRST_PORT 1024u

/* The public address from which the user connects: that of a host of the population's
 * network, which begins anew where there are more users than hosts. */
static guint32
device_address (const CvpnClientsSpec *spec, guint32 number)
{
    const CvpnPrefix block = spec->public_network;

    if (block.length == CVPN_PREFIX_UNSET)
        return 0;

    const guint64 size = cvpn_prefix_size (block);
    const guint32 ends = size > 2 ? 1 : 0; /* the network and the broadcast address */

    return block.address + ends + (guint32) ((number - 1) % (size - 2 * ends));
}

/* The device's router chooses one for each connection. */
static guint16
device_port (const CvpnSimulation *sim, const CvpnSession *session, const CvpnClient *client)
{
    const guint16 purpose =
        session->life->asserted ? CVPN_DRAW_SAML_DEVICE_PORT : CVPN_DRAW_DEVICE_PORT;

    return (guint16) (FIRST_PORT + cvpn_stream_choose (cvpn_client_stream (sim, client), purpose,
                                                       client->attempts,
                                                       G_MAXUINT16 + 1 - FIRST_PORT));
}

static CvpnConnectionRecord
describe (const CvpnSimulation *sim, const CvpnSession *session)
{
    const CvpnEndpoint *endpoint = cvpn_session_endpoint (sim, session);
    const CvpnClient *client = cvpn_simulation_client (sim, session->client);
    const CvpnClientsSpec *spec = cvpn_session_population (sim, session)->spec;
    const guint users = CVPN_AUTHENTICATION_DIRECTORY | CVPN_AUTHENTICATION_FEDERATED;

    return (CvpnConnectionRecord){
        .time_ns = sim->now_ns,
        .connection = session->life->connection,
        .start_ns = session->life->opened_ns,
        .end_ns = -1,
        .logged = endpoint->connection_log,
        .endpoint = endpoint->name,
        .tcp = endpoint->transport == CVPN_TRANSPORT_TCP,
        .user = cvpn_client_user (sim, client),
        .by_certificate = (endpoint->authentication & CVPN_AUTHENTICATION_CERTIFICATE) != 0,
        .by_user_name = (endpoint->authentication & users) != 0,
        .system = spec->system,
        .client_address = session->address,
        .device_address = device_address (spec, client->number),
        .device_port = device_port (sim, session, client),
    };
}

/* Nobody knows the user before the assertion is there. */
void
cvpn_connection_log_attempt (const CvpnSimulation *sim, const CvpnSession *session,
                             CvpnAttemptStatus status, CvpnReason reason)
{
    CvpnConnectionRecord attempt = describe (sim, session);

    attempt.status = status;
    attempt.reason = reason;
    attempt.by_user_name &= status != CVPN_ATTEMPT_WAITING_FOR_ASSERTION;
    cvpn_notify (sim, connection, &attempt);
}

CvpnConnectionRecord
cvpn_connection_log_describe_reset (const CvpnSimulation *sim, const CvpnSession *session)
{
    CvpnConnectionRecord reset = describe (sim, session);

    reset.is_reset = TRUE;
    reset.ingress_bytes = session->request_bytes;
    reset.egress_bytes = session->response_bytes;
    reset.ingress_packets = session->request_packets;
    reset.egress_packets = session->response_packets;
    return reset;
}

void
cvpn_connection_log_reset (const CvpnSimulation *sim, CvpnConnectionRecord *reset)
{
    reset->time_ns = reset->end_ns = sim->now_ns;
    cvpn_notify (sim, connection, reset);
}

void
cvpn_connection_log_assertion (const CvpnSimulation *sim, const CvpnSession *session,
                               gboolean received)
{
    CvpnConnectionRecord reset = cvpn_connection_log_describe_reset (sim, session);

    reset.assertion_received = received;
    reset.by_user_name = FALSE;
    cvpn_connection_log_reset (sim, &reset);
}
