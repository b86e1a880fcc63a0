/* plan: what a plan owns, and what its conditions are called. */
#include <cvpnsim/plan.h>

const char *
cvpn_plan_condition_name (CvpnPlanCondition condition)
{
#define NAME(word, name, text) name,
    static const char *const names[] = { CVPN_PLAN_CONDITIONS (NAME) };

    return names[condition];
}

const char *
cvpn_plan_condition_text (CvpnPlanCondition condition)
{
#define TEXT(word, name, text) text,
    static const char *const texts[] = { CVPN_PLAN_CONDITIONS (TEXT) };

    return texts[condition];
}

static void
clear_demand (CvpnPlanDemand *demand)
{
    g_free (demand->title);
    g_free (demand->endpoint);
    g_free (demand->assumptions);
    g_clear_pointer (&demand->hours, g_array_unref);
}

static void
clear_prices (CvpnPlanPrices *prices)
{
    g_free (prices->region);
    g_free (prices->currency);
    g_free (prices->date);
    g_free (prices->source);
    g_free (prices->file);
}

void
cvpn_plan_free (CvpnPlan *plan)
{
    if (!plan)
        return;
    clear_demand (&plan->demand);
    clear_prices (&plan->prices);
    g_clear_pointer (&plan->candidates, g_array_unref);
    g_clear_pointer (&plan->quotas, g_array_unref);
    g_free (plan->client_cidr_block);
    g_free (plan->client_cidr_remark);
    g_free (plan);
}

void
cvpn_plan_prices_free (CvpnPlanPrices *prices)
{
    if (!prices)
        return;
    clear_prices (prices);
    g_free (prices);
}
