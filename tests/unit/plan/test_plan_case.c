/* plan_case: what is taken over from a run without limits is what the candidate's own run shows;
 * what is not covered differs. */
#include "plan/plan_case.h"

#include <math.h>

#include "plan/candidates.h"
#include "plan/demand.h"
#include "plan_support.h"

#define PEOPLE                                                                                     \
    "[clients staff]\nendpoint = cvpn-1\ncount = %d\narrival = uniform 0s 20min\n"                 \
    "session = exponential 2h\naway = exponential 20min\n"

static const CvpnCrew crew = { .threads = 2 };

/* The same candidate without anything taken over. */
static CvpnExperiment *
run_alone (const CvpnPlanRuns *runs, GPtrArray *settings, CvpnStoppingRule *rule)
{
    *rule = (CvpnStoppingRule){ .minimum = runs->trials->len,
                                .maximum = runs->trials->len,
                                .confidence = 0.95 };
    g_ptr_array_add (settings, runs->setting);
    CvpnExperiment *experiment = cvpn_experiment_new (settings, rule, 1);

    CU_ASSERT (cvpn_experiment_run (experiment, &crew, NULL, NULL, NULL) == CVPN_CREW_DONE);
    return experiment;
}

static guint
compare (const CvpnPlanRuns *runs, const CvpnExperiment *alone)
{
    guint differences = 0;

    for (guint32 i = 0; i < runs->trials->len; i++) {
        const CvpnTrial *own = cvpn_experiment_trial (alone, 0, i + 1);
        for (guint metric = 0; metric < CVPN_N_METRICS; metric++) {
            const double a = cvpn_plan_runs_figure (runs, i, metric), b = own->figures[metric];
            differences += a != b && !(isnan (a) && isnan (b));
        }
    }
    return differences;
}

static void
check (CvpnPlanning *planning, CvpnPlanCondition condition, guint associations, gboolean covered)
{
    const CvpnPlanCandidate candidate = cvpn_candidate (planning, associations, 22);
    CvpnPlanCase *without = cvpn_plan_case_without_limits (planning, condition, associations, NULL);
    g_autoptr (GPtrArray) settings = g_ptr_array_new ();
    CvpnStoppingRule rule;

    CU_ASSERT_PTR_NOT_NULL_FATAL (without);
    const CvpnPlanCase *one = cvpn_plan_case_limited (planning, without, &candidate, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL (one);
    CU_ASSERT (one->simulated != covered);
    g_autoptr (CvpnExperiment) alone = run_alone (one->runs, settings, &rule);
    cvpn_assert_int (compare (one->runs, alone), 0);
    CU_ASSERT ((compare (without->runs, alone) == 0) == covered);
    if (condition != CVPN_PLAN_NORMAL) /* a half, a third: of those who were there */
        CU_ASSERT (cvpn_plan_runs_figure (one->runs, 0, CVPN_METRIC_SESSIONS_LOST) > 50);
}

static void
with_people (gint people, const char *quotas, void (*run) (CvpnPlanning *planning))
{
    CvpnPlanOptions options = plan_options ();
    g_autofree char *text = g_strdup_printf (
        PLAN_SCENARIO ("duration = 3h\n", "", "[quotas]\n%s" PEOPLE), quotas, people);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnScenario) scenario =
        cvpn_scenario_load_text ("plan.ini", text, NULL, report, NULL);
    g_autoptr (CvpnPlan) plan = g_new0 (CvpnPlan, 1);
    CvpnPlanning planning = { .options = &options,
                              .scenario = scenario,
                              .plan = plan,
                              .assumptions = g_string_new (NULL),
                              .cases = g_ptr_array_new_with_free_func (cvpn_plan_case_free) };

    CU_ASSERT_PTR_NOT_NULL_FATAL (scenario);
    CU_ASSERT_FATAL (cvpn_demand_measure (&planning, NULL));
    run (&planning);
    cvpn_plan_runs_free (planning.demand);
    g_ptr_array_unref (planning.cases);
    g_string_free (planning.assumptions, TRUE);
}

static void
check_covered (CvpnPlanning *planning)
{
    check (planning, CVPN_PLAN_NORMAL, 1, TRUE);
    check (planning, CVPN_PLAN_STORM, 1, TRUE);
    check (planning, CVPN_PLAN_ZONE_LOSS, 2, TRUE);
    check (planning, CVPN_PLAN_ZONE_LOSS, 3, TRUE);
}

/* Too few places for those who are there at a time: six of seven. */
static void
check_limited (CvpnPlanning *planning)
{
    check (planning, CVPN_PLAN_NORMAL, 1, FALSE);
    check (planning, CVPN_PLAN_STORM, 1, FALSE);
    check (planning, CVPN_PLAN_ZONE_LOSS, 2, FALSE);
}

static void
test_covered (void)
{
    with_people (300, "", check_covered);
}

static void
test_limited (void)
{
    with_people (640, "", check_limited);
}

static void
test_quota (void)
{
    with_people (300, "concurrent-connections = 230\n", check_limited);
}

/* Of 1,000 attempts in each of ten runs so many are refused. */
static CvpnPlanFigure
success_of (const guint *refused)
{
    const CvpnPlanOptions options = plan_options ();
    const CvpnPlanning planning = { .options = &options };
    CvpnPlanRuns runs = { .trials = g_ptr_array_new_with_free_func (g_free) };
    const CvpnPlanCase one = { .condition = CVPN_PLAN_NORMAL, .runs = &runs };

    for (guint i = 0; i < 10; i++) {
        CvpnTrial *trial = g_new0 (CvpnTrial, 1);
        trial->figures[CVPN_METRIC_CONNECTION_ATTEMPTS] = 1000;
        trial->figures[CVPN_METRIC_BLOCKED] = refused[i];
        g_ptr_array_add (runs.trials, trial);
    }
    const CvpnPlanFigure figure = cvpn_plan_case_success (&planning, &one).figure;
    g_ptr_array_unref (runs.trials);
    return figure;
}

/* Of few refusals the lower end is Clopper and Pearson's where that is lower: of 2 in 10,000 up to
 * 0.0722 % may be refused (the quantile at 97.5 % of the beta distribution with 3 and 9,998), and
 * where 8 come in bursts of 4 it is as of 2 in 2,500.  Student's has 0.0502 % for the first. */
static void
test_few_refused (void)
{
    static const guint two[10] = { 1, 0, 0, 1 }, eight[10] = { 4, 0, 4 },
                       always[10] = { 2, 2, 2, 2, 2, 2, 2, 2, 2, 2 };
    const CvpnPlanFigure some = success_of (two), bursts = success_of (eight),
                         certain = success_of (always);

    cvpn_assert_near (some.mean, 0.9998, 1e-12);
    cvpn_assert_near (some.lower, 1 - 0.000722, 5e-7);
    CU_ASSERT (bursts.lower < 1 - 0.0025);
    cvpn_assert_near (certain.lower, 0.998, 1e-12); /* no chance in it */
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "covered", test_covered },
        { "limited", test_limited },
        { "limited by a quota", test_quota },
        { "few are refused", test_few_refused },
    };

    return cvpn_test_main ("plan case", tests, G_N_ELEMENTS (tests));
}
