/* experiment: whatever the order in which trials come, the same of them count. */
#include "experiment/experiment.h"

#include <math.h>

#include "experiment/experiment_state.h"
#include "support.h"

#define BASE     7
#define SETTINGS 5
#define MAXIMUM  60

static const guint watched[] = { CVPN_METRIC_CONNECTIONS, CVPN_METRIC_SESSION_MEAN };

/* What a run would have found: a level and a spread that grow with the setting, so that the
 * rule stops each at another replication; the last one has no end before the maximum. */
static double
figure_of (CvpnJob job, CvpnMetric metric)
{
    const double noise = (double) (cvpn_trial_seed (metric, job.replication) % 1000) / 1000 - 0.5;

    if (metric == CVPN_METRIC_RETURN_MEAN)
        return job.replication % 3 ? NAN : 10 + noise;
    if (metric == CVPN_METRIC_BLOCKED_SHARE)
        return NAN;
    return 100 + job.setting + noise * 40 * (1 + job.setting * job.setting);
}

static CvpnTrial
made_up (CvpnJob job)
{
    CvpnTrial trial = { .seed = cvpn_trial_seed (BASE, job.replication),
                        .hours = g_array_new (FALSE, FALSE, sizeof (gint64)),
                        .summary = g_strdup ("{}") };

    for (guint i = 0; i < CVPN_N_METRICS; i++)
        trial.figures[i] = figure_of (job, (CvpnMetric) i);
    return trial;
}

static gboolean
add (CvpnExperiment *experiment, CvpnJob job)
{
    CvpnTrial trial = made_up (job);

    return cvpn_experiment_add (experiment, job, &trial);
}

static GPtrArray *
some_settings (guint n)
{
    GPtrArray *settings = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_setting_free);

    for (guint i = 0; i < n; i++)
        g_ptr_array_add (settings, cvpn_setting_new ("made.ini", "", NULL, NULL));
    return settings;
}

static CvpnStoppingRule
until (double precision)
{
    return (CvpnStoppingRule){ .minimum = 4,
                               .maximum = MAXIMUM,
                               .relative_precision = precision,
                               .confidence = 0.95,
                               .watched = watched,
                               .n_watched = G_N_ELEMENTS (watched) };
}

/* What the crew does, with 'workers' jobs under way, of which any may be the next one done.
 * Returns how many were run. */
static guint
work (CvpnExperiment *experiment, guint workers, GRand *random)
{
    const CvpnWork *hands = cvpn_experiment_work ();
    g_autoptr (GArray) under_way = g_array_new (FALSE, FALSE, sizeof (CvpnJob));
    g_autoptr (GError) error = NULL;
    guint runs = 0;
    CvpnJob job;

    cvpn_experiment_begin (experiment, workers - 1);
    for (;;) {
        while (under_way->len < workers && hands->next (experiment, TRUE, &job))
            g_array_append_val (under_way, job);
        if (under_way->len == 0)
            return runs;
        const guint i = (guint) g_rand_int_range (random, 0, (gint32) under_way->len);
        job = g_array_index (under_way, CvpnJob, i);
        g_array_remove_index (under_way, i);
        g_auto (CvpnTrial) trial = made_up (job);
        g_auto (CvpnJobResult) result = { .text = cvpn_trial_to_line (&trial, job) };
        CU_ASSERT (hands->done (experiment, job, &result, &error));
        runs++;
    }
}

/* Everything that is said of an experiment, as text. */
static char *
describe (const CvpnExperiment *experiment)
{
    static const CvpnMetric metrics[] = { CVPN_METRIC_CONNECTIONS, CVPN_METRIC_RETURN_MEAN,
                                          CVPN_METRIC_BLOCKED_SHARE };
    GString *out = g_string_new (NULL);

    for (guint32 s = 0; s < SETTINGS; s++) {
        g_string_append_printf (out, "%u: %u %d\n", s, cvpn_experiment_replications (experiment, s),
                                cvpn_experiment_is_precise (experiment, s));
        for (guint m = 0; m < G_N_ELEMENTS (metrics); m++) {
            const CvpnEstimate a = cvpn_experiment_estimate (experiment, s, metrics[m]);
            const CvpnEstimate b = cvpn_experiment_difference (experiment, s, 0, metrics[m]);
            g_string_append_printf (out, "  %u %.17g %.17g %.17g, %u %.17g %.17g\n", a.n, a.mean,
                                    a.half_width, a.maximum, b.n, b.mean, b.half_width);
        }
    }
    return g_string_free (out, FALSE);
}

