/* replicate: loads, runs, and keeps what observers are told. */
#include "replicate.h"

#include <string.h>

#include <cvpnsim/summary.h>

#include "support.h"

static char **
copy_changes (const ValidationRun *run)
{
    char **changes = g_new0 (char *, VALIDATION_CHANGES);

    for (guint i = 0; i < VALIDATION_CHANGES - 1 && run->changes[i]; i++)
        changes[i] = g_strdup (run->changes[i]);
    return changes;
}

CvpnScenario *
validation_load (const ValidationRun *run)
{
    g_autofree char *relative = g_strdup_printf ("tests/validation/%s.ini", run->scenario);
    g_autofree char *path = cvpn_test_path (relative);
    g_autofree char *seed = g_strdup_printf ("%u", run->seed);
    g_auto (GStrv) changes = copy_changes (run);
    const CvpnOverrides overrides = { .set = changes, .seed = seed };
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    CvpnScenario *scenario = cvpn_scenario_load (path, &overrides, report, &error);

    if (!scenario) {
        g_autofree char *faults = cvpn_report_format (report);
        g_error ("%s%s", faults, error->message);
    }
    return scenario;
}

static void
simulate (const CvpnScenario *scenario, const CvpnObserver *observer, gpointer self)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnSimulation) simulation = cvpn_simulation_new (scenario, &error);

    if (!simulation)
        g_error ("%s", error->message);
    cvpn_simulation_add_observer (simulation, observer, self);
    while (cvpn_simulation_advance (simulation, G_MAXUINT32))
        continue;
    cvpn_simulation_finish (simulation);
}

void
validation_run (const ValidationRun *run, const CvpnObserver *observer, gpointer self)
{
    g_autoptr (CvpnScenario) scenario = validation_load (run);

    simulate (scenario, observer, self);
}

static double
measure (const ValidationRun *run, const char *metric)
{
    g_autoptr (CvpnScenario) scenario = validation_load (run);
    g_autoptr (CvpnSummary) summary = cvpn_summary_new (scenario);
    double value = 0;

    simulate (scenario, cvpn_summary_observer (), summary);
    if (!cvpn_summary_metric (summary, metric, &value))
        g_error ("%s: no figure '%s'", run->scenario, metric);
    return value;
}

void
validation_metrics (const ValidationRun *run, const char *metric, double *figures, guint n)
{
    ValidationRun one = *run;

    for (guint i = 0; i < n; i++) {
        one.seed = run->seed + i;
        figures[i] = measure (&one, metric);
    }
}

static void
keep_session (gpointer self, const CvpnSessionRecord *record)
{
    const ValidationSession session = { .population = g_intern_string (record->user.population),
                                        .subnet = g_intern_string (record->subnet),
                                        .number = record->user.number,
                                        .established = record->established,
                                        .code = record->code,
                                        .end_reason = g_intern_string (record->end_reason),
                                        .start_ns = record->start_ns,
                                        .established_ns = record->established_ns,
                                        .end_ns = record->end_ns,
                                        .returned_after_ns = record->returned_after_ns };

    g_array_append_val ((GArray *) self, session);
}

static gint
compare_starts (gconstpointer a, gconstpointer b)
{
    const ValidationSession *one = a, *other = b;

    if (one->start_ns != other->start_ns)
        return one->start_ns < other->start_ns ? -1 : 1;
    return one->number < other->number ? -1 : one->number > other->number;
}

GArray *
validation_sessions (const ValidationRun *run)
{
    static const CvpnObserver observer = { .session = keep_session };
    GArray *sessions = g_array_new (FALSE, FALSE, sizeof (ValidationSession));

    validation_run (run, &observer, sessions);
    g_array_sort (sessions, compare_starts);
    return sessions;
}

static gint
compare_users (gconstpointer a, gconstpointer b)
{
    const ValidationSession *one = a, *other = b;

    if (one->number != other->number)
        return one->number < other->number ? -1 : 1;
    return compare_starts (a, b);
}

void
validation_sort_by_user (GArray *sessions)
{
    g_array_sort (sessions, compare_users);
}

typedef struct {
    gint64 from_ns;
    GArray *levels;
} LevelKeeper;

static void
keep_level (gpointer self, const CvpnPeriodRecord *record)
{
    LevelKeeper *keeper = self;
    const guint level = (guint) record->active_connections;

    if (record->time_ns > keeper->from_ns)
        g_array_append_val (keeper->levels, level);
}

void
validation_levels (const ValidationRun *run, gint64 from_ns, GArray *levels)
{
    static const CvpnObserver observer = { .period = keep_level };
    LevelKeeper keeper = { from_ns, levels };

    validation_run (run, &observer, &keeper);
    g_array_set_size (levels, levels->len - 1);
}
