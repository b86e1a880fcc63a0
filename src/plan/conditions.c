/* conditions: the decision about each candidate. */
#include "plan/conditions.h"

#include <math.h>

#include "base/quantity.h"
#include "plan/candidates.h"
#include "plan/demand.h"
#include "plan/plan_case.h"

/* Looking at a candidate that fails anyway must cost no more than some seconds. */
#define EVENTS_PER_ATTEMPT 8
#define EVENTS_TO_LOOK_AT  1e6
/* OpenVPN's pauses in the end (OpenVPN 2.6 manual, "connect-retry"), as sim/client.c has them. */
#define LAST_PAUSE (300 * CVPN_SECOND)

typedef struct {
    CvpnPlanning *planning;
    CvpnPlanCandidate *candidate;
    CvpnPlanCondition condition;
    CvpnPlanOutcome *outcome;
    CvpnPlanCase *free_case;
} Judgement;

double
cvpn_conditions_least_refused (const CvpnPlanRuns *without_limits, guint i, guint64 places)
{
    const double missing = cvpn_demand_need (without_limits, i) - (double) places;
    const double attempts =
        cvpn_plan_runs_figure (without_limits, i, CVPN_METRIC_CONNECTION_ATTEMPTS);

    return missing > 0 ? missing / (attempts + missing) : 0;
}

/* The mean of that over the trials; of runs with a warm-up it is not known who was refused
 * before its end. */
static double
least_refused (const Judgement *j)
{
    const CvpnPlanRuns *demand = j->planning->demand;
    const guint n = demand->trials->len;
    double sum = 0, peak = G_MAXDOUBLE;

    for (guint i = 0; i < n; i++) {
        sum += cvpn_conditions_least_refused (demand, i, j->candidate->places);
        peak = MIN (peak, cvpn_demand_need (demand, i));
    }
    if (j->planning->warm_up_ns == 0)
        return sum / n;
    return (double) j->candidate->places * CVPN_PLAN_HOPELESS < peak ? 1 : 0;
}

static gboolean
is_covered (const Judgement *j)
{
    for (guint i = 0; i < j->free_case->runs->trials->len; i++)
        if (!cvpn_plan_case_covered (j->planning, j->free_case, j->candidate, i))
            return FALSE;
    return TRUE;
}

/* How often somebody who is refused tries again, at most. */
static double
most_retries (const CvpnPlanning *planning)
{
    const CvpnClientsSpec *clients;
    double most = 0;

    for (guint i = 0; (clients = cvpn_planning_next_clients (planning, &i));)
        most = MAX (most, clients->retries == CVPN_RETRY_OPENVPN
                              ? (double) planning->duration_ns / (double) LAST_PAUSE + 10
                              : (double) clients->retries);
    return most;
}

/* Whether what fails for certain is simulated all the same, to show how much. */
static gboolean
is_worth_a_look (const Judgement *j)
{
    const CvpnPlanning *planning = j->planning;
    const double peak = cvpn_plan_runs_highest (planning->demand, CVPN_METRIC_CONCURRENT_PEAK);
    const double attempts =
        cvpn_plan_runs_highest (planning->demand, CVPN_METRIC_CONNECTION_ATTEMPTS);
    const double missing = MAX (peak - (double) j->candidate->places, 0);

    return (double) j->candidate->places * CVPN_PLAN_HOPELESS >= peak &&
           (attempts + missing * most_retries (planning)) * EVENTS_PER_ATTEMPT <= EVENTS_TO_LOOK_AT;
}

static void
take_success (Judgement *j, const CvpnPlanCase *one)
{
    const CvpnPlanSuccess success = cvpn_plan_case_success (j->planning, one);

    j->outcome->known = success.of > 0;
    j->outcome->why_not = success.of > 0 ? NULL : "nobody had a session to lose at that time";
    j->outcome->success = success.figure;
    j->outcome->simulated = one->simulated;
    if (j->condition != CVPN_PLAN_NORMAL)
        j->outcome->back_p99_s = cvpn_plan_runs_estimate (one->runs, CVPN_METRIC_RETURN_P99,
                                                          j->planning->options->confidence);
}

static gboolean
is_above (const Judgement *j)
{
    return j->outcome->success.lower >= j->planning->options->wanted;
}

static gboolean
is_below (const Judgement *j)
{
    return j->outcome->success.upper < j->planning->options->wanted;
}

/* Simulates the candidate as often as the run without limits, if it is not the same.  FALSE:
 * interrupted, or 'error'. */
static gboolean
look (Judgement *j, GError **error)
{
    take_success (j, j->free_case);
    if (is_covered (j) || (j->condition != CVPN_PLAN_NORMAL && is_below (j)))
        return TRUE; /* limits make nothing better */
    const CvpnPlanCase *one =
        cvpn_plan_case_limited (j->planning, j->free_case, j->candidate, error);
    if (one)
        take_success (j, one);
    return one != NULL;
}

