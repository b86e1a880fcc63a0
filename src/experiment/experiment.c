/* experiment: which trials count, and what they say together.
 *
 * Of each setting the trials are taken without a gap, from the first replication on; after each
 * of them the rule is asked, and the first yes is final.  A trial that comes early waits. */
#include "experiment/experiment_state.h"

guint32
cvpn_experiment_sure (const CvpnExperiment *experiment)
{
    const CvpnStoppingRule *rule = experiment->rule;

    return rule->relative_precision > 0 ? rule->minimum : rule->maximum;
}

CvpnExperiment *
cvpn_experiment_new (const GPtrArray *settings, const CvpnStoppingRule *rule, gint64 seed)
{
    CvpnExperiment *experiment = g_new0 (CvpnExperiment, 1);

    experiment->settings = settings;
    experiment->rule = rule;
    experiment->seed = seed;
    experiment->shelf = cvpn_shelf_new (settings, CVPN_SHELF_LINES);
    experiment->states = g_new0 (CvpnExperimentSetting, settings->len);
    experiment->open = g_new0 (guint32, settings->len);
    for (guint i = 0; i < settings->len; i++) {
        experiment->states[i].trials = g_ptr_array_new_with_free_func (cvpn_trial_free);
        experiment->states[i].handed = g_byte_array_new ();
        experiment->states[i].expected = cvpn_experiment_sure (experiment);
        experiment->expected += experiment->states[i].expected;
    }
    return experiment;
}

void
cvpn_experiment_free (CvpnExperiment *experiment)
{
    if (!experiment)
        return;
    for (guint i = 0; i < experiment->settings->len; i++) {
        g_ptr_array_unref (experiment->states[i].trials);
        g_byte_array_unref (experiment->states[i].handed);
    }
    cvpn_shelf_free (experiment->shelf);
    g_free (experiment->states);
    g_free (experiment->open);
    g_free (experiment);
}

static const CvpnTrial *
find_trial (const CvpnExperimentSetting *state, guint32 replication)
{
    return replication <= state->trials->len ? state->trials->pdata[replication - 1] : NULL;
}

gboolean
cvpn_experiment_has (const CvpnExperiment *experiment, CvpnJob job)
{
    return find_trial (&experiment->states[job.setting], job.replication) != NULL;
}

/* Of the replications that count; newly allocated. */
static double *
list_figures (const CvpnExperimentSetting *state, CvpnMetric metric)
{
    double *figures = g_new (double, state->prefix + 1);

    for (guint i = 0; i < state->prefix; i++)
        figures[i] = ((const CvpnTrial *) state->trials->pdata[i])->figures[metric];
    return figures;
}

static CvpnEstimate
estimate (const CvpnExperiment *experiment, const CvpnExperimentSetting *state, CvpnMetric metric)
{
    g_autofree double *figures = list_figures (state, metric);

    return cvpn_estimate (figures, state->prefix, experiment->rule->confidence);
}

/* A figure that no run has a value of gets none by more runs: it holds nothing up. */
static gboolean
is_precise (const CvpnExperiment *experiment, const CvpnExperimentSetting *state)
{
    const CvpnStoppingRule *rule = experiment->rule;

    if (!(rule->relative_precision > 0))
        return TRUE;
    for (guint i = 0; i < rule->n_watched; i++) {
        const CvpnEstimate of = estimate (experiment, state, (CvpnMetric) rule->watched[i]);
        if (of.n > 0 && !cvpn_estimate_is_precise (&of, rule->relative_precision))
            return FALSE;
    }
    return TRUE;
}

/* Asks the rule for each replication that is now there without a gap. */
static void
count_on (const CvpnExperiment *experiment, CvpnExperimentSetting *state)
{
    while (!state->stopped && find_trial (state, state->prefix + 1)) {
        state->prefix++;
        if (state->prefix < cvpn_experiment_sure (experiment))
            continue;
        state->precise = is_precise (experiment, state);
        state->stopped = state->precise || state->prefix == experiment->rule->maximum;
    }
}

static void
renew_progress (CvpnExperiment *experiment, CvpnExperimentSetting *state)
{
    experiment->has_stopped |= state->stopped;
    experiment->there -= state->there;
    experiment->expected -= state->expected;
    state->expected =
        state->stopped ? state->prefix : MAX (cvpn_experiment_sure (experiment), state->prefix + 1);
    state->there = state->prefix;
    for (guint32 r = state->prefix + 1; r <= state->expected; r++)
        state->there += find_trial (state, r) != NULL;
    experiment->there += state->there;
    experiment->expected += state->expected;
}

static void
put_trial (CvpnExperimentSetting *state, guint32 replication, const CvpnTrial *trial)
{
    if (state->trials->len < replication)
        g_ptr_array_set_size (state->trials, (gint) replication);
    state->trials->pdata[replication - 1] = g_memdup2 (trial, sizeof *trial);
    state->took_us = MAX (state->took_us, trial->took_us);
}

gboolean
cvpn_experiment_add (CvpnExperiment *experiment, CvpnJob job, CvpnTrial *trial)
{
    const gboolean fits = job.setting < experiment->settings->len && job.replication > 0 &&
                          trial->seed == cvpn_trial_seed (experiment->seed, job.replication) &&
                          !cvpn_experiment_has (experiment, job);

    if (!fits || job.replication > experiment->rule->maximum) {
        cvpn_trial_clear (trial);
        return fits; /* more than the rule can ever ask for */
    }
    CvpnExperimentSetting *state = &experiment->states[job.setting];
    put_trial (state, job.replication, trial);
    *trial = (CvpnTrial){ 0 };
    count_on (experiment, state);
    renew_progress (experiment, state);
    return TRUE;
}

void
cvpn_experiment_progress (const CvpnExperiment *experiment, guint *there, guint *expected)
{
    *there = experiment->there;
    *expected = experiment->expected;
}

guint32
cvpn_experiment_replications (const CvpnExperiment *experiment, guint32 setting)
{
    return experiment->states[setting].prefix;
}

gboolean
cvpn_experiment_is_precise (const CvpnExperiment *experiment, guint32 setting)
{
    return experiment->states[setting].precise;
}

const CvpnTrial *
cvpn_experiment_trial (const CvpnExperiment *experiment, guint32 setting, guint32 replication)
{
    const CvpnExperimentSetting *state = &experiment->states[setting];

    g_return_val_if_fail (replication >= 1 && replication <= state->prefix, NULL);
    return find_trial (state, replication);
}

CvpnEstimate
cvpn_experiment_estimate (const CvpnExperiment *experiment, guint32 setting, CvpnMetric metric)
{
    return estimate (experiment, &experiment->states[setting], metric);
}

CvpnEstimate
cvpn_experiment_difference (const CvpnExperiment *experiment, guint32 setting, guint32 from,
                            CvpnMetric metric)
{
    const CvpnExperimentSetting *one = &experiment->states[setting];
    const CvpnExperimentSetting *other = &experiment->states[from];
    g_autofree double *figures = list_figures (one, metric);
    g_autofree double *others = list_figures (other, metric);

    return cvpn_estimate_difference (figures, others, MIN (one->prefix, other->prefix),
                                     experiment->rule->confidence);
}
