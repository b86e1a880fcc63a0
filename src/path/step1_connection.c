/* Step 1, connection and authentication: what does not depend on the moment.
 *
 * Does the name resolve, does the client bring the methods that the endpoint
 * asks for (two listed are both needed), was its file made after MFA was turned
 * on, can the landing subnet hold an interface?  What depends on who else is
 * connected (quota, addresses) is the simulation's.  Every failure is an answer
 * to the client, but that a packet is too large for the tunnel (size.c).  (AWS Client VPN
 * Administrator Guide, "Client Authentication"; "Unable to Resolve Client VPN Endpoint DNS Name";
 * "Client Software Returns User Name and Password Errors") */
#include "path/step.h"

static CvpnReason
find_missing (const CvpnEndpoint *endpoint, const CvpnPerson *person)
{
    if (endpoint->authentication & ~person->authentication)
        return CVPN_REASON_METHOD_NOT_OFFERED;
    if (endpoint->mfa && (endpoint->authentication & CVPN_AUTHENTICATION_DIRECTORY) &&
        !person->mfa_prompt)
        return CVPN_REASON_MFA_NOT_PROMPTED;
    return CVPN_REASON_NONE;
}

/* Names an obstacle, unless the walk has ended at one before it. */
static void
reject_if (gboolean fails, CvpnWalk *walk, CvpnTrace *trace, CvpnVerdict obstacle)
{
    if (fails && (!walk->failed || walk->go_on))
        cvpn_step_reject (walk, trace, CVPN_STAGE_CONNECTION, obstacle.code, obstacle.reason,
                          obstacle.rule);
}

static void
connect_client (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const CvpnSubnet *subnet = cvpn_walk_subnet (walk);
    const CvpnReason missing = find_missing (endpoint, walk->person);

    reject_if (walk->person->hostname == CVPN_HOSTNAME_UNSUPPORTED, walk, trace,
               (CvpnVerdict){ .code = CVPN_CODE_CVPN_DNS_NO_ANSWER, .rule = endpoint->rule });
    reject_if (
        subnet->available_addresses == 0, walk, trace,
        (CvpnVerdict){ .code = CVPN_CODE_CVPN_SUBNET_ADDRESS_EXHAUSTED, .rule = subnet->rule });
    reject_if (missing != CVPN_REASON_NONE, walk, trace,
               (CvpnVerdict){ .code = CVPN_CODE_CVPN_AUTHENTICATION_FAILED,
                              .reason = (guint8) missing,
                              .rule = endpoint->rule });
    reject_if (
        endpoint->connection_quota == 0, walk, trace,
        (CvpnVerdict){ .code = CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED, .rule = endpoint->rule });
}

void
cvpn_step_connection (CvpnWalk *walk, CvpnTrace *trace)
{
    const guint before = trace->n;

    if (!walk->connected)
        connect_client (walk, trace);
    cvpn_step_size_forward (walk, trace);
    if (trace->n == before)
        cvpn_step_pass (trace, CVPN_STAGE_CONNECTION, cvpn_walk_endpoint (walk)->rule);
}