/* An interval with the wanted rate in it says nothing, so the mean does. */
static void
decide (Judgement *j)
{
    const double wanted = j->planning->options->wanted;

    j->outcome->holds =
        is_above (j) || (!is_below (j) && j->outcome->known && j->outcome->success.mean >= wanted);
}

/* More replications, until the interval is on one side of the wanted rate. */
static gboolean
simulate (Judgement *j, GError **error)
{
    const guint32 most = j->planning->options->most_replications;
    guint32 replications = j->free_case->runs->trials->len;

    while (look (j, error)) {
        replications = MIN (2 * replications, most);
        if (!j->outcome->known || is_above (j) || is_below (j) ||
            replications <= j->free_case->runs->trials->len) {
            decide (j);
            return TRUE;
        }
        if (!cvpn_plan_case_extend (j->planning, j->free_case, replications, error))
            return FALSE;
    }
    return FALSE;
}

/* With blocks of addresses every landing has places of its own, of which no form knows. */
static double
exact_success (const Judgement *j)
{
    const CvpnPlanning *planning = j->planning;
    const CvpnOffered *offered = &planning->offered;
    const gboolean blocks =
        cvpn_planning_endpoint (planning)->address_model == CVPN_ADDRESSES_BLOCKS;

    if (offered->form == CVPN_FORM_NONE ||
        (blocks && j->candidate->associations > 1 &&
         !(offered->form == CVPN_FORM_BOUND &&
           cvpn_candidate_covers (planning, j->candidate, j->candidate->places,
                                  (double) offered->people))))
        return NAN;
    return 1 - cvpn_offered_blocking (offered, j->candidate->places);
}

static void
fail_for_certain (Judgement *j, double refused)
{
    j->outcome->known = TRUE;
    j->outcome->holds = FALSE;
    j->outcome->success = (CvpnPlanFigure){ NAN, NAN, 1 - refused, 0 };
}

static gboolean
judge_normal (Judgement *j, GError **error)
{
    const double wanted = j->planning->options->wanted;
    const double refused = least_refused (j);
    const gboolean decided = !isnan (j->outcome->exact);
    const gboolean fails = 1 - refused < wanted;

    if ((decided || fails) && !is_covered (j) && !is_worth_a_look (j))
        fail_for_certain (j, refused);
    else if (decided || fails ? !look (j, error) : !simulate (j, error))
        return FALSE;
    if (decided) {
        j->outcome->known = TRUE;
        j->outcome->holds = 1 - j->outcome->exact <= 1 - wanted;
    }
    return TRUE;
}

static gboolean
judge (CvpnPlanning *planning, CvpnPlanCandidate *candidate, CvpnPlanCondition condition,
       GError **error)
{
    Judgement j = { .planning = planning,
                    .candidate = candidate,
                    .condition = condition,
                    .outcome = &candidate->outcomes[condition] };

    if (condition == CVPN_PLAN_NORMAL) {
        j.outcome->exact = exact_success (&j);
        j.outcome->form = isnan (j.outcome->exact) ? NULL : planning->plan->demand.form;
    } else if (!candidate->outcomes[CVPN_PLAN_NORMAL].holds) {
        j.outcome->why_not = "it does not hold every day";
        return TRUE;
    } else if (condition == CVPN_PLAN_ZONE_LOSS && candidate->associations == 1) {
        j.outcome->known = TRUE;
        j.outcome->success = (CvpnPlanFigure){ 0, 0, 0, 0 };
        return TRUE;
    }
    j.free_case =
        cvpn_plan_case_without_limits (planning, condition, candidate->associations, error);
    if (!j.free_case)
        return FALSE;
    return condition == CVPN_PLAN_NORMAL ? judge_normal (&j, error) : simulate (&j, error);
}

static CvpnPlanCandidate *
at (GArray *candidates, guint i)
{
    return &g_array_index (candidates, CvpnPlanCandidate, i);
}

/* What is found with fewer associations is what is recommended: with one more it can be seen what
 * that brings, with two there is nothing to learn, and it takes long. */
static gboolean
is_settled (GArray *candidates, guint i)
{
    for (guint j = 0; j < i; j++) {
        gboolean holds = at (candidates, j)->associations + 1 < at (candidates, i)->associations;
        for (guint condition = 0; condition < CVPN_N_PLAN_CONDITIONS; condition++)
            holds &= at (candidates, j)->outcomes[condition].holds;
        if (holds)
            return TRUE;
    }
    return FALSE;
}

gboolean
cvpn_conditions_judge (CvpnPlanning *planning, GArray *candidates, GError **error)
{
    static const CvpnPlanCondition order[] = { CVPN_PLAN_NORMAL, CVPN_PLAN_STORM,
                                               CVPN_PLAN_ZONE_LOSS };

    for (guint i = 0; i < G_N_ELEMENTS (order); i++)
        for (guint j = 0; j < candidates->len; j++) {
            if (order[i] == CVPN_PLAN_ZONE_LOSS && is_settled (candidates, j))
                at (candidates, j)->outcomes[order[i]].why_not = "fewer associations suffice";
            else if (!judge (planning, at (candidates, j), order[i], error))
                return FALSE;
        }
    return TRUE;
}
