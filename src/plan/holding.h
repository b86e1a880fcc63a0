/* holding: how long a session takes a place among the concurrent connections, and an address.
 *
 * For the stay, but no longer than the endpoint's time limit; and for its keepalive's time-out
 * more where the client goes without a goodbye, which it cannot do once the limit has ended
 * the session. */
#pragma once

#include "model/workload.h"

typedef struct {
    const CvpnDistribution *stay; /* unset: for good */
    double limit_ns, keepalive_ns;
    double vanishes; /* share */
} CvpnHolding;

CvpnHolding cvpn_holding_of (const CvpnNetwork *net, const CvpnPopulation *population);

/* The mean of it cut at 'ns', the integral of its survival function; INFINITY: the mean. */
double cvpn_holding_mean_up_to (const CvpnHolding *holding, double ns);
/* How many sessions end at the time limit. */
double cvpn_holding_share_limited (const CvpnHolding *holding);
