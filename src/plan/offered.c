/* offered: which closed form describes who connects to an endpoint, and what stands against it.
 *
 * Each obstacle is something that src/sim does: refusals for another reason than want of a place
 * (connection.c, connect_handler.c), second tries (client.c), sessions that end otherwise than
 * by their stay or the time limit (session_end.c, changes.c), places that are held for somebody
 * who is back already (lease.c).  What takes time before a place is taken moves arrivals, no
 * more: a Poisson process stays one, and to a closed population it is a part of being away. */
#include <math.h>

#include "plan/closed_form.h"
#include "plan/obstacles.h"
#include "plan/varying.h"

static CvpnOffered
none (const char *why_not)
{
    return (
        CvpnOffered){ .form = CVPN_FORM_NONE, .erlangs = NAN, .ratio = NAN, .why_not = why_not };
}

static double
mean_of (const CvpnDistribution *distribution)
{
    return distribution->kind == CVPN_DISTRIBUTION_UNSET ? 0
                                                         : cvpn_distribution_mean (distribution);
}

/* From the attempt to the place.  SAML connects twice, with a log-in between. */
static double
connecting_mean (const CvpnNetwork *net, const CvpnPopulation *population)
{
    const CvpnEndpoint *endpoint = cvpn_endpoint (net, population->person.endpoint);
    const CvpnClientsSpec *clients = population->spec;
    const double dns = mean_of (&net->latency.dns);
    const double connection =
        mean_of (&net->latency.handshake) + mean_of (&net->latency.authentication);
    double mean = dns + connection + mean_of (&endpoint->handler->duration);

    if (endpoint->authentication & CVPN_AUTHENTICATION_FEDERATED)
        mean +=
            connection + mean_of (&clients->saml_login) + (clients->saml_second_lookup ? dns : 0);
    return mean;
}

static double
holding_mean (const CvpnNetwork *net, const CvpnPopulation *population)
{
    const CvpnHolding holding = cvpn_holding_of (net, population);

    return cvpn_holding_mean_up_to (&holding, INFINITY);
}

static double
load_of (const CvpnNetwork *net, const CvpnPopulation *population)
{
    return population->spec->arrival.rate / CVPN_SECOND * holding_mean (net, population);
}

static CvpnOffered
offer_erlang (const CvpnNetwork *net, const CvpnPeople *people)
{
    CvpnOffered offered = { .form = CVPN_FORM_ERLANG, .ratio = NAN };

    for (guint i = 0; i < people->n; i++)
        offered.erlangs += load_of (net, people->populations[i]);
    return offered;
}

/* The mean over the day of all of them, and how long the first of those that come by the time of
 * day takes to connect. */
static void
fill_day (const CvpnNetwork *net, const CvpnPeople *people, double *day, double *connecting)
{
    for (guint i = people->n; i-- > 0;) {
        const CvpnPopulation *population = people->populations[i];
        const CvpnHolding holding = cvpn_holding_of (net, population);
        const double load = load_of (net, population);
        if (population->spec->arrival.kind == CVPN_ARRIVAL_DAILY) {
            cvpn_varying_add (day, population->spec->arrival.points, &holding);
            *connecting = connecting_mean (net, population);
        } else {
            for (guint cell = 0; cell < CVPN_VARYING_CELLS; cell++)
                day[cell] += load;
        }
    }
}

/* Connecting moves the day by its mean; that it takes some longer than others does not matter
 * as long as the rates hardly change meanwhile. */
static CvpnOffered
offer_varying (const CvpnNetwork *net, const CvpnPeople *people)
{
    g_autofree double *day = g_new0 (double, CVPN_VARYING_CELLS);
    double connecting = 0;
    guint peak = 0;

    fill_day (net, people, day, &connecting);
    for (guint i = 1; i < CVPN_VARYING_CELLS; i++)
        if (day[i] > day[peak])
            peak = i;
    return (CvpnOffered){ .form = CVPN_FORM_VARYING,
                          .erlangs = day[peak],
                          .peak_ns = (peak * CVPN_VARYING_CELL +
                                      (isfinite (connecting) ? (gint64) connecting : 0)) %
                                     CVPN_DAY,
                          .ratio = NAN };
}

static CvpnOffered
offer_closed (const CvpnNetwork *net, const CvpnPeople *people, const char *why_not)
{
    const CvpnPopulation *first = people->populations[0];
    CvpnOffered offered = { .form = CVPN_FORM_BOUND, .erlangs = NAN, .ratio = NAN };

    for (guint i = 0; i < people->n; i++)
        offered.people += (guint64) people->populations[i]->spec->count;
    offered.why_not = why_not;
    if (why_not)
        return offered;
    offered.ratio = holding_mean (net, first) /
                    (cvpn_distribution_mean (&first->spec->away) + connecting_mean (net, first));
    if (isfinite (offered.ratio))
        offered.form = CVPN_FORM_ENGSET;
    else
        offered.why_not = "being away or connecting has no finite mean";
    return offered;
}

CvpnOffered
cvpn_offered (const CvpnSpec *spec, const CvpnNetwork *net, const CvpnWorkload *workload,
              guint32 endpoint)
{
    g_autofree const CvpnPopulation **populations =
        g_new (const CvpnPopulation *, workload->populations->len);
    CvpnPeople people = { .populations = populations };

    for (guint32 i = 0; i < workload->populations->len; i++) {
        const CvpnPopulation *population = cvpn_at (workload->populations, CvpnPopulation, i);
        if (population->person.endpoint == endpoint)
            populations[people.n++] = population;
    }
    if (people.n == 0)
        return none ("nobody connects to this endpoint");

    const CvpnObstacles obstacles = cvpn_obstacles_find (spec, net, endpoint, &people);

    if (obstacles.to_bound)
        return none (obstacles.to_bound);
    if (cvpn_arrival_is_closed (&populations[0]->spec->arrival))
        return offer_closed (net, &people, obstacles.to_form);
    if (obstacles.to_form)
        return none (obstacles.to_form);
    return cvpn_people_vary (&people) ? offer_varying (net, &people) : offer_erlang (net, &people);
}
