/* varying: a circular convolution of two tables over the day. */
#include "plan/varying.h"

#include <math.h>
#include <string.h>

#include "model/daily_rate.h"

/* What is left of the mean beyond that many days is not looked for. */
#define NEGLIGIBLE 1e-9

/* Arrivals in each cell of the day, per nanosecond. */
static void
list_rates (const GArray *points, double *rates)
{
    for (guint i = 0; i < CVPN_VARYING_CELLS; i++)
        rates[i] =
            cvpn_daily_rate_mean (points, i * CVPN_VARYING_CELL, (i + 1) * CVPN_VARYING_CELL) /
            CVPN_SECOND;
}

/* For how long somebody is there while in the cell of that age, on whichever day. */
static void
list_weights (const CvpnHolding *holding, double *weights)
{
    const double mean = cvpn_holding_mean_up_to (holding, INFINITY);
    double until = 0;

    memset (weights, 0, CVPN_VARYING_CELLS * sizeof *weights);
    for (guint64 i = 0; until < mean * (1 - NEGLIGIBLE); i++) {
        const double next = cvpn_holding_mean_up_to (holding, (double) (i + 1) * CVPN_VARYING_CELL);
        weights[i % CVPN_VARYING_CELLS] += next - until;
        until = next;
    }
}

void
cvpn_varying_add (double *mean, const GArray *points, const CvpnHolding *holding)
{
    const guint n = CVPN_VARYING_CELLS;
    g_autofree double *rates = g_new (double, n), *weights = g_new (double, n);

    list_rates (points, rates);
    list_weights (holding, weights);
    for (guint i = 0; i < n; i++)
        for (guint age = 0; age < n; age++)
            mean[i] += rates[(i + 2 * n - 1 - age) % n] * weights[age];
}
