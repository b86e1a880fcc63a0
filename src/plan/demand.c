/* demand: replications of the planning scenario without limits. */
#include "plan/demand.h"

#include <math.h>
#include <stdlib.h>

#include <cvpnsim/error.h>

#include "base/quantity.h"
#include "plan/candidates.h"
#include "plan/cost.h"
#include "plan/run_length.h"

/* The largest client CIDR of all, and half of its addresses: if there are more people, those who
 * find no place would try again for the rest of the run. */
#define LARGEST 12
#define ROOM    (1u << (32 - LARGEST - 1))
/* Peak and mean to within so much: then a few replications say enough. */
#define PRECISION 0.01
/* A handshake that is drawn longer than its time-out comes once in millions. */
#define WORTH_SAYING 1e-5

CvpnPlanVariant
cvpn_demand_without_limits (const CvpnPlanning *planning, guint associations)
{
    return (CvpnPlanVariant){
        .associations = associations,
        .prefix_length = LARGEST,
        .connections = CVPN_PLAN_NO_QUOTA,
        .without_limits = TRUE,
        .impatient = planning->plan->demand.people > ROOM,
        .duration_ns = planning->duration_ns,
        .warm_up_ns = planning->warm_up_ns,
        .condition = CVPN_PLAN_NORMAL,
    };
}

/* The form is that of the planning scenario: what the file's events do to it does not count. */
static gboolean
find_form (CvpnPlanning *planning, const CvpnPlanRuns *runs, GError **error)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnScenario) view =
        cvpn_setting_load (runs->setting, planning->options->seed, report, error);

    if (!view)
        return FALSE;
    planning->offered = cvpn_offered (view->spec, view->net, view->workload, 0);
    return TRUE;
}

static gboolean
prepare (CvpnPlanning *planning, GError **error)
{
    cvpn_run_length_choose (planning);
    CvpnPlanVariant variant = cvpn_demand_without_limits (planning, 1);
    g_autoptr (CvpnPlanRuns) first = cvpn_planning_runs_new (planning, &variant, error);
    if (!first || !find_form (planning, first, error))
        return FALSE;
    cvpn_run_length_settle (planning);
    variant = cvpn_demand_without_limits (planning, 1);
    planning->demand = cvpn_planning_runs_new (planning, &variant, error);
    return planning->demand != NULL;
}