/* One worker, in the order of 'next': what everything else is held against. */
static char *
describe_alone (const GPtrArray *settings, const CvpnStoppingRule *rule, guint *runs)
{
    g_autoptr (CvpnExperiment) alone = cvpn_experiment_new (settings, rule, BASE);
    g_autoptr (GRand) random = g_rand_new_with_seed (0);

    *runs = work (alone, 1, random);
    return describe (alone);
}

static void
test_work_orders (void)
{
    g_autoptr (GPtrArray) settings = some_settings (SETTINGS);
    const CvpnStoppingRule rule = until (0.1);
    guint runs;
    g_autofree char *want = describe_alone (settings, &rule, &runs);

    for (guint seed = 1; seed <= 60; seed++) {
        g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, BASE);
        g_autoptr (GRand) random = g_rand_new_with_seed (seed);
        const guint workers = 1 + seed % 16;
        const guint more = work (experiment, workers, random);
        g_autofree char *got = describe (experiment);
        cvpn_assert_str (got, want);
        CU_ASSERT (more >= runs && more < runs + SETTINGS * workers);
    }
}

static void
shuffle (GArray *jobs, GRand *random)
{
    for (guint i = jobs->len; i > 1; i--) {
        const guint j = (guint) g_rand_int_range (random, 0, (gint32) i);
        const CvpnJob job = g_array_index (jobs, CvpnJob, j);
        g_array_index (jobs, CvpnJob, j) = g_array_index (jobs, CvpnJob, i - 1);
        g_array_index (jobs, CvpnJob, i - 1) = job;
    }
}

static GArray *
all_jobs (void)
{
    GArray *jobs = g_array_new (FALSE, FALSE, sizeof (CvpnJob));

    for (guint32 s = 0; s < SETTINGS; s++)
        for (guint32 r = 1; r <= MAXIMUM; r++)
            g_array_append_val (jobs, ((CvpnJob){ s, r }));
    return jobs;
}

/* Some are there from an earlier sweep, with gaps and more than are needed; the rest is run. */
static void
test_resumed (void)
{
    g_autoptr (GPtrArray) settings = some_settings (SETTINGS);
    const CvpnStoppingRule rule = until (0.1);
    guint runs;
    g_autofree char *want = describe_alone (settings, &rule, &runs);

    for (guint seed = 1; seed <= 24; seed++) {
        g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, BASE);
        g_autoptr (GRand) random = g_rand_new_with_seed (seed);
        g_autoptr (GArray) jobs = all_jobs ();
        shuffle (jobs, random);
        for (guint i = 0; i < jobs->len * (seed % 6) / 5; i++)
            CU_ASSERT (add (experiment, g_array_index (jobs, CvpnJob, i)));
        const guint more = work (experiment, 3, random);
        g_autofree char *got = describe (experiment);
        cvpn_assert_str (got, want);
        CU_ASSERT (seed % 6 < 5 || more == 0);
    }
}

/* The settings stop where it is precise enough, and not one replication later. */
static void
test_stops (void)
{
    g_autoptr (GPtrArray) settings = some_settings (SETTINGS);
    const CvpnStoppingRule rule = until (0.1);
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, BASE);
    g_autoptr (GRand) random = g_rand_new_with_seed (1);

    work (experiment, 1, random);
    for (guint32 s = 0; s < SETTINGS; s++) {
        const guint32 n = cvpn_experiment_replications (experiment, s);
        gboolean precise_before = TRUE;
        for (guint m = 0; m < G_N_ELEMENTS (watched); m++) {
            double values[MAXIMUM];
            for (guint32 r = 1; r <= n; r++)
                values[r - 1] = figure_of ((CvpnJob){ s, r }, (CvpnMetric) watched[m]);
            const CvpnEstimate now = cvpn_estimate (values, n, 0.95);
            const CvpnEstimate before = cvpn_estimate (values, n - 1, 0.95);
            CU_ASSERT (cvpn_estimate_is_precise (&now, 0.1) ==
                       cvpn_experiment_is_precise (experiment, s));
            precise_before &= cvpn_estimate_is_precise (&before, 0.1);
        }
        CU_ASSERT (n == rule.minimum || !precise_before);
    }
    CU_ASSERT (cvpn_experiment_replications (experiment, 0) < MAXIMUM);
    cvpn_assert_int (cvpn_experiment_replications (experiment, SETTINGS - 1), MAXIMUM);
    CU_ASSERT_FALSE (cvpn_experiment_is_precise (experiment, SETTINGS - 1));
}

