/* grid: the settings of a sweep, from what the command line says.
 *
 * "--set GROUP.KEY=V1,V2" is a key of the grid with its values, in their order; "\," stands for
 * a comma that belongs to a value, "\\" for a backslash.  One value alone is set everywhere, and is
 * no key of the grid.  The last key varies fastest.  A file of settings is a CSV file with a column
 * for each key, headed "GROUP.KEY", and a row for each setting: keys that change together; each of
 * its rows is combined with the grid, and its keys vary slowest. */
#pragma once

#include "experiment/setting.h"

/* Of a setting's scenario. */
typedef struct {
    gint64 duration_ns, warm_up_ns, metrics_period_ns;
} CvpnGridTimes;

typedef struct {
    GPtrArray *keys;     /* char *, "GROUP.KEY", owned */
    GPtrArray *settings; /* CvpnSetting *, owned; at least one */
    GPtrArray *fixed;    /* char *, "GROUP.KEY=VALUE" of all settings, in their order, owned */
    GArray *times;       /* CvpnGridTimes of each setting, once they have been checked */
    char *path, *duration;
} CvpnGrid;

#define CVPN_GRID_SETTINGS_MAX 100000

/* Fails with CVPN_ERROR_USAGE (no '=', an empty value, a value or key twice, scenario.seed, which
 * is the replications' to choose, too many settings) or as cvpn_csv_read does. */
CvpnGrid *cvpn_grid_new (const char *path, char *const *set, const char *settings_file,
                         const char *duration, GError **error);
void cvpn_grid_free (CvpnGrid *grid);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnGrid, cvpn_grid_free)

/* One more assignment, on top of every setting. */
void cvpn_grid_fix (CvpnGrid *grid, const char *assignment);
/* TRUE if some setting or all of them give the key "GROUP.KEY" a value. */
gboolean cvpn_grid_sets (const CvpnGrid *grid, const char *key);

/* What a key of the grid is called for short: "client-cidr-block", or all of it where that would
 * not do; newly allocated. */
char *cvpn_grid_label (const CvpnGrid *grid, guint key);
/* "client-cidr-block=10.0.0.0/22 …": how messages name a setting; newly allocated. */
char *cvpn_grid_describe (const CvpnGrid *grid, guint32 setting);

/* Loads every setting once, so that no run is begun in vain: the faults of all settings in one
 * report, those that several share once. FALSE with 'error' if there are any. */
gboolean cvpn_grid_check (CvpnGrid *grid, CvpnReport *report, GError **error);
