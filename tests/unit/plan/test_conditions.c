/* conditions: what is concluded without a run is what a run would have shown. */
#include "plan/conditions.h"

#include <math.h>

#include "model/scenario.h"
#include "plan/demand.h"
#include "plan_support.h"

#define REPLICATIONS 3

static gboolean
go_on (gpointer data, double share)
{
    (void) data;
    (void) share;
    return FALSE;
}

static CvpnPlanRuns *
run (const CvpnScenario *scenario, guint prefix_length, gint64 connections)
{
    const CvpnPlanVariant variant = { .associations = 2,
                                      .prefix_length = prefix_length,
                                      .connections = connections,
                                      .duration_ns = scenario->spec->scenario.duration_ns };
    const CvpnPlanEffort effort = { .minimum = REPLICATIONS, .maximum = REPLICATIONS };
    const CvpnPlanOptions options = plan_options ();
    const CvpnPlanRunsWatch watch = { go_on, NULL };
    g_autofree char *text = cvpn_planning_scenario (scenario, 0, &variant, NULL);
    CvpnPlanRuns *runs = cvpn_plan_runs_new (cvpn_setting_new ("plan.ini", text, NULL, NULL));

    CU_ASSERT (cvpn_plan_runs_work (&runs, 1, &effort, &options, &watch, NULL) == CVPN_CREW_DONE);
    return runs;
}

static void
assert_same (const CvpnPlanRuns *a, const CvpnPlanRuns *b, guint i)
{
    const CvpnTrial *one = a->trials->pdata[i], *other = b->trials->pdata[i];

    for (guint metric = 0; metric < CVPN_N_METRICS; metric++)
        CU_ASSERT (one->figures[metric] == other->figures[metric] ||
                   (isnan (one->figures[metric]) && isnan (other->figures[metric])));
}

/* Places that the run without limits never needs more than change nothing; with fewer, at least
 * so many are refused. */
static void
check (const CvpnScenario *scenario, const CvpnPlanRuns *without, gint64 places)
{
    g_autoptr (CvpnPlanRuns) with = run (scenario, 20, places);

    for (guint i = 0; i < REPLICATIONS; i++) {
        const double refused = cvpn_plan_runs_figure (with, i, CVPN_METRIC_BLOCKED_SHARE);
        const double least = cvpn_conditions_least_refused (without, i, (guint64) places);
        if (cvpn_demand_need (without, i) <= (double) places)
            assert_same (with, without, i);
        else
            CU_ASSERT (refused > 0);
        if (refused < least)
            g_printerr ("%g refused, at least %g concluded, %d places\n", refused, least,
                        (int) places);
        CU_ASSERT (refused >= least && least >= 0);
    }
}

static void
check_people (const char *people)
{
    g_autofree char *text = g_strdup_printf (PLAN_SCENARIO ("duration = 14h\n", "", "%s"), people);
    g_autofree char *faults = NULL;
    g_autofree char *path = cvpn_test_file ("plan.ini", text);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (path, NULL, report, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL (scenario);
    g_autoptr (CvpnPlanRuns) without = run (scenario, 12, CVPN_PLAN_NO_QUOTA);
    const double peak = cvpn_demand_need (without, 0);
    for (guint i = 0; i < 6; i++)
        check (scenario, without, (gint64) (peak * (0.5 + 0.11 * i)));
}

static void
test_known (void)
{
#define STAFF "[clients staff]\nendpoint = cvpn-1\n"
    check_people (STAFF "count = 60\narrival = office-day\n");
    check_people (STAFF "count = 60\narrival = office-day\nretry = openvpn\n");
    check_people (STAFF "count = 60\narrival = office-day\nretry = 3 exponential 10min\n");
    check_people (STAFF "count = 50\narrival = uniform 0s 2h\nsession = exponential 2h\n"
                        "away = exponential 1h\nretry = 1 exponential 5min\nvanishes = 0.3\n");
    check_people (STAFF "arrival = poisson 20/h\nsession = exponential 2h\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "without a run", test_known },
    };

    return cvpn_test_main ("conditions", tests, G_N_ELEMENTS (tests));
}
