/* truncation: one pass from the end, with sums that grow by a batch each time. */
#include "sweep/truncation.h"

/* Fewer batches than these at the end are alike by chance. */
#define BATCHES_LEFT 5

static double
batch_mean (const double *values, guint batch)
{
    double sum = 0;

    for (guint i = 0; i < CVPN_TRUNCATION_BATCH; i++)
        sum += values[batch * CVPN_TRUNCATION_BATCH + i];
    return sum / CVPN_TRUNCATION_BATCH;
}

guint
cvpn_truncation (const double *values, guint n)
{
    const guint batches = n / CVPN_TRUNCATION_BATCH;
    double mean = 0, squares = 0, smallest = 0; /* of the batches from 'from' on (Welford) */
    guint best = batches;

    for (guint from = batches; from-- > 0;) {
        const guint left = batches - from;
        const double value = batch_mean (values, from), distance = value - mean;
        mean += distance / left;
        squares += distance * (value - mean);
        const double error = squares / ((double) left * left);
        if (left >= BATCHES_LEFT && (best == batches || error <= smallest)) {
            best = from;
            smallest = error;
        }
    }
    return best * CVPN_TRUNCATION_BATCH;
}
