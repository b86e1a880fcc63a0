/* amend: a scenario's files with some keys changed, as one file that stands alone. */
#pragma once

#include <cvpnsim/scenario.h>

/* A key and what it shall be.  Nothing is owned. */
typedef struct {
    const char *group; /* "route-table rtb-a", or "scenario" */
    const char *key;
    const char *value; /* NULL: the key is taken away */
} CvpnAmendment;

/* The text of the scenario with 'changes' (in order) for a file in 'folder'; newly allocated.
 * All that is not changed is kept as it is written: comments, order, empty lines, line ends.
 * The text of included files stands where it is read, before the scenario's own groups; files
 * that keys name are named from 'folder'.  What the command line has set (--set, --seed,
 * --duration) becomes a change, since the scenario was asked about with it.
 * Fails with CVPN_ERROR_IO (a file cannot be read any more), CVPN_ERROR_USAGE (it came through a
 * pipe) or CVPN_ERROR_VALUE (a file cannot be named from there). */
char *cvpn_scenario_amend (const CvpnScenario *scenario, const CvpnAmendment *changes, guint n,
                           const char *folder, GError **error);

/* May 'path' be written?  Fails with CVPN_ERROR_USAGE where it is a file of the scenario,
 * where it is there already without 'force', or is no plain file; and with what reading the
 * scenario's files again fails with. */
gboolean cvpn_scenario_check_output (const CvpnScenario *scenario, const char *path, gboolean force,
                                     GError **error);
