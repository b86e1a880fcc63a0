/* holding: what sim/session_end.c and sim/lease.c do, as means. */
#include "plan/holding.h"

#include <math.h>

CvpnHolding
cvpn_holding_of (const CvpnNetwork *net, const CvpnPopulation *population)
{
    const CvpnEndpoint *endpoint = cvpn_endpoint (net, population->person.endpoint);

    return (CvpnHolding){ .stay = &population->spec->session,
                          .limit_ns = (double) endpoint->session_timeout_ns,
                          .keepalive_ns = (double) endpoint->keepalive_time_out_ns,
                          .vanishes = population->spec->vanishes };
}

static double
stay_up_to (const CvpnHolding *holding, double ns)
{
    return holding->stay->kind == CVPN_DISTRIBUTION_UNSET
               ? ns
               : cvpn_distribution_mean_up_to (holding->stay, ns);
}

double
cvpn_holding_share_limited (const CvpnHolding *holding)
{
    return holding->stay->kind == CVPN_DISTRIBUTION_UNSET
               ? 1
               : cvpn_distribution_survival (holding->stay, holding->limit_ns);
}

/* Of those who vanish if they can: later by the time-out, but for those who meet the limit. */
static double
vanished_up_to (const CvpnHolding *holding, double ns)
{
    const double limit = holding->limit_ns, late = holding->keepalive_ns;
    const double all_late = ns <= late ? ns : late + stay_up_to (holding, fmin (ns - late, limit));

    return all_late -
           cvpn_holding_share_limited (holding) * (fmin (ns, limit + late) - fmin (ns, limit));
}

double
cvpn_holding_mean_up_to (const CvpnHolding *holding, double ns)
{
    const double share = holding->vanishes;
    const double orderly = stay_up_to (holding, fmin (ns, holding->limit_ns));

    return share > 0 ? (1 - share) * orderly + share * vanished_up_to (holding, ns) : orderly;
}
