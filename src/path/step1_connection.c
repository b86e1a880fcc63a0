/* Step 1, connection and authentication: what does not depend on the moment.
 *
 * Does the name resolve, does the client bring the methods that the endpoint
 * asks for (two listed are both needed), was its file made after MFA was turned
 * on, can the landing subnet hold an interface?  What depends on who else is
 * connected (quota, addresses) is the simulation's.  Every failure is an answer
 * to the client.  (AWS Client VPN Administrator Guide, "Client Authentication";
 * "Unable to Resolve Client VPN Endpoint DNS Name"; "Client Software Returns
 * User Name and Password Errors") */
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

static void
reject (CvpnWalk *walk, CvpnTrace *trace, CvpnCode code, CvpnReason reason, guint32 rule)
{
    cvpn_step_reject (walk, trace, CVPN_STAGE_CONNECTION, code, reason, rule);
}

void
cvpn_step_connection (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const CvpnSubnet *subnet = cvpn_walk_subnet (walk);
    const CvpnReason reason = find_missing (endpoint, walk->person);
    const guint before = trace->n;

    if (walk->person->hostname == CVPN_HOSTNAME_UNSUPPORTED)
        reject (walk, trace, CVPN_CODE_CVPN_DNS_NO_ANSWER, CVPN_REASON_NONE, endpoint->rule);
    else if (subnet->available_addresses == 0)
        reject (walk, trace, CVPN_CODE_CVPN_SUBNET_ADDRESS_EXHAUSTED, CVPN_REASON_NONE,
                subnet->rule);
    if (walk->failed && !walk->go_on)
        return;
    if (reason != CVPN_REASON_NONE)
        reject (walk, trace, CVPN_CODE_CVPN_AUTHENTICATION_FAILED, reason, endpoint->rule);
    else if (endpoint->connection_quota == 0)
        reject (walk, trace, CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED, CVPN_REASON_NONE,
                endpoint->rule);
    if (trace->n == before)
        cvpn_step_pass (trace, CVPN_STAGE_CONNECTION, endpoint->rule);
}
