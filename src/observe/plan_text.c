/* A plan in a screenful: what is asked for, what is recommended, and how that does; the rest is
 * plan_page.c's. */
#include <math.h>
#include <string.h>

#include "base/count.h"
#include "observe/plan_page.h"
#include "observe/plan_words.h"

#define FORM_WIDTH      28
#define SIMULATED_WIDTH 32
#define BACK_WIDTH      11
#define HOLDS_WIDTH     7

static void
append_bounds (GString *out, const CvpnPlanFigure *figure)
{
    if (isnan (figure->lower) || isnan (figure->upper) || figure->upper - figure->lower < 1e-9)
        return;
    g_string_append (out, " (");
    cvpn_plan_words_number (out, MAX (figure->lower, 0));
    g_string_append (out, " to ");
    cvpn_plan_words_number (out, figure->upper);
    g_string_append_c (out, ')');
}

static void
append_figure (GString *out, const CvpnPlanFigure *figure, const char *what)
{
    cvpn_plan_words_number (out, figure->mean);
    append_bounds (out, figure);
    g_string_append (out, what);
}

static void
append_people (CvpnPlanPage *page)
{
    const CvpnPlanDemand *demand = &page->plan->demand;

    cvpn_plan_page_label (page, "people");
    if (demand->people > 0)
        cvpn_plan_words_number (page->out, (double) demand->people);
    else
        g_string_append (page->out, "as many as come");
    g_string_append (page->out, "; attempts to connect in the busiest second: ");
    append_figure (page->out, &demand->attempts_peak_per_s, "\n");
}

static void
append_connected (CvpnPlanPage *page)
{
    const CvpnPlanDemand *demand = &page->plan->demand;

    cvpn_plan_page_label (page, "connected at once");
    append_figure (page->out, &demand->concurrent_peak, " at most, ");
    append_figure (page->out, &demand->concurrent_mean, " on average; most at ");
    cvpn_plan_words_time (page->out, demand->start_ns, demand->busiest_ns);
    g_string_append_c (page->out, '\n');
    cvpn_plan_page_label (page, "client addresses");
    append_figure (page->out, &demand->addresses_peak, " at most, with as many as one likes\n");
}

static void
append_form (CvpnPlanPage *page)
{
    const CvpnPlanDemand *demand = &page->plan->demand;

    cvpn_plan_page_label (page, "closed form");
    g_string_append (page->out, demand->form ? demand->form : "none");
    if (!demand->form && demand->why_no_form)
        g_string_append_printf (page->out, ": %s", demand->why_no_form);
    if (!isnan (demand->erlangs)) {
        g_string_append (page->out, ", ");
        cvpn_plan_words_number (page->out, demand->erlangs);
        g_string_append (page->out, " erlangs");
    }
    g_string_append_c (page->out, '\n');
}

static void
append_demand (CvpnPlanPage *page)
{
    const CvpnPlanDemand *demand = &page->plan->demand;

    g_string_append_printf (page->out, "%s%s%s: a plan for %s\n", page->color ? CVPN_PLAN_BOLD : "",
                            demand->title, page->color ? CVPN_PLAN_PLAIN : "", demand->endpoint);
    append_people (page);
    append_connected (page);
    append_form (page);
}

static void
append_conditions (CvpnPlanPage *page)
{
    const char *separator = " ";

    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++)
        if (i == CVPN_PLAN_NORMAL || page->plan->options.conditions & 1u << i) {
            g_string_append_printf (page->out, "%s%s", separator, cvpn_plan_page_condition (i));
            separator = ", ";
        }
}