/* Without a precision the number is fixed; replication by replication over all settings. */
static void
test_fixed (void)
{
    g_autoptr (GPtrArray) settings = some_settings (3);
    const CvpnStoppingRule rule = { .minimum = 1, .maximum = 2, .confidence = 0.95 };
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, BASE);
    CvpnJob job;

    CU_ASSERT (add (experiment, (CvpnJob){ 1, 1 }));
    cvpn_experiment_begin (experiment, 7);
    static const CvpnJob want[] = { { 0, 1 }, { 2, 1 }, { 0, 2 }, { 1, 2 }, { 2, 2 } };
    for (guint i = 0; i < G_N_ELEMENTS (want); i++) {
        CU_ASSERT (cvpn_experiment_work ()->next (experiment, TRUE, &job));
        CU_ASSERT (job.setting == want[i].setting && job.replication == want[i].replication);
    }
    CU_ASSERT_FALSE (cvpn_experiment_work ()->next (experiment, TRUE, &job));
    for (guint i = 0; i < G_N_ELEMENTS (want); i++)
        CU_ASSERT (add (experiment, want[i]));
    cvpn_assert_int (cvpn_experiment_replications (experiment, 2), 2);
    CU_ASSERT (cvpn_experiment_is_precise (experiment, 2));
}

/* What the crew does with a trial that this process has made. */
static void
take_made (CvpnExperiment *experiment, CvpnJob job, gint64 took_us)
{
    CvpnTrial trial = made_up (job);
    g_auto (CvpnJobResult) result = { .free_made = cvpn_trial_free };

    trial.took_us = took_us;
    result.text = cvpn_trial_to_line (&trial, job);
    result.made = g_memdup2 (&trial, sizeof trial);
    CU_ASSERT (cvpn_experiment_work ()->done (experiment, job, &result, NULL));
}

static void
assert_next (CvpnExperiment *experiment, gboolean idle, CvpnJob want)
{
    CvpnJob job = { 0 };

    CU_ASSERT (cvpn_experiment_work ()->next (experiment, idle, &job));
    cvpn_assert_int (job.setting, want.setting);
    cvpn_assert_int (job.replication, want.replication);
}

/* The last replication of what took long comes first, as soon as that is known; one worker has all
 * in order. */
static void
test_longest_first (void)
{
    g_autoptr (GPtrArray) settings = some_settings (4);
    const CvpnStoppingRule rule = { .minimum = 1, .maximum = 2, .confidence = 0.95 };
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, BASE);
    CvpnJob job;

    cvpn_experiment_begin (experiment, 1);
    for (guint32 i = 0; i < 4; i++)
        assert_next (experiment, FALSE, (CvpnJob){ i, 1 });
    CU_ASSERT_FALSE (cvpn_experiment_work ()->next (experiment, FALSE, &job));
    take_made (experiment, (CvpnJob){ 0, 1 }, 10);
    take_made (experiment, (CvpnJob){ 2, 1 }, 30);
    assert_next (experiment, TRUE, (CvpnJob){ 2, 2 });
    take_made (experiment, (CvpnJob){ 3, 1 }, 20);
    take_made (experiment, (CvpnJob){ 1, 1 }, 5);
    CU_ASSERT_FALSE (cvpn_experiment_work ()->next (experiment, FALSE, &job));
    cvpn_experiment_begin (experiment, 0);
    assert_next (experiment, TRUE, (CvpnJob){ 0, 2 });
    cvpn_experiment_begin (experiment, 1);
    assert_next (experiment, TRUE, (CvpnJob){ 2, 2 });
    assert_next (experiment, TRUE, (CvpnJob){ 3, 2 });
    assert_next (experiment, TRUE, (CvpnJob){ 0, 2 });
    assert_next (experiment, TRUE, (CvpnJob){ 1, 2 });
    CU_ASSERT_FALSE (cvpn_experiment_work ()->next (experiment, TRUE, &job));
}

