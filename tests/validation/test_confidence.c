/* Whether 95 % intervals have the true value in 95 of 100 cases.
 *
 * Each repetition is an experiment of its own, under its own base seed, of a loss system whose
 * figures are known exactly: of 'erlangs' offered to 'servers' a share B is refused, and erlangs
 * (1 - B) are there on average.  The warm-up is eight mean stays, which leaves e^-8 of the empty
 * start, a few hours of observation ten thousand times less than an interval is wide.  A share
 * of some hundred arrivals has the bias of a ratio, B times its elasticity over their number:
 * a tenth of the interval's half-width. */
#include <math.h>

#include "experiment/experiment.h"
#include "statistics.h"
#include "validation.h"

#define SERVERS 10

typedef struct {
    const char *what;
    guint erlangs;
    const char *duration;
    gint64 seed;
    CvpnStoppingRule rule;
} Plan;

typedef struct {
    guint sessions, blocked; /* repetitions whose interval has the value */
    guint imprecise;
} Tally;

static guint
count_repetitions (void)
{
    return cvpn_test_setting ("CVPN_VALIDATION_REPETITIONS", 200);
}

static gboolean
covers (const CvpnExperiment *experiment, CvpnMetric metric, double truth)
{
    const CvpnEstimate estimate = cvpn_experiment_estimate (experiment, 0, metric);

    return fabs (estimate.mean - truth) <= estimate.half_width;
}

static void
repeat (const Plan *plan, const GPtrArray *settings, gint64 seed, Tally *tally)
{
    static const CvpnCrew crew = { .threads = 1 };
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &plan->rule, seed);
    g_autoptr (GError) error = NULL;
    const double blocked = validation_erlang_b (SERVERS, plan->erlangs);

    if (cvpn_experiment_run (experiment, &crew, NULL, NULL, &error) != CVPN_CREW_DONE)
        g_error ("%s", error->message);
    tally->sessions +=
        covers (experiment, CVPN_METRIC_CONCURRENT_MEAN, plan->erlangs * (1 - blocked));
    tally->blocked += covers (experiment, CVPN_METRIC_BLOCKED_SHARE, blocked);
    tally->imprecise += !cvpn_experiment_is_precise (experiment, 0);
}

static Tally
repeat_all (const Plan *plan)
{
    g_autofree char *rate =
        g_strdup_printf ("clients.staff.arrival=poisson %u/h", 6 * plan->erlangs);
    const char *const set[] = { "quotas.concurrent-connections=10", rate, "scenario.warm-up=80min",
                                NULL };
    g_autofree char *path = cvpn_test_path ("tests/validation/blocking.ini");
    g_autoptr (GPtrArray) settings =
        g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_setting_free);
    Tally tally = { 0 };

    g_ptr_array_add (settings, cvpn_setting_new (path, NULL, set, plan->duration));
    for (guint i = 0; i < count_repetitions (); i++)
        repeat (plan, settings, plan->seed + i, &tally);
    return tally;
}

static void
check_covered (const Plan *plan, const char *figure, guint covered)
{
    g_autofree char *what = g_strdup_printf ("%s, %s: intervals that have it", plan->what, figure);

    validation_hits (what, count_repetitions (), plan->rule.confidence, covered);
}

static void
test_fixed (void)
{
    static const Plan plan = { "10 runs", 7, "320min", 1, { 10, 10, 0, 0.95, NULL, 0 } };
    const Tally tally = repeat_all (&plan);

    check_covered (&plan, "sessions", tally.sessions);
    check_covered (&plan, "blocked share", tally.blocked);
}

/* It ends sooner where the first runs happen to be alike, and so covers less than it says. */
static void
test_until_precise (void)
{
    static const guint watched[] = { CVPN_METRIC_CONCURRENT_MEAN };
    static const Plan plan = {
        "until 10 %", 7, "150min", 100001, { 10, 1000, 0.1, 0.95, watched, 1 }
    };
    const Tally tally = repeat_all (&plan);

    check_covered (&plan, "sessions", tally.sessions);
    validation_exact ("until 10 %: experiments that were not precise", count_repetitions (), 0,
                      tally.imprecise);
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "10 runs", test_fixed },
        { "until precise", test_until_precise },
    };

    return validation_main ("confidence", tests, G_N_ELEMENTS (tests), argc, argv);
}
