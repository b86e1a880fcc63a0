/* connection: name, handshake, authentication.
 *
 *     DNS_ANSWER      the client lands; a connection begins
 *     HANDSHAKE       TLS is done; its own troubles show when the client's time is up
 *     AUTHENTICATION  the endpoint answers
 *     ASSERTION       SAML: the user has logged in at the identity provider, and the client
 *                     begins a second connection to the same server
 *
 * then the client connect handler and the lease.  (AWS Client VPN Administrator Guide, "Client
 * authentication"; troubleshooting, "Client software returns TLS error": "TLS key
 * negotiation failed to occur within 60 seconds") */
#include "sim/connection.h"

#include "sim/client.h"
#include "sim/connect_handler.h"
#include "sim/connection_log.h"
#include "sim/counters.h"
#include "sim/handlers.h"
#include "sim/portal.h"
#include "sim/resolver.h"

static void
schedule_step (CvpnSimulation *sim, const CvpnSession *session, CvpnEventKind kind, gint64 delay_ns)
{
    cvpn_session_schedule (sim, session, (CvpnEvent){ .kind = kind }, delay_ns);
}

void
cvpn_connection_attempt (CvpnSimulation *sim, guint32 client)
{
    CvpnSession *session = cvpn_session_begin (sim, client);

    cvpn_counters_attempt (sim, session->life->person.endpoint);
    schedule_step (sim, session, CVPN_EVENT_DNS_ANSWER,
                   cvpn_session_draw (sim, session, CVPN_DRAW_DNS, &sim->net->latency.dns));
}

static void
fail (CvpnSimulation *sim, CvpnSession *session, CvpnCode code, CvpnReason reason)
{
    CvpnSessionRecord record = cvpn_session_describe (sim, session);
    const guint32 client = session->client;

    record.code = code;
    record.reason = reason;
    record.end_ns = sim->now_ns;
    cvpn_counters_attempt_failed (sim, session->life->person.endpoint, code, reason);
    cvpn_session_finish (sim, session);
    cvpn_notify (sim, session, &record);
    cvpn_client_attempt_failed (sim, client, reason);
}

void
cvpn_connection_refuse (CvpnSimulation *sim, CvpnSession *session, CvpnCode code, CvpnReason reason)
{
    cvpn_connection_log_attempt (sim, session, CVPN_ATTEMPT_FAILED, reason);
    fail (sim, session, code, reason);
}

/* Nobody tells the client, which waits for the time that a handshake may take. */
static void
fail_in_silence (CvpnSimulation *sim, CvpnSession *session, CvpnCode code, CvpnReason reason)
{
    session->life->code = code;
    session->life->reason = reason;
    schedule_step (sim, session, CVPN_EVENT_FAILURE,
                   MAX (session->life->give_up_ns - sim->now_ns, 0));
}

void
cvpn_connection_handle_failure (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnSession *session = cvpn_session_of (sim, event);

    fail (sim, session, session->life->code, session->life->reason);
}

gboolean
cvpn_connection_require_landing (CvpnSimulation *sim, CvpnSession *session)
{
    const CvpnAssociation *landing = cvpn_association (sim->net, session->association);
    const gboolean there = landing->status == CVPN_ASSOCIATION_ASSOCIATED ||
                           landing->status == CVPN_ASSOCIATION_DISASSOCIATING;

    if (there &&
        !cvpn_network_zone_failed (sim->net, cvpn_subnet (sim->net, landing->subnet)->zone))
        return TRUE;
    fail_in_silence (sim, session, CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT, CVPN_REASON_NONE);
    return FALSE;
}

static void
begin_handshake (CvpnSimulation *sim, CvpnSession *session)
{
    const gint64 time_out = cvpn_session_endpoint (sim, session)->handshake_time_out_ns;
    const gint64 length = cvpn_session_draw (
        sim, session, session->life->asserted ? CVPN_DRAW_SAML_HANDSHAKE : CVPN_DRAW_HANDSHAKE,
        &sim->net->latency.handshake);

    session->life->connection = ++sim->n_connections;
    session->life->opened_ns = -1;
    session->life->give_up_ns = sim->now_ns + time_out;
    if (length > time_out)
        fail_in_silence (sim, session, CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT, CVPN_REASON_NONE);
    else
        schedule_step (sim, session, CVPN_EVENT_HANDSHAKE, length);
}

