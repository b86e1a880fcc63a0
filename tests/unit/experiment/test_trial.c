/* trial: its seed, its line, and that it is the run that `cvpnsim run` makes.
 *
 * CVPN_TEST_PROGRAM is the program's path. */
#include "experiment/trial.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include <cvpnsim/error.h>

#include "experiment/setting.h"
#include "support.h"

static CvpnSetting *
storm (void)
{
    static const char *const set[] = { "clients.staff.count=120", NULL };
    g_autofree char *path = cvpn_test_path ("tests/determinism/storm.ini");

    return cvpn_setting_new (path, NULL, set, "150min");
}

static void
run (const CvpnSetting *setting, gint64 seed, CvpnTrial *trial)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_setting_load (setting, seed, report, &error);

    if (!scenario || !cvpn_trial_run (scenario, NULL, trial, &error))
        g_error ("%s", error->message);
}

/* The first bits of the SHA-256 over "replication", then both numbers as 8 bytes, the least
 * first: as any other program computes it. */
static void
test_seeds (void)
{
    cvpn_assert_int (cvpn_trial_seed (1, 1), G_GINT64_CONSTANT (4264089182208882));
    cvpn_assert_int (cvpn_trial_seed (-2, 4000000000), G_GINT64_CONSTANT (7602806036498156));
}

static void
test_distinct_seeds (void)
{
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

    for (gint64 base = 0; base < 20; base++)
        for (guint32 r = 1; r <= 500; r++) {
            const gint64 seed = cvpn_trial_seed (base, r);
            CU_ASSERT (seed >= 0 && seed < G_GINT64_CONSTANT (1) << 53);
            CU_ASSERT (g_hash_table_add (seen, g_memdup2 (&seed, sizeof seed)));
        }
}

static JsonNode *
run_program (gint64 seed)
{
    g_autofree char *path = cvpn_test_path ("tests/determinism/storm.ini");
    g_autofree char *folder = g_build_filename (cvpn_test_folder (), "run", NULL);
    g_autofree char *command =
        g_strdup_printf ("'%s' run '%s' --set clients.staff.count=120 --duration 150min "
                         "--seed %" G_GINT64_FORMAT " --only summary -o '%s' -q --format json",
                         g_getenv ("CVPN_TEST_PROGRAM"), path, seed, folder);
    g_autofree char *json = NULL;
    g_autoptr (GError) error = NULL;

    if (!g_spawn_command_line_sync (command, &json, NULL, NULL, &error))
        g_error ("%s", error->message);
    return json_from_string (json, NULL);
}

static void
test_same_as_run (void)
{
    const gint64 seed = cvpn_trial_seed (9, 3);
    g_autoptr (CvpnSetting) setting = storm ();
    g_auto (CvpnTrial) trial = { 0 };
    g_autoptr (JsonNode) want = run_program (seed);

    run (setting, seed, &trial);
    g_autoptr (JsonNode) got = json_from_string (trial.summary, NULL);
    CU_ASSERT (want != NULL && json_node_equal (got, want));
    CU_ASSERT (strchr (trial.summary, '\n') == NULL);
}

/* summary.json has six decimals of them. */
static void
test_figures (void)
{
    g_autoptr (CvpnSetting) setting = storm ();
    g_auto (CvpnTrial) trial = { 0 };

    run (setting, 4, &trial);
    g_autoptr (JsonNode) summary = json_from_string (trial.summary, NULL);
    JsonObject *metrics = json_object_get_object_member (json_node_get_object (summary), "metrics");
    for (guint i = 0; i < CVPN_N_METRICS; i++) {
        JsonNode *figure = json_object_get_member (metrics, cvpn_metric_name (i));
        CU_ASSERT (JSON_NODE_HOLDS_NULL (figure) == isnan (trial.figures[i]));
        if (!isnan (trial.figures[i]))
            cvpn_assert_near (json_node_get_double (figure), trial.figures[i], 1e-6);
    }
}

/* Three hours, the last of them cut; the highest is the run's. */
static void
test_hours (void)
{
    g_autoptr (CvpnSetting) setting = storm ();
    g_auto (CvpnTrial) trial = { 0 };
    gint64 highest = 0;

    run (setting, 4, &trial);
    cvpn_assert_int (trial.hours->len, 3);
    for (guint i = 0; i < trial.hours->len; i++)
        highest = MAX (highest, g_array_index (trial.hours, gint64, i));
    cvpn_assert_int (highest, trial.figures[CVPN_METRIC_CONCURRENT_PEAK]);
    CU_ASSERT (highest > 0);
}

/* Five come before 1h and stay; two at 3h are gone at once. */
static void
test_quiet_hours (void)
{
    static const char text[] =
        "[scenario]\ntitle = Test\nduration = 4h30min\n"
        "[latency]\nhandshake = 1s\nclient = 1ms\n[vpc v]\ncidr-block = 10.0.0.0/16\n"
        "[subnet s]\nvpc = v\ncidr-block = 10.0.0.0/24\navailability-zone = us-east-1a\n"
        "[client-vpn-endpoint e]\nclient-cidr-block = 10.1.0.0/22\ntarget-networks = s\n"
        "[clients early]\nendpoint = e\ncount = 5\narrival = uniform 0s 30min\n"
        "[clients late]\nendpoint = e\ncount = 2\narrival = at 3h10min\nsession = 1min\n";
    static const gint64 want[] = { 5, 5, 5, 7, 5 };
    g_autoptr (CvpnSetting) setting = cvpn_setting_new ("made.ini", text, NULL, NULL);
    g_auto (CvpnTrial) trial = { 0 };

    run (setting, 1, &trial);
    cvpn_assert_int (trial.hours->len, G_N_ELEMENTS (want));
    for (guint i = 0; i < MIN (trial.hours->len, G_N_ELEMENTS (want)); i++)
        cvpn_assert_int (g_array_index (trial.hours, gint64, i), want[i]);
}

