/* Step 1, connection and authentication: what does not depend on the moment.
 *
 * Does the name resolve, do the client's packets get to the endpoint, does the landing
 * answer, are the certificates good, does the client bring the methods that the endpoint
 * asks for (two listed are both needed), was its file made after MFA was turned on, can
 * the landing subnet hold an interface?  What depends on who else is connected (quota,
 * addresses) is the simulation's, and so is what chance decides: a share of wrong
 * passwords counts here only where it is all of them.  Every failure is an answer to the
 * client, but that a packet is too large for the tunnel (size.c), or that the tunnel of a
 * session that was up has gone silent.
 *
 * (AWS Client VPN Administrator Guide, "Client Authentication", "Client certificate
 * revocation lists", "Client connect handler"; troubleshooting, "Unable to Resolve Client VPN
 * Endpoint DNS Name", "Client Software Returns TLS Error", "Client Software Returns User
 * Name and Password Errors") */
#include "path/step.h"

#include "base/match.h"

static gboolean
is_certain (double share)
{
    return share >= 1;
}

/* "Remote-random-hostname" is not known to every client; and the resolver names only
 * those landings that it takes for healthy, and if there is one besides, that. */
static gboolean
resolves (const CvpnWalk *walk)
{
    const CvpnAssociation *landing = cvpn_walk_landing (walk);

    return walk->person->hostname != CVPN_HOSTNAME_UNSUPPORTED &&
           (landing->answers || landing->maybe);
}

/* Does the network where the client is let its packets out to the endpoint? */
static gboolean
gets_out (const CvpnWalk *walk)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const GPtrArray *outbound = walk->person->outbound;
    const guint8 protocol =
        endpoint->transport == CVPN_TRANSPORT_UDP ? CVPN_PROTOCOL_UDP : CVPN_PROTOCOL_TCP;

    for (guint i = 0; outbound && i < outbound->len; i++) {
        const CvpnMatchSpec *item = outbound->pdata[i];
        if (cvpn_match_admits (&item->match, protocol, (guint16) endpoint->vpn_port, 0, 0))
            return TRUE;
    }
    return !outbound || outbound->len == 0;
}

/* TLS meets the server's own certificate first. */
static gboolean
server_certificate_has_expired (const CvpnEndpoint *endpoint, const CvpnPerson *person)
{
    (void) person;
    return endpoint->server_certificate_expired;
}

static gboolean
uses_certificates (const CvpnEndpoint *endpoint)
{
    return endpoint->authentication & CVPN_AUTHENTICATION_CERTIFICATE;
}

/* Past its next update a list admits nobody. */
static gboolean
list_has_expired (const CvpnEndpoint *endpoint, const CvpnPerson *person)
{
    (void) person;
    return uses_certificates (endpoint) && endpoint->crl_expired;
}

static gboolean
is_revoked (const CvpnEndpoint *endpoint, const CvpnPerson *person)
{
    return uses_certificates (endpoint) && person->user && endpoint->revoked &&
           g_hash_table_contains (endpoint->revoked, person->user);
}

static gboolean
lacks_method (const CvpnEndpoint *endpoint, const CvpnPerson *person)
{
    return endpoint->authentication & ~person->authentication;
}

static gboolean
is_not_prompted (const CvpnEndpoint *endpoint, const CvpnPerson *person)
{
    return endpoint->mfa && (endpoint->authentication & CVPN_AUTHENTICATION_DIRECTORY) &&
           !person->mfa_prompt;
}

static gboolean
provider_certificate_has_expired (const CvpnEndpoint *endpoint, const CvpnPerson *person)
{
    (void) person;
    return endpoint->identity_provider_certificate_expired &&
           (endpoint->authentication & CVPN_AUTHENTICATION_FEDERATED);
}

static gboolean
always_mistypes (const CvpnEndpoint *endpoint, const CvpnPerson *person)
{
    return (endpoint->authentication & ~(guint) CVPN_AUTHENTICATION_CERTIFICATE) &&
           is_certain (person->wrong_credentials);
}

static gboolean
handler_always_denies (const CvpnEndpoint *endpoint, const CvpnPerson *person)
{
    const CvpnConnectHandlerSpec *handler = endpoint->handler;

    (void) person;
    return handler->duration.kind != CVPN_DISTRIBUTION_UNSET && is_certain (handler->denied);
}