double
cvpn_demand_need (const CvpnPlanRuns *runs, guint i)
{
    const GArray *hours = ((const CvpnTrial *) runs->trials->pdata[i])->hours;
    gint64 most = 0;

    for (guint hour = 0; hour < hours->len; hour++)
        most = MAX (most, g_array_index (hours, gint64, hour));
    return (double) most;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
    const double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

static gboolean
is_steady (const CvpnPlanning *planning)
{
    return planning->offered.form == CVPN_FORM_ERLANG && planning->warm_up_ns > 0;
}

/* The lower median, which is a time at which there was such a peak; in whole minutes.  In a steady
 * state no time is busier than another, but by chance. */
static gint64
find_busiest (const CvpnPlanning *planning)
{
    const CvpnPlanRuns *runs = planning->demand;
    g_autofree double *times = cvpn_plan_runs_figures (runs, CVPN_METRIC_CONCURRENT_PEAK_TIME);
    guint n = 0;

    if (is_steady (planning))
        return planning->warm_up_ns;

    for (guint i = 0; i < runs->trials->len; i++)
        if (!isnan (times[i]))
            times[n++] = times[i];
    if (n == 0)
        return 0;
    qsort (times, n, sizeof *times, compare_doubles);
    return (gint64) round (times[(n - 1) / 2] / 60) * CVPN_MINUTE;
}

/* The first that is wholly behind the warm-up, or at least the last. */
static guint
find_first_hour (const CvpnPlanning *planning)
{
    const CvpnTrial *first = planning->demand->trials->pdata[0];

    return MIN ((guint) ((planning->warm_up_ns + CVPN_HOUR - 1) / CVPN_HOUR),
                first->hours->len - 1);
}

static GArray *
estimate_hours (const CvpnPlanRuns *runs, guint first_hour, double confidence)
{
    const CvpnTrial *first = runs->trials->pdata[0];
    GArray *figures = g_array_new (FALSE, FALSE, sizeof (CvpnPlanFigure));
    g_autofree double *values = g_new (double, runs->trials->len);

    for (guint hour = first_hour; hour < first->hours->len; hour++) {
        for (guint i = 0; i < runs->trials->len; i++) {
            const CvpnTrial *trial = runs->trials->pdata[i];
            values[i] = (double) g_array_index (trial->hours, gint64, hour);
        }
        const CvpnPlanFigure figure = cvpn_plan_figure (values, runs->trials->len, confidence);
        g_array_append_val (figures, figure);
    }
    return figures;
}

static void
keep_figures (CvpnPlanning *planning)
{
    const double confidence = planning->options->confidence;
    const CvpnPlanRuns *runs = planning->demand;
    CvpnPlanDemand *demand = &planning->plan->demand;

    demand->concurrent_mean =
        cvpn_plan_runs_estimate (runs, CVPN_METRIC_CONCURRENT_MEAN, confidence);
    demand->concurrent_peak =
        cvpn_plan_runs_estimate (runs, CVPN_METRIC_CONCURRENT_PEAK, confidence);
    demand->addresses_peak = cvpn_plan_runs_estimate (runs, CVPN_METRIC_ADDRESSES_PEAK, confidence);
    demand->attempts_peak_per_s =
        cvpn_plan_runs_estimate (runs, CVPN_METRIC_ATTEMPTS_PEAK, confidence);
    g_clear_pointer (&demand->hours, g_array_unref);
    demand->first_hour = find_first_hour (planning);
    demand->hours = estimate_hours (runs, demand->first_hour, confidence);
    demand->busiest_ns = find_busiest (planning);
}

static const char *
name_form (CvpnForm form)
{
    switch (form) {
    case CVPN_FORM_ERLANG:
        return "Erlang B";
    case CVPN_FORM_VARYING:
        return "Mt/G/∞";
    case CVPN_FORM_ENGSET:
        return "Engset";
    case CVPN_FORM_BOUND:
        return "number of people";
    case CVPN_FORM_NONE:
        break;
    }
    return NULL;
}

static void
keep_form (CvpnPlanning *planning)
{
    const CvpnOffered *offered = &planning->offered;
    CvpnPlanDemand *demand = &planning->plan->demand;

    demand->form = name_form (offered->form);
    demand->why_no_form = offered->form == CVPN_FORM_NONE ? offered->why_not : NULL;
    demand->erlangs = offered->erlangs;
    demand->start_ns = planning->scenario->spec->scenario.start_ns;
}

static guint64
count_people (const CvpnPlanning *planning)
{
    const CvpnClientsSpec *clients;
    guint64 people = 0;

    for (guint i = 0; (clients = cvpn_planning_next_clients (planning, &i));)
        if (cvpn_arrival_is_closed (&clients->arrival))
            people += (guint64) MAX (clients->count, 0);
    return people;
}

static gboolean
has_office_days (const CvpnClientsSpec *clients)
{
    return clients->arrival.kind == CVPN_ARRIVAL_OFFICE_DAY;
}

/* Who works from Monday to Friday is billed for five days of seven. */
static gboolean
measure_week (CvpnPlanning *planning, double *mean, GError **error)
{
    static const guint watched[] = { CVPN_METRIC_CONCURRENT_MEAN };
    const CvpnPlanEffort effort = { .minimum = 2,
                                    .maximum = CVPN_PLAN_FEW,
                                    .relative_precision = PRECISION,
                                    .watched = watched,
                                    .n_watched = G_N_ELEMENTS (watched) };
    CvpnPlanVariant variant = cvpn_demand_without_limits (planning, 1);

    variant.week = TRUE;
    variant.duration_ns = 7 * CVPN_DAY;
    variant.warm_up_ns = 0;
    g_autoptr (CvpnPlanRuns) runs = cvpn_planning_runs_new (planning, &variant, error);
    planning->what = "a week, for the connection hours";
    if (!runs || !cvpn_planning_run (planning, (CvpnPlanRuns *const[]){ runs }, 1, &effort, error))
        return FALSE;
    *mean = cvpn_plan_runs_estimate (runs, CVPN_METRIC_CONCURRENT_MEAN, 0.95).mean;
    planning->plan->events += cvpn_plan_runs_events (runs);
    cvpn_planning_assume (planning, "Connection hours are those of a simulated week, Monday to "
                                    "Sunday, as of a month of 730 hours.");
    return TRUE;
}

gboolean
cvpn_demand_bill (CvpnPlanning *planning, GError **error)
{
    const double billed = planning->options->billed_hours;
    CvpnPlanDemand *demand = &planning->plan->demand;
    double mean = demand->concurrent_mean.mean;

    if (billed > 0) {
        cvpn_planning_assume (planning,
                              "Connection hours are the mean of the active connections "
                              "times %g hours, as asked for.",
                              billed);
    } else if (cvpn_planning_any (planning, has_office_days)) {
        if (!measure_week (planning, &mean, error))
            return FALSE;
    } else {
        cvpn_planning_assume (planning, "Connection hours are the mean of the active connections "
                                        "of the run times 730 hours: every day is like it.");
    }
    demand->connection_hours = mean * (billed > 0 ? billed : CVPN_PLAN_MONTH_HOURS);
    return TRUE;
}

static gboolean
check_anybody (const CvpnPlanning *planning, GError **error)
{
    for (guint i = 0; i < planning->demand->trials->len; i++)
        if (cvpn_demand_need (planning->demand, i) > 0)
            return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                 "nobody is connected by '%s' in the scenario's run; expected people who are",
                 cvpn_planning_endpoint (planning)->name);
    return FALSE;
}

