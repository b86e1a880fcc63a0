/* plan_case: what is simulated of candidates, and only once. */
#include "plan/plan_case.h"

#include <math.h>

#include "base/quantity.h"
#include "plan/candidates.h"
#include "plan/demand.h"

/* Counts of independent refusals have a variance like their mean. */
#define NO_CHANCE 0.25

void
cvpn_plan_case_free (gpointer plan_case)
{
    CvpnPlanCase *one = plan_case;

    cvpn_plan_runs_free (one->runs);
    g_free (one);
}

static CvpnPlanCase *
find_case (const CvpnPlanning *planning, const CvpnPlanCase *like)
{
    for (guint i = 0; i < planning->cases->len; i++) {
        CvpnPlanCase *one = planning->cases->pdata[i];
        if (one->condition == like->condition && one->associations == like->associations &&
            one->prefix_length == like->prefix_length && one->before == like->before &&
            one->after == like->after)
            return one;
    }
    return NULL;
}

/* What is lost at the busiest time, and who is back: nothing before it counts, and nothing long
 * after it can. */
static void
set_condition (const CvpnPlanning *planning, CvpnPlanCondition condition, CvpnPlanVariant *variant)
{
    variant->condition = condition;
    if (condition == CVPN_PLAN_NORMAL)
        return;
    variant->at_ns = planning->plan->demand.busiest_ns;
    variant->within_ns = planning->options->within_ns;
    variant->warm_up_ns = variant->at_ns;
    variant->duration_ns = variant->at_ns + MAX (2 * variant->within_ns, CVPN_MINUTE);
}

static CvpnPlanCase *
add_case (CvpnPlanning *planning, const CvpnPlanCase *like, const CvpnPlanVariant *variant,
          GError **error)
{
    CvpnPlanRuns *runs = cvpn_planning_runs_new (planning, variant, error);

    if (!runs)
        return NULL;
    CvpnPlanCase *one = g_memdup2 (like, sizeof *like);
    one->runs = runs;
    g_ptr_array_add (planning->cases, one);
    return one;
}

static gboolean
run_case (CvpnPlanning *planning, CvpnPlanCase *one, guint32 replications, GError **error)
{
    planning->what = one->condition == CVPN_PLAN_NORMAL ? "candidates"
                                                        : cvpn_plan_condition_text (one->condition);
    return cvpn_planning_repeat (planning, &one->runs, 1, replications, error);
}

gboolean
cvpn_plan_case_extend (CvpnPlanning *planning, CvpnPlanCase *free_case, guint32 replications,
                       GError **error)
{
    const gboolean normal = free_case->condition == CVPN_PLAN_NORMAL; /* the demand itself */

    if (normal && !cvpn_demand_extend (planning, replications, error))
        return FALSE;
    if (normal)
        replications = planning->demand->trials->len;
    if (free_case->runs->trials->len >= replications)
        return TRUE;
    for (guint i = 0; normal && i < replications; i++)
        cvpn_plan_runs_take (free_case->runs, planning->demand, i);
    return run_case (planning, free_case, replications, error);
}

/* Without limits it does not matter where the sessions are, but when a zone goes. */
CvpnPlanCase *
cvpn_plan_case_without_limits (CvpnPlanning *planning, CvpnPlanCondition condition,
                               guint associations, GError **error)
{
    const guint n = condition == CVPN_PLAN_ZONE_LOSS ? associations : 1;
    const CvpnPlanCase like = { .condition = condition,
                                .associations = n,
                                .before = CVPN_PLAN_NO_QUOTA,
                                .after = CVPN_PLAN_NO_QUOTA };
    CvpnPlanCase *one = find_case (planning, &like);
    CvpnPlanVariant variant = cvpn_demand_without_limits (planning, n);

    if (one)
        return one;
    set_condition (planning, condition, &variant);
    one = add_case (planning, &like, &variant, error);
    return one && cvpn_plan_case_extend (
                      planning, one, MIN (CVPN_PLAN_FEW, planning->options->replications), error)
               ? one
               : NULL;
}

static guint64
places_after (const CvpnPlanning *planning, const CvpnPlanCandidate *candidate,
              CvpnPlanCondition condition)
{
    return condition == CVPN_PLAN_ZONE_LOSS
               ? cvpn_candidate_places_without_zone (planning, candidate)
               : candidate->places;
}

gboolean
cvpn_plan_case_covered (const CvpnPlanning *planning, const CvpnPlanCase *free_case,
                        const CvpnPlanCandidate *candidate, guint i)
{
    const double need = cvpn_demand_need (free_case->runs, i);
    const double later = cvpn_plan_runs_figure (free_case->runs, i, CVPN_METRIC_CONCURRENT_PEAK);
    const guint64 after = places_after (planning, candidate, free_case->condition);

    return cvpn_candidate_covers (planning, candidate, candidate->places, need) &&
           (free_case->condition == CVPN_PLAN_NORMAL ||
            cvpn_candidate_covers (planning, candidate, after, later));
}

