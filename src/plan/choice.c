/* choice: fewest associations first, since each costs money every hour; then the smallest client
 * CIDR, since addresses are scarce in private networks. */
#include "plan/choice.h"

#include "plan/candidates.h"
#include "plan/cost.h"

/* Candidates with fewer places than this part of the peak are not worth a line. */
#define TOO_SMALL 4

GArray *
cvpn_choice_candidates (const CvpnPlanning *planning)
{
    const guint largest = cvpn_candidates_largest (&planning->scenario->net->quotas);
    const CvpnPlan *plan = planning->plan;
    GArray *candidates = g_array_new (FALSE, FALSE, sizeof (CvpnPlanCandidate));

    for (guint n = 1; n <= CVPN_PLAN_ASSOCIATIONS_MAX; n++)
        for (guint length = CVPN_PLAN_SMALLEST; length >= largest; length--) {
            CvpnPlanCandidate candidate = cvpn_candidate (planning, n, length);
            candidate.cost = cvpn_plan_cost (&plan->prices, n, plan->demand.connection_hours);
            g_array_append_val (candidates, candidate);
        }
    return candidates;
}

static CvpnPlanCandidate *
at (GArray *candidates, int i)
{
    return &g_array_index (candidates, CvpnPlanCandidate, i);
}

/* The first that holds in all conditions of 'bits'; -1: none. */
static int
find_first (GArray *candidates, guint bits)
{
    for (int i = 0; i < (int) candidates->len; i++) {
        gboolean holds = TRUE;
        for (guint condition = 0; condition < CVPN_N_PLAN_CONDITIONS; condition++)
            if (bits & 1u << condition)
                holds &= at (candidates, i)->outcomes[condition].holds;
        if (holds)
            return i;
    }
    return -1;
}

/* One size more than any condition asks for, so that what it brings can be seen. */
static guint
largest_shown (const CvpnPlan *plan, GArray *candidates)
{
    guint length = CVPN_PLAN_SMALLEST + 1;

    for (guint condition = 0; condition < CVPN_N_PLAN_CONDITIONS; condition++)
        if (plan->smallest[condition] >= 0)
            length = MIN (length, at (candidates, plan->smallest[condition])->prefix_length);
    if (plan->recommended >= 0)
        length = MIN (length, at (candidates, plan->recommended)->prefix_length);
    return length > CVPN_PLAN_SMALLEST ? 0 : length - 1;
}

static gboolean
is_chosen (const CvpnPlan *plan, int i)
{
    gboolean chosen = i == plan->recommended;

    for (guint condition = 0; condition < CVPN_N_PLAN_CONDITIONS; condition++)
        chosen |= i == plan->smallest[condition];
    return chosen;
}

static void
renumber (CvpnPlan *plan, const int *numbers)
{
    if (plan->recommended >= 0)
        plan->recommended = numbers[plan->recommended];
    for (guint condition = 0; condition < CVPN_N_PLAN_CONDITIONS; condition++)
        if (plan->smallest[condition] >= 0)
            plan->smallest[condition] = numbers[plan->smallest[condition]];
}

void
cvpn_choice_make (CvpnPlanning *planning, GArray *candidates)
{
    CvpnPlan *plan = planning->plan;
    const double peak = plan->demand.concurrent_peak.mean;
    g_autofree int *numbers = g_new (int, candidates->len + 1);

    plan->recommended = find_first (candidates, planning->options->conditions);
    for (guint condition = 0; condition < CVPN_N_PLAN_CONDITIONS; condition++)
        plan->smallest[condition] = find_first (candidates, 1u << condition);
    const guint largest = largest_shown (plan, candidates);
    plan->candidates = g_array_new (FALSE, FALSE, sizeof (CvpnPlanCandidate));
    for (int i = 0; i < (int) candidates->len; i++) {
        const CvpnPlanCandidate *one = at (candidates, i);
        numbers[i] = (int) plan->candidates->len;
        if (is_chosen (plan, i) ||
            (one->prefix_length >= largest && (double) one->usable_addresses * TOO_SMALL >= peak &&
             (double) one->places * TOO_SMALL >= peak))
            g_array_append_vals (plan->candidates, one, 1);
    }
    renumber (plan, numbers);
    g_array_unref (candidates);
}
