/* journal: the folder of a sweep, in which finished runs are kept.
 *
 * DIR/sweep.json says what is swept, DIR/runs.jsonl has a line for each finished run, appended
 * as it comes.  A line that a crash tore is dropped.  The same sweep again
 * goes on from there; another one is refused, unless 'force' begins anew.  When the sweep is
 * done, runs.jsonl is put in the order of setting and replication, without what the stopping
 * rule left out, so that equal sweeps have equal folders. */
#pragma once

#include "sweep/manifest.h"
#include "sweep/results.h"

typedef struct CvpnJournal CvpnJournal;

/* Opens or makes 'folder' and locks it; takes 'wanted' over.  What "auto" has found of the
 * warm-up is taken from the folder.  Fails with CVPN_ERROR_USAGE (it holds something else: what
 * differs is named; or another sweep is at work in it) or CVPN_ERROR_IO. */
CvpnJournal *cvpn_journal_open (const char *folder, CvpnManifest *wanted, gboolean force,
                                GError **error);
void cvpn_journal_free (CvpnJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnJournal, cvpn_journal_free)

/* Of this sweep; what is changed in it is on the disk after cvpn_journal_write. */
CvpnManifest *cvpn_journal_manifest (CvpnJournal *journal);
gboolean cvpn_journal_write (CvpnJournal *journal, GError **error);

/* Adds the finished runs to 'experiment'; how many there were. FALSE with 'error' if runs.jsonl
 * is none of this sweep's (CVPN_ERROR_SYNTAX), or CVPN_ERROR_IO. */
gboolean cvpn_journal_replay (CvpnJournal *journal, CvpnExperiment *experiment, guint *runs,
                              GError **error);

/* A CvpnExperimentKeep, with the journal as 'data'. */
gboolean cvpn_journal_keep (gpointer journal, const char *line, GError **error);

/* All that was kept is on the disk when this returns; until then what came in the last tenth of a
 * second may be lost with the machine's power, not with the process. */
gboolean cvpn_journal_sync (CvpnJournal *journal, GError **error);

/* Up to here, what was kept is of the files that the sweep is of. */
void cvpn_journal_vouch (CvpnJournal *journal);

/* The scenario has changed: what came since cvpn_journal_vouch may be of another one. Fails always:
 * CVPN_ERROR_USAGE, or CVPN_ERROR_IO if it cannot be dropped. */
gboolean cvpn_journal_drop (CvpnJournal *journal, GError **error);

/* Each file whole or not at all: results.csv, differences.csv, what pictures are drawn from,
 * runs.jsonl, and sweep.json last.  Fails with CVPN_ERROR_USAGE where another rule has led to
 * runs that this one would throw away. */
gboolean cvpn_journal_finish (CvpnJournal *journal, const CvpnGrid *grid,
                              const CvpnExperiment *experiment, const CvpnShown *shown,
                              GError **error);
