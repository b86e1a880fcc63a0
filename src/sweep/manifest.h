/* manifest: what a sweep is: sweep.json.
 *
 * What its runs depend on (version, files, base seed, what is set, the grid, the warm-up) must
 * be the same for a sweep to go on; its rule may become another one. */
#pragma once

#include "experiment/experiment.h"
#include "sweep/grid.h"

typedef struct {
    char *version, *scenario; /* the latter without its folder */
    char *digest;             /* cvpn_fingerprint */
    gint64 seed;
    char *duration;      /* NULL: the scenario's */
    GPtrArray *fixed;    /* char *, "GROUP.KEY=VALUE" */
    GPtrArray *keys;     /* char * */
    GPtrArray *settings; /* char **, a value for each key */
    char *warm_up;       /* as asked for: a time, "auto"; NULL: the scenario's */
    gint64 warm_up_ns;   /* what "auto" has found; -1: not yet */
    GArray *cuts;        /* gint64, of "auto": what each setting alone asks for, ns */
    CvpnStoppingRule rule;
    GArray *watched;   /* guint, CvpnMetric: what the rule's points to */
    gboolean complete; /* all that the rule asks for is there */
} CvpnManifest;

/* Of a grid, with nothing done.  'rule' is copied; 'warm_up' may be NULL. */
CvpnManifest *cvpn_manifest_new (const CvpnGrid *grid, gint64 seed, const char *digest,
                                 const char *warm_up, const CvpnStoppingRule *rule);
void cvpn_manifest_free (CvpnManifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnManifest, cvpn_manifest_free)

/* sweep.json; newly allocated. */
char *cvpn_manifest_text (const CvpnManifest *manifest);
/* Fails with CVPN_ERROR_USAGE (not a sweep's) or CVPN_ERROR_IO. */
CvpnManifest *cvpn_manifest_read (const char *path, GError **error);

/* Why the runs of 'there' are none of 'wanted': "its scenario, or a file that it reads, was
 * another one"; newly allocated, NULL: they are. */
char *cvpn_manifest_difference (const CvpnManifest *there, const CvpnManifest *wanted);
gboolean cvpn_manifest_same_rule (const CvpnManifest *a, const CvpnManifest *b);
