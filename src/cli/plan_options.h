/* plan_options: what `cvpnsim plan` was asked for. */
#pragma once

#include <cvpnsim/plan.h>

#include "cli/cli.h"

typedef struct {
    CvpnCommon common;
    /* as given, or NULL */
    char *users, *profile, *session, *attendance, *write;
    char *success, *confidence, *within, *survive;
    char *replications, *most_replications, *threads, *billed_hours;
    char *endpoint, *prices, *region, *folder;
    gboolean no_traffic, force;
    /* as read */
    guint64 people; /* 0: a scenario is given */
    CvpnPlanOptions plan;
} CvpnPlanCall;

/* FALSE means that the command ends with 'status' now, as cvpn_cli_parse does. */
gboolean cvpn_plan_call_parse (char **argv, CvpnPlanCall *words, int *status);
void cvpn_plan_call_clear (CvpnPlanCall *words);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CvpnPlanCall, cvpn_plan_call_clear)
