/* plan_make: the order of it all: the demand, the candidates, the block, the quotas. */
#include <math.h>
#include <string.h>

#include "base/refuse.h"
#include "plan/choice.h"
#include "plan/client_cidr.h"
#include "plan/conditions.h"
#include "plan/demand.h"
#include "plan/plan_case.h"
#include "plan/plan_quotas.h"

#define REPLICATIONS_MAX 1000000

static gboolean
check_shares (const CvpnPlanOptions *options, GError **error)
{
    if (!(options->wanted > 0 && options->wanted < 1))
        return cvpn_refuse_usage (error,
                                  "the wanted success is %g; expected a share above 0 and below 1",
                                  options->wanted);
    if (!(options->confidence > 0 && options->confidence < 1))
        return cvpn_refuse_usage (error,
                                  "the confidence is %g; expected a share above 0 and below 1",
                                  options->confidence);
    if (!(options->billed_hours >= 0 && options->billed_hours <= 744))
        return cvpn_refuse_usage (error, "%g billed hours; expected 0 to 744, as a month has",
                                  options->billed_hours);
    return TRUE;
}

static gboolean
check_options (const CvpnPlanOptions *options, GError **error)
{
    if (options->replications < 1 || options->replications > REPLICATIONS_MAX)
        return cvpn_refuse_usage (error, "%u replications; expected 1 to %d", options->replications,
                                  REPLICATIONS_MAX);
    if (options->most_replications < options->replications ||
        options->most_replications > REPLICATIONS_MAX)
        return cvpn_refuse_usage (error, "%u replications at most; expected %u, the fewest, to %d",
                                  options->most_replications, options->replications,
                                  REPLICATIONS_MAX);
    if (options->within_ns <= 0)
        return cvpn_refuse_usage (error,
                                  "those who lost their session have no time to be back; expected "
                                  "more than 0s");
    if (options->conditions >> CVPN_N_PLAN_CONDITIONS != 0)
        return cvpn_refuse_usage (
            error, "there is no such condition; expected some of the %d that there are",
            CVPN_N_PLAN_CONDITIONS);
    if (options->seed < 0)
        return cvpn_refuse_usage (error, "the seed is %" G_GINT64_FORMAT "; expected 0 or more",
                                  options->seed);
    return check_shares (options, error);
}

static char *
list_endpoints (const CvpnNetwork *net)
{
    GString *names = g_string_new (NULL);

    for (guint32 i = 0; i < net->endpoints->len; i++)
        g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", cvpn_endpoint (net, i)->name);
    return g_string_free (names, FALSE);
}

static gboolean
find_endpoint (CvpnPlanning *planning, GError **error)
{
    const CvpnNetwork *net = planning->scenario->net;
    const char *name = planning->options->endpoint;
    g_autofree char *names = list_endpoints (net);

    if (net->endpoints->len == 0)
        return cvpn_refuse_usage (error,
                                  "%s has no [client-vpn-endpoint]; expected one, to plan for",
                                  planning->scenario->path);
    if (!name && net->endpoints->len > 1)
        return cvpn_refuse_usage (
            error,
            "%s has several endpoints, and --endpoint names none; expected one "
            "of: %s",
            planning->scenario->path, names);
    planning->endpoint = name ? cvpn_network_find_endpoint (net, name) : 0;
    return planning->endpoint != CVPN_NONE ||
           cvpn_refuse_usage (error, "--endpoint: '%s' is no endpoint; expected one of: %s", name,
                              names);
}

static gboolean
check_people (const CvpnPlanning *planning, GError **error)
{
    guint i = 0;

    return cvpn_planning_next_clients (planning, &i) != NULL ||
           cvpn_refuse_usage (error, "no [clients] connect to '%s'; expected some, to plan for",
                              cvpn_planning_endpoint (planning)->name);
}

static CvpnPlanPrices
copy_prices (const CvpnPlanPrices *prices)
{
    CvpnPlanPrices copy = *prices;

    copy.region = g_strdup (prices->region);
    copy.currency = g_strdup (prices->currency);
    copy.date = g_strdup (prices->date);
    copy.source = g_strdup (prices->source);
    copy.file = g_strdup (prices->file);
    return copy;
}

/* Nothing of it is known yet; lists are there and empty. */
static CvpnPlan *
new_plan (const CvpnPlanPrices *prices)
{
    const CvpnPlanFigure unknown = { NAN, NAN, NAN, 0 };
    CvpnPlan *plan = g_new0 (CvpnPlan, 1);

    plan->prices = copy_prices (prices);
    plan->quotas = g_array_new (FALSE, FALSE, sizeof (CvpnPlanQuota));
    plan->recommended = plan->first_quota = -1;
    plan->growth = plan->demand.erlangs = NAN;
    plan->demand.concurrent_mean = plan->demand.concurrent_peak = unknown;
    plan->demand.addresses_peak = plan->demand.attempts_peak_per_s = unknown;
    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++)
        plan->smallest[i] = -1;
    return plan;
}

static gboolean
begin (CvpnPlanning *planning, GError **error)
{
    CvpnPlanDemand *demand = &planning->plan->demand;

    if (!find_endpoint (planning, error) || !check_people (planning, error))
        return FALSE;
    demand->title = g_strdup (planning->scenario->spec->scenario.title);
    demand->endpoint = g_strdup (cvpn_planning_endpoint (planning)->name);
    demand->generated = planning->text != NULL;
    planning->plan->options = *planning->options;
    planning->plan->options.endpoint = demand->endpoint;
    return TRUE;
}

