/* threads: runs side by side write the same bytes as one after the other.
 *
 * Every run has a simulation and writers of its own, and side by side these have threads of
 * theirs; runs of one scenario may share it, for it is constant.  Built with the thread sanitizer
 * (docs/CONTRIBUTING.md), this is also where state that is shared by mistake is found. */
#include <glib/gstdio.h>
#include <string.h>

#include <cvpnsim/simulation.h>
#include <cvpnsim/summary.h>

#include "observe/writers.h"
#include "support.h"

#define RUNS    10
#define SHARING 4
#define THREADS 2

typedef struct {
    guint seed;
    char *folder;
    const CvpnScenario *scenario; /* shared; NULL: it loads its own */
} Job;

static CvpnScenario *
load (guint number)
{
    g_autofree char *path = cvpn_test_path ("tests/determinism/storm.ini");
    g_autofree char *seed = g_strdup_printf ("%u", number);
    const CvpnOverrides overrides = { .seed = seed };
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    CvpnScenario *scenario = cvpn_scenario_load (path, &overrides, report, &error);

    if (!scenario)
        g_error ("%s", error->message);
    return scenario;
}

static void
add_observer (gpointer simulation, const CvpnObserver *observer, gpointer self)
{
    cvpn_simulation_add_observer (simulation, observer, self);
}

static void
run_into (const char *folder, const CvpnScenario *scenario, gboolean in_thread)
{
    g_autoptr (GError) error = NULL;
    CvpnWritersOptions options = { .in_thread = in_thread };

    if (!cvpn_trace_choice_parse (NULL, &options.trace, &error) ||
        !cvpn_writers_parse (NULL, &options.chosen, &error))
        g_error ("%s", error->message);
    g_autoptr (CvpnWriters) writers = cvpn_writers_new (folder, scenario, &options);
    g_autoptr (CvpnSummary) summary = cvpn_summary_new (scenario);
    g_autoptr (CvpnSimulation) simulation = cvpn_simulation_new (scenario, &error);

    if (!simulation)
        g_error ("%s", error->message);
    cvpn_simulation_add_observer (simulation, cvpn_summary_observer (), summary);
    cvpn_writers_observe (writers, add_observer, simulation);
    while (cvpn_simulation_advance (simulation, 1000))
        continue;
    cvpn_simulation_finish (simulation);
    if (!cvpn_writers_close (writers, summary, &error))
        g_error ("%s", error->message);
}

static void
work (gpointer data, gpointer in_thread)
{
    const Job *job = data;
    g_autoptr (CvpnScenario) own = job->scenario ? NULL : load (job->seed);

    run_into (job->folder, own ? own : job->scenario, in_thread != NULL);
}

static Job *
job_new (const char *name, guint seed, const CvpnScenario *scenario)
{
    Job *job = g_new0 (Job, 1);

    job->seed = seed;
    job->scenario = scenario;
    job->folder = g_strdup_printf ("%s/%s-%u", cvpn_test_folder (), name, seed);
    if (g_mkdir (job->folder, 0777) < 0)
        g_error ("%s: cannot be made", job->folder);
    return job;
}

static void
job_free (gpointer data)
{
    Job *job = data;

    g_free (job->folder);
    g_free (job);
}

static GPtrArray *
jobs_new (const char *name, guint n, const CvpnScenario *scenario)
{
    GPtrArray *jobs = g_ptr_array_new_with_free_func (job_free);

    for (guint i = 0; i < n; i++)
        g_ptr_array_add (jobs, job_new (name, i + 1, scenario));
    return jobs;
}

typedef struct {
    const GPtrArray *jobs;
    guint first; /* its jobs: this one, and every THREADS-th behind it */
} Share;

static gpointer
work_share (gpointer data)
{
    const Share *share = data;

    for (guint i = share->first; i < share->jobs->len; i += THREADS)
        work (share->jobs->pdata[i], GINT_TO_POINTER (TRUE));
    return NULL;
}

/* No pool: the sanitizer sees threads begin and end, but not how GLib's pool hands over. */
static void
run_side_by_side (const GPtrArray *jobs)
{
    GThread *threads[THREADS];
    Share shares[THREADS];

    for (guint i = 0; i < THREADS; i++) {
        shares[i] = (Share){ jobs, i };
        threads[i] = g_thread_new ("runs", work_share, &shares[i]);
    }
    for (guint i = 0; i < THREADS; i++)
        g_thread_join (threads[i]);
}

static void
read_file (const char *folder, const char *name, char **text, gsize *length)
{
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autoptr (GError) error = NULL;

    if (!g_file_get_contents (path, text, length, &error))
        g_error ("%s", error->message);
}

static gboolean
is_same_file (const char *one, const char *other, const char *name)
{
    g_autofree char *a = NULL, *b = NULL;
    gsize a_length, b_length;

    read_file (one, name, &a, &a_length);
    read_file (other, name, &b, &b_length);
    return a_length > 0 && a_length == b_length && memcmp (a, b, a_length) == 0;
}

static void
compare_folders (const Job *one, const Job *other)
{
    g_autoptr (GDir) folder = g_dir_open (one->folder, 0, NULL);
    const char *name;
    guint files = 0;

    while ((name = g_dir_read_name (folder))) {
        if (!is_same_file (one->folder, other->folder, name))
            g_printerr ("%s and %s: %s differs\n", one->folder, other->folder, name);
        CU_ASSERT (is_same_file (one->folder, other->folder, name));
        files++;
    }
    cvpn_assert_int (files, 13);
}

static void
ten_seeds (void)
{
    g_autoptr (GPtrArray) alone = jobs_new ("alone", RUNS, NULL);
    g_autoptr (GPtrArray) together = jobs_new ("together", RUNS, NULL);

    g_ptr_array_foreach (alone, work, NULL);
    run_side_by_side (together);
    for (guint i = 0; i < RUNS; i++)
        compare_folders (alone->pdata[i], together->pdata[i]);
    CU_ASSERT_FALSE (is_same_file (((const Job *) alone->pdata[0])->folder,
                                   ((const Job *) alone->pdata[1])->folder, "sessions.csv"));
}

static void
one_scenario (void)
{
    g_autoptr (CvpnScenario) scenario = load (1);
    g_autoptr (GPtrArray) together = jobs_new ("shared", SHARING, scenario);

    run_side_by_side (together);
    for (guint i = 1; i < SHARING; i++)
        compare_folders (together->pdata[0], together->pdata[i]);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "ten seeds, alone and two at a time", ten_seeds },
        { "one scenario, two at a time", one_scenario },
    };

    return cvpn_test_main ("threads", tests, G_N_ELEMENTS (tests));
}