/* There are places enough: who fails now is not helped by more of them. */
static void
say_who_fails (CvpnPlanning *planning)
{
    const CvpnPlanRuns *runs = planning->demand;
    const double failed =
        1 - cvpn_plan_runs_estimate (runs, CVPN_METRIC_CONNECTION_SUCCESS, 0.95).mean -
        cvpn_plan_runs_estimate (runs, CVPN_METRIC_BLOCKED_SHARE, 0.95).mean;

    if (failed > WORTH_SAYING)
        cvpn_planning_assume (planning,
                              "%.2g %% of the attempts to connect fail for other reasons than want "
                              "of a place. Who never gets in is not planned for; `run` shows why.",
                              100 * failed);
}

/* A file that was written to show a morning is no good measure of a day. */
static void
say_what_ends_early (CvpnPlanning *planning)
{
    const gint64 left_ns = planning->duration_ns - planning->plan->demand.busiest_ns;

    if (left_ns < CVPN_HOUR && cvpn_planning_any (planning, has_office_days))
        cvpn_planning_assume (planning, "The run ends less than an hour after most were connected: "
                                        "a longer one (--duration) may show more of them.");
}

gboolean
cvpn_demand_measure (CvpnPlanning *planning, GError **error)
{
    static const guint watched[] = { CVPN_METRIC_CONCURRENT_PEAK, CVPN_METRIC_CONCURRENT_MEAN };
    const guint32 most = planning->options->replications;
    const CvpnPlanEffort effort = { .minimum = MIN (CVPN_PLAN_FEW, most),
                                    .maximum = most,
                                    .relative_precision = PRECISION,
                                    .watched = watched,
                                    .n_watched = G_N_ELEMENTS (watched) };

    planning->plan->demand.people = count_people (planning);
    if (!prepare (planning, error))
        return FALSE;
    planning->what = "the demand";
    if (!cvpn_planning_run (planning, &planning->demand, 1, &effort, error) ||
        !check_anybody (planning, error))
        return FALSE;
    keep_form (planning);
    keep_figures (planning);
    say_who_fails (planning);
    say_what_ends_early (planning);
    if (is_steady (planning))
        cvpn_planning_assume (planning, "With constant arrivals no time is busier than another: "
                                        "a zone fails, or all are reset, when the warm-up ends.");
    return TRUE;
}

gboolean
cvpn_demand_extend (CvpnPlanning *planning, guint32 replications, GError **error)
{
    const gint64 busiest = planning->plan->demand.busiest_ns;

    if (planning->demand->trials->len >= replications)
        return TRUE;
    planning->what = "the demand";
    if (!cvpn_planning_repeat (planning, &planning->demand, 1, replications, error))
        return FALSE;
    keep_figures (planning);
    planning->plan->demand.busiest_ns = busiest; /* zones have failed then already */
    return TRUE;
}
