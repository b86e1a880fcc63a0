/* A sweep: variants of a scenario, each run again and again with other random numbers, until
 * their figures are known well enough; kept in a folder, so that it can go on where it was. */
#pragma once

#include <cvpnsim/report.h>
#include <cvpnsim/scenario.h>

typedef struct CvpnSweep CvpnSweep;
struct CvpnRanks;

/* Nothing is owned. */
typedef struct {
    const char *scenario;
    char *const *set; /* "GROUP.KEY=V1,V2"; a comma of a value's own is "\,".  NULL: none */
    const char *settings_file; /* CSV, a column for each "GROUP.KEY"; NULL: none */
    const char *duration;      /* NULL: the scenario's */
    const char *seed;          /* of which the replications' are made; NULL: the scenario's */
    const char *warm_up;       /* a time or "auto"; NULL: the scenario's */
    guint32 minimum, maximum;  /* replications of each setting */
    double relative_precision; /* of the half-width to the mean; 0: 'maximum' replications */
    double confidence;         /* 0.95 */
    const char *metrics; /* "a,b": what is to be that precise, printed and drawn; NULL: the usual */
} CvpnSweepOptions;

/* Checks all settings.  Faults go to 'report'; NULL with 'error' if there are any. */
CvpnSweep *cvpn_sweep_new (const CvpnSweepOptions *options, CvpnReport *report, GError **error);
void cvpn_sweep_free (CvpnSweep *sweep);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnSweep, cvpn_sweep_free)

/* Uses 'folder', new or of the same sweep; with 'force' one of another sweep, which is replaced.
 * Fails with CVPN_ERROR_USAGE, CVPN_ERROR_SYNTAX (it is damaged) or CVPN_ERROR_IO. */
gboolean cvpn_sweep_open (CvpnSweep *sweep, const char *folder, gboolean force, GError **error);

typedef struct {
    gboolean pilots;       /* runs that look for the warm-up; they are not kept */
    guint there, expected; /* runs; the latter at the least */
} CvpnSweepProgress;

/* Asked ten times a second; TRUE interrupts: what is finished is kept. */
typedef gboolean (*CvpnSweepInterrupted) (gpointer data, const CvpnSweepProgress *progress);

typedef enum {
    CVPN_SWEEP_DONE,
    CVPN_SWEEP_INTERRUPTED,
    CVPN_SWEEP_FAILED, /* with 'error' */
} CvpnSweepEnd;

/* Does what is missing, once.  'ranks': experiment/ranks.h, of which the first has opened a folder;
 * NULL: this process is alone.  Other ranks help the first until it needs them no more. */
CvpnSweepEnd cvpn_sweep_run (CvpnSweep *sweep, guint threads, const struct CvpnRanks *ranks,
                             CvpnSweepInterrupted interrupted, gpointer data, GError **error);
/* How many runs were finished when it was opened, and are now. */
guint cvpn_sweep_found (const CvpnSweep *sweep);
CvpnSweepProgress cvpn_sweep_progress (const CvpnSweep *sweep);

/* What is known at the end.  Strings are the sweep's. */
typedef struct {
    const char *scenario, *title, *folder, *version;
    gint64 seed;
    double confidence, relative_precision;
    guint32 minimum, maximum;
    const char *warm_up; /* as asked for; NULL */
    gint64 warm_up_ns;   /* with "auto": what was found */
    guint n_keys, n_settings, n_metrics;
} CvpnSweepFacts;

CvpnSweepFacts cvpn_sweep_facts (const CvpnSweep *sweep);
const char *cvpn_sweep_key (const CvpnSweep *sweep, guint key);   /* "GROUP.KEY" */
const char *cvpn_sweep_label (const CvpnSweep *sweep, guint key); /* "KEY", where that will do */
const char *cvpn_sweep_value (const CvpnSweep *sweep, guint setting, guint key);
/* Index of CVPN_METRICS: those asked for, or the usual ones as far as a run has them. */
guint cvpn_sweep_metric (const CvpnSweep *sweep, guint index);
guint32 cvpn_sweep_replications (const CvpnSweep *sweep, guint setting);
gboolean cvpn_sweep_is_precise (const CvpnSweep *sweep, guint setting);

/* NaN: nothing to compute it from. */
typedef struct {
    guint replications;
    double mean, half_width, deviation, minimum, maximum;
    gboolean significant; /* of a difference: its interval leaves 0 out */
} CvpnSweepFigure;

CvpnSweepFigure cvpn_sweep_figure (const CvpnSweep *sweep, guint setting, guint metric);
/* Against the first setting, replication by replication. */
CvpnSweepFigure cvpn_sweep_difference (const CvpnSweep *sweep, guint setting, guint metric);

/* Newly allocated. */
char *cvpn_sweep_text (const CvpnSweep *sweep, gboolean color);
char *cvpn_sweep_json (const CvpnSweep *sweep);
