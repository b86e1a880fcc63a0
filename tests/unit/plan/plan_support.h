/* plan_support: plans of small scenarios. */
#pragma once

#include <cvpnsim/error.h>
#include <cvpnsim/plan.h>

#include "base/quantity.h"
#include "support.h"

/* [scenario] keys, [client-vpn-endpoint cvpn-1] keys, other groups. */
#define PLAN_SCENARIO(scenario, endpoint, groups)                                                  \
    "[scenario]\ntitle = Test\n" scenario "[vpc vpc-a]\ncidr-block = 10.0.0.0/16\n"                \
    "[subnet subnet-a]\nvpc = vpc-a\navailability-zone = us-east-1a\n"                             \
    "cidr-block = 10.0.1.0/24\n"                                                                   \
    "[client-vpn-endpoint cvpn-1]\nclient-cidr-block = 10.100.0.0/22\n"                            \
    "target-networks = subnet-a\n" endpoint "[authorization-rules cvpn-1]\n"                       \
    "10.0.0.0/16 = *\n" groups

static inline CvpnPlanOptions
plan_options (void)
{
    return (CvpnPlanOptions){ .wanted = 0.999,
                              .confidence = 0.95,
                              .within_ns = 5 * CVPN_MINUTE,
                              .replications = 2,
                              .most_replications = 2,
                              .threads = 2,
                              .seed = 1 };
}

/* NULL with 'error'. */
static inline CvpnPlan *
plan_text (const char *text, const CvpnPlanOptions *options, GError **error)
{
    const CvpnPlanPrices prices = { .association_hour = 0.1, .connection_hour = 0.05 };
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    const CvpnPlanSubject subject = { "plan.ini", text, NULL, &prices };
    const CvpnPlanWatch nobody = { NULL, NULL };
    CvpnPlan *plan = cvpn_plan_make (&subject, options, &nobody, report, error);
    g_autofree char *faults = cvpn_report_format (report);

    if (!plan && *faults)
        g_printerr ("%s", faults);
    return plan;
}

/* One that is there. */
static inline CvpnPlan *
plan_of (const char *text, const CvpnPlanOptions *options)
{
    g_autoptr (GError) error = NULL;
    CvpnPlan *plan = plan_text (text, options, &error);

    if (!plan)
        g_printerr ("%s\n", error ? error->message : "interrupted");
    CU_ASSERT_PTR_NOT_NULL_FATAL (plan);
    return plan;
}

/* "/22 1", or "none"; newly allocated. */
static inline char *
plan_candidate (const CvpnPlan *plan, int i)
{
    if (i < 0)
        return g_strdup ("none");
    const CvpnPlanCandidate *one = &g_array_index (plan->candidates, CvpnPlanCandidate, i);
    return g_strdup_printf ("/%u %u", one->prefix_length, one->associations);
}

#define assert_candidate(plan, i, want)                                                            \
    do {                                                                                           \
        g_autofree char *got_ = plan_candidate ((plan), (i));                                      \
        cvpn_assert_str (got_, (want));                                                            \
    } while (0)
