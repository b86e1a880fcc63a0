/* A plan as JSON, in the documented names. */
#include <math.h>

#include "base/quantity.h"
#include "observe/json_fields.h"
#include "observe/json_text.h"
#include "observe/plan_words.h"

static void
add_members (JsonBuilder *json, const CvpnPlanFigure *figure)
{
    cvpn_json_add_number (json, "mean", figure->mean);
    cvpn_json_add_number (json, "lower", figure->lower);
    cvpn_json_add_number (json, "upper", figure->upper);
    cvpn_json_add_count (json, "replications", figure->replications);
}

/* null where it is unknown. */
static void
add_figure (JsonBuilder *json, const char *name, const CvpnPlanFigure *figure)
{
    json_builder_set_member_name (json, name);
    if (isnan (figure->mean) && isnan (figure->upper)) {
        json_builder_add_null_value (json);
        return;
    }
    json_builder_begin_object (json);
    add_members (json, figure);
    json_builder_end_object (json);
}

static void
add_time_of_day (JsonBuilder *json, const char *name, gint64 start_ns, gint64 at_ns)
{
    const gint64 minutes = (start_ns + at_ns) % CVPN_DAY / CVPN_MINUTE;
    g_autofree char *text =
        g_strdup_printf ("%02d:%02d", (int) (minutes / 60), (int) (minutes % 60));

    cvpn_json_add_text (json, name, text);
}

static void
add_hours (JsonBuilder *json, const CvpnPlanDemand *demand)
{
    cvpn_json_begin_array (json, "active_most_by_hour");
    for (guint i = 0; i < demand->hours->len; i++) {
        const guint hour = demand->first_hour + i;
        json_builder_begin_object (json);
        cvpn_json_add_count (json, "hour", hour);
        add_time_of_day (json, "time_of_day", demand->start_ns, hour * CVPN_HOUR);
        add_members (json, &g_array_index (demand->hours, CvpnPlanFigure, i));
        json_builder_end_object (json);
    }
    json_builder_end_array (json);
}

static void
add_assumptions (JsonBuilder *json, const char *assumptions)
{
    g_auto (GStrv) lines = g_strsplit (assumptions, "\n", -1);

    cvpn_json_begin_array (json, "assumptions");
    for (guint i = 0; lines[i]; i++)
        if (*lines[i])
            json_builder_add_string_value (json, lines[i]);
    json_builder_end_array (json);
}

static void
add_demand (JsonBuilder *json, const CvpnPlanDemand *demand)
{
    cvpn_json_begin_object (json, "demand");
    cvpn_json_add_text (json, "title", demand->title);
    cvpn_json_add_text (json, "endpoint", demand->endpoint);
    cvpn_json_add_flag (json, "generated", demand->generated);
    cvpn_json_add_number (json, "people", demand->people > 0 ? (double) demand->people : NAN);
    cvpn_json_add_text (json, "closed_form", demand->form);
    cvpn_json_add_text (json, "why_no_closed_form", demand->form ? NULL : demand->why_no_form);
    cvpn_json_add_number (json, "erlangs", demand->erlangs);
    add_figure (json, "concurrent_mean", &demand->concurrent_mean);
    add_figure (json, "concurrent_peak", &demand->concurrent_peak);
    add_figure (json, "addresses_peak", &demand->addresses_peak);
    add_figure (json, "attempts_peak_per_s", &demand->attempts_peak_per_s);
    cvpn_json_add_number (json, "busiest_s", (double) demand->busiest_ns / (double) CVPN_SECOND);
    add_time_of_day (json, "busiest_time_of_day", demand->start_ns, demand->busiest_ns);
    cvpn_json_add_number (json, "connection_hours_per_month", demand->connection_hours);
    add_hours (json, demand);
    add_assumptions (json, demand->assumptions);
    json_builder_end_object (json);
}

