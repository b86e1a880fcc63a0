/* grid_check: every setting is loaded once, and what is wrong is said once. */
#include "sweep/grid.h"

#include <cvpnsim/error.h>

#include "model/scenario.h"

/* More than a person reads are not worth the search for others. */
#define FAULTS_ENOUGH 200

/* A fault, and in how many settings it is. */
typedef struct {
    CvpnFault fault; /* its strings are owned, but for the code */
    guint32 first, settings;
} Seen;

static void
free_seen (gpointer data)
{
    Seen *seen = data;

    g_free (seen->fault.file);
    g_free (seen->fault.text);
    g_free (seen);
}

static Seen *
find_seen (GPtrArray *all, const CvpnFault *fault)
{
    for (guint i = 0; i < all->len; i++) {
        Seen *seen = g_ptr_array_index (all, i);
        if (seen->fault.line == fault->line && seen->fault.severity == fault->severity &&
            g_strcmp0 (seen->fault.file, fault->file) == 0 &&
            g_strcmp0 (seen->fault.text, fault->text) == 0)
            return seen;
    }
    return NULL;
}

static void
gather (GPtrArray *all, CvpnReport *report, guint32 setting)
{
    const GPtrArray *faults = cvpn_report_faults (report);

    for (guint i = 0; i < faults->len; i++) {
        const CvpnFault *fault = g_ptr_array_index (faults, i);
        Seen *seen = find_seen (all, fault);
        if (!seen) {
            seen = g_new (Seen, 1);
            *seen = (Seen){ .fault = *fault, .first = setting };
            seen->fault.file = g_strdup (fault->file);
            seen->fault.text = g_strdup (fault->text);
            g_ptr_array_add (all, seen);
        }
        seen->settings++;
    }
}

/* What is wrong with some settings only says with which. */
static void
pass_on (const CvpnGrid *grid, const GPtrArray *all, guint32 loaded, CvpnReport *report)
{
    for (guint i = 0; i < all->len; i++) {
        const Seen *seen = g_ptr_array_index (all, i);
        g_autofree char *setting = cvpn_grid_describe (grid, seen->first);
        g_autofree char *more = seen->settings > 1
                                    ? g_strdup_printf (", and %u more", seen->settings - 1)
                                    : g_strdup ("");
        if (seen->settings == loaded)
            cvpn_report_add (report, seen->fault.severity, seen->fault.file, seen->fault.line, "%s",
                             seen->fault.text);
        else
            cvpn_report_add (report, seen->fault.severity, seen->fault.file, seen->fault.line,
                             "%s (with %s%s)", seen->fault.text, setting, more);
    }
}

/* A run needs a duration; elsewhere a scenario does without. */
static void
note_times (CvpnGrid *grid, const CvpnScenario *scenario, CvpnReport *report)
{
    const CvpnScenarioSpec *spec = &scenario->spec->scenario;
    const CvpnGridTimes times = { spec->duration_ns, spec->warm_up_ns, spec->metrics_period_ns };

    g_array_append_val (grid->times, times);
    if (spec->duration_ns <= 0)
        cvpn_report_add (report, CVPN_SEVERITY_ERROR, scenario->path, 1,
                         "[scenario] duration: is missing; a run needs it, as 8h");
}

/* FALSE with 'error' if it cannot even be set. */
static gboolean
load (CvpnGrid *grid, guint32 setting, GPtrArray *all, GError **error)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) reason = NULL;
    g_autoptr (CvpnScenario) scenario =
        cvpn_setting_load (g_ptr_array_index (grid->settings, setting), 1, report, &reason);

    if (scenario)
        note_times (grid, scenario, report);
    gather (all, report, setting);
    if (scenario || g_error_matches (reason, CVPN_ERROR, CVPN_ERROR_SCENARIO))
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&reason));
    return FALSE;
}

gboolean
cvpn_grid_check (CvpnGrid *grid, CvpnReport *report, GError **error)
{
    g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (free_seen);
    gboolean fine = TRUE;
    guint32 n = 0;

    g_array_set_size (grid->times, 0);
    while (fine && n < grid->settings->len && all->len < FAULTS_ENOUGH)
        fine = load (grid, n++, all, error);
    pass_on (grid, all, n, report);
    if (fine && cvpn_report_errors (report) > 0) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_SCENARIO, "%s: %u error%s", grid->path,
                     cvpn_report_errors (report), cvpn_report_errors (report) == 1 ? "" : "s");
        return FALSE;
    }
    return fine;
}