/* "client CIDR 10.2.0.0/18, 2 associations", and what else is to be said of it. */
static void
append_choice (CvpnPlanPage *page, const CvpnPlanCandidate *chosen)
{
    const CvpnPlan *plan = page->plan;
    char usable[CVPN_COUNT_TEXT], quota[CVPN_COUNT_TEXT];
    g_autofree char *associations =
        cvpn_count_of (chosen->associations, "association", "associations");

    cvpn_plan_page_label (page, "client CIDR");
    if (plan->client_cidr_block)
        g_string_append (page->out, plan->client_cidr_block);
    else
        g_string_append_printf (page->out, "a /%u: no block of that size is free",
                                chosen->prefix_length);
    g_string_append_printf (page->out, ", %s\n", associations);
    if (plan->client_cidr_remark && *plan->client_cidr_remark) {
        cvpn_plan_page_label (page, "");
        g_string_append_printf (page->out, "%s\n", plan->client_cidr_remark);
    }
    cvpn_plan_page_label (page, "places");
    cvpn_plan_words_number (page->out, (double) chosen->places);
    g_string_append_printf (page->out, ": %s usable addresses, a quota of %s connections\n",
                            cvpn_count_format (chosen->usable_addresses, usable),
                            cvpn_count_format (chosen->connection_quota, quota));
}

/* " (99.95 % to 100 %)"; nothing where both ends read the same. */
static void
append_interval (GString *out, const CvpnPlanFigure *success)
{
    g_autoptr (GString) lower = g_string_new (NULL), upper = g_string_new (NULL);

    if (isnan (success->lower) || isnan (success->upper))
        return;
    cvpn_plan_words_share (lower, MAX (success->lower, 0));
    cvpn_plan_words_share (upper, success->upper);
    if (!g_string_equal (lower, upper))
        g_string_append_printf (out, " (%s to %s)", lower->str, upper->str);
}

static void
append_simulated (CvpnPlanPage *page, const CvpnPlanOutcome *outcome)
{
    const CvpnPlanFigure *success = &outcome->success;
    const gsize start = page->out->len;

    if (isnan (success->mean) && isnan (success->upper)) {
        g_string_append_c (page->out, '-');
    } else {
        cvpn_plan_words_success (page->out, success);
        append_interval (page->out, success);
        g_string_append (page->out, outcome->simulated ? "" : " *");
    }
    cvpn_plan_page_cell (page, start, SIMULATED_WIDTH);
}

static void
append_exact (CvpnPlanPage *page, const CvpnPlanOutcome *outcome)
{
    const gsize start = page->out->len;

    if (isnan (outcome->exact)) {
        g_string_append_c (page->out, '-');
    } else {
        cvpn_plan_words_share (page->out, outcome->exact);
        if (outcome->form)
            g_string_append_printf (page->out, " (%s)", outcome->form);
    }
    cvpn_plan_page_cell (page, start, FORM_WIDTH);
}

static void
append_back (CvpnPlanPage *page, const CvpnPlanOutcome *outcome)
{
    const gsize start = page->out->len;

    if (isnan (outcome->back_p99_s.mean))
        g_string_append_c (page->out, '-');
    else
        cvpn_plan_words_seconds (page->out, outcome->back_p99_s.mean);
    cvpn_plan_page_cell (page, start, BACK_WIDTH);
}

static void
append_holds (CvpnPlanPage *page, gboolean holds)
{
    const gsize start = page->out->len;

    g_string_append (page->out, holds ? "yes" : "no");
    cvpn_plan_page_cell (page, start, HOLDS_WIDTH);
    if (!page->color)
        return;
    g_string_insert (page->out, (gssize) start + (holds ? 3 : 2), CVPN_PLAN_PLAIN);
    g_string_insert (page->out, (gssize) start, holds ? CVPN_PLAN_GREEN : CVPN_PLAN_RED);
}

/* What the condition alone asks for. */
static void
append_alone (CvpnPlanPage *page, CvpnPlanCondition condition)
{
    const CvpnPlanCandidate *alone =
        cvpn_plan_candidate (page->plan, page->plan->smallest[condition]);

    if (alone)
        g_string_append_printf (page->out, "/%u, %u\n", alone->prefix_length, alone->associations);
    else
        g_string_append (page->out, "none found\n");
}

static void
append_outcome (CvpnPlanPage *page, const CvpnPlanCandidate *chosen, CvpnPlanCondition condition)
{
    const CvpnPlanOutcome *outcome = chosen ? &chosen->outcomes[condition] : NULL;

    cvpn_plan_page_label (page, cvpn_plan_page_condition (condition));
    if (outcome && outcome->known) {
        append_exact (page, outcome);
        append_simulated (page, outcome);
        append_back (page, outcome);
        append_holds (page, outcome->holds);
    } else {
        const gsize start = page->out->len;
        g_string_append (page->out, outcome && outcome->why_not ? outcome->why_not : "-");
        cvpn_plan_page_cell (page, start, FORM_WIDTH + SIMULATED_WIDTH + BACK_WIDTH + HOLDS_WIDTH);
    }
    append_alone (page, condition);
}