void
cvpn_connection_handle_dns_answer (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnSession *session = cvpn_session_of (sim, event);
    const guint32 first = session->association;
    CvpnCode code;

    session->association = cvpn_resolver_answer (
        sim, cvpn_simulation_client (sim, session->client),
        session->life->asserted ? CVPN_DRAW_SAML_LANDING : CVPN_DRAW_LANDING, &code);
    session->life->elsewhere = session->life->asserted && session->association != first;
    if (session->association == CVPN_NONE)
        fail (sim, session, code, CVPN_REASON_NONE);
    else
        begin_handshake (sim, session);
}

/* What TLS itself fails of: the client is not answered. */
static gboolean
is_of_tls (const CvpnSession *session, const CvpnVerdict *verdict)
{
    (void) session;
    return verdict->code == CVPN_CODE_CVPN_TRANSPORT_RESTRICTION ||
           verdict->code == CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT ||
           verdict->reason == CVPN_REASON_SERVER_CERTIFICATE_EXPIRED ||
           verdict->reason == CVPN_REASON_CRL_EXPIRED ||
           verdict->reason == CVPN_REASON_CERTIFICATE_REVOKED;
}

/* What the endpoint refuses by itself.  The name has been answered, passwords and the
 * handler have their own moments; an assertion is looked at when it is there. */
static gboolean
is_of_authentication (const CvpnSession *session, const CvpnVerdict *verdict)
{
    if (is_of_tls (session, verdict) || verdict->code == CVPN_CODE_CVPN_DNS_NO_ANSWER)
        return FALSE;
    if (verdict->reason == CVPN_REASON_IDENTITY_PROVIDER_CERTIFICATE_EXPIRED)
        return session->life->asserted;
    return verdict->reason != CVPN_REASON_WRONG_CREDENTIALS &&
           verdict->reason != CVPN_REASON_HANDLER_DENIED;
}

/* The first obstacle of that sort at this moment; the code is NONE if there is none.
 * Naming the user costs, and matters to a revocation list only. */
static CvpnVerdict
judge (const CvpnSimulation *sim, const CvpnSession *session,
       gboolean (*concerns) (const CvpnSession *session, const CvpnVerdict *verdict))
{
    static const CvpnPacket no_packet = { 0 };
    CvpnPerson person = session->life->person;
    g_autofree char *user = NULL;
    CvpnTrace trace;
    CvpnWalk walk;

    if (cvpn_session_endpoint (sim, session)->revoked)
        person.user = user = cvpn_client_name (sim, cvpn_simulation_client (sim, session->client));
    cvpn_walk_init (&walk, sim->net, &person, session->association, &no_packet);
    walk.go_on = TRUE;
    trace.n = 0;
    cvpn_walk_stage (&walk, CVPN_STAGE_CONNECTION, &trace);
    for (guint i = 0; i < trace.n; i++)
        if (trace.verdicts[i].code != CVPN_CODE_NONE && concerns (session, &trace.verdicts[i]))
            return trace.verdicts[i];
    return (CvpnVerdict){ .code = CVPN_CODE_NONE };
}

void
cvpn_connection_handle_handshake (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnSession *session = cvpn_session_of (sim, event);

    if (!cvpn_connection_require_landing (sim, session))
        return;

    const CvpnVerdict obstacle = judge (sim, session, is_of_tls);

    if (obstacle.code != CVPN_CODE_NONE)
        fail_in_silence (sim, session, obstacle.code, obstacle.reason);
    else
        schedule_step (sim, session, CVPN_EVENT_AUTHENTICATION,
                       cvpn_session_draw (sim, session,
                                          session->life->asserted ? CVPN_DRAW_SAML_AUTHENTICATION
                                                                  : CVPN_DRAW_AUTHENTICATION,
                                          &sim->net->latency.authentication));
}

