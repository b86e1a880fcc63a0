/* setting: a scenario as one of several variants of it is to be run. */
#pragma once

#include <cvpnsim/scenario.h>

typedef struct {
    char *path;     /* of the scenario, as messages name it */
    char *text;     /* its content where it is no file; NULL: 'path' is read */
    char **set;     /* "GROUP.KEY=VALUE" on top of it, ends in NULL */
    char *duration; /* NULL: the scenario's */
    char **values;  /* a sweep's: one for each key of its grid, in the grid's order; else NULL */
} CvpnSetting;

CvpnSetting *cvpn_setting_new (const char *path, const char *text, const char *const *set,
                               const char *duration);
void cvpn_setting_free (CvpnSetting *setting);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnSetting, cvpn_setting_free)

/* The scenario of that seed; faults as with cvpn_scenario_load.  Runs take theirs from a shelf. */
CvpnScenario *cvpn_setting_load (const CvpnSetting *setting, gint64 seed, CvpnReport *report,
                                 GError **error);