static void
append_outcomes_head (CvpnPlanPage *page)
{
    static const struct {
        const char *text;
        guint width;
    } columns[] = {
        { "closed form", FORM_WIDTH }, { "simulated", SIMULATED_WIDTH },
        { "99 % back", BACK_WIDTH },   { "holds", HOLDS_WIDTH },
        { "alone needs", 0 },
    };

    cvpn_plan_page_label (page, "success");
    for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
        const gsize start = page->out->len;
        g_string_append (page->out, columns[i].text);
        if (columns[i].width > 0)
            cvpn_plan_page_cell (page, start, columns[i].width);
    }
    g_string_append_c (page->out, '\n');
}

static gboolean
any_without_runs (const CvpnPlanCandidate *chosen)
{
    for (guint i = 0; chosen && i < CVPN_N_PLAN_CONDITIONS; i++)
        if (chosen->outcomes[i].known && !chosen->outcomes[i].simulated &&
            !isnan (chosen->outcomes[i].success.mean))
            return TRUE;
    return FALSE;
}

static void
append_outcomes (CvpnPlanPage *page, const CvpnPlanCandidate *chosen)
{
    const CvpnPlan *plan = page->plan;

    append_outcomes_head (page);
    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++)
        append_outcome (page, chosen, i);
    g_string_append (page->out, "  Intervals have a confidence of ");
    cvpn_plan_words_share (page->out, plan->options.confidence);
    g_string_append (page->out, ". A zone fails, or all sessions are reset, at ");
    cvpn_plan_words_time (page->out, plan->demand.start_ns, plan->demand.busiest_ns);
    g_string_append (page->out, ": success\n  is then who is back within ");
    cvpn_plan_words_seconds (page->out, (double) plan->options.within_ns / 1e9);
    g_string_append (page->out,
                     any_without_runs (chosen) ? ". * needed no runs of its own.\n" : ".\n");
}

/* Where nothing holds, what comes closest. */
static void
append_nothing_holds (CvpnPlanPage *page, const CvpnPlanCandidate *closest)
{
    g_string_append (page->out, "; nothing holds that\n");
    if (!closest)
        return;
    cvpn_plan_page_label (page, "comes closest");
    g_string_append_printf (page->out, "/%u, %u association%s: ", closest->prefix_length,
                            closest->associations, closest->associations == 1 ? "" : "s");
    cvpn_plan_words_number (page->out, (double) closest->places);
    g_string_append (page->out, " places\n");
}

static void
append_recommendation (CvpnPlanPage *page)
{
    const CvpnPlanCandidate *chosen = cvpn_plan_candidate (page->plan, page->plan->recommended);
    const CvpnPlanCandidate *closest = chosen ? NULL : cvpn_plan_closest (page->plan);

    cvpn_plan_page_title (page, chosen ? "recommendation" : "no recommendation");
    cvpn_plan_page_label (page, "wanted");
    cvpn_plan_words_share (page->out, page->plan->options.wanted);
    g_string_append (page->out, " succeed:");
    append_conditions (page);
    if (chosen) {
        g_string_append_c (page->out, '\n');
        append_choice (page, chosen);
    } else {
        append_nothing_holds (page, closest);
    }
    append_outcomes (page, chosen ? chosen : closest);
}

char *
cvpn_plan_text (const CvpnPlan *plan, gboolean color)
{
    CvpnPlanPage page = { .out = g_string_new (NULL), .plan = plan, .color = color };

    append_demand (&page);
    append_recommendation (&page);
    cvpn_plan_page_quotas (&page);
    cvpn_plan_page_cost (&page);
    cvpn_plan_page_alternatives (&page);
    cvpn_plan_page_assumptions (&page);
    return g_string_free (page.out, FALSE);
}
