/* resolver: the answer's first address is where the client lands.
 *
 * Round robin is one rotation per endpoint over the landings that are in the answer, a step
 * for each query.  A client with remote-random-hostname asks for a name that nobody asked
 * for before; the others' answer is kept by a resolver that the population shares, even if
 * the landing that it names is no more. */
#include "sim/resolver.h"

#include "sim/client.h"

static guint32
count_answers (const CvpnNetwork *net, CvpnSpan associations)
{
    guint32 n = 0;

    for (guint32 i = 0; i < associations.count; i++)
        n += cvpn_association (net, associations.first + i)->answers != 0;
    return n;
}

/* The one with that number among those in the answer. */
static guint32
find_answer (const CvpnNetwork *net, CvpnSpan associations, guint32 number)
{
    guint32 i = associations.first;

    while (!cvpn_association (net, i)->answers || number-- > 0)
        i++;
    return i;
}

/* Is any subnet associated, if it does not answer either? */
static gboolean
has_target_network (const CvpnNetwork *net, CvpnSpan associations)
{
    for (guint32 i = 0; i < associations.count; i++) {
        const guint8 status = cvpn_association (net, associations.first + i)->status;
        if (status == CVPN_ASSOCIATION_ASSOCIATED || status == CVPN_ASSOCIATION_DISASSOCIATING)
            return TRUE;
    }
    return FALSE;
}

/* One query to the endpoint's name servers; CVPN_NONE: they name nobody. */
static guint32
ask (CvpnSimulation *sim, const CvpnClient *client, guint32 endpoint, guint16 purpose)
{
    const CvpnEndpoint *spec = cvpn_endpoint (sim->net, endpoint);
    const guint32 n = count_answers (sim->net, spec->associations);
    guint32 choice;

    if (n == 0)
        return CVPN_NONE;
    if (spec->dns_answer == CVPN_DNS_ROUND_ROBIN)
        choice = (guint32) (sim->endpoints[endpoint].queries % n);
    else
        choice =
            cvpn_stream_choose (cvpn_client_stream (sim, client), purpose, client->attempts, n);
    sim->endpoints[endpoint].queries++;
    return find_answer (sim->net, spec->associations, choice);
}

static guint32
ask_cache (CvpnSimulation *sim, const CvpnClient *client, guint32 endpoint, guint16 purpose)
{
    CvpnPopulationState *cache = &sim->populations[client->population];
    const gint64 ttl = cvpn_endpoint (sim->net, endpoint)->dns_ttl_ns;

    if (sim->now_ns < cache->cached_until_ns)
        return cache->cached_landing;
    cache->cached_landing = ask (sim, client, endpoint, purpose);
    if (cache->cached_landing != CVPN_NONE)
        cache->cached_until_ns = sim->now_ns + MIN (ttl, sim->duration_ns);
    return cache->cached_landing;
}

guint32
cvpn_resolver_answer (CvpnSimulation *sim, const CvpnClient *client, guint16 purpose,
                      CvpnCode *code)
{
    const CvpnPerson *person = &cvpn_simulation_population (sim, client->population)->person;
    guint32 landing = CVPN_NONE;

    *code = CVPN_CODE_NONE;
    if (person->hostname == CVPN_HOSTNAME_RANDOM)
        landing = ask (sim, client, person->endpoint, purpose);
    else if (person->hostname == CVPN_HOSTNAME_FIXED)
        landing = ask_cache (sim, client, person->endpoint, purpose);
    if (landing == CVPN_NONE)
        *code =
            has_target_network (sim->net, cvpn_endpoint (sim->net, person->endpoint)->associations)
                ? CVPN_CODE_CVPN_DNS_NO_ANSWER
                : CVPN_CODE_CVPN_NO_TARGET_NETWORK;
    return landing;
}
