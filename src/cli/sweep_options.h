/* sweep_options: what the command line of `sweep` says. */
#pragma once

#include <cvpnsim/sweep.h>

#include "cli/cli.h"

typedef struct {
    CvpnCommon common;
    char *folder, *settings, *replications, *until, *metric, *minimum, *maximum, *confidence,
        *warm_up, *threads; /* as given, or NULL */
    gboolean force;
    CvpnSweepOptions sweep; /* borrows from the above */
    guint n_threads;
} CvpnSweepCall;

void cvpn_sweep_call_clear (CvpnSweepCall *call);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CvpnSweepCall, cvpn_sweep_call_clear)

/* FALSE: the command ends with 'status' now, as cvpn_cli_parse has it. */
gboolean cvpn_sweep_call_parse (char **argv, CvpnSweepCall *call, int *status);