static void
add_wanted (JsonBuilder *json, const CvpnPlanOptions *options)
{
    cvpn_json_begin_object (json, "wanted");
    cvpn_json_add_number (json, "success", options->wanted);
    cvpn_json_add_number (json, "confidence", options->confidence);
    cvpn_json_add_number (json, "back_within_s",
                          (double) options->within_ns / (double) CVPN_SECOND);
    cvpn_json_begin_array (json, "conditions");
    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++)
        if (i == CVPN_PLAN_NORMAL || options->conditions & 1u << i)
            json_builder_add_string_value (json, cvpn_plan_condition_name (i));
    json_builder_end_array (json);
    json_builder_end_object (json);
}

static void
add_outcome (JsonBuilder *json, const char *name, const CvpnPlanOutcome *outcome)
{
    cvpn_json_begin_object (json, name);
    cvpn_json_add_flag (json, "known", outcome->known);
    cvpn_json_add_text (json, "why_not", outcome->known ? NULL : outcome->why_not);
    cvpn_json_add_flag (json, "holds", outcome->known && outcome->holds);
    cvpn_json_add_flag (json, "simulated", outcome->known && outcome->simulated);
    cvpn_json_add_text (json, "closed_form", outcome->known ? outcome->form : NULL);
    cvpn_json_add_number (json, "closed_form_success", outcome->known ? outcome->exact : NAN);
    if (outcome->known) {
        add_figure (json, "success", &outcome->success);
        add_figure (json, "back_p99_s", &outcome->back_p99_s);
    }
    json_builder_end_object (json);
}

/* A hundredth of a cent is the least of it. */
static void
add_money (JsonBuilder *json, const char *name, double amount)
{
    cvpn_json_add_number (json, name, rint (amount * 1e4) / 1e4);
}

static void
add_cost (JsonBuilder *json, const CvpnPlan *plan, const CvpnPlanCost *cost)
{
    cvpn_json_begin_object (json, "monthly_cost");
    cvpn_json_add_text (json, "currency", plan->prices.currency);
    add_money (json, "total", cost->total);
    add_money (json, "associations", cost->associations);
    add_money (json, "connections", cost->connections);
    add_money (json, "public_addresses", cost->public_addresses);
    json_builder_end_object (json);
}

/* Of what is refused on every day: null where no run says how sure it is. */
static void
add_interval (JsonBuilder *json, const CvpnPlanOutcome *outcome)
{
    const CvpnPlanFigure *success = &outcome->success;

    json_builder_set_member_name (json, "confidence_interval");
    if (!outcome->known || isnan (success->lower) || isnan (success->upper)) {
        json_builder_add_null_value (json);
        return;
    }
    json_builder_begin_array (json);
    json_builder_add_double_value (json, MAX (1 - success->upper, 0));
    json_builder_add_double_value (json, MIN (1 - success->lower, 1));
    json_builder_end_array (json);
}

static void
add_candidate (JsonBuilder *json, const CvpnPlan *plan, const CvpnPlanCandidate *candidate)
{
    const CvpnPlanOutcome *normal = &candidate->outcomes[CVPN_PLAN_NORMAL];

    cvpn_json_add_count (json, "prefix_length", candidate->prefix_length);
    cvpn_json_add_count (json, "associations", candidate->associations);
    cvpn_json_add_count (json, "usable_addresses", candidate->usable_addresses);
    cvpn_json_add_count (json, "connection_quota", candidate->connection_quota);
    cvpn_json_add_count (json, "places", candidate->places);
    cvpn_json_add_number (json, "expected_blocking",
                          normal->known ? 1 - cvpn_plan_success (normal) : NAN);
    add_interval (json, normal);
    cvpn_json_begin_object (json, "conditions");
    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++)
        add_outcome (json, cvpn_plan_condition_name (i), &candidate->outcomes[i]);
    json_builder_end_object (json);
    add_cost (json, plan, &candidate->cost);
}

