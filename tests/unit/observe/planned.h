/* A plan made by hand: 8,000 people, of whom /18 and two associations bear each on every day. */
#pragma once

#include <math.h>

#include <cvpnsim/plan.h>

#include "base/quantity.h"

static inline CvpnPlanFigure
figure (double mean, double half, guint replications)
{
    return (CvpnPlanFigure){ mean, mean - half, mean + half, replications };
}

static inline CvpnPlanOutcome
outcome_simulated (double mean, double lower, double upper, gboolean holds, double back_s)
{
    return (CvpnPlanOutcome){
        .known = TRUE,
        .simulated = TRUE,
        .success = { mean, lower, upper, 10 },
        .exact = NAN,
        .holds = holds,
        .back_p99_s = { back_s, back_s, back_s, 10 },
    };
}

static inline CvpnPlanOutcome
outcome_exact (double exact, const char *form)
{
    return (CvpnPlanOutcome){
        .known = TRUE,
        .success = { 1, 0.9995, 1, 10 },
        .exact = exact,
        .form = form,
        .holds = exact >= 0.999,
        .back_p99_s = { NAN, NAN, NAN, 0 },
    };
}

static inline CvpnPlanOutcome
outcome_unknown (const char *why)
{
    return (CvpnPlanOutcome){ .why_not = why,
                              .success = { NAN, NAN, NAN, 0 },
                              .exact = NAN,
                              .back_p99_s = { NAN, NAN, NAN, 0 } };
}

static inline void
add_planned (CvpnPlan *plan, guint length, guint associations, CvpnPlanOutcome normal,
             CvpnPlanOutcome zone_loss, CvpnPlanOutcome storm)
{
    static const guint64 quotas[] = { 0, 7000, 36500, 66500 };
    CvpnPlanCandidate candidate = {
        .prefix_length = length,
        .associations = associations,
        .usable_addresses = G_GUINT64_CONSTANT (1) << (31 - length),
        .connection_quota = quotas[associations],
        .outcomes = { normal, zone_loss, storm },
        .cost = { .associations = 73.0 * associations,
                  .connections = 78000,
                  .public_addresses = 3.65 * associations },
    };

    candidate.places = MIN (candidate.usable_addresses, candidate.connection_quota);
    candidate.cost.total = 78000 + 76.65 * associations;
    g_array_append_val (plan->candidates, candidate);
}

static inline void
add_candidates (CvpnPlan *plan)
{
    add_planned (plan, 18, 1, outcome_simulated (0.874, 0.873, 0.875, FALSE, NAN),
                 outcome_unknown ("one association has no other zone"),
                 outcome_unknown ("not tried"));
    add_planned (plan, 19, 2, outcome_simulated (0.5, 0.49, 0.51, FALSE, NAN),
                 outcome_unknown ("not tried"), outcome_unknown ("not tried"));
    add_planned (plan, 18, 2, outcome_exact (1, "population bound"),
                 outcome_simulated (0.87, 0.86, 0.88, FALSE, 12),
                 outcome_simulated (0.99987, 0.9995, 1, TRUE, 200));
    add_planned (plan, 17, 2, outcome_exact (1, "population bound"), outcome_unknown ("not tried"),
                 outcome_unknown ("not tried"));
    add_planned (plan, 18, 3, outcome_exact (1, "population bound"),
                 outcome_simulated (1, 0.9996, 1, TRUE, 31), outcome_unknown ("not tried"));
    add_planned (plan, 12, 3, outcome_exact (1, "population bound"), outcome_unknown ("not tried"),
                 outcome_unknown ("not tried"));
    plan->recommended = 2;
    plan->smallest[CVPN_PLAN_NORMAL] = 2;
    plan->smallest[CVPN_PLAN_ZONE_LOSS] = 4;
    plan->smallest[CVPN_PLAN_STORM] = 2;
}

static inline void
add_quotas (CvpnPlan *plan)
{
    const CvpnPlanQuota quotas[] = {
        { "client-addresses", "cvpn-1", 8000, 8192, TRUE, "Scaling considerations" },
        { "concurrent-connections", "cvpn-1", 8000, 36500, TRUE, "Scaling considerations" },
        { "authorization-rules", "cvpn-1", 1, 200, FALSE, "Quotas" },
    };

    g_array_append_vals (plan->quotas, quotas, G_N_ELEMENTS (quotas));
    plan->first_quota = 0;
    plan->growth = 8192.0 / 8000;
}

static inline void
add_demand_by_hand (CvpnPlanDemand *demand)
{
    const CvpnPlanFigure hours[] = { figure (0, 0, 10), figure (7990, 4, 10) };

    demand->title = g_strdup ("8,000 people, emergency");
    demand->endpoint = g_strdup ("cvpn-1");
    demand->generated = TRUE;
    demand->assumptions = g_strdup ("One public address for each association.\nNo traffic.\n");
    demand->people = 8000;
    demand->form = "population bound";
    demand->erlangs = NAN;
    demand->concurrent_mean = figure (2986.5, 3.2, 10);
    demand->concurrent_peak = figure (8000, 0, 10);
    demand->addresses_peak = figure (8000, 0, 10);
    demand->attempts_peak_per_s = figure (5.3, 0.4, 10);
    demand->start_ns = 0;
    demand->busiest_ns = 11 * CVPN_HOUR + 20 * CVPN_MINUTE;
    demand->connection_hours = 1560000;
    demand->hours = g_array_new (FALSE, FALSE, sizeof (CvpnPlanFigure));
    g_array_append_vals (demand->hours, hours, G_N_ELEMENTS (hours));
}

static inline CvpnPlan *
plan_by_hand (void)
{
    CvpnPlan *plan = g_new0 (CvpnPlan, 1);

    plan->options = (CvpnPlanOptions){ .wanted = 0.999,
                                       .confidence = 0.95,
                                       .within_ns = 5 * CVPN_MINUTE,
                                       .conditions = 1u << CVPN_PLAN_NORMAL };
    plan->prices = (CvpnPlanPrices){ .region = g_strdup ("us-east-1"),
                                     .currency = g_strdup ("USD"),
                                     .date = g_strdup ("2026-10"),
                                     .source = g_strdup ("AWS VPN pricing"),
                                     .file = g_strdup ("prices.ini"),
                                     .association_hour = 0.1,
                                     .connection_hour = 0.05,
                                     .public_address_hour = 0.005 };
    plan->candidates = g_array_new (FALSE, FALSE, sizeof (CvpnPlanCandidate));
    plan->quotas = g_array_new (FALSE, FALSE, sizeof (CvpnPlanQuota));
    plan->client_cidr_block = g_strdup ("10.16.0.0/18");
    plan->client_cidr_remark = g_strdup ("as the file has it");
    add_demand_by_hand (&plan->demand);
    add_candidates (plan);
    add_quotas (plan);
    return plan;
}

/* Nothing of it holds. */
static inline void
recommend_nothing (CvpnPlan *plan)
{
    plan->recommended = -1;
    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++)
        plan->smallest[i] = -1;
    g_clear_pointer (&plan->client_cidr_block, g_free);
    plan->first_quota = -1;
    g_array_set_size (plan->quotas, 0);
}
