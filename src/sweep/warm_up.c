/* warm_up: pilot runs, of which only the series of active connections is kept. */
#include "sweep/warm_up.h"

#include <string.h>

#include <cvpnsim/error.h>
#include <cvpnsim/simulation.h>

#include "base/quantity.h"
#include "experiment/shelf.h"
#include "experiment/trial.h"
#include "sweep/truncation.h"

#define SLICE_EVENTS      4096
#define FIRST_REPLICATION 0x80000000u /* beyond any that an experiment has */

struct CvpnPilots {
    const CvpnGrid *grid;
    gint64 seed;
    CvpnShelf *shelf;
    guint begun, done;
    GArray **series; /* gint64; CVPN_PILOTS of each setting */
};

/* Active connections of all endpoints at the end of each full period. */
typedef struct {
    gint64 period_ns;
    GArray *levels; /* gint64 */
} Levels;

static void
add_level (gpointer self, const CvpnPeriodRecord *record)
{
    Levels *levels = self;
    const gint64 period = record->time_ns / levels->period_ns;

    if (record->time_ns % levels->period_ns != 0 || period < 1)
        return;
    if (levels->levels->len < period)
        g_array_set_size (levels->levels, (guint) period);
    g_array_index (levels->levels, gint64, period - 1) += record->active_connections;
}

static const CvpnObserver observer = { .period = add_level };

static gboolean
simulate (const CvpnScenario *scenario, Levels *levels, const CvpnStop *stop, GError **error)
{
    g_autoptr (CvpnSimulation) simulation = cvpn_simulation_new (scenario, error);

    if (!simulation)
        return FALSE;
    cvpn_simulation_add_observer (simulation, &observer, levels);
    while (cvpn_simulation_advance (simulation, SLICE_EVENTS))
        if (cvpn_stop_is_set (stop))
            return FALSE;
    cvpn_simulation_finish (simulation);
    return TRUE;
}

static char *
join_levels (const GArray *levels)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < levels->len; i++)
        g_string_append_printf (out, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                                g_array_index (levels, gint64, i));
    return g_string_free (out, FALSE);
}

static gboolean
next_pilot (gpointer self, gboolean idle, CvpnJob *job)
{
    CvpnPilots *pilots = self;

    (void) idle;
    if (pilots->begun == pilots->grid->settings->len * CVPN_PILOTS)
        return FALSE;
    *job = (CvpnJob){ .setting = pilots->begun / CVPN_PILOTS,
                      .replication = FIRST_REPLICATION + pilots->begun % CVPN_PILOTS };
    pilots->begun++;
    return TRUE;
}

static gboolean
run_pilot (gpointer self, CvpnJob job, const CvpnStop *stop, CvpnJobResult *result, GError **error)
{
    const CvpnPilots *pilots = self;
    const CvpnGridTimes *times = &g_array_index (pilots->grid->times, CvpnGridTimes, job.setting);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GArray) levels = g_array_new (FALSE, TRUE, sizeof (gint64));
    Levels seen = { .period_ns = times->metrics_period_ns, .levels = levels };
    g_autoptr (CvpnReplica) replica = cvpn_shelf_take (
        pilots->shelf, job.setting, cvpn_trial_seed (pilots->seed, job.replication), report, error);

    if (!replica || !simulate (cvpn_replica_scenario (replica), &seen, stop, error))
        return FALSE;
    result->text = join_levels (levels);
    return TRUE;
}

static gboolean
take_pilot (gpointer self, CvpnJob job, CvpnJobResult *result, GError **error)
{
    CvpnPilots *pilots = self;
    GArray **series =
        &pilots->series[job.setting * CVPN_PILOTS + job.replication - FIRST_REPLICATION];
    g_auto (GStrv) words = g_strsplit (result->text, " ", -1);

    (void) error;
    if (*series)
        return TRUE;
    *series = g_array_new (FALSE, FALSE, sizeof (gint64));
    for (guint i = 0; words[i]; i++) {
        const gint64 level = g_ascii_strtoll (words[i], NULL, 10);
        g_array_append_val (*series, level);
    }
    pilots->done++;
    return TRUE;
}

