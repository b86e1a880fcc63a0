/* shelf: a scenario is read once, whoever needs it; runs of all seeds and threads come to what
 * they come to with a scenario of their own. */
#include "experiment/shelf.h"

#include <cvpnsim/error.h>
#include <glib/gstdio.h>

#include "experiment/trial.h"
#include "support.h"

#define HEAD                                                                                       \
    "[scenario]\ntitle = Test\nduration = 3h\n[vpc v]\ncidr-block = 10.0.0.0/16\n"                 \
    "[subnet s]\nvpc = v\ncidr-block = 10.0.0.0/24\navailability-zone = us-east-1a\n"              \
    "[client-vpn-endpoint e]\nclient-cidr-block = 10.1.0.0/22\ntarget-networks = s\n"              \
    "[client-vpn-routes e]\n192.168.0.0/16 = s\n[authorization-rules e]\n0.0.0.0/0 = *\n"          \
    "[clients p]\nendpoint = e\narrival = poisson 400/h\nsession = exponential 20min\n"            \
    "[traffic t]\nclients = p\nto = 10.0.0.9 tcp 443\nevery = exponential 5min\n"                  \
    "[event r]\nat = 1h\naction = authorize 10.0.0.0/24 *\n"
#define DRAWN "[operations]\nauthorize = uniform 1min 1h\n"

static GPtrArray *
settings_of (const char *path, const char *text)
{
    static const char *const more[] = { "clients.p.arrival=poisson 900/h", NULL };
    GPtrArray *settings = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_setting_free);

    g_ptr_array_add (settings, cvpn_setting_new (path, text, NULL, NULL));
    g_ptr_array_add (settings, cvpn_setting_new (path, text, more, NULL));
    return settings;
}

/* What is taken, told by its seed; or the faults. */
static char *
take (CvpnShelf *shelf, guint32 setting, gint64 seed)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnReplica) replica = cvpn_shelf_take (shelf, setting, seed, report, &error);

    CU_ASSERT ((replica == NULL) == (error != NULL));
    if (!replica)
        return cvpn_report_format (report);
    return g_strdup_printf ("%" G_GINT64_FORMAT,
                            cvpn_replica_scenario (replica)->spec->scenario.seed);
}

static void
assert_taken (CvpnShelf *shelf, guint32 setting, gint64 seed, const char *want)
{
    g_autofree char *got = take (shelf, setting, seed);

    cvpn_assert_has (got, want);
}

/* The file goes, and is not missed by who has been there. */
static void
test_read_once (void)
{
    g_autofree char *path = cvpn_test_file ("once.ini", HEAD);
    g_autoptr (GPtrArray) settings = settings_of (path, NULL);
    g_autoptr (CvpnShelf) shelf = cvpn_shelf_new (settings, CVPN_SHELF_LINES);

    assert_taken (shelf, 0, 7, "7");
    CU_ASSERT (g_unlink (path) == 0);
    assert_taken (shelf, 0, 8, "8");
    assert_taken (shelf, 1, 7, "No such file");
}

static void
test_no_room (void)
{
    g_autofree char *path = cvpn_test_file ("room.ini", HEAD);
    g_autoptr (GPtrArray) settings = settings_of (path, NULL);
    g_autoptr (CvpnShelf) shelf = cvpn_shelf_new (settings, 40);

    assert_taken (shelf, 1, 7, "7");
    assert_taken (shelf, 0, 7, "7");
    CU_ASSERT (g_unlink (path) == 0);
    assert_taken (shelf, 1, 8, "8");
    assert_taken (shelf, 0, 8, "No such file");
}

