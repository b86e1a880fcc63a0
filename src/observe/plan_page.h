/* plan_page: the text of a plan, being written. */
#pragma once

#include <cvpnsim/plan.h>

#define CVPN_PLAN_BOLD  "\033[1m"
#define CVPN_PLAN_RED   "\033[31m"
#define CVPN_PLAN_GREEN "\033[32m"
#define CVPN_PLAN_PLAIN "\033[0m"

/* What follows a label begins here. */
#define CVPN_PLAN_COLUMN 22
#define CVPN_PLAN_WIDTH  110

typedef struct {
    GString *out;
    const CvpnPlan *plan;
    gboolean color;
} CvpnPlanPage;

/* "every day", "a zone fails", "all are reset" */
const char *cvpn_plan_page_condition (CvpnPlanCondition condition);

/* A line feed and a line on its own, bold. */
void cvpn_plan_page_title (CvpnPlanPage *page, const char *title);
/* "  label             ": the value follows. */
void cvpn_plan_page_label (CvpnPlanPage *page, const char *label);

/* Ends a cell that began at 'start', so that the next one begins 'width' later; at least a
 * space is left between them. */
void cvpn_plan_page_cell (CvpnPlanPage *page, gsize start, guint width);
/* The same, with the text at the right end of the cell. */
void cvpn_plan_page_right (CvpnPlanPage *page, const char *text, guint width);

/* The parts behind the recommendation: quotas, cost, alternatives, assumptions. */
void cvpn_plan_page_quotas (CvpnPlanPage *page);
void cvpn_plan_page_cost (CvpnPlanPage *page);
void cvpn_plan_page_alternatives (CvpnPlanPage *page);
void cvpn_plan_page_assumptions (CvpnPlanPage *page);
