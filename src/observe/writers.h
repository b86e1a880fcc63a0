/* writers: all files of a run, opened, fed and closed together. */
#pragma once

#include "observe/writer.h"

typedef struct {
    guint chosen; /* bits, from cvpn_writers_parse */
    CvpnTraceChoice trace;
    gboolean in_thread; /* of its own, where the records are many: the same files */
} CvpnWritersOptions;

typedef struct CvpnWriters CvpnWriters;

/* The bits for a list as --only has it ("flows,trace"); NULL means all.  Fails
 * with CVPN_ERROR_USAGE. */
gboolean cvpn_writers_parse (const char *only, guint *chosen, GError **error);

/* Opens the chosen files in 'folder'; 'scenario', with all names of the records, must outlive
 * them. */
CvpnWriters *cvpn_writers_new (const char *folder, const CvpnScenario *scenario,
                               const CvpnWritersOptions *options);
void cvpn_writers_free (CvpnWriters *writers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnWriters, cvpn_writers_free)

/* Calls 'add' for each observer, with it and its 'self'. */
typedef void (*CvpnWritersAdd) (gpointer data, const CvpnObserver *observer, gpointer self);
void cvpn_writers_observe (CvpnWriters *writers, CvpnWritersAdd add, gpointer data);

/* TRUE once a write has failed; the rest of the run is then in vain. */
gboolean cvpn_writers_failed (const CvpnWriters *writers);

/* After the run's finish: writes what comes from the summary, summary.json
 * too, and closes all.  Fails with the first error of any file. */
gboolean cvpn_writers_close (CvpnWriters *writers, const CvpnSummary *summary, GError **error);

guint cvpn_writers_count (const CvpnWriters *writers);

/* TRUE for the names of files that runs, pictures and reports consist of. */
gboolean cvpn_writers_knows (const char *file);
