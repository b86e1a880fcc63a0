/* plan_page: lines and cells, and the tables of a plan. */
#include "observe/plan_page.h"

#include <math.h>

#include "base/count.h"
#include "observe/layout.h"
#include "observe/plan_words.h"

#define QUOTAS_SHOWN    8
#define CELL_WIDTH      17
#define WIDE_CELL_WIDTH 24
#define SMALL_WIDTH     13

const char *
cvpn_plan_page_condition (CvpnPlanCondition condition)
{
    static const char *const labels[CVPN_N_PLAN_CONDITIONS] = {
        [CVPN_PLAN_NORMAL] = "every day",
        [CVPN_PLAN_ZONE_LOSS] = "a zone fails",
        [CVPN_PLAN_STORM] = "all are reset",
    };

    return labels[condition];
}

void
cvpn_plan_page_title (CvpnPlanPage *page, const char *title)
{
    g_string_append_printf (page->out, "\n%s%s%s\n", page->color ? CVPN_PLAN_BOLD : "", title,
                            page->color ? CVPN_PLAN_PLAIN : "");
}

void
cvpn_plan_page_cell (CvpnPlanPage *page, gsize start, guint width)
{
    const gsize before = page->out->len;

    cvpn_layout_pad (page->out, start, width);
    if (page->out->len == before)
        g_string_append_c (page->out, ' ');
}

void
cvpn_plan_page_label (CvpnPlanPage *page, const char *label)
{
    const gsize start = page->out->len;

    g_string_append_printf (page->out, "  %s", label);
    cvpn_plan_page_cell (page, start, CVPN_PLAN_COLUMN);
}

void
cvpn_plan_page_right (CvpnPlanPage *page, const char *text, guint width)
{
    const glong length = g_utf8_strlen (text, -1);

    g_string_append_printf (page->out, "%*s%s", (int) MAX ((glong) width - length, 1), "", text);
}

static void
append_right_number (CvpnPlanPage *page, double value, guint width)
{
    g_autoptr (GString) text = g_string_new (NULL);

    cvpn_plan_words_number (text, value);
    cvpn_plan_page_right (page, text->str, width);
}

static void
append_quota (CvpnPlanPage *page, const CvpnPlanQuota *quota)
{
    const gsize start = page->out->len;

    g_string_append_printf (page->out, "  %s %s", quota->quota, quota->component);
    cvpn_plan_page_cell (page, start, 2 * CVPN_PLAN_COLUMN);
    append_right_number (page, quota->used, SMALL_WIDTH);
    append_right_number (page, quota->limit, SMALL_WIDTH);
    g_autofree char *share = g_strdup_printf ("%.1f %%", 100 * quota->used / quota->limit);
    cvpn_plan_page_right (page, share, SMALL_WIDTH);
    append_right_number (page, MAX (quota->limit - quota->used, 0), SMALL_WIDTH);
    g_string_append (page->out, quota->grows ? "  yes\n" : "  no\n");
}

/* "client-addresses of cvpn-1 breaks first, at 1.02 times as many people" */
static void
append_first_quota (CvpnPlanPage *page)
{
    const CvpnPlan *plan = page->plan;

    if (plan->first_quota < 0)
        return;
    const CvpnPlanQuota *quota =
        &g_array_index (plan->quotas, CvpnPlanQuota, (guint) plan->first_quota);
    cvpn_plan_page_label (page, "first to break");
    g_string_append_printf (page->out, "%s%s%s", quota->quota, *quota->component ? " of " : "",
                            quota->component);
    if (quota->used > quota->limit)
        g_string_append (page->out, ", which is exceeded already\n");
    else if (quota->used >= quota->limit)
        g_string_append (page->out, ", which is reached: not one more\n");
    else if (!isnan (plan->growth))
        g_string_append_printf (page->out, ", at %.3g times as many people\n", plan->growth);
    else
        g_string_append_c (page->out, '\n');
}

void
cvpn_plan_page_quotas (CvpnPlanPage *page)
{
    const GArray *quotas = page->plan->quotas;

    if (quotas->len == 0)
        return;
    cvpn_plan_page_title (page, "quotas");
    append_first_quota (page);
    cvpn_plan_page_label (page, "quota");
    g_string_append_printf (page->out, "%*s%*s%*s%*s%*s  grows with people\n", CVPN_PLAN_COLUMN, "",
                            SMALL_WIDTH, "used", SMALL_WIDTH, "limit", SMALL_WIDTH, "share",
                            SMALL_WIDTH, "left");
    for (guint i = 0; i < MIN (quotas->len, QUOTAS_SHOWN); i++)
        append_quota (page, &g_array_index (quotas, CvpnPlanQuota, i));
    if (quotas->len > QUOTAS_SHOWN)
        g_string_append_printf (page->out, "  and %u more, farther from their limits\n",
                                quotas->len - QUOTAS_SHOWN);
}

static void
append_money (CvpnPlanPage *page, const char *what, double amount)
{
    g_string_append (page->out, what);
    cvpn_plan_words_money (page->out, amount);
}

