/* trial: simulates and sums up, as the command `run` does. */
#include "experiment/trial.h"

#include <math.h>

#include <cvpnsim/simulation.h>
#include <cvpnsim/summary.h>

#include <json-glib/json-glib.h>

#include "base/quantity.h"
#include "model/scenario.h"

/* Between two looks at the stop: some milliseconds. */
#define SLICE_EVENTS 4096

#define SEED_BITS 53

/* The level of active connections, of which each hour keeps the highest. */
typedef struct {
    GArray *hours; /* gint64 */
    gint64 active, hour;
} Levels;

static void
hash_word (GChecksum *sum, guint64 word)
{
    guint8 bytes[8];

    for (guint i = 0; i < sizeof bytes; i++)
        bytes[i] = (guint8) (word >> 8 * i);
    g_checksum_update (sum, bytes, sizeof bytes);
}

gint64
cvpn_trial_seed (gint64 base, guint32 replication)
{
    static const char purpose[] = "replication";
    g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize length = sizeof digest;
    guint64 bits = 0;

    g_checksum_update (sum, (const guchar *) purpose, sizeof purpose - 1);
    hash_word (sum, (guint64) base);
    hash_word (sum, replication);
    g_checksum_get_digest (sum, digest, &length);
    for (guint i = 0; i < 8; i++)
        bits = bits << 8 | digest[i];
    return (gint64) (bits >> (64 - SEED_BITS));
}

static void
raise_hour (const Levels *levels)
{
    gint64 *highest = &g_array_index (levels->hours, gint64, levels->hour);

    *highest = MAX (*highest, levels->active);
}

/* The level so far reaches into each hour up to that of 'time_ns'; at the very end of the run
 * there is none any more. */
static void
go_on (Levels *levels, gint64 time_ns)
{
    const gint64 hour = MIN (time_ns / CVPN_HOUR, (gint64) levels->hours->len - 1);

    while (levels->hour < hour) {
        levels->hour++;
        raise_hour (levels);
    }
}

static void
take_level (gpointer self, gint64 time_ns, gint64 active)
{
    Levels *levels = self;

    go_on (levels, time_ns);
    levels->active = active;
    raise_hour (levels);
}

static void
finish_levels (gpointer self, gint64 time_ns, guint64 events, gboolean complete)
{
    (void) events;
    (void) complete;
    go_on (self, time_ns);
}

static const CvpnObserver level_observer = {
    .active = take_level,
    .finish = finish_levels,
};

static GArray *
hours_new (gint64 duration_ns)
{
    const gint64 hours = (duration_ns + CVPN_HOUR - 1) / CVPN_HOUR;
    GArray *array = g_array_new (FALSE, TRUE, sizeof (gint64));

    return g_array_set_size (array, (guint) MAX (hours, 1));
}

static gboolean
advance_to_end (CvpnSimulation *simulation, const CvpnStop *stop)
{
    do {
        if (cvpn_stop_is_set (stop))
            return FALSE;
    } while (cvpn_simulation_advance (simulation, SLICE_EVENTS));
    cvpn_simulation_finish (simulation);
    return TRUE;
}

static void
keep_figures (const CvpnSummary *summary, double *figures)
{
    for (guint i = 0; i < CVPN_N_METRICS; i++) {
        cvpn_summary_metric (summary, cvpn_metric_name (i), &figures[i]);
        if (!isfinite (figures[i])) /* as it is read from the trial's line */
            figures[i] = NAN;
    }
}

/* On one line; takes 'json'. */
static char *
flatten (char *json)
{
    g_autofree char *text = json;
    g_autoptr (JsonNode) root = json_from_string (text, NULL);

    return json_to_string (root, FALSE);
}

gboolean
cvpn_trial_run (const CvpnScenario *scenario, const CvpnStop *stop, CvpnTrial *trial,
                GError **error)
{
    *trial = (CvpnTrial){ .seed = scenario->spec->scenario.seed };
    g_autoptr (CvpnSimulation) simulation = cvpn_simulation_new (scenario, error);
    if (!simulation)
        return FALSE;
    g_autoptr (CvpnSummary) summary = cvpn_summary_new (scenario);
    Levels levels = { .hours = hours_new (cvpn_simulation_progress (simulation).duration_ns) };
    cvpn_simulation_add_observer (simulation, cvpn_summary_observer (), summary);
    cvpn_simulation_add_observer (simulation, &level_observer, &levels);
    if (!advance_to_end (simulation, stop)) {
        g_array_unref (levels.hours);
        return FALSE;
    }
    trial->hours = levels.hours;
    trial->summary = flatten (cvpn_summary_json (summary));
    keep_figures (summary, trial->figures);
    return TRUE;
}

void
cvpn_trial_clear (CvpnTrial *trial)
{
    g_clear_pointer (&trial->hours, g_array_unref);
    g_clear_pointer (&trial->summary, g_free);
}

void
cvpn_trial_free (gpointer trial)
{
    if (trial)
        cvpn_trial_clear (trial);
    g_free (trial);
}

CvpnTrial
cvpn_trial_copy (const CvpnTrial *trial)
{
    CvpnTrial copy = *trial;

    copy.hours = g_array_copy (trial->hours);
    copy.summary = g_strdup (trial->summary);
    return copy;
}