static void
say_who_comes_back (CvpnPlanning *planning)
{
    g_autoptr (GString) names = g_string_new (NULL);
    const CvpnClientsSpec *clients;

    for (guint i = 0; (clients = cvpn_planning_next_clients (planning, &i));)
        if (cvpn_planning_stays_away (clients))
            g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                                    clients->group->name);
    if (names->len > 0)
        cvpn_planning_assume (planning,
                              "When a zone fails or all are reset, these clients reconnect and "
                              "retry as OpenVPN does; the scenario has them stay away: %s.",
                              names->str);
}

/* What of the file does not go into the runs. */
static void
say_what_is_left_out (CvpnPlanning *planning)
{
    const CvpnSpec *spec = planning->scenario->spec;

    if (spec->events->len > 0)
        cvpn_planning_assume (planning, "The events of the file are left out: the plan is for days "
                                        "on which nothing is changed.");
    if (spec->endpoints->len > 1)
        cvpn_planning_assume (planning, "The other endpoints of the file are left out.");
    if (cvpn_planning_expires (planning->scenario, planning->endpoint))
        cvpn_planning_assume (planning, "Certificates and revocation lists do not expire: they are "
                                        "renewed in time.");
    say_who_comes_back (planning);
}

static void
say_how_a_zone_fails (CvpnPlanning *planning)
{
    if (planning->scenario->net->quotas.concurrent_connections < 0)
        cvpn_planning_assume (planning,
                              "An association whose zone has failed does not count in the table of "
                              "connections by number of associations.");
}

static void
choose_block (CvpnPlanning *planning, const CvpnPlanCandidate *candidate)
{
    CvpnPlan *plan = planning->plan;
    char text[CVPN_PREFIX_TEXT];
    CvpnPrefix block;

    if (cvpn_plan_client_cidr (planning->scenario, planning->endpoint, candidate->prefix_length,
                               &block, &plan->client_cidr_remark))
        plan->client_cidr_block = g_strdup (cvpn_prefix_format (block, text));
}

static void
count_events (CvpnPlanning *planning)
{
    planning->plan->events += cvpn_plan_runs_events (planning->demand);
    for (guint i = 0; i < planning->cases->len; i++) {
        const CvpnPlanCase *one = planning->cases->pdata[i];
        if (one->condition != CVPN_PLAN_NORMAL || one->simulated)
            planning->plan->events += cvpn_plan_runs_events (one->runs);
    }
}

static gboolean
work (CvpnPlanning *planning, GError **error)
{
    CvpnPlan *plan = planning->plan;

    if (!begin (planning, error) || !cvpn_demand_measure (planning, error))
        return FALSE;
    say_what_is_left_out (planning);
    say_how_a_zone_fails (planning);
    GArray *candidates = cvpn_choice_candidates (planning);
    if (!cvpn_conditions_judge (planning, candidates, error) ||
        !cvpn_demand_bill (planning, error)) {
        g_array_unref (candidates);
        return FALSE;
    }
    cvpn_choice_make (planning, candidates);
    cvpn_choice_say_doubts (planning);
    count_events (planning);
    plan->client_cidr_remark = NULL;
    if (plan->recommended >= 0) {
        const CvpnPlanCandidate *best =
            &g_array_index (plan->candidates, CvpnPlanCandidate, plan->recommended);
        choose_block (planning, best);
        if (!cvpn_plan_quotas_fill (planning, best, error))
            return FALSE;
    }
    if (!plan->client_cidr_remark)
        plan->client_cidr_remark = g_strdup ("");
    plan->demand.assumptions = g_strdup (planning->assumptions->str);
    return TRUE;
}

static CvpnPlan *
make (CvpnPlanning *planning, const CvpnPlanPrices *prices, GError **error)
{
    g_autoptr (CvpnPlan) plan = new_plan (prices);

    planning->plan = plan;
    planning->cases = g_ptr_array_new_with_free_func (cvpn_plan_case_free);
    planning->assumptions = g_string_new (NULL);
    const gboolean made = work (planning, error);
    g_clear_pointer (&planning->demand, cvpn_plan_runs_free);
    g_ptr_array_unref (planning->cases);
    g_string_free (planning->assumptions, TRUE);
    return made ? g_steal_pointer (&plan) : NULL;
}

CvpnPlan *
cvpn_plan_make (const char *path, const char *text, const CvpnOverrides *overrides,
                const CvpnPlanOptions *options, const CvpnPlanPrices *prices,
                CvpnPlanInterrupted interrupted, gpointer data, CvpnReport *report, GError **error)
{
    g_return_val_if_fail (path && options && prices && report, NULL);
    CvpnPlanOptions checked = *options;

    if (!check_options (options, error))
        return NULL;
    g_autoptr (CvpnScenario) scenario =
        text ? cvpn_scenario_load_text (path, text, overrides, report, error)
             : cvpn_scenario_load (path, overrides, report, error);
    if (!scenario)
        return NULL;
    checked.conditions |= 1u << CVPN_PLAN_NORMAL;
    checked.threads = options->threads > 0 ? options->threads : g_get_num_processors ();
    CvpnPlanning planning = { .options = &checked,
                              .scenario = scenario,
                              .text = text,
                              .overrides = overrides,
                              .interrupted = interrupted,
                              .data = data };
    return make (&planning, prices, error);
}