/* In the order in which a client meets them. */
static const struct {
    gboolean (*fails) (const CvpnEndpoint *endpoint, const CvpnPerson *person);
    CvpnReason reason;
} checks[] = {
    { server_certificate_has_expired, CVPN_REASON_SERVER_CERTIFICATE_EXPIRED },
    { list_has_expired, CVPN_REASON_CRL_EXPIRED },
    { is_revoked, CVPN_REASON_CERTIFICATE_REVOKED },
    { lacks_method, CVPN_REASON_METHOD_NOT_OFFERED },
    { is_not_prompted, CVPN_REASON_MFA_NOT_PROMPTED },
    { provider_certificate_has_expired, CVPN_REASON_IDENTITY_PROVIDER_CERTIFICATE_EXPIRED },
    { always_mistypes, CVPN_REASON_WRONG_CREDENTIALS },
    { handler_always_denies, CVPN_REASON_HANDLER_DENIED },
};

/* Names an obstacle, unless the walk has ended at one before it. */
static void
reject_if (gboolean fails, CvpnWalk *walk, CvpnTrace *trace, CvpnVerdict obstacle)
{
    if (fails && (!walk->failed || walk->go_on))
        cvpn_step_reject (walk, trace, CVPN_STAGE_CONNECTION, obstacle.code, obstacle.reason,
                          obstacle.rule);
}

static guint32
rule_of (const CvpnEndpoint *endpoint, CvpnReason reason)
{
    return reason == CVPN_REASON_CRL_EXPIRED || reason == CVPN_REASON_CERTIFICATE_REVOKED
               ? endpoint->crl_rule
               : endpoint->rule;
}

static void
authenticate (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);

    for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
        reject_if (checks[i].fails (endpoint, walk->person), walk, trace,
                   (CvpnVerdict){ .code = CVPN_CODE_CVPN_AUTHENTICATION_FAILED,
                                  .reason = (guint8) checks[i].reason,
                                  .rule = rule_of (endpoint, checks[i].reason) });
}

static void
reach_endpoint (CvpnWalk *walk, CvpnTrace *trace)
{
    const guint32 rule = cvpn_walk_endpoint (walk)->rule;

    reject_if (!resolves (walk), walk, trace,
               (CvpnVerdict){ .code = CVPN_CODE_CVPN_DNS_NO_ANSWER, .rule = rule });
    reject_if (!gets_out (walk), walk, trace,
               (CvpnVerdict){ .code = CVPN_CODE_CVPN_TRANSPORT_RESTRICTION, .rule = rule });
    reject_if (cvpn_walk_landing_is_dead (walk), walk, trace,
               (CvpnVerdict){ .code = CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT,
                              .rule = cvpn_walk_subnet (walk)->rule });
}

static void
connect_client (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const CvpnSubnet *subnet = cvpn_walk_subnet (walk);

    reach_endpoint (walk, trace);
    authenticate (walk, trace);
    reject_if (
        subnet->available_addresses == 0, walk, trace,
        (CvpnVerdict){ .code = CVPN_CODE_CVPN_SUBNET_ADDRESS_EXHAUSTED, .rule = subnet->rule });
    reject_if (
        endpoint->connection_quota == 0, walk, trace,
        (CvpnVerdict){ .code = CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED, .rule = endpoint->rule });
}

/* A session that has not noticed yet sends into a tunnel of which nobody is at the end. */
static void
use_tunnel (CvpnWalk *walk, CvpnTrace *trace)
{
    if (cvpn_walk_landing_is_dead (walk))
        cvpn_step_fail (walk, trace, CVPN_STAGE_CONNECTION, CVPN_CODE_BAD_STATE,
                        cvpn_walk_subnet (walk)->rule);
}

void
cvpn_step_connection (CvpnWalk *walk, CvpnTrace *trace)
{
    const guint before = trace->n;

    if (walk->connected)
        use_tunnel (walk, trace);
    else
        connect_client (walk, trace);
    if (!walk->failed || walk->go_on)
        cvpn_step_size_forward (walk, trace);
    if (trace->n == before)
        cvpn_step_pass (trace, CVPN_STAGE_CONNECTION, cvpn_walk_endpoint (walk)->rule);
}
