/* journal: the folder of a sweep, in which finished runs are kept.
 *
 * DIR/sweep.json says what is swept, DIR/runs.jsonl has a line for each finished run, appended
 * and written through as it comes.  A line that a crash tore is dropped.  The same sweep again
 * goes on from there; another one is refused, unless 'force' begins anew.  When the sweep is
 * done, runs.jsonl is put in the order of setting and replication, without what the stopping
 * rule left out, so that equal sweeps have equal folders. */
#pragma once

#include "plan/experiment.h"
#include "plan/grid.h"

typedef struct CvpnJournal CvpnJournal;

/* Everything that the runs depend on, as a digest: version, files, overrides, grid, base seed.
 * Neither the number of replications nor of threads is in it: a sweep can be extended. */

/* Opens or makes 'folder' and locks it.  Fails with CVPN_ERROR_USAGE (it holds something else:
 * what differs is named; or another sweep is at work in it) or CVPN_ERROR_IO. */
CvpnJournal *cvpn_journal_open (const char *folder, const CvpnGrid *grid, gint64 seed,
                                gboolean force, GError **error);
void cvpn_journal_free (CvpnJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnJournal, cvpn_journal_free)

/* Adds the finished runs to 'experiment'; how many there were. */
guint cvpn_journal_replay (CvpnJournal *journal, CvpnExperiment *experiment, GError **error);

/* A CvpnExperimentKeep, with the journal as 'data'. */
gboolean cvpn_journal_keep (gpointer journal, const char *line, GError **error);

/* Each file whole or not at all: results.csv, differences.csv, runs.jsonl, sweep.json. */
gboolean cvpn_journal_finish (CvpnJournal *journal, const CvpnExperiment *experiment,
                              GError **error);
