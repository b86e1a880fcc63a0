/* A scenario: the network, the endpoint, the people, their traffic and what is
 * expected, read from one file and frozen. */
#pragma once

#include <cvpnsim/network.h>
#include <cvpnsim/report.h>

typedef struct CvpnScenario CvpnScenario;

/* What the command line says on top of the file.  Nothing is owned. */
typedef struct {
    char **set;           /* "GROUP.KEY=VALUE"; NULL: none */
    const char *seed;     /* as --set scenario.seed=…; NULL: the file's */
    const char *duration; /* as --set scenario.duration=… */
} CvpnOverrides;

/* Reads, checks and freezes 'path'.  Every fault goes to 'report', warnings
 * too; returns NULL with 'error' (CVPN_ERROR_SCENARIO, or CVPN_ERROR_USAGE for
 * an override) if there was an error among them. */
CvpnScenario *cvpn_scenario_load (const char *path, const CvpnOverrides *overrides,
                                  CvpnReport *report, GError **error);
/* The same of 'text', UTF-8, instead of a file: 'path' is what messages call it, and what the
 * names of other files in it are relative to. */
CvpnScenario *cvpn_scenario_load_text (const char *path, const char *text,
                                       const CvpnOverrides *overrides, CvpnReport *report,
                                       GError **error);
void cvpn_scenario_free (CvpnScenario *scenario);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnScenario, cvpn_scenario_free)

/* Owned by the scenario, constant for its life. */
const CvpnNetwork *cvpn_scenario_network (const CvpnScenario *scenario);
const char *cvpn_scenario_path (const CvpnScenario *scenario);
const char *cvpn_scenario_title (const CvpnScenario *scenario);

/* The reference page of all groups and keys, in Markdown; newly allocated. */
char *cvpn_scenario_reference (void);