/* Of one setting alone several workers still find something to do; what may be needed by nobody
 * only if they would do nothing otherwise. */
static void
test_looks_ahead (void)
{
    g_autoptr (GPtrArray) settings = some_settings (1);
    const CvpnStoppingRule rule = until (1e-6);
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, BASE);
    guint handed = 0;
    CvpnJob job;

    cvpn_experiment_begin (experiment, 3);
    while (cvpn_experiment_work ()->next (experiment, FALSE, &job))
        cvpn_assert_int (job.replication, ++handed);
    cvpn_assert_int (handed, rule.minimum + 1);
    while (cvpn_experiment_work ()->next (experiment, TRUE, &job))
        cvpn_assert_int (job.replication, ++handed);
    cvpn_assert_int (handed, rule.minimum + 4);
}

static void
test_refused (void)
{
    g_autoptr (GPtrArray) settings = some_settings (2);
    const CvpnStoppingRule rule = until (0.1);
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, BASE);
    CvpnTrial other = made_up ((CvpnJob){ 0, 2 });

    CU_ASSERT (add (experiment, (CvpnJob){ 0, 1 }));
    CU_ASSERT_FALSE (add (experiment, (CvpnJob){ 0, 1 }));
    CU_ASSERT_FALSE (add (experiment, (CvpnJob){ 2, 1 }));
    CU_ASSERT_FALSE (add (experiment, (CvpnJob){ 0, 0 }));
    CU_ASSERT_FALSE (cvpn_experiment_add (experiment, (CvpnJob){ 0, 3 }, &other));
    CU_ASSERT (add (experiment, (CvpnJob){ 0, MAXIMUM + 1 })); /* of a longer sweep */
    cvpn_assert_int (cvpn_experiment_replications (experiment, 0), 1);
    cvpn_assert_int (cvpn_experiment_replications (experiment, 1), 0);
}

/* The result of another job is not taken for this one's. */
static void
test_wrong_result (void)
{
    g_autoptr (GPtrArray) settings = some_settings (2);
    const CvpnStoppingRule rule = until (0.1);
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, BASE);
    g_auto (CvpnTrial) trial = made_up ((CvpnJob){ 0, 2 });
    g_auto (CvpnJobResult) result = { .text = cvpn_trial_to_line (&trial, (CvpnJob){ 0, 2 }) };
    g_autoptr (GError) error = NULL;

    CU_ASSERT_FALSE (
        cvpn_experiment_work ()->done (experiment, (CvpnJob){ 1, 2 }, &result, &error));
    cvpn_assert_has (error->message, "setting 1, replication 2");
}

static void
assert_progress (const CvpnExperiment *experiment, guint there, guint expected)
{
    guint got_there, got_expected;

    cvpn_experiment_progress (experiment, &got_there, &got_expected);
    cvpn_assert_int (got_there, there);
    cvpn_assert_int (got_expected, expected);
}

static void
test_progress (void)
{
    g_autoptr (GPtrArray) settings = some_settings (2);
    const CvpnStoppingRule rule = until (1e-6);
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, BASE);

    assert_progress (experiment, 0, 8);
    add (experiment, (CvpnJob){ 1, 3 });
    assert_progress (experiment, 1, 8);
    add (experiment, (CvpnJob){ 1, 9 }); /* may be in vain */
    assert_progress (experiment, 1, 8);
    for (guint32 r = 1; r <= 4; r++)
        add (experiment, (CvpnJob){ 0, r });
    assert_progress (experiment, 5, 9);
    for (guint32 r = 5; r <= MAXIMUM; r++)
        add (experiment, (CvpnJob){ 0, r });
    assert_progress (experiment, MAXIMUM + 1, MAXIMUM + 4);
}

/* Whole runs, on one thread and on three; what is kept is what was run. */
#define SCENARIO                                                                                   \
    "[scenario]\ntitle = Test\nduration = 2h\n[vpc v]\ncidr-block = 10.0.0.0/16\n"                 \
    "[subnet s]\nvpc = v\ncidr-block = 10.0.0.0/24\navailability-zone = us-east-1a\n"              \
    "[client-vpn-endpoint e]\nclient-cidr-block = 10.1.0.0/22\ntarget-networks = s\n"              \
    "[clients p]\nendpoint = e\narrival = poisson 40/h\nsession = exponential 20min\n"