void
cvpn_plan_page_cost (CvpnPlanPage *page)
{
    const CvpnPlan *plan = page->plan;
    const CvpnPlanPrices *prices = &plan->prices;
    const CvpnPlanCandidate *chosen = cvpn_plan_candidate (plan, plan->recommended);

    if (!chosen)
        return;
    cvpn_plan_page_title (page, "cost of a month of 730 hours");
    cvpn_plan_page_label (page, prices->currency);
    append_money (page, "", chosen->cost.total);
    append_money (page, ": associations ", chosen->cost.associations);
    g_string_append (page->out, ", ");
    cvpn_plan_words_number (page->out, plan->demand.connection_hours);
    append_money (page, " connection hours ", chosen->cost.connections);
    append_money (page, ", public addresses ", chosen->cost.public_addresses);
    g_string_append_c (page->out, '\n');
    cvpn_plan_page_label (page, "prices");
    g_string_append_printf (page->out, "%s, %s: %s\n", prices->region, prices->date,
                            prices->source);
}

/* "99.98 % c, 99.97 % s!": both where both are known. */
static void
append_success (GString *text, const CvpnPlanOutcome *outcome)
{
    const gboolean both = !isnan (outcome->exact) && outcome->simulated;

    if (!isnan (outcome->exact)) {
        cvpn_plan_words_share (text, outcome->exact);
        g_string_append (text, both ? " c, " : " c");
    }
    if (isnan (outcome->exact) || both) {
        cvpn_plan_words_success (text, &outcome->success);
        g_string_append (text, outcome->simulated ? " s" : " *");
    }
    g_string_append (text, outcome->holds ? " " : "!");
}

static void
append_cell (CvpnPlanPage *page, const CvpnPlanOutcome *outcome, guint width)
{
    g_autoptr (GString) text = g_string_new (NULL);

    if (outcome->known)
        append_success (text, outcome);
    cvpn_plan_page_right (page, outcome->known ? text->str : "not tried  ", width);
}

static guint
cell_width (guint condition)
{
    return condition == CVPN_PLAN_NORMAL ? WIDE_CELL_WIDTH : CELL_WIDTH;
}

/* What makes it worth a row. */
static void
append_role (CvpnPlanPage *page, int index)
{
    const CvpnPlan *plan = page->plan;
    const char *separator = "  enough: ";

    if (index == plan->recommended) {
        g_string_append (page->out, "  recommended");
        return;
    }
    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++)
        if (plan->smallest[i] == index) {
            g_string_append_printf (page->out, "%s%s", separator, cvpn_plan_page_condition (i));
            separator = ", ";
        }
}

static void
append_alternative (CvpnPlanPage *page, guint index)
{
    const CvpnPlanCandidate *candidate = cvpn_plan_candidate (page->plan, (int) index);
    g_autoptr (GString) cost = g_string_new (NULL);

    g_string_append_printf (page->out, "  /%u%12u", candidate->prefix_length,
                            candidate->associations);
    append_right_number (page, (double) candidate->places, SMALL_WIDTH - 2);
    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++)
        append_cell (page, &candidate->outcomes[i], cell_width (i));
    cvpn_plan_words_money (cost, candidate->cost.total);
    cvpn_plan_page_right (page, cost->str, SMALL_WIDTH);
    append_role (page, (int) index);
    g_string_append_c (page->out, '\n');
}

void
cvpn_plan_page_alternatives (CvpnPlanPage *page)
{
    const CvpnPlan *plan = page->plan;
    g_autoptr (GArray) shown = cvpn_plan_alternatives (plan);

    cvpn_plan_page_title (page, "alternatives");
    g_string_append_printf (page->out, "  CIDR associations%*s", SMALL_WIDTH - 4, "places");
    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++)
        g_string_append_printf (page->out, "%*s  ", (int) cell_width (i) - 2,
                                cvpn_plan_page_condition (i));
    g_autofree char *money = g_strconcat (plan->prices.currency, "/month", NULL);
    g_string_append_printf (page->out, "%*s\n", SMALL_WIDTH, money);
    for (guint i = 0; i < shown->len; i++)
        append_alternative (page, g_array_index (shown, guint, i));
    g_string_append (page->out, "  c closed form; s simulated; * needed no runs of its own; ! "
                                "misses the wanted ");
    cvpn_plan_words_share (page->out, plan->options.wanted);
    g_string_append (page->out, ".\n");
}

void
cvpn_plan_page_assumptions (CvpnPlanPage *page)
{
    g_auto (GStrv) lines = g_strsplit (page->plan->demand.assumptions, "\n", -1);

    if (!lines[0])
        return;
    cvpn_plan_page_title (page, "assumptions");
    for (guint i = 0; lines[i]; i++) {
        g_autofree char *line = g_strconcat ("- ", lines[i], NULL);
        if (*lines[i])
            cvpn_layout_wrap (page->out, line, 2, CVPN_PLAN_WIDTH);
    }
}
