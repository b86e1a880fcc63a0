/* diagnose --apply: the mended scenario, and what is said of it. */
#pragma once

#include <cvpnsim/diagnose.h>

/* Writes 'path'; returns the exit status: 1 if a finding of that severity is left. */
int cvpn_cli_apply (const CvpnScenario *scenario, const CvpnDiagnoseOptions *options,
                    const char *path, gboolean force, CvpnSeverity fail_on, gboolean quiet);
