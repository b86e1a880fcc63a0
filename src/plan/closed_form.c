/* closed_form: Erlang, Engset and Poisson, all from the middle outwards.
 *
 * Each is a birth and death process, cut at some number: the probability of k customers is
 * that of k - 1 times a step that falls with k.  Summed from the likeliest number on, relative
 * to it, terms vanish after some forty standard deviations, so that millions of servers cost
 * thousands of multiplications, and neither overflow nor cancel. */
#include "plan/closed_form.h"

#include <math.h>

typedef struct {
    double sources; /* the one that comes among them; INFINITY: as many come, whoever is there */
    double load;    /* erlangs, or of each source that is away */
} Births;

/* The probability of k to that of k - 1. */
static double
step_to (const Births *births, double k)
{
    return (isinf (births->sources) ? births->load : (births->sources - k) * births->load) / k;
}

/* The likeliest number, if there are 'servers': the last whose step is not below 1. */
static double
find_mode (const Births *births, double servers)
{
    const double mode = isinf (births->sources)
                            ? births->load
                            : births->sources * births->load / (1 + births->load);

    return fmin (floor (mode), servers);
}

/* The sum of all numbers up to 'k', relative to its own probability. */
static double
sum_down (const Births *births, double k)
{
    double sum = 1, term = 1;

    for (; k > 0 && term > sum * 1e-17; k--) {
        term /= step_to (births, k);
        sum += term;
    }
    return sum;
}

/* The share of time at which all are busy. */
static double
share_busy (const Births *births, double servers)
{
    const double mode = find_mode (births, servers);
    double sum = sum_down (births, mode), term = 1;

    for (double k = mode + 1; k <= servers && term > 0; k++) {
        term *= step_to (births, k);
        sum += term;
    }
    return term / sum;
}

double
cvpn_erlang_b (guint64 servers, double erlangs)
{
    g_return_val_if_fail (erlangs >= 0, NAN);
    return isinf (erlangs) ? 1 : share_busy (&(Births){ INFINITY, erlangs }, (double) servers);
}

guint64
cvpn_erlang_b_servers (double erlangs, double blocking)
{
    guint64 low = 0, high = 1; /* too few, and enough */

    g_return_val_if_fail (isfinite (erlangs) && erlangs >= 0, 0);
    g_return_val_if_fail (blocking > 0 && blocking < 1, 0);
    while (cvpn_erlang_b (high, erlangs) > blocking) {
        low = high;
        high *= 2;
    }
    while (high - low > 1) {
        const guint64 middle = low + (high - low) / 2;
        if (cvpn_erlang_b (middle, erlangs) > blocking)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* An arriving customer sees what the others alone would make (Sevastyanov 1957; Lavenberg and
 * Reiser, "Stationary state probabilities at arrival instants", 1980). */
double
cvpn_engset (guint64 sources, guint64 servers, double ratio)
{
    g_return_val_if_fail (ratio >= 0, NAN);
    if (servers >= sources)
        return 0;
    if (isinf (ratio))
        return 1;
    return share_busy (&(Births){ (double) sources, ratio }, (double) servers);
}

/* Below this a probability relative to the likeliest number's is none. */
#define NEGLIGIBLE 1e-300

/* The sum of all numbers above 'k', relative to its own probability. */
static double
sum_up (const Births *births, double k)
{
    double sum = 0, term = 1;

    for (k++; term > NEGLIGIBLE; k++) {
        term *= step_to (births, k);
        sum += term;
    }
    return sum;
}

guint64
cvpn_poisson_quantile (double mean, double probability)
{
    g_return_val_if_fail (isfinite (mean) && mean >= 0, 0);
    g_return_val_if_fail (probability > 0 && probability < 1, 0);

    const Births births = { INFINITY, mean };
    const double mode = floor (mean);
    const double wanted = probability * (sum_down (&births, mode) + sum_up (&births, mode));
    double k = mode, term = 1;

    while (k > 0 && term > NEGLIGIBLE)
        term /= step_to (&births, k--);
    for (double sum = term; sum < wanted && (k < mode || term > NEGLIGIBLE); sum += term)
        term *= step_to (&births, ++k);
    return (guint64) k;
}

double
cvpn_offered_blocking (const CvpnOffered *offered, guint64 places)
{
    switch (offered->form) {
    case CVPN_FORM_ERLANG:
        return cvpn_erlang_b (places, offered->erlangs);
    case CVPN_FORM_ENGSET:
        return cvpn_engset (offered->people, places, offered->ratio);
    case CVPN_FORM_BOUND:
        return places >= offered->people ? 0 : NAN;
    case CVPN_FORM_NONE:
    case CVPN_FORM_VARYING:
        break;
    }
    return NAN;
}