static gboolean
has_wrong_credentials (const CvpnSimulation *sim, const CvpnSession *session)
{
    const CvpnClient *client = cvpn_simulation_client (sim, session->client);

    return cvpn_stream_happens (cvpn_client_stream (sim, client), CVPN_DRAW_WRONG_CREDENTIALS,
                                client->attempts,
                                cvpn_session_population (sim, session)->spec->wrong_credentials);
}

/* The first connection of a SAML log-in: it tells the client where to log in. */
static void
wait_for_assertion (CvpnSimulation *sim, CvpnSession *session)
{
    session->life->opened_ns = sim->now_ns;
    cvpn_connection_log_attempt (sim, session, CVPN_ATTEMPT_WAITING_FOR_ASSERTION,
                                 CVPN_REASON_NONE);
    schedule_step (sim, session, CVPN_EVENT_ASSERTION,
                   cvpn_session_draw (sim, session, CVPN_DRAW_SAML_LOGIN,
                                      &cvpn_session_population (sim, session)->spec->saml_login));
}

void
cvpn_connection_handle_assertion (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnSession *session = cvpn_session_of (sim, event);
    const gboolean wrong = has_wrong_credentials (sim, session);

    cvpn_connection_log_assertion (sim, session, !wrong);
    session->life->asserted = !wrong;
    if (wrong)
        fail (sim, session, CVPN_CODE_CVPN_AUTHENTICATION_FAILED, CVPN_REASON_WRONG_CREDENTIALS);
    else if (cvpn_session_population (sim, session)->spec->saml_second_lookup)
        schedule_step (
            sim, session, CVPN_EVENT_DNS_ANSWER,
            cvpn_session_draw (sim, session, CVPN_DRAW_SAML_DNS, &sim->net->latency.dns));
    else
        begin_handshake (sim, session);
}

/* Who lacks the certificate fails in TLS already: no entry of the log ("Connection
 * logging": failed mutual authentication is not logged). */
static void
refuse (CvpnSimulation *sim, CvpnSession *session, const CvpnVerdict *obstacle)
{
    const guint missing = cvpn_session_endpoint (sim, session)->authentication &
                          ~session->life->person.authentication;

    if (obstacle->reason == CVPN_REASON_METHOD_NOT_OFFERED &&
        (missing & CVPN_AUTHENTICATION_CERTIFICATE))
        fail (sim, session, obstacle->code, obstacle->reason);
    else
        cvpn_connection_refuse (sim, session, obstacle->code, obstacle->reason);
}

/* The methods have been brought; are they good? */
static void
check_credentials (CvpnSimulation *sim, CvpnSession *session)
{
    const guint methods = cvpn_session_endpoint (sim, session)->authentication;

    if ((methods & CVPN_AUTHENTICATION_DIRECTORY) && has_wrong_credentials (sim, session))
        cvpn_connection_refuse (sim, session, CVPN_CODE_CVPN_AUTHENTICATION_FAILED,
                                CVPN_REASON_WRONG_CREDENTIALS);
    else if ((methods & CVPN_AUTHENTICATION_FEDERATED) && !session->life->asserted)
        wait_for_assertion (sim, session);
    else if (session->life->elsewhere)
        cvpn_connection_refuse (sim, session, CVPN_CODE_CVPN_AUTHENTICATION_FAILED,
                                CVPN_REASON_ASSERTION_ELSEWHERE);
    else
        cvpn_connect_handler_call (sim, session);
}

void
cvpn_connection_handle_authentication (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnSession *session = cvpn_session_of (sim, event);

    if (!cvpn_connection_require_landing (sim, session))
        return;

    const CvpnVerdict obstacle = judge (sim, session, is_of_authentication);

    if (obstacle.code != CVPN_CODE_NONE)
        refuse (sim, session, &obstacle);
    else
        check_credentials (sim, session);
}