static void
add_headroom (JsonBuilder *json, const CvpnPlan *plan)
{
    cvpn_json_begin_array (json, "headroom");
    for (guint i = 0; i < plan->quotas->len; i++) {
        const CvpnPlanQuota *quota = &g_array_index (plan->quotas, CvpnPlanQuota, i);
        json_builder_begin_object (json);
        cvpn_json_add_text (json, "quota", quota->quota);
        cvpn_json_add_text (json, "component", quota->component);
        cvpn_json_add_number (json, "used", quota->used);
        cvpn_json_add_number (json, "limit", quota->limit);
        cvpn_json_add_number (json, "left", quota->limit - quota->used);
        cvpn_json_add_flag (json, "grows_with_people", quota->grows);
        cvpn_json_add_text (json, "source", quota->source);
        json_builder_end_object (json);
    }
    json_builder_end_array (json);
}

static void
add_recommendation (JsonBuilder *json, const CvpnPlan *plan)
{
    const CvpnPlanCandidate *chosen = cvpn_plan_candidate (plan, plan->recommended);
    const char *first = NULL;

    json_builder_set_member_name (json, "recommendation");
    if (!chosen) {
        json_builder_add_null_value (json);
        return;
    }
    if (plan->first_quota >= 0)
        first = g_array_index (plan->quotas, CvpnPlanQuota, (guint) plan->first_quota).quota;
    json_builder_begin_object (json);
    cvpn_json_add_text (json, "client_cidr_block", plan->client_cidr_block);
    cvpn_json_add_text (json, "client_cidr_remark", plan->client_cidr_remark);
    add_candidate (json, plan, chosen);
    cvpn_json_add_text (json, "first_quota_to_break", first);
    cvpn_json_add_number (json, "growth_until_then", plan->growth);
    add_headroom (json, plan);
    json_builder_end_object (json);
}

/* What each condition alone asks for; null: nothing is enough. */
static void
add_smallest (JsonBuilder *json, const CvpnPlan *plan)
{
    cvpn_json_begin_object (json, "smallest");
    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++) {
        const CvpnPlanCandidate *candidate = cvpn_plan_candidate (plan, plan->smallest[i]);
        json_builder_set_member_name (json, cvpn_plan_condition_name (i));
        if (!candidate) {
            json_builder_add_null_value (json);
            continue;
        }
        json_builder_begin_object (json);
        cvpn_json_add_count (json, "prefix_length", candidate->prefix_length);
        cvpn_json_add_count (json, "associations", candidate->associations);
        json_builder_end_object (json);
    }
    json_builder_end_object (json);
}

static void
add_alternatives (JsonBuilder *json, const CvpnPlan *plan)
{
    g_autoptr (GArray) shown = cvpn_plan_alternatives (plan);

    cvpn_json_begin_array (json, "alternatives");
    for (guint i = 0; i < shown->len; i++) {
        const int index = (int) g_array_index (shown, guint, i);
        if (index == plan->recommended)
            continue;
        json_builder_begin_object (json);
        add_candidate (json, plan, cvpn_plan_candidate (plan, index));
        json_builder_end_object (json);
    }
    json_builder_end_array (json);
}

static void
add_prices (JsonBuilder *json, const CvpnPlanPrices *prices)
{
    cvpn_json_begin_object (json, "prices");
    cvpn_json_add_text (json, "region", prices->region);
    cvpn_json_add_text (json, "currency", prices->currency);
    cvpn_json_add_text (json, "date", prices->date);
    cvpn_json_add_text (json, "source", prices->source);
    cvpn_json_add_number (json, "association_hour", prices->association_hour);
    cvpn_json_add_number (json, "connection_hour", prices->connection_hour);
    cvpn_json_add_number (json, "public_address_hour", prices->public_address_hour);
    json_builder_end_object (json);
}

char *
cvpn_plan_json (const CvpnPlan *plan)
{
    g_autoptr (JsonBuilder) json = json_builder_new ();

    json_builder_begin_object (json);
    add_demand (json, &plan->demand);
    add_wanted (json, &plan->options);
    add_recommendation (json, plan);
    add_smallest (json, plan);
    add_alternatives (json, plan);
    add_prices (json, &plan->prices);
    json_builder_end_object (json);
    return cvpn_json_text (json);
}