CvpnPilots *
cvpn_pilots_new (const CvpnGrid *grid, gint64 seed)
{
    CvpnPilots *pilots = g_new0 (CvpnPilots, 1);

    pilots->grid = grid;
    pilots->seed = seed;
    pilots->shelf = cvpn_shelf_new (grid->settings, CVPN_SHELF_LINES);
    pilots->series = g_new0 (GArray *, (gsize) grid->settings->len * CVPN_PILOTS);
    return pilots;
}

void
cvpn_pilots_free (CvpnPilots *pilots)
{
    if (!pilots)
        return;
    for (guint i = 0; i < pilots->grid->settings->len * CVPN_PILOTS; i++)
        g_clear_pointer (&pilots->series[i], g_array_unref);
    g_free (pilots->series);
    cvpn_shelf_free (pilots->shelf);
    g_free (pilots);
}

CvpnCrewEnd
cvpn_pilots_run (CvpnPilots *pilots, const CvpnCrew *crew, GError **error)
{
    const CvpnWork work = { .next = next_pilot, .run = run_pilot, .done = take_pilot };

    return cvpn_crew_work (crew, &work, pilots, error);
}

void
cvpn_pilots_progress (const CvpnPilots *pilots, guint *there, guint *expected)
{
    *there = pilots->done;
    *expected = pilots->grid->settings->len * CVPN_PILOTS;
}

/* The mean over the pilots, period by period; newly allocated. */
static double *
average (const CvpnPilots *pilots, guint32 setting, guint *n)
{
    GArray *const *series = &pilots->series[(gsize) setting * CVPN_PILOTS];

    *n = series[0]->len;
    double *means = g_new0 (double, *n + 1);
    for (guint i = 0; i < *n; i++) {
        for (guint j = 0; j < CVPN_PILOTS; j++)
            means[i] += (double) g_array_index (series[j], gint64, i);
        means[i] /= CVPN_PILOTS;
    }
    return means;
}

static gboolean
refuse_short (const CvpnPilots *pilots, guint32 setting, guint n, GError **error)
{
    g_autofree char *name = cvpn_grid_describe (pilots->grid, setting);

    g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                 "--warm-up auto: a run (%s) has %u metrics periods; expected %d at least, which "
                 "a longer duration or a shorter [scenario] metrics-period gives",
                 name, n, CVPN_TRUNCATION_MINIMUM);
    return FALSE;
}

static gboolean
refuse_unsettled (const CvpnPilots *pilots, guint32 setting, gint64 cut_ns, GError **error)
{
    const CvpnGridTimes *times = &g_array_index (pilots->grid->times, CvpnGridTimes, setting);
    g_autofree char *name = cvpn_grid_describe (pilots->grid, setting);
    g_autofree char *cut = cvpn_duration_format (cut_ns);
    g_autofree char *duration = cvpn_duration_format (times->duration_ns);

    g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                 "--warm-up auto: would cut %s of a run of %s (%s): the active connections do not "
                 "settle, the run has no steady state; give --warm-up TIME, or leave it out and "
                 "look at the whole run",
                 cut, duration, name);
    return FALSE;
}

static gboolean
judge_setting (const CvpnPilots *pilots, guint32 setting, gint64 *cut_ns, GError **error)
{
    const CvpnGridTimes *times = &g_array_index (pilots->grid->times, CvpnGridTimes, setting);
    guint n;
    g_autofree double *means = average (pilots, setting, &n);

    if (n < CVPN_TRUNCATION_MINIMUM)
        return refuse_short (pilots, setting, n, error);
    const guint cut = cvpn_truncation (means, n);
    *cut_ns = cut * times->metrics_period_ns;
    return cut <= n / 2 || refuse_unsettled (pilots, setting, *cut_ns, error);
}

gboolean
cvpn_pilots_judge (const CvpnPilots *pilots, GArray *cuts, gint64 *warm_up_ns, GError **error)
{
    gint64 largest = 0, cut;

    for (guint32 i = 0; i < pilots->grid->settings->len; i++) {
        if (!judge_setting (pilots, i, &cut, error))
            return FALSE;
        g_array_append_val (cuts, cut);
        largest = MAX (largest, cut);
    }
    for (guint32 i = 0; i < pilots->grid->settings->len; i++)
        if (largest > g_array_index (pilots->grid->times, CvpnGridTimes, i).duration_ns / 2)
            return refuse_unsettled (pilots, i, largest, error);
    *warm_up_ns = largest;
    return TRUE;
}
