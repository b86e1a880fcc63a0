/* journal_folder: which folder a sweep may use, and that it is alone in it. */
#pragma once

#include <glib.h>

#define CVPN_SWEEP_MANIFEST    "sweep.json"
#define CVPN_SWEEP_RUNS        "runs.jsonl"
#define CVPN_SWEEP_RESULTS     "results.csv"
#define CVPN_SWEEP_DIFFERENCES "differences.csv"
#define CVPN_SWEEP_CURVE       "curve.csv"
#define CVPN_SWEEP_HEAT_MAP    "heat-map.csv"

/* Makes the folder if it is absent, and locks it for as long as the file descriptor is open that
 * is returned.  What a killed sweep left half written in it goes away.  It must be empty or a
 * sweep's; to be replaced ('force') it must hold nothing else.  -1 with CVPN_ERROR_USAGE or
 * CVPN_ERROR_IO. */
int cvpn_sweep_folder_lock (const char *folder, gboolean force, GError **error);

/* Takes all files of the sweep away, the manifest last: none is left that says what others no
 * longer are. */
gboolean cvpn_sweep_folder_clear (const char *folder, GError **error);