static CvpnScenario *
load (const CvpnSetting *setting)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    return cvpn_setting_load (setting, 1, report, NULL);
}

static void
test_stop (void)
{
    const CvpnStop stop = { 1 };
    g_autoptr (CvpnSetting) setting = storm ();
    g_autoptr (CvpnScenario) scenario = load (setting);
    g_auto (CvpnTrial) trial = { 0 };
    g_autoptr (GError) error = NULL;

    CU_ASSERT (!cvpn_trial_run (scenario, &stop, &trial, &error));
    CU_ASSERT (error == NULL);
}

static void
test_no_duration (void)
{
    g_autoptr (CvpnSetting) endless =
        cvpn_setting_new ("made.ini", "[scenario]\ntitle = Test\n", NULL, NULL);
    g_autoptr (CvpnScenario) scenario = load (endless);
    g_auto (CvpnTrial) trial = { 0 };
    g_autoptr (GError) error = NULL;

    CU_ASSERT (!cvpn_trial_run (scenario, NULL, &trial, &error));
    cvpn_assert_has (error->message, "duration");
}

/* Figures that decimal fractions do not hit, and one that there is not. */
static void
test_line (void)
{
    g_autoptr (CvpnSetting) setting = storm ();
    g_auto (CvpnTrial) trial = { 0 }, again = { 0 };
    g_autoptr (GError) error = NULL;
    CvpnJob job;

    run (setting, cvpn_trial_seed (1, 8), &trial);
    trial.figures[CVPN_METRIC_RETURN_MEAN] = 0.1 + 0.2;
    trial.figures[CVPN_METRIC_RETURN_MAX] = NAN;
    trial.figures[CVPN_METRIC_REQUEST_BYTES] = 1e300 / 3;
    g_autofree char *line = cvpn_trial_to_line (&trial, (CvpnJob){ 4000000000, 8 });
    CU_ASSERT (cvpn_trial_from_line (line, &job, &again, &error));
    g_autofree char *second = cvpn_trial_to_line (&again, job);
    cvpn_assert_str (second, line);
    CU_ASSERT (job.setting == 4000000000 && job.replication == 8 && again.seed == trial.seed);
    cvpn_assert_str (again.summary, trial.summary);
    CU_ASSERT (isnan (again.figures[CVPN_METRIC_RETURN_MAX]));
    for (guint i = 0; i < CVPN_N_METRICS; i++)
        CU_ASSERT (memcmp (&again.figures[i], &trial.figures[i], sizeof (double)) == 0 ||
                   isnan (trial.figures[i]));
}

static void
assert_refused (const char *line)
{
    g_auto (CvpnTrial) trial = { 0 };
    g_autoptr (GError) error = NULL;
    CvpnJob job;

    if (cvpn_trial_from_line (line, &job, &trial, &error)) {
        CU_FAIL ("a line was taken for a trial");
        g_printerr ("%s\n", line);
        return;
    }
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_SYNTAX));
}

/* At every byte: a crash leaves the beginning of a line. */
static void
test_torn (void)
{
    g_autoptr (CvpnSetting) setting = storm ();
    g_auto (CvpnTrial) trial = { 0 };

    run (setting, 1, &trial);
    g_autofree char *line = cvpn_trial_to_line (&trial, (CvpnJob){ 0, 1 });
    for (gsize n = 0; n < strlen (line); n += n < 300 ? 1 : 97) {
        g_autofree char *torn = g_strndup (line, n);
        assert_refused (torn);
    }
}

static void
test_other_lines (void)
{
    static const struct {
        const char *from, *to;
    } changes[] = {
        { "\"replication\":1", "\"replication\":0" },
        { "\"replication\":1", "\"replication\":1.5" },
        { "\"setting\":0", "\"setting\":-1" },
        { "\"setting\":0", "\"other\":0" },
        { "\"seed\":5", "\"seed\":9007199254740992" },
        { "\"hours\":[", "\"hours\":[\"x\"," },
        { "\"connections\":", "\"connection\":" },
        { "\"blocked\":", "\"more\":1,\"blocked\":" },
        { "\"summary\":{", "\"summary\":[{" },
    };
    g_autoptr (CvpnSetting) setting = storm ();
    g_auto (CvpnTrial) trial = { 0 };

    run (setting, 5, &trial);
    g_autofree char *line = cvpn_trial_to_line (&trial, (CvpnJob){ 0, 1 });
    for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
        g_autoptr (GString) changed = g_string_new (line);
        CU_ASSERT (g_string_replace (changed, changes[i].from, changes[i].to, 1) == 1);
        assert_refused (changed->str);
    }
    assert_refused ("[]");
    assert_refused ("3");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "seeds of replications", test_seeds },
        { "seeds are distinct", test_distinct_seeds },
        { "the same as run's", test_same_as_run },
        { "figures in full precision", test_figures },
        { "the highest of each hour", test_hours },
        { "hours without a change", test_quiet_hours },
        { "stopped", test_stop },
        { "no duration", test_no_duration },
        { "line, trial, line", test_line },
        { "torn lines", test_torn },
        { "other lines", test_other_lines },
    };

    return cvpn_test_main ("trial", tests, G_N_ELEMENTS (tests));
}
