/* resolver: the answer's first address is where the client lands.
 *
 * Round robin is one rotation per endpoint, a step for each query.  A client
 * with remote-random-hostname asks for a name that nobody asked for before; the
 * others' answer is kept by a resolver that the population shares. */
#include "sim/resolver.h"

#include "sim/client.h"

/* One query to the endpoint's name servers. */
static guint32
ask (CvpnSimulation *sim, const CvpnClient *client, guint32 endpoint)
{
    const CvpnEndpoint *spec = cvpn_endpoint (sim->net, endpoint);
    const guint32 n = spec->associations.count;
    guint32 choice;

    if (spec->dns_answer == CVPN_DNS_ROUND_ROBIN)
        choice = (guint32) (sim->endpoints[endpoint].queries % n);
    else
        choice = cvpn_stream_choose (cvpn_client_stream (sim, client), CVPN_DRAW_LANDING,
                                     client->attempts, n);
    sim->endpoints[endpoint].queries++;
    return spec->associations.first + choice;
}

guint32
cvpn_resolver_answer (CvpnSimulation *sim, const CvpnClient *client, CvpnCode *code)
{
    const CvpnPerson *person = &cvpn_simulation_population (sim, client->population)->person;
    const CvpnEndpoint *endpoint = cvpn_endpoint (sim->net, person->endpoint);
    CvpnPopulationState *cache = &sim->populations[client->population];

    *code = CVPN_CODE_NONE;
    if (person->hostname == CVPN_HOSTNAME_UNSUPPORTED)
        *code = CVPN_CODE_CVPN_DNS_NO_ANSWER;
    else if (endpoint->associations.count == 0)
        *code = CVPN_CODE_CVPN_NO_TARGET_NETWORK;
    if (*code != CVPN_CODE_NONE)
        return CVPN_NONE;
    if (person->hostname == CVPN_HOSTNAME_RANDOM)
        return ask (sim, client, person->endpoint);
    if (sim->now_ns >= cache->cached_until_ns) {
        cache->cached_landing = ask (sim, client, person->endpoint);
        cache->cached_until_ns = sim->now_ns + MIN (endpoint->dns_ttl_ns, sim->duration_ns);
    }
    return cache->cached_landing;
}
