/* choice: fewest associations first, since each costs money every hour; then the smallest client
 * CIDR, since addresses are scarce in private networks. */
#include "plan/choice.h"

#include <math.h>

#include "plan/candidates.h"
#include "plan/cost.h"
#include "plan/plan_case.h"

GArray *
cvpn_choice_candidates (const CvpnPlanning *planning)
{
    const guint largest = cvpn_candidates_largest (&planning->scenario->net->quotas);
    GArray *candidates = g_array_new (FALSE, FALSE, sizeof (CvpnPlanCandidate));

    for (guint n = 1; n <= CVPN_PLAN_ASSOCIATIONS_MAX; n++)
        for (guint length = CVPN_PLAN_SMALLEST; length >= largest; length--) {
            const CvpnPlanCandidate candidate = cvpn_candidate (planning, n, length);
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
    guint length = CVPN_PLAN_SMALLEST;

    for (guint condition = 0; condition < CVPN_N_PLAN_CONDITIONS; condition++)
        if (plan->smallest[condition] >= 0)
            length = MIN (length, at (candidates, plan->smallest[condition])->prefix_length);
    if (plan->recommended >= 0)
        length = MIN (length, at (candidates, plan->recommended)->prefix_length);
    return length - 1;
}

static gboolean
is_chosen (const CvpnPlan *plan, int i)
{
    gboolean chosen = i == plan->recommended;

    for (guint condition = 0; condition < CVPN_N_PLAN_CONDITIONS; condition++)
        chosen |= i == plan->smallest[condition];
    return chosen;
}

/* With so many associations no client CIDR of a larger size has more places. */
static gboolean
is_widest (GArray *candidates, int i)
{
    const CvpnPlanCandidate *one = at (candidates, i);
    guint64 before = 0, most = 0;

    for (int j = 0; j < (int) candidates->len; j++) {
        if (at (candidates, j)->associations != one->associations)
            continue;
        most = MAX (most, at (candidates, j)->places);
        before = j < i ? MAX (before, at (candidates, j)->places) : before;
    }
    return one->places == most && before < most;
}

/* Around what holds; if nothing does, what comes closest to it. */
static gboolean
is_shown (const CvpnPlan *plan, GArray *candidates, int i, guint largest)
{
    const CvpnPlanCandidate *one = at (candidates, i);
    const double peak = plan->demand.concurrent_peak.mean;

    if (plan->smallest[CVPN_PLAN_NORMAL] < 0)
        return is_widest (candidates, i);
    return is_chosen (plan, i) || (one->prefix_length >= largest &&
                                   (double) one->usable_addresses * CVPN_PLAN_HOPELESS >= peak &&
                                   (double) one->places * CVPN_PLAN_HOPELESS >= peak);
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
    g_autofree int *numbers = g_new0 (int, candidates->len + 1);

    plan->recommended = find_first (candidates, planning->options->conditions);
    for (guint condition = 0; condition < CVPN_N_PLAN_CONDITIONS; condition++)
        plan->smallest[condition] = find_first (candidates, 1u << condition);
    const guint largest = largest_shown (plan, candidates);
    plan->candidates = g_array_new (FALSE, FALSE, sizeof (CvpnPlanCandidate));
    for (int i = 0; i < (int) candidates->len; i++) {
        CvpnPlanCandidate *one = at (candidates, i);
        one->cost =
            cvpn_plan_cost (&plan->prices, one->associations, plan->demand.connection_hours);
        numbers[i] = (int) plan->candidates->len;
        if (is_shown (plan, candidates, i, largest))
            g_array_append_vals (plan->candidates, one, 1);
    }
    renumber (plan, numbers);
    g_array_unref (candidates);
}

static gboolean
is_doubtful (const CvpnPlanning *planning, const CvpnPlanOutcome *outcome)
{
    const double wanted = planning->options->wanted;

    return outcome->known && isnan (outcome->exact) && outcome->success.replications > 0 &&
           !(outcome->success.lower >= wanted) && !(outcome->success.upper < wanted);
}

static void
say_doubt (CvpnPlanning *planning, const CvpnPlanCandidate *one, guint condition)
{
    cvpn_planning_assume (planning,
                          "/%u with %u association%s, %s: the interval after %u replications still "
                          "has the wanted rate in it, so the mean decides.",
                          one->prefix_length, one->associations, one->associations == 1 ? "" : "s",
                          cvpn_plan_condition_text ((CvpnPlanCondition) condition),
                          one->outcomes[condition].success.replications);
}

/* TRUE if too few are back after all that was tried without limits. */
static gboolean
is_beyond_limits (const CvpnPlanning *planning, CvpnPlanCondition condition)
{
    guint tried = 0;

    for (guint i = 0; i < planning->cases->len; i++) {
        const CvpnPlanCase *one = planning->cases->pdata[i];
        if (one->condition != condition || one->after < CVPN_PLAN_NO_QUOTA)
            continue;
        if (!(cvpn_plan_case_success (planning, one).figure.upper < planning->options->wanted))
            return FALSE;
        tried++;
    }
    return tried > 0;
}

/* Whoever only sees that nothing holds would look for a larger endpoint. */
static void
say_what_no_size_mends (CvpnPlanning *planning)
{
    static const char *const when[] = { NULL, "a zone fails", "all are reset" };

    G_STATIC_ASSERT (G_N_ELEMENTS (when) == CVPN_N_PLAN_CONDITIONS);
    for (guint i = CVPN_PLAN_NORMAL + 1; i < CVPN_N_PLAN_CONDITIONS; i++)
        if (planning->plan->smallest[i] < 0 && is_beyond_limits (planning, (CvpnPlanCondition) i))
            cvpn_planning_assume (planning,
                                  "When %s, too few are back in time even without any limit: no "
                                  "size mends that, but more time (--within) or clients that are "
                                  "back sooner.",
                                  when[i]);
}

void
cvpn_choice_say_doubts (CvpnPlanning *planning)
{
    const CvpnPlan *plan = planning->plan;

    say_what_no_size_mends (planning);

    for (int i = 0; i < (int) plan->candidates->len; i++)
        for (guint condition = 0; condition < CVPN_N_PLAN_CONDITIONS; condition++) {
            const CvpnPlanCandidate *one = at (plan->candidates, i);
            if ((i == plan->recommended || i == plan->smallest[condition]) &&
                is_doubtful (planning, &one->outcomes[condition]))
                say_doubt (planning, one, condition);
        }
}