static CvpnPlanCase
describe_limited (const CvpnPlanning *planning, const CvpnPlanCase *free_case,
                  const CvpnPlanCandidate *candidate)
{
    const gboolean blocks =
        cvpn_planning_endpoint (planning)->address_model == CVPN_ADDRESSES_BLOCKS;
    CvpnPlanCase one = { .condition = free_case->condition,
                         .before = candidate->places,
                         .after = places_after (planning, candidate, free_case->condition) };

    if (blocks || one.condition == CVPN_PLAN_ZONE_LOSS)
        one.associations = candidate->associations;
    if (blocks)
        one.prefix_length = candidate->prefix_length;
    return one;
}

static void
take_covered (const CvpnPlanning *planning, CvpnPlanCase *one, const CvpnPlanCase *free_case,
              const CvpnPlanCandidate *candidate)
{
    for (guint i = 0; i < free_case->runs->trials->len; i++) {
        if (cvpn_plan_case_covered (planning, free_case, candidate, i))
            cvpn_plan_runs_take (one->runs, free_case->runs, i);
        else
            one->simulated = TRUE;
    }
}

CvpnPlanCase *
cvpn_plan_case_limited (CvpnPlanning *planning, CvpnPlanCase *free_case,
                        const CvpnPlanCandidate *candidate, GError **error)
{
    const CvpnPlanCase like = describe_limited (planning, free_case, candidate);
    const guint32 replications = free_case->runs->trials->len;
    CvpnPlanCase *one = find_case (planning, &like);
    CvpnPlanVariant variant = cvpn_demand_without_limits (planning, candidate->associations);

    if (!one) {
        variant.prefix_length = candidate->prefix_length;
        variant.connections = -1;
        variant.without_limits = variant.impatient = FALSE;
        set_condition (planning, free_case->condition, &variant);
        one = add_case (planning, &like, &variant, error);
    }
    if (!one || one->runs->trials->len >= replications)
        return one;
    take_covered (planning, one, free_case, candidate);
    return run_case (planning, one, replications, error) ? one : NULL;
}

/* In trial i: of how many, and how many of those went wrong. */
static void
count (const CvpnPlanCase *one, guint i, double *of, double *wrong)
{
    if (one->condition == CVPN_PLAN_NORMAL) {
        *of = cvpn_plan_runs_figure (one->runs, i, CVPN_METRIC_CONNECTION_ATTEMPTS);
        *wrong = cvpn_plan_runs_figure (one->runs, i, CVPN_METRIC_BLOCKED);
        return;
    }
    const double share = cvpn_plan_runs_figure (one->runs, i, CVPN_METRIC_RETURNED_SHARE);
    *of = cvpn_plan_runs_figure (one->runs, i, CVPN_METRIC_SESSIONS_LOST);
    *wrong = *of > 0 ? round (*of * (1 - share)) : 0;
}

/* Of few who are refused, Student's interval ends too early on the side of more: what is refused
 * seldom comes in bursts, which few runs may have missed.  So it reaches at least as far as
 * Clopper and Pearson's, of as many attempts as there are bursts: the counts' variance over their
 * mean says how large these are.  Counts that hardly differ are no chance. */
static double
lower_of_few (const double *wrongs, guint n, double of, double wrong, double confidence)
{
    const CvpnEstimate counts = cvpn_estimate (wrongs, n, confidence);
    const double dispersion = counts.deviation * counts.deviation / counts.mean;

    if (!(dispersion > NO_CHANCE))
        return NAN; /* nothing to be said against Student's, if there is one */
    const double burst = fmax (dispersion, 1);
    return 1 - cvpn_share_upper ((guint64) round (wrong / burst), (guint64) round (of / burst),
                                 confidence);
}

/* Equal values have no spread to go by: then all of them together are one large sample. */
static CvpnPlanFigure
estimate (const double *shares, const double *wrongs, guint n, double of, double wrong,
          double confidence)
{
    CvpnPlanFigure figure = cvpn_plan_figure (shares, n, confidence);

    if (!(of > 0))
        return figure;
    if (wrong <= 0)
        figure.lower = 1 - cvpn_share_upper (0, (guint64) of, confidence);
    else
        figure.lower = fmin (figure.lower, lower_of_few (wrongs, n, of, wrong, confidence));
    if (wrong >= of)
        figure.upper = 1 - cvpn_share_lower ((guint64) of, (guint64) of, confidence);
    figure.lower = CLAMP (figure.lower, 0, 1);
    figure.upper = CLAMP (figure.upper, 0, 1);
    return figure;
}

CvpnPlanSuccess
cvpn_plan_case_success (const CvpnPlanning *planning, const CvpnPlanCase *one)
{
    const guint n = one->runs->trials->len;
    g_autofree double *shares = g_new (double, n + 1);
    g_autofree double *wrongs = g_new (double, n + 1);
    CvpnPlanSuccess success = { 0 };

    for (guint i = 0; i < n; i++) {
        double of, wrong;
        count (one, i, &of, &wrong);
        shares[i] = of > 0 ? 1 - wrong / of : NAN;
        wrongs[i] = wrong;
        success.of += of;
        success.wrong += wrong;
    }
    success.figure =
        estimate (shares, wrongs, n, success.of, success.wrong, planning->options->confidence);
    return success;
}