/* Of a file, an override, and of some seeds only: whoever asks is told as if nothing was there. */
static void
test_faults (void)
{
    static const char text[] =
        HEAD DRAWN "[quotas]\nconcurrent-operations = 1\n[vpc w]\ncidr-block = 10.9.0.0/16\n"
                   "[security-group x]\nvpc = w\n"
                   "[event e]\nat = 90min\naction = apply-security-groups x\n";
    g_autoptr (GPtrArray) settings = settings_of ("made.ini", text);
    g_autoptr (CvpnShelf) shelf = cvpn_shelf_new (settings, CVPN_SHELF_LINES);
    guint faulty = 0;

    for (guint i = 0; i < 24; i++) {
        const gint64 seed = 1 + i % 8;
        g_autoptr (CvpnReport) report = cvpn_report_new ();
        g_autoptr (CvpnScenario) loaded =
            cvpn_setting_load (settings->pdata[0], seed, report, NULL);
        g_autofree char *faults = cvpn_report_format (report);
        g_autofree char *got = take (shelf, 0, seed);
        g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, seed);
        cvpn_assert_str (got, loaded ? number : faults);
        faulty += loaded == NULL;
    }
    CU_ASSERT (faulty > 0 && faulty < 24);
}

#define RUNS    12
#define THREADS 4

typedef struct {
    const GPtrArray *settings;
    CvpnShelf *shelf;
    char *lines[2 * RUNS];
    guint first; /* its runs: this one, and every THREADS-th behind it */
} Share;

static CvpnJob
job_of (guint i)
{
    return (CvpnJob){ .setting = i % 2, .replication = i / 2 + 1 };
}

static char *
run (const CvpnScenario *scenario, CvpnJob job)
{
    g_auto (CvpnTrial) trial = { 0 };
    g_autoptr (GError) error = NULL;

    if (!cvpn_trial_run (scenario, NULL, &trial, &error))
        g_error ("%s", error->message);
    return cvpn_trial_to_line (&trial, job);
}

static gpointer
run_share (gpointer data)
{
    Share *share = data;

    for (guint i = share->first; i < 2 * RUNS; i += THREADS) {
        const CvpnJob job = job_of (i);
        g_autoptr (CvpnReport) report = cvpn_report_new ();
        g_autoptr (CvpnReplica) replica = cvpn_shelf_take (
            share->shelf, job.setting, cvpn_trial_seed (1, job.replication), report, NULL);
        share->lines[i] = run (cvpn_replica_scenario (replica), job);
    }
    return NULL;
}

static char *
run_alone (const GPtrArray *settings, CvpnJob job)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnScenario) scenario = cvpn_setting_load (
        settings->pdata[job.setting], cvpn_trial_seed (1, job.replication), report, NULL);

    return run (scenario, job);
}

/* Replications of two settings mixed, each in turn with another seed than the one before. */
static void
test_side_by_side (const char *text)
{
    g_autoptr (GPtrArray) settings = settings_of ("made.ini", text);
    g_autoptr (CvpnShelf) shelf = cvpn_shelf_new (settings, CVPN_SHELF_LINES);
    Share shares[THREADS];
    GThread *threads[THREADS];

    for (guint i = 0; i < THREADS; i++) {
        shares[i] = (Share){ .settings = settings, .shelf = shelf, .first = i };
        threads[i] = g_thread_new ("share", run_share, &shares[i]);
    }
    for (guint i = 0; i < THREADS; i++)
        g_thread_join (threads[i]);
    for (guint i = 0; i < 2 * RUNS; i++) {
        g_autofree char *got = shares[i % THREADS].lines[i];
        g_autofree char *want = run_alone (settings, job_of (i));
        cvpn_assert_str (got, want);
    }
}

static void
test_shared (void)
{
    test_side_by_side (HEAD);
}

static void
test_drawn (void)
{
    test_side_by_side (HEAD DRAWN);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "read once", test_read_once },
        { "no room", test_no_room },
        { "faults of a seed", test_faults },
        { "four at a time, and each alone", test_shared },
        { "the same, each with a timeline of its own", test_drawn },
    };

    return cvpn_test_main ("shelf", tests, G_N_ELEMENTS (tests));
}
