/* plan_words: as many digits as say something. */
#include "observe/plan_words.h"

#include <math.h>

#include "base/count.h"
#include "base/quantity.h"

const CvpnPlanCandidate *
cvpn_plan_candidate (const CvpnPlan *plan, int index)
{
    return index < 0 ? NULL : &g_array_index (plan->candidates, CvpnPlanCandidate, (guint) index);
}

double
cvpn_plan_success (const CvpnPlanOutcome *outcome)
{
    return isnan (outcome->exact) ? outcome->success.mean : outcome->exact;
}

/* Of the conditions asked for the worst; what was not held against one fails it. */
static double
worst_success (const CvpnPlan *plan, const CvpnPlanCandidate *one)
{
    double worst = 1;

    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++) {
        const CvpnPlanOutcome *outcome = &one->outcomes[i];
        if (!(plan->options.conditions & 1u << i) || outcome->holds)
            continue;
        const double success =
            isnan (outcome->success.mean) ? outcome->success.upper : outcome->success.mean;
        worst = MIN (worst, outcome->known && !isnan (success) ? success : 0);
    }
    return worst;
}

const CvpnPlanCandidate *
cvpn_plan_closest (const CvpnPlan *plan)
{
    const CvpnPlanCandidate *closest = NULL;

    for (int i = 0; i < (int) plan->candidates->len; i++) {
        const CvpnPlanCandidate *one = cvpn_plan_candidate (plan, i);
        if (!closest || worst_success (plan, one) > worst_success (plan, closest))
            closest = one;
    }
    return closest;
}

/* One step away in one of the two, or not at all. */
static gboolean
is_near (const CvpnPlanCandidate *a, const CvpnPlanCandidate *b)
{
    const int associations = (int) a->associations - (int) b->associations;
    const int length = (int) a->prefix_length - (int) b->prefix_length;

    return ABS (associations) + ABS (length) <= 1;
}

static gboolean
is_worth_showing (const CvpnPlan *plan, int index)
{
    const CvpnPlanCandidate *recommended = cvpn_plan_candidate (plan, plan->recommended);

    for (guint condition = 0; condition < CVPN_N_PLAN_CONDITIONS; condition++)
        if (plan->smallest[condition] == index)
            return TRUE;
    if (recommended)
        return is_near (cvpn_plan_candidate (plan, index), recommended);
    /* Where nothing holds, the best there is. */
    return cvpn_plan_candidate (plan, index) == cvpn_plan_closest (plan);
}

GArray *
cvpn_plan_alternatives (const CvpnPlan *plan)
{
    GArray *shown = g_array_new (FALSE, FALSE, sizeof (guint));

    for (guint i = 0; i < plan->candidates->len; i++)
        if (is_worth_showing (plan, (int) i))
            g_array_append_val (shown, i);
    return shown;
}

/* Near 100 % with two digits of what is missing, cut off: 99.9 % is never less than that. */
static double
cut_off (double percent, int digits)
{
    const double scale = pow (10, digits);

    return percent < 90 ? percent : floor (percent * scale + 1e-6) / scale;
}

void
cvpn_plan_words_share (GString *out, double share)
{
    const double missing = 100 * (1 - share), near_end = MIN (missing, MAX (100 * share, 1e-9));
    int digits = 1;

    if (!(missing > 0)) {
        g_string_append (out, "100 %");
        return;
    }
    if (near_end < 10)
        digits = CLAMP ((int) ceil (-log10 (near_end)) + 1, 1, 9);
    g_string_append_printf (out, "%.*f", digits, cut_off (100 * share, digits));
    while (out->str[out->len - 1] == '0') /* there is a point before them */
        g_string_truncate (out, out->len - 1);
    if (out->str[out->len - 1] == '.')
        g_string_truncate (out, out->len - 1);
    g_string_append (out, " %");
}

void
cvpn_plan_words_success (GString *out, const CvpnPlanFigure *success)
{
    if (!isnan (success->mean)) {
        cvpn_plan_words_share (out, success->mean);
    } else if (!isnan (success->upper)) {
        g_string_append (out, "≤ ");
        cvpn_plan_words_share (out, success->upper);
    }
}

void
cvpn_plan_words_number (GString *out, double value)
{
    char text[CVPN_COUNT_TEXT];

    if (isnan (value))
        g_string_append (out, "unknown");
    else if (value >= 100 || fabs (value - rint (value)) < 1e-9)
        g_string_append (out, cvpn_count_format ((guint64) llrint (MAX (value, 0)), text));
    else if (value >= 1)
        g_string_append_printf (out, "%.1f", value);
    else
        g_string_append_printf (out, "%.2g", value);
}

void
cvpn_plan_words_money (GString *out, double amount)
{
    const gint64 cents = llrint (amount * 100);
    char text[CVPN_COUNT_TEXT];

    if (amount >= 10000) {
        g_string_append (out, cvpn_count_format ((guint64) llrint (amount), text));
        return;
    }
    g_string_append_printf (out, "%s.%02d", cvpn_count_format ((guint64) (cents / 100), text),
                            (int) (cents % 100));
}

void
cvpn_plan_words_seconds (GString *out, double seconds)
{
    if (seconds < 120)
        g_string_append_printf (out, "%.0f s", ceil (seconds));
    else
        g_string_append_printf (out, "%.0f min", ceil (seconds / 60));
}

void
cvpn_plan_words_time (GString *out, gint64 start_ns, gint64 at_ns)
{
    const gint64 since_midnight = start_ns + at_ns;
    const gint64 minutes = since_midnight % CVPN_DAY / CVPN_MINUTE;
    const gint64 day = since_midnight / CVPN_DAY;

    g_string_append_printf (out, "%02d:%02d", (int) (minutes / 60), (int) (minutes % 60));
    if (day > 0)
        g_string_append_printf (out, " of day %d", (int) day + 1);
}