static gboolean
keep (gpointer data, const char *line, GError **error)
{
    (void) error;
    g_ptr_array_add (data, g_strdup (line));
    return TRUE;
}

static char *
run_on (guint threads, GPtrArray *lines)
{
    static const char *const more[] = { "clients.p.arrival=poisson 80/h", NULL };
    g_autoptr (GPtrArray) settings = some_settings (0);
    const CvpnCrew crew = { .threads = threads };
    CvpnStoppingRule rule = until (0.12);
    g_autoptr (GError) error = NULL;

    g_ptr_array_add (settings, cvpn_setting_new ("made.ini", SCENARIO, NULL, NULL));
    g_ptr_array_add (settings, cvpn_setting_new ("made.ini", SCENARIO, more, NULL));
    rule.n_watched = 1;
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, BASE);
    CU_ASSERT (cvpn_experiment_run (experiment, &crew, keep, lines, &error) == CVPN_CREW_DONE);
    const CvpnEstimate one = cvpn_experiment_estimate (experiment, 0, CVPN_METRIC_CONNECTIONS);
    const CvpnEstimate other = cvpn_experiment_estimate (experiment, 1, CVPN_METRIC_CONNECTIONS);
    CU_ASSERT (one.n >= 4 && other.mean > one.mean);
    return g_strdup_printf ("%u %.17g %.17g, %u %.17g %.17g", one.n, one.mean, one.half_width,
                            other.n, other.mean, other.half_width);
}

static void
test_threads (void)
{
    g_autoptr (GPtrArray) alone = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) together = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *want = run_on (1, alone);
    g_autofree char *got = run_on (3, together);

    cvpn_assert_str (got, want);
    CU_ASSERT (alone->len >= 8 && together->len >= alone->len);
    for (guint i = 0; i < alone->len; i++)
        CU_ASSERT (g_ptr_array_find_with_equal_func (together, alone->pdata[i], g_str_equal, NULL));
}

static void
test_fault (void)
{
    g_autoptr (GPtrArray) settings = some_settings (1);
    const CvpnStoppingRule rule = { .minimum = 1, .maximum = 3, .confidence = 0.95 };
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, BASE);
    const CvpnCrew crew = { .threads = 2 };
    g_autoptr (GError) error = NULL;

    CU_ASSERT (cvpn_experiment_run (experiment, &crew, NULL, NULL, &error) == CVPN_CREW_FAILED);
    cvpn_assert_str (error->message, "made.ini: the file is empty");
}

/* The first of them, with its place. */
static void
test_overridden_fault (void)
{
    static const char *const set[] = { "scenario.warm-up=soon", NULL };
    g_autoptr (GPtrArray) settings = some_settings (0);
    const CvpnStoppingRule rule = { .minimum = 1, .maximum = 1, .confidence = 0.95 };
    const CvpnCrew crew = { .threads = 1 };
    g_autoptr (GError) error = NULL;

    g_ptr_array_add (settings, cvpn_setting_new ("made.ini", SCENARIO, set, NULL));
    g_autoptr (CvpnExperiment) experiment = cvpn_experiment_new (settings, &rule, BASE);
    CU_ASSERT (cvpn_experiment_run (experiment, &crew, NULL, NULL, &error) == CVPN_CREW_FAILED);
    cvpn_assert_has (error->message, "--set: [scenario] warm-up: ");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "work in any order", test_work_orders },
        { "what an earlier sweep left", test_resumed },
        { "stops where it is precise, not later", test_stops },
        { "a fixed number of replications", test_fixed },
        { "the longest first, in the end", test_longest_first },
        { "looks ahead", test_looks_ahead },
        { "trials that are refused", test_refused },
        { "another job's result", test_wrong_result },
        { "progress", test_progress },
        { "one thread, three threads", test_threads },
        { "a scenario with a fault", test_fault },
        { "an override with a fault", test_overridden_fault },
    };

    return cvpn_test_main ("experiment", tests, G_N_ELEMENTS (tests));
}
